"""
Executions of SageMaker pipelines: in the background their steps run one after another, make what they make on AWS, and say so.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-build.html
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random
from moto.sagemaker.models import FakePipeline, FakePipelineExecution, sagemaker_backends

from ..application import control
from ..calls import Call, implement
from ..errors import ApiError
from ..objects import sharing
from ..places import Place
from . import roles
from .bus import emit, iso_time, settles_with
from .definition import UNKNOWN, dependencies, find, guessed, holds, parameters, read, resolved
from .emitted import SOURCE, end_job

# The steps that are jobs: what SageMaker calls the job, what the step's metadata calls it, and how long its name may be.
_JOBS = {
    "Processing": ("ProcessingJob", "ProcessingJob", 63),
    "Training": ("TrainingJob", "TrainingJob", 63),
    "Transform": ("TransformJob", "TransformJob", 63),
    "Tuning": ("HyperParameterTuningJob", "TuningJob", 32),
}
_ERRORS_OF_POLICY = {"Step.THROTTLING": "Throttling", "Step.SERVICE_FAULT": "Internal"}
_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


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


@dataclass
class State:
    runs: dict[str, Run] = field(default_factory=dict)
    # The execution and the step that wait for each callback token.
    callbacks: dict[str, tuple[str, str]] = field(default_factory=dict)
    outcomes: list[dict[str, str]] = field(default_factory=list)


class StepFailed(Exception):
    pass


_state = State()
_walkers: set[str] = set()
_lock = threading.RLock()


@control("outcomes")
def set_outcomes(body: list[dict[str, str]] | dict[str, str]) -> dict[str, int]:
    """
    Decides how a step ends, {"pipeline", "step", "status": "Failed", "reason"}, or which branch it takes, {"outcome": "False"}.

    A list replaces all that was decided before; a single one is added.
    """
    _state.outcomes = list(body) if isinstance(body, list) else [*_state.outcomes, body]
    return {"outcomes": len(_state.outcomes)}


@settles_with
def walking() -> int:
    return len(_walkers)


def resume() -> None:
    """Goes on with what was under way when the state was saved."""
    for run in _state.runs.values():
        if run.status in ("Executing", "Stopping"):
            # A step that was interrupted starts again; one that waits for a callback still waits.
            run.steps = {name: step for name, step in run.steps.items() if step.ended or step.type == "Callback"}
            _go_on(run)


@implement("sagemaker", "StartPipelineExecution")
def start(call: Call) -> dict[str, Any]:
    place, pipeline = _pipeline(call)
    given = call.parameters
    for name in ("SelectiveExecutionConfig", "PipelineVersionId", "PipelineVersionAlias"):
        if name in given:
            raise ApiError("NotImplementedException", f"the emulator starts no execution with {name}")
    token = given.get("ClientRequestToken")
    repeated = [one.arn for one in pipeline.pipeline_executions.values() if token and one.client_request_token == token]
    if repeated:
        return {"PipelineExecutionArn": repeated[0]}

    definition = read(pipeline.pipeline_definition)
    given_values = {parameter["Name"]: parameter["Value"] for parameter in given.get("PipelineParameters", [])}
    try:
        values = parameters(definition, given_values)
    except ValueError as error:
        raise ApiError("ValidationException", str(error)) from error

    backend: Any = sagemaker_backends[place.account][place.region]
    arn = backend.start_pipeline_execution(
        pipeline.pipeline_name,
        given.get("PipelineExecutionDisplayName", f"execution-{int(time.time() * 1000)}"),
        given.get("PipelineParameters", []),
        given.get("PipelineExecutionDescription"),
        given.get("ParallelismConfiguration"),
        token,
    )["PipelineExecutionArn"]
    role_arn = given.get("RoleArn", pipeline.role_arn)
    run = _state.runs[arn] = Run(arn, place, pipeline.pipeline_name, role_arn, definition, values, utcnow())
    _turn(run, "Executing", is_new=True)
    _go_on(run)
    return {"PipelineExecutionArn": arn}


@implement("sagemaker", "DescribePipelineExecution")
def describe(call: Call) -> dict[str, Any]:
    run = _run(call)
    known = sagemaker_backends[run.place.account][run.place.region].describe_pipeline_execution(run.arn)
    return {**known, "FailureReason": run.reason, "PipelineExecutionStatus": run.status}


@implement("sagemaker", "ListPipelineExecutions")
def list_executions(call: Call) -> dict[str, Any]:
    _, pipeline = _pipeline(call)
    found = sorted(pipeline.pipeline_executions.values(), key=lambda one: one.start_time)
    if call.parameters.get("SortOrder", "Descending") == "Descending":
        found.reverse()
    return {"PipelineExecutionSummaries": [_summary(one) for one in found]}


def _summary(execution: FakePipelineExecution) -> dict[str, Any]:
    run = _state.runs[execution.arn]
    return {
        "PipelineExecutionArn": execution.arn,
        "StartTime": execution.start_time,
        "PipelineExecutionStatus": run.status,
        "PipelineExecutionDescription": execution.pipeline_execution_description,
        "PipelineExecutionDisplayName": execution.pipeline_execution_display_name,
        "PipelineExecutionFailureReason": run.reason,
    }


@implement("sagemaker", "ListPipelineExecutionSteps")
def list_steps(call: Call) -> dict[str, Any]:
    run = _run(call)
    described = {step["Name"]: step for step in _steps(run)}
    steps = [
        {
            "StepName": name,
            "StepDisplayName": described[name].get("DisplayName"),
            "StepDescription": described[name].get("Description"),
            "StartTime": step.started,
            "EndTime": step.ended,
            "StepStatus": step.status,
            "FailureReason": step.reason,
            "Metadata": step.metadata,
            "AttemptCount": step.attempts,
        }
        for name, step in run.steps.items()
    ]
    return {"PipelineExecutionSteps": steps if call.parameters.get("SortOrder") == "Ascending" else steps[::-1]}


@implement("sagemaker", "StopPipelineExecution")
def stop(call: Call) -> dict[str, Any]:
    run = _run(call)
    with _lock:
        if run.status != "Executing":
            raise ApiError("ValidationException", f"Pipeline execution {run.arn} is {run.status} and cannot be stopped.")
        _turn(run, "Stopping")
    _go_on(run)
    return {"PipelineExecutionArn": run.arn}


@implement("sagemaker", "RetryPipelineExecution")
def retry(call: Call) -> dict[str, Any]:
    run = _run(call)
    with _lock:
        if run.status not in ("Failed", "Stopped"):
            raise ApiError("ValidationException", f"Pipeline execution {run.arn} is {run.status} and cannot be retried.")
        run.steps = {name: step for name, step in run.steps.items() if step.status == "Succeeded"}
        run.reason = run.ended = None
        _turn(run, "Executing")
    _go_on(run)
    return {"PipelineExecutionArn": run.arn}


@implement("sagemaker", "SendPipelineExecutionStepSuccess")
def succeed_step(call: Call) -> dict[str, Any]:
    outputs = {output["Name"]: output["Value"] for output in call.parameters.get("OutputParameters", [])}
    return _answer_callback(call, "Succeeded", None, outputs)


@implement("sagemaker", "SendPipelineExecutionStepFailure")
def fail_step(call: Call) -> dict[str, Any]:
    return _answer_callback(call, "Failed", call.parameters.get("FailureReason"), {})


def _answer_callback(call: Call, status: str, reason: str | None, outputs: dict[str, str]) -> dict[str, Any]:
    token = call.parameters["CallbackToken"]
    with _lock:
        if token not in _state.callbacks:
            raise ApiError("ResourceNotFound", f"No step waits for the callback token {token}.")
        arn, name = _state.callbacks.pop(token)
        run = _state.runs[arn]
        step = run.steps[name]
        step.values = {"OutputParameters": outputs}
        step.metadata["Callback"]["OutputParameters"] = [{"Name": key, "Value": value} for key, value in outputs.items()]
        _end_step(run, name, status, reason)
    _go_on(run)
    return {"PipelineExecutionArn": arn}


def _pipeline(call: Call) -> tuple[Place, FakePipeline]:
    """The pipeline that a call names; by its ARN it may be another account's, if that shares it."""
    name, place = call.parameters["PipelineName"], call.place
    if name.startswith("arn:"):
        place, name = Place(name.split(":")[4], name.split(":")[3]), name.rpartition("/")[2]
    arn = place.arn("sagemaker", f"pipeline/{name}")
    pipeline = sagemaker_backends[place.account][place.region].pipelines.get(name)
    if pipeline is None:
        raise ApiError("ResourceNotFound", f"Pipeline '{arn}' does not exist.")
    if place.account != call.place.account and not sharing.is_shared(place, arn, call.place.account):
        raise sharing.denied(call, arn)
    return place, pipeline


