"""
How much IAM lets an account write: templates that pass every other check fail on this.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

import re
from typing import Any

from moto.iam.models import iam_backends

from ..calls import Call, before
from ..errors import ApiError

MANAGED_POLICY = 6144
TRUST_POLICY = 2048
POLICIES_PER_IDENTITY = 10
# All inline policies of an identity together.
INLINE_POLICIES = {"Role": 10240, "User": 2048, "Group": 5120}


@before("iam", "CreatePolicy")
@before("iam", "CreatePolicyVersion")
def check_managed_policy(call: Call) -> None:
    if _size(call.parameters["PolicyDocument"]) > MANAGED_POLICY:
        raise _exceeded(f"Cannot exceed quota for PolicySize: {MANAGED_POLICY}")


@before("iam", "CreateRole")
@before("iam", "UpdateAssumeRolePolicy")
def check_trust_policy(call: Call) -> None:
    document = call.parameters.get("AssumeRolePolicyDocument") or call.parameters.get("PolicyDocument", "")
    if _size(document) > TRUST_POLICY:
        raise _exceeded(f"Cannot exceed quota for ACLSizePerRole: {TRUST_POLICY}")


@before("iam", "PutRolePolicy")
@before("iam", "PutUserPolicy")
@before("iam", "PutGroupPolicy")
def check_inline_policies(call: Call) -> None:
    kind, identity = _identity(call)
    if identity is None:
        return
    documents = {**identity.policies, call.parameters["PolicyName"]: call.parameters["PolicyDocument"]}
    if sum(map(_size, documents.values())) > INLINE_POLICIES[kind]:
        raise _exceeded(f"Maximum policy size of {INLINE_POLICIES[kind]} bytes exceeded for {kind.lower()} {identity.name}")


@before("iam", "AttachRolePolicy")
@before("iam", "AttachUserPolicy")
@before("iam", "AttachGroupPolicy")
def check_attachments(call: Call) -> None:
    kind, identity = _identity(call)
    if identity is None:
        return
    attached = {*identity.managed_policies, call.parameters["PolicyArn"]}
    if len(attached) > POLICIES_PER_IDENTITY:
        raise _exceeded(f"Cannot exceed quota for PoliciesPer{kind}: {POLICIES_PER_IDENTITY}")


def _identity(call: Call) -> tuple[str, Any]:
    backend = iam_backends[call.place.account][call.place.partition]
    known: dict[str, dict[str, Any]] = {
        "Role": {role.name: role for role in backend.roles.values()},
        "User": backend.users,
        "Group": backend.groups,
    }
    kind = next(each for each in known if f"{each}Name" in call.parameters)
    return kind, known[kind].get(call.parameters[f"{kind}Name"])


def _size(document: str) -> int:
    """White space does not count."""
    return len(re.sub(r"\s", "", document))


def _exceeded(message: str) -> ApiError:
    return ApiError("LimitExceeded", message)
