"""
Invocations of functions: those that wait for the answer, and those in the background with their retries and destinations.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-invocation.html
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, cast

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random

from ..calls import Call, around, implement
from ..errors import ApiError
from ..places import Place
from . import background, destinations, logs, sandbox

if TYPE_CHECKING:
    from .function import Function

# The last 4 KB of the log is what a caller may ask for.
_LOG_TAIL = 4096
_DEFAULT_RETRIES = 2


def find(place: Place, name: str, qualifier: str | None = None) -> Function:
    """A function by its name or ARN, which may be of another account; a ResourceNotFoundException if there is none."""
    if name.startswith("arn:"):
        _, _, _, region, account, _ = name.split(":", 5)
        place = Place(account, region)
    try:
        return cast("Function", lambda_backends[place.account][place.region].get_function(name, qualifier))
    except JsonRESTError as error:
        raise ApiError(error.error_type, error.message) from error


def run(function: Function, event: str, arn: str | None = None, request_id: str | None = None) -> sandbox.Run:
    """Runs a function and waits for it; its log goes to its log group."""
    now = datetime.now(timezone.utc)
    request_id = request_id or str(mock_random.uuid4())
    stream = function.log_stream(f"{now:%Y/%m/%d}")
    context = {
        "functionName": function.function_name,
        "functionVersion": str(function.version),
        "invokedFunctionArn": arn or function.function_arn,
        "memoryLimitInMB": str(function.memory_size),
        "awsRequestId": request_id,
        "logGroupName": function.log_group,
        "logStreamName": stream,
    }
    begun = logs.milliseconds()
    done = sandbox.run(function, event, context)
    logs.write(function, stream, begun, logs.lines(function, request_id, done))
    return done


def start(
    function: Function, event: str, arn: str | None = None, qualifier: str | None = None, request_id: str | None = None
) -> None:
    """Runs a function in the background, again if it fails, and tells its destinations what became of it."""
    background.submit(_run_until_done, function, event, arn, qualifier, request_id or str(mock_random.uuid4()))


def text(body: str | bytes | None) -> str:
    return body.decode() if isinstance(body, bytes) else body or ""


@implement("lambda", "Invoke")
def _invoke(call: Call) -> dict[str, Any]:
    name, qualifier = call.parameters["FunctionName"], call.parameters.get("Qualifier")
    function = find(call.place, name, qualifier)
    event = text(call.parameters.get("Payload")) or "{}"
    try:
        json.loads(event)
    except ValueError as error:
        raise ApiError("InvalidRequestContentException", f"Could not parse request body into json: {error}") from error

    arn = _invoked_arn(function, name, qualifier)
    kind = call.parameters.get("InvocationType", "RequestResponse")
    if kind == "DryRun":
        return {}
    if kind == "Event":
        start(function, event, arn, arn.partition(f"{function.unqualified_arn}:")[2] or None, call.request_id)
        return {}
    done = run(function, event, arn, call.request_id)
    tail = "\n".join(logs.lines(function, call.request_id, done)).encode()[-_LOG_TAIL:]
    return {
        "Payload": done.payload.encode(),
        "ExecutedVersion": str(function.version),
        **({"FunctionError": "Unhandled"} if done.failed else {}),
        **({"LogResult": base64.b64encode(tail).decode()} if call.parameters.get("LogType") == "Tail" else {}),
    }


@around
def _say_that_it_is_accepted(call: Call, answer: Callable[[], Any]) -> Any:
    """The status of an answer is not among what an implementation returns."""
    status, headers, body = answer()
    kind = call.parameters.get("InvocationType")
    if (call.service, call.operation) == ("lambda", "Invoke") and kind in ("Event", "DryRun"):
        status = 202 if kind == "Event" else 204
        headers["status"] = str(status)
    return status, headers, body


def _invoked_arn(function: Function, name: str, qualifier: str | None) -> str:
    in_name = name.split(":function:")[-1].partition(":")[2]
    asked = qualifier or in_name
    return f"{function.unqualified_arn}:{asked}" if asked else function.unqualified_arn


def _run_until_done(function: Function, event: str, arn: str | None, qualifier: str | None, request_id: str) -> None:
    config = function.event_invoke_configs.get(qualifier or "$LATEST", {})
    allowed = 1 + config.get("MaximumRetryAttempts", _DEFAULT_RETRIES)
    attempts, done = 1, run(function, event, arn, request_id)
    # AWS waits a minute or two between the attempts; nothing changes by that here.
    while done.failed and attempts < allowed:
        attempts, done = attempts + 1, run(function, event, arn, request_id)
    destinations.tell(function, destinations.Record(event, request_id, done, attempts, config.get("DestinationConfig", {})))