def _run(call: Call) -> Run:
    arn = call.parameters["PipelineExecutionArn"]
    if arn not in _state.runs:
        raise ApiError("ResourceNotFound", f"Pipeline execution '{arn}' does not exist.")
    run = _state.runs[arn]
    if run.place.account != call.place.account and not sharing.is_shared(run.place, run.pipeline_arn, call.place.account):
        raise sharing.denied(call, arn)
    return run


def _go_on(run: Run) -> None:
    with _lock:
        if run.arn not in _walkers:
            _walkers.add(run.arn)
            threading.Thread(target=_walk, args=(run,), name=run.id, daemon=True).start()


def _walk(run: Run) -> None:
    """Runs step after step, until the execution ends or nothing is left but to wait for a callback."""
    while True:
        with _lock:
            step = _next_step(run)
            if step is None:
                _end_if_done(run)
                _walkers.discard(run.arn)
                return
            run.steps[step["Name"]] = StepRun(step["Type"], "Starting", utcnow())
        _do(run, step)


def _next_step(run: Run) -> dict[str, Any] | None:
    if run.status != "Executing" or any(step.status == "Failed" for step in run.steps.values()):
        return None
    succeeded = {name for name, step in run.steps.items() if step.status == "Succeeded"}
    return next((step for step in _steps(run) if step["Name"] not in run.steps and dependencies(step) <= succeeded), None)


