"""
Schedules: those of EventBridge Scheduler, and rules with a schedule expression.

@see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from moto.events.models import Rule, events_backends
from moto.moto_api._internal import mock_random
from moto.scheduler.models import Schedule, scheduler_backends

from ..application import control
from ..calls import Call, after, before
from ..clock import Due, now, timer
from ..errors import ApiError
from ..places import Place
from . import roles
from .bus import bus_arn, event_of, iso_time, publish
from .expressions import next_time
from .targets import Sender, Target, Undeliverable, attempt, bury, send

SERVICE = "scheduler.amazonaws.com"
# Names by which universal targets call services, where boto3 has others.
_SERVICES = {"sfn": "stepfunctions", "eventbridge": "events", "cloudwatchlogs": "logs"}


@dataclass
class State:
    # When rules got their schedule expressions, which moto does not keep: a rate counts from then.
    begun: dict[str, tuple[str, datetime]] = field(default_factory=dict)


_state = State()


@before("scheduler", "CreateSchedule")
@before("scheduler", "UpdateSchedule")
def check_schedule(call: Call) -> None:
    given, place = call.parameters, call.place
    group = given.get("GroupName", "default")
    if group not in scheduler_backends[place.account][place.region].schedule_groups:
        raise ApiError("ResourceNotFoundException", f"Schedule group {group} does not exist.")
    try:
        next_time(given["ScheduleExpression"], now(), now(), given.get("ScheduleExpressionTimezone", "UTC"))
    except ValueError as error:
        raise ApiError("ValidationException", str(error)) from error
    if not roles.trusts(given["Target"]["RoleArn"], _sender(place, group).caller, place.region):
        raise ApiError(
            "ValidationException",
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
        )


@before("scheduler", "CreateScheduleGroup")
def check_group(call: Call) -> None:
    name = call.parameters["Name"]
    if name in scheduler_backends[call.place.account][call.place.region].schedule_groups:
        raise ApiError("ConflictException", f"Schedule group {name} already exists.")


@before("events", "PutRule")
def check_rule(call: Call) -> None:
    expression = call.parameters.get("ScheduleExpression")
    try:
        if expression:
            next_time(expression, now(), now())
    except ValueError as error:
        raise ApiError("ValidationException", "Parameter ScheduleExpression is not valid.") from error


@after("events", "PutRule")
def note_begin(call: Call) -> None:
    assert call.response
    arn, expression = call.response["RuleArn"], call.parameters.get("ScheduleExpression")
    if expression and _state.begun.get(arn, ("", None))[0] != expression:
        _state.begun[arn] = (expression, now())


@timer
def due_schedules(since: Callable[[str], datetime]) -> list[Due]:
    dues = (
        (place, schedule, _next_of(schedule, since(schedule.arn)))
        for place, schedule in _schedules()
        if schedule.state == "ENABLED"
    )
    return [Due(at, schedule.arn, _firing(place, schedule, at)) for place, schedule, at in dues if at is not None]


@timer
def due_rules(since: Callable[[str], datetime]) -> list[Due]:
    return [
        Due(at, rule.arn, _firing_of_rule(rule, at))
        for rule in _scheduled_rules()
        if rule.state != "DISABLED"
        and (at := next_time(str(rule.scheduled_expression), since(rule.arn), _state.begun[rule.arn][1]))
    ]


@control("fire")
def fire(body: dict[str, str]) -> dict[str, Any]:
    """Fires a schedule, or a scheduled rule, by hand: {"schedule": name or ARN, "group"?, "account", "region"}."""
    wanted = body["schedule"]
    for place, schedule in _schedules():
        if wanted == schedule.arn or (
            wanted == schedule.name and _is_at(body, place) and schedule.group_name == body.get("group", "default")
        ):
            return {"name": schedule.arn, "outcome": _fire(place, schedule, now())}
    for rule in _scheduled_rules():
        if wanted == rule.arn or (wanted == rule.name and _is_at(body, Place(rule.account_id, rule.region_name))):
            return {"name": rule.arn, "outcome": _fire_rule(rule, now())}
    raise LookupError(f"there is no schedule {wanted}")


def _is_at(body: dict[str, str], place: Place) -> bool:
    return (body.get("account"), body.get("region")) == (place.account, place.region)


def _schedules() -> Iterator[tuple[Place, Schedule]]:
    for account, regions in list(scheduler_backends.items()):
        for region, backend in list(regions.items()):
            for group in list(backend.schedule_groups.values()):
                for schedule in list(group.schedules.values()):
                    yield Place(account, region), schedule


def _scheduled_rules() -> Iterator[Rule]:
    for regions in list(events_backends.values()):
        for backend in list(regions.values()):
            for rule in list(backend.event_buses["default"].rules.values()):
                if rule.scheduled_expression:
                    yield rule


def _next_of(schedule: Schedule, since: datetime) -> datetime | None:
    """The next time of a schedule between its start and its end."""
    start = _moment(schedule.start_date)
    begun = start or _moment(schedule.creation_date) or since
    # The start itself counts as a time of a rate.
    if start and start > since and schedule.schedule_expression.startswith("rate"):
        return start
    due = next_time(schedule.schedule_expression, max(since, start or since), begun, schedule.schedule_expression_timezone)
    end = _moment(schedule.end_date)
    return due if due and (end is None or due <= end) else None


def _moment(value: Any) -> datetime | None:
    return None if value is None else datetime.fromtimestamp(float(value), timezone.utc)


def _firing(place: Place, schedule: Schedule, at: datetime) -> Callable[[], str]:
    return lambda: _fire(place, schedule, at, deletes=True)


def _firing_of_rule(rule: Rule, at: datetime) -> Callable[[], str]:
    return lambda: _fire_rule(rule, at)


def _fire_rule(rule: Rule, at: datetime) -> str:
    place = Place(rule.account_id, rule.region_name)
    event = event_of(place, "aws.events", "Scheduled Event", {}, [rule.arn], at)
    publish(bus_arn(place, rule.event_bus_name), event, rule=rule.arn)
    return "published"


def _fire(place: Place, schedule: Schedule, at: datetime, deletes: bool = False) -> str:
    sender, target = _sender(place, schedule.group_name), schedule.target
    execution = mock_random.uuid4().hex[:16]
    words = {"schedule-arn": schedule.arn, "scheduled-time": iso_time(at), "execution-id": execution, "attempt-number": "1"}
    payload = target.get("Input", "{}")
    for name, value in words.items():
        payload = payload.replace(f"<aws.scheduler.{name}>", value)

    failure = attempt(lambda: _invoke(sender, target, payload), target)
    if deletes and schedule.action_after_completion == "DELETE" and _next_of(schedule, at) is None:
        scheduler_backends[place.account][place.region].delete_schedule(schedule.group_name, schedule.name)
    if failure is None:
        return "delivered"
    attributes = {
        "SCHEDULE_ARN": schedule.arn,
        "TARGET_ARN": target["Arn"],
        "SCHEDULED_TIME": iso_time(at),
        "EXECUTION_ID": execution,
        "IS_PAYLOAD_TRUNCATED": "false",
        **failure.attributes(),
        "ERROR_CODE": failure.error or failure.code,
    }
    return f"{bury(sender, target, payload, attributes)}: {failure.code}: {failure.message}"


def _sender(place: Place, group: str) -> Sender:
    """
    To a role's trust policy the source is the group of a schedule.

    @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    return Sender(SERVICE, place, place.arn("scheduler", f"schedule-group/{group}"))


