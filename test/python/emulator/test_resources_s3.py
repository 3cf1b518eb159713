"""Buckets: what their properties become, how they change, and what keeps them from being deleted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployments import attribute, deploy, destroy, ref, resource, tags

ENCRYPTION = {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
BLOCKED = {name: "true" for name in ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")}


def bucket(name: str, **properties: Any) -> dict[str, Any]:
    return resource("AWS::S3::Bucket", BucketName=name, **properties)


def test_the_properties_of_a_bucket_reach_the_api(zone: Any) -> None:
    rule = {
        "Id": "old",
        "Status": "Enabled",
        "Prefix": "raw/",
        "ExpirationInDays": "400",
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": 90}],
    }
    cors = {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://*.sagemaker.aws"], "ExposedHeaders": ["ETag"], "MaxAge": 60}
    full = bucket(
        "full",
        BucketEncryption=ENCRYPTION,
        VersioningConfiguration={"Status": "Enabled"},
        PublicAccessBlockConfiguration=BLOCKED,
        OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        LifecycleConfiguration={"Rules": [rule]},
        NotificationConfiguration={"EventBridgeConfiguration": {"EventBridgeEnabled": "true"}},
        CorsConfiguration={"CorsRules": [cors]},
        ObjectLockEnabled="true",
        Tags=tags(team="a"),
    )
    s3 = zone.client("s3")

    made = deploy(
        zone,
        "full",
        {"B": full},
        {name: attribute("B", name) for name in ("Arn", "DomainName", "RegionalDomainName", "WebsiteURL")},
    )

    assert made.status == "CREATE_COMPLETE", made.failures
    assert made.outputs == {
        "Arn": "arn:aws:s3:::full",
        "DomainName": "full.s3.amazonaws.com",
        "RegionalDomainName": "full.s3.eu-west-1.amazonaws.com",
        "WebsiteURL": "http://full.s3-website-eu-west-1.amazonaws.com",
    }
    default = s3.get_bucket_encryption(Bucket="full")["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert default["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert s3.get_bucket_versioning(Bucket="full")["Status"] == "Enabled"
    assert set(s3.get_public_access_block(Bucket="full")["PublicAccessBlockConfiguration"].values()) == {True}
    assert s3.get_bucket_ownership_controls(Bucket="full")["OwnershipControls"]["Rules"] == [
        {"ObjectOwnership": "BucketOwnerEnforced"}
    ]
    lifecycle = s3.get_bucket_lifecycle_configuration(Bucket="full")["Rules"][0]
    assert lifecycle["Expiration"] == {"Days": 400} and lifecycle["Filter"] == {"Prefix": "raw/"}
    assert lifecycle["Transitions"] == [{"Days": 90, "StorageClass": "GLACIER"}]
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket="full")
    assert s3.get_bucket_cors(Bucket="full")["CORSRules"][0]["ExposeHeaders"] == ["ETag"]
    assert s3.get_object_lock_configuration(Bucket="full")["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"
    assert s3.get_bucket_tagging(Bucket="full")["TagSet"] == tags(team="a")


def test_properties_are_changed_and_taken_back_in_place(zone: Any) -> None:
    s3 = zone.client("s3")
    expiry = {"Rules": [{"Status": "Enabled", "ExpirationInDays": 1}]}
    deploy(zone, "changing", {"B": bucket("changing", LifecycleConfiguration=expiry, Tags=tags(a="1"))})
    s3.put_object(Bucket="changing", Key="kept", Body=b"kept")

    changed = deploy(zone, "changing", {"B": bucket("changing", BucketEncryption=ENCRYPTION, Tags=tags(b="2"))})

    assert changed.status == "UPDATE_COMPLETE"
    assert s3.get_object(Bucket="changing", Key="kept")["Body"].read() == b"kept"
    assert s3.get_bucket_tagging(Bucket="changing")["TagSet"] == tags(b="2")
    with pytest.raises(ClientError, match="NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket="changing")


def test_a_bucket_with_objects_cannot_be_deleted(zone: Any) -> None:
    deploy(zone, "filled", {"B": bucket("filled")})
    zone.client("s3").put_object(Bucket="filled", Key="a", Body=b"a")

    deleted = destroy(zone, "filled")

    assert deleted.status == "DELETE_FAILED"
    assert "The bucket you tried to delete is not empty" in deleted.failures["B"]


def test_a_bucket_of_somebody_else_is_not_taken_over(zone: Any) -> None:
    theirs = zone.client("s3", account="222222222222")
    theirs.create_bucket(Bucket="taken", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

    made = deploy(zone, "taken", {"B": bucket("taken")})

    assert made.status == "ROLLBACK_COMPLETE"
    assert "taken already exists" in made.failures["B"]
    assert theirs.head_bucket(Bucket="taken")


def test_a_half_made_bucket_does_not_stay(zone: Any) -> None:
    lost = {"DestinationBucketName": "no-such-bucket"}

    made = deploy(zone, "half-made", {"B": bucket("half-made", LoggingConfiguration=lost)})

    assert made.status == "ROLLBACK_COMPLETE"
    assert "half-made" not in [each["Name"] for each in zone.client("s3").list_buckets()["Buckets"]]


def test_access_logs_go_to_a_bucket_whose_policy_lets_them_in(zone: Any) -> None:
    delivery = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": {"Fn::Sub": "${Logs.Arn}/*"},
    }
    template = {
        "Logs": bucket("access-logs", OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}),
        "Policy": resource(
            "AWS::S3::BucketPolicy", Bucket=ref("Logs"), PolicyDocument={"Version": "2012-10-17", "Statement": [delivery]}
        ),
        "Logged": bucket("logged", LoggingConfiguration={"DestinationBucketName": ref("Logs"), "LogFilePrefix": "s3/"})
        | {"DependsOn": "Policy"},
    }

    made = deploy(zone, "logging", template, {"Policy": ref("Policy")})

    assert (made.status, made.outputs) == ("CREATE_COMPLETE", {"Policy": "access-logs"})
    assert zone.client("s3").get_bucket_logging(Bucket="logged")["LoggingEnabled"]["TargetBucket"] == "access-logs"


def test_a_policy_with_a_condition_does_not_lock_the_bucket(zone: Any) -> None:
    insecure = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    template = {
        "B": bucket("secure"),
        "P": resource(
            "AWS::S3::BucketPolicy", Bucket=ref("B"), PolicyDocument={"Version": "2012-10-17", "Statement": [insecure]}
        ),
    }
    s3 = zone.client("s3")

    deploy(zone, "secure", template)

    s3.put_object(Bucket="secure", Key="a", Body=b"a")
    assert json.loads(s3.get_bucket_policy(Bucket="secure")["Policy"])["Statement"] == [insecure]
    s3.delete_object(Bucket="secure", Key="a")
    assert destroy(zone, "secure").status == "DELETE_COMPLETE"


def test_a_policy_for_a_role_that_does_not_exist_fails_the_stack(zone: Any) -> None:
    reader = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:role/nobody"}, "Action": "s3:*", "Resource": "*"}
    template = {
        "B": bucket("orphaned"),
        "P": resource("AWS::S3::BucketPolicy", Bucket=ref("B"), PolicyDocument={"Version": "2012-10-17", "Statement": [reader]}),
    }

    made = deploy(zone, "orphaned", template)

    assert made.status == "ROLLBACK_COMPLETE"
    assert "Invalid principal in policy" in made.failures["P"]
