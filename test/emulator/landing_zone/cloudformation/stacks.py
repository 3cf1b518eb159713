"""What CloudFormation remembers: stacks with their resources and events, change sets, and which fixed names are taken."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal

from moto.moto_api._internal import mock_random

from ..errors import ApiError
from ..places import Place
from ..resources import Kind, Made, Request

STACK_TYPE = "AWS::CloudFormation::Stack"

# How a resource came to be as the template wants it.
How = Literal["created", "replaced", "updated", "kept"]


@dataclass
class Resource:
    """A resource that a stack made, with the properties it was made with and what it became."""

    request: Request
    kind: Kind
    properties: dict[str, Any]
    made: Made
    # The logical ids that it refers to: it is deleted before they are.
    dependencies: list[str]
    deletion_policy: str
    update_replace_policy: str
    status: str = "CREATE_COMPLETE"
    reason: str | None = None
    changed: datetime = field(default_factory=lambda: now())

    @property
    def logical_id(self) -> str:
        return self.request.logical_id

    @property
    def type(self) -> str:
        return self.request.type


@dataclass
class Operation:
    """A change of a stack that is under way; enough to continue it after the emulator was killed."""

    kind: Literal["create", "update", "delete"]
    text: str
    parameters: dict[str, str]
    rolls_back: bool
    before: dict[str, Resource]
    # What the stack has of tags, capabilities and role when the change is complete.
    attributes: dict[str, Any] = field(default_factory=dict)
    phase: Literal["forward", "undo", "cleanup"] = "forward"
    imports: set[str] = field(default_factory=set)
    # The logical ids that are as the template wants them, in order, with how they came to be.
    done: dict[str, How] = field(default_factory=dict)
    # The predecessors of replaced resources.
    superseded: list[Resource] = field(default_factory=list)
    # What is still to be deleted at the end.
    leftovers: list[Resource] = field(default_factory=list)


@dataclass
class Stack:
    id: str
    name: str
    place: Place
    text: str = ""
    description: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    resolved_parameters: dict[str, Any] = field(default_factory=dict)
    tags: list[dict[str, str]] = field(default_factory=list)
    capabilities: list[str] = field(default_factory=list)
    role: str | None = None
    status: str = "REVIEW_IN_PROGRESS"
    reason: str | None = None
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: list[dict[str, str]] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)
    events: list[dict[str, Any]] = field(default_factory=list)
    created: datetime = field(default_factory=lambda: now())
    updated: datetime | None = None
    deleted: datetime | None = None
    is_protected: bool = False
    parent: str | None = None
    operation: Operation | None = None

    def tell(self, status: str, reason: str | None = None) -> None:
        """Changes the stack's status, with an event."""
        self.status, self.reason = status, reason
        self._event(self.name, STACK_TYPE, self.id, status, reason)

    def tell_of(self, resource: Request, physical_id: str, status: str, reason: str | None = None) -> None:
        """An event of a resource."""
        self._event(resource.logical_id, resource.type, physical_id, status, reason)

    def _event(self, logical_id: str, type_: str, physical_id: str, status: str, reason: str | None) -> None:
        self.events.append(
            {
                "StackId": self.id,
                "StackName": self.name,
                "EventId": str(mock_random.uuid4()),
                "LogicalResourceId": logical_id,
                "PhysicalResourceId": physical_id,
                "ResourceType": type_,
                "ResourceStatus": status,
                "ResourceStatusReason": reason,
                "Timestamp": now(),
            }
        )


@dataclass
class ChangeSet:
    id: str
    name: str
    type: Literal["CREATE", "UPDATE"]
    stack: Stack
    text: str
    parameters: dict[str, str]
    tags: list[dict[str, str]]
    capabilities: list[str]
    role: str | None
    description: str | None
    changes: list[dict[str, Any]]
    rolls_back: bool
    status: str = "CREATE_COMPLETE"
    execution_status: str = "AVAILABLE"
    reason: str | None = None
    created: datetime = field(default_factory=lambda: now())


@dataclass
class _State:
    stacks: list[Stack] = field(default_factory=list)
    change_sets: list[ChangeSet] = field(default_factory=list)
    # Fixed identifiers in use, retained resources included.
    taken: set[tuple[str, Place, tuple[str, ...]]] = field(default_factory=set)


_state = _State()
lock = threading.RLock()


def now() -> datetime:
    return datetime.now(timezone.utc)


def all_stacks() -> Iterator[Stack]:
    yield from list(_state.stacks)


def add(stack: Stack) -> Stack:
    with lock:
        if find(stack.place, stack.name):
            raise ApiError("AlreadyExistsException", f"Stack [{stack.name}] already exists")
        _state.stacks.append(stack)
    return stack


def new_id(place: Place, name: str) -> str:
    return place.arn("cloudformation", f"stack/{name}/{mock_random.uuid4()}")


def find(place: Place, name_or_id: str) -> Stack | None:
    """A stack by its id, or by its name among those that are not deleted."""
    for stack in _state.stacks:
        if stack.place == place and (stack.id == name_or_id or (stack.name == name_or_id and not stack.deleted)):
            return stack
    return None


def get(place: Place, name_or_id: str) -> Stack:
    stack = find(place, name_or_id)
    if stack is None:
        raise ApiError("ValidationError", f"Stack with id {name_or_id} does not exist")
    return stack


def exports(place: Place) -> dict[str, tuple[str, Stack]]:
    """The exported values of a place by name, with the stack that exports them."""
    return {
        output["ExportName"]: (output["OutputValue"], stack)
        for stack in _state.stacks
        if stack.place == place and not stack.deleted
        for output in stack.outputs
        if "ExportName" in output
    }


def importers(place: Place, export: str) -> list[str]:
    """The names of the stacks that import a value."""
    return [s.name for s in _state.stacks if s.place == place and not s.deleted and export in s.imports]


def change_sets(stack: Stack) -> list[ChangeSet]:
    return [change_set for change_set in _state.change_sets if change_set.stack is stack]


def add_change_set(change_set: ChangeSet) -> None:
    _state.change_sets.append(change_set)


def remove_change_set(change_set: ChangeSet) -> None:
    _state.change_sets.remove(change_set)


def get_change_set(place: Place, name_or_id: str, stack_name: str | None) -> ChangeSet:
    for change_set in _state.change_sets:
        is_named = change_set.name == name_or_id and stack_name in (change_set.stack.name, change_set.stack.id)
        if change_set.stack.place == place and (change_set.id == name_or_id or is_named):
            return change_set
    raise ApiError("ChangeSetNotFound", f"ChangeSet [{name_or_id}] does not exist")


def take_identifier(type_: str, place: Place, identifier: tuple[str, ...]) -> None:
    """Takes a fixed identifier, which a second resource of the type cannot have."""
    with lock:
        if (type_, place, identifier) in _state.taken:
            raise ApiError(
                "AlreadyExists", f"Resource of type '{type_}' with identifier '{'|'.join(identifier)}' already exists."
            )
        _state.taken.add((type_, place, identifier))


def give_back_identifier(type_: str, place: Place, identifier: tuple[str, ...]) -> None:
    with lock:
        _state.taken.discard((type_, place, identifier))
