"""EventBridge's API where moto lacks it, or lets pass what AWS refuses."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from moto.core.utils import unix_time
from moto.events import models
from moto.events.models import Archive, EventBus, EventBusPolicyStatement, EventPattern, Replay, ReplayState, events_backends

from ..calls import Call, after, before, implement
from ..errors import ApiError
from ..places import Place
from . import pattern
from .bus import SERVICE, admits_event, bus_arn, event_of, find_bus, publish
from .policies import a_service
from .roles import trusts

# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
_TARGETS_OF_A_RULE = 5


@implement("events", "PutEvents")
def put_events(call: Call) -> dict[str, Any]:
    entries = call.parameters["Entries"]
    if len(entries) > 10:
        raise ApiError(
            "ValidationException",
            "1 validation error detected: Value '[PutEventsRequestEntry]' at 'entries' failed to satisfy constraint: "
            "Member must have length less than or equal to 10",
        )
    answers = [_put_event(call, entry) for entry in entries]
    return {"FailedEntryCount": sum("ErrorCode" in answer for answer in answers), "Entries": answers}


def _put_event(call: Call, entry: dict[str, Any]) -> dict[str, str]:
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            return _refused("InvalidArgument", f"Parameter {name} is not valid. Reason: {name} is a required argument.")
    if entry["Source"].startswith("aws.") and not call.by_a_service:
        return _refused("NotAuthorizedForSourceException", "Not authorized for the source.")
    try:
        detail = json.loads(entry["Detail"])
    except ValueError:
        detail = None
    if not isinstance(detail, dict):
        return _refused("MalformedDetail", "Detail is malformed.")

    arn = _arn_of(entry.get("EventBusName", "default"), call.place)
    _check_sender(call, arn, entry)
    at = entry.get("Time")
    event = event_of(
        call.place,
        entry["Source"],
        entry["DetailType"],
        detail,
        entry.get("Resources", []),
        at if isinstance(at, datetime) else None,
    )
    # AWS accepts an event for a bus that is not there, and forgets it.
    publish(arn, event)
    return {"EventId": event["id"]}


def _refused(code: str, message: str) -> dict[str, str]:
    return {"ErrorCode": code, "ErrorMessage": message}


def _arn_of(bus: str, place: Place) -> str:
    return bus if bus.startswith("arn:") else bus_arn(place, bus)


def _check_sender(call: Call, arn: str, entry: dict[str, Any]) -> None:
    bus = find_bus(arn)
    role_arn = _role_of(call.principal)
    if bus and not admits_event(bus, call.place, role_arn, entry["Source"], entry["DetailType"]):
        raise ApiError(
            "AccessDeniedException",
            f"User: {call.principal} is not authorized to perform: events:PutEvents on resource: {arn} "
            "because no resource-based policy allows the events:PutEvents action",
        )


def _role_of(principal: str) -> str | None:
    """The role whose session a principal is: to a policy the role counts, not the session."""
    if ":assumed-role/" not in principal:
        return principal if principal.startswith("arn:") and not principal.endswith(":root") else None
    head, _, session = principal.partition(":assumed-role/")
    return f"{head.replace(':sts:', ':iam:')}:role/{session.rpartition('/')[0]}"


@implement("events", "TestEventPattern")
def test_event_pattern(call: Call) -> dict[str, bool]:
    wanted = pattern.read(call.parameters["EventPattern"])
    return {"Result": pattern.matches(wanted, json.loads(call.parameters["Event"]))}


@before("events", "PutRule")
@before("events", "CreateArchive")
@before("events", "UpdateArchive")
def check_pattern(call: Call) -> None:
    if call.parameters.get("EventPattern"):
        pattern.read(call.parameters["EventPattern"])


@after("events", "UpdateArchive")
def update_feeding_rule(call: Call) -> None:
    """moto changes the archive, but not the rule that feeds it."""
    given = call.parameters
    archive = events_backends[call.place.account][call.place.region].archives[given["ArchiveName"]]
    if given.get("EventPattern") and archive.rule:
        wanted = {**json.loads(given["EventPattern"]), "replay-name": [{"exists": False}]}
        archive.rule.event_pattern = EventPattern.load(json.dumps(wanted))


@before("events", "PutTargets")
def check_targets(call: Call) -> None:
    targets, place = call.parameters["Targets"], call.place
    name = call.parameters.get("EventBusName", "default").rpartition("/")[2]
    bus = events_backends[place.account][place.region].event_buses.get(name)
    rule = bus.rules.get(call.parameters["Rule"]) if bus else None
    known = {target["Id"] for target in rule.targets} if rule else set()
    if len(known | {target["Id"] for target in targets}) > _TARGETS_OF_A_RULE:
        raise ApiError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
    for target in targets:
        _check_target(target, place, rule.arn if rule else "")


def _check_target(target: dict[str, Any], place: Place, rule_arn: str) -> None:
    _, _, service, _, account, _ = target["Arn"].split(":", 5)
    role_arn = target.get("RoleArn")
    if service in ("sagemaker", "states") and role_arn is None:
        raise ApiError("ValidationException", f"RoleArn is required for target {target['Arn']}.")
    if role_arn and not trusts(role_arn, a_service(SERVICE, place, rule_arn), place.region):
        raise ApiError("ValidationException", f"Provided role '{role_arn}' cannot be assumed by principal '{SERVICE}'.")
    if ":event-bus/" in target["Arn"] and {"Input", "InputPath", "InputTransformer"} & target.keys():
        raise ApiError("ValidationException", f"Modifying the input for target {target['Id']} is not supported.")


@implement("events", "PutPermission")
def put_permission(call: Call) -> None:
    """A policy replaces the policy that the bus has; the other parameters make one statement."""
    given = call.parameters
    bus = _bus(call, given.get("EventBusName", "default"))
    if given.get("Policy"):
        return _replace_policy(bus, given["Policy"])

    backend: Any = events_backends[call.place.account][call.place.region]
    backend._put_permission_from_params(
        bus, given.get("Action"), given.get("Principal"), given.get("StatementId"), given.get("Condition")
    )
    if given["Principal"] == "*":
        # moto writes an ARN of the account *.
        bus._statements[given["StatementId"]].principal = {"AWS": "*"}


def _replace_policy(bus: EventBus, policy: str) -> None:
    try:
        statements = json.loads(policy)["Statement"]
    except (ValueError, KeyError, TypeError) as error:
        raise ApiError("ValidationException", "This policy contains invalid Json") from error
    bus._statements = {
        statement.get("Sid", f"statement-{number}"): EventBusPolicyStatement(
            sid=statement.get("Sid", f"statement-{number}"),
            principal=statement["Principal"],
            action=statement["Action"],
            resource=statement["Resource"],
            effect=statement["Effect"],
            condition=statement.get("Condition"),
        )
        for number, statement in enumerate(statements if isinstance(statements, list) else [statements])
    }


@implement("events", "UpdateEventBus")
def update_event_bus(call: Call) -> dict[str, Any]:
    given = call.parameters
    bus = _bus(call, given.get("Name", "default"))
    bus.description, bus.kms_key_identifier = given.get("Description"), given.get("KmsKeyIdentifier")
    bus.dead_letter_config = given.get("DeadLetterConfig")
    bus.last_modified_time = unix_time()
    return {"Arn": bus.arn, "Name": bus.name, **{name: given[name] for name in given if name != "Name"}}


def _bus(call: Call, name: str) -> EventBus:
    bus = find_bus(_arn_of(name, call.place))
    if bus is None:
        raise ApiError("ResourceNotFoundException", f"Event bus {name} does not exist.")
    return bus


def _replay(self: Replay, archive: Archive) -> None:
    for event in list(archive.events):
        if self.event_start_time <= datetime.fromisoformat(event["time"]).timestamp() < self.event_end_time:
            publish(self.destination["Arn"], {**event, "replay-name": self.name})
    self.state, self.end_time = ReplayState.COMPLETED, unix_time()


# moto would match and deliver by its own rules.
models.Replay.replay_events = _replay
