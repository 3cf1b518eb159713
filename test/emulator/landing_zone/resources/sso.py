"""Identity Center: permission sets and who has them in which account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.ssoadmin.models import AccountAssignment, ssoadmin_backends

from ..calls import Call, before, implement
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import as_tag_list, differences, given
from .service import ServiceHandler, already_exists, or_undo, unless_gone

ASSIGNMENT = ("InstanceArn", "TargetId", "TargetType", "PermissionSetArn", "PrincipalType", "PrincipalId")
# Characters of an inline policy, white space apart.
LONGEST_INLINE_POLICY = 32_768


@dataclass
class Extras:
    """What moto does not keep of a permission set."""

    boundary: dict[str, Any] | None = None
    tags: dict[str, str] = field(default_factory=dict)


_state: dict[str, Extras] = {}


@handles("AWS::SSO::PermissionSet")
class PermissionSet(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-permissionset.html"""

    service = "sso-admin"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "InstanceArn", "Name", "Description", "SessionDuration")
        arn = self.api(request).create_permission_set(**wanted, **_relay(properties))["PermissionSet"]["PermissionSetArn"]
        made = Made(f"{properties['InstanceArn']}|{arn}", {"PermissionSetArn": arn})
        with or_undo(lambda: self.delete(request, made.physical_id, properties)):
            self._change(request, arn, {"InstanceArn": properties["InstanceArn"]}, properties)
        return made

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        arn = physical_id.rpartition("|")[2]
        wanted = given(after, "InstanceArn", "Description", "SessionDuration")
        self.api(request).update_permission_set(PermissionSetArn=arn, **wanted, **_relay(after))
        self._change(request, arn, before, after)
        self.api(request).provision_permission_set(
            InstanceArn=after["InstanceArn"], PermissionSetArn=arn, TargetType="ALL_PROVISIONED_ACCOUNTS"
        )
        return Made(physical_id, {"PermissionSetArn": arn})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_permission_set(**_identified(physical_id))

    def _change(self, request: Request, arn: str, before: Properties, after: Properties) -> None:
        api, target = self.api(request), {"InstanceArn": after["InstanceArn"], "PermissionSetArn": arn}
        come, gone = differences(before.get("ManagedPolicies"), after.get("ManagedPolicies"))
        for policy in come:
            api.attach_managed_policy_to_permission_set(**target, ManagedPolicyArn=policy)
        for policy in gone:
            api.detach_managed_policy_from_permission_set(**target, ManagedPolicyArn=policy)

        references = "CustomerManagedPolicyReferences"
        come, gone = differences(before.get(references), after.get(references))
        for reference in come:
            api.attach_customer_managed_policy_reference_to_permission_set(**target, CustomerManagedPolicyReference=reference)
        for reference in gone:
            api.detach_customer_managed_policy_reference_from_permission_set(**target, CustomerManagedPolicyReference=reference)

        if before.get("InlinePolicy") != after.get("InlinePolicy"):
            if after.get("InlinePolicy"):
                api.put_inline_policy_to_permission_set(**target, InlinePolicy=after["InlinePolicy"])
            else:
                api.delete_inline_policy_from_permission_set(**target)
        if before.get("PermissionsBoundary") != after.get("PermissionsBoundary"):
            if after.get("PermissionsBoundary"):
                api.put_permissions_boundary_to_permission_set(**target, PermissionsBoundary=after["PermissionsBoundary"])
            else:
                api.delete_permissions_boundary_from_permission_set(**target)

        self.change_tags(request, before, after, InstanceArn=after["InstanceArn"], ResourceArn=arn)


