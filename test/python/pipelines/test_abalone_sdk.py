"""Written with the SageMaker Python SDK, the Abalone pipeline of the examples is the same but for what is told here, and why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from comparison import ABSENT, differences, edges_of, renamed, steps_of
from definitions import of_examples
from language import check

SCRIPT = Path(__file__).with_name("abalone_sdk.py")

# The SDK appends what a model step does to its name.
RENAMED_OF_SDK = {"AbaloneRegister-RegisterModel": "AbaloneRegister"}
BUCKET_OF_SDK = "s3://abalone-data/"

# Where the two differ, who has it, and why.
OURS, SDK, BOTH = "only ours", "only the SDK's", "another value"
EXPLAINED: list[tuple[str, str, str]] = [
    ("PipelineExperimentConfig", SDK, "the SDK writes down what SageMaker does where nothing is said"),
    ("Steps.*.Arguments.RoleArn", BOTH, "the stack makes the role of the jobs"),
    # Every job runs where the platform wants it to, which nobody has to remember.
    ("Steps.*.Arguments.NetworkConfig", OURS, "processing runs in the VPC, isolated, its traffic encrypted"),
    ("Steps.*.Arguments.VpcConfig", OURS, "training runs in the VPC"),
    ("Steps.*.Arguments.EnableNetworkIsolation", OURS, "training is isolated"),
    ("Steps.*.Arguments.EnableInterContainerTrafficEncryption", OURS, "traffic between instances is encrypted"),
    ("Steps.*.Arguments.ProcessingOutputConfig.KmsKeyId", OURS, "what is written is encrypted with a key of the customer's"),
    ("Steps.*.Arguments.OutputDataConfig.KmsKeyId", OURS, "so are models"),
    ("Steps.*.Arguments.ResourceConfig.VolumeKmsKeyId", OURS, "so are the disks of training"),
    ("Steps.*.Arguments.ProcessingResources.ClusterConfig.VolumeKmsKeyId", OURS, "and those of processing"),
    ("Steps.*.Arguments.StoppingCondition", OURS, "processing that hangs ends after an hour, not after a day"),
    ("Steps.*.Arguments.StoppingCondition.MaxRuntimeInSeconds", BOTH, "so does training"),
    ("Steps.*.Arguments.DebugHookConfig", SDK, "Debugger is closed to new customers"),
    ("Steps.*.Arguments.ProfilerConfig.DisableProfiler", BOTH, "so is its profiler"),
    ("Steps.*.Arguments.ProfilerConfig.S3OutputPath", SDK, "which writes nothing if it is off"),
    # Scripts are assets of the CDK, under names that are hashes.
    ("Steps.*.Arguments.ProcessingInputs.code.S3Input.S3Uri", BOTH, "the script is an asset"),
    ("Steps.*.Arguments.ProcessingInputs.code.S3Input.LocalPath", BOTH, "it lies beside the data, not among them"),
    ("Steps.*.Arguments.AppSpecification.ContainerEntrypoint.1", BOTH, "and is started there"),
    ("Steps.*.Arguments.ModelPackageGroupName", BOTH, "the ARN is right in every account"),
    ("Steps.*.Arguments.MetadataProperties", OURS, "a version says which run has made it"),
    ("Steps.*.Arguments.SkipModelValidation", SDK, "the SDK writes down the default"),
    ("Steps.*.Arguments.ModelMetrics.Bias", SDK, "and what is empty"),
    ("Steps.*.Arguments.ModelMetrics.Explainability", SDK, "and what is empty"),
    ("Steps.*.Arguments.InferenceSpecification.Containers.0.Environment", SDK, "and what is empty"),
]


@pytest.fixture(scope="module")
def written() -> Any:
    """The definition as the SDK writes it, in a process of its own, which has no AWS and forgets the SDK again."""
    quietly = {"AWS_EC2_METADATA_DISABLED": "true", "SAGEMAKER_SUPPRESS_V2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    known = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run([sys.executable, SCRIPT], env={**known, **quietly}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-5000:]
    # The SDK prints more than it is asked for.
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def theirs(written: Any) -> Any:
    """The definition of the SDK, its steps called as ours are."""
    return renamed(written, RENAMED_OF_SDK)


@pytest.fixture(scope="module")
def ours() -> Any:
    """The definition of the example, as if its bucket were the SDK's."""
    found = of_examples()["pipelines/acme-abalone"]
    source = next(parameter["DefaultValue"] for parameter in found["Parameters"] if parameter["Name"] == "InputData")
    return renamed(found, {source.removesuffix("abalone/raw/"): BUCKET_OF_SDK})


def found_between(ours: Any, theirs: Any) -> list[tuple[str, str]]:
    """Each difference of the definitions with the kind that it is of; the branches of conditions count as steps."""
    return [
        (path.replace("Steps.AbaloneMseCheck.Arguments.IfSteps.", "Steps."), kind_of(mine, yours))
        for path, mine, yours in differences(ours, theirs)
    ]


def kind_of(mine: Any, yours: Any) -> str:
    return OURS if yours is ABSENT else SDK if mine is ABSENT else BOTH


def is_explained(path: str, kind: str, pattern: str, kind_explained: str) -> bool:
    return kind == kind_explained and fnmatchcase(path, pattern) and path.count(".") == pattern.count(".")


def test_the_sdk_writes_what_the_checker_accepts(written: Any) -> None:
    assert check(written) == []


def test_the_graphs_are_the_same(ours: Any, theirs: Any) -> None:
    assert steps_of(ours) == steps_of(theirs)
    assert edges_of(ours) == edges_of(theirs)


def test_every_difference_is_explained(ours: Any, theirs: Any) -> None:
    unexplained = [
        (path, kind)
        for path, kind in found_between(ours, theirs)
        if not any(is_explained(path, kind, pattern, whose) for pattern, whose, _ in EXPLAINED)
    ]

    assert unexplained == []


def test_every_explained_difference_is_still_there(ours: Any, theirs: Any, written: Any) -> None:
    found = found_between(ours, theirs)

    gone = [
        (pattern, whose)
        for pattern, whose, _ in EXPLAINED
        if not any(is_explained(path, kind, pattern, whose) for path, kind in found)
    ]

    assert gone == []
    assert RENAMED_OF_SDK.keys() <= steps_of(written).keys()


def test_another_value_is_a_difference(ours: Any) -> None:
    changed = renamed(ours, {"ml.m5.xlarge": "ml.m5.2xlarge", "Parameters.MaxMse": "Parameters.InputData"})

    found = {path for path, _ in found_between(ours, changed)}

    assert "Steps.AbaloneProcess.Arguments.ProcessingResources.ClusterConfig.InstanceType" in found
    assert "Steps.AbaloneMseCheck.Arguments.Conditions.0.RightValue.Get" in found
    assert "Steps.AbaloneMseCheck.Arguments.ElseSteps.AbaloneMseFail.Arguments.ErrorMessage.joined.3.Get" in found


def test_another_order_of_steps_is_another_graph(ours: Any) -> None:
    process, train, evaluate, condition = ours["Steps"]
    waiting = {**ours, "Steps": [process, {**train, "DependsOn": ["AbaloneEvaluate"]}, evaluate, condition]}

    assert edges_of(waiting) - edges_of(ours) == {("AbaloneEvaluate", "AbaloneTrain")}
