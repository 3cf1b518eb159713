"""What a service's own model of a request does not know is found in the arguments of steps."""

from __future__ import annotations

import pytest
from faultless import Change, arguments, faultless, lacking, of
from language import check

CLUSTER_OF_TRAINING = ("Arguments", "ResourceConfig")
OUTPUTS = ("Arguments", "ProcessingOutputConfig", "Outputs")
PATH = "steps.Prepare.Arguments.ProcessingOutputConfig.Outputs[0].S3Output"

FAULTS: dict[str, tuple[Change, str]] = {
    "an unknown member": (
        of("Train", "Arguments", "HyperParametres", value={}),
        "steps.Train.Arguments.HyperParametres is unknown",
    ),
    "an unknown member deep inside": (of("Prepare", *OUTPUTS, 0, "S3Output", "Uri", value="s3://x"), f"{PATH}.Uri is unknown"),
    "a required member that is missing": (
        lacking("Train", "Arguments", "OutputDataConfig"),
        "steps.Train.Arguments.OutputDataConfig is missing",
    ),
    "a number as text": (
        of("Train", *CLUSTER_OF_TRAINING, "VolumeSizeInGB", value="30"),
        "steps.Train.Arguments.ResourceConfig.VolumeSizeInGB is '30', wanted: integer",
    ),
    "text as a number": (of("Train", "Arguments", "RoleArn", value=1), "steps.Train.Arguments.RoleArn is 1, wanted: string"),
    "a truth as a number": (
        of("Train", *CLUSTER_OF_TRAINING, "VolumeSizeInGB", value=True),
        "steps.Train.Arguments.ResourceConfig.VolumeSizeInGB is True, wanted: integer",
    ),
    "an object as a list": (
        of("Train", "Arguments", "InputDataConfig", value={}),
        "steps.Train.Arguments.InputDataConfig is {}, wanted: list",
    ),
    "a hyperparameter that is no text": (
        of("Train", "Arguments", "HyperParameters", "eta", value=0.2),
        "steps.Train.Arguments.HyperParameters['eta'] is 0.2, wanted: string",
    ),
    "a value that is not one of those allowed": (
        of("Prepare", *OUTPUTS, 0, "S3Output", "S3UploadMode", value="Sometimes"),
        f"{PATH}.S3UploadMode is 'Sometimes', wanted: one of Continuous, EndOfJob",
    ),
    "a number below its range": (
        of("Train", "Arguments", "StoppingCondition", "MaxRuntimeInSeconds", value=0),
        "steps.Train.Arguments.StoppingCondition.MaxRuntimeInSeconds is 0, wanted: at least 1",
    ),
    "a number above its range": (
        of("Prepare", "Arguments", "ProcessingResources", "ClusterConfig", "VolumeSizeInGB", value=16385),
        "steps.Prepare.Arguments.ProcessingResources.ClusterConfig.VolumeSizeInGB is 16385, wanted: at least 1 and at most 16384",
    ),
    "a text too long": (
        of("Train", "Arguments", "Environment", value={"A": "x" * 513}),
        "steps.Train.Arguments.Environment['A'] has 513 characters, wanted: at least 0 and at most 512",
    ),
    "a list too short": (
        of("Train", "Arguments", "InputDataConfig", value=[]),
        "steps.Train.Arguments.InputDataConfig has 0 entries, wanted: at least 1 and at most 20",
    ),
    "a text unlike its pattern": (
        of("Prepare", *OUTPUTS, 0, "S3Output", "S3Uri", value="data/train"),
        f"{PATH}.S3Uri is 'data/train', wanted: (https|s3)://([^/]+)/?(.*)",
    ),
    "an experiment that the pipeline decides": (
        of("Train", "Arguments", "ExperimentConfig", value={"ExperimentName": "abalone"}),
        "steps.Train.Arguments.ExperimentConfig has more than a TrialComponentDisplayName, which the pipeline decides",
    ),
    "AutoML in another mode": (
        of("Search", "Arguments", "AutoMLJobConfig", value={"Mode": "AUTO"}),
        "steps.Search.Arguments.AutoMLJobConfig.Mode is 'AUTO', wanted: ENSEMBLING",
    ),
    "an endpoint that changes by degrees": (
        of("Serve", "Arguments", "DeploymentConfig", value={}),
        "steps.Serve.Arguments.DeploymentConfig is unknown",
    ),
    "an endpoint that keeps what it is asked": (
        of("Configure", "Arguments", "DataCaptureConfig", value={}),
        "steps.Configure.Arguments.DataCaptureConfig is unknown",
    ),
    "an endpoint that explains itself": (
        of("Configure", "Arguments", "ExplainerConfig", value={}),
        "steps.Configure.Arguments.ExplainerConfig is unknown",
    ),
    "AutoML that deploys": (
        of("Search", "Arguments", "ModelDeployConfig", value={}),
        "steps.Search.Arguments.ModelDeployConfig is unknown",
    ),
}


@pytest.mark.parametrize(("change", "fault"), [pytest.param(*case, id=name) for name, case in FAULTS.items()])
def test_a_fault_is_found(change: Change, fault: str) -> None:
    definition = faultless()
    change(definition)

    assert check(definition) == [fault]


def test_what_only_a_deployment_knows_is_taken_as_it_comes() -> None:
    definition = faultless()
    arguments(definition, "Train")["RoleArn"] = "⟦Fn::GetAtt Role Arn⟧"
    arguments(definition, "Train")["ResourceConfig"]["VolumeSizeInGB"] = {"⟦deployed⟧": True}

    assert check(definition) == []
