"""The shapes that AWS services give their requests and answers, as botocore carries them, and what a value lacks of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Protocol

import regex
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape, ShapeResolver, StringShape
from definitions import CLOSING, DEPLOYED, OPENING

Json = Any

# Java's patterns write a character beyond 16 bits as its two halves.
_SURROGATES = (r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")
_KNOWN_AT_DEPLOYMENT = re.compile(f"{OPENING}[^{CLOSING}]*{CLOSING}")
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "timestamp": (str,),
    "blob": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "list": (list,),
    "map": (dict,),
    "structure": (dict,),
}


class Expressions(Protocol):
    """What may stand in the place of a value, and what is wrong with it there."""

    def is_expression(self, value: Json) -> bool: ...

    def faults(self, expression: Json, shape: Shape, path: str) -> Iterator[str]: ...


@cache
def service(name: str) -> ServiceModel:
    """The newest model of a service."""
    return ServiceModel(Loader().load_service_model(name, "service-2"), name)


def shape_of(service_name: str, name: str) -> Shape:
    """A shape of a service by its name: CreateModelInput."""
    return service(service_name).shape_for(name)


def request_of(service_name: str, operation: str) -> Shape:
    """What an operation is asked with."""
    shape = service(service_name).operation_model(operation).input_shape
    assert shape
    return shape


def own(shapes: dict[str, Json]) -> ShapeResolver:
    """Shapes of our own making, written as botocore writes those of services."""
    return ShapeResolver(shapes)


def without(shape: Shape, *members: str, optional: tuple[str, ...] = ()) -> Shape:
    """A structure of which some members are unknown, and of which some are not required."""
    model = shape._shape_model
    changed = {
        **model,
        "required": [name for name in model.get("required", []) if name not in (*members, *optional)],
        "members": {name: member for name, member in model["members"].items() if name not in members},
    }
    return type(shape)(shape.name, changed, shape._shape_resolver)


def faults(shape: Shape, value: Json, path: str, expressions: Expressions) -> Iterator[str]:
    """What of a value a service would not accept, each fault with its path."""
    if isinstance(value, dict) and value.keys() == {DEPLOYED}:
        return
    if expressions.is_expression(value):
        yield from expressions.faults(value, shape, path)
    elif not _fits(shape, value):
        yield f"{path} is {value!r}, wanted: {shape.type_name}"
    elif shape.type_name == "structure":
        yield from _structure(shape, value, path, expressions)
    elif shape.type_name == "list":
        yield from _range(shape, len(value), path, "entries")
        for index, inner in enumerate(value):
            yield from faults(shape.member, inner, f"{path}[{index}]", expressions)
    elif shape.type_name == "map":
        yield from _range(shape, len(value), path, "entries")
        for key, inner in value.items():
            yield from faults(shape.key, key, f"the key of {path}['{key}']", expressions)
            yield from faults(shape.value, inner, f"{path}['{key}']", expressions)
    elif isinstance(shape, StringShape):
        yield from _text(shape, value, path)
    elif not isinstance(value, (bool, str)):
        yield from _range(shape, value, path)


def _fits(shape: Shape, value: Json) -> bool:
    # Python takes a boolean for a number.
    return isinstance(value, _TYPES[shape.type_name]) and (isinstance(value, bool) is (shape.type_name == "boolean"))


def _structure(shape: Shape, value: dict[str, Json], path: str, expressions: Expressions) -> Iterator[str]:
    if getattr(shape, "is_document_type", False):
        return
    for name in shape.required_members:
        if name not in value:
            yield f"{path}.{name} is missing"
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        yield f"{path} has {len(value)} members, wanted: one of {', '.join(shape.members)}"
    for name, inner in value.items():
        if name in shape.members:
            yield from faults(shape.members[name], inner, f"{path}.{name}", expressions)
        else:
            yield f"{path}.{name} is unknown"


def _text(shape: StringShape, value: str, path: str) -> Iterator[str]:
    if _KNOWN_AT_DEPLOYMENT.search(value):
        return
    yield from _range(shape, len(value), path, "characters")
    if shape.enum and value not in shape.enum:
        yield f"{path} is {value!r}, wanted: one of {', '.join(shape.enum)}"
    written = shape.metadata.get("pattern")
    if written and not _pattern(written).fullmatch(value):
        yield f"{path} is {value!r}, wanted: {written}"


def _range(shape: Shape, value: float, path: str, counted: str = "") -> Iterator[str]:
    least, most = shape.metadata.get("min", value), shape.metadata.get("max", value)
    if not least <= value <= most:
        limits = " and ".join(f"{word} {limit}" for word, limit in (("at least", least), ("at most", most)) if limit != value)
        yield f"{path} {f'has {value} {counted}' if counted else f'is {value}'}, wanted: {limits}"


@cache
def _pattern(written: str) -> regex.Pattern[str]:
    return regex.compile(written.replace(*_SURROGATES))