@handles("AWS::SSO::Assignment")
class Assignment(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-assignment.html"""

    service = "sso-admin"

    def create(self, request: Request, properties: Properties) -> Made:
        identity = "|".join(str(properties[name]) for name in ASSIGNMENT)
        assignments = ssoadmin_backends[request.place.account][request.place.region].account_assignments
        if any(_identity_of(each) == identity for each in assignments):
            raise already_exists(request, identity)
        self.api(request).create_account_assignment(**given(properties, *ASSIGNMENT))
        return Made(identity)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return Made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_account_assignment(**given(properties, *ASSIGNMENT))


def _identity_of(assignment: AccountAssignment) -> str:
    facts = (assignment.instance_arn, assignment.target_id, assignment.target_type)
    return "|".join((*facts, assignment.permission_set_arn, assignment.principal_type, assignment.principal_id))


def _relay(properties: Properties) -> Properties:
    return {"RelayState": properties["RelayStateType"]} if "RelayStateType" in properties else {}


def _identified(physical_id: str) -> dict[str, str]:
    instance, _, permission_set = physical_id.partition("|")
    return {"InstanceArn": instance, "PermissionSetArn": permission_set}


@before("sso-admin", "CreatePermissionSet")
def check_new(call: Call) -> None:
    """https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html"""
    instance, name = call.parameters["InstanceArn"], call.parameters["Name"]
    backend = ssoadmin_backends[call.place.account][call.place.region]
    if all(each.instance_arn != instance for each in backend.instances):
        raise ApiError("ResourceNotFoundException", f"There is no instance {instance} in {call.place.region}.")
    if any((each.instance_arn, each.name) == (instance, name) for each in backend.permission_sets):
        raise ApiError("ConflictException", f"PermissionSet with name {name} already exists.")


@before("sso-admin", "PutInlinePolicyToPermissionSet")
def check_size(call: Call) -> None:
    """https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html"""
    characters = len("".join(call.parameters["InlinePolicy"].split()))
    if characters > LONGEST_INLINE_POLICY:
        message = f"The inline policy has {characters} characters, {LONGEST_INLINE_POLICY} are allowed."
        raise ApiError("ServiceQuotaExceededException", message)


@before("sso-admin", "DeletePermissionSet")
def check_unassigned(call: Call) -> None:
    """https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DeletePermissionSet.html"""
    arn = call.parameters["PermissionSetArn"]
    backend = ssoadmin_backends[call.place.account][call.place.region]
    if any(each.permission_set_arn == arn for each in backend.account_assignments):
        raise ApiError("ConflictException", f"Could not delete {arn} because it has accounts assigned to it.")


@implement("sso-admin", "PutPermissionsBoundaryToPermissionSet")
def put_boundary(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PutPermissionsBoundaryToPermissionSet.html"""
    _extras(call, "PermissionSetArn").boundary = call.parameters["PermissionsBoundary"]
    return {}


@implement("sso-admin", "DeletePermissionsBoundaryFromPermissionSet")
def delete_boundary(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DeletePermissionsBoundaryFromPermissionSet.html"""
    _extras(call, "PermissionSetArn").boundary = None
    return {}


@implement("sso-admin", "GetPermissionsBoundaryForPermissionSet")
def get_boundary(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_GetPermissionsBoundaryForPermissionSet.html"""
    boundary = _extras(call, "PermissionSetArn").boundary
    if boundary is None:
        raise ApiError("ResourceNotFoundException", "Permissions boundary not found.")
    return {"PermissionsBoundary": boundary}


@implement("sso-admin", "TagResource")
def tag_permission_set(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_TagResource.html"""
    _extras(call, "ResourceArn").tags.update({tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]})
    return {}


@implement("sso-admin", "UntagResource")
def untag_permission_set(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_UntagResource.html"""
    for key in call.parameters["TagKeys"]:
        _extras(call, "ResourceArn").tags.pop(key, None)
    return {}


@implement("sso-admin", "ListTagsForResource")
def list_tags(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListTagsForResource.html"""
    return {"Tags": as_tag_list(_extras(call, "ResourceArn").tags)}


def _extras(call: Call, parameter: str) -> Extras:
    return _state.setdefault(call.parameters[parameter], Extras())
