"""Every API call passes here: it can be refused before, implemented where moto lacks it, and listened to afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel
from botocore.parsers import create_parser
from moto.core.exceptions import ServiceException
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model
from moto.iam.models import iam_backends
from moto.moto_api._internal import mock_random
from moto.s3.responses import S3Response
from moto.sts.models import sts_backends
from werkzeug.exceptions import HTTPException

from . import clients
from .application import control
from .errors import ApiError
from .places import Place


@dataclass
class Call:
    """One API call: who asks whom for what, and what the answer was."""

    service: str
    operation: str
    place: Place
    principal: str
    parameters: dict[str, Any]
    request_id: str = field(default_factory=lambda: str(mock_random.uuid4()))
    response: dict[str, Any] | None = None
    error: str | None = None

    @property
    def by_a_service(self) -> bool:
        """Whether the emulator itself calls, as CloudFormation or another AWS service does."""
        return self.principal == "service"

    def to_dict(self) -> dict[str, Any]:
        return {
            "service": self.service,
            "operation": self.operation,
            "account": self.place.account,
            "region": self.place.region,
            "principal": self.principal,
            "parameters": json.loads(json.dumps(self.parameters, default=_written)),
            "error": self.error,
        }


def _written(value: Any) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


Listener = Callable[[Call], None]
Implementation = Callable[[Call], dict[str, Any] | None]
Around = Callable[[Call, Callable[[], Any]], Any]

_before: dict[tuple[str, str], list[Listener]] = {}
_after: dict[tuple[str, str], list[Listener]] = {}
_implementations: dict[tuple[str, str], Implementation] = {}
_around: list[Around] = []
_state: list[Call] = []


def before(service: str, operation: str) -> Callable[[Listener], Listener]:
    """Decorates a function that looks at a call before it is answered, and may refuse it with an ApiError."""
    return _registrar(_before, service, operation)


def after(service: str, operation: str) -> Callable[[Listener], Listener]:
    """Decorates a function that is told of each successful call, `call.response` being its answer."""
    return _registrar(_after, service, operation)


def implement(service: str, operation: str) -> Callable[[Implementation], Implementation]:
    """Decorates a function that answers a call that moto does not know, or answers differently from AWS."""

    def register(function: Implementation) -> Implementation:
        _implementations[service, operation] = function
        return function

    return register


def around(function: Around) -> Around:
    """Decorates a function that every call passes through: faults, for instance."""
    _around.append(function)
    return function


@control("calls")
def recorded(_: Any = None) -> list[dict[str, Any]]:
    """The calls of everybody but the emulator itself, in order."""
    return [call.to_dict() for call in _state]


def record(call: Call, error: str | None = None) -> None:
    """Remembers a call, unless a service of AWS made it in its own name."""
    call.error = error
    if not call.by_a_service:
        _state.append(call)


def _registrar(table: dict[tuple[str, str], list[Listener]], service: str, operation: str) -> Callable[[Listener], Listener]:
    def register(function: Listener) -> Listener:
        table.setdefault((service, operation), []).append(function)
        return function

    return register


def install() -> None:
    """Puts this module between moto's dispatchers and its services; S3 has a dispatcher of its own."""
    _intercept(BaseResponse, "call_action")
    _intercept(S3Response, "_bucket_response")
    _intercept(S3Response, "_key_response")


def _intercept(responses: type[BaseResponse], method: str) -> None:
    original = getattr(responses, method)

    def intercepted(self: BaseResponse, *arguments: Any) -> Any:
        return _pass(self, lambda response: original(response, *arguments))

    setattr(responses, method, intercepted)


def _pass(response: BaseResponse, answer_of_moto: Callable[[BaseResponse], Any]) -> Any:
    call = _read(response)
    answer: Callable[[], Any] = lambda: _answer(response, call, answer_of_moto)
    for function in _around:
        answer = _wrapped(function, call, answer)
    try:
        status, headers, body = answer()
    except ServiceException as error:
        status, headers, body = _serialised(response, error)
        status = getattr(error, "status", None) or status
        headers["status"] = str(status)
    except NotImplementedError:
        status, headers, body = _serialised(response, _not_implemented(call))
    except HTTPException as error:
        # S3 turns its errors into answers further out.
        record(call, f"{getattr(error, 'error_type', error.code)}: {getattr(error, 'message', error.description)}")
        raise

    _note(call, int(status), headers, body)
    return status, headers, body


