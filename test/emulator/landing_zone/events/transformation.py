"""
What a target receives of an event: all of it, a part of it, a constant, or a template filled from it.

@see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from jsonpath_ng.ext.parser import parse

Event = dict[str, Any]

_TOKEN = re.compile(r'\\.|"|<[\w.-]+>')
_parse = lru_cache(maxsize=None)(parse)


def payload(target: dict[str, Any], event: Event, rule_name: str, rule_arn: str) -> str:
    """The text that EventBridge hands to a target of a rule."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(look_up(target["InputPath"], event))
    if "InputTransformer" not in target:
        return json.dumps(event)

    transformer = target["InputTransformer"]
    variables = {name: look_up(path, event) for name, path in transformer.get("InputPathsMap", {}).items()}
    return _filled(
        transformer["InputTemplate"],
        {
            **variables,
            "aws.events.rule-name": rule_name,
            "aws.events.rule-arn": rule_arn,
            "aws.events.event.ingestion-time": event["time"],
            "aws.events.event": {name: value for name, value in event.items() if name != "detail"},
            "aws.events.event.json": event,
        },
    )


def look_up(path: str, event: Event) -> Any:
    """What a JSON path finds in an event: nothing is an empty text, several finds are a list."""
    found = [match.value for match in _parse(path).find(event)]
    return found[0] if len(found) == 1 else found or ""


def _filled(template: str, variables: dict[str, Any]) -> str:
    in_text = False

    def fill(match: re.Match[str]) -> str:
        nonlocal in_text
        token = match.group()
        if token == '"':
            in_text = not in_text
        if token[0] != "<" or token[1:-1] not in variables:
            return token
        return _as_text(variables[token[1:-1]]) if in_text else json.dumps(variables[token[1:-1]])

    return _TOKEN.sub(fill, template)


def _as_text(value: Any) -> str:
    """A value inside of quotation marks."""
    return json.dumps(value if isinstance(value, str) else json.dumps(value))[1:-1]
