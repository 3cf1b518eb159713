"""CloudFormation's own facts of its types: what is required, what cannot be changed in place, what identifies a resource."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Properties = dict[str, Any]
Shape = Any

_types: dict[str, dict[str, Any]] = {}
_definitions: dict[str, dict[str, Any]] = {}


def load(file: Path) -> None:
    """Reads the facts that the driver wrote."""
    facts = json.loads(file.read_text())
    _types.update(facts["types"])
    _definitions.update(facts["definitions"])


def knows(name: str) -> bool:
    return name in _types


def attributes(name: str) -> list[str]:
    """What GetAtt may ask of a type."""
    return _types[name]["attributes"] if name in _types else []


def arn_template(name: str) -> str | None:
    return _types[name].get("arn")


def ref(name: str) -> list[str]:
    """The properties or attributes that make up what Ref returns."""
    return _types[name].get("ref") or _types[name]["identifier"]


def identifier(name: str, properties: Properties) -> tuple[str, ...] | None:
    """The name that a template fixes for a resource; None where CloudFormation or the service chooses one."""
    keys = _types[name]["identifier"] if name in _types else []
    values = tuple(str(properties[key]) for key in keys if key in properties)
    return values if keys and len(values) == len(keys) else None


def violations(name: str, properties: Properties) -> list[str]:
    """What CloudFormation refuses in the properties of a resource, in its own words."""
    # A custom resource has whatever properties its handler takes.
    if name.startswith("Custom::") or name == "AWS::CloudFormation::CustomResource":
        return [] if "ServiceToken" in properties else ["#: required key [ServiceToken] not found"]
    if name not in _types:
        return []
    return list(_violations(_types[name]["properties"], properties, "#"))


def replacing(name: str, before: Properties, after: Properties) -> list[str]:
    """The changed properties that cannot be changed in place."""
    return list(_replacing(_types[name]["properties"], before, after)) if name in _types else []


def _violations(known: dict[str, Any], given: Properties, path: str) -> Iterator[str]:
    for name, facts in known.items():
        if facts.get("required") and name not in given:
            yield f"{path}: required key [{name}] not found"
    for name, value in given.items():
        if name not in known:
            yield f"{path}: extraneous key [{name}] is not permitted"
        else:
            yield from _violations_inside(known[name].get("shape"), value, f"{path}/{name}")


def _violations_inside(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if isinstance(shape, str) and isinstance(value, dict):
        yield from _violations(_definitions[shape], value, path)
    elif isinstance(shape, dict):
        for key, inner in _elements(value):
            yield from _violations_inside(_element_shape(shape), inner, f"{path}/{key}")


def _replacing(known: dict[str, Any], before: Properties, after: Properties) -> Iterator[str]:
    for name, facts in known.items():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if facts.get("replaces"):
            yield name
        else:
            yield from (f"{name}.{inner}" for inner in _replacing_inside(facts.get("shape"), old, new))


def _replacing_inside(shape: Shape, before: Any, after: Any) -> Iterator[str]:
    if isinstance(shape, str) and isinstance(before, dict) and isinstance(after, dict):
        yield from _replacing(_definitions[shape], before, after)
    elif isinstance(shape, dict):
        present = dict(_elements(after))
        for key, old in _elements(before):
            if key in present:
                yield from _replacing_inside(_element_shape(shape), old, present[key])


def _element_shape(shape: dict[str, Shape]) -> Shape:
    return shape.get("list", shape.get("map"))


def _elements(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []

