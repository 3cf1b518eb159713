"""What handlers do with the properties of a template: pick parts, compare two versions, make names fit."""

from __future__ import annotations

import json
from typing import Any

from ..text import text_of
from .handler import Properties, Request


def is_true(value: Any) -> bool:
    """A boolean of a template, which may be written as a word."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def as_json(document: Any) -> str:
    """A JSON document of a template as text; templates may give either."""
    return document if isinstance(document, str) else json.dumps(document)


def as_text(value: Any) -> str:
    """A value of a template as the text of an attribute: of APIs that know only text."""
    return as_json(value) if isinstance(value, (dict, list)) else text_of(value)


def given(properties: Properties, *names: str) -> Properties:
    """The named properties that the template gives."""
    return {name: properties[name] for name in names if name in properties}


def differences(before: list[Any] | None, after: list[Any] | None) -> tuple[list[Any], list[Any]]:
    """What has come to a list, and what has left it."""
    old, new = before or [], after or []
    return [item for item in new if item not in old], [item for item in old if item not in new]


def tag_map(tags: Any) -> dict[str, str]:
    """Tags by their keys, from a map or a list of keys and values."""
    if isinstance(tags, dict):
        return tags
    return {tag["Key"]: tag["Value"] for tag in tags or []}


def tag_list(properties: Properties, name: str = "Tags") -> list[dict[str, str]]:
    """The tags of a resource as a list; some types write them as a map."""
    return as_tag_list(tag_map(properties.get(name)))


def as_tag_list(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def tag_changes(before: Properties, after: Properties, name: str = "Tags") -> tuple[dict[str, str], list[str]]:
    """The tags to set, and the keys of the tags to take away."""
    old, new = tag_map(before.get(name)), tag_map(after.get(name))
    return {key: value for key, value in new.items() if old.get(key) != value}, [key for key in old if key not in new]


def fitting_name(request: Request, limit: int) -> str:
    """The generated name of a resource, its stack and its logical id shortened so that a service of short names accepts it."""
    if len(request.generated_name) <= limit:
        return request.generated_name
    suffix = request.generated_name.rpartition("-")[2]
    room = (limit - len(suffix) - 2) // 2
    return f"{request.stack_name[:room]}-{request.logical_id[:room]}-{suffix}"
