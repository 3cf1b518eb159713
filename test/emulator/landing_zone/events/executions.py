"""
Executions of SageMaker pipelines: in the background their steps run one after another, make what they make on AWS, and say so.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-build.html
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from moto.core.utils import utcnow
from moto.sagemaker.models import FakePipeline, FakePipelineExecution, sagemaker_backends

from ..application import control
from ..calls import Call, implement
from ..errors import ApiError
from ..objects import pipeline_versions, pipelines
from . import checks, spark_steps, steps
from .bus import emit, iso_time, settles_with
from .definition import Step, all_steps, dependencies, parameters, read, resolved
from .emitted import SOURCE
from .runs import Run, StepFailed, StepRun, Values, fail_if_decided, state

_KINDS: dict[str, Callable[[Run, Step], None]] = {**steps.KINDS, **checks.KINDS, **spark_steps.KINDS}
_walkers: set[str] = set()
_lock = threading.RLock()


@control("outcomes")
def set_outcomes(body: list[dict[str, str]] | dict[str, str]) -> dict[str, int]:
    """
    Decides how a step ends, {"pipeline", "step", "status": "Failed", "reason"}, or which branch it takes, {"outcome": "False"}.

    A list replaces all that was decided before; a single one is added.
    """
    state().outcomes = list(body) if isinstance(body, list) else [*state().outcomes, body]
    return {"outcomes": len(state().outcomes)}


@settles_with
def walking() -> int:
    return len(_walkers)


def resume() -> None:
    """Goes on with what was under way when the state was saved."""
    for run in state().runs.values():
        if run.status in ("Executing", "Stopping"):
            # A step that was interrupted starts again; one that waits for a callback still waits.
            run.steps = {name: step for name, step in run.steps.items() if step.ended or step.type == "Callback"}
            _go_on(run)


@implement("sagemaker", "StartPipelineExecution")
def start(call: Call) -> dict[str, Any]:
    place, pipeline = pipelines.found(call)
    given = call.parameters
    token = given.get("ClientRequestToken")
    repeated = [one.arn for one in pipeline.pipeline_executions.values() if token and one.client_request_token == token]
    if repeated:
        return {"PipelineExecutionArn": repeated[0]}

    version = pipeline_versions.asked(pipeline.arn, given)
    definition = read(version.definition)
    given_values = {parameter["Name"]: parameter["Value"] for parameter in given.get("PipelineParameters", [])}
    try:
        values = parameters(definition, given_values)
    except ValueError as error:
        raise ApiError("ValidationException", str(error)) from error
    earlier = _earlier(pipeline, definition, given)

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
    run = Run(arn, place, pipeline.pipeline_name, role_arn, definition, values, utcnow(), version.number, given, earlier)
    state().runs[arn] = run
    version.last_execution = arn
    _turn(run, "Executing", is_new=True)
    _go_on(run)
    return {"PipelineExecutionArn": arn}


def _earlier(pipeline: FakePipeline, definition: dict[str, Any], given: dict[str, Any]) -> dict[str, StepRun]:
    """
    The steps of an earlier execution whose results those that were selected use.

    @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-selective-ex.html
    """
    config = given.get("SelectiveExecutionConfig")
    if config is None:
        return {}
    selected = {step["StepName"] for step in config["SelectedSteps"]}
    defined = {step["Name"]: step for step in all_steps(definition)}
    unknown = sorted(selected - defined.keys())
    if unknown:
        raise ApiError("ValidationException", f"The pipeline has no steps [{', '.join(unknown)}].")
    source = config.get("SourcePipelineExecutionArn")
    if source is None:
        return {}
    run = state().runs.get(source)
    if run is None or run.pipeline_arn != pipeline.arn:
        raise ApiError("ResourceNotFound", f"Pipeline execution '{source}' does not exist.")
    if run.status not in ("Succeeded", "Failed"):
        raise ApiError("ValidationException", f"Pipeline execution '{source}' is {run.status}.")
    kept = {**run.earlier, **{name: step for name, step in run.steps.items() if step.status == "Succeeded"}}
    missing = sorted({one for name in selected for one in dependencies(defined[name])} - selected - kept.keys())
    if missing:
        raise ApiError("ValidationException", f"Pipeline execution '{source}' has no results of [{', '.join(missing)}].")
    return {name: step for name, step in kept.items() if name not in selected}


@implement("sagemaker", "DescribePipelineExecution")
def describe(call: Call) -> dict[str, Any]:
    run = _run(call)
    known = sagemaker_backends[run.place.account][run.place.region].describe_pipeline_execution(run.arn)
    asked = {name: run.asked[name] for name in ("SelectiveExecutionConfig", "RoleArn") if name in run.asked}
    return {
        **known,
        **asked,
        "FailureReason": run.reason,
        "PipelineExecutionStatus": run.status,
        "PipelineExperimentConfig": _experiment(run),
        "PipelineVersionId": run.version,
    }


def _experiment(run: Run) -> dict[str, Any] | None:
    """https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-experiments.html"""
    config = run.definition.get("PipelineExperimentConfig", {"ExperimentName": run.pipeline, "TrialName": run.id})
    return None if config is None else {name: str(value) for name, value in resolved(config, Values(run)).items()}


@implement("sagemaker", "ListPipelineExecutions")
def list_executions(call: Call) -> dict[str, Any]:
    _, pipeline = pipelines.found(call)
    found = sorted(pipeline.pipeline_executions.values(), key=lambda one: one.start_time)
    if call.parameters.get("SortOrder", "Descending") == "Descending":
        found.reverse()
    return {"PipelineExecutionSummaries": [_summary(one) for one in found]}


def _summary(execution: FakePipelineExecution) -> dict[str, Any]:
    run = state().runs[execution.arn]
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
        if token not in state().callbacks:
            raise ApiError("ResourceNotFound", f"No step waits for the callback token {token}.")
        arn, name = state().callbacks.pop(token)
        run = state().runs[arn]
        step = run.steps[name]
        step.values = {"OutputParameters": outputs}
        step.metadata["Callback"]["OutputParameters"] = [{"Name": key, "Value": value} for key, value in outputs.items()]
        _end_step(run, name, status, reason)
    _go_on(run)
    return {"PipelineExecutionArn": arn}


def _run(call: Call) -> Run:
    arn = call.parameters["PipelineExecutionArn"]
    if arn not in state().runs:
        raise ApiError("ResourceNotFound", f"Pipeline execution '{arn}' does not exist.")
    run = state().runs[arn]
    pipelines.check_shared(call, run.place, run.pipeline_arn)
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


def _next_step(run: Run) -> Step | None:
    if run.status != "Executing" or any(step.status == "Failed" for step in run.steps.values()):
        return None
    succeeded = {name for name, step in run.steps.items() if step.status == "Succeeded"}
    runnable = [step for step in _steps(run) if step["Name"] not in run.steps and _awaited(run, step) <= succeeded]
    return next(iter(runnable), None)


def _awaited(run: Run, step: Step) -> set[str]:
    """What a step waits for; those that were not selected have run elsewhere, or are not wanted."""
    return dependencies(step) if run.selected is None else dependencies(step) & run.selected


def _steps(run: Run) -> list[Step]:
    """The steps that run, in the order of the definition, as far as the conditions between them have been decided."""
    found: list[Step] = []
    waiting = list(run.definition["Steps"])
    while waiting:
        step = waiting.pop(0)
        if run.selected is None or step["Name"] in run.selected:
            found.append(step)
        waiting[:0] = _branch(run, step)
    return found


def _branch(run: Run, step: Step) -> list[Step]:
    """The steps that a condition has decided for; where it does not run itself, those of both its branches."""
    if step["Type"] != "Condition":
        return []
    branches = {"True": step["Arguments"].get("IfSteps") or [], "False": step["Arguments"].get("ElseSteps") or []}
    if run.selected is not None and step["Name"] not in run.selected:
        return [*branches["True"], *branches["False"]]
    decided = run.steps[step["Name"]].metadata.get("Condition") if step["Name"] in run.steps else None
    return branches[decided["Outcome"]] if decided else []


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
    known = sagemaker_backends[run.place.account][run.place.region].pipelines
    execution = known[run.pipeline].pipeline_executions[run.arn] if run.pipeline in known else None
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
        _KINDS.get(step["Type"], fail_if_decided)(run, step)
    except StepFailed as error:
        _end_step(run, name, "Failed", str(error))
        return
    except Exception as error:  # Whatever is wrong with a step, the execution ends.
        _end_step(run, name, "Failed", f"ClientError: {error}")
        return
    with _lock:
        if step["Type"] != "Callback" and run.status == "Executing":
            _end_step(run, name, "Succeeded")
