"""Log groups, their filters, and the policies that let services write."""

from __future__ import annotations

from moto.logs.models import logs_backends

from ..calls import Call, before, implement
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, tag_map
from .service import PutHandler, ServiceHandler, or_undo, unless_gone


@handles("AWS::Logs::LogGroup")
class LogGroup(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html"""

    service = "logs"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("LogGroupName") or fitting_name(request, 512)
        self.api(request).create_log_group(
            logGroupName=name, tags=tag_map(properties.get("Tags")), **given(properties, "KmsKeyId", "LogGroupClass")
        )
        with or_undo(lambda: self.delete(request, name, properties)):
            self._change_retention(request, name, {}, properties)
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._change_retention(request, physical_id, before, after)
        key = after.get("KmsKeyId")
        if key != before.get("KmsKeyId") and key:
            self.api(request).associate_kms_key(logGroupName=physical_id, kmsKeyId=key)
        elif key != before.get("KmsKeyId"):
            self.api(request).disassociate_kms_key(logGroupName=physical_id)

        arn = request.place.arn("logs", f"log-group:{physical_id}")
        self.change_tags(request, before, after, tags="tags", keys="tagKeys", as_map=True, resourceArn=arn)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_log_group(logGroupName=physical_id)

    def _change_retention(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        days = after.get("RetentionInDays")
        if days == before.get("RetentionInDays"):
            return
        if days is None:
            self.api(request).delete_retention_policy(logGroupName=name)
        else:
            self.api(request).put_retention_policy(logGroupName=name, retentionInDays=days)

    def _made(self, request: Request, name: str) -> Made:
        return Made(name, {"Arn": request.place.arn("logs", f"log-group:{name}:*")})


@handles("AWS::Logs::ResourcePolicy")
class ResourcePolicy(PutHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-resourcepolicy.html"""

    service = "logs"
    name = "PolicyName"

    def put(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).put_resource_policy(policyName=name, policyDocument=properties["PolicyDocument"])

    def exists(self, request: Request, name: str, properties: Properties) -> bool:
        policies = self.api(request).describe_resource_policies().get("resourcePolicies", [])
        return any(policy["policyName"] == name for policy in policies)

    def remove(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).delete_resource_policy(policyName=name)


@handles("AWS::Logs::SubscriptionFilter")
class SubscriptionFilter(PutHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-subscriptionfilter.html"""

    service = "logs"
    name = "FilterName"

    def put(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).put_subscription_filter(**{**properties, "FilterName": name})

    def exists(self, request: Request, name: str, properties: Properties) -> bool:
        group = properties["LogGroupName"]
        filters = self.api(request).describe_subscription_filters(logGroupName=group, filterNamePrefix=name)
        return any(each["filterName"] == name for each in filters["subscriptionFilters"])

    def remove(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).delete_subscription_filter(logGroupName=properties["LogGroupName"], filterName=name)


@handles("AWS::Logs::MetricFilter")
class MetricFilter(PutHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-metricfilter.html"""

    service = "logs"
    name = "FilterName"

    def put(self, request: Request, name: str, properties: Properties) -> None:
        transformations = [_dimensions_by_key(each) for each in properties["MetricTransformations"]]
        self.api(request).put_metric_filter(**{**properties, "FilterName": name, "MetricTransformations": transformations})

    def exists(self, request: Request, name: str, properties: Properties) -> bool:
        group = properties["LogGroupName"]
        filters = self.api(request).describe_metric_filters(logGroupName=group, filterNamePrefix=name)
        return any(each["filterName"] == name for each in filters["metricFilters"])

    def remove(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).delete_metric_filter(logGroupName=properties["LogGroupName"], filterName=name)


@before("logs", "PutMetricFilter")
def forget_filter(call: Call) -> None:
    """moto adds a second filter of the same name where AWS changes the first."""
    filters = logs_backends[call.place.account][call.place.region].filters
    group, name = call.parameters["logGroupName"], call.parameters["filterName"]
    filters.metric_filters = [
        each for each in filters.metric_filters if (each["logGroupName"], each["filterName"]) != (group, name)
    ]


@implement("logs", "AssociateKmsKey")
def associate_key(call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html"""
    _set_key(call, call.parameters["kmsKeyId"])


@implement("logs", "DisassociateKmsKey")
def disassociate_key(call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html"""
    _set_key(call, None)


def _set_key(call: Call, key: str | None) -> None:
    group = logs_backends[call.place.account][call.place.region].groups.get(call.parameters["logGroupName"])
    if group is None:
        raise ApiError("ResourceNotFoundException", "The specified log group does not exist.")
    group.kms_key_id = key


def _dimensions_by_key(transformation: Properties) -> Properties:
    if "Dimensions" not in transformation:
        return transformation
    return {**transformation, "Dimensions": tag_map(transformation["Dimensions"])}
