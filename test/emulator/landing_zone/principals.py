"""Refuses policies that name a role or a user that does not exist, as AWS does when a policy is put and not when it is used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from moto.iam.models import iam_backends

from .calls import Call, before
from .errors import ApiError

_ACCOUNT = re.compile(r"^(\*|\d{12}|arn:[\w-]+:iam::\d{12}:root)$")
_IDENTITY = re.compile(r"^arn:(?P<partition>[\w-]+):iam::(?P<account>\d{12}):(?:role|user)/\S+$")
# Sessions exist when they are used, and identities of CloudFront are no IAM users.
_BY_NAME_ONLY = re.compile(r"^arn:[\w-]+:(sts::\d{12}:|iam::cloudfront:|iam::\d{12}:role/aws-service-role/)")
_UNIQUE_ID = re.compile(r"^(AROA|AIDA)\w+$")

Refusal = Callable[[str], ApiError]


def missing_principals(policy: str | dict[str, Any]) -> list[str]:
    """
    The principals of a policy that IAM does not know; none of a text that is no policy, which the service itself refuses.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    return [name for name in _named(policy) if not _exists(name)]


def _named(policy: str | dict[str, Any]) -> Iterator[str]:
    """The principals of the kind AWS; services, federations and canonical users are not looked up."""
    try:
        document = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return
    statements = document.get("Statement", []) if isinstance(document, dict) else []
    for statement in statements if isinstance(statements, list) else [statements]:
        for element in ("Principal", "NotPrincipal"):
            principals = statement.get(element, {})
            names = principals.get("AWS", []) if isinstance(principals, dict) else principals
            yield from [names] if isinstance(names, str) else names


def _exists(principal: str) -> bool:
    if _ACCOUNT.match(principal) or _BY_NAME_ONLY.match(principal):
        return True
    if _UNIQUE_ID.match(principal):
        places = [(account, partition) for account in list(iam_backends) for partition in list(iam_backends[account])]
        return any(principal == known.id for place in places for known in _identities(*place))
    identity = _IDENTITY.match(principal)
    if identity is None:
        return False
    return principal in {known.arn for known in _identities(identity["account"], identity["partition"])}


def _identities(account: str, partition: str) -> list[Any]:
    # A look-up would bring an account into being.
    if account not in iam_backends or partition not in iam_backends[account]:
        return []
    backend = iam_backends[account][partition]
    return [*backend.roles.values(), *backend.users.values()]


def check(call: Call, policy: Any, refusal: Refusal) -> None:
    """Refuses the call if its policy names somebody who does not exist."""
    if not policy:
        return
    missing = missing_principals(policy)
    if missing:
        raise refusal(missing[0])


@before("s3", "PutBucketPolicy")
def check_bucket_policy(call: Call) -> None:
    """https://repost.aws/knowledge-center/s3-invalid-principal-in-policy-error"""
    check(call, call.parameters.get("Policy"), lambda _: ApiError("MalformedPolicy", "Invalid principal in policy"))


@before("kms", "CreateKey")
@before("kms", "PutKeyPolicy")
def check_key_policy(call: Call) -> None:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html"""
    message = "Policy contains a statement with one or more invalid principals."
    check(call, call.parameters.get("Policy"), lambda _: ApiError("MalformedPolicyDocumentException", message))


@before("iam", "CreateRole")
@before("iam", "UpdateAssumeRolePolicy")
def check_trust_policy(call: Call) -> None:
    """https://repost.aws/knowledge-center/iam-principal-policy"""
    check(
        call,
        call.parameters.get("AssumeRolePolicyDocument") or call.parameters.get("PolicyDocument"),
        lambda name: ApiError("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{name}"'),
    )


@before("sns", "CreateTopic")
@before("sns", "SetTopicAttributes")
def check_topic_policy(call: Call) -> None:
    """https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html"""
    attributes = call.parameters.get("Attributes", {})
    if call.parameters.get("AttributeName") == "Policy":
        attributes = {"Policy": call.parameters.get("AttributeValue")}
    message = "Invalid parameter: Policy Error: PrincipalNotFound"
    check(call, attributes.get("Policy"), lambda _: ApiError("InvalidParameter", message))


@before("sqs", "CreateQueue")
@before("sqs", "SetQueueAttributes")
def check_queue_policy(call: Call) -> None:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"""
    policy = call.parameters.get("Attributes", {}).get("Policy")
    check(call, policy, lambda _: ApiError("InvalidAttributeValue", "Invalid value for the parameter Policy."))


@before("ecr", "SetRepositoryPolicy")
def check_repository_policy(call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html"""
    message = "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'"
    check(call, call.parameters.get("policyText"), lambda _: ApiError("InvalidParameterException", message))


@before("sagemaker", "PutModelPackageGroupPolicy")
def check_model_package_group_policy(call: Call) -> None:
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PutModelPackageGroupPolicy.html"""
    check(
        call,
        call.parameters.get("ResourcePolicy"),
        lambda name: ApiError("ValidationException", f"Invalid policy provided: Invalid principal {name}"),
    )


@before("secretsmanager", "PutResourcePolicy")
def check_secret_policy(call: Call) -> None:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html"""
    message = "This resource policy contains an unsupported principal."
    check(call, call.parameters.get("ResourcePolicy"), lambda _: ApiError("MalformedPolicyDocumentException", message))
