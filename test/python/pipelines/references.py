"""What stands for a value that only an execution knows: that it exists, and that it is of the type that is wanted there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from botocore.model import Shape
from request_shapes import Json, faults
from results import Unknown, result_of

_PATH = re.compile(r"(?:^|\.)([^.\[\]']+)|\['([^']+)'\]|\[(\d+)\]")
_FUNCTIONS = ("Get", "Std:Join", "Std:JsonGet")
# https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-variables.html
_VARIABLES = (
    "CurrentDateTime",
    "PipelineArn",
    "PipelineExecutionArn",
    "PipelineExecutionId",
    "PipelineName",
    "ProcessingJobName",
    "StartDateTime",
    "TrainingJobName",
)
_PARAMETERS = {"String": "string", "Integer": "integer", "Float": "float", "Boolean": "boolean"}
_SAME = {"long": "integer", "double": "float", "timestamp": "string"}

Step = dict[str, Any]


class Fault(Exception):
    """Why a reference leads nowhere."""


class Scope:
    """What the references of a definition may name: its parameters and its steps."""

    def __init__(self, parameters: list[Json], steps: dict[str, Step]):
        self.parameters = {parameter.get("Name"): parameter for parameter in parameters}
        self.steps = steps

    def is_expression(self, value: Json) -> bool:
        return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in _FUNCTIONS

    def faults(self, expression: Json, shape: Shape, path: str) -> Iterator[str]:
        """What is wrong with an expression in the place of a value of this shape."""
        try:
            kind = self.kind_of(expression)
        except Fault as fault:
            yield f"{path} {fault}"
            return
        wanted = _SAME.get(shape.type_name, shape.type_name)
        if kind not in (None, wanted) and (kind, wanted) != ("integer", "float"):
            yield f"{path} is {expression}, of type {kind}, wanted: {wanted}"
            return
        for value in self._possible(expression):
            yield from faults(shape, value, f"{path}, by default,", self)

    def kind_of(self, value: Json) -> str | None:
        """The type of a value or of what an expression stands for; None if that is anybody's guess."""
        if not self.is_expression(value):
            return _kind(value)
        ((function, argument),) = value.items()
        return {"Get": self._get, "Std:Join": self._join, "Std:JsonGet": self._json_get}[function](argument)

    def _possible(self, expression: Json) -> list[Json]:
        """The values that a parameter names itself."""
        name = str(expression.get("Get", "")).removeprefix("Parameters.")
        parameter = self.parameters.get(name, {})
        return parameter.get("EnumValues") or [parameter[key] for key in ("DefaultValue",) if key in parameter]

    def _get(self, path: Json) -> str | None:
        root, _, rest = str(path).partition(".")
        if root == "Parameters":
            if rest not in self.parameters:
                raise Fault(f"names the unknown parameter {rest}")
            return _PARAMETERS.get(self.parameters[rest].get("Type"))
        if root == "Execution":
            if rest not in _VARIABLES:
                raise Fault(f"names the unknown variable Execution.{rest}")
            return "string"
        if root != "Steps":
            raise Fault(f"is {path!r}, which begins with none of Parameters, Execution and Steps")
        return self._result(rest)

    def _result(self, rest: str) -> str | None:
        name, _, path = rest.partition(".")
        if name not in self.steps:
            raise Fault(f"names the unknown step {name}")
        parts = _parts(path)
        try:
            found = result_of(self.steps[name], parts)
        except Unknown as error:
            raise Fault(f"is Steps.{rest}, but {error}") from error
        return _SAME.get(found, found) if found else None

    def _join(self, argument: Json) -> str:
        if not isinstance(argument, dict) or argument.keys() - {"On"} != {"Values"}:
            raise Fault(f"joins {argument!r}, wanted: On and Values")
        if not isinstance(argument.get("On", ""), str) or not isinstance(argument["Values"], list):
            raise Fault(f"joins {argument!r}, wanted: a text and a list")
        for value in argument["Values"]:
            if self.kind_of(value) in ("list", "map", "structure"):
                raise Fault(f"joins {value!r}, which is no single value")
        return "string"

    def _json_get(self, argument: Json) -> None:
        if not isinstance(argument, dict) or argument.keys() not in ({"PropertyFile", "Path"}, {"S3Uri", "Path"}):
            raise Fault(f"reads {argument!r}, wanted: Path, and either PropertyFile or S3Uri")
        if not isinstance(argument["Path"], str) or not argument["Path"]:
            raise Fault(f"reads the path {argument['Path']!r}, wanted: a text")
        if "S3Uri" in argument:
            if self.kind_of(argument["S3Uri"]) not in ("string", None):
                raise Fault(f"reads {argument['S3Uri']!r}, which is no text")
            return
        file = argument["PropertyFile"]
        reference = file.get("Get") if isinstance(file, dict) and len(file) == 1 else file
        found = re.fullmatch(r"Steps\.([^.]+)\.PropertyFiles\.([^.]+)", str(reference))
        if found is None:
            raise Fault(f"reads {argument['PropertyFile']!r}, wanted: Steps.<step>.PropertyFiles.<file>")
        step, name = found.groups()
        if step not in self.steps:
            raise Fault(f"names the unknown step {step}")
        if name not in [one.get("PropertyFileName") for one in self.steps[step].get("PropertyFiles", [])]:
            raise Fault(f"reads the property file {name}, which the step {step} does not have")


def steps_used(value: Json) -> set[str]:
    """The steps that the references in a value name, those in the branches of a condition apart."""
    if isinstance(value, list):
        return {name for inner in value for name in steps_used(inner)}
    if not isinstance(value, dict):
        return set()
    got = value.get("Get")
    if value.keys() == {"Get"} and isinstance(got, str):
        return {re.split(r"[.\[]", got)[1]} if got.startswith("Steps.") else set()
    inner = [one for name, one in value.items() if name not in ("IfSteps", "ElseSteps")]
    return steps_used(inner)


def _parts(path: str) -> list[str | int]:
    """A path as names and indices: Outputs['train'].S3Output is Outputs, train, S3Output."""
    matches = list(_PATH.finditer(path))
    if not path or "".join(match.group() for match in matches) != path:
        raise Fault(f"has the path {path!r}, wanted: such as Outputs['train'].S3Output.S3Uri")
    return [int(index) if index else name or quoted for name, quoted, index in (match.groups() for match in matches)]


def _kind(value: Json) -> str | None:
    kinds: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "float", list: "list", dict: "map"}
    return kinds.get(type(value))
