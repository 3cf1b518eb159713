"""An AWS API as handlers call it: with the values of a template."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError
from botocore.model import Shape

from ..errors import ApiError
from ..places import Place
from ..text import text_of
from .properties import tag_map

_GONE = re.compile(r"NotFound|NoSuch|DoesNotExist")
_GONE_MESSAGE = re.compile(r"could not find|does not exist|not found|cannot find", re.IGNORECASE)


class Api:
    """A boto3 client that takes values as templates write them: numbers and booleans may be words, documents may be objects."""

    def __init__(self, service: str, place: Place):
        self._service = service
        self._client = place.client(service)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        operation = self._client.meta.method_to_api_mapping[method]
        return lambda **parameters: self.call(operation, parameters)

    def call(self, operation: str, parameters: dict[str, Any]) -> Any:
        """Calls an operation by its name, `CreateTopic`; parameters that the API does not accept fail as they do on AWS."""
        shape = self._client.meta.service_model.operation_model(operation).input_shape
        try:
            return getattr(self._client, xform_name(operation))(**conform(shape, parameters))
        except ParamValidationError as error:
            raise ApiError("InvalidRequest", f"{self._service}:{operation}: {error}") from error


def is_gone(error: ClientError) -> bool:
    """Whether an API says that there is no such resource, which CloudFormation takes for a finished deletion."""
    code, message = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
    return bool(_GONE.search(code) or _GONE_MESSAGE.search(message))


def conform(shape: Shape | None, value: Any) -> Any:
    """
    A template's value as an API's shape wants it. What a shape does not know stays, so that botocore refuses it by name.

    CloudFormation delivers numbers and booleans as text where a template or a parameter wrote them so.
    """
    if shape is None:
        return value
    if shape.type_name == "structure" and isinstance(value, dict):
        names = {name: _member(shape, name) for name in value}
        return {names[name] or name: conform(shape.members.get(names[name]), inner) for name, inner in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [conform(shape.member, inner) for inner in value]
    if shape.type_name == "map":
        entries = tag_map(value) if isinstance(value, list) else value
        return {key: conform(shape.value, inner) for key, inner in entries.items()} if isinstance(entries, dict) else value
    return _scalar(shape.type_name, value)


def _member(shape: Shape, name: str) -> str | None:
    if name in shape.members:
        return name
    return next((member for member in shape.members if member.lower() == name.lower()), None)


def _scalar(type_name: str, value: Any) -> Any:
    if type_name in ("integer", "long") and isinstance(value, (str, float)):
        return _number(int, value)
    if type_name in ("float", "double") and isinstance(value, (str, int)):
        return _number(float, value)
    if type_name == "boolean" and isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if type_name == "blob" and isinstance(value, str):
        return value.encode()
    if type_name == "string" and isinstance(value, (bool, int, float)):
        return text_of(value)
    if type_name == "string" and isinstance(value, (dict, list)):
        # Handlers of CloudFormation write documents without white space, which quotas count.
        return json.dumps(value, separators=(",", ":"))
    return value


def _number(kind: type, value: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        return value
