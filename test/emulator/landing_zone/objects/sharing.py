"""Who may use what another account owns: the shares of AWS Resource Access Manager decide, as AWS services ask it."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError
from moto.ram.models import ResourceShare

from ..calls import Call
from ..errors import ApiError
from ..places import Place

# What SageMaker lets its owner share, by the word in the ARN; moto knows none of them.
# https://docs.aws.amazon.com/ram/latest/userguide/shareable.html#shareable-sagemaker
_SHAREABLE = ("feature-group", "hub", "mlflow-app", "model-card", "model-package-group", "partner-app", "pipeline")


def is_shared(owner: Place, arn: str, account: str) -> bool:
    """Whether a resource share of the owner gives an account the resource, by its id, its organisation or its unit."""
    return bool(shares(owner, arn, account))


def shares(owner: Place, arn: str, account: str) -> set[str]:
    """The resource shares of the owner that give an account the resource."""
    resources = _associations(owner, associationType="RESOURCE", resourceArn=arn)
    active = {association["resourceShareArn"] for association in resources} & _active(owner)
    if not active:
        return set()
    principals = _associations(owner, associationType="PRINCIPAL", resourceShareArns=sorted(active))
    return {one["resourceShareArn"] for one in principals if _covers(one["associatedEntity"], account, owner)}


def permissions(owner: Place, of: set[str], default: str) -> set[str]:
    """The names of the permissions that shares give; a share that names none gives the default of the type."""
    ram = owner.client("ram")
    listed = [ram.list_resource_share_permissions(resourceShareArn=share)["permissions"] for share in sorted(of)]
    return {permission["name"] for found in listed for permission in found or [{"name": default}]}


def denied(call: Call, arn: str) -> ApiError:
    action = f"{call.service}:{call.operation}"
    return ApiError("AccessDeniedException", f"User: {call.principal} is not authorized to perform: {action} on resource: {arn}")


def _associations(owner: Place, **filters: Any) -> list[dict[str, Any]]:
    try:
        found = owner.client("ram").get_resource_share_associations(**filters)["resourceShareAssociations"]
    except ClientError:
        return []
    return [association for association in found if association["status"] != "DISASSOCIATED"]


def _active(owner: Place) -> set[str]:
    # moto keeps the associations of a share that is deleted.
    shares = owner.client("ram").get_resource_shares(resourceOwner="SELF")["resourceShares"]
    return {share["resourceShareArn"] for share in shares if share["status"] == "ACTIVE"}


def _covers(principal: str, account: str, owner: Place) -> bool:
    if not principal.startswith("arn:"):
        return principal == account
    if ":organizations:" not in principal:
        return principal.split(":")[4] == account
    return principal.rpartition("/")[2] in _ancestors(account, owner)


def _ancestors(account: str, owner: Place) -> set[str]:
    """The organisation and the organisational units that an account is in."""
    organizations = owner.client("organizations")
    try:
        found = {organizations.describe_organization()["Organization"]["Id"]}
        child = account
        while parents := organizations.list_parents(ChildId=child)["Parents"]:
            child = parents[0]["Id"]
            found.add(child)
            if parents[0]["Type"] == "ROOT":
                return found
    except ClientError:
        return set()
    return found


ResourceShare.SHAREABLE_RESOURCES = [*ResourceShare.SHAREABLE_RESOURCES, *_SHAREABLE]
