"""SageMaker hosting: models, endpoint configurations, and endpoints with their deployments."""

from __future__ import annotations

import copy
from typing import Any

from botocore.exceptions import ClientError
from moto.core.utils import utcnow

from .. import faults
from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from .entities import TURNING_SECONDS, Entity, Record, entity

Variant = dict[str, Any]

# What an endpoint keeps over an update that retains all variant properties, by the words of ExcludeRetainedVariantProperties.
_RETAINED = {
    "DesiredInstanceCount": ("CurrentInstanceCount", "DesiredInstanceCount"),
    "DesiredWeight": ("CurrentWeight", "DesiredWeight"),
}
# What the variants of an endpoint have, and what they shall have.
_SCALED = ("Weight", "InstanceCount", "ServerlessConfig")


class Model(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"""

    def check_new(self, call: Call, record: Record) -> None:
        if ("PrimaryContainer" in record) == ("Containers" in record):
            raise ApiError("ValidationException", "Exactly one of PrimaryContainer and Containers must be given.")
        for container in record.get("Containers", [record.get("PrimaryContainer")]):
            if "ModelPackageName" in container:
                _check_package(call, container["ModelPackageName"])


class EndpointConfig(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"""

    def check_new(self, call: Call, record: Record) -> None:
        for variant in [*record["ProductionVariants"], *record.get("ShadowProductionVariants", [])]:
            # Inference components bring the model of a variant that names none.
            model = existing("Model", call, ModelName=variant["ModelName"]) if "ModelName" in variant else {}
            if "ServerlessConfig" in variant:
                _check_serverless(record, model)


class Endpoint(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html"""

    def check_new(self, call: Call, record: Record) -> None:
        configuration = existing("EndpointConfig", call, EndpointConfigName=record["EndpointConfigName"])
        record.update(_deployed(call.place, configuration))
        _check_deployment(record.get("DeploymentConfig", {}))
        if "DeploymentConfig" in record:
            record["LastDeploymentConfig"] = record.pop("DeploymentConfig")

    def made(self, call: Call, record: Record) -> None:
        self.begin(call.place, record, "Creating", {})

    def check_change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        self.refuse_unchangeable(record)
        existing("EndpointConfig", call, EndpointConfigName=wanted["EndpointConfigName"])
        _check_deployment(wanted.get("DeploymentConfig", {}))

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        configuration = existing("EndpointConfig", call, EndpointConfigName=wanted["EndpointConfigName"])
        into = _deployed(call.place, configuration)
        if wanted.get("RetainAllVariantProperties"):
            excluded = {member["VariantPropertyType"] for member in wanted.get("ExcludeRetainedVariantProperties", [])}
            _retain(record, into, excluded)
        # An update without a deployment configuration forgets the last one, unless it says RetainDeploymentConfig.
        kept = record.get("LastDeploymentConfig") if wanted.get("RetainDeploymentConfig") else None
        into["LastDeploymentConfig"] = wanted.get("DeploymentConfig", kept)
        self.begin(call.place, record, "Updating", into)
        record["PendingDeploymentSummary"] = {
            "EndpointConfigName": configuration["EndpointConfigName"],
            "ProductionVariants": copy.deepcopy(into["ProductionVariants"]),
            "StartTime": utcnow(),
        }

    def check_deletable(self, call: Call, record: Record) -> None:
        self.refuse_in_progress(record)
        components = entity("InferenceComponent").records(call.place)
        if any(component["EndpointName"] == record["EndpointName"] for component in components):
            message = f'Cannot delete endpoint "{record["_arn"]}" because it has inference components.'
            raise ApiError("ValidationException", message)

    def refuse_in_progress(self, record: Record) -> None:
        if record["EndpointStatus"] in ("Creating", "Updating"):
            raise ApiError("ValidationException", f'Cannot update in-progress endpoint "{record["_arn"]}".')

    def refuse_unchangeable(self, record: Record) -> None:
        self.refuse_in_progress(record)
        if record["EndpointStatus"] == "Failed":
            raise ApiError("ValidationException", f'Cannot update failed endpoint "{record["_arn"]}".')

    def begin(self, place: Place, record: Record, status: str, into: dict[str, Any]) -> None:
        """Starts a deployment. Until it is over, the endpoint answers what it answered before."""
        facts = {"endpoint": record["EndpointName"], "account": place.account}
        held = faults.take("hold-endpoint", **facts)
        # Nothing is there yet to which a creation could be rolled back.
        ending = faults.take("fail-endpoint", *(["roll-back"] if status == "Updating" else []), **facts)
        record["EndpointStatus"] = status
        record["_ending"] = (ending.kind, ending.value) if ending else (None, None)
        self.turn(place, record, into, float(held.value) if held else TURNING_SECONDS)

    def settle(self, place: Place, record: Record) -> None:
        (ending, reason), into = record.pop("_ending"), record["_turns"]["into"]
        record.pop("PendingDeploymentSummary", None)
        if ending == "fail-endpoint":
            record.update(EndpointStatus="Failed", FailureReason=str(reason or "The container did not pass the ping health check."))
            return
        # AWS says InService after a rollback, too: only the configuration's name gives it away.
        record["_rolled_back"] = record["EndpointStatus"] == "Updating" and (ending == "roll-back" or _alarmed(place, into))
        record["EndpointStatus"] = "InService"
        if record["_rolled_back"]:
            _forget_desires(record)
        else:
            record.update(into)


Model(
    "Model",
    key=("ModelName",),
    arn="model/{ModelName}",
    words="model",
    constants={"EnableNetworkIsolation": False},
)
EndpointConfig(
    "EndpointConfig",
    key=("EndpointConfigName",),
    arn="endpoint-config/{EndpointConfigName}",
    words="endpoint configuration",
)
Endpoint(
    "Endpoint",
    key=("EndpointName",),
    arn="endpoint/{EndpointName}",
    words="endpoint",
    status=("EndpointStatus", "InService"),
)
@implement("sagemaker", "UpdateEndpointWeightsAndCapacities")
def update_endpoint_weights_and_capacities(call: Call) -> dict[str, Any]:
    endpoint = entity("Endpoint")
    assert isinstance(endpoint, Endpoint)
    record = endpoint.found(call)
    endpoint.refuse_unchangeable(record)
    variants = copy.deepcopy(record["ProductionVariants"])
    for wanted in call.parameters["DesiredWeightsAndCapacities"]:
        variant = next((variant for variant in variants if variant["VariantName"] == wanted["VariantName"]), None)
        if variant is None:
            message = f'Could not find variant "{wanted["VariantName"]}" of endpoint "{record["_arn"]}".'
            raise ApiError("ValidationException", message)
        _desire(variant, wanted)

    # What is desired shows at once; what is, only when the change is over.
    record["ProductionVariants"] = variants
    endpoint.begin(call.place, record, "Updating", {"ProductionVariants": [_fulfilled(variant) for variant in variants]})
    return {"EndpointArn": record["_arn"]}


def _desire(variant: Variant, wanted: dict[str, Any]) -> None:
    for member in ("DesiredWeight", "DesiredInstanceCount"):
        if member in wanted:
            variant[member] = wanted[member]
    if "ServerlessUpdateConfig" in wanted:
        variant["DesiredServerlessConfig"] = {**variant["CurrentServerlessConfig"], **wanted["ServerlessUpdateConfig"]}


def _fulfilled(variant: Variant) -> Variant:
    desired = {f"Current{kind}": variant[f"Desired{kind}"] for kind in _SCALED if f"Desired{kind}" in variant}
    return {**copy.deepcopy(variant), **copy.deepcopy(desired)}


def _forget_desires(record: Record) -> None:
    for variant in record["ProductionVariants"]:
        variant.update({f"Desired{kind}": variant[f"Current{kind}"] for kind in _SCALED if f"Current{kind}" in variant})


def existing(name: str, call: Call, **identity: Any) -> Record:
    """An object that a call refers to; AWS says ValidationException where there is none."""
    kind = entity(name)
    record = kind.at(call.place, **identity)
    if record is None:
        raise ApiError("ValidationException", f'Could not find {kind.words} "{kind.arn_at(call.place, identity)}".')
    return record


def _check_package(call: Call, name: str) -> None:
    """
    A model is made of a package that exists, that the account may use, and that is approved.

    https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy.html
    """
    asked = Call(call.service, "DescribeModelPackage", call.place, call.principal, {"ModelPackageName": name})
    package = entity("ModelPackage").found(asked)
    status = package.get("ModelApprovalStatus", "Approved")
    if status != "Approved":
        raise ApiError("ValidationException", f"Model package {package['_arn']} is {status}; only an approved version can be deployed.")


def _check_serverless(record: Record, model: Record) -> None:
    """https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html#serverless-endpoints-how-it-works-exclusions"""
    refused = {
        "data capture": record.get("DataCaptureConfig", {}).get("EnableCapture"),
        "several production variants": len(record["ProductionVariants"]) > 1,
        "a VPC configuration": "VpcConfig" in model,
        "network isolation": model.get("EnableNetworkIsolation"),
    }
    if named := [words for words, present in refused.items() if present]:
        raise ApiError("ValidationException", f"Serverless endpoints do not support {' and '.join(named)}.")


def _check_deployment(configuration: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html"""
    if "BlueGreenUpdatePolicy" in configuration and "RollingUpdatePolicy" in configuration:
        raise ApiError("ValidationException", "Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy can be given.")
    routing = configuration.get("BlueGreenUpdatePolicy", {}).get("TrafficRoutingConfiguration", {})
    sizes = {
        "CanarySize": (routing.get("CanarySize"), 1),
        "LinearStepSize": (routing.get("LinearStepSize"), 10),
        "MaximumBatchSize": (configuration.get("RollingUpdatePolicy", {}).get("MaximumBatchSize"), 5),
    }
    for name, (size, least) in sizes.items():
        if size and size["Type"] == "CAPACITY_PERCENT" and not least <= size["Value"] <= 50:
            message = f"{name} must be between {least} and 50 percent of the capacity, but is {size['Value']}."
            raise ApiError("ValidationException", message)


def _deployed(place: Place, configuration: Record) -> dict[str, Any]:
    """What an endpoint shows of the configuration that it runs."""
    same = ("AsyncInferenceConfig", "ExplainerConfig", "MetricsConfig")
    capture, shadows = configuration.get("DataCaptureConfig"), configuration.get("ShadowProductionVariants", [])
    return {
        **{name: copy.deepcopy(configuration.get(name)) for name in same},
        "EndpointConfigName": configuration["EndpointConfigName"],
        "ProductionVariants": [_running(place, variant) for variant in configuration["ProductionVariants"]],
        "ShadowProductionVariants": [_running(place, variant) for variant in shadows] or None,
        "DataCaptureConfig": _capture(capture) if capture else None,
    }


def _running(place: Place, variant: Variant) -> Variant:
    running: Variant = {
        name: variant[name] for name in ("VariantName", "ManagedInstanceScaling", "RoutingConfig") if name in variant
    }
    values = {
        "InstanceCount": variant.get("InitialInstanceCount"),
        "Weight": variant.get("InitialVariantWeight", 1.0),
        "ServerlessConfig": variant.get("ServerlessConfig"),
    }
    for name, value in values.items():
        if value is not None:
            running[f"Current{name}"] = running[f"Desired{name}"] = copy.deepcopy(value)
    model = entity("Model").at(place, ModelName=variant.get("ModelName"))
    if model:
        containers = model.get("Containers") or [model["PrimaryContainer"]]
        images = [container["Image"] for container in containers if "Image" in container]
        running["DeployedImages"] = [resolved(image, utcnow()) for image in images]
    return running


def resolved(image: str, at: Any) -> dict[str, Any]:
    return {"SpecifiedImage": image, "ResolvedImage": image, "ResolutionTime": at}


def _capture(configuration: dict[str, Any]) -> dict[str, Any]:
    enabled = configuration.get("EnableCapture", False)
    kept: dict[str, Any] = {name: configuration[name] for name in ("DestinationS3Uri", "KmsKeyId") if name in configuration}
    status = "Started" if enabled else "Stopped"
    sampling = configuration["InitialSamplingPercentage"]
    return {**kept, "EnableCapture": enabled, "CaptureStatus": status, "CurrentSamplingPercentage": sampling}


def _retain(record: Record, into: dict[str, Any], excluded: set[str]) -> None:
    before = {variant["VariantName"]: variant for variant in record["ProductionVariants"]}
    for variant in into["ProductionVariants"]:
        for kind, members in _RETAINED.items():
            for member in members:
                if kind not in excluded and member in before.get(variant["VariantName"], {}):
                    variant[member] = before[variant["VariantName"]][member]
    if "DataCaptureConfig" not in excluded:
        into["DataCaptureConfig"] = copy.deepcopy(record.get("DataCaptureConfig"))


def _alarmed(place: Place, into: dict[str, Any]) -> bool:
    """Whether an alarm that guards the deployment rings."""
    guards = (into.get("LastDeploymentConfig") or {}).get("AutoRollbackConfiguration", {}).get("Alarms", [])
    names = [alarm["AlarmName"] for alarm in guards]
    if not names:
        return False
    try:
        found = place.client("cloudwatch").describe_alarms(AlarmNames=names, AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    except ClientError:
        return False
    return any(alarm["StateValue"] == "ALARM" for alarm in [*found["MetricAlarms"], *found.get("CompositeAlarms", [])])
