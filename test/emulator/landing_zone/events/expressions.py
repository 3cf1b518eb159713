"""
When rate, cron and at expressions are due.

@see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
@see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aws_croniter import AwsCroniter
from aws_croniter.exceptions import AwsCroniterExpressionError

_EXPRESSION = re.compile(r"(?P<kind>rate|cron|at)\((?P<value>.+)\)")
_RATE = re.compile(r"(?P<count>[1-9]\d*) (?P<unit>minute|hour|day)s?")


def next_time(expression: str, after: datetime, begun: datetime, zone: str = "UTC") -> datetime | None:
    """
    The first time after a time; a rate counts from when it `begun`, and an hour that a clock skips does not come.

    A ValueError if EventBridge would not accept the expression.
    """
    found = _EXPRESSION.fullmatch(expression)
    if found is None:
        raise ValueError(f"Invalid Schedule Expression {expression}.")
    kind, value = found["kind"], found["value"]
    try:
        if kind == "rate":
            return _next_of_rate(value, after, begun)
        if kind == "cron":
            return _next_of_cron(value, after, ZoneInfo(zone))
        at = datetime.strptime(value, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=ZoneInfo(zone))
    except ZoneInfoNotFoundError as error:
        raise ValueError(f"Invalid Schedule Expression Timezone {zone}.") from error
    except (ValueError, AwsCroniterExpressionError) as error:
        raise ValueError(f"Invalid Schedule Expression {expression}.") from error
    return at if at > after else None


def _next_of_rate(value: str, after: datetime, begun: datetime) -> datetime:
    found = _RATE.fullmatch(value)
    if found is None:
        raise ValueError(value)
    period = timedelta(**{f"{found['unit']}s": int(found["count"])})
    return begun + period * max(1, math.floor((after - begun) / period) + 1)


def _next_of_cron(value: str, after: datetime, zone: ZoneInfo) -> datetime | None:
    minute, hour, day, month, weekday, year = value.split()
    # The library knows the last day of a week only by its number.
    cron = AwsCroniter(" ".join((minute, hour, day, month, "7" if weekday == "L" else weekday, year)))
    # It computes in UTC, so it is given the local time as if that were UTC.
    local: datetime | None = after.astimezone(zone).replace(tzinfo=timezone.utc)
    while True:
        local = cron.get_next(local)[0]
        if local is None:
            return None
        due = local.replace(tzinfo=zone)
        exists = due.astimezone(timezone.utc).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
        if exists and due > after:
            return due
