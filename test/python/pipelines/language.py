"""
The language of pipeline definitions, and what of a definition the service would not accept.

The arguments of steps are requests of AWS services, so their own models say what they may be. For the rest there is no model.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from arguments import ARGUMENTS
from references import Scope, steps_used
from request_shapes import Json, faults, own

Step = dict[str, Any]

_STEP = ("Step.SERVICE_FAULT", "Step.THROTTLING")
_JOB = (*_STEP, "SageMaker.JOB_INTERNAL_ERROR", "SageMaker.CAPACITY_ERROR", "SageMaker.RESOURCE_LIMIT")
# What is repeated: https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html; steps on EMR and endpoint
# configurations as in the SageMaker Python SDK.
_RETRIES = {
    **dict.fromkeys(("AutoML", "Processing", "Training", "Transform", "Tuning"), _JOB),
    **dict.fromkeys(("EMR", "EMRServerless", "EndpointConfig", "Model", "RegisterModel"), _STEP),
}
# What is not kept: https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html
_WITHOUT_CACHE = ("Condition", "Fail", "InferenceComponent", "Lineage", "Model", "RegisterModel")


def _structure(required: dict[str, str], optional: dict[str, str]) -> Json:
    members = {name: {"shape": shape} for name, shape in {**required, **optional}.items()}
    return {"type": "structure", "required": list(required), "members": members}


def _list(member: str, **limits: int) -> Json:
    return {"type": "list", "member": {"shape": member}, **limits}


_CHECK = {
    "ModelPackageGroupName": "Text",
    "SkipCheck": "Truth",
    "FailOnViolation": "Truth",
    "RegisterNewBaseline": "Truth",
    "SuppliedBaselineConstraints": "Text",
}
# What a step has beside its name, type and arguments, and what all may have.
_MEMBERS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "Processing": ({}, {"PropertyFiles": "PropertyFiles"}),
    "Callback": ({"SqsQueueUrl": "Text"}, {"OutputParameters": "OutputParameters"}),
    "Lambda": ({"FunctionArn": "Text"}, {"OutputParameters": "OutputParameters"}),
    "ClarifyCheck": ({"CheckType": "ClarifyCheckType"}, {**_CHECK, "ModelName": "Text"}),
    "QualityCheck": ({"CheckType": "QualityCheckType"}, {**_CHECK, "SuppliedBaselineStatistics": "Text"}),
}
_COMMON = {"DisplayName": "Text", "Description": "Text", "DependsOn": "Names", "CacheConfig": "CacheConfig"}

_SHAPES = own(
    {
        "Text": {"type": "string", "min": 1},
        "Truth": {"type": "boolean"},
        "Anything": {"type": "structure", "document": True, "members": {}},
        "Name": {"type": "string", "pattern": r"[A-Za-z0-9\-_]{1,64}"},
        "Names": _list("Name", min=1),
        "ParameterName": {"type": "string", "pattern": r"[A-Za-z0-9][A-Za-z0-9\-_]{0,255}"},
        "Version": {"type": "string", "enum": ["2020-12-01"]},
        "Type": {"type": "string", "enum": ["String", "Integer", "Float", "Boolean"]},
        "Texts": _list("Text", min=1),
        "Duration": {
            "type": "string",
            "pattern": r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?",
        },
        "CacheConfig": _structure({"Enabled": "Truth"}, {"ExpireAfter": "Duration"}),
        "Exceptions": _list("Text", min=1),
        "Seconds": {"type": "integer", "min": 1, "max": 43_200},
        "Rate": {"type": "float", "min": 0},
        "Attempts": {"type": "integer", "min": 1, "max": 20},
        "Minutes": {"type": "integer", "min": 1, "max": 14_400},
        "RetryPolicy": _structure(
            {"ExceptionType": "Exceptions"},
            {"IntervalSeconds": "Seconds", "BackoffRate": "Rate", "MaxAttempts": "Attempts", "ExpireAfterMin": "Minutes"},
        ),
        "RetryPolicies": _list("RetryPolicy", min=1),
        "PropertyFile": _structure({"PropertyFileName": "Name", "OutputName": "Text", "FilePath": "Text"}, {}),
        "PropertyFiles": _list("PropertyFile", min=1),
        "OutputParameter": _structure({"OutputName": "Text", "OutputType": "Type"}, {}),
        "OutputParameters": _list("OutputParameter"),
        "ClarifyCheckType": {"type": "string", "enum": ["DATA_BIAS", "MODEL_BIAS", "MODEL_EXPLAINABILITY"]},
        "QualityCheckType": {"type": "string", "enum": ["DATA_QUALITY", "MODEL_QUALITY"]},
        "ExperimentConfig": _structure({"ExperimentName": "Text"}, {"TrialName": "Text"}),
        # With a run's name as in the pipelines that the SageMaker Python SDK makes to evaluate models.
        "MlflowConfig": _structure(
            {"MlflowResourceArn": "Text"}, {"MlflowExperimentName": "MlflowName", "MlflowRunName": "MlflowName"}
        ),
        "MlflowName": {"type": "string", "min": 1, "max": 256},
        "ParameterWithText": _structure(
            {"Name": "ParameterName", "Type": "Type"}, {"DefaultValue": "Text", "EnumValues": "Texts"}
        ),
        "Number": {"type": "float"},
        "Whole": {"type": "integer"},
        "ParameterWithNumber": _structure({"Name": "ParameterName", "Type": "Type"}, {"DefaultValue": "Number"}),
        "ParameterWithWhole": _structure({"Name": "ParameterName", "Type": "Type"}, {"DefaultValue": "Whole"}),
        "ParameterWithTruth": _structure({"Name": "ParameterName", "Type": "Type"}, {"DefaultValue": "Truth"}),
        "Steps": _list("Anything", min=1),
        "Parameters": _list("Anything"),
        "Definition": _structure(
            {"Version": "Version", "Steps": "Steps"},
            {
                "Metadata": "Anything",
                "Parameters": "Parameters",
                "PipelineExperimentConfig": "ExperimentConfig",
                "MlflowConfig": "MlflowConfig",
            },
        ),
        **{
            kind: _structure({"Name": "Name", "Type": "Text", "Arguments": "Anything", **required}, {**optional, **_COMMON})
            for kind in ARGUMENTS
            for required, optional in [_MEMBERS.get(kind, ({}, {}))]
        },
    }
)
_PARAMETERS = {"Integer": "ParameterWithWhole", "Float": "ParameterWithNumber", "Boolean": "ParameterWithTruth"}


def check(definition: Json) -> list[str]:
    """Everything that is wrong with a definition."""
    parameters = definition.get("Parameters", [])
    steps = list(_all_steps(definition.get("Steps", [])))
    scope = Scope(parameters, {step.get("Name", ""): step for step, _ in steps})
    found = list(_of(_SHAPES, "Definition", definition, "definition", scope))
    for parameter in parameters:
        found += _parameter(parameter, f"parameters.{parameter.get('Name')}", scope)
    for step, _ in steps:
        found += _step(step, f"steps.{step.get('Name')}", scope)
    return [*found, *_names(parameters, steps), *_graph(steps)]


def _of(shapes: Any, name: str, value: Json, path: str, scope: Scope) -> Iterator[str]:
    return faults(shapes.get_shape_by_name(name, {}), value, path, scope)


def _all_steps(steps: list[Step], branches: tuple[str, ...] = ()) -> Iterator[tuple[Step, tuple[str, ...]]]:
    """Every step, with the branches of conditions that it is in."""
    for step in steps:
        yield step, branches
        if step.get("Type") == "Condition":
            for branch in ("IfSteps", "ElseSteps"):
                inner = step.get("Arguments", {}).get(branch, [])
                yield from _all_steps(inner, (*branches, f"{step.get('Name')}.{branch}"))


def _parameter(parameter: Json, path: str, scope: Scope) -> Iterator[str]:
    yield from _of(_SHAPES, _PARAMETERS.get(parameter.get("Type"), "ParameterWithText"), parameter, path, scope)
    allowed, default = parameter.get("EnumValues"), parameter.get("DefaultValue")
    if allowed and default is not None and default not in allowed:
        yield f"{path}.DefaultValue is {default!r}, wanted: one of {', '.join(map(str, allowed))}"


def _step(step: Step, path: str, scope: Scope) -> Iterator[str]:
    kind = step.get("Type")
    if kind not in ARGUMENTS:
        yield f"{path}.Type is {kind!r}, wanted: one of {', '.join(sorted(ARGUMENTS))}"
        return
    policies = step.get("RetryPolicies")
    rest = {name: value for name, value in step.items() if name != "RetryPolicies"}
    yield from _of(_SHAPES, str(kind), rest, path, scope)
    if "CacheConfig" in step and kind in _WITHOUT_CACHE:
        yield f"{path}.CacheConfig is given, but results of {kind} steps are not kept"
    if policies is not None:
        yield from _retries(str(kind), policies, f"{path}.RetryPolicies", scope)
    if "Arguments" in step:
        yield from ARGUMENTS[str(kind)](step, f"{path}.Arguments", scope)
    yield from _property_files(step, path)


def _retries(kind: str, policies: Json, path: str, scope: Scope) -> Iterator[str]:
    yield from _of(_SHAPES, "RetryPolicies", policies, path, scope)
    for index, policy in enumerate(policies):
        for exception in policy.get("ExceptionType", []):
            if exception not in _RETRIES.get(kind, ()):
                yield f"{path}[{index}] names {exception}, after which {kind} steps are not repeated"
        if ("MaxAttempts" in policy) is ("ExpireAfterMin" in policy):
            yield f"{path}[{index}] has both or neither of MaxAttempts and ExpireAfterMin"


def _property_files(step: Step, path: str) -> Iterator[str]:
    outputs = [one["OutputName"] for one in step.get("Arguments", {}).get("ProcessingOutputConfig", {}).get("Outputs", [])]
    for index, file in enumerate(step.get("PropertyFiles", [])):
        if file.get("OutputName") not in outputs:
            yield f"{path}.PropertyFiles[{index}] lies in the output {file.get('OutputName')}, which the step does not have"


def _names(parameters: list[Json], steps: list[tuple[Step, tuple[str, ...]]]) -> Iterator[str]:
    for words, names in (
        ("parameters", [parameter.get("Name") for parameter in parameters]),
        ("steps", [step.get("Name") for step, _ in steps]),
    ):
        for name in sorted({str(name) for name in names if names.count(name) > 1}):
            yield f"{words}.{name} is there {names.count(name)} times"


def _graph(steps: list[tuple[Step, tuple[str, ...]]]) -> Iterator[str]:
    branches = {step.get("Name"): inside for step, inside in steps}
    edges: dict[str, set[str]] = {}
    for step, inside in steps:
        name = str(step.get("Name"))
        condition = {inside[-1].rpartition(".")[0]} if inside else set()
        edges[name] = condition | {one for one in (*step.get("DependsOn", []), *steps_used(step)) if isinstance(one, str)}
        for other in sorted(edges[name]):
            if other not in branches:
                yield f"steps.{name} waits for the unknown step {other}"
            elif clash := _other_branch(inside, branches[other]):
                yield f"steps.{name} waits for {other}, which is in {clash}"
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        yield f"steps wait for one another: {' -> '.join(error.args[1])}"


def _other_branch(mine: tuple[str, ...], others: tuple[str, ...]) -> str | None:
    """The branch in which another step is while this one is in the opposite branch of the same condition."""
    for branch in others:
        condition = branch.rpartition(".")[0]
        if branch not in mine and condition in [one.rpartition(".")[0] for one in mine]:
            return branch
    return None
