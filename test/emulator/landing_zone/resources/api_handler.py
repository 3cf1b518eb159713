"""Resources that a service's API makes: CloudFormation's properties become the parameters of create, update and delete calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jmespath
from botocore.exceptions import ClientError

from ..cloudformation import specification
from ..errors import ApiError
from ..places import Place
from .api import Api, is_gone
from .handler import Handler, Made, NotUpdatable, Properties, Request
from .properties import as_tag_list, fitting_name, tag_changes

# How the calls after create name a resource: from what Ref returns and the properties.
Key = Callable[[str, Properties], dict[str, Any]]
# Where a value is among the facts of a resource: a JMESPath, or a function of them.
Path = str | Callable[[dict[str, Any]], Any]
Prepare = Callable[[Properties], Properties]


def by_id(parameter: str) -> Key:
    """Ref is what the API asks for."""
    return lambda physical_id, _: {parameter: physical_id}


def by_arn(parameter: str) -> Key:
    """Ref is an ARN, and the API asks for the name in it."""
    return lambda physical_id, _: {parameter: physical_id.split(":", 5)[5].partition("/")[2]}


def by_properties(*parameters: str) -> Key:
    """The API asks for properties that never change."""
    return lambda _, properties: {parameter: properties[parameter] for parameter in parameters}


@dataclass(frozen=True)
class TagCalls:
    """How an API changes the tags of what exists; `resource` is the parameter that takes `arn`, a JMESPath into the facts."""

    arn: str
    add: str = "TagResource"
    remove: str = "UntagResource"
    resource: str = "ResourceArn"
    tags: str = "Tags"
    keys: str = "TagKeys"


@dataclass(frozen=True)
class Settling:
    """Where describe says that a call is still being carried out, or has failed; both are JMESPaths."""

    status: str
    reason: str = "FailureReason"
    pending: frozenset[str] = frozenset({"Pending", "Creating", "CreateInProgress", "Updating", "UpdateInProgress", "InProgress"})
    seconds: float = 30


class ApiHandler(Handler):
    """
    A resource that lives in a service.

    Properties are sent as they are: the API's own shapes convert text to numbers and booleans, an object to JSON text where
    the API wants text, a list of tags to a map, and `Name` to `name`. What the API does not accept fails the resource.

    `ref` and `attributes` look into the facts of the resource: its properties, then what create and describe answered, and
    `AWS` with AccountId, Region and Partition. An attribute that is not listed is the fact of its own name; without `ref`,
    Ref returns what the specification calls the identifier.

    `name` is the property that takes the generated name, `renames` are the properties that the API names differently,
    `prepare` rewrites properties that are shaped differently, `ignored` are those that no call takes. Without `update` a
    change of anything but tags fails.
    """

    kind = "service"

    def __init__(
        self,
        service: str,
        *,
        create: str,
        key: Key,
        ref: Path | None = None,
        update: str | None = None,
        delete: str | None = None,
        describe: str | None = None,
        name: str | None = None,
        renames: Mapping[str, str] | None = None,
        prepare: Prepare = dict,
        ignored: frozenset[str] = frozenset(),
        attributes: Mapping[str, Path] | None = None,
        tags: TagCalls | None = None,
        settling: Settling | None = None,
    ):
        self.service = service
        self._create, self._update, self._delete, self._describe = create, update, delete, describe
        self._ref, self._key, self._name = ref, key, name
        self._renames, self._prepare, self._ignored = renames or {}, prepare, ignored
        self._attributes = attributes or {}
        self._tags, self._settling = tags, settling

    def create(self, request: Request, properties: Properties) -> Made:
        parameters = self._parameters(properties)
        if self._name and self._parameter(self._name) not in parameters:
            parameters[self._parameter(self._name)] = self._generated_name(request)
        answer = self.call(request.place, self._create, parameters)

        known = {**properties, **parameters, **answer}
        physical_id = self._identity(request, self._facts(request, known))
        try:
            return self._made(request, physical_id, known)
        except (ApiError, ClientError):
            # What the service began but could not finish would keep its name from the next attempt.
            self.delete(request, physical_id, properties)
            raise

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        changed = {name for name in {*before, *after} if before.get(name) != after.get(name)} - self._ignored
        retagged = {"Tags"} & changed if self._tags else set()
        if changed - retagged:
            self.change(request, physical_id, changed - retagged, after)
        # Last, because a refused change must have changed nothing.
        if retagged:
            self._change_tags(request, physical_id, before, after)
        return self._made(request, physical_id, {**self._parameters(after), **after})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        if not self._delete:
            return
        try:
            self.call(request.place, self._delete, self._key(physical_id, properties))
            if self._settling:
                self._wait_until_gone(request.place, physical_id, properties)
        except ClientError as error:
            if not is_gone(error):
                raise

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        """Carries out an update of properties that are no tags."""
        accepted = self._members(request.place, self._update) if self._update else frozenset()
        parameters = self._parameters(after)
        refused = sorted(name for name in changed if self._changes(name, after) and not _accepts(accepted, self._parameter(name)))
        if not self._update or refused:
            names = ", ".join(refused or sorted(changed))
            raise NotUpdatable(f"{request.type} has no call that changes {names} in place")
        sent = {name: value for name, value in parameters.items() if _accepts(accepted, name)}
        self.call(request.place, self._update, {**sent, **self._key(physical_id, after)})

    def describe(self, place: Place, physical_id: str, properties: Properties) -> dict[str, Any]:
        """What the API says of the resource, once it has carried out what it was asked for."""
        if not self._describe:
            return {}

        answer = self._answer_but(self._settling.pending if self._settling else frozenset(), place, physical_id, properties)
        self._refuse_failure(answer)
        return answer

    def _wait_until_gone(self, place: Place, physical_id: str, properties: Properties) -> None:
        assert self._settling
        self._refuse_failure(self._answer_but(self._settling.pending | {"Deleting"}, place, physical_id, properties))

    def _answer_but(self, pending: frozenset[str], place: Place, physical_id: str, properties: Properties) -> dict[str, Any]:
        """What describe says once the status is none of the pending ones."""
        assert self._describe
        end = time.monotonic() + (self._settling.seconds if self._settling else 0)
        while True:
            answer = self.call(place, self._describe, self._key(physical_id, properties))
            if not self._settling or jmespath.search(self._settling.status, answer) not in pending:
                return answer
            if time.monotonic() > end:
                raise ApiError("NotStabilized", f"{physical_id} did not become ready")
            time.sleep(0.05)

    def call(self, place: Place, operation: str, parameters: Properties) -> dict[str, Any]:
        """Calls the service with parameters that fit its shapes."""
        answer = Api(self.service, place).call(operation, parameters)
        answer.pop("ResponseMetadata", None)
        return dict(answer)

    def _parameters(self, properties: Properties) -> Properties:
        prepared = self._prepare({name: value for name, value in properties.items() if name not in self._ignored})
        return {self._parameter(name): value for name, value in prepared.items()}

    def _parameter(self, name: str) -> str:
        return self._renames.get(name, name)

    def _members(self, place: Place, operation: str) -> frozenset[str]:
        model = place.client(self.service).meta.service_model.operation_model(operation)
        return frozenset(model.input_shape.members) if model.input_shape else frozenset()

    def _changes(self, name: str, after: Properties) -> bool:
        """Whether a changed property has a parameter of its own; `prepare` may have merged it into another one."""
        return name not in after or self._parameter(name) in self._parameters(after)

    def _generated_name(self, request: Request) -> str:
        parameter = self._parameter(self._name or "")
        model = request.place.client(self.service).meta.service_model.operation_model(self._create)
        return fitting_name(request, int(model.input_shape.members[parameter].metadata.get("max") or 255))

    def _change_tags(self, request: Request, physical_id: str, before: Properties, after: Properties) -> None:
        assert self._tags
        tags, gone = tag_changes(before, after)
        known = {**after, **self.describe(request.place, physical_id, after), "PhysicalId": physical_id}
        target = {self._tags.resource: self._find(self._tags.arn, self._facts(request, known))}
        if gone:
            self.call(request.place, self._tags.remove, {**target, self._tags.keys: gone})
        if tags:
            self.call(request.place, self._tags.add, {**target, self._tags.tags: as_tag_list(tags)})

    def _made(self, request: Request, physical_id: str, known: dict[str, Any]) -> Made:
        described = self.describe(request.place, physical_id, known)
        facts = self._facts(request, {**known, **described, "PhysicalId": physical_id})
        paths = {name: name for name in specification.attributes(request.type)} | dict(self._attributes)
        found = {name: _at(path, facts) for name, path in paths.items()}
        return Made(physical_id, {name: _plain(value) for name, value in found.items() if value is not None})

    def _facts(self, request: Request, known: dict[str, Any]) -> dict[str, Any]:
        place = request.place
        return {**known, "AWS": {"AccountId": place.account, "Region": place.region, "Partition": place.partition}}

    def _identity(self, request: Request, facts: dict[str, Any]) -> str:
        if self._ref:
            return self._find(self._ref, facts)
        # A resource of several keys is known by all of them: my-profile|d-abcdefghijkl.
        return "|".join(self._find(self._attributes.get(key, key), facts) for key in specification.ref(request.type))

    def _find(self, path: Path, facts: dict[str, Any]) -> str:
        found = _at(path, facts)
        if found is None:
            raise ApiError("InternalFailure", f"{self._create} answered no {path}")
        return str(found)

    def _refuse_failure(self, answer: dict[str, Any]) -> None:
        if self._settling and "fail" in str(jmespath.search(self._settling.status, answer)).lower():
            raise ApiError("GeneralServiceException", str(jmespath.search(self._settling.reason, answer)))


def _accepts(members: frozenset[str], name: str) -> bool:
    return name in members or name.lower() in {member.lower() for member in members}


def _at(path: Path, facts: dict[str, Any]) -> Any:
    return path(facts) if callable(path) else jmespath.search(path, facts)


def _plain(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
