"""
Executions of SageMaker pipelines as far as they have come: what survives a restart, and what references in their steps stand for.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from ..places import Place
from . import roles
from .bus import iso_time
from .definition import UNKNOWN, Step, all_steps, find, guessed, resolved

_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_PROPERTY_FILE = re.compile(r"Steps\.([^.]+)\.PropertyFiles\.(.+)")


@dataclass
class StepRun:
    type: str
    status: str
    started: datetime
    ended: datetime | None = None
    reason: str | None = None
    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)
    # What references to the step find.
    values: dict[str, Any] = field(default_factory=dict)
    attempts: int = 1


@dataclass
class Run:
    """One execution. What comes next follows from the definition and from the steps that have run, so it survives a restart."""

    arn: str
    place: Place
    pipeline: str
    role_arn: str
    definition: dict[str, Any]
    values: dict[str, Any]
    started: datetime
    version: int = 1
    # How the execution was started, as StartPipelineExecution was asked.
    asked: dict[str, Any] = field(default_factory=dict)
    # The steps of another execution that stand for those that were not selected.
    earlier: dict[str, StepRun] = field(default_factory=dict)
    status: str = "Executing"
    reason: str | None = None
    ended: datetime | None = None
    steps: dict[str, StepRun] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.arn.rpartition("/")[2]

    @property
    def pipeline_arn(self) -> str:
        return self.arn.partition("/execution/")[0]

    @property
    def selected(self) -> set[str] | None:
        """The only steps that run; None if all do."""
        chosen = self.asked.get("SelectiveExecutionConfig", {}).get("SelectedSteps")
        return None if chosen is None else {step["StepName"] for step in chosen}


@dataclass
class State:
    runs: dict[str, Run] = field(default_factory=dict)
    # The execution and the step that wait for each callback token.
    callbacks: dict[str, tuple[str, str]] = field(default_factory=dict)
    outcomes: list[dict[str, str]] = field(default_factory=list)


class StepFailed(Exception):
    pass


_state = State()


def state() -> State:
    return _state


class Values:
    """What the references in the definition of an execution stand for."""

    def __init__(self, run: Run):
        self._run = run

    def get(self, path: str) -> Any:
        root, _, rest = path.partition(".")
        if root == "Parameters":
            return self._run.values.get(rest, UNKNOWN)
        if root == "Execution":
            return _facts(self._run).get(rest, UNKNOWN)
        known = {**self._run.earlier, **self._run.steps}
        name = next((name for name in known if rest == name or rest.startswith((f"{name}.", f"{name}["))), None)
        return UNKNOWN if name is None else find(rest.removeprefix(name), known[name].values)

    def json(self, asked: dict[str, Any]) -> Any:
        """A value in a file that a job wrote; what no job wrote is unknown, as jobs compute nothing here."""
        uri = resolved(asked["S3Uri"], self) if "S3Uri" in asked else self._property_file(asked["PropertyFile"]["Get"])
        bucket, _, key = str(uri).removeprefix("s3://").partition("/")
        try:
            text = self._run.place.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError:
            return UNKNOWN
        found = find(asked["Path"], json.loads(text))
        if found is UNKNOWN:
            raise StepFailed(f"ClientError: there is no {asked['Path']} in {uri}")
        return found

    def _property_file(self, reference: str) -> Any:
        match = _PROPERTY_FILE.fullmatch(reference)
        step, name = match.groups() if match else ("", "")
        steps = {one["Name"]: one for one in all_steps(self._run.definition)}
        files = {file["PropertyFileName"]: file for file in steps.get(step, {}).get("PropertyFiles", [])}
        if name not in files:
            raise StepFailed(f"ClientError: there is no property file {reference}")
        folder = self.get(f"Steps.{step}.ProcessingOutputConfig.Outputs['{files[name]['OutputName']}'].S3Output.S3Uri")
        return f"{str(folder).rstrip('/')}/{files[name]['FilePath']}"


def _facts(run: Run) -> dict[str, str]:
    return {
        "PipelineName": run.pipeline,
        "PipelineArn": run.pipeline_arn,
        "PipelineExecutionId": run.id,
        "PipelineExecutionArn": run.arn,
        "StartDateTime": iso_time(run.started),
        "CurrentDateTime": iso_time(utcnow()),
    }


def arguments(run: Run, step: Step) -> dict[str, Any]:
    """The arguments of a step with the values of their references."""
    found: dict[str, Any] = guessed(resolved(step.get("Arguments", {}), Values(run)))
    return found


def outcome(run: Run, step: Step) -> dict[str, str]:
    """What was decided of a step beforehand."""
    decided = [
        one for one in _state.outcomes if one["step"] == step["Name"] and one.get("pipeline", run.pipeline) == run.pipeline
    ]
    return decided[-1] if decided else {}


def fail_if_decided(run: Run, step: Step) -> None:
    decided = outcome(run, step)
    if decided.get("status") == "Failed":
        raise StepFailed(decided.get("reason", "ClientError: the step was decided to fail"))


def as_role(run: Run, service: str) -> Any:
    """A client with the role of the pipeline: what a step does must be allowed to it."""
    return roles.client(service, run.place.region, run.role_arn, "SageMaker")


def named(run: Run, step: Step, longest: int) -> str:
    """pipelines-EXECUTION-STEP-RANDOM, as AWS calls what a step makes."""
    start = f"pipelines-{run.id}-{step['Name']}"[: longest - 11].rstrip("-")
    return f"{start}-{random_word(10)}"


def random_word(length: int) -> str:
    return "".join(mock_random.choice(_CHARACTERS) for _ in range(length))