def _steps(run: Run) -> list[dict[str, Any]]:
    """The steps of the definition, with those of the branches that its conditions have taken."""
    found: list[dict[str, Any]] = []
    waiting = list(run.definition["Steps"])
    while waiting:
        step = waiting.pop(0)
        found.append(step)
        outcome = run.steps[step["Name"]].metadata.get("Condition", {}).get("Outcome") if step["Name"] in run.steps else None
        if outcome:
            waiting[:0] = step["Arguments"].get("IfSteps" if outcome == "True" else "ElseSteps") or []
    return found


def _end_if_done(run: Run) -> None:
    if run.status == "Stopping":
        _stop_steps(run)
        _end(run, "Stopped")
    elif run.status != "Executing":
        return
    elif any(step.status == "Failed" for step in run.steps.values()):
        _stop_steps(run)
        _end(run, "Failed", "Step failure: One or multiple steps failed.")
    elif all(step.ended for step in run.steps.values()):
        _end(run, "Succeeded")


def _stop_steps(run: Run) -> None:
    for name, step in run.steps.items():
        if step.ended is None:
            _end_step(run, name, "Stopped")


def _end(run: Run, status: str, reason: str | None = None) -> None:
    run.ended, run.reason = utcnow(), reason
    _turn(run, status)


def _turn(run: Run, status: str, is_new: bool = False) -> None:
    previous, run.status = None if is_new else run.status, status
    pipelines = sagemaker_backends[run.place.account][run.place.region].pipelines
    execution = pipelines[run.pipeline].pipeline_executions[run.arn] if run.pipeline in pipelines else None
    if execution:
        execution.pipeline_execution_status, execution.last_modified_time = status, utcnow()
    detail = {
        "pipelineExecutionDisplayName": execution.pipeline_execution_display_name if execution else None,
        "pipelineExecutionDescription": execution.pipeline_execution_description if execution else None,
        "currentPipelineExecutionStatus": status,
        "previousPipelineExecutionStatus": previous,
        "executionStartTime": iso_time(run.started),
        "executionEndTime": iso_time(run.ended) if run.ended else None,
    }
    _emit(run, "Execution Status Change", detail)


