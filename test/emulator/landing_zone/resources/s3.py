"""Buckets and their policies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket, s3_backends

from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, is_true, tag_list
from .service import ServiceHandler, or_undo, unless_gone

# moto judges a bucket's policy without its conditions, so that "deny what is not encrypted in transit" denies everything.
FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL

Change = Callable[[Any, str, Any], Any]

CANNED = {
    "AuthenticatedRead": "authenticated-read",
    "AwsExecRead": "aws-exec-read",
    "BucketOwnerFullControl": "bucket-owner-full-control",
    "BucketOwnerRead": "bucket-owner-read",
    "LogDeliveryWrite": "log-delivery-write",
    "Private": "private",
    "PublicRead": "public-read",
    "PublicReadWrite": "public-read-write",
}
# Their website addresses have a dash: https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints
DASHED = (
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "eu-west-1",
    "sa-east-1",
    "us-gov-west-1",
)


@dataclass(frozen=True)
class Part:
    """A property that has a call of its own, and a call that takes it back."""

    property: str
    put: Change
    remove: Change


def _removing(method: str) -> Change:
    return lambda api, bucket, _: getattr(api, method)(Bucket=bucket)


# In the order in which they depend on one another: an access control list needs the ownership, replication the versions.
PARTS = (
    Part(
        "OwnershipControls",
        lambda api, bucket, value: api.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=value),
        _removing("delete_bucket_ownership_controls"),
    ),
    Part(
        "PublicAccessBlockConfiguration",
        lambda api, bucket, value: api.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=value),
        _removing("delete_public_access_block"),
    ),
    Part(
        "AccessControl",
        lambda api, bucket, value: api.put_bucket_acl(Bucket=bucket, ACL=CANNED[value]),
        lambda api, bucket, _: api.put_bucket_acl(Bucket=bucket, ACL="private"),
    ),
    Part(
        "VersioningConfiguration",
        lambda api, bucket, value: api.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=value),
        lambda api, bucket, _: api.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"}),
    ),
    Part(
        "ObjectLockConfiguration",
        lambda api, bucket, value: api.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=value),
        lambda api, bucket, _: api.put_object_lock_configuration(
            Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"}
        ),
    ),
    Part(
        "BucketEncryption",
        lambda api, bucket, value: api.put_bucket_encryption(
            Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": _encryption(value)}
        ),
        _removing("delete_bucket_encryption"),
    ),
    Part(
        "LifecycleConfiguration",
        lambda api, bucket, value: api.put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration={"Rules": [_lifecycle(rule) for rule in value["Rules"]]}
        ),
        _removing("delete_bucket_lifecycle"),
    ),
    Part(
        "LoggingConfiguration",
        lambda api, bucket, value: api.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=_logging(bucket, value)),
        lambda api, bucket, _: api.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={}),
    ),
    Part(
        "NotificationConfiguration",
        lambda api, bucket, value: api.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration=_notifications(value)
        ),
        lambda api, bucket, _: api.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={}),
    ),
    Part(
        "CorsConfiguration",
        lambda api, bucket, value: api.put_bucket_cors(
            Bucket=bucket, CORSConfiguration={"CORSRules": [_cors(rule) for rule in value["CorsRules"]]}
        ),
        _removing("delete_bucket_cors"),
    ),
    Part(
        "WebsiteConfiguration",
        lambda api, bucket, value: api.put_bucket_website(Bucket=bucket, WebsiteConfiguration=_website(value)),
        _removing("delete_bucket_website"),
    ),
    Part(
        "AccelerateConfiguration",
        lambda api, bucket, value: api.put_bucket_accelerate_configuration(
            Bucket=bucket, AccelerateConfiguration={"Status": value["AccelerationStatus"]}
        ),
        lambda api, bucket, _: api.put_bucket_accelerate_configuration(
            Bucket=bucket, AccelerateConfiguration={"Status": "Suspended"}
        ),
    ),
    Part(
        "ReplicationConfiguration",
        lambda api, bucket, value: api.put_bucket_replication(Bucket=bucket, ReplicationConfiguration=_replication(value)),
        _removing("delete_bucket_replication"),
    ),
    Part(
        "Tags",
        lambda api, bucket, value: api.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tag_list({"Tags": value})}),
        _removing("delete_bucket_tagging"),
    ),
)


@handles("AWS::S3::Bucket")
class Bucket(ServiceHandler):
    """
    A bucket with everything that moto's API holds of it; analytics, metrics, tiering and metadata configurations it does not.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
    """

    service = "s3"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("BucketName") or fitting_name(request, 63).lower()
        _refuse_existing(request.place, name)
        region = request.place.region
        location = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.api(request).create_bucket(
            Bucket=name, ObjectLockEnabledForBucket=properties.get("ObjectLockEnabled", False), **location
        )
        with or_undo(lambda: self.delete(request, name, properties)):
            self._change(request, name, {}, properties)
        return _bucket(request.place, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._change(request, physical_id, before, after)
        return _bucket(request.place, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_bucket(Bucket=physical_id)

    def _change(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        api = self.api(request)
        for part in PARTS:
            old, new = before.get(part.property), after.get(part.property)
            if new != old:
                (part.put if new else part.remove)(api, name, new)

        old_inventories, new_inventories = _inventories(before), _inventories(after)
        for identity in old_inventories.keys() - new_inventories.keys():
            api.delete_bucket_inventory_configuration(Bucket=name, Id=identity)
        for identity, inventory in new_inventories.items():
            if inventory != old_inventories.get(identity):
                api.put_bucket_inventory_configuration(Bucket=name, Id=identity, InventoryConfiguration=inventory)


@handles("AWS::S3::BucketPolicy")
class BucketPolicy(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html"""

    service = "s3"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties["Bucket"]
        owner = _owner(request.place, name)
        if owner and s3_backends[owner][request.place.partition].get_bucket(name).policy:
            raise ApiError("AlreadyExists", f"The bucket policy already exists on bucket {name}.")
        return self._put(request, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self._put(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_bucket_policy(Bucket=properties["Bucket"])

    def _put(self, request: Request, properties: Properties) -> Made:
        self.api(request).put_bucket_policy(Bucket=properties["Bucket"], Policy=properties["PolicyDocument"])
        return Made(properties["Bucket"])


@implement("s3", "DeleteBucketInventoryConfiguration")
def delete_inventory(call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketInventoryConfiguration.html"""
    bucket = s3_backends[call.place.account][call.place.partition].get_bucket(call.parameters["Bucket"])
    if bucket.inventory_configs.pop(call.parameters["Id"], None) is None:
        raise ApiError("NoSuchConfiguration", "The specified configuration does not exist.")


@implement("s3", "GetBucketNotificationConfiguration")
def get_notifications(call: Call) -> dict[str, Any]:
    """Tells of EventBridge too, which moto keeps and leaves out."""
    bucket = s3_backends[call.place.account][call.place.partition].get_bucket(call.parameters["Bucket"])
    kept = bucket.notification_configuration
    if kept is None:
        return {}
    told = {
        "TopicConfigurations": [_told(each, "TopicArn") for each in kept.topic],
        "QueueConfigurations": [_told(each, "QueueArn") for each in kept.queue],
        "LambdaFunctionConfigurations": [_told(each, "LambdaFunctionArn") for each in kept.cloud_function],
    }
    return told | ({} if kept.event_bridge is None else {"EventBridgeConfiguration": {}})


def _told(notification: Any, arn: str) -> dict[str, Any]:
    told = {"Id": notification.id, arn: notification.arn, "Events": notification.events}
    return told | (
        {"Filter": {"Key": {"FilterRules": notification.filters["S3Key"]["FilterRule"]}}} if notification.filters else {}
    )


def _owner(place: Place, name: str) -> str | None:
    return s3_backends.bucket_accounts.get(name, (place.partition, None))[1]


def _refuse_existing(place: Place, name: str) -> None:
    owner = _owner(place, name)
    # S3 itself answers 200 in us-east-1 to who owns the bucket already; CloudFormation does not take it over.
    if owner == place.account:
        raise ApiError("BucketAlreadyOwnedByYou", f"{name} already exists")
    if owner:
        raise ApiError("BucketAlreadyExists", f"{name} already exists")


def _bucket(place: Place, name: str) -> Made:
    suffix = "amazonaws.com.cn" if place.partition == "aws-cn" else "amazonaws.com"
    website = f"s3-website{'-' if place.region in DASHED else '.'}{place.region}"
    return Made(
        name,
        {
            "Arn": f"arn:{place.partition}:s3:::{name}",
            "DomainName": f"{name}.s3.{suffix}",
            "DualStackDomainName": f"{name}.s3.dualstack.{place.region}.{suffix}",
            "RegionalDomainName": f"{name}.s3.{place.region}.{suffix}",
            "WebsiteURL": f"http://{name}.{website}.{suffix}",
        },
    )


def _renamed(value: Properties, **names: str) -> Properties:
    return {names.get(name, name): inner for name, inner in value.items()}


def _encryption(value: Properties) -> list[Properties]:
    default = {"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"}
    return [_renamed(rule, **default) for rule in value["ServerSideEncryptionConfiguration"]]


def _lifecycle(rule: Properties) -> Properties:
    made = {"Status": rule["Status"], "Filter": _lifecycle_filter(rule), **given(rule, "AbortIncompleteMultipartUpload")}
    if "Id" in rule:
        made["ID"] = rule["Id"]
    expiration = {"ExpirationInDays": "Days", "ExpirationDate": "Date"}
    expires = _renamed(given(rule, *expiration, "ExpiredObjectDeleteMarker"), **expiration)
    if expires:
        made["Expiration"] = expires

    transitions = _both(rule, "Transitions", "Transition")
    if transitions:
        made["Transitions"] = [_renamed(each, TransitionInDays="Days", TransitionDate="Date") for each in transitions]
    noncurrent = _both(rule, "NoncurrentVersionTransitions", "NoncurrentVersionTransition")
    if noncurrent:
        made["NoncurrentVersionTransitions"] = [_renamed(each, TransitionInDays="NoncurrentDays") for each in noncurrent]
    if "NoncurrentVersionExpirationInDays" in rule:
        made["NoncurrentVersionExpiration"] = {"NoncurrentDays": rule["NoncurrentVersionExpirationInDays"]}
    return made | given(rule, "NoncurrentVersionExpiration")


def _lifecycle_filter(rule: Properties) -> Properties:
    conditions = given(rule, "Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan")
    tags = rule.get("TagFilters", [])
    if len(conditions) + len(tags) > 1:
        return {"And": conditions | ({"Tags": tags} if tags else {})}
    return {"Tag": tags[0]} if tags else conditions or {"Prefix": ""}


def _both(rule: Properties, several: str, one: str) -> list[Properties]:
    return [*rule.get(several, []), *([rule[one]] if one in rule else [])]


def _logging(bucket: str, value: Properties) -> Properties:
    enabled = {
        "TargetBucket": value.get("DestinationBucketName", bucket),
        "TargetPrefix": value.get("LogFilePrefix", ""),
        **given(value, "TargetObjectKeyFormat"),
    }
    return {"LoggingEnabled": enabled}


def _notifications(value: Properties) -> Properties:
    kinds = {
        "LambdaConfigurations": ("LambdaFunctionConfigurations", "Function", "LambdaFunctionArn"),
        "QueueConfigurations": ("QueueConfigurations", "Queue", "QueueArn"),
        "TopicConfigurations": ("TopicConfigurations", "Topic", "TopicArn"),
    }
    made: Properties = {
        theirs: [_notification(each, target, arn) for each in value[ours]]
        for ours, (theirs, target, arn) in kinds.items()
        if ours in value
    }
    if is_true(value.get("EventBridgeConfiguration", {}).get("EventBridgeEnabled")):
        made["EventBridgeConfiguration"] = {}
    return made


def _notification(value: Properties, target: str, arn: str) -> Properties:
    made = {"Events": [value["Event"]], arn: value[target]}
    if "Filter" in value:
        made["Filter"] = {"Key": {"FilterRules": value["Filter"]["S3Key"]["Rules"]}}
    return made


def _cors(rule: Properties) -> Properties:
    return _renamed(rule, ExposedHeaders="ExposeHeaders", MaxAge="MaxAgeSeconds", Id="ID")


def _website(value: Properties) -> Properties:
    made = given(value, "RedirectAllRequestsTo")
    if "IndexDocument" in value:
        made["IndexDocument"] = {"Suffix": value["IndexDocument"]}
    if "ErrorDocument" in value:
        made["ErrorDocument"] = {"Key": value["ErrorDocument"]}
    if "RoutingRules" in value:
        rules = value["RoutingRules"]
        made["RoutingRules"] = [_renamed(rule, RedirectRule="Redirect", RoutingRuleCondition="Condition") for rule in rules]
    return made


def _replication(value: Properties) -> Properties:
    return {"Role": value["Role"], "Rules": [_replication_rule(rule) for rule in value["Rules"]]}


def _replication_rule(rule: Properties) -> Properties:
    made = _renamed(rule, Id="ID")
    wanted = rule.get("Filter")
    if wanted is not None:
        made["Filter"] = _renamed(wanted, TagFilter="Tag")
        if "And" in wanted:
            made["Filter"]["And"] = _renamed(wanted["And"], TagFilters="Tags")
    return made


def _inventories(properties: Properties) -> dict[str, Properties]:
    return {each["Id"]: _inventory(each) for each in properties.get("InventoryConfigurations", [])}


def _inventory(value: Properties) -> Properties:
    made = {
        "Id": value["Id"],
        "IsEnabled": value["Enabled"],
        "Destination": {"S3BucketDestination": _renamed(value["Destination"], BucketArn="Bucket", BucketAccountId="AccountId")},
        "Schedule": {"Frequency": value["ScheduleFrequency"]},
        **given(value, "IncludedObjectVersions", "OptionalFields"),
    }
    return made | ({"Filter": {"Prefix": value["Prefix"]}} if "Prefix" in value else {})
