"""Alarms and dashboards."""

from __future__ import annotations

from typing import Any

from moto.cloudwatch.models import cloudwatch_backends

from ..calls import Call, implement
from .handler import Made, Properties, Request, handles
from .properties import is_true
from .service import PutHandler, found


class AlarmHandler(PutHandler):
    service = "cloudwatch"
    name = "AlarmName"

    def exists(self, request: Request, name: str, properties: Properties) -> bool:
        alarms = self.api(request).describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
        return bool(alarms.get("MetricAlarms") or alarms.get("CompositeAlarms"))

    def remove(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).delete_alarms(AlarmNames=[name])

    def retag(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        self.change_tags(request, before, after, ResourceARN=_arn(request, name))

    def made(self, request: Request, name: str, properties: Properties) -> Made:
        return Made(name, {"Arn": _arn(request, name)})


@handles("AWS::CloudWatch::Alarm")
class Alarm(AlarmHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html"""

    def put(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).put_metric_alarm(**{"ActionsEnabled": True, **properties, "AlarmName": name})


@handles("AWS::CloudWatch::CompositeAlarm")
class CompositeAlarm(AlarmHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html"""

    def put(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).put_composite_alarm(**{"ActionsEnabled": True, **properties, "AlarmName": name})


@handles("AWS::CloudWatch::Dashboard")
class Dashboard(PutHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html"""

    service = "cloudwatch"
    name = "DashboardName"

    def put(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).put_dashboard(DashboardName=name, DashboardBody=properties["DashboardBody"])

    def exists(self, request: Request, name: str, properties: Properties) -> bool:
        return found(lambda: self.api(request).get_dashboard(DashboardName=name)) is not None

    def remove(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).delete_dashboards(DashboardNames=[name])


@implement("cloudwatch", "PutCompositeAlarm")
def put_composite_alarm(call: Call) -> None:
    """
    moto keeps alarms with a rule, and has no call that makes one.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    """
    wanted: dict[str, Any] = call.parameters
    of_metrics = ("namespace", "metric_name", "comparison_operator", "evaluation_periods", "period", "threshold", "statistic")
    backend: Any = cloudwatch_backends[call.place.account][call.place.region]
    backend.put_metric_alarm(
        name=wanted["AlarmName"],
        rule=wanted["AlarmRule"],
        description=wanted.get("AlarmDescription"),
        dimensions=[],
        alarm_actions=wanted.get("AlarmActions", []),
        ok_actions=wanted.get("OKActions", []),
        insufficient_data_actions=wanted.get("InsufficientDataActions", []),
        actions_enabled=is_true(wanted.get("ActionsEnabled", True)),
        tags=wanted.get("Tags"),
        **dict.fromkeys(of_metrics),
    )


def _arn(request: Request, name: str) -> str:
    return request.place.arn("cloudwatch", f"alarm:{name}")