def _end_step(run: Run, name: str, status: str, reason: str | None = None) -> None:
    run.steps[name].ended, run.steps[name].reason = utcnow(), reason
    _turn_step(run, name, status)


def _turn_step(run: Run, name: str, status: str | None = None) -> None:
    step = run.steps[name]
    previous, step.status = (step.status, status) if status else (None, step.status)
    detail = {
        "metadata": {_lower(kind): {_lower(key): value for key, value in facts.items()} for kind, facts in step.metadata.items()},
        "stepStartTime": iso_time(step.started),
        "stepEndTime": iso_time(step.ended) if step.ended else None,
        "stepName": name,
        "stepType": step.type,
        "previousStepStatus": previous,
        "currentStepStatus": step.status,
        "failureReason": step.reason,
    }
    _emit(run, "Execution Step Status Change", detail)


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _emit(run: Run, words: str, detail: dict[str, Any]) -> None:
    known = {name: value for name, value in detail.items() if value is not None}
    identity = {"pipelineArn": run.pipeline_arn, "pipelineExecutionArn": run.arn}
    emit(run.place, SOURCE, f"SageMaker Model Building Pipeline {words}", {**known, **identity}, [run.pipeline_arn, run.arn])


def _do(run: Run, step: dict[str, Any]) -> None:
    name = step["Name"]
    _turn_step(run, name)
    _turn_step(run, name, "Executing")
    try:
        _KINDS.get(step["Type"], _pass)(run, step)
    except StepFailed as error:
        _end_step(run, name, "Failed", str(error))
        return
    except Exception as error:  # Whatever is wrong with a step, the execution ends.
        _end_step(run, name, "Failed", f"ClientError: {error}")
        return
    with _lock:
        if step["Type"] != "Callback" and run.status == "Executing":
            _end_step(run, name, "Succeeded")


def _outcome(run: Run, step: dict[str, Any]) -> dict[str, str]:
    decided = [
        one for one in _state.outcomes if one["step"] == step["Name"] and one.get("pipeline", run.pipeline) == run.pipeline
    ]
    return decided[-1] if decided else {}


def _value(run: Run) -> Callable[[str], Any]:
    def look_up(path: str) -> Any:
        root, _, rest = path.partition(".")
        if root == "Parameters":
            return run.values.get(rest, UNKNOWN)
        if root == "Execution":
            return _facts(run).get(rest, UNKNOWN)
        name = next((name for name in run.steps if rest == name or rest.startswith((f"{name}.", f"{name}["))), None)
        return UNKNOWN if name is None else find(rest.removeprefix(name), run.steps[name].values)

    return look_up


def _facts(run: Run) -> dict[str, str]:
    return {
        "PipelineName": run.pipeline,
        "PipelineArn": run.pipeline_arn,
        "PipelineExecutionId": run.id,
        "PipelineExecutionArn": run.arn,
        "StartDateTime": iso_time(run.started),
        "CurrentDateTime": iso_time(utcnow()),
    }


