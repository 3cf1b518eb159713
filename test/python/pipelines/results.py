"""What later steps can ask of a step: mostly what the Describe call of what it makes answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from botocore.model import Shape
from request_shapes import own, shape_of

Json = Any
Step = dict[str, Any]
Part = str | int

_DESCRIBED: dict[str, tuple[tuple[str, str], ...]] = {
    "Processing": (("sagemaker", "DescribeProcessingJobResponse"),),
    "Training": (("sagemaker", "DescribeTrainingJobResponse"),),
    "Tuning": (
        ("sagemaker", "DescribeHyperParameterTuningJobResponse"),
        ("sagemaker", "ListTrainingJobsForHyperParameterTuningJobResponse"),
    ),
    "AutoML": (("sagemaker", "DescribeAutoMLJobResponse"),),
    "Model": (("sagemaker", "DescribeModelOutput"),),
    "RegisterModel": (("sagemaker", "DescribeModelPackageOutput"),),
    "Transform": (("sagemaker", "DescribeTransformJobResponse"),),
    "EndpointConfig": (("sagemaker", "DescribeEndpointConfigOutput"),),
    "Endpoint": (("sagemaker", "DescribeEndpointOutput"),),
    "InferenceComponent": (("sagemaker", "DescribeInferenceComponentOutput"),),
    "EMR": (("emr", "Step"),),
    "EMRServerless": (("emr-serverless", "GetJobRunResponse"),),
}
# What no API describes.
_OWN = own(
    {
        "Text": {"type": "string"},
        "Texts": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
        "Reports": {
            "type": "structure",
            "members": {name: {"shape": "Text"} for name in ("ExplainabilityJsonReportPath", "ModelInsightsJsonReportPath")},
        },
        "AutoML": {"type": "structure", "members": {"BestCandidateProperties": {"shape": "Reports"}}},
        "Condition": {"type": "structure", "members": {"Outcome": {"shape": "Text"}}},
        "ClarifyCheck": {
            "type": "structure",
            "members": {
                name: {"shape": "Text"} for name in ("BaselineUsedForDriftCheckConstraints", "CalculatedBaselineConstraints")
            },
        },
        "QualityCheck": {
            "type": "structure",
            "members": {
                f"{baseline}{file}": {"shape": "Text"}
                for baseline in ("BaselineUsedForDriftCheck", "CalculatedBaseline")
                for file in ("Constraints", "Statistics")
            },
        },
        "EMR": {"type": "structure", "members": {name: {"shape": "Text"} for name in ("ClusterId", "ExecutionRoleArn")}},
        "Lineage": {
            "type": "structure",
            "members": {name: {"shape": "Texts"} for name in ("ActionArns", "ArtifactArns", "ContextArns")},
        },
    }
)
_OF_OUTPUT = {"String": "string", "Integer": "integer", "Float": "float", "Boolean": "boolean"}


class Unknown(Exception):
    """What a step does not tell."""


def result_of(step: Step, path: list[Part]) -> str | None:
    """The type of what a path leads to in the results of a step; None if the definition cannot tell."""
    kind = step.get("Type")
    if kind in ("Callback", "Lambda"):
        return _output_of(step, path)
    shapes = _shapes(str(kind))
    if not shapes:
        raise Unknown(f"a step of type {kind} has no results")
    holding = [shape for shape in shapes if path[0] in shape.members]
    if not holding:
        raise Unknown(f"a step of type {kind} has no result {path[0]}")
    return _walk(holding[0], path, step.get("Arguments"))


@cache
def _shapes(kind: str) -> list[Shape]:
    described = [shape_of(*name) for name in _DESCRIBED.get(kind, ())]
    return [*described, _OWN.get_shape_by_name(kind, {})] if kind in _OWN._shape_map else described


def _output_of(step: Step, path: list[Part]) -> str | None:
    declared = {output.get("OutputName"): output.get("OutputType") for output in step.get("OutputParameters", [])}
    if len(path) != 2 or path[0] != "OutputParameters" or path[1] not in declared:
        raise Unknown(f"the step has the output parameters {_listed(declared)}")
    return _OF_OUTPUT.get(str(declared[path[1]]))


def _walk(shape: Shape, path: list[Part], given: Json) -> str:
    """Follows a path through a shape, and beside it through what the step gives, which names what its lists hold."""
    for part in path:
        if shape.type_name == "structure" and part in shape.members:
            shape, given = shape.members[part], given.get(part) if isinstance(given, dict) else None
        elif shape.type_name == "map":
            if isinstance(given, dict) and part not in given:
                raise Unknown(f"the step gives {_listed(given)}")
            shape, given = shape.value, given.get(part) if isinstance(given, dict) else None
        elif shape.type_name == "list" and isinstance(given, list) and isinstance(part, str):
            shape, given = shape.member, _named(part, given)
        elif shape.type_name == "list":
            shape, given = shape.member, None
        else:
            raise Unknown(f"{shape.name} has no member {part}")
    return str(shape.type_name)


def _named(name: str, members: list[Json]) -> Json:
    """The member of a list that has a name: OutputName, ChannelName, VariantName."""
    names = {value: member for member in members for key, value in member.items() if key.endswith("Name")}
    if name not in names:
        raise Unknown(f"the step gives {_listed(names)}")
    return names[name]


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(sorted(str(name) for name in names)) or "none"
