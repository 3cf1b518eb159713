"""Roles, users, groups and their policies."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, ClassVar

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, iam_backends

from ..calls import Call, before
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import differences, fitting_name, given, tag_list
from .service import ServiceHandler, or_undo, unless_gone

# A managed policy has no more versions: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
MOST_VERSIONS = 5
KINDS = {"Roles": "Role", "Users": "User", "Groups": "Group"}


class IamHandler(ServiceHandler):
    service = "iam"

    def on(self, request: Request, verb: str, kind: str, name: str, **parameters: Any) -> Any:
        """Calls an operation that exists for roles, users and groups alike, `attach_{}_policy`."""
        method = getattr(self.api(request), verb.format(kind.lower()))
        return method(**{f"{kind}Name": name}, **parameters)


class IdentityHandler(IamHandler):
    """What has a name, inline policies and attached policies."""

    noun: ClassVar[str]
    longest_name: ClassVar[int] = 64

    def name(self, request: Request, properties: Properties) -> str:
        return str(properties.get(f"{self.noun}Name") or fitting_name(request, self.longest_name))

    def change_policies(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        come, gone = differences(before.get("ManagedPolicyArns"), after.get("ManagedPolicyArns"))
        for arn in gone:
            with unless_gone():
                self.on(request, "detach_{}_policy", self.noun, name, PolicyArn=arn)
        for arn in come:
            self.on(request, "attach_{}_policy", self.noun, name, PolicyArn=arn)

        old, new = _inline(before), _inline(after)
        for policy in [each for each in old if each not in new]:
            with unless_gone():
                self.on(request, "delete_{}_policy", self.noun, name, PolicyName=policy)
        for policy in [each for each in new if old.get(each) != new[each]]:
            self.on(request, "put_{}_policy", self.noun, name, PolicyName=policy, PolicyDocument=new[policy])

    def change_boundary(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        boundary = after.get("PermissionsBoundary")
        if boundary == before.get("PermissionsBoundary"):
            return
        if boundary is None:
            self.on(request, "delete_{}_permissions_boundary", self.noun, name)
        else:
            self.on(request, "put_{}_permissions_boundary", self.noun, name, PermissionsBoundary=boundary)

    def retag(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        calls = {"add": f"tag_{self.noun.lower()}", "remove": f"untag_{self.noun.lower()}"}
        self.change_tags(request, before, after, **calls, **{f"{self.noun}Name": name})

    def arn(self, request: Request, name: str) -> Made:
        described = self.on(request, "get_{}", self.noun, name)[self.noun]
        return Made(name, {"Arn": described["Arn"], **given(described, f"{self.noun}Id")})


@handles("AWS::IAM::Role")
class Role(IdentityHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html"""

    noun = "Role"

    def create(self, request: Request, properties: Properties) -> Made:
        name = self.name(request, properties)
        wanted = given(properties, "AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "PermissionsBoundary")
        self.api(request).create_role(RoleName=name, Path=properties.get("Path", "/"), Tags=tag_list(properties), **wanted)
        with or_undo(lambda: self.delete(request, name, properties)):
            self.change_policies(request, name, {}, properties)
        return self.arn(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        api = self.api(request)
        if before["AssumeRolePolicyDocument"] != after["AssumeRolePolicyDocument"]:
            api.update_assume_role_policy(RoleName=physical_id, PolicyDocument=after["AssumeRolePolicyDocument"])
        api.update_role(
            RoleName=physical_id,
            Description=after.get("Description", ""),
            MaxSessionDuration=after.get("MaxSessionDuration", 3600),
        )
        self.change_boundary(request, physical_id, before, after)
        self.change_policies(request, physical_id, before, after)
        self.retag(request, physical_id, before, after)
        return self.arn(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.change_policies(request, physical_id, properties, {})
            self.api(request).delete_role(RoleName=physical_id)


@handles("AWS::IAM::User")
class User(IdentityHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html"""

    noun = "User"

    def create(self, request: Request, properties: Properties) -> Made:
        name = self.name(request, properties)
        self.api(request).create_user(
            UserName=name,
            Path=properties.get("Path", "/"),
            Tags=tag_list(properties),
            **given(properties, "PermissionsBoundary"),
        )
        with or_undo(lambda: self.delete(request, name, properties)):
            self.change_policies(request, name, {}, properties)
            self._change_groups(request, name, {}, properties)
            self._change_login(request, name, {}, properties)
        return self.arn(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        if before.get("Path") != after.get("Path"):
            self.api(request).update_user(UserName=physical_id, NewPath=after.get("Path", "/"))
        self.change_boundary(request, physical_id, before, after)
        self.change_policies(request, physical_id, before, after)
        self._change_groups(request, physical_id, before, after)
        self._change_login(request, physical_id, before, after)
        self.retag(request, physical_id, before, after)
        return self.arn(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.change_policies(request, physical_id, properties, {})
            self._change_groups(request, physical_id, properties, {})
            self._change_login(request, physical_id, properties, {})
            self.api(request).delete_user(UserName=physical_id)

    def _change_groups(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        come, gone = differences(before.get("Groups"), after.get("Groups"))
        for group in come:
            self.api(request).add_user_to_group(GroupName=group, UserName=name)
        for group in gone:
            with unless_gone():
                self.api(request).remove_user_from_group(GroupName=group, UserName=name)

    def _change_login(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        old, new = before.get("LoginProfile"), after.get("LoginProfile")
        if old == new:
            return
        if new is None:
            with unless_gone():
                self.api(request).delete_login_profile(UserName=name)
        elif old is None:
            self.api(request).create_login_profile(UserName=name, **new)
        else:
            self.api(request).update_login_profile(UserName=name, **new)


@handles("AWS::IAM::Group")
class Group(IdentityHandler):
    noun = "Group"
    longest_name = 128

    def create(self, request: Request, properties: Properties) -> Made:
        name = self.name(request, properties)
        self.api(request).create_group(GroupName=name, Path=properties.get("Path", "/"))
        with or_undo(lambda: self.delete(request, name, properties)):
            self.change_policies(request, name, {}, properties)
        return self.arn(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        if before.get("Path") != after.get("Path"):
            self.api(request).update_group(GroupName=physical_id, NewPath=after.get("Path", "/"))
        self.change_policies(request, physical_id, before, after)
        return self.arn(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.change_policies(request, physical_id, properties, {})
            self.api(request).delete_group(GroupName=physical_id)


@handles("AWS::IAM::ManagedPolicy")
class ManagedPolicy(IamHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        arn = self.api(request).create_policy(
            PolicyName=properties.get("ManagedPolicyName") or fitting_name(request, 128),
            Path=properties.get("Path", "/"),
            PolicyDocument=properties["PolicyDocument"],
            **given(properties, "Description"),
        )["Policy"]["Arn"]
        with or_undo(lambda: self.delete(request, arn, properties)):
            self._attach(request, arn, {}, properties)
        return self._made(request, arn)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        if before["PolicyDocument"] != after["PolicyDocument"]:
            self._make_room(request, physical_id)
            self.api(request).create_policy_version(
                PolicyArn=physical_id, PolicyDocument=after["PolicyDocument"], SetAsDefault=True
            )
        self._attach(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self._attach(request, physical_id, properties, {})
            for version in self._other_versions(request, physical_id):
                self.api(request).delete_policy_version(PolicyArn=physical_id, VersionId=version["VersionId"])
            self.api(request).delete_policy(PolicyArn=physical_id)

    def _attach(self, request: Request, arn: str, before: Properties, after: Properties) -> None:
        for names, kind in KINDS.items():
            come, gone = differences(before.get(names), after.get(names))
            for name in come:
                self.on(request, "attach_{}_policy", kind, name, PolicyArn=arn)
            for name in gone:
                with unless_gone():
                    self.on(request, "detach_{}_policy", kind, name, PolicyArn=arn)

    def _make_room(self, request: Request, arn: str) -> None:
        others = self._other_versions(request, arn)
        if len(others) + 1 >= MOST_VERSIONS:
            oldest = min(others, key=lambda version: int(version["VersionId"][1:]))
            self.api(request).delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])

    def _other_versions(self, request: Request, arn: str) -> list[dict[str, Any]]:
        versions = self.api(request).list_policy_versions(PolicyArn=arn)["Versions"]
        return [version for version in versions if not version["IsDefaultVersion"]]

    def _made(self, request: Request, arn: str) -> Made:
        policy = self.api(request).get_policy(PolicyArn=arn)["Policy"]
        return Made(
            arn,
            {
                "PolicyArn": arn,
                "CreateDate": policy["CreateDate"].isoformat(),
                "UpdateDate": policy["UpdateDate"].isoformat(),
                "PermissionsBoundaryUsageCount": policy.get("PermissionsBoundaryUsageCount", 0),
                **given(policy, "PolicyId", "DefaultVersionId", "AttachmentCount", "IsAttachable"),
            },
        )


@handles("AWS::IAM::Policy")
class InlinePolicy(IamHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        if not any(properties.get(names) for names in KINDS):
            raise ApiError("InvalidRequest", "At least one of [Groups,Roles,Users] must be non-empty.")
        with or_undo(lambda: self.delete(request, request.generated_name, properties)):
            self._put(request, properties)
        return Made(request.generated_name, {"Id": request.generated_name})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._put(request, after)
        kept = [] if before["PolicyName"] != after["PolicyName"] else list(_targets(after))
        self._remove(request, before["PolicyName"], [target for target in _targets(before) if target not in kept])
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        self._remove(request, properties["PolicyName"], _targets(properties))

    def _put(self, request: Request, properties: Properties) -> None:
        for kind, name in _targets(properties):
            self.on(request, "put_{}_policy", kind, name, **given(properties, "PolicyName", "PolicyDocument"))

    def _remove(self, request: Request, policy: str, targets: list[tuple[str, str]]) -> None:
        for kind, name in targets:
            with unless_gone():
                self.on(request, "delete_{}_policy", kind, name, PolicyName=policy)


class PolicyOf(IamHandler):
    """The inline policy of one identity; Ref is the policy's name."""

    noun: ClassVar[str]

    def create(self, request: Request, properties: Properties) -> Made:
        document = properties.get("PolicyDocument", {})
        name = properties[f"{self.noun}Name"]
        self.on(request, "put_{}_policy", self.noun, name, PolicyName=properties["PolicyName"], PolicyDocument=document)
        return Made(properties["PolicyName"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self.create(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.on(request, "delete_{}_policy", self.noun, properties[f"{self.noun}Name"], PolicyName=properties["PolicyName"])


@handles("AWS::IAM::RolePolicy")
class RolePolicy(PolicyOf):
    noun = "Role"


@handles("AWS::IAM::UserPolicy")
class UserPolicy(PolicyOf):
    noun = "User"


@handles("AWS::IAM::GroupPolicy")
class GroupPolicy(PolicyOf):
    noun = "Group"


@handles("AWS::IAM::InstanceProfile")
class InstanceProfile(IamHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("InstanceProfileName") or fitting_name(request, 128)
        self.api(request).create_instance_profile(InstanceProfileName=name, Path=properties.get("Path", "/"))
        with or_undo(lambda: self.delete(request, name, properties)):
            self._change_roles(request, name, {}, properties)
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._change_roles(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self._change_roles(request, physical_id, properties, {})
            self.api(request).delete_instance_profile(InstanceProfileName=physical_id)

    def _change_roles(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        come, gone = differences(before.get("Roles"), after.get("Roles"))
        # A profile holds one role, so the old one goes first.
        for role in gone:
            with unless_gone():
                self.api(request).remove_role_from_instance_profile(InstanceProfileName=name, RoleName=role)
        for role in come:
            self.api(request).add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)

    def _made(self, request: Request, name: str) -> Made:
        return Made(name, {"Arn": self.api(request).get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Arn"]})


@handles("AWS::IAM::AccessKey")
class AccessKey(IamHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        key = self.api(request).create_access_key(UserName=properties["UserName"])["AccessKey"]
        if "Status" in properties:
            self._set_status(request, key["AccessKeyId"], properties)
        return Made(key["AccessKeyId"], given(key, "SecretAccessKey"))

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._set_status(request, physical_id, {"Status": "Active", **after})
        keys = iam_backends[request.place.account][request.place.partition].access_keys
        return Made(physical_id, {"SecretAccessKey": keys[physical_id].secret_access_key})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_access_key(UserName=properties["UserName"], AccessKeyId=physical_id)

    def _set_status(self, request: Request, key: str, properties: Properties) -> None:
        self.api(request).update_access_key(AccessKeyId=key, **given(properties, "UserName", "Status"))


@handles("AWS::IAM::OIDCProvider")
class OidcProvider(IamHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        arn = self.api(request).create_open_id_connect_provider(
            ThumbprintList=properties.get("ThumbprintList", []),
            ClientIDList=properties.get("ClientIdList", []),
            Url=properties["Url"],
            Tags=tag_list(properties),
        )["OpenIDConnectProviderArn"]
        return Made(arn, {"Arn": arn})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        api, provider = self.api(request), {"OpenIDConnectProviderArn": physical_id}
        come, gone = differences(before.get("ClientIdList"), after.get("ClientIdList"))
        for client in come:
            api.add_client_id_to_open_id_connect_provider(**provider, ClientID=client)
        for client in gone:
            api.remove_client_id_from_open_id_connect_provider(**provider, ClientID=client)
        if before.get("ThumbprintList") != after.get("ThumbprintList"):
            api.update_open_id_connect_provider_thumbprint(**provider, ThumbprintList=after.get("ThumbprintList", []))
        calls = {"add": "tag_open_id_connect_provider", "remove": "untag_open_id_connect_provider"}
        self.change_tags(request, before, after, **calls, **provider)
        return Made(physical_id, {"Arn": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_open_id_connect_provider(OpenIDConnectProviderArn=physical_id)


@handles("AWS::IAM::ServiceLinkedRole")
class ServiceLinkedRole(IamHandler):
    def create(self, request: Request, properties: Properties) -> Made:
        made = self.api(request).create_service_linked_role(**given(properties, "AWSServiceName", "Description", "CustomSuffix"))
        return Made(made["Role"]["RoleName"], given(made["Role"], "RoleName"))

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_role(RoleName=physical_id, Description=after.get("Description", ""))
        return Made(physical_id, {"RoleName": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_service_linked_role(RoleName=physical_id)


def _inline(properties: Properties) -> dict[str, Any]:
    return {policy["PolicyName"]: policy["PolicyDocument"] for policy in properties.get("Policies") or []}


def _targets(properties: Properties) -> list[tuple[str, str]]:
    return [(kind, name) for names, kind in KINDS.items() for name in properties.get(names) or []]


@before("iam", "AttachRolePolicy")
@before("iam", "AttachUserPolicy")
@before("iam", "AttachGroupPolicy")
@before("iam", "GetPolicy")
@before("iam", "GetPolicyVersion")
@before("iam", "ListPolicyVersions")
def know_policy_of_aws(call: Call) -> None:
    """Adds a policy that AWS manages when somebody asks for it: all of them in every account would weigh on the saved state."""
    _know(call, call.parameters["PolicyArn"])


@before("iam", "CreateRole")
@before("iam", "CreateUser")
@before("iam", "PutRolePermissionsBoundary")
@before("iam", "PutUserPermissionsBoundary")
def check_boundary(call: Call) -> None:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html"""
    boundary = call.parameters.get("PermissionsBoundary")
    if boundary:
        _know(call, boundary)
        if boundary not in _backend(call).managed_policies:
            raise ApiError("NoSuchEntity", f"Scope ARN: {boundary} does not exist or is not attachable.")


def _know(call: Call, arn: str) -> None:
    name = arn.rpartition("/")[2]
    if ":iam::aws:policy/" not in arn or arn in _backend(call).managed_policies or name not in _policies_of_aws():
        return
    policy = AWSManagedPolicy.from_data(name, call.place.account, call.place.region, _policies_of_aws()[name])
    if policy.arn == arn:
        _backend(call).managed_policies[arn] = policy


@cache
def _policies_of_aws() -> dict[str, Any]:
    return dict(json.loads(aws_managed_policies_data))


@before("iam", "DeletePolicy")
def check_policy_unused(call: Call) -> None:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html"""
    policy = _backend(call).managed_policies.get(call.parameters["PolicyArn"])
    if policy and policy.attachment_count:
        raise _conflict("Cannot delete a policy attached to entities.")
    if policy and len(policy.versions) > 1:
        raise _conflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The"
            " default version is deleted with the policy."
        )


@before("iam", "DeleteUser")
def check_user_unused(call: Call) -> None:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html"""
    user = _backend(call).users.get(call.parameters["UserName"])
    if user is None:
        return
    if any(user in group.users for group in _backend(call).groups.values()):
        raise _conflict("Cannot delete entity, must remove users from group first.")
    if user.access_keys:
        raise _conflict("Cannot delete entity, must delete access keys first.")
    if user.password:
        raise _conflict("Cannot delete entity, must delete login profile first.")


@before("iam", "DeleteGroup")
def check_group_unused(call: Call) -> None:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html"""
    group = _backend(call).groups.get(call.parameters["GroupName"])
    if group is None:
        return
    if group.users:
        raise _conflict("Cannot delete entity, must remove users from group first.")
    if group.managed_policies:
        raise _conflict("Cannot delete entity, must detach all policies first.")
    if group.policies:
        raise _conflict("Cannot delete entity, must delete policies first.")


def _conflict(message: str) -> ApiError:
    return ApiError("DeleteConflict", message)


def _backend(call: Call) -> Any:
    return iam_backends[call.place.account][call.place.partition]