def _invoke(sender: Sender, target: Target, payload: str) -> None:
    if ":aws-sdk:" in target["Arn"]:
        _invoke_universal(sender, target, payload)
    elif ":event-bus/" in target["Arn"]:
        given = target["EventBridgeParameters"]
        entry = {"Source": given["Source"], "DetailType": given["DetailType"], "Detail": payload, "EventBusName": target["Arn"]}
        _refuse_failed(sender.client("events", target).put_events(Entries=[entry]))
    else:
        send(sender, target, payload)


def _invoke_universal(sender: Sender, target: Target, payload: str) -> None:
    """@see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html"""
    service, operation = target["Arn"].split(":")[-2:]
    try:
        client = sender.client(_SERVICES.get(service, service), target)
        call = getattr(client, xform_name(operation[0].upper() + operation[1:]))
        parameters = json.loads(payload)
    except (AttributeError, ValueError) as error:
        raise Undeliverable("INVALID_PARAMETER", f"{target['Arn']}: {error}") from error
    call(**parameters)


def _refuse_failed(answer: dict[str, Any]) -> None:
    for entry in answer["Entries"]:
        if "ErrorCode" in entry:
            raise ClientError({"Error": {"Code": entry["ErrorCode"], "Message": entry["ErrorMessage"]}}, "PutEvents")
