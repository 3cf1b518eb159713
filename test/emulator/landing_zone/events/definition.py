"""
The definition of a pipeline: its steps in their order, and the values that references in it stand for.

@see https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/, stricter than the service is
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

Json = Any
Step = dict[str, Any]

_PATH = re.compile(r"\.?([^.\[\]]+)|\['([^']*)'\]|\[(\d+)\]")
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
}
_TYPES: dict[str, Callable[[str], Any]] = {
    "String": str,
    "Integer": int,
    "Float": float,
    "Boolean": lambda text: text.lower() == "true",
}


class LookUp(Protocol):
    """What references stand for."""

    def get(self, path: str) -> Any:
        """The value of a path such as Steps.train.ModelArtifacts.S3ModelArtifacts."""

    def json(self, asked: dict[str, Any]) -> Any:
        """The value in a file that a step wrote, by the arguments of Std:JsonGet."""


class Unknown:
    """A value that only a job that really ran could know."""

    def __str__(self) -> str:
        return "unknown"


UNKNOWN = Unknown()


def read(text: str | dict[str, Any]) -> Json:
    # From a file in S3 moto reads an object already.
    return json.loads(text) if isinstance(text, str) else text


def parameters(definition: Json, given: dict[str, str]) -> dict[str, Any]:
    """
    The parameters of an execution, in their types. A ValueError says which one is missing, unknown or not among its values.
    """
    declared = {parameter["Name"]: parameter for parameter in definition.get("Parameters", [])}
    unknown = sorted(given.keys() - declared.keys())
    if unknown:
        raise ValueError(f"Unknown parameters: [{', '.join(unknown)}]")
    missing = [name for name, parameter in declared.items() if name not in given and "DefaultValue" not in parameter]
    if missing:
        raise ValueError(f"Parameters without a value: [{', '.join(missing)}]")
    return {name: _typed(parameter, given.get(name)) for name, parameter in declared.items()}


def _typed(parameter: Json, text: str | None) -> Any:
    value = parameter["DefaultValue"] if text is None else _TYPES[parameter["Type"]](text)
    if value not in parameter.get("EnumValues", [value]):
        raise ValueError(f"Parameter {parameter['Name']} is {value}, and not one of {parameter['EnumValues']}")
    return value


def all_steps(definition: Json) -> Iterator[Step]:
    """The steps of a definition, those in the branches of its conditions with them."""
    waiting = list(definition["Steps"])
    while waiting:
        step = waiting.pop(0)
        yield step
        if step["Type"] == "Condition":
            waiting += [*(step["Arguments"].get("IfSteps") or []), *(step["Arguments"].get("ElseSteps") or [])]


def dependencies(step: Step) -> set[str]:
    """The steps that a step waits for: those it names, and those whose results it uses."""
    arguments = {name: value for name, value in step.get("Arguments", {}).items() if name not in ("IfSteps", "ElseSteps")}
    used = {path.split(".")[1] for path in _references({**step, "Arguments": arguments}) if path.startswith("Steps.")}
    return {re.split(r"[\[.]", name)[0] for name in used} | set(step.get("DependsOn", []))


def _references(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("Get"), str) and len(value) == 1:
            yield value["Get"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def resolved(value: Json, look_up: LookUp) -> Json:
    """A part of a definition with the values of its references."""
    if isinstance(value, list):
        return [resolved(inner, look_up) for inner in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Get"}:
        return look_up.get(value["Get"])
    if value.keys() == {"Std:Join"}:
        joined = value["Std:Join"]
        return joined.get("On", "").join(str(resolved(inner, look_up)) for inner in joined["Values"])
    if value.keys() == {"Std:JsonGet"}:
        return look_up.json(value["Std:JsonGet"])
    return {name: resolved(inner, look_up) for name, inner in value.items()}


def guessed(value: Json) -> Json:
    """Arguments with which a call can be made: what is unknown is said to be so."""
    if isinstance(value, dict):
        return {name: guessed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [guessed(inner) for inner in value]
    return str(value) if value is UNKNOWN else value


def find(path: str, value: Json) -> Any:
    """What a path leads to, UNKNOWN if to nothing. In a list a name finds the member that has it as its own name."""
    for name, quoted, index in _PATH.findall(path):
        key = name or quoted
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and index and int(index) < len(value):
            value = value[int(index)]
        elif isinstance(value, list):
            value = next((member for member in value if isinstance(member, dict) and key in member.values()), UNKNOWN)
        else:
            return UNKNOWN
    return value


def holds(conditions: list[Json], look_up: LookUp) -> bool:
    """Whether all conditions hold; one about something unknown does."""
    return all(_holds(condition, look_up) for condition in conditions)


def _holds(condition: Json, look_up: LookUp) -> bool:
    kind = condition["Type"]
    if kind == "Not":
        return not _holds(condition["Condition"], look_up) or _is_unknown(condition, look_up)
    if kind == "Or":
        return any(_holds(one, look_up) for one in condition["Conditions"])
    if _is_unknown(condition, look_up):
        return True
    if kind == "In":
        return resolved(condition["QueryValue"], look_up) in resolved(condition["Values"], look_up)
    return bool(_COMPARISONS[kind](resolved(condition["LeftValue"], look_up), resolved(condition["RightValue"], look_up)))


def _is_unknown(condition: Json, look_up: LookUp) -> bool:
    def unknown(value: Json) -> bool:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return value is UNKNOWN or any(unknown(one) for one in inner)

    return unknown(resolved(condition, look_up))
