"""CloudFormation's API, as far as the CDK CLI and tests call it, over the stack engine instead of moto's."""

from __future__ import annotations

from typing import Any

from moto.cloudformation.utils import get_stack_from_s3_url
from moto.moto_api._internal import mock_random

from ..application import control
from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from . import deployment, specification, stacks
from .stacks import ChangeSet, Operation, Resource, Stack
from .template import Template
from .values import Values, check_rules, parameter_values

_NO_CHANGES = (
    "The submitted information didn't contain changes. Submit different information to create a change set."
)
_SETTLED = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "CREATE_FAILED",
    "UPDATE_FAILED",
    "IMPORT_COMPLETE",
)


@implement("cloudformation", "CreateStack")
def create_stack(call: Call) -> dict[str, Any]:
    wanted = call.parameters
    if stacks.find(call.place, wanted["StackName"]):
        raise ApiError("AlreadyExistsException", f"Stack [{wanted['StackName']}] already exists")

    text, parameters = _text(call, None), _parameters(wanted, None)
    _check(call, text, parameters)
    stack = _new_stack(call)
    stack.is_protected = bool(wanted.get("EnableTerminationProtection"))
    rolls_back = not wanted.get("DisableRollback") and wanted.get("OnFailure") != "DO_NOTHING"
    deployment.start(stack, Operation("create", text, parameters, rolls_back, {}, _attributes(wanted, stack)))
    return {"StackId": stack.id}


@implement("cloudformation", "UpdateStack")
def update_stack(call: Call) -> dict[str, Any]:
    wanted, stack = call.parameters, stacks.get(call.place, call.parameters["StackName"])
    text, parameters = _text(call, stack), _parameters(wanted, stack)
    _check_may_change(stack)
    _check(call, text, parameters)
    if _changes(stack, text, parameters, wanted.get("Tags")) is None:
        raise ApiError("ValidationError", "No updates are to be performed.")

    _start_update(stack, text, parameters, not wanted.get("DisableRollback"), _attributes(wanted, stack))
    return {"StackId": stack.id}


@implement("cloudformation", "DeleteStack")
def delete_stack(call: Call) -> None:
    stack = stacks.find(call.place, call.parameters["StackName"])
    if stack is None or stack.deleted:
        return
    if stack.is_protected:
        raise ApiError(
            "ValidationError",
            f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled",
        )
    deployment.start(stack, Operation("delete", stack.text, {}, rolls_back=False, before={}))


@implement("cloudformation", "UpdateTerminationProtection")
def update_termination_protection(call: Call) -> dict[str, Any]:
    stack = stacks.get(call.place, call.parameters["StackName"])
    stack.is_protected = call.parameters["EnableTerminationProtection"]
    return {"StackId": stack.id}


@implement("cloudformation", "CreateChangeSet")
def create_change_set(call: Call) -> dict[str, Any]:
    wanted, type_ = call.parameters, call.parameters.get("ChangeSetType", "UPDATE")
    known = stacks.find(call.place, wanted["StackName"])
    if type_ == "CREATE" and known is not None and known.status != "REVIEW_IN_PROGRESS":
        raise ApiError("ValidationError", f"Stack [{known.name}] already exists and cannot be created again with the changeSet")
    if type_ == "UPDATE":
        known = stacks.get(call.place, wanted["StackName"])
        _check_may_change(known)

    text, parameters = _text(call, known), _parameters(wanted, known)
    _check(call, text, parameters)
    stack = known or _new_stack(call)
    changes = _changes(stack, text, parameters, wanted.get("Tags"))
    change_set = ChangeSet(
        id=call.place.arn("cloudformation", f"changeSet/{wanted['ChangeSetName']}/{mock_random.uuid4()}"),
        name=wanted["ChangeSetName"],
        type=type_,
        stack=stack,
        text=text,
        parameters=parameters,
        tags=wanted.get("Tags", stack.tags),
        capabilities=wanted.get("Capabilities", []),
        role=wanted.get("RoleARN"),
        description=wanted.get("Description"),
        changes=changes or [],
        rolls_back=wanted.get("OnStackFailure") != "DO_NOTHING",
    )
    if changes is None:
        change_set.status, change_set.execution_status, change_set.reason = "FAILED", "UNAVAILABLE", _NO_CHANGES
    stacks.add_change_set(change_set)
    return {"Id": change_set.id, "StackId": stack.id}


