"""What EC2 refuses to delete because something stands in it, where moto deletes it all the same."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import ec2_backends

from ..calls import Call, after, before
from ..errors import ApiError


@before("ec2", "DeleteVpc")
def check_vpc(call: Call) -> None:
    """https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html"""
    backend, vpc = _backend(call), call.parameters["VpcId"]
    groups = [group for group in backend.groups.get(vpc, {}).values() if group.name != "default"]
    gateways = [each for each in backend.internet_gateways.values() if each.vpc and each.vpc.id == vpc]
    endpoints = [each for each in backend.vpc_end_points.values() if each.vpc_id == vpc]
    if groups or gateways or endpoints:
        raise _dependency(f"The vpc '{vpc}' has dependencies and cannot be deleted.")


@before("ec2", "DeleteSubnet")
def check_subnet(call: Call) -> None:
    """https://docs.aws.amazon.com/vpc/latest/userguide/subnet-deleting.html"""
    subnet = call.parameters["SubnetId"]
    if any(interface.subnet.id == subnet for interface in _backend(call).enis.values()):
        raise _dependency(f"The subnet '{subnet}' has dependencies and cannot be deleted.")


@before("ec2", "DeleteSecurityGroup")
def check_security_group(call: Call) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html"""
    backend = _backend(call)
    group = backend.get_security_group_by_name_or_id(call.parameters.get("GroupId") or call.parameters["GroupName"])
    if group is None:
        return
    if group.name == "default":
        raise ApiError("CannotDelete", f'the specified group: "{group.id}" name: "default" cannot be deleted by a user')

    guarded = any(group in interface._group_set for interface in backend.enis.values())
    endpoints = any(group.id in endpoint.security_group_ids for endpoint in backend.vpc_end_points.values())
    if guarded or endpoints or _is_referenced(backend, group):
        raise _dependency(f"resource {group.id} has a dependent object")


def _is_referenced(backend: Any, group: Any) -> bool:
    others = [each for each in backend.groups[group.vpc_id].values() if each.id != group.id]
    rules = [rule for each in others for rule in [*each.ingress_rules, *each.egress_rules]]
    return any(rule.source_group.get("GroupId") == group.id for rule in rules)


@before("ec2", "ReleaseAddress")
def check_address(call: Call) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"""
    allocation = call.parameters.get("AllocationId")
    for address in _backend(call).addresses:
        if address.allocation_id == allocation and (address.eni or address.instance):
            raise ApiError("InvalidIPAddress.InUse", f"The address with allocation id {allocation} is currently in use")


@after("ec2", "DeleteNatGateway")
def release_interface(call: Call) -> None:
    """Takes the network interface of a NAT gateway away, which moto leaves in its subnet."""
    backend = _backend(call)
    interface = backend.nat_gateways[call.parameters["NatGatewayId"]]._eni
    backend.enis.pop(interface.id, None)
    for address in backend.addresses:
        if address.eni is interface:
            address.eni = address.association_id = None


def _dependency(message: str) -> ApiError:
    return ApiError("DependencyViolation", message)


def _backend(call: Call) -> Any:
    return ec2_backends[call.place.account][call.place.region]
