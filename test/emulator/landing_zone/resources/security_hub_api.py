"""
What moto's Security Hub leaves out: gathering findings across regions, and configuring an organisation by policies.

@see https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from moto.moto_api._internal import mock_random
from moto.securityhub import urls
from moto.securityhub.models import SecurityHubBackend, securityhub_backends
from moto.securityhub.responses import SecurityHubResponse

from ..calls import Call, before, implement
from ..errors import ApiError
from ..places import Place
from .organizations_api import exists_in_organization

# moto's server answers only at the addresses that it lists.
urls.url_paths |= {
    f"{{0}}/{address}$": SecurityHubResponse.dispatch
    for address in (
        "findingAggregator/(?P<operation>.+)",
        "configurationPolicy/(?P<operation>.+)",
        "configurationPolicyAssociation/(?P<operation>.+)",
    )
}


@dataclass
class Aggregator:
    arn: str
    mode: str
    regions: list[str]


@dataclass
class Policy:
    id: str
    arn: str
    created: datetime
    content: dict[str, Any]
    tags: dict[str, str]
    updated: datetime
    # The ids of what it is associated with.
    targets: set[str] = field(default_factory=set)


@dataclass
class Central:
    """What an administrator's account has set up in a region."""

    aggregator: Aggregator | None = None
    policies: dict[str, Policy] = field(default_factory=dict)


_state: dict[Place, Central] = {}


def finding_aggregator(place: Place) -> str | None:
    """The ARN of an account's aggregator in a region, which may have one."""
    aggregator = _central(place).aggregator
    return aggregator.arn if aggregator else None


def set_policy_tags(place: Place, identity: str, tags: dict[str, str]) -> None:
    _policy(place, identity).tags = tags


