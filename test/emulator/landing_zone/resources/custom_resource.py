"""
Custom resources: a function or a topic is asked to make, change or remove something, and answers at an address that it is given.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""

from __future__ import annotations

import json
import queue
from typing import Any
from uuid import uuid4

from .. import clients
from ..application import CONTROL_PATH, control
from ..errors import ApiError
from ..text import text_of
from .handler import Handler, Made, Properties, Request, register

_ROUTE = "custom-resource"
_DEFAULT_TIMEOUT_IN_SECONDS = 3600
_LARGEST_ANSWER_IN_BYTES = 4096

_waiting: dict[str, queue.SimpleQueue[dict[str, Any]]] = {}


def is_custom(type_: str) -> bool:
    return type_.startswith("Custom::") or type_ == "AWS::CloudFormation::CustomResource"


class CustomResourceError(ApiError):
    """CloudFormation tells what went wrong with a custom resource in these very words."""

    def __init__(self, message: str, physical_id: str | None = None):
        super().__init__("CustomResourceError", message)
        # What the handler calls the thing that it failed to make.
        self.physical_id = physical_id


class CustomResourceHandler(Handler):
    kind = "service"

    def create(self, request: Request, properties: Properties) -> Made:
        return self._ask(request, properties, {"RequestType": "Create"})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        old = {"PhysicalResourceId": physical_id, "OldResourceProperties": _as_text(before)}
        return self._ask(request, after, {"RequestType": "Update", **old})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        self._ask(request, properties, {"RequestType": "Delete", "PhysicalResourceId": physical_id})

    def _ask(self, request: Request, properties: Properties, particulars: dict[str, Any]) -> Made:
        token, request_id = str(uuid4()), str(uuid4())
        _waiting[token] = queue.SimpleQueue()
        message = {
            **particulars,
            "ServiceToken": properties["ServiceToken"],
            "ResponseURL": f"{clients.endpoint()}{CONTROL_PATH}{_ROUTE}/{token}",
            "StackId": request.stack_id,
            "RequestId": request_id,
            "LogicalResourceId": request.logical_id,
            "ResourceType": request.type,
            "ResourceProperties": _as_text(properties),
        }
        try:
            _send(request, properties["ServiceToken"], message)
            answer = _waiting[token].get(timeout=float(properties.get("ServiceTimeout", _DEFAULT_TIMEOUT_IN_SECONDS)))
        except queue.Empty:
            raise CustomResourceError(_no_answer(request_id)) from None
        finally:
            del _waiting[token]
        return _made(request_id, answer, particulars.get("PhysicalResourceId"))


@control(_ROUTE)
def receive(message: dict[str, Any]) -> dict[str, Any]:
    """Takes an answer; one that comes too late is lost, as it is in AWS."""
    waiting = _waiting.get(message["path"])
    if waiting is not None:
        waiting.put(message)
    return {}


def _send(request: Request, service_token: str, message: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html (the service token is of the stack's region)"""
    _, _, service, region, account, _ = service_token.split(":", 5)
    if region != request.place.region:
        raise CustomResourceError(f"Invalid ServiceToken: {service_token} is not in {request.place.region}")
    client = clients.client(service, account, region)
    body = json.dumps(message)
    if service == "lambda":
        client.invoke(FunctionName=service_token, InvocationType="Event", Payload=body.encode())
    else:
        client.publish(TopicArn=service_token, Message=body, Subject="AWS CloudFormation custom resource request")


def _made(request_id: str, message: dict[str, Any], known_id: str | None) -> Made:
    if message["size"] > _LARGEST_ANSWER_IN_BYTES:
        raise CustomResourceError("Response object is too long.")
    answer = message["body"]
    if not isinstance(answer, dict) or answer.get("Status") not in ("SUCCESS", "FAILED"):
        raise CustomResourceError("Invalid response object: the status must be SUCCESS or FAILED")
    if answer["Status"] == "FAILED":
        told = f"Message returned: {answer.get('Reason')} (RequestId: {request_id})"
        reason = f"Received response status [FAILED] from custom resource. {told}"
        raise CustomResourceError(reason, answer.get("PhysicalResourceId"))
    physical_id = answer.get("PhysicalResourceId") or known_id
    if not physical_id:
        raise CustomResourceError("Invalid PhysicalResourceId")
    return Made(str(physical_id), dict(answer.get("Data") or {}))


def _no_answer(request_id: str) -> str:
    return (
        "CloudFormation did not receive a response from your Custom Resource. "
        f"Please check your logs for requestId [{request_id}]. "
        "If you are using the Python cfn-response module, you may need to update your Lambda function code "
        "so that CloudFormation can attach the updated version."
    )


def _as_text(value: Any) -> Any:
    """CloudFormation hands numbers and booleans over as text."""
    if isinstance(value, dict):
        return {key: _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    return value if value is None else text_of(value)


register("AWS::CloudFormation::CustomResource", CustomResourceHandler())