@implement("cloudformation", "DescribeChangeSet")
def describe_change_set(call: Call) -> dict[str, Any]:
    change_set = _change_set(call)
    return {**_summary_of_change_set(change_set), "Changes": change_set.changes, "Parameters": _told_parameters(change_set.parameters)}


@implement("cloudformation", "ListChangeSets")
def list_change_sets(call: Call) -> dict[str, Any]:
    stack = stacks.get(call.place, call.parameters["StackName"])
    return {"Summaries": [_summary_of_change_set(change_set) for change_set in stacks.change_sets(stack)]}


@implement("cloudformation", "DeleteChangeSet")
def delete_change_set(call: Call) -> dict[str, Any]:
    try:
        stacks.remove_change_set(_change_set(call))
    except ApiError:
        return {}
    return {}


@implement("cloudformation", "ExecuteChangeSet")
def execute_change_set(call: Call) -> dict[str, Any]:
    change_set = _change_set(call)
    if change_set.execution_status != "AVAILABLE":
        raise ApiError(
            "InvalidChangeSetStatus",
            f"ChangeSet [{change_set.id}] cannot be executed in its current status of [{change_set.status}]",
        )
    stack = change_set.stack
    attributes = {"tags": change_set.tags, "capabilities": change_set.capabilities, "role": change_set.role}
    change_set.execution_status = "EXECUTE_COMPLETE"
    rolls_back = change_set.rolls_back and not call.parameters.get("DisableRollback")
    for other in stacks.change_sets(stack):
        stacks.remove_change_set(other)
    if change_set.type == "CREATE":
        deployment.start(stack, Operation("create", change_set.text, change_set.parameters, rolls_back, {}, attributes))
    else:
        _start_update(stack, change_set.text, change_set.parameters, rolls_back, attributes)
    return {}


@implement("cloudformation", "DescribeStacks")
def describe_stacks(call: Call) -> dict[str, Any]:
    name = call.parameters.get("StackName")
    found = [stacks.get(call.place, name)] if name else _living(call.place)
    return {"Stacks": [_told(stack) for stack in found]}


@implement("cloudformation", "ListStacks")
def list_stacks(call: Call) -> dict[str, Any]:
    wanted = call.parameters.get("StackStatusFilter") or []
    found = [stack for stack in stacks.all_stacks() if stack.place == call.place]
    return {"StackSummaries": [_told(stack) for stack in found if not wanted or stack.status in wanted]}


@implement("cloudformation", "DescribeStackEvents")
def describe_stack_events(call: Call) -> dict[str, Any]:
    return {"StackEvents": stacks.get(call.place, call.parameters["StackName"]).events[::-1]}


@implement("cloudformation", "DescribeEvents")
def describe_events(call: Call) -> dict[str, Any]:
    """The problems of a change set, of which the emulator knows none: it refuses a template before."""
    return {"OperationEvents": []}


@implement("cloudformation", "DescribeStackResources")
def describe_stack_resources(call: Call) -> dict[str, Any]:
    stack, wanted = stacks.get(call.place, call.parameters["StackName"]), call.parameters.get("LogicalResourceId")
    found = [resource for resource in list(stack.resources.values()) if wanted in (None, resource.logical_id)]
    return {"StackResources": [_told_resource(stack, resource) for resource in found]}


@implement("cloudformation", "DescribeStackResource")
def describe_stack_resource(call: Call) -> dict[str, Any]:
    stack, wanted = stacks.get(call.place, call.parameters["StackName"]), call.parameters["LogicalResourceId"]
    if wanted not in stack.resources:
        raise ApiError("ValidationError", f"Resource {wanted} does not exist for stack {stack.name}")
    return {"StackResourceDetail": _told_resource(stack, stack.resources[wanted])}


