"""Pipelines as the tests of their executions write, start and look at them."""

from __future__ import annotations

import json
import uuid
from typing import Any

from zone import ACCOUNT, Zone

ROLE = f"arn:aws:iam::{ACCOUNT}:role/pipelines"

Step = dict[str, Any]

# The file that `report` reads, in an output of the step that writes it.
REPORT = {"PropertyFileName": "Report", "OutputName": "train", "FilePath": "evaluation.json"}


def processing(name: str, target: Any = None, **more: Any) -> Step:
    cluster = {"InstanceType": {"Get": "Parameters.InstanceType"}, "InstanceCount": 1, "VolumeSizeInGB": 30}
    usual = {"Std:Join": {"On": "/", "Values": ["s3://data", {"Get": "Execution.PipelineExecutionId"}, name]}}
    output = {
        "OutputName": "train",
        "S3Output": {"S3Uri": target or usual, "LocalPath": "/opt/ml/processing/train", "S3UploadMode": "EndOfJob"},
    }
    arguments = {
        "AppSpecification": {"ImageUri": "image"},
        "RoleArn": ROLE,
        "ProcessingResources": {"ClusterConfig": cluster},
        "ProcessingOutputConfig": {"Outputs": [output]},
    }
    return {"Name": name, "Type": "Processing", "Arguments": arguments, **more}


def training(name: str, data: str) -> Step:
    source = {"S3DataType": "S3Prefix", "S3Uri": {"Get": f"Steps.{data}.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"}}
    arguments = {
        "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File"},
        "RoleArn": ROLE,
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": source}}],
        "OutputDataConfig": {"S3OutputPath": "s3://models"},
        "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    }
    return {"Name": name, "Type": "Training", "Arguments": arguments}


def registration(name: str, group: str, model: str) -> Step:
    container = {"Image": "image", "ModelDataUrl": {"Get": f"Steps.{model}.ModelArtifacts.S3ModelArtifacts"}}
    arguments = {
        "ModelPackageGroupName": group,
        "ModelApprovalStatus": {"Get": "Parameters.Approval"},
        "InferenceSpecification": {
            "Containers": [container],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
    }
    return {"Name": name, "Type": "RegisterModel", "Arguments": arguments}


def condition(name: str, left: Any, then: list[Step], otherwise: list[Step]) -> Step:
    conditions = [{"Type": "LessThanOrEqualTo", "LeftValue": left, "RightValue": {"Get": "Parameters.MaxMse"}}]
    return {"Name": name, "Type": "Condition", "Arguments": {"Conditions": conditions, "IfSteps": then, "ElseSteps": otherwise}}


def report(step: str) -> Any:
    return {"Std:JsonGet": {"PropertyFile": {"Get": f"Steps.{step}.PropertyFiles.Report"}, "Path": "mse.value"}}


def failure(name: str, message: Any) -> Step:
    return {"Name": name, "Type": "Fail", "Arguments": {"ErrorMessage": message}}


def pipeline(zone: Zone, name: str, *steps: Step) -> str:
    parameters = [
        {"Name": "InstanceType", "Type": "String", "DefaultValue": "ml.m5.xlarge"},
        {
            "Name": "Approval",
            "Type": "String",
            "DefaultValue": "PendingManualApproval",
            "EnumValues": ["PendingManualApproval", "Rejected"],
        },
        {"Name": "MaxMse", "Type": "Float", "DefaultValue": 6},
    ]
    definition = {"Version": "2020-12-01", "Metadata": {}, "Parameters": parameters, "Steps": list(steps)}
    answer = zone.client("sagemaker").create_pipeline(
        PipelineName=name, PipelineDefinition=json.dumps(definition), RoleArn=ROLE, ClientRequestToken=str(uuid.uuid4())
    )
    return str(answer["PipelineArn"])


def run(zone: Zone, name: str, **parameters: str) -> str:
    """The ARN of an execution that has gone as far as it can by itself."""
    given = [{"Name": key, "Value": value} for key, value in parameters.items()]
    arn = zone.client("sagemaker").start_pipeline_execution(PipelineName=name, PipelineParameters=given)["PipelineExecutionArn"]
    zone.steer("settle")
    return str(arn)


def steps(zone: Zone, arn: str) -> dict[str, dict[str, Any]]:
    found = zone.client("sagemaker").list_pipeline_execution_steps(PipelineExecutionArn=arn, SortOrder="Ascending")
    return {step["StepName"]: step for step in found["PipelineExecutionSteps"]}


def status(zone: Zone, arn: str) -> str:
    return str(zone.client("sagemaker").describe_pipeline_execution(PipelineExecutionArn=arn)["PipelineExecutionStatus"])


def events(zone: Zone, words: str, arn: str) -> list[dict[str, Any]]:
    entries = [entry["event"] for entry in zone.steer("events", {"source": "aws.sagemaker", "account": ACCOUNT})]
    return [event["detail"] for event in entries if event["detail-type"].endswith(words) and arn in event["resources"]]
