"""Commands of the AWS CLI, as a checklist writes them: read as the CLI reads them, and checked against the API's own shapes."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import jmespath
from botocore.exceptions import BotoCoreError, ClientError
from botocore.model import Shape

from .application import control
from .places import Place
from .resources.api import Api

# What the CLI names differently from the SDKs.
_SERVICES = {"configservice": "config"}
_OF_THE_CLI = ("region", "query", "output")
_SUBSTITUTION = re.compile(r"\$\(([^()]+)\)")

# What moto's server says of an address that it does not know, and the emulator of an operation.
_UNKNOWN = re.compile(r"<title>404 Not Found|NotImplementedException|Not yet implemented")


@control("command")
def run(body: dict[str, str]) -> dict[str, Any]:
    """
    Runs `aws organizations list-roots` as somebody in an account. The options --region and --query are heeded.

    A command that the AWS CLI accepts and no API here knows is not emulated, and has no answer.
    """
    place = Place(body["account"], body["region"])
    command = _SUBSTITUTION.sub(lambda inner: str(_answer(inner[1], place)), body["command"])
    try:
        return {"answer": json.loads(json.dumps(_answer(command, place), default=str)), "emulated": True}
    except NotImplementedError:
        return {"answer": None, "emulated": False}


def _answer(command: str, place: Place) -> Any:
    program, service, operation, *rest = shlex.split(command)
    if program != "aws":
        raise ValueError(f"{program} is not the AWS CLI")
    options = _options(rest)
    place = Place(place.account, options.get("region", [place.region])[0])
    client = place.client(_SERVICES.get(service, service))
    known = client.meta.method_to_api_mapping.get(operation.replace("-", "_"))
    if known is None:
        raise ValueError(f"{service} has no command {operation}")

    shape = client.meta.service_model.operation_model(known).input_shape
    parameters = dict(_parameter(shape, *option) for option in options.items() if option[0] not in _OF_THE_CLI)
    try:
        answer = Api(_SERVICES.get(service, service), place).call(known, parameters)
    except (ClientError, BotoCoreError) as error:
        if _UNKNOWN.search(str(error)):
            raise NotImplementedError(command) from error
        raise ValueError(f"{command}: {error}") from error
    query = options.get("query")
    return jmespath.search(query[0], answer) if query else answer


def _options(words: list[str]) -> dict[str, list[str]]:
    """The words behind each option."""
    options: dict[str, list[str]] = {}
    for word in words:
        if word.startswith("--"):
            options[word.removeprefix("--")] = values = []
        elif not options:
            raise ValueError(f"{word} stands before every option")
        else:
            values.append(word)
    return options


def _parameter(shape: Shape | None, option: str, words: list[str]) -> tuple[str, Any]:
    members = shape.members if shape else {}
    names = {_plain(name): name for name in members}
    switched_off = option.startswith("no-") and _plain(option) not in names
    name = names.get(_plain(option.removeprefix("no-") if switched_off else option))
    if name is None:
        raise ValueError(f"there is no option --{option}; there are {', '.join(sorted(names.values()))}")
    return name, False if switched_off else _value(members[name], words)


def _value(shape: Shape, words: list[str]) -> Any:
    if shape.type_name == "boolean":
        return words != ["false"]
    if not words:
        raise ValueError(f"an option of type {shape.type_name} has a value")
    if words[0][0] in "[{":
        return json.loads(words[0])
    if shape.type_name == "list":
        return [_value(shape.member, [word]) for word in words]
    if shape.type_name in ("structure", "map"):
        # The shorthand of the CLI: one=1,two=2.
        return dict(pair.split("=", 1) for pair in words[0].split(","))
    return words[0]


def _plain(name: str) -> str:
    return name.replace("-", "").lower()
