"""What functions log, in the log group of each, written with the function's own role as in AWS."""

from __future__ import annotations

import json
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ..events import roles
from ..places import Place
from .sandbox import Run

if TYPE_CHECKING:
    from .function import Function

_streams: set[tuple[Place, str, str]] = set()


def milliseconds() -> int:
    return int(time.time() * 1000)


def lines(function: Function, request_id: str, run: Run) -> list[str]:
    """
    What a function printed, between the lines of Lambda itself.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
    """
    printed = [line for line in run.output.splitlines() if line]
    spent, size = round(run.seconds * 1000, 2), int(function.memory_size)
    used = size if run.memory_in_mb is None else run.memory_in_mb
    if function.log_format == "JSON":
        metrics = {"durationMs": spent, "memorySizeMB": size, "maxMemoryUsedMB": used}
        status = "failure" if run.failed else "success"
        return [
            _event("platform.start", {"requestId": request_id, "version": str(function.version)}),
            *printed,
            _event("platform.report", {"requestId": request_id, "metrics": metrics, "status": status}),
        ]
    return [
        f"START RequestId: {request_id} Version: {function.version}",
        *printed,
        f"END RequestId: {request_id}",
        f"REPORT RequestId: {request_id}\tDuration: {spent:.2f} ms\tBilled Duration: {int(spent) + 1} ms\t"
        f"Memory Size: {size} MB\tMax Memory Used: {used} MB\t",
    ]


def write(function: Function, stream: str, begun: int, messages: list[str]) -> None:
    """Puts messages into a stream, the first at the time when the function began; Lambda drops what its role may not write."""
    client = roles.client("logs", function.region, function.role, function.function_name)
    ended = milliseconds()
    events = [{"timestamp": begun if number == 0 else ended, "message": message} for number, message in enumerate(messages)]
    place = (function.place, function.log_group, stream)
    try:
        if place not in _streams:
            _create(client, function.log_group, stream)
            _streams.add(place)
        client.put_log_events(logGroupName=function.log_group, logStreamName=stream, logEvents=events)
    except ClientError:
        return


def _create(client: Any, group: str, stream: str) -> None:
    try:
        client.create_log_stream(logGroupName=group, logStreamName=stream)
    except client.exceptions.ResourceNotFoundException:
        client.create_log_group(logGroupName=group)
        client.create_log_stream(logGroupName=group, logStreamName=stream)
    except client.exceptions.ResourceAlreadyExistsException:
        return


def _event(kind: str, record: dict[str, Any]) -> str:
    moment = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"time": moment, "type": kind, "record": record})
