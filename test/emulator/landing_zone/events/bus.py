"""
Event buses that route: every event goes to the rules that match it, and from there to their targets, in the order of arrival.

One thread delivers, so that a run can be repeated; moto keeps the buses, rules, targets and archives.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from moto.core.utils import utcnow
from moto.events.models import Archive, EventBus, Rule, events_backends
from moto.moto_api._internal import mock_random

from .. import calls
from ..application import control
from ..calls import Call
from ..faults import take
from ..places import Place
from . import pattern, policies, roles
from .targets import Sender, Target, Undeliverable, attempt, bury, send
from .transformation import Event, payload

SERVICE = "events.amazonaws.com"
# The state of a rule that is told of reading calls too.
SEES_READING = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
# Who manages the rule that feeds an archive.
_ARCHIVER = "prod.vhs.events.aws.internal"


@dataclass
class Arrival:
    """An event at a bus. `rule` is the only rule that it is for, if it comes from a schedule of a rule."""

    event: Event
    bus: str
    forwarded: bool = False
    rule: str | None = None
    # How many later events still pass it.
    held_for: int = 0


@dataclass
class State:
    queue: list[Arrival] = field(default_factory=list)
    held: list[Arrival] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    # Kept until it is delivered: an emulator that was killed meanwhile delivers it again, as AWS may.
    underway: Arrival | None = None


_state = State()
_wake = threading.Condition()
_unfinished: list[Callable[[], int]] = []


def settles_with(count: Callable[[], int]) -> Callable[[], int]:
    """Decorates a function that tells how many things are still being done because of an event."""
    _unfinished.append(count)
    return count


def emit(place: Place, source: str, detail_type: str, detail: dict[str, Any], resources: list[str]) -> None:
    """Puts an event of AWS itself on the default bus of an account."""
    publish(bus_arn(place), event_of(place, source, detail_type, detail, resources))


def event_of(
    place: Place, source: str, detail_type: str, detail: dict[str, Any], resources: list[str], at: datetime | None = None
) -> Event:
    """
    An event in the form in which targets see it.

    @see https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
    """
    return {
        "version": "0",
        "id": str(mock_random.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": place.account,
        "time": iso_time(at or utcnow()),
        "region": place.region,
        "resources": resources,
        "detail": detail,
    }


def iso_time(moment: datetime) -> str:
    # moto's times are UTC without saying so.
    return moment.replace(tzinfo=moment.tzinfo or timezone.utc).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def bus_arn(place: Place, name: str = "default") -> str:
    return place.arn("events", f"event-bus/{name}")


def publish(bus: str, event: Event, forwarded: bool = False, rule: str | None = None) -> None:
    """Queues an event for a bus."""
    with _wake:
        _state.queue.append(Arrival(event, bus, forwarded, rule))
        _wake.notify_all()


def settle(timeout: float = 60) -> None:
    """Waits until every event is delivered and everything that they started has ended."""
    end = time.monotonic() + timeout
    quiet = 0
    # What has just ended may be about to emit an event, so look twice.
    while quiet < 2:
        if time.monotonic() > end:
            raise ValueError(f"after {timeout} seconds events or what they started are still under way")
        quiet = quiet + 1 if _is_settled() else 0
        time.sleep(0.01)


def _is_settled() -> bool:
    with _wake:
        if not _state.queue and not _state.underway and _state.held:
            # Nothing is left to pass what is held; late is still delivered.
            _state.queue.append(_state.held.pop(0))
            _wake.notify_all()
        busy = bool(_state.queue or _state.underway or _state.held)
    return not busy and not any(count() for count in _unfinished)


@control("settle")
def settle_on_request(body: dict[str, float] | None) -> dict[str, Any]:
    settle(float((body or {}).get("timeout", 60)))
    return {}


@control("events")
def list_events(body: dict[str, str] | None) -> list[dict[str, Any]]:
    """Every event that arrived at a bus: where, which rules matched, what came of each target."""
    wanted = body or {}
    return [
        entry
        for entry in _state.log
        if wanted.get("account", entry["account"]) == entry["account"]
        and wanted.get("source", entry["event"]["source"]) == entry["event"]["source"]
    ]


def find_bus(arn: str) -> EventBus | None:
    _, _, _, region, account, resource = arn.split(":", 5)
    return events_backends[account][region].event_buses.get(resource.removeprefix("event-bus/"))


def _deliver_for_ever() -> None:
    while True:
        with _wake:
            # What a restored state holds wakes nobody, so look again now and then.
            while not _state.queue and not _state.underway:
                _wake.wait(1)
            _state.underway = arrival = _state.underway or _state.queue.pop(0)
        try:
            _receive(arrival)
        finally:
            with _wake:
                _state.underway = None


def _receive(arrival: Arrival) -> None:
    event, (_, _, _, _, account, _) = arrival.event, arrival.bus.split(":", 5)
    facts = {"source": event["source"], "detail-type": event["detail-type"], "account": account}
    fault = take("drop-event", "repeat-event", "hold-event", **facts) if not arrival.held_for else None
    if fault and fault.kind == "hold-event":
        arrival.held_for = int(fault.value or 1)
        with _wake:
            _state.held.append(arrival)
        return

    entry: dict[str, Any] = {"account": account, "bus": arrival.bus, "event": event, "rules": []}
    _state.log.append({**entry, "fault": fault.kind} if fault else entry)
    if not fault or fault.kind != "drop-event":
        entry["rules"].extend(_route(arrival))
    if fault and fault.kind == "repeat-event":
        _state.log.append({**entry, "rules": _route(arrival)})
    _release()


def _release() -> None:
    """Lets go of the held events that enough others have passed."""
    with _wake:
        for arrival in _state.held:
            arrival.held_for -= 1
        due = [arrival for arrival in _state.held if arrival.held_for <= 0]
        _state.held = [arrival for arrival in _state.held if arrival.held_for > 0]
        for arrival in due:
            # It has had its fault.
            arrival.held_for = -1
        _state.queue[:0] = due


def _route(arrival: Arrival) -> list[dict[str, Any]]:
    bus = find_bus(arrival.bus)
    rules = list(bus.rules.values()) if bus else []
    return [
        {"rule": rule.arn, "targets": [_deliver(rule, target, arrival) for target in list(rule.targets)]}
        for rule in rules
        if _is_for(rule, arrival)
    ]


def _is_for(rule: Rule, arrival: Arrival) -> bool:
    if arrival.rule is not None:
        return bool(rule.arn == arrival.rule)
    wanted = rule.event_pattern.dump()
    return _sees(rule, arrival.event) and wanted is not None and pattern.matches(json.loads(wanted), arrival.event)


def _sees(rule: Rule, event: Event) -> bool:
    """
    Whether a rule is told of an event at all: of CloudTrail's reading calls only if it asks for them.

    @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """
    reads = event["detail-type"].endswith("via CloudTrail") and event["detail"].get("readOnly") is True
    return rule.state == SEES_READING or (rule.state == "ENABLED" and not reads)


def _deliver(rule: Rule, target: Target, arrival: Arrival) -> dict[str, Any]:
    sender = Sender(SERVICE, Place(rule.account_id, rule.region_name), rule.arn)
    outcome: dict[str, Any] = {"id": target["Id"], "arn": target["Arn"], "outcome": "delivered"}
    failure = attempt(lambda: _hand_over(sender, rule, target, arrival), target)
    if failure:
        attributes = {"RULE_ARN": rule.arn, "TARGET_ARN": target["Arn"], **failure.attributes()}
        fate = bury(sender, target, json.dumps(arrival.event), attributes)
        outcome |= {"outcome": fate, "reason": f"{failure.code}: {failure.message}"}
    return outcome


def _hand_over(sender: Sender, rule: Rule, target: Target, arrival: Arrival) -> None:
    if rule.managed_by == _ARCHIVER:
        _archive_of(rule).events.append(arrival.event)
    elif ":event-bus/" in target["Arn"]:
        _forward(sender, target, arrival)
    else:
        send(sender, target, payload(target, arrival.event, rule.name, rule.arn), arrival.event)


def _archive_of(rule: Rule) -> Archive:
    archives = events_backends[rule.account_id][rule.region_name].archives.values()
    return next(archive for archive in archives if archive.rule is not None and archive.rule.name == rule.name)


def _forward(sender: Sender, target: Target, arrival: Arrival) -> None:
    """
    Sends an event on to another bus. One hop is all there is: what came from a bus goes to no further bus.

    @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    """
    if arrival.forwarded:
        raise Undeliverable("THIRD_ACCOUNT_HOP_DETECTED", "Events received from another event bus cannot be sent to a third one.")

    role_arn = target.get("RoleArn")
    if role_arn is not None and not roles.trusts(role_arn, sender.caller, sender.place.region):
        raise Undeliverable("FAILED_TO_ASSUME_ROLE", f"{SERVICE} may not assume {role_arn}")
    bus = find_bus(target["Arn"])
    if bus is None:
        raise Undeliverable("NO_RESOURCE", f"Event bus {target['Arn']} does not exist.")
    if not admits_event(bus, sender.place, role_arn, arrival.event["source"], arrival.event["detail-type"], sender.arn):
        raise Undeliverable(
            "NO_PERMISSIONS", f"the policy of {bus.arn} does not allow events:PutEvents to {role_arn or sender.place.account}"
        )
    if role_arn is not None:
        _note_call_of(role_arn, sender.place, bus.arn)
    publish(target["Arn"], arrival.event, forwarded=True)


def _note_call_of(role_arn: str, place: Place, bus: str) -> None:
    """Records that a role put events on a bus, so that its permission for that can be checked."""
    session = f"arn:{place.partition}:sts::{place.account}:assumed-role/{role_arn.rpartition('/')[2]}/events"
    calls.record(Call("events", "PutEvents", place, session, {"Entries": [{"EventBusName": bus}]}))


def admits_event(
    bus: EventBus, place: Place, role_arn: str | None, source: str, detail_type: str, rule_arn: str | None = None
) -> bool:
    """Whether an account may put an event on a bus; the account of the bus needs no policy for that."""
    if bus.account_id == place.account:
        return True
    caller = policies.an_account(place, role_arn)
    facts = {"events:source": source, "events:detail-type": detail_type, "events:creatorAccount": place.account}
    context = {**caller.context, **facts, **({"aws:SourceArn": rule_arn} if rule_arn else {})}
    return policies.admits(bus.policy, policies.Caller(caller.principals, context), "events:PutEvents", bus.arn)


threading.Thread(target=_deliver_for_ever, name="events", daemon=True).start()
