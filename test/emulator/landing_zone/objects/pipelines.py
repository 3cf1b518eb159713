"""SageMaker pipelines, kept as moto's objects, with what moto gets wrong: definitions from S3, ARNs for names, refusals."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError
from moto.core.utils import utcnow
from moto.sagemaker.models import FakePipeline, SageMakerModelBackend, sagemaker_backends

from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from . import pipeline_versions, sharing

# What a share gives that names no permission: to look, and no more.
_READ_ONLY = "AWSRAMDefaultPermissionSageMakerPipeline"
_RUNNING = ("RetryPipelineExecution", "StartPipelineExecution", "StopPipelineExecution", "UpdatePipelineExecution")

_CHANGEABLE = {
    "PipelineDisplayName": "pipeline_display_name",
    "PipelineDescription": "pipeline_description",
    "RoleArn": "role_arn",
    "ParallelismConfiguration": "parallelism_configuration",
}


@implement("sagemaker", "CreatePipeline")
def create_pipeline(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html"""
    name, backend = call.parameters["PipelineName"], _backend(call)
    if name in backend.pipelines:
        message = "Pipeline names must be unique within an AWS account and region."
        raise ApiError("ValidationException", f"{message} Pipeline with name ({name}) already exists.")

    definition = _definition(call) or _refuse_definition("it is missing")
    made = backend.create_pipeline(
        pipeline_name=name,
        pipeline_display_name=call.parameters.get("PipelineDisplayName", name),
        pipeline_definition=definition,
        pipeline_definition_s3_location={},
        pipeline_description=call.parameters.get("PipelineDescription"),
        role_arn=call.parameters["RoleArn"],
        tags=call.parameters.get("Tags", []),
        parallelism_configuration=call.parameters.get("ParallelismConfiguration"),
    )
    pipeline_versions.add(made.arn, definition, call.parameters.get("PipelineVersionAliases"))
    return {"PipelineArn": made.arn}


@implement("sagemaker", "DescribePipeline")
def describe_pipeline(call: Call) -> dict[str, Any]:
    place, pipeline = found(call)
    version = pipeline_versions.asked(pipeline.arn, call.parameters)
    described = sagemaker_backends[place.account][place.region].describe_pipeline(pipeline.pipeline_name)
    return {**described, **version.described(), "PipelineDefinition": version.definition}


@implement("sagemaker", "UpdatePipeline")
def update_pipeline(call: Call) -> dict[str, Any]:
    (_, pipeline), definition = found(call), _definition(call)
    for parameter, attribute in _CHANGEABLE.items():
        if parameter in call.parameters:
            setattr(pipeline, attribute, call.parameters[parameter])
    pipeline.pipeline_definition = definition or pipeline.pipeline_definition
    pipeline.last_modified_time = utcnow()
    aliases = call.parameters.get("PipelineVersionAliases")
    version = pipeline_versions.add(pipeline.arn, pipeline.pipeline_definition, aliases)
    return {"PipelineArn": pipeline.arn, "PipelineVersionId": version.number}


@implement("sagemaker", "DeletePipeline")
def delete_pipeline(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeletePipeline.html"""
    _, pipeline = found(call)
    executions = pipeline.pipeline_executions.values()
    running = [one.arn for one in executions if one.pipeline_execution_status in ("Executing", "Stopping")]
    if running:
        raise ApiError("ConflictException", f"Pipeline {pipeline.arn} cannot be deleted while {running[0]} runs.")
    del _backend(call).pipelines[pipeline.pipeline_name]
    pipeline_versions.forget(pipeline.arn)
    return {"PipelineArn": pipeline.arn}


def found(call: Call) -> tuple[Place, FakePipeline]:
    """The pipeline that a call names, and where it is; by its ARN it may be another account's, if that shares it."""
    name, place = call.parameters["PipelineName"], call.place
    if name.startswith("arn:"):
        place, name = Place(name.split(":")[4], name.split(":")[3]), name.rpartition("/")[2]
    pipeline = sagemaker_backends[place.account][place.region].pipelines.get(name)
    arn = place.arn("sagemaker", f"pipeline/{name}")
    if pipeline is None:
        raise ApiError("ResourceNotFound", f"Pipeline '{arn}' does not exist.")
    check_shared(call, place, arn)
    return place, pipeline


def check_shared(call: Call, owner: Place, arn: str) -> None:
    """
    Refuses a call from another account, unless a share of the owner lets it look at the pipeline, or run it.

    @see https://docs.aws.amazon.com/sagemaker/latest/dg/xaccount-pipeline.html
    """
    if owner.account == call.place.account:
        return
    allowed = sharing.permissions(owner, sharing.shares(owner, arn, call.place.account), _READ_ONLY)
    if not allowed or call.operation in _RUNNING and allowed == {_READ_ONLY}:
        raise sharing.denied(call, arn)


def _backend(call: Call) -> SageMakerModelBackend:
    return sagemaker_backends[call.place.account][call.place.region]


def _definition(call: Call) -> str | None:
    """The text of the definition that a call brings, itself or in S3; None if it brings none."""
    given, location = call.parameters.get("PipelineDefinition"), call.parameters.get("PipelineDefinitionS3Location")
    if given and location:
        message = "Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present"
        raise ApiError("ValidationException", message)
    text = _stored(call, location) if location else given
    if text is not None:
        _check(text)
    return text


def _stored(call: Call, location: dict[str, str]) -> str:
    version = {"VersionId": location["VersionId"]} if "VersionId" in location else {}
    try:
        found = call.place.client("s3").get_object(Bucket=location["Bucket"], Key=location["ObjectKey"], **version)
    except ClientError as error:
        raise ApiError("ValidationException", f"Unable to read the pipeline definition: {error}") from error
    return str(found["Body"].read().decode())


def _check(text: str) -> None:
    try:
        definition = json.loads(text)
    except ValueError as error:
        _refuse_definition(f"it is not JSON: {error}")
    if not isinstance(definition, dict) or definition.get("Version") != "2020-12-01":
        _refuse_definition("its Version must be 2020-12-01")
    steps = _steps(definition.get("Steps"))
    if not steps:
        _refuse_definition("it has no Steps")
    names = [step.get("Name") for step in steps]
    doubled = sorted({str(name) for name in names if names.count(name) > 1})
    if doubled:
        _refuse_definition(f"step names must be unique, but {', '.join(doubled)} is not")


def _steps(given: Any) -> list[dict[str, Any]]:
    """All steps, those in the branches of conditions with them."""
    steps = [step for step in given or [] if isinstance(step, dict)]
    branches = [step.get("Arguments", {}).get(branch) for step in steps for branch in ("IfSteps", "ElseSteps")]
    return [*steps, *(step for branch in branches for step in _steps(branch))]


def _refuse_definition(why: str) -> Any:
    raise ApiError("ValidationException", f"Unable to parse pipeline definition: {why}")
