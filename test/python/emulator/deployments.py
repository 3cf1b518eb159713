"""Stacks as the tests of resources deploy them: what became of the stack, what it gives out, what failed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Deployed:
    status: str
    outputs: dict[str, str]
    failures: dict[str, str]


def deploy(zone: Any, name: str, resources: dict[str, Any], outputs: dict[str, Any] | None = None) -> Deployed:
    """Creates a stack, or updates it if there is one of that name."""
    client = zone.client("cloudformation")
    body = json.dumps({"Resources": resources, "Outputs": {key: {"Value": value} for key, value in (outputs or {}).items()}})
    options = {"StackName": name, "TemplateBody": body, "Capabilities": ["CAPABILITY_NAMED_IAM"]}
    try:
        client.create_stack(**options)
    except client.exceptions.AlreadyExistsException:
        client.update_stack(**options)
    return look(zone, name)


def destroy(zone: Any, name: str) -> Deployed:
    client = zone.client("cloudformation")
    identity = client.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    client.delete_stack(StackName=name)
    return look(zone, identity)


def look(zone: Any, name: str) -> Deployed:
    client = zone.client("cloudformation")
    stack = client.describe_stacks(StackName=name)["Stacks"][0]
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    # The newest comes first, and the cause counts: what failed later failed because of it.
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    return Deployed(
        stack["StackStatus"],
        {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])},
        {event["LogicalResourceId"]: event.get("ResourceStatusReason", "") for event in failed},
    )


def resource(type_name: str, depends_on: str | None = None, **properties: Any) -> dict[str, Any]:
    return {"Type": type_name, "Properties": properties} | ({"DependsOn": depends_on} if depends_on else {})


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def attribute(name: str, key: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, key]}


def tags(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]
