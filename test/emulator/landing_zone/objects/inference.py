"""What stands on an endpoint: inference components, and experiments with a shadow variant."""

from __future__ import annotations

import copy
from typing import Any

from moto.core.utils import utcnow

from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from .entities import Entity, Record, entity
from .hosting import existing, resolved


class InferenceComponent(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html"""

    def check_new(self, call: Call, record: Record) -> None:
        endpoint = existing("Endpoint", call, EndpointName=record["EndpointName"])
        names = [variant["VariantName"] for variant in endpoint["ProductionVariants"]]
        variant = record.setdefault("VariantName", names[0])
        if variant not in names:
            raise ApiError("ValidationException", f'Could not find variant "{variant}" of endpoint "{endpoint["_arn"]}".')
        model = record.get("Specification", {}).get("ModelName")
        if model:
            existing("Model", call, ModelName=model)
        record["EndpointArn"] = endpoint["_arn"]

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        wanted["LastDeploymentConfig"] = wanted.pop("DeploymentConfig", record.get("LastDeploymentConfig"))
        record.update(wanted)

    def described(self, record: Record) -> dict[str, Any]:
        specification = copy.deepcopy(record.get("Specification"))
        image = (specification or {}).get("Container", {}).pop("Image", None)
        if specification and image:
            specification["Container"]["DeployedImage"] = resolved(image, record["CreationTime"])
        copies = record.get("RuntimeConfig", {}).get("CopyCount")
        runtime = None if copies is None else {"DesiredCopyCount": copies, "CurrentCopyCount": copies}
        return {"Specification": specification, "RuntimeConfig": runtime}


class InferenceExperiment(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html"""

    def check_new(self, call: Call, record: Record) -> None:
        existing("Endpoint", call, EndpointName=record["EndpointName"])
        start = record.get("Schedule", {}).get("StartTime")
        if start and _timestamp(start) > utcnow().timestamp():
            record["Status"] = "Created"
        record["_home"] = [call.place.account, call.place.region]

    def described(self, record: Record) -> dict[str, Any]:
        endpoint = entity("Endpoint").at(Place(*record["_home"]), EndpointName=record["EndpointName"]) or {}
        metadata = {name: endpoint[name] for name in ("EndpointName", "EndpointConfigName", "EndpointStatus") if name in endpoint}
        variants = [{**variant, "Status": "InService"} for variant in record["ModelVariants"]]
        return {"EndpointMetadata": metadata or {"EndpointName": record["EndpointName"]}, "ModelVariants": variants}


InferenceComponent(
    "InferenceComponent",
    key=("InferenceComponentName",),
    arn="inference-component/{InferenceComponentName}",
    words="inference component",
    status=("InferenceComponentStatus", "InService"),
)
InferenceExperiment(
    "InferenceExperiment",
    key=("Name",),
    arn="inference-experiment/{Name}",
    words="inference experiment",
    status=("Status", "Running"),
)


@implement("sagemaker", "UpdateInferenceComponentRuntimeConfig")
def update_inference_component_runtime_config(call: Call) -> dict[str, Any]:
    record = entity("InferenceComponent").found(call)
    record.update(RuntimeConfig=call.parameters["DesiredRuntimeConfig"], LastModifiedTime=utcnow())
    return {"InferenceComponentArn": record["_arn"]}


@implement("sagemaker", "StartInferenceExperiment")
def start_inference_experiment(call: Call) -> dict[str, Any]:
    record = entity("InferenceExperiment").found(call)
    if record["Status"] != "Created":
        raise ApiError("ConflictException", f"Inference experiment {record['Name']} is {record['Status']}, not Created.")
    record.update(Status="Running", LastModifiedTime=utcnow())
    return {"InferenceExperimentArn": record["_arn"]}


@implement("sagemaker", "StopInferenceExperiment")
def stop_inference_experiment(call: Call) -> dict[str, Any]:
    record, wanted = entity("InferenceExperiment").found(call), call.parameters
    if record["Status"] in ("Completed", "Cancelled"):
        raise ApiError("ConflictException", f"Inference experiment {record['Name']} is {record['Status']} already.")
    now = utcnow()
    state = wanted.get("DesiredState", "Completed")
    record.update(Status=state, StatusReason=wanted.get("Reason"), CompletionTime=now, LastModifiedTime=now)
    record["ModelVariants"] = wanted.get("DesiredModelVariants", record["ModelVariants"])
    return {"InferenceExperimentArn": record["_arn"]}


def _timestamp(value: Any) -> float:
    return float(value.timestamp()) if hasattr(value, "timestamp") else float(value)
