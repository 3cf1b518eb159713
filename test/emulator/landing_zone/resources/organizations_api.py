"""What moto's Organizations leaves out: refusals that keep an organisation sound, and its resource policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.moto_api._internal import mock_random
from moto.organizations.models import FakeDelegatedAdministrator, FakeServiceAccess, organizations_backends

from ..calls import Call, after, before, implement
from ..errors import ApiError
from ..places import Place

# Services that may be trusted, and that moto does not know yet.
FakeServiceAccess.TRUSTED_SERVICES.append("malware-protection.guardduty.amazonaws.com")

# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrated-services-list.html
FakeDelegatedAdministrator.SUPPORTED_SERVICES += ["config.amazonaws.com", "cloudtrail.amazonaws.com", "sso.amazonaws.com"]

# Characters of a policy, and policies of a kind on one root, unit or account; those of AWS count.
LONGEST_POLICY = {"SERVICE_CONTROL_POLICY": 10_240, "RESOURCE_CONTROL_POLICY": 5_120}
MOST_POLICIES = {"SERVICE_CONTROL_POLICY": 10, "RESOURCE_CONTROL_POLICY": 5}


@dataclass
class ResourcePolicy:
    id: str
    content: str
    tags: dict[str, str] = field(default_factory=dict)


# The resource policies by their organisation.
_state: dict[str, ResourcePolicy] = {}


def ancestors(account: str, partition: str) -> set[str]:
    """The ids of the units, of the root and of the organisation that an account is in, and its own."""
    backend = _backend_of(account, partition)
    if backend is None:
        return {account}

    parents = {each.id: each.parent_id for each in [*backend.ou, *backend.accounts]}
    found, child = {account, backend.org.id}, parents.get(account)
    while child:
        found.add(child)
        child = parents.get(child)
    return found


def exists_in_organization(identity: str, place: Place) -> bool:
    """Whether an id is that of an account, a unit or the root of the organisation that an account belongs to."""
    backend = _backend_of(place.account, place.partition)
    return backend is not None and any(each.id == identity for each in [*backend.ou, *backend.accounts])


def check_administers(place: Place, *services: str) -> None:
    """Refuses an account that neither manages its organisation nor is the administrator of one of some services."""
    backend = _backend_of(place.account, place.partition)
    if backend is None:
        raise ApiError("NoAvailableOrganizationException", "Organization is no longer available.")
    if place.account == backend.org.master_account_id:
        return
    if not any(admin.account.id == place.account and set(services) & set(admin.services) for admin in backend.admins):
        raise ApiError(
            "OrganizationAccessDeniedException",
            "This action can only be performed by the organization's management account or a delegated administrator of"
            f" {', '.join(services)}.",
        )


@implement("cloudformation", "ActivateOrganizationsAccess")
def trust_stack_sets(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ActivateOrganizationsAccess.html"""
    _backend(call).enable_aws_service_access(ServicePrincipal="member.org.stacksets.cloudformation.amazonaws.com")
    return {}