@implement("securityhub", "CreateFindingAggregator")
def create_aggregator(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_CreateFindingAggregator.html"""
    if not securityhub_backends[call.place.account][call.place.region].enabled:
        raise ApiError("InvalidAccessException", f"Account {call.place.account} is not subscribed to AWS Security Hub")
    if finding_aggregator(call.place):
        raise ApiError("InvalidInputException", "The account already has a finding aggregator.")
    arn = call.place.arn("securityhub", f"finding-aggregator/{mock_random.uuid4()}")
    _central(call.place).aggregator = aggregator = Aggregator(arn, *_linked(call))
    return _described(call.place, aggregator)


@implement("securityhub", "UpdateFindingAggregator")
def update_aggregator(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_UpdateFindingAggregator.html"""
    aggregator = _aggregator(call)
    aggregator.mode, aggregator.regions = _linked(call)
    return _described(call.place, aggregator)


@implement("securityhub", "GetFindingAggregator")
def get_aggregator(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindingAggregator.html"""
    return _described(call.place, _aggregator(call))


@implement("securityhub", "DeleteFindingAggregator")
def delete_aggregator(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DeleteFindingAggregator.html"""
    _aggregator(call)
    _central(call.place).aggregator = None
    return {}


@before("securityhub", "UpdateOrganizationConfiguration")
def check_aggregated(call: Call) -> None:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_UpdateOrganizationConfiguration.html"""
    kind = call.parameters.get("OrganizationConfiguration", {}).get("ConfigurationType")
    if kind == "CENTRAL" and not finding_aggregator(call.place):
        raise ApiError("InvalidInputException", "Central configuration needs a finding aggregator in this region.")


@implement("securityhub", "CreateConfigurationPolicy")
def create_policy(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_CreateConfigurationPolicy.html"""
    _check_central(call)
    given = call.parameters
    _check_name(call, given["Name"])
    identity, now = str(mock_random.uuid4()), datetime.now(timezone.utc)
    arn = call.place.arn("securityhub", f"configuration-policy/{identity}")
    content = {name: given[name] for name in ("Name", "Description", "ConfigurationPolicy") if name in given}
    policy = Policy(identity, arn, now, content, given.get("Tags", {}), now)
    _central(call.place).policies[identity] = policy
    return _told(policy)


@implement("securityhub", "UpdateConfigurationPolicy")
def update_policy(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_UpdateConfigurationPolicy.html"""
    given = call.parameters
    policy = _policy(call.place, given["Identifier"])
    if given.get("Name", policy.content["Name"]) != policy.content["Name"]:
        _check_name(call, given["Name"])
    policy.content |= {name: given[name] for name in ("Name", "Description", "ConfigurationPolicy") if name in given}
    policy.updated = datetime.now(timezone.utc)
    return _told(policy)


@implement("securityhub", "GetConfigurationPolicy")
def get_policy(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetConfigurationPolicy.html"""
    return _told(_policy(call.place, call.parameters["Identifier"]))


@implement("securityhub", "DeleteConfigurationPolicy")
def delete_policy(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DeleteConfigurationPolicy.html"""
    policy = _policy(call.place, call.parameters["Identifier"])
    if policy.targets:
        raise ApiError("ResourceConflictException", "The configuration policy is associated with targets.")
    del _central(call.place).policies[policy.id]
    return {}


@implement("securityhub", "StartConfigurationPolicyAssociation")
def associate(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_StartConfigurationPolicyAssociation.html"""
    policy = _policy(call.place, call.parameters["ConfigurationPolicyIdentifier"])
    target = _target(call)
    if not exists_in_organization(target, call.place):
        raise ApiError("ResourceNotFoundException", f"The organization has no target {target}.")
    for known in _central(call.place).policies.values():
        known.targets.discard(target)
    policy.targets.add(target)
    return _associated(call, policy, target)


@implement("securityhub", "GetConfigurationPolicyAssociation")
def get_association(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetConfigurationPolicyAssociation.html"""
    target = _target(call)
    for policy in _central(call.place).policies.values():
        if target in policy.targets:
            return _associated(call, policy, target)
    raise ApiError("ResourceNotFoundException", f"No policy is associated with {target}.")


@implement("securityhub", "StartConfigurationPolicyDisassociation")
def disassociate(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_StartConfigurationPolicyDisassociation.html"""
    _policy(call.place, call.parameters["ConfigurationPolicyIdentifier"]).targets.discard(_target(call))
    return {}


def _central(place: Place) -> Central:
    return _state.setdefault(place, Central())


def _aggregator(call: Call) -> Aggregator:
    aggregator = _central(call.place).aggregator
    if aggregator is None or aggregator.arn != call.parameters["FindingAggregatorArn"]:
        raise ApiError("ResourceNotFoundException", "The finding aggregator does not exist.")
    return aggregator


def _linked(call: Call) -> tuple[str, list[str]]:
    mode, regions = call.parameters["RegionLinkingMode"], call.parameters.get("Regions", [])
    if (mode == "SPECIFIED_REGIONS" and not regions) or call.place.region in regions:
        raise ApiError("InvalidInputException", "Regions are those that are linked to this one.")
    return mode, regions


def _described(place: Place, aggregator: Aggregator) -> dict[str, Any]:
    return {
        "FindingAggregatorArn": aggregator.arn,
        "FindingAggregationRegion": place.region,
        "RegionLinkingMode": aggregator.mode,
        "Regions": aggregator.regions,
    }


def _check_central(call: Call) -> None:
    backend: SecurityHubBackend = securityhub_backends[call.place.account][call.place.region]
    configuration = backend.describe_organization_configuration()["OrganizationConfiguration"]
    if configuration["ConfigurationType"] != "CENTRAL":
        raise ApiError("InvalidAccessException", "The organization is not configured centrally.")


def _check_name(call: Call, name: str) -> None:
    if any(policy.content["Name"] == name for policy in _central(call.place).policies.values()):
        raise ApiError("ResourceConflictException", f"A configuration policy with the name {name} already exists.")


def _policy(place: Place, identity: str) -> Policy:
    policy = _central(place).policies.get(identity.rpartition("/")[2])
    if policy is None:
        raise ApiError("ResourceNotFoundException", f"The configuration policy {identity} does not exist.")
    return policy


def _told(policy: Policy) -> dict[str, Any]:
    return {"Arn": policy.arn, "Id": policy.id, "CreatedAt": policy.created, "UpdatedAt": policy.updated, **policy.content}


def _target(call: Call) -> str:
    return str(next(iter(call.parameters["Target"].values())))


def _associated(call: Call, policy: Policy, target: str) -> dict[str, Any]:
    kinds = {"AccountId": "ACCOUNT", "OrganizationalUnitId": "ORGANIZATIONAL_UNIT", "RootId": "ROOT"}
    return {
        "ConfigurationPolicyId": policy.id,
        "TargetId": target,
        "TargetType": kinds[next(iter(call.parameters["Target"]))],
        "AssociationType": "APPLIED",
        "AssociationStatus": "SUCCESS",
        "AssociationStatusMessage": "",
        "UpdatedAt": policy.updated,
    }
