"""Organisations that are there before anything is deployed, with the ids that a description gives them."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from moto.organizations import utils
from moto.organizations.models import organizations_backends
from moto.ssoadmin.models import ssoadmin_backends

from ..application import control
from ..places import Place


@control("found-organization")
def found(body: dict[str, Any]) -> dict[str, Any]:
    """
    Makes an account the management account of a new organisation; its members lie at the root, and no policy type is enabled.

    `instanceArn` is that of IAM Identity Center in the region.
    """
    place = Place(body["management"], body["region"])
    backend = organizations_backends[place.account][place.partition]
    if backend.org is not None:
        raise ValueError(f"{place.account} has the organization {backend.org.id} already")

    ids = {"make_random_org_id": lambda: body["organizationId"], "make_random_root_id": lambda: body["rootId"]}
    with patch.multiple(utils, **ids):
        backend.create_organization(region=place.region, FeatureSet="ALL")
    if body.get("instanceArn"):
        ssoadmin_backends[place.account][place.region].instances[0].instance_arn = body["instanceArn"]
    return join({"management": place.account, "region": place.region, "accounts": body.get("accounts", [])})


@control("join-organization")
def join(body: dict[str, Any]) -> dict[str, Any]:
    """Takes accounts into the organisation of a management account, as if they had accepted its invitation."""
    place = Place(body["management"], body["region"])
    backend = organizations_backends[place.account][place.partition]
    if backend.org is None:
        raise ValueError(f"{place.account} has no organization")

    for account in body["accounts"]:
        if account in organizations_backends.master_accounts:
            raise ValueError(f"{account} is a member of an organization already")
        with patch.object(utils, "make_random_account_id", lambda known=account: known):
            backend.create_account(AccountName=account, Email=f"{account}@example.com")
        backend.get_account_by_id(account).joined_method = "INVITED"
    return {}