def _not_implemented(call: Call) -> ServiceException:
    return ApiError("NotImplementedException", f"the emulator does not implement {call.service}:{call.operation}")


def _wrapped(function: Around, call: Call, answer: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: function(call, answer)


def _answer(response: BaseResponse, call: Call, answer_of_moto: Callable[[BaseResponse], Any]) -> Any:
    for listener in _before.get((call.service, call.operation), []):
        listener(call)

    implementation = _implementations.get((call.service, call.operation))
    if implementation is None:
        answered = answer_of_moto(response)
        # S3 answers a body alone where there is no more to say.
        return (200, {}, answered) if isinstance(answered, (str, bytes)) else answered
    return _serialised(response, implementation(call))


def _serialised(response: BaseResponse, result: Any) -> Any:
    # moto's transformers expect moto's own objects.
    response.RESPONSE_KEY_PATH_TO_TRANSFORMER = {}
    status, headers, body = response.serialized(ActionResult(result))
    headers["status"] = str(status)
    # To moto every body is of the protocol's own type, also one that is handed through.
    if isinstance(result, dict) and "ContentType" in result:
        headers["Content-Type"] = result["ContentType"]
    return status, headers, body


def _read(response: BaseResponse) -> Call:
    service = response.boto3_service_name
    operation = response._get_action() or ""
    return Call(
        service=service,
        operation=operation,
        place=Place(response.current_account, response.region),
        principal=_principal(response),
        parameters=_parameters(response, service, operation),
    )


def _principal(response: BaseResponse) -> str:
    if response.headers.get(clients.SERVICE_HEADER):
        return "service"

    account, partition = response.current_account, response.partition
    role = sts_backends[account][partition].get_assumed_role_from_access_key(response.access_key)
    if role is not None:
        return role.arn
    key = iam_backends[account][partition].access_keys.get(response.access_key)
    user = getattr(key, "user_name", None)
    return f"arn:{partition}:iam::{account}:" + (f"user/{user}" if user else "root")


def _parameters(response: BaseResponse, service: str, operation: str) -> dict[str, Any]:
    model = get_service_model(service)
    if operation not in model.operation_names:
        return {}

    request = response.normalized_request
    parser = PROTOCOL_PARSERS[determine_request_protocol(model, request.content_type)]
    # Path parameters are found as a by-product of finding the operation of a REST service.
    response._get_action_from_method_and_request_uri(request)
    try:
        parsed = parser(model.operation_model(operation), map_type=dict).parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": response.raw_body,
                "url_path": request.path,
                "url_params": response.uri_match,
            }
        )
    except Exception:  # A streaming body is nothing that listeners read.
        return dict(response.uri_match)
    # The contents of objects are nothing that listeners read, nor anything to keep in the record of calls.
    return {name: value for name, value in (parsed or {}).items() if not _streams(model.operation_model(operation), name)}


def _streams(operation: OperationModel, name: str) -> bool:
    member = operation.input_shape.members.get(name) if operation.input_shape else None
    return bool(member and member.serialization.get("streaming"))


def _note(call: Call, status: int, headers: Any, body: Any) -> None:
    if status >= 400:
        error = _parsed_answer(call, status, headers, body).get("Error", {})
        record(call, f"{error.get('Code', status)}: {error.get('Message', '')}")
        return

    record(call)
    listeners = _after.get((call.service, call.operation), [])
    if listeners:
        call.response = _parsed_answer(call, status, headers, body)
    for listener in listeners:
        listener(call)


def _parsed_answer(call: Call, status: int, headers: Any, body: Any) -> dict[str, Any]:
    model = get_service_model(call.service)
    if call.operation not in model.operation_names:
        return {}

    operation = model.operation_model(call.operation)
    raw = body.encode() if isinstance(body, str) else body
    if operation.has_streaming_output and status < 400:
        return {}
    try:
        return create_parser(model.protocol).parse(
            {"status_code": status, "headers": {k.lower(): v for k, v in dict(headers).items()}, "body": raw or b""},
            operation.output_shape,
        )
    except Exception:
        return {"Error": {"Code": str(status), "Message": str(body)}} if status >= 400 else {}