def _arguments(run: Run, step: dict[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = guessed(resolved(step.get("Arguments", {}), _value(run)))
    return arguments


def _as_role(run: Run, service: str) -> Any:
    """A client with the role of the pipeline: what a step does must be allowed to it."""
    return roles.client(service, run.place.region, run.role_arn, "SageMaker")


def _named(run: Run, step: dict[str, Any], longest: int) -> str:
    """pipelines-EXECUTION-STEP-RANDOM, as AWS calls what a step makes."""
    end = "".join(mock_random.choice(_CHARACTERS) for _ in range(10))
    start = f"pipelines-{run.id}-{step['Name']}"[: longest - 11].rstrip("-")
    return f"{start}-{end}"


def _pass(run: Run, step: dict[str, Any]) -> None:
    """A step whose work the emulator does not do: it ends as was decided, well if nothing was."""
    decided = _outcome(run, step)
    if decided.get("status") == "Failed":
        raise StepFailed(decided.get("reason", "ClientError: the step was decided to fail"))


def _create(run: Run, step: dict[str, Any], operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Calls SageMaker with the role of the pipeline, and again as far as the retry policies of the step allow."""
    call = getattr(_as_role(run, "sagemaker"), operation)
    while True:
        try:
            answer: dict[str, Any] = call(**arguments)
            return answer
        except ClientError as error:
            allowed = [
                policy.get("MaxAttempts", 5)
                for policy in step.get("RetryPolicies", [])
                for kind in policy["ExceptionType"]
                if _ERRORS_OF_POLICY.get(kind, kind) in error.response["Error"]["Code"]
            ]
            if run.steps[step["Name"]].attempts > max(allowed, default=0):
                raise
            run.steps[step["Name"]].attempts += 1


def _run_job(run: Run, step: dict[str, Any]) -> None:
    kind, words, longest = _JOBS[step["Type"]]
    name = _named(run, step, longest)
    decided = _outcome(run, step)
    if decided.get("status") == "Failed":
        end_job(name, "Failed", decided.get("reason", "AlgorithmError: the step was decided to fail"))
    arguments = {**_arguments(run, step), f"{kind}Name": name}
    arn = _create(run, step, xform_name(f"Create{kind}"), arguments)[f"{kind}Arn"]
    described = getattr(run.place.client("sagemaker"), xform_name(f"Describe{kind}"))(**{f"{kind}Name": name})
    run.steps[step["Name"]].metadata = {words: {"Arn": arn}}
    run.steps[step["Name"]].values = {**arguments, **described}
    if described[f"{kind}Status"] == "Failed":
        raise StepFailed(f"ClientError: {described.get('FailureReason', '')}")


def _make_model(run: Run, step: dict[str, Any]) -> None:
    _pass(run, step)
    arguments = {**_arguments(run, step), "ModelName": _named(run, step, 63)}
    arn = _create(run, step, "create_model", arguments)["ModelArn"]
    run.steps[step["Name"]].metadata = {"Model": {"Arn": arn}}
    run.steps[step["Name"]].values = {**arguments, "ModelArn": arn}


def _register_model(run: Run, step: dict[str, Any]) -> None:
    _pass(run, step)
    arguments = {"MetadataProperties": {"GeneratedBy": run.arn}, **_arguments(run, step)}
    arn = _create(run, step, "create_model_package", arguments)["ModelPackageArn"]
    run.steps[step["Name"]].metadata = {"RegisterModel": {"Arn": arn}}
    run.steps[step["Name"]].values = {**arguments, "ModelPackageArn": arn}


def _make_endpoint_config(run: Run, step: dict[str, Any]) -> None:
    _pass(run, step)
    arguments = {"EndpointConfigName": _named(run, step, 63), **_arguments(run, step)}
    arn = _create(run, step, "create_endpoint_config", arguments)["EndpointConfigArn"]
    run.steps[step["Name"]].metadata = {"EndpointConfig": {"Arn": arn}}
    run.steps[step["Name"]].values = {**arguments, "EndpointConfigArn": arn}


def _deploy_endpoint(run: Run, step: dict[str, Any]) -> None:
    """Makes the endpoint, or updates the one that there is, and waits until it is in service."""
    _pass(run, step)
    arguments, sagemaker = _arguments(run, step), run.place.client("sagemaker")
    name = arguments["EndpointName"]
    try:
        sagemaker.describe_endpoint(EndpointName=name)
        arn = _create(run, step, "update_endpoint", {key: value for key, value in arguments.items() if key != "Tags"})[
            "EndpointArn"
        ]
    except ClientError:
        arn = _create(run, step, "create_endpoint", arguments)["EndpointArn"]
    run.steps[step["Name"]].metadata = {"Endpoint": {"Arn": arn}}
    while (described := sagemaker.describe_endpoint(EndpointName=name))["EndpointStatus"] in ("Creating", "Updating"):
        time.sleep(0.05)
    run.steps[step["Name"]].values = described
    if described["EndpointStatus"] != "InService":
        raise StepFailed(f"ClientError: the endpoint is {described['EndpointStatus']}")


def _branch(run: Run, step: dict[str, Any]) -> None:
    _pass(run, step)
    outcome = _outcome(run, step).get("outcome")
    if outcome is None:
        outcome = str(holds(step["Arguments"]["Conditions"], _value(run)))
    run.steps[step["Name"]].metadata = {"Condition": {"Outcome": str(outcome)}}


def _fail(run: Run, step: dict[str, Any]) -> None:
    message = _arguments(run, step)["ErrorMessage"]
    run.steps[step["Name"]].metadata = {"Fail": {"ErrorMessage": message}}
    raise StepFailed(message)


def _call_back(run: Run, step: dict[str, Any]) -> None:
    """
    Sends the message with which somebody else ends the step.

    @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html
    """
    _pass(run, step)
    token = "".join(mock_random.choice(_CHARACTERS) for _ in range(10))
    url = str(resolved(step["SqsQueueUrl"], _value(run)))
    run.steps[step["Name"]].metadata = {"Callback": {"CallbackToken": token, "SqsQueueUrl": url}}
    _state.callbacks[token] = (run.arn, step["Name"])
    message = {"token": token, "pipelineExecutionArn": run.arn, "status": "Executing", "arguments": _arguments(run, step)}
    _as_role(run, "sqs").send_message(QueueUrl=url, MessageBody=json.dumps(message))


def _call_function(run: Run, step: dict[str, Any]) -> None:
    _pass(run, step)
    arn = str(resolved(step["FunctionArn"], _value(run)))
    run.steps[step["Name"]].metadata = {"Lambda": {"Arn": arn}}
    answer = _as_role(run, "lambda").invoke(FunctionName=arn, Payload=json.dumps(_arguments(run, step)).encode())
    payload = json.loads(answer["Payload"].read() or b"null")
    if "FunctionError" in answer:
        raise StepFailed(f"ClientError: Lambda function failed: {json.dumps(payload)}")
    wanted = [output["OutputName"] for output in step.get("OutputParameters", [])]
    outputs = {name: payload[name] for name in wanted if isinstance(payload, dict) and name in payload}
    missing = sorted(set(wanted) - outputs.keys())
    if missing:
        raise StepFailed(f"ClientError: Lambda function did not return the output parameters {', '.join(missing)}")
    run.steps[step["Name"]].values = {"OutputParameters": outputs}
    run.steps[step["Name"]].metadata["Lambda"]["OutputParameters"] = [
        {"Name": name, "Value": str(value)} for name, value in outputs.items()
    ]


_KINDS: dict[str, Callable[[Run, dict[str, Any]], None]] = {
    **dict.fromkeys(_JOBS, _run_job),
    "Model": _make_model,
    "RegisterModel": _register_model,
    "EndpointConfig": _make_endpoint_config,
    "Endpoint": _deploy_endpoint,
    "Condition": _branch,
    "Fail": _fail,
    "Callback": _call_back,
    "Lambda": _call_function,
}
