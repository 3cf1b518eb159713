"""VPC endpoints, and what moto's API of them leaves out."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.utils import random_private_ip

from ..calls import Call, after, before
from ..errors import ApiError
from .ec2_network import Ec2Handler
from .handler import Made, Properties, Request, handles
from .properties import as_json, differences, given, is_true
from .service import unless_gone


@handles("AWS::EC2::VPCEndpoint")
class VpcEndpoint(Ec2Handler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html"""

    tagged_as = "vpc-endpoint"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "VpcId", "ServiceName", "PolicyDocument", "IpAddressType")
        wanted |= given(properties, "RouteTableIds", "SubnetIds", "SecurityGroupIds")
        endpoint = self.api(request).create_vpc_endpoint(
            **wanted,
            VpcEndpointType=properties.get("VpcEndpointType", "Gateway"),
            PrivateDnsEnabled=properties.get("PrivateDnsEnabled", False),
            TagSpecifications=self.tag_specifications(properties),
        )["VpcEndpoint"]
        return self._made(request, endpoint["VpcEndpointId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        changes: dict[str, Any] = {}
        for kind in ("RouteTableIds", "SubnetIds", "SecurityGroupIds"):
            come, gone = differences(before.get(kind), after.get(kind))
            changes |= {f"Add{kind.removesuffix('s')}s": come} if come else {}
            changes |= {f"Remove{kind.removesuffix('s')}s": gone} if gone else {}
        if before.get("PolicyDocument") != after.get("PolicyDocument"):
            document = after.get("PolicyDocument")
            changes |= {"ResetPolicy": True} if document is None else {"PolicyDocument": document}
        if before.get("PrivateDnsEnabled") != after.get("PrivateDnsEnabled"):
            changes["PrivateDnsEnabled"] = after.get("PrivateDnsEnabled", False)

        if changes:
            self.api(request).modify_vpc_endpoint(VpcEndpointId=physical_id, **changes)
        self.retag(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_vpc_endpoints(VpcEndpointIds=[physical_id])

    def _made(self, request: Request, identity: str) -> Made:
        endpoint = self.api(request).describe_vpc_endpoints(VpcEndpointIds=[identity])["VpcEndpoints"][0]
        return Made(
            identity,
            {
                "Id": identity,
                "CreationTimestamp": endpoint["CreationTimestamp"].isoformat(),
                "DnsEntries": [f"{entry['HostedZoneId']}:{entry['DnsName']}" for entry in endpoint.get("DnsEntries", [])],
                "NetworkInterfaceIds": endpoint.get("NetworkInterfaceIds", []),
            },
        )


@handles("AWS::EC2::VPCEndpointService")
class VpcEndpointService(Ec2Handler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpointservice.html"""

    tagged_as = "vpc-endpoint-service"

    def create(self, request: Request, properties: Properties) -> Made:
        service = self.api(request).create_vpc_endpoint_service_configuration(
            **given(properties, "AcceptanceRequired", "NetworkLoadBalancerArns", "GatewayLoadBalancerArns", "PrivateDnsName"),
            TagSpecifications=self.tag_specifications(properties),
        )["ServiceConfiguration"]
        return Made(service["ServiceId"], {"ServiceId": service["ServiceId"]})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        changes = {"AcceptanceRequired": after.get("AcceptanceRequired", True), **given(after, "PrivateDnsName")}
        for kind in ("NetworkLoadBalancerArns", "GatewayLoadBalancerArns"):
            come, gone = differences(before.get(kind), after.get(kind))
            changes |= ({f"Add{kind}": come} if come else {}) | ({f"Remove{kind}": gone} if gone else {})
        self.api(request).modify_vpc_endpoint_service_configuration(ServiceId=physical_id, **changes)
        self.retag(request, physical_id, before, after)
        return Made(physical_id, {"ServiceId": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_vpc_endpoint_service_configurations(ServiceIds=[physical_id])


@handles("AWS::EC2::VPCEndpointServicePermissions")
class VpcEndpointServicePermissions(Ec2Handler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpointservicepermissions.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        self._change(request, {}, properties, properties["ServiceId"])
        return Made(properties["ServiceId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._change(request, before, after, physical_id)
        return Made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self._change(request, properties, {}, physical_id)

    def _change(self, request: Request, before: Properties, after: Properties, service: str) -> None:
        come, gone = differences(before.get("AllowedPrincipals"), after.get("AllowedPrincipals"))
        if come or gone:
            self.api(request).modify_vpc_endpoint_service_permissions(
                ServiceId=service, AddAllowedPrincipals=come, RemoveAllowedPrincipals=gone
            )


@before("ec2", "CreateVpcEndpoint")
def check_new_endpoint(call: Call) -> None:
    """https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"""
    wanted, backend = call.parameters, _backend(call)
    vpc = backend.vpcs.get(wanted["VpcId"])
    if vpc is None:
        return

    neighbours = [each for each in backend.vpc_end_points.values() if each.vpc_id == vpc.id and _same_service(each, wanted)]
    if wanted.get("VpcEndpointType", "Gateway") == "Gateway":
        _check_routes(neighbours, wanted)
    elif is_true(wanted.get("PrivateDnsEnabled", True)):
        _check_private_dns(vpc, neighbours, wanted)
    _check_zones(backend, wanted.get("SubnetIds", []))


def _same_service(endpoint: VPCEndPoint, wanted: dict[str, Any]) -> bool:
    return bool(endpoint.service_name == wanted.get("ServiceName"))


def _check_routes(neighbours: list[VPCEndPoint], wanted: dict[str, Any]) -> None:
    taken = {table for each in neighbours for table in each.route_table_ids}
    for table in wanted.get("RouteTableIds", []):
        if table in taken:
            raise ApiError(
                "RouteAlreadyExists",
                f"route table {table} already has a route with destination-prefix-list-id of {wanted['ServiceName']}",
            )


def _check_private_dns(vpc: Any, neighbours: list[VPCEndPoint], wanted: dict[str, Any]) -> None:
    if not (is_true(vpc.enable_dns_support) and is_true(vpc.enable_dns_hostnames)):
        raise ApiError(
            "InvalidParameter",
            f"Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for {vpc.id}",
        )
    if any(is_true(each.private_dns_enabled) for each in neighbours):
        raise ApiError(
            "InvalidParameter",
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain for"
            f" {_private_name(wanted['ServiceName'])} in the VPC {vpc.id}",
        )


def _private_name(service: str) -> str:
    prefix, _, name = service.rpartition(".")
    region = prefix.split(".")[2] if prefix.count(".") >= 2 else ""
    return f"{name}.{region}.amazonaws.com"


def _check_zones(backend: Any, subnets: list[str]) -> None:
    zones: dict[str, str] = {}
    for subnet in subnets:
        zone = backend.get_subnet(subnet).availability_zone
        if zone in zones:
            raise ApiError(
                "DuplicateSubnetsInSameZone",
                f"Found another VPC endpoint subnet in the availability zone of {subnet}. VPC endpoint subnets should be in"
                " different availability zones supported by the VPC endpoint service.",
            )
        zones[zone] = subnet


@after("ec2", "CreateVpcEndpoint")
def guard_interfaces(call: Call) -> None:
    """Puts the endpoint's security groups on its network interfaces, which moto leaves in the default group."""
    assert call.response
    endpoint = _backend(call).vpc_end_points[call.response["VpcEndpoint"]["VpcEndpointId"]]
    # The type is optional in the API; moto stores the absence and fails on it when it deletes.
    endpoint.vpc_endpoint_type = endpoint.vpc_endpoint_type or "Gateway"
    _guard(_backend(call), endpoint)


@after("ec2", "ModifyVpcEndpoint")
def finish_modification(call: Call) -> None:
    """Does what moto's ModifyVpcEndpoint leaves out: private DNS, the default policy, interfaces and routes."""
    wanted, backend = call.parameters, _backend(call)
    endpoint = backend.vpc_end_points[wanted["VpcEndpointId"]]
    if "PrivateDnsEnabled" in wanted:
        endpoint.private_dns_enabled = is_true(wanted["PrivateDnsEnabled"])
    if is_true(wanted.get("ResetPolicy")):
        endpoint.policy_document = as_json(VPCEndPoint.DEFAULT_POLICY)

    for subnet in wanted.get("AddSubnetIds", []):
        endpoint.network_interface_ids.append(backend.create_network_interface(subnet, random_private_ip()).id)
    for subnet in wanted.get("RemoveSubnetIds", []):
        _remove_interfaces(backend, endpoint, subnet)
    _guard(backend, endpoint)

    if endpoint.destination_prefix_list_id:
        for table in wanted.get("AddRouteTableIds", []):
            backend.create_route(
                table, None, gateway_id=endpoint.id, destination_prefix_list_id=endpoint.destination_prefix_list_id
            )
        for table in wanted.get("RemoveRouteTableIds", []):
            backend.delete_route(table, endpoint.destination_prefix_list_id)


@after("ec2", "DeleteVpcEndpoints")
def forget(call: Call) -> None:
    """AWS lists a deleted endpoint for minutes; moto does for ever, which no dependency may be judged by."""
    for endpoint in call.parameters.get("VpcEndpointIds", []):
        _backend(call).vpc_end_points.pop(endpoint, None)


def _guard(backend: Any, endpoint: VPCEndPoint) -> None:
    groups = [backend.get_security_group_from_id(group) for group in endpoint.security_group_ids]
    for interface in endpoint.network_interface_ids:
        if groups:
            backend.enis[interface]._group_set = groups


def _remove_interfaces(backend: Any, endpoint: VPCEndPoint, subnet: str) -> None:
    for interface in [each for each in endpoint.network_interface_ids if backend.enis[each].subnet.id == subnet]:
        endpoint.network_interface_ids.remove(interface)
        backend.enis.pop(interface)


def _backend(call: Call) -> Any:
    return ec2_backends[call.place.account][call.place.region]