@implement("servicecatalog", "EnableAWSOrganizationsAccess")
def trust_service_catalogue(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_EnableAWSOrganizationsAccess.html"""
    _backend(call).enable_aws_service_access(ServicePrincipal="servicecatalog.amazonaws.com")
    return {}


@after("ram", "EnableSharingWithAwsOrganization")
def trust_sharing(call: Call) -> None:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_EnableSharingWithAwsOrganization.html"""
    _backend(call).enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")


@before("organizations", "RegisterDelegatedAdministrator")
def check_trusted(call: Call) -> None:
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html"""
    service = call.parameters["ServicePrincipal"]
    if not any(each["ServicePrincipal"] == service for each in _backend(call).services):
        raise ApiError("ConstraintViolationException", f"Trusted access is not enabled for {service}: SERVICE_ACCESS_NOT_ENABLED")


@before("organizations", "MoveAccount")
def check_source(call: Call) -> None:
    """https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html"""
    wanted = call.parameters
    account = next((each for each in _backend(call).accounts if each.id == wanted["AccountId"]), None)
    if account and account.parent_id != wanted["SourceParentId"]:
        raise ApiError("SourceParentNotFoundException", "We can't find a source root or OU with the ParentId that you specified.")


@before("organizations", "CreateOrganizationalUnit")
def check_unit_name(call: Call) -> None:
    """https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html"""
    wanted = call.parameters
    if any((each.parent_id, each.name) == (wanted["ParentId"], wanted["Name"]) for each in _backend(call).ou):
        raise ApiError("DuplicateOrganizationalUnitException", "An OU with the same name already exists.")


@before("organizations", "DeleteOrganizationalUnit")
def check_unit_empty(call: Call) -> None:
    """https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganizationalUnit.html"""
    backend, unit = _backend(call), call.parameters["OrganizationalUnitId"]
    if any(each.parent_id == unit for each in [*backend.ou, *backend.accounts]):
        raise ApiError(
            "OrganizationalUnitNotEmptyException",
            "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the"
            " operation again.",
        )


@after("organizations", "DeleteOrganizationalUnit")
def detach_policies(call: Call) -> None:
    """Takes the unit from its policies, which moto leaves attached to what is gone."""
    for policy in _backend(call).policies:
        policy.attachments = [each for each in policy.attachments if each.id != call.parameters["OrganizationalUnitId"]]


@before("organizations", "AttachPolicy")
def check_policy_type(call: Call) -> None:
    """https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html"""
    backend = _backend(call)
    policy = next((each for each in backend.policies if each.id == call.parameters["PolicyId"]), None)
    roots = [each for each in backend.ou if each.type == "ROOT"]
    enabled = {kind["Type"] for root in roots for kind in root.policy_types}
    if policy and not policy.aws_managed and policy.type not in enabled:
        raise ApiError("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.")
    if policy and any(each.id == call.parameters["TargetId"] for each in policy.attachments):
        raise ApiError("DuplicatePolicyAttachmentException", "A policy with the same name and type is already attached.")


@before("organizations", "CreatePolicy")
@before("organizations", "UpdatePolicy")
def check_policy_size(call: Call) -> None:
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"""
    kind = call.parameters.get("Type") or _policy_type(call)
    if len(call.parameters.get("Content", "")) > LONGEST_POLICY.get(kind, 10_000):
        raise ApiError(
            "ConstraintViolationException", "You have exceeded the maximum size of a policy: POLICY_CONTENT_LIMIT_EXCEEDED"
        )


@before("organizations", "AttachPolicy")
def check_policy_count(call: Call) -> None:
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"""
    backend, kind = _backend(call), _policy_type(call)
    target = next((each for each in [*backend.ou, *backend.accounts] if each.id == call.parameters["TargetId"]), None)
    attached = [policy for policy in target.attached_policies if policy.type == kind] if target else []
    if len(attached) >= MOST_POLICIES.get(kind, 10):
        message = "You have attached the maximum number of policies of this type: MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
        raise ApiError("ConstraintViolationException", message)


def _policy_type(call: Call) -> str:
    policies = {policy.id: policy.type for policy in _backend(call).policies}
    return str(policies.get(call.parameters["PolicyId"], ""))


@implement("organizations", "EnableAllFeatures")
def enable_all_features(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAllFeatures.html"""
    organization = _organization(call)
    organization.feature_set = "ALL"
    return {"Handshake": {"Id": f"h-{_random(10)}", "State": "ACCEPTED", "Action": "ENABLE_ALL_FEATURES"}}


@implement("organizations", "PutResourcePolicy")
def put_resource_policy(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/organizations/latest/APIReference/API_PutResourcePolicy.html"""
    organization = _organization(call)
    policy = _state.setdefault(organization.id, ResourcePolicy(f"rp-{_random(8)}", ""))
    policy.content = call.parameters["Content"]
    policy.tags = {tag["Key"]: tag["Value"] for tag in call.parameters.get("Tags", [])}
    return _described(call, policy)


@implement("organizations", "DescribeResourcePolicy")
def describe_resource_policy(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeResourcePolicy.html"""
    return _described(call, _policy(call))


@implement("organizations", "DeleteResourcePolicy")
def delete_resource_policy(call: Call) -> None:
    """https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteResourcePolicy.html"""
    _policy(call)
    del _state[_organization(call).id]


def _described(call: Call, policy: ResourcePolicy) -> dict[str, Any]:
    organization = _organization(call)
    arn = (
        f"arn:{call.place.partition}:organizations::{organization.master_account_id}:resourcepolicy/{organization.id}/{policy.id}"
    )
    return {"ResourcePolicy": {"ResourcePolicySummary": {"Id": policy.id, "Arn": arn}, "Content": policy.content}}


def _policy(call: Call) -> ResourcePolicy:
    policy = _state.get(_organization(call).id)
    if policy is None:
        raise ApiError(
            "ResourcePolicyNotFoundException", "We can't find a resource policy request with the parameter that you specified."
        )
    return policy


def _organization(call: Call) -> Any:
    organization = _backend(call).org
    if organization is None:
        raise ApiError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
    return organization


def _backend_of(account: str, partition: str) -> Any:
    """What moto keeps of the organisation that an account belongs to; None if it belongs to none."""
    management, _ = organizations_backends.master_accounts.get(account, (account, partition))
    # A look-up would bring an account into being.
    if management not in organizations_backends or organizations_backends[management][partition].org is None:
        return None
    return organizations_backends[management][partition]


def _backend(call: Call) -> Any:
    return organizations_backends[call.place.account][call.place.partition]


def _random(length: int) -> str:
    return "".join(mock_random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))
