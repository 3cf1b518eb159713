"""Event buses with their policies, rules with their targets, archives, connections and API destinations."""

from __future__ import annotations

import json
from typing import Any

from .api_handler import ApiHandler, TagCalls, by_id
from .handler import Made, Properties, Request, handles, register
from .properties import fitting_name, given, tag_changes, tag_list
from .service import PutHandler, ServiceHandler, already_exists, found, or_undo, unless_gone

_BUS_TAGS = TagCalls("Arn", resource="ResourceARN")
# What a policy names ends with the name, where the ARN has a random end after it.
_ARN_FOR_POLICY = "join('', ['arn:', AWS.Partition, ':events:', AWS.Region, ':', AWS.AccountId, ':{kind}/', PhysicalId])"


class EventBusHandler(ApiHandler):
    """
    A bus. Its policy is a call of its own.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html
    """

    def create(self, request: Request, properties: Properties) -> Made:
        made = super().create(request, properties)
        with or_undo(lambda: self.delete(request, made.physical_id, properties)):
            self._set_policy(request, made.physical_id, {}, properties)
        return made

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._set_policy(request, physical_id, before, after)
        return super().update(request, physical_id, before, after)

    def _set_policy(self, request: Request, bus: str, before: Properties, after: Properties) -> None:
        if after.get("Policy") and before.get("Policy") != after["Policy"]:
            self.call(request.place, "PutPermission", {"EventBusName": bus, "Policy": after["Policy"]})
        if before.get("Policy") and not after.get("Policy"):
            self.call(request.place, "RemovePermission", {"EventBusName": bus, "RemoveAllPermissions": True})


register(
    "AWS::Events::EventBus",
    EventBusHandler(
        "events",
        create="CreateEventBus",
        update="UpdateEventBus",
        delete="DeleteEventBus",
        describe="DescribeEventBus",
        ref="Name",
        key=by_id("Name"),
        ignored=frozenset({"Policy"}),
        tags=_BUS_TAGS,
    ),
)
register(
    "AWS::Events::Archive",
    ApiHandler(
        "events",
        create="CreateArchive",
        update="UpdateArchive",
        delete="DeleteArchive",
        describe="DescribeArchive",
        ref="ArchiveName",
        key=by_id("ArchiveName"),
        name="ArchiveName",
        renames={"SourceArn": "EventSourceArn"},
        attributes={"Arn": "ArchiveArn"},
    ),
)
register(
    "AWS::Events::Connection",
    ApiHandler(
        "events",
        create="CreateConnection",
        update="UpdateConnection",
        delete="DeleteConnection",
        describe="DescribeConnection",
        ref="Name",
        key=by_id("Name"),
        name="Name",
        attributes={"Arn": "ConnectionArn", "ArnForPolicy": _ARN_FOR_POLICY.format(kind="connection")},
    ),
)
register(
    "AWS::Events::ApiDestination",
    ApiHandler(
        "events",
        create="CreateApiDestination",
        update="UpdateApiDestination",
        delete="DeleteApiDestination",
        describe="DescribeApiDestination",
        ref="Name",
        key=by_id("Name"),
        name="Name",
        attributes={"Arn": "ApiDestinationArn", "ArnForPolicy": _ARN_FOR_POLICY.format(kind="api-destination")},
    ),
)


@handles("AWS::Events::EventBusPolicy")
class EventBusPolicy(PutHandler):
    """
    One statement of a bus's policy.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html
    """

    service = "events"
    name = "StatementId"

    def put(self, request: Request, name: str, properties: Properties) -> None:
        bus = _bus(properties)
        if "Statement" not in properties:
            wanted = given(properties, "StatementId", "Action", "Principal", "Condition")
            self.api(request).put_permission(EventBusName=bus, **wanted)
            return
        statement = properties["Statement"]
        statement = {**(json.loads(statement) if isinstance(statement, str) else statement), "Sid": properties["StatementId"]}
        others = [known for known in self._statements(request, bus) if known["Sid"] != properties["StatementId"]]
        policy = {"Version": "2012-10-17", "Statement": [*others, statement]}
        self.api(request).put_permission(EventBusName=bus, Policy=policy)

    def exists(self, request: Request, name: str, properties: Properties) -> bool:
        return any(known["Sid"] == properties["StatementId"] for known in self._statements(request, _bus(properties)))

    def remove(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).remove_permission(EventBusName=_bus(properties), StatementId=properties["StatementId"])

    def made(self, request: Request, name: str, properties: Properties) -> Made:
        return Made(f"{_bus(properties)}|{properties['StatementId']}")

    def _statements(self, request: Request, bus: str) -> list[dict[str, Any]]:
        policy = self.api(request).describe_event_bus(Name=bus).get("Policy")
        return list(json.loads(policy)["Statement"]) if policy else []


@handles("AWS::Events::Rule")
class Rule(ServiceHandler):
    """
    A rule. Ref is its name, after the bus's if that is not the default one.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
    """

    service = "events"

    def create(self, request: Request, properties: Properties) -> Made:
        name, bus = properties.get("Name") or fitting_name(request, 64), _bus(properties)
        if found(lambda: self.api(request).describe_rule(Name=name, EventBusName=bus)):
            raise already_exists(request, name)
        physical_id = name if bus == "default" else f"{bus.rpartition('/')[2]}|{name}"
        with or_undo(lambda: self.delete(request, physical_id, properties)):
            arn = self._put(request, name, properties, Tags=tag_list(properties))
            self._target(request, name, {}, properties)
        return self._made(physical_id, name, arn)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        name = _rule_name(physical_id)
        arn = self._put(request, name, after)
        self._target(request, name, before, after)
        changed, gone = tag_changes(before, after)
        if changed:
            self.api(request).tag_resource(ResourceARN=arn, Tags=[{"Key": key, "Value": value} for key, value in changed.items()])
        if gone:
            self.api(request).untag_resource(ResourceARN=arn, TagKeys=gone)
        return self._made(physical_id, name, arn)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        name, bus, api = _rule_name(physical_id), _bus(properties), self.api(request)
        with unless_gone():
            targets = api.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]
            if targets:
                api.remove_targets(Rule=name, EventBusName=bus, Ids=[target["Id"] for target in targets])
            api.delete_rule(Name=name, EventBusName=bus)

    def _put(self, request: Request, name: str, properties: Properties, **more: Any) -> str:
        wanted = given(properties, "Description", "EventPattern", "RoleArn", "ScheduleExpression", "State")
        return str(self.api(request).put_rule(Name=name, EventBusName=_bus(properties), **wanted, **more)["RuleArn"])

    def _target(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        old, new = before.get("Targets") or [], after.get("Targets") or []
        bus, api = _bus(after), self.api(request)
        gone = sorted({target["Id"] for target in old} - {target["Id"] for target in new})
        if gone:
            api.remove_targets(Rule=name, EventBusName=bus, Ids=gone)
        changed = [target for target in new if target not in old]
        if changed:
            api.put_targets(Rule=name, EventBusName=bus, Targets=changed)

    def _made(self, physical_id: str, name: str, arn: str) -> Made:
        return Made(physical_id, {"Arn": arn, "RuleName": name})


def _bus(properties: Properties) -> str:
    return str(properties.get("EventBusName") or "default")


def _rule_name(physical_id: str) -> str:
    return physical_id.rpartition("|")[2]
