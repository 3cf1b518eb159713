"""
What becomes known of invocations in the background: dead letters, and the records that destinations get.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from moto.moto_api._internal import mock_random

from ..events import roles
from ..places import Place
from .sandbox import Run

if TYPE_CHECKING:
    from .function import Function


@dataclass(frozen=True)
class Record:
    """An invocation in the background that is over."""

    event: str
    request_id: str
    run: Run
    attempts: int
    destinations: dict[str, Any]


def tell(function: Function, record: Record) -> None:
    """Sends an invocation to where the function wants it: with the function's role, which therefore must be allowed to."""
    failed = record.run.failed
    dead_letters = function.kept.get("DeadLetterConfig", {}).get("TargetArn")
    if failed and dead_letters:
        _attempt(lambda: _bury(function, dead_letters, record))
    destination = record.destinations.get("OnFailure" if failed else "OnSuccess", {}).get("Destination")
    if destination:
        service = destination.split(":")[2]
        _attempt(lambda: _SENDERS[service](function, destination, _described(function, record)))


def _attempt(act: Callable[[], None]) -> None:
    """To AWS a destination that refuses is a metric, not an error."""
    try:
        act()
    except ClientError as error:
        print(f"a destination of a function refuses: {error}", file=sys.stderr)


def _bury(function: Function, arn: str, record: Record) -> None:
    message = json.loads(record.run.payload).get("errorMessage", "")[:1024]
    facts = {
        "RequestID": ("String", record.request_id),
        "ErrorCode": ("Number", "200"),
        "ErrorMessage": ("String", message or "-"),
    }
    attributes = {name: {"DataType": kind, "StringValue": value} for name, (kind, value) in facts.items()}
    if arn.split(":")[2] == "sns":
        _client(function, "sns", arn).publish(TopicArn=arn, Message=record.event, MessageAttributes=attributes)
    else:
        _client(function, "sqs", arn).send_message(QueueUrl=_queue(arn), MessageBody=record.event, MessageAttributes=attributes)


def _described(function: Function, record: Record) -> dict[str, Any]:
    condition = "RetriesExhausted" if record.run.failed else "Success"
    version = str(function.version)
    return {
        "version": "1.0",
        "timestamp": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": record.request_id,
            "functionArn": f"{function.unqualified_arn}:{version}",
            "condition": condition,
            "approximateInvokeCount": record.attempts,
        },
        "requestPayload": json.loads(record.event),
        "responseContext": {
            "statusCode": 200,
            "executedVersion": version,
            **({"functionError": "Unhandled"} if record.run.failed else {}),
        },
        "responsePayload": json.loads(record.run.payload),
    }


def _to_queue(function: Function, arn: str, record: dict[str, Any]) -> None:
    _client(function, "sqs", arn).send_message(QueueUrl=_queue(arn), MessageBody=json.dumps(record))


def _to_topic(function: Function, arn: str, record: dict[str, Any]) -> None:
    _client(function, "sns", arn).publish(TopicArn=arn, Message=json.dumps(record))


def _to_function(function: Function, arn: str, record: dict[str, Any]) -> None:
    _client(function, "lambda", arn).invoke(FunctionName=arn, InvocationType="Event", Payload=json.dumps(record).encode())


def _to_bus(function: Function, arn: str, record: dict[str, Any]) -> None:
    outcome = "Failure" if record["requestContext"]["condition"] != "Success" else "Success"
    entry = {
        "EventBusName": arn,
        "Source": "lambda",
        "DetailType": f"Lambda Function Invocation Result - {outcome}",
        "Resources": [record["requestContext"]["functionArn"], arn],
        "Detail": json.dumps(record),
    }
    _client(function, "events", arn).put_events(Entries=[entry])


def _to_bucket(function: Function, arn: str, record: dict[str, Any]) -> None:
    now = datetime.now(timezone.utc)
    name = f"{now:%Y-%m-%dT%H.%M.%S}-{mock_random.uuid4()}"
    key = f"aws/lambda/async/{function.function_name}/{now:%Y/%m/%d}/{name}"
    _client(function, "s3", arn).put_object(Bucket=arn.split(":")[5], Key=key, Body=json.dumps(record).encode())


_SENDERS: dict[str, Callable[[Function, str, dict[str, Any]], None]] = {
    "sqs": _to_queue,
    "sns": _to_topic,
    "lambda": _to_function,
    "events": _to_bus,
    "s3": _to_bucket,
}


def _client(function: Function, service: str, arn: str) -> Any:
    return roles.client(service, arn.split(":")[3] or function.region, function.role, function.function_name)


def _queue(arn: str) -> str:
    _, _, _, region, account, name = arn.split(":", 5)
    return str(Place(account, region).client("sqs").get_queue_url(QueueName=name)["QueueUrl"])