@implement("cloudformation", "ListStackResources")
def list_stack_resources(call: Call) -> dict[str, Any]:
    stack = stacks.get(call.place, call.parameters["StackName"])
    return {"StackResourceSummaries": [_told_resource(stack, resource) for resource in list(stack.resources.values())]}


@implement("cloudformation", "GetTemplate")
def get_template(call: Call) -> dict[str, Any]:
    return {"TemplateBody": stacks.get(call.place, call.parameters["StackName"]).text, "StagesAvailable": ["Original", "Processed"]}


@implement("cloudformation", "GetTemplateSummary")
def get_template_summary(call: Call) -> dict[str, Any]:
    name = call.parameters.get("StackName")
    template = Template(_text(call, stacks.get(call.place, name) if name else None))
    return {
        "Parameters": [
            {"ParameterKey": key, "ParameterType": declared.get("Type"), "DefaultValue": declared.get("Default")}
            for key, declared in template.parameters.items()
        ],
        "ResourceTypes": sorted({resource["Type"] for resource in template.resources.values()}),
        "Description": template.body.get("Description"),
    }


@implement("cloudformation", "ListExports")
def list_exports(call: Call) -> dict[str, Any]:
    found = stacks.exports(call.place).items()
    return {"Exports": [{"Name": name, "Value": value, "ExportingStackId": stack.id} for name, (value, stack) in found]}


@implement("cloudformation", "ListImports")
def list_imports(call: Call) -> dict[str, Any]:
    users = stacks.importers(call.place, call.parameters["ExportName"])
    if not users:
        raise ApiError("ValidationError", f"Export '{call.parameters['ExportName']}' is not imported by any stack.")
    return {"Imports": users}


@control("resources")
def resources(_: Any) -> list[dict[str, Any]]:
    """Every resource that a stack holds, with the kind of thing that it is here."""
    return [
        {
            "account": stack.place.account,
            "region": stack.place.region,
            "stack": stack.name,
            "logicalId": resource.logical_id,
            "type": resource.type,
            "kind": resource.kind,
            "physicalId": resource.made.physical_id,
            "attributes": resource.made.attributes,
            "properties": resource.properties,
            "deletionPolicy": resource.deletion_policy,
        }
        for stack in stacks.all_stacks()
        if not stack.deleted
        for resource in list(stack.resources.values())
    ]


def _new_stack(call: Call) -> Stack:
    name = call.parameters["StackName"]
    stack = Stack(id=stacks.new_id(call.place, name), name=name, place=call.place)
    stack.tell("REVIEW_IN_PROGRESS", "User Initiated")
    return stacks.add(stack)


def _attributes(wanted: dict[str, Any], stack: Stack) -> dict[str, Any]:
    return {
        "tags": wanted.get("Tags", stack.tags),
        "capabilities": wanted.get("Capabilities", stack.capabilities),
        "role": wanted.get("RoleARN", stack.role),
    }


def _start_update(stack: Stack, text: str, parameters: dict[str, str], rolls_back: bool, attributes: dict[str, Any]) -> None:
    stack.updated = stacks.now()
    deployment.start(stack, Operation("update", text, parameters, rolls_back, dict(stack.resources), attributes))


def _check(call: Call, text: str, parameters: dict[str, str]) -> None:
    """Refuses a template that CloudFormation refuses before it makes anything."""
    template = Template(text)
    template.check()
    check_rules(
        Values(
            template=template,
            place=call.place,
            stack_name=call.parameters["StackName"],
            stack_id="",
            parameters=parameter_values(template, parameters, call.place),
            exports={},
            made={},
        )
    )


def _check_may_change(stack: Stack) -> None:
    if stack.status not in _SETTLED:
        raise ApiError("ValidationError", f"Stack:{stack.id} is in {stack.status} state and can not be updated.")


def _text(call: Call, stack: Stack | None) -> str:
    wanted = call.parameters
    if wanted.get("TemplateBody"):
        return wanted["TemplateBody"]
    if wanted.get("TemplateURL"):
        return str(get_stack_from_s3_url(wanted["TemplateURL"], call.place.account, call.place.partition))
    if stack is None:
        raise ApiError("ValidationError", "Either Template URL or Template Body must be specified.")
    return stack.text


