"""Policies that name somebody who does not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

NOBODY = "arn:aws:iam::222222222222:role/nobody"


def policy(principal: Any, action: str = "*") -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(principal: Any) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def put_bucket_policy(zone: Any, text: str) -> None:
    s3 = zone.client("s3")
    s3.create_bucket(Bucket="policies", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_policy(Bucket="policies", Policy=text)


def put_key_policy(zone: Any, text: str) -> None:
    kms = zone.client("kms")
    kms.put_key_policy(KeyId=kms.create_key()["KeyMetadata"]["KeyId"], PolicyName="default", Policy=text)


def put_trust_policy(zone: Any, text: str) -> None:
    iam = zone.client("iam")
    iam.create_role(RoleName="trusting", AssumeRolePolicyDocument=trust({"AWS": "111111111111"}))
    iam.update_assume_role_policy(RoleName="trusting", PolicyDocument=text)


def put_topic_policy(zone: Any, text: str) -> None:
    sns = zone.client("sns")
    topic = sns.create_topic(Name="policies")["TopicArn"]
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=text)


def put_queue_policy(zone: Any, text: str) -> None:
    sqs = zone.client("sqs")
    sqs.set_queue_attributes(QueueUrl=sqs.create_queue(QueueName="policies")["QueueUrl"], Attributes={"Policy": text})


def put_repository_policy(zone: Any, text: str) -> None:
    ecr = zone.client("ecr")
    ecr.create_repository(repositoryName="policies")
    ecr.set_repository_policy(repositoryName="policies", policyText=text)


def put_secret_policy(zone: Any, text: str) -> None:
    secrets = zone.client("secretsmanager")
    secrets.create_secret(Name="policies", SecretString="x")
    secrets.put_resource_policy(SecretId="policies", ResourcePolicy=text)


def put_group_policy(zone: Any, text: str) -> None:
    sagemaker = zone.client("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName="policies")
    sagemaker.put_model_package_group_policy(ModelPackageGroupName="policies", ResourcePolicy=text)


@pytest.mark.parametrize(
    ("put", "code", "message"),
    [
        (put_bucket_policy, "MalformedPolicy", "Invalid principal in policy"),
        (
            put_key_policy,
            "MalformedPolicyDocumentException",
            "Policy contains a statement with one or more invalid principals.",
        ),
        (put_trust_policy, "MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{NOBODY}"'),
        (put_topic_policy, "InvalidParameter", "Invalid parameter: Policy Error: PrincipalNotFound"),
        (put_queue_policy, "InvalidAttributeValue", "Invalid value for the parameter Policy."),
        (
            put_repository_policy,
            "InvalidParameterException",
            "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'",
        ),
        (put_secret_policy, "MalformedPolicyDocumentException", "This resource policy contains an unsupported principal."),
        (put_group_policy, "ValidationException", f"Invalid policy provided: Invalid principal {NOBODY}"),
    ],
)
def test_a_policy_for_a_role_that_does_not_exist_is_refused(
    zone: Any, put: Callable[[Any, str], None], code: str, message: str
) -> None:
    text = trust({"AWS": NOBODY}) if put is put_trust_policy else policy({"AWS": NOBODY})

    with pytest.raises(ClientError) as refused:
        put(zone, text)

    assert (refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]) == (code, message)


def test_a_role_that_trusts_nobody_is_not_created(zone: Any) -> None:
    iam = zone.client("iam")

    with pytest.raises(ClientError) as refused:
        iam.create_role(RoleName="orphan", AssumeRolePolicyDocument=trust({"AWS": [NOBODY]}))

    assert refused.value.response["Error"]["Code"] == "MalformedPolicyDocument"
    assert "orphan" not in [role["RoleName"] for role in iam.list_roles()["Roles"]]


@pytest.mark.parametrize(
    "principal",
    [
        "*",
        {"AWS": "*"},
        {"AWS": "333333333333"},
        {"AWS": ["arn:aws:iam::333333333333:root", "arn:aws:iam::111111111111:root"]},
        {"Service": "logging.s3.amazonaws.com"},
        {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
        {"AWS": "arn:aws:iam::333333333333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"},
    ],
)
def test_accounts_services_and_everybody_are_accepted(zone: Any, principal: Any) -> None:
    kms = zone.client("kms")

    key = kms.create_key(Policy=policy(principal))["KeyMetadata"]["KeyId"]

    assert kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"] == policy(principal)


def test_a_role_of_another_account_is_accepted_once_it_exists(zone: Any) -> None:
    theirs = zone.client("iam", account="444444444444")
    role = theirs.create_role(
        RoleName="reader", Path="/team/", AssumeRolePolicyDocument=trust({"Service": "lambda.amazonaws.com"})
    )
    user = theirs.create_user(UserName="ada")
    kms = zone.client("kms")

    kms.create_key(Policy=policy({"AWS": [role["Role"]["Arn"], user["User"]["Arn"], role["Role"]["RoleId"]]}))

    with pytest.raises(ClientError) as refused:
        kms.create_key(Policy=policy({"AWS": "arn:aws:iam::444444444444:role/reader"}))
    assert refused.value.response["Error"]["Code"] == "MalformedPolicyDocumentException"


def test_a_name_with_a_wildcard_is_nobody(zone: Any) -> None:
    with pytest.raises(ClientError) as refused:
        zone.client("kms").create_key(Policy=policy({"AWS": "arn:aws:iam::111111111111:role/*"}))

    assert refused.value.response["Error"]["Code"] == "MalformedPolicyDocumentException"
