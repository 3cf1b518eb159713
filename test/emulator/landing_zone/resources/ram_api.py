"""What moto's RAM leaves out: changing what a share holds, seeing it from the other side, permissions and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from moto.core.utils import unix_time, utcnow
from moto.organizations.models import organizations_backends
from moto.ram import urls
from moto.ram.models import ResourceShare, ram_backends
from moto.ram.responses import ResourceAccessManagerResponse

from ..calls import Call, after, implement
from ..errors import ApiError
from .organizations_api import ancestors

# moto's server answers only at the addresses that it lists.
urls.url_paths |= {
    f"{{0}}/{operation}$": ResourceAccessManagerResponse.dispatch
    for operation in (
        "associateresourceshare",
        "associateresourcesharepermission",
        "disassociateresourceshare",
        "disassociateresourcesharepermission",
        "listresourcesharepermissions",
        "tagresource",
        "untagresource",
    )
}

# https://docs.aws.amazon.com/ram/latest/userguide/shareable.html
_SHAREABLE = {*ResourceShare.SHAREABLE_RESOURCES} | {
    "feature-group",
    "hub",
    "mlflow-app",
    "model-card",
    "model-package-group",
    "partner-app",
    "pipeline",
    "sagemaker-catalog",
}
_RESOURCE = re.compile(r"^arn:[\w-]+:[a-z0-9-]+:[a-z0-9-]*:\d{12}:([a-z-]+)[/:].+$")
_PRINCIPAL = re.compile(
    r"^(\d{12}|arn:[\w-]+:iam::\d{12}:(root|role/.+|user/.+)|[a-z0-9.-]+\.amazonaws\.com"
    r"|arn:[\w-]+:organizations::\d{12}:(organization|ou/o-\w+)/[\w-]+)$"
)


@dataclass
class Extras:
    """What moto does not keep of a share."""

    permissions: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)


_state: dict[str, Extras] = {}


@implement("ram", "CreateResourceShare")
def create_share(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_CreateResourceShare.html"""
    wanted = call.parameters
    share = ResourceShare(call.place.account, call.place.region, **wanted)
    _check(call, share, wanted)
    share.principals, share.resource_arns = list(wanted.get("principals", [])), list(wanted.get("resourceArns", []))
    tags = {tag["key"]: tag["value"] for tag in wanted.get("tags", [])}
    _state[share.arn] = Extras(list(wanted.get("permissionArns", [])), tags)
    ram_backends[call.place.account][call.place.region].resource_shares.append(share)
    return {"resourceShare": _described(share)}


