"""
The events that AWS emits by itself when API calls change something.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
@see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
@see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from __future__ import annotations

import copy
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from moto.cloudwatch.models import Alarm, cloudwatch_backends
from moto.moto_api._internal import mock_random
from moto.s3 import models as s3_models
from moto.s3 import notifications
from moto.sagemaker.models import sagemaker_backends

from ..calls import Call, after
from ..clock import Due, timer
from ..objects import entities
from ..objects.entities import Record, entity, turned
from ..places import Place
from .bus import emit, iso_time, settles_with

SOURCE = "aws.sagemaker"

# The names of request parameters in UpdatedModelPackageFields.
_UPDATED_FIELDS = {
    "ModelApprovalStatus": "ModelApprovalStatus",
    "ApprovalDescription": "ApprovalDescription",
    "SourceUri": "sourceUri",
    "CustomerMetadataProperties": "CustomerMetadataProperties",
    "CustomerMetadataPropertiesToRemove": "CustomerMetadataProperties",
    "InferenceSpecification": "InferenceSpecification",
    "ModelLifeCycle": "ModelLifeCycle",
}
_MODEL_CARD_MEMBERS = (
    "ModelCardVersion",
    "LastModifiedTime",
    "LastModifiedBy",
    "CreationTime",
    "CreatedBy",
    "ModelCardName",
    "ModelId",
    "ModelCardStatus",
    "SecurityConfig",
)
# What S3 calls the operations that moto names by its notification events.
_S3_REASONS = {
    "Put": "PutObject",
    "Post": "POST Object",
    "Copy": "CopyObject",
    "CompleteMultipartUpload": "CompleteMultipartUpload",
    "Delete": "DeleteObject",
    "DeleteMarkerCreated": "DeleteObject",
}


@dataclass
class State:
    # How jobs end that do not succeed, by their names: a status and a reason.
    endings: dict[str, tuple[str, str]] = field(default_factory=dict)
    # How often each endpoint has begun to change, and has become ready.
    announced: dict[str, int] = field(default_factory=dict)
    ready: dict[str, int] = field(default_factory=dict)


_state = State()
_announcing = threading.Condition()


def end_job(name: str, status: str, reason: str) -> None:
    """Decides how a job of SageMaker ends that is about to be created."""
    _state.endings[name] = (status, reason)


@settles_with
def changing() -> int:
    """Objects that are not yet what they will be, and will emit an event then."""
    # What is held changes when time is moved, or much later.
    soon = time.time() + entities.TURNING_SECONDS
    turning = sum(turns["at"] <= soon for *_, turns in entities.turning())
    return turning + sum(count > _state.announced.get(arn, 0) for arn, count in list(_state.ready.items()))


@timer
def due_changes(_since: Callable[[str], datetime]) -> list[Due]:
    return [
        Due(datetime.fromtimestamp(turns["at"], timezone.utc), record["_arn"], partial(kind.finish, place, record, turns))
        for kind, place, record, turns in entities.turning()
    ]


@after("sagemaker", "CreateTrainingJob")
@after("sagemaker", "CreateProcessingJob")
@after("sagemaker", "CreateTransformJob")
@after("sagemaker", "CreateHyperParameterTuningJob")
def job_created(call: Call) -> None:
    kind = call.operation.removeprefix("Create")
    name = call.parameters[f"{kind}Name"]
    if name in _state.endings:
        _end(call.place, kind, name, *_state.endings.pop(name))
    described = {**call.parameters, **_described(call.place, kind, name)}
    started = {**described, f"{kind}Status": "InProgress"}
    for detail in ({**started, "SecondaryStatus": "Starting"} if kind == "TrainingJob" else started, described):
        _emit_job(kind, detail)


@after("sagemaker", "StopTrainingJob")
@after("sagemaker", "StopProcessingJob")
@after("sagemaker", "StopTransformJob")
@after("sagemaker", "StopHyperParameterTuningJob")
def job_stopped(call: Call) -> None:
    kind = call.operation.removeprefix("Stop")
    _emit_job(kind, _described(call.place, kind, call.parameters[f"{kind}Name"]))


def _emit_job(kind: str, detail: dict[str, Any]) -> None:
    words = {"HyperParameterTuningJob": "HyperParameter Tuning Job"}.get(kind, kind.replace("Job", " Job"))
    _emit(words, detail, detail[f"{kind}Arn"])


def _end(place: Place, kind: str, name: str, status: str, reason: str) -> None:
    stores = sagemaker_backends[place.account][place.region]
    job = getattr(stores, f"{xform_name(kind)}s")[name]
    setattr(job, f"{xform_name(kind)}_status", status)
    job.failure_reason = reason


@after("sagemaker", "CreateModelPackage")
@after("sagemaker", "UpdateModelPackage")
def model_package_changed(call: Call) -> None:
    assert call.response
    arn = call.response["ModelPackageArn"]
    # A registry may be of another account than the one that registers or approves.
    place = Place(arn.split(":")[4], arn.split(":")[3])
    described = place.client("sagemaker").describe_model_package(ModelPackageName=arn)
    detail = {name: value for name, value in described.items() if name != "ResponseMetadata"}
    if call.operation == "UpdateModelPackage":
        changed = [_UPDATED_FIELDS[name] for name in call.parameters if name in _UPDATED_FIELDS]
        detail["UpdatedModelPackageFields"] = list(dict.fromkeys(changed))
    _emit("Model Package", detail, arn, iso_time)


@after("sagemaker", "CreateModel")
@after("sagemaker", "DeleteModel")
def model_changed(call: Call) -> None:
    name = call.parameters["ModelName"]
    arn = call.place.arn("sagemaker", f"model/{name}")
    _emit("Model", {**call.parameters, "ModelName": name, "ModelArn": arn}, arn)


@after("sagemaker", "CreateModelCard")
@after("sagemaker", "UpdateModelCard")
def model_card_changed(call: Call) -> None:
    described = call.place.client("sagemaker").describe_model_card(ModelCardName=call.parameters["ModelCardName"])
    detail = {name: described[name] for name in _MODEL_CARD_MEMBERS if name in described}
    detail["AccountId"] = call.place.account
    _emit("Model Card", detail, described["ModelCardArn"], iso_time)


@after("sagemaker", "CreateFeatureGroup")
@after("sagemaker", "UpdateFeatureGroup")
def feature_group_changed(call: Call) -> None:
    described = _described(call.place, "FeatureGroup", call.parameters["FeatureGroupName"])
    status = "Creating" if call.operation.startswith("Create") else described["FeatureGroupStatus"]
    for current in dict.fromkeys((status, described["FeatureGroupStatus"])):
        _emit("Feature Group", {**described, "FeatureGroupStatus": current}, described["FeatureGroupArn"])


@after("sagemaker", "DeleteFeatureGroup")
def feature_group_deleted(call: Call) -> None:
    name = call.parameters["FeatureGroupName"]
    arn = call.place.arn("sagemaker", f"feature-group/{name}")
    detail = {"FeatureGroupName": name, "FeatureGroupArn": arn, "FeatureGroupStatus": "Deleting"}
    _emit("Feature Group", detail, arn)


@after("sagemaker", "CreateEndpoint")
@after("sagemaker", "UpdateEndpoint")
@after("sagemaker", "UpdateEndpointWeightsAndCapacities")
def endpoint_changed(call: Call) -> None:
    assert call.response
    kind = entity("Endpoint")
    record = kind.store(kind.home(call))[kind.key_of(kind.named(call))]
    # It may be ready already; what it was meanwhile is told nevertheless.
    status = "Creating" if call.operation == "CreateEndpoint" else "Updating"
    described = {**_endpoint(record), "EndpointStatus": status}
    _emit_endpoint(described)
    if call.operation != "CreateEndpoint":
        for detail in _deployment(described):
            _emit_endpoint(detail, "Endpoint Deployment")
    with _announcing:
        _state.announced[record["_arn"]] = _state.announced.get(record["_arn"], 0) + 1
        _announcing.notify_all()


@after("sagemaker", "DeleteEndpoint")
def endpoint_deleted(call: Call) -> None:
    name = call.parameters["EndpointName"]
    arn = call.place.arn("sagemaker", f"endpoint/{name}")
    _emit_endpoint({"EndpointName": name, "EndpointArn": arn, "EndpointStatus": "Deleting"})


@turned("Endpoint")
def endpoint_ready(_place: Place, _kind: str, record: Record) -> None:
    arn = record["_arn"]
    with _announcing:
        _state.ready[arn] = _state.ready.get(arn, 0) + 1
        # On a slow machine it is ready before the call that changes it has been told of.
        _announcing.wait_for(lambda: _state.announced.get(arn, 0) >= _state.ready[arn], timeout=5)
    described = _endpoint(record)
    if record.get("_rolled_back"):
        rolling_back = {**described, "EndpointStatus": "RollingBack"}
        _emit_endpoint(rolling_back)
        _emit_endpoint(rolling_back, "Endpoint Deployment")
    _emit_endpoint(described)


def _endpoint(record: Record) -> dict[str, Any]:
    described = copy.deepcopy(entity("Endpoint").answer("DescribeEndpoint", record))
    return {**described, "Tags": {tag["Key"]: tag["Value"] for tag in record["_tags"]}}


def _emit_endpoint(described: dict[str, Any], words: str = "Endpoint") -> None:
    # The event says IN_SERVICE where the API says InService.
    status = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", described["EndpointStatus"]).upper()
    _emit(words, {**described, "EndpointStatus": status}, described["EndpointArn"])


def _deployment(described: dict[str, Any]) -> list[dict[str, Any]]:
    """A deployment as it goes on: each stage is the status of the variants that come, or of those that change in place."""
    pending = "PendingDeploymentSummary" in described
    stages = ("Creating", "ActivatingTraffic", "Baking") if pending else ("Updating",)
    details = []
    for stage in stages:
        detail = copy.deepcopy(described)
        changing_variants = (detail["PendingDeploymentSummary"] if pending else detail)["ProductionVariants"]
        for variant in changing_variants:
            variant["VariantStatus"] = [{"Status": stage, "StartTime": described["LastModifiedTime"]}]
        details.append(detail)
    return details


@after("cloudwatch", "SetAlarmState")
def alarm_set(call: Call) -> None:
    alarm = cloudwatch_backends[call.place.account][call.place.region].alarms[call.parameters["AlarmName"]]
    _, reason, reason_data, value, at = alarm.history[-1]
    if value == alarm.state_value:
        return
    detail = {
        "alarmName": alarm.name,
        "configuration": _alarm_configuration(alarm),
        "previousState": _alarm_state(value, reason, reason_data, at),
        "state": _alarm_state(alarm.state_value, alarm.state_reason, alarm.state_reason_data, alarm.state_updated_timestamp),
    }
    emit(call.place, "aws.cloudwatch", "CloudWatch Alarm State Change", detail, [alarm.alarm_arn])


def _alarm_state(value: str, reason: str, reason_data: str | None, at: datetime) -> dict[str, str]:
    # CloudWatch writes milliseconds and the offset: 2019-10-02T17:04:40.989+0000.
    written = at.replace(tzinfo=timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "+0000")
    state = {"reason": reason, "timestamp": written, "value": value}
    return {**state, "reasonData": reason_data} if reason_data else state


def _alarm_configuration(alarm: Alarm) -> dict[str, Any]:
    if alarm.rule:
        return {"description": alarm.description, "alarmRule": alarm.rule}
    metric = {
        "dimensions": {dimension.name: dimension.value for dimension in alarm.dimensions},
        "name": alarm.metric_name,
        "namespace": alarm.namespace,
    }
    stat = {"metric": metric, "period": alarm.period, "stat": alarm.statistic or alarm.extended_statistic}
    return {"description": alarm.description, "metrics": [{"id": "m1", "metricStat": stat, "returnData": True}]}


def _object_changed(account_id: str, bucket: Any, event_name: str, key: Any) -> None:
    _, group, kind = (*event_name.split(":"), "")[:3]
    stored = {"key": key.name, "sequencer": f"{time.time_ns():016X}"}
    if group == "ObjectCreated":
        stored |= {"size": key.size, "etag": key.etag.strip('"')}
    if bucket.is_versioned:
        stored["version-id"] = key.version_id
    detail = {
        "version": "0",
        "bucket": {"name": bucket.name},
        "object": stored,
        "request-id": str(mock_random.uuid4()),
        "requester": account_id,
        "source-ip-address": "127.0.0.1",
        "reason": _S3_REASONS.get(kind, kind),
    }
    if group == "ObjectRemoved":
        detail["deletion-type"] = "Delete Marker Created" if kind == "DeleteMarkerCreated" else "Permanently Deleted"
    emit(Place(account_id, bucket.region_name), "aws.s3", notifications._detail_type(event_name), detail, [bucket.arn])


def _described(place: Place, kind: str, name: str) -> dict[str, Any]:
    client = place.client("sagemaker")
    described = getattr(client, xform_name(f"Describe{kind}"))(**{f"{kind}Name": name})
    known = {member: value for member, value in described.items() if member != "ResponseMetadata"}
    try:
        tags = client.list_tags(ResourceArn=known[f"{kind}Arn"])["Tags"]
    except ClientError:
        tags = []
    return {**known, "Tags": {tag["Key"]: tag["Value"] for tag in tags}}


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _emit(words: str, detail: dict[str, Any], arn: str, written: Callable[[datetime], Any] = _milliseconds) -> None:
    """Emits the event in the account of the object, which may be another one than the caller's."""
    place = Place(arn.split(":")[4], arn.split(":")[3])
    emit(place, SOURCE, f"SageMaker {words} State Change", _plain(detail, written), [arn])


def _plain(value: Any, written: Callable[[datetime], Any]) -> Any:
    """A description as JSON, its times as the event writes them."""
    if isinstance(value, dict):
        return {name: _plain(inner, written) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, written) for inner in value]
    return written(value) if isinstance(value, datetime) else value


# moto would match and deliver these by its own rules, the creation of a bucket even to the buses of all accounts.
notifications._send_event_bridge_message = _object_changed
s3_models.events_send_notification = lambda *_, **__: None