def _parameters(wanted: dict[str, Any], stack: Stack | None) -> dict[str, str]:
    previous = stack.parameters if stack else {}
    return {
        given["ParameterKey"]: previous[given["ParameterKey"]] if given.get("UsePreviousValue") else given["ParameterValue"]
        for given in wanted.get("Parameters", [])
        if not given.get("UsePreviousValue") or given["ParameterKey"] in previous
    }


def _changes(stack: Stack, text: str, parameters: dict[str, str], tags: list[dict[str, str]] | None) -> list[dict[str, Any]] | None:
    """What a change set shows; None if nothing changes. Values that are known only when resources exist count as unchanged."""
    old, new = Template(stack.text or "{}"), Template(text)
    resolved = parameter_values(new, parameters, stack.place)
    has_same_tags = tags is None or _as_set(tags) == _as_set(stack.tags)
    if _essence(old) == _essence(new) and resolved == stack.resolved_parameters and has_same_tags:
        return None

    return [
        change
        for name in [*new.resources, *(name for name in old.resources if name not in new.resources)]
        if (change := _change(stack, name, old.resources.get(name), new.resources.get(name))) is not None
    ]


def _essence(template: Template) -> dict[str, Any]:
    return {key: value for key, value in template.body.items() if key != "Metadata"}


def _as_set(tags: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(tag["Key"], tag["Value"]) for tag in tags}


def _change(stack: Stack, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any] | None:
    if old == new:
        return None
    action = "Add" if old is None else "Remove" if new is None else "Modify"
    told: dict[str, Any] = {"Action": action, "LogicalResourceId": name, "ResourceType": (new or old or {})["Type"]}
    if name in stack.resources:
        told["PhysicalResourceId"] = stack.resources[name].made.physical_id
    if old is not None and new is not None:
        replacing = specification.replacing(new["Type"], old.get("Properties", {}), new.get("Properties", {}))
        told["Replacement"] = "True" if replacing else "False"
    return {"Type": "Resource", "ResourceChange": told}


def _change_set(call: Call) -> ChangeSet:
    return stacks.get_change_set(call.place, call.parameters["ChangeSetName"], call.parameters.get("StackName"))


def _summary_of_change_set(change_set: ChangeSet) -> dict[str, Any]:
    return {
        "ChangeSetId": change_set.id,
        "ChangeSetName": change_set.name,
        "StackId": change_set.stack.id,
        "StackName": change_set.stack.name,
        "Description": change_set.description,
        "CreationTime": change_set.created,
        "Status": change_set.status,
        "StatusReason": change_set.reason,
        "ExecutionStatus": change_set.execution_status,
        "Capabilities": change_set.capabilities,
        "Tags": change_set.tags,
    }


def _living(place: Place) -> list[Stack]:
    return [stack for stack in stacks.all_stacks() if stack.place == place and not stack.deleted]


def _told(stack: Stack) -> dict[str, Any]:
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "Description": stack.description,
        "Parameters": _told_parameters(stack.parameters, stack.resolved_parameters),
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "DeletionTime": stack.deleted,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "DisableRollback": False,
        "Capabilities": stack.capabilities,
        "Outputs": stack.outputs,
        "RoleARN": stack.role,
        "Tags": stack.tags,
        "EnableTerminationProtection": stack.is_protected,
        "ParentId": stack.parent,
    }


def _told_parameters(given: dict[str, str], resolved: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    return [
        {"ParameterKey": key, "ParameterValue": value, "ResolvedValue": str((resolved or {}).get(key, value))}
        for key, value in given.items()
    ]


def _told_resource(stack: Stack, resource: Resource) -> dict[str, Any]:
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.made.physical_id,
        "ResourceType": resource.type,
        "ResourceStatus": resource.status,
        "ResourceStatusReason": resource.reason,
        "Timestamp": resource.changed,
        "LastUpdatedTimestamp": resource.changed,
    }