@implement("ram", "AssociateResourceShare")
def associate(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_AssociateResourceShare.html"""
    share, wanted = _share(call), call.parameters
    _check(call, share, wanted)
    share.principals += [each for each in wanted.get("principals", []) if each not in share.principals]
    share.resource_arns += [each for each in wanted.get("resourceArns", []) if each not in share.resource_arns]
    share.last_updated_time = utcnow()
    return _associations(share, wanted, "ASSOCIATED")


@implement("ram", "DisassociateResourceShare")
def disassociate(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_DisassociateResourceShare.html"""
    share, wanted = _share(call), call.parameters
    share.principals = [each for each in share.principals if each not in wanted.get("principals", [])]
    share.resource_arns = [each for each in share.resource_arns if each not in wanted.get("resourceArns", [])]
    share.last_updated_time = utcnow()
    return _associations(share, wanted, "DISASSOCIATED")


@after("ram", "DeleteResourceShare")
def empty_share(call: Call) -> None:
    """A deleted share is seen for a while, and gives nothing to anybody; in moto it would."""
    share = _share(call)
    share.principals, share.resource_arns = [], []


@implement("ram", "GetResourceShares")
def get_shares(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_GetResourceShares.html"""
    wanted = call.parameters
    own = wanted["resourceOwner"] == "SELF"
    shares = ram_backends[call.place.account][call.place.region].resource_shares if own else list(_received(call))
    kept = [
        share
        for share in shares
        if share.arn in wanted.get("resourceShareArns", [share.arn])
        and share.name == wanted.get("name", share.name)
        and share.status == wanted.get("resourceShareStatus", share.status)
    ]
    return {"resourceShares": [_described(share) for share in kept]}


@implement("ram", "AssociateResourceSharePermission")
def associate_permission(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_AssociateResourceSharePermission.html"""
    permissions = _extras(call).permissions
    permissions.append(call.parameters["permissionArn"])
    return {"returnValue": True}


@implement("ram", "DisassociateResourceSharePermission")
def disassociate_permission(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_DisassociateResourceSharePermission.html"""
    extras = _extras(call)
    extras.permissions = [arn for arn in extras.permissions if arn != call.parameters["permissionArn"]]
    return {"returnValue": True}


@implement("ram", "ListResourceSharePermissions")
def list_permissions(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_ListResourceSharePermissions.html"""
    return {"permissions": [{"arn": arn, "name": arn.rpartition("/")[2]} for arn in _extras(call).permissions]}


@implement("ram", "TagResource")
def tag_share(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_TagResource.html"""
    _extras(call).tags.update({tag["key"]: tag["value"] for tag in call.parameters["tags"]})
    return {}


@implement("ram", "UntagResource")
def untag_share(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ram/latest/APIReference/API_UntagResource.html"""
    for key in call.parameters["tagKeys"]:
        _extras(call).tags.pop(key, None)
    return {}


def _check(call: Call, share: ResourceShare, wanted: dict[str, Any]) -> None:
    for arn in wanted.get("resourceArns", []):
        kind = _RESOURCE.match(arn)
        if kind is None:
            raise ApiError(
                "MalformedArnException", f"The specified resource ARN {arn} is not valid. Verify the ARN and try again."
            )
        if kind[1] not in _SHAREABLE:
            raise ApiError("MalformedArnException", "You cannot share the selected resource type.")
    for principal in wanted.get("principals", []):
        if not _PRINCIPAL.match(principal):
            raise ApiError("InvalidParameterException", f"Principal ID {principal} is malformed. Verify the ID and try again.")
        _check_organization(call, share, principal)


def _check_organization(call: Call, share: ResourceShare, principal: str) -> None:
    family = ancestors(call.place.account, call.place.partition)
    if ":organizations:" in principal and not _is_of(principal, call, family):
        name = principal.rpartition("/")[2]
        kind = "OrganizationalUnit" if ":ou/" in principal else "Organization"
        raise ApiError("UnknownResourceException", f"{kind} {name} could not be found.")

    account = re.search(r"\d{12}", principal)
    stranger = account and not (ancestors(account[0], call.place.partition) & {each for each in family if each.startswith("o-")})
    if stranger and ":organizations:" not in principal and not share.allow_external_principals:
        raise ApiError(
            "OperationNotPermittedException",
            f"Principal {principal} is not in your AWS organization. You do not have permission to add external AWS accounts to"
            " a resource share.",
        )


def _is_of(principal: str, call: Call, family: set[str]) -> bool:
    """Whether an organisation or a unit is one of the account's own organisation."""
    management, _ = organizations_backends.master_accounts.get(call.place.account, (call.place.account, None))
    backend = organizations_backends[management][call.place.partition]
    known = {each.id for each in backend.ou} | {each for each in family if each.startswith("o-")}
    return principal.rpartition("/")[2] in known


def _received(call: Call) -> Iterator[ResourceShare]:
    """The shares of others that reach the account, by its id, its units or its organisation."""
    family = ancestors(call.place.account, call.place.partition)
    for account in list(ram_backends):
        if account == call.place.account or call.place.region not in ram_backends[account]:
            continue
        for share in ram_backends[account][call.place.region].resource_shares:
            if any(principal.rpartition("/")[2] in family for principal in share.principals):
                yield share


def _associations(share: ResourceShare, wanted: dict[str, Any], status: str) -> dict[str, Any]:
    entities = [("PRINCIPAL", each) for each in wanted.get("principals", [])]
    entities += [("RESOURCE", each) for each in wanted.get("resourceArns", [])]
    return {
        "resourceShareAssociations": [
            {
                "resourceShareArn": share.arn,
                "resourceShareName": share.name,
                "associatedEntity": entity,
                "associationType": kind,
                "status": status,
            }
            for kind, entity in entities
        ]
    }


def _described(share: ResourceShare) -> dict[str, Any]:
    tags = _state.get(share.arn, Extras()).tags
    described = {
        "resourceShareArn": share.arn,
        "name": share.name,
        "owningAccountId": share.owning_account_id,
        "allowExternalPrincipals": share.allow_external_principals,
        "status": share.status,
        "creationTime": unix_time(share.creation_time),
        "lastUpdatedTime": unix_time(share.last_updated_time),
        "featureSet": share.feature_set,
    }
    return described | {"tags": [{"key": key, "value": value} for key, value in tags.items()]}


def _share(call: Call) -> ResourceShare:
    arn = call.parameters["resourceShareArn"]
    shares = ram_backends[call.place.account][call.place.region].resource_shares
    found = next((share for share in shares if share.arn == arn), None)
    if found is None:
        raise ApiError("UnknownResourceException", f"ResourceShare {arn} could not be found.")
    return found


def _extras(call: Call) -> Extras:
    return _state.setdefault(_share(call).arn, Extras())
