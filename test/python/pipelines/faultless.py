"""A definition of which nothing is wrong, and changes that make something of it wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = Any

ROLE = "arn:aws:iam::111111111111:role/jobs"
CLUSTER = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30}


def get(path: str) -> Json:
    return {"Get": path}


def output(name: str, uri: Json) -> Json:
    return {"OutputName": name, "S3Output": {"S3Uri": uri, "LocalPath": "/opt/ml/processing/out", "S3UploadMode": "EndOfJob"}}


def processing(**more: Json) -> Json:
    return {
        "AppSpecification": {"ImageUri": "image"},
        "ProcessingResources": {"ClusterConfig": {**CLUSTER, "InstanceType": get("Parameters.InstanceType")}},
        "RoleArn": ROLE,
        **more,
    }


def faultless() -> Json:
    """A definition of which nothing is wrong, with a step of every kind that the faults need."""
    report = {"PropertyFile": get("Steps.Prepare.PropertyFiles.Report"), "Path": "mse.value"}
    channel = {
        "ChannelName": "train",
        "DataSource": {
            "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": get("Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"),
            }
        },
    }
    training = {
        "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File"},
        "RoleArn": ROLE,
        "HyperParameters": {"eta": {"Std:Join": {"On": "", "Values": [get("Parameters.Eta")]}}},
        "InputDataConfig": [channel],
        "OutputDataConfig": {"S3OutputPath": "s3://models"},
        "ResourceConfig": {**CLUSTER, "InstanceCount": get("Parameters.Count")},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        "EnableNetworkIsolation": get("Parameters.Isolated"),
    }
    model = {
        "ExecutionRoleArn": ROLE,
        "PrimaryContainer": {"Image": "image", "ModelDataUrl": get("Steps.Train.ModelArtifacts.S3ModelArtifacts")},
    }
    condition = {
        "Conditions": [
            {"Type": "LessThan", "LeftValue": {"Std:JsonGet": report}, "RightValue": get("Parameters.Eta")},
            {
                "Type": "Not",
                "Condition": {"Type": "In", "QueryValue": get("Execution.PipelineName"), "Values": ["a", "b"]},
            },
            {"Type": "Or", "Conditions": [{"Type": "Equals", "LeftValue": 1, "RightValue": get("Parameters.Count")}]},
        ],
        "IfSteps": [{"Name": "Make", "Type": "Model", "Arguments": model}],
        "ElseSteps": [{"Name": "Refuse", "Type": "Fail", "Arguments": {"ErrorMessage": "too inaccurate"}}],
    }
    check_job = processing(
        ProcessingInputs=[{"InputName": name} for name in ("analysis_config", "dataset")],
        ProcessingOutputConfig={"Outputs": [output("analysis_result", "s3://data/bias")]},
    )
    action = {"ActionName": "review", "ActionType": "Approval", "Source": {"SourceUri": "s3://reviews"}}
    association = {"Source": {"Name": "review", "Type": "Action"}, "Destination": {"Arn": "arn:aws:sagemaker:x"}}
    instances = {"InstanceGroups": [{"InstanceRole": "MASTER", "InstanceType": "m5.xlarge", "InstanceCount": 1}]}
    emr = {
        "StepConfig": {"HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["spark-submit"]}},
        "ClusterConfig": {"Instances": instances, "ReleaseLabel": "emr-7.0.0"},
    }
    job = {"executionRoleArn": ROLE, "jobDriver": {"sparkSubmit": {"entryPoint": "s3://code/job.py"}}, "applicationId": "abc"}
    auto_ml = {
        "RoleArn": ROLE,
        "InputDataConfig": [{"TargetAttributeName": "rings"}],
        "OutputDataConfig": {"S3OutputPath": "s3://models"},
        "AutoMLJobConfig": {"Mode": "ENSEMBLING"},
    }
    variant = {"VariantName": "all", "ModelName": "abalone", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    retry = {"ExceptionType": ["Step.THROTTLING"], "IntervalSeconds": 1, "BackoffRate": 2, "MaxAttempts": 3}
    return {
        "Version": "2020-12-01",
        "Metadata": {},
        "Parameters": [
            {"Name": "InstanceType", "Type": "String", "DefaultValue": "ml.m5.xlarge", "EnumValues": ["ml.m5.xlarge"]},
            {"Name": "Eta", "Type": "Float", "DefaultValue": 0.2},
            {"Name": "Count", "Type": "Integer", "DefaultValue": 1},
            {"Name": "Isolated", "Type": "Boolean", "DefaultValue": True},
        ],
        "Steps": [
            {
                "Name": "Prepare",
                "Type": "Processing",
                "Arguments": processing(ProcessingOutputConfig={"Outputs": [output("train", "s3://data/train")]}),
                "PropertyFiles": [{"PropertyFileName": "Report", "OutputName": "train", "FilePath": "report.json"}],
                "CacheConfig": {"Enabled": True, "ExpireAfter": "P30D"},
            },
            {"Name": "Train", "Type": "Training", "Arguments": training, "RetryPolicies": [retry]},
            {"Name": "Check", "Type": "Condition", "Arguments": condition},
            {
                "Name": "Tell",
                "Type": "Lambda",
                "FunctionArn": "arn:aws:lambda:eu-west-1:111111111111:function:tell",
                "Arguments": {"model": {"of": [get("Steps.Train.TrainingJobName")]}},
                "OutputParameters": [{"OutputName": "told", "OutputType": "Boolean"}],
                "DependsOn": ["Check"],
            },
            {"Name": "Bias", "Type": "ClarifyCheck", "CheckType": "DATA_BIAS", "SkipCheck": False, "Arguments": check_job},
            {"Name": "Record", "Type": "Lineage", "Arguments": {"Actions": [action], "Associations": [association]}},
            {"Name": "Spark", "Type": "EMR", "Arguments": emr},
            {
                "Name": "Serverless",
                "Type": "EMRServerless",
                "Arguments": {"ExecutionRoleArn": ROLE, "ApplicationId": "abc", "JobConfig": job},
            },
            {"Name": "Search", "Type": "AutoML", "Arguments": auto_ml},
            {
                "Name": "Configure",
                "Type": "EndpointConfig",
                "Arguments": {"EndpointConfigName": "abalone-1", "ProductionVariants": [variant]},
            },
            {
                "Name": "Serve",
                "Type": "Endpoint",
                "Arguments": {"EndpointName": "abalone", "EndpointConfigName": get("Steps.Configure.EndpointConfigName")},
            },
        ],
    }


def step(definition: Json, name: str) -> Json:
    return next(one for one in definition["Steps"] if one["Name"] == name)


def arguments(definition: Json, name: str) -> Json:
    return step(definition, name)["Arguments"]


Change = Callable[[Json], None]


def of(name: str, *path: Any, value: Json) -> Change:
    """Sets what a path leads to in a step."""

    def change(definition: Json) -> None:
        place = step(definition, name)
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return change


def lacking(name: str, *path: Any) -> Change:
    """Removes what a path leads to in a step."""

    def change(definition: Json) -> None:
        place = step(definition, name)
        for part in path[:-1]:
            place = place[part]
        del place[path[-1]]

    return change


def compared(left: Json, right: Json, kind: str = "Equals") -> Change:
    condition = {"Type": kind, "LeftValue": left, "RightValue": right}
    return of("Check", "Arguments", "Conditions", 0, value=condition)
