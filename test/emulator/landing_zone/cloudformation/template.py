"""A template: read, checked for what CloudFormation refuses at once, and put in the order of its dependencies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

import yaml

from ..errors import ApiError
from ..resources import has_handler
from ..resources.custom_resource import is_custom
from . import specification

_PSEUDO_PARAMETER = re.compile(r"^AWS::")
_IN_SUB = re.compile(r"\$\{([^!][^}]*)\}")


class Template:
    def __init__(self, text: str):
        self.text = text
        self.body: dict[str, Any] = _parsed(text)
        self.resources: dict[str, dict[str, Any]] = self.body.get("Resources") or {}
        self.parameters: dict[str, dict[str, Any]] = self.body.get("Parameters") or {}
        self.conditions: dict[str, Any] = self.body.get("Conditions") or {}
        self.mappings: dict[str, Any] = self.body.get("Mappings") or {}
        self.outputs: dict[str, dict[str, Any]] = self.body.get("Outputs") or {}
        self.rules: dict[str, dict[str, Any]] = self.body.get("Rules") or {}

    @cached_property
    def order(self) -> list[str]:
        """The logical ids, each after all that it depends on."""
        graph = {name: self.dependencies(name) for name in self.resources}
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            raise _invalid(f"Circular dependency between resources: [{', '.join(sorted(set(error.args[1])))}]") from None

    def dependencies(self, name: str) -> list[str]:
        """What a resource refers to or names in DependsOn."""
        resource = self.resources[name]
        named = resource.get("DependsOn", [])
        referred = [target for target, _ in references(resource.get("Properties"))]
        return sorted({*([named] if isinstance(named, str) else named), *referred} & self.resources.keys())

    def check(self) -> None:
        """Refuses what CloudFormation refuses before it makes anything."""
        if not self.resources:
            raise _invalid("Template format error: At least one Resources member must be defined.")
        self._check_types()
        for section in ("Resources", "Outputs"):
            self._check_references(section)
        self._check_attributes()
        _ = self.order

    def _check_types(self) -> None:
        types = {str(resource.get("Type")) for resource in self.resources.values()}
        unknown = sorted(name for name in types if not (specification.knows(name) or has_handler(name) or is_custom(name)))
        if unknown:
            raise _invalid(f"Template format error: Unrecognized resource types: [{', '.join(unknown)}]")

    def _check_references(self, section: str) -> None:
        known = self.resources.keys() | self.parameters.keys()
        members = self.body.get(section) or {}
        body = [inner.get("Properties") if section == "Resources" else inner for inner in members.values()]
        missing = {name for name, _ in references(body) if name not in known and not _PSEUDO_PARAMETER.match(name)}
        if section == "Resources":
            missing |= {name for resource in members.values() for name in _depends_on(resource) if name not in self.resources}
        if missing:
            block = f"[{', '.join(sorted(missing))}] in the {section} block of the template"
            raise _invalid(f"Template format error: Unresolved resource dependencies {block}")

    def _check_attributes(self) -> None:
        for name, attribute in references([self.resources, self.outputs]):
            type_ = self.resources.get(name, {}).get("Type")
            if attribute is None or type_ is None or type_.startswith(("Custom::", "AWS::CloudFormation::")):
                continue
            if attribute not in specification.attributes(type_):
                raise _invalid(f"Template error: resource {name} does not support attribute type {attribute} in Fn::GetAtt")


def references(value: Any) -> Iterator[tuple[str, str | None]]:
    """What a part of a template refers to: a logical id or parameter, and the attribute where it is one."""
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)
    elif isinstance(value, dict):
        if len(value) == 1 and isinstance(value.get("Ref"), str):
            yield value["Ref"], None
        elif len(value) == 1 and "Fn::GetAtt" in value:
            yield attribute_reference(value["Fn::GetAtt"])
        else:
            if "Fn::Sub" in value:
                yield from _references_in_sub(value["Fn::Sub"])
            for inner in value.values():
                yield from references(inner)


def attribute_reference(argument: Any) -> tuple[str, str]:
    """The logical id and the attribute of a GetAtt, `[id, attribute]` or `id.attribute`."""
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else (argument[0], ".".join(argument[1:]))
    return name, attribute


def _references_in_sub(argument: Any) -> Iterator[tuple[str, str | None]]:
    text, variables = argument if isinstance(argument, list) else (argument, {})
    for name in _IN_SUB.findall(text):
        if name not in variables:
            target, _, attribute = name.strip().partition(".")
            yield target, attribute or None


def _depends_on(resource: dict[str, Any]) -> list[str]:
    named = resource.get("DependsOn", [])
    return [named] if isinstance(named, str) else named


def _parsed(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, Loader=_Loader)
    except (ValueError, yaml.YAMLError) as error:
        raise _invalid(f"Template format error: {error}") from None
    if not isinstance(body, dict):
        raise _invalid("Template format error: unsupported structure.")
    return body


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationError", message)


class _Loader(yaml.SafeLoader):
    """YAML with the short forms of the intrinsic functions, and with dates left as the text that they are."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.SequenceNode):
        value: Any = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        value = loader.construct_scalar(node)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_form)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))
