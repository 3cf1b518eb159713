"""What SageMaker refuses by the shape of a request: a value too long, of an unknown kind, or unlike the pattern of its member."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import regex
from botocore.model import Shape, StringShape
from moto.core.utils import get_service_model

from ..calls import Call, before
from ..errors import ApiError


def check(call: Call) -> None:
    shape = get_service_model("sagemaker").operation_model(call.operation).input_shape
    found = list(violations(shape, call.parameters)) if shape else []
    if found:
        count = f"{len(found)} validation error{'s' if len(found) > 1 else ''} detected"
        raise ApiError("ValidationException", f"{count}: {'; '.join(found)}")


def violations(shape: Shape, value: Any, path: str = "") -> Iterator[str]:
    """What is wrong with a value, in the words of AWS."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name in shape.required_members:
            if name not in value:
                yield f"Value null at '{_below(path, _lower(name))}' failed to satisfy constraint: Member must not be null"
        for name, inner in value.items():
            if name in shape.members and inner is not None:
                yield from violations(shape.members[name], inner, _below(path, _lower(name)))
    elif shape.type_name == "list" and isinstance(value, list):
        yield from _length(shape, value, path)
        for index, inner in enumerate(value, start=1):
            yield from violations(shape.member, inner, f"{path}.{index}.member")
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, inner in value.items():
            yield from violations(shape.value, inner, f"{path}.{key}.member")
    elif isinstance(shape, StringShape) and isinstance(value, str):
        yield from _text(shape, value, path)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _number(shape, value, path)


def _text(shape: StringShape, value: str, path: str) -> Iterator[str]:
    yield from _length(shape, value, path)
    pattern = _pattern(shape.metadata.get("pattern", ""))
    if pattern and not pattern.fullmatch(value):
        yield _violation(value, path, f"Member must satisfy regular expression pattern: {shape.metadata['pattern']}")
    if shape.enum and value not in shape.enum:
        yield _violation(value, path, f"Member must satisfy enum value set: [{', '.join(shape.enum)}]")


def _length(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if len(value) < shape.metadata.get("min", 0):
        yield _violation(value, path, f"Member must have length greater than or equal to {shape.metadata['min']}")
    if len(value) > shape.metadata.get("max", len(value)):
        yield _violation(value, path, f"Member must have length less than or equal to {shape.metadata['max']}")


def _number(shape: Shape, value: float, path: str) -> Iterator[str]:
    if value < shape.metadata.get("min", value):
        yield _violation(value, path, f"Member must have value greater than or equal to {shape.metadata['min']}")
    if value > shape.metadata.get("max", value):
        yield _violation(value, path, f"Member must have value less than or equal to {shape.metadata['max']}")


def _violation(value: Any, path: str, constraint: str) -> str:
    return f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


@cache
def _pattern(text: str) -> regex.Pattern[str] | None:
    try:
        return regex.compile(text) if text else None
    except regex.error:  # Surrogate pairs, which Java's patterns know and Python's do not.
        return None


for operation in get_service_model("sagemaker").operation_names:
    before("sagemaker", operation)(check)
