"""The contract between the stack engine and what it makes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from ..errors import ApiError
from ..places import Place

Properties = dict[str, Any]
Kind = Literal["native", "service", "recorded"]


@dataclass(frozen=True)
class Request:
    """What CloudFormation knows of a resource beside its properties."""

    type: str
    logical_id: str
    place: Place
    stack_name: str
    stack_id: str
    # The name that the resource gets if its properties give none: STACK-LOGICALID-RANDOM.
    generated_name: str


@dataclass(frozen=True)
class Made:
    """What a resource became: `physical_id` is what Ref returns, `attributes` what GetAtt returns."""

    physical_id: str
    attributes: dict[str, Any] = field(default_factory=dict)


class Handler(ABC):
    """
    Makes, changes and removes the resources of a type. Properties arrive resolved: no intrinsic function is left in them.

    A failure is an exception: a ClientError of the API that was called, or an ApiError. The engine has already refused missing
    required properties, and it calls `update` only where no property asks for a replacement.
    """

    kind: ClassVar[Kind]

    @abstractmethod
    def create(self, request: Request, properties: Properties) -> Made: ...

    @abstractmethod
    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made: ...

    @abstractmethod
    def delete(self, request: Request, physical_id: str, properties: Properties) -> None: ...


class NotUpdatable(ApiError):
    """A handler refuses an update before it calls anything, so there is nothing to undo."""

    def __init__(self, message: str):
        super().__init__("NotUpdatable", message)


class NotEmulated(Exception):
    """Nobody has said what a resource of some type becomes here."""


_handlers: dict[str, Handler] = {}


def handles(*types: str) -> Callable[[type[Handler]], type[Handler]]:
    """Decorates the handler class of some types."""

    def decorate(handler_class: type[Handler]) -> type[Handler]:
        for name in types:
            register(name, handler_class())
        return handler_class

    return decorate


def register(name: str, handler: Handler) -> None:
    """Sets the handler of a type, for handlers that are described by data."""
    if name in _handlers:
        raise ValueError(f"{name} has two handlers")
    _handlers[name] = handler


def handler_of(name: str) -> Handler:
    """The handler of a type."""
    if name.startswith("Custom::"):
        name = "AWS::CloudFormation::CustomResource"
    if name not in _handlers:
        raise NotEmulated(f"{name} is not emulated: give it a handler in landing_zone/resources, or list it in recorded.py")
    return _handlers[name]


def has_handler(name: str) -> bool:
    return name in _handlers
