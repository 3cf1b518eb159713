"""Roles that a service acts with: whether they trust it, and clients whose calls are recorded as theirs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from botocore.exceptions import ClientError

from .. import clients
from ..places import Place
from .policies import Caller, admits


def trusts(role_arn: str, caller: Caller, region: str) -> bool:
    """Whether a role exists and lets a service assume it; any region of its partition will do."""
    try:
        role = Place(_account(role_arn), region).client("iam").get_role(RoleName=role_arn.rpartition("/")[2])["Role"]
    except ClientError:
        return False
    return admits(role["AssumeRolePolicyDocument"], caller, "sts:AssumeRole", role_arn)


@lru_cache(maxsize=None)
def client(service: str, region: str, role_arn: str, session: str) -> Any:
    """A client with a role's credentials, so that its calls can be checked against the role's policies."""
    sts = Place(_account(role_arn), region).client("sts")
    credentials = sts.assume_role(RoleArn=role_arn, RoleSessionName=session)["Credentials"]
    return clients.make(
        service, region, credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]
    )


def _account(role_arn: str) -> str:
    return role_arn.split(":")[4]
