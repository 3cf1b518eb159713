"""API objects that moto lacks or keeps too roughly: a row describes each, botocore's shapes say what its calls answer."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel, Shape
from moto.core.utils import get_service_model, utcnow
from moto.moto_api._internal import mock_random

from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from . import listing, sharing

# What describe answers, beside what only the emulator knows: _arn, _tags and, while the object changes, _turns.
Record = dict[str, Any]
Key = tuple[Any, ...]
Store = dict[Key, Record]
Watcher = Callable[[Place, str, Record], None]

# Long enough that whoever asks at once sees the object changing, short enough to wait for.
TURNING_SECONDS = 0.4
_LETTERS, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"

_state: dict[str, dict[tuple[str, str], Store]] = {}
_entities: dict[str, Entity] = {}
_watchers: dict[str, list[Watcher]] = {}
_turning = threading.RLock()


def turned(name: str) -> Callable[[Watcher], Watcher]:
    """Decorates a function that is told when objects of a kind have finished changing, as an endpoint that is in service."""

    def register(function: Watcher) -> Watcher:
        _watchers.setdefault(name, []).append(function)
        return function

    return register


def entity(name: str) -> Entity:
    return _entities[name]


def by_arn(arn: str) -> tuple[Entity, Record] | None:
    """The object of an ARN, if it is one of ours."""
    parts = arn.split(":")
    if len(parts) < 6:
        return None
    for kind in _entities.values():
        for record in kind.records(Place(parts[4], parts[3])):
            if record["_arn"] == arn:
                return kind, record
    return None


def turning() -> Iterator[tuple[Entity, Place, Record, dict[str, Any]]]:
    """The objects that are changing, where they are, and into what they change."""
    for name, stores in list(_state.items()):
        for (account, region), store in list(stores.items()):
            for record in list(store.values()):
                if turns := record.get("_turns"):
                    yield _entities[name], Place(account, region), record, turns


def all_records(place: Place) -> Iterator[tuple[Entity, Record]]:
    for kind in _entities.values():
        for record in kind.records(place):
            yield kind, record


@dataclass(eq=False)
class Entity:
    """
    A kind of object, with the calls Create, Describe, Update, Delete and List of its name as far as the service has them.

    Subclasses say what sets a kind apart: they look at what a caller wants (`check_...`), and see to what follows from it
    (`made`, `change`, `remove`).
    """

    name: str
    # The parameters that name an object; each may also be given as the ARN, where there is only one.
    key: tuple[str, ...]
    # The end of the ARN: endpoint/{EndpointName}.
    arn: str
    # What messages call it.
    words: str
    # The member that says how it is, and what that says once it is ready.
    status: tuple[str, str] | None = None
    # Members that the service makes up at creation, as forms for `mask`.
    generated: Mapping[str, str] = field(default_factory=dict)
    # Members that every object has.
    constants: Mapping[str, Any] = field(default_factory=dict)
    # A parameter that no two objects may share although it is not the key.
    unique: str | None = None
    plural: str | None = None
    created: str = "CreationTime"
    modified: str = "LastModifiedTime"
    # The message for a name that is taken, where AWS's own is known.
    taken: str = 'Cannot create already existing {words} "{arn}".'
    # The order of lists that ask for none.
    newest_first: bool = True
    service: str = "sagemaker"

    def __post_init__(self) -> None:
        _entities[self.name] = self
        calls = {"Create": self.create, "Describe": self.describe, "Update": self.update, "Delete": self.delete}
        operations = {f"{verb}{self.name}": function for verb, function in calls.items()}
        operations[f"List{self.plural or self.name + 's'}"] = self.list_page
        for operation, function in operations.items():
            if operation in get_service_model(self.service).operation_names:
                implement(self.service, operation)(function)

    def create(self, call: Call) -> dict[str, Any]:
        record = self._new(call)
        key = self.key_of(record)
        self._refuse_taken(call, key, record)
        self.check_new(call, record)
        if self.store(self.home(call)).setdefault(key, record) is not record:
            self._refuse_taken(call, key, record)
        self.made(call, record)
        return self.answer(call.operation, record)

    def describe(self, call: Call) -> dict[str, Any]:
        return self.answer(call.operation, self.found(call))

    def update(self, call: Call) -> dict[str, Any]:
        record = self.found(call)
        fixed = {*self.key, "Tags"}
        wanted = {name: copy.deepcopy(value) for name, value in call.parameters.items() if name not in fixed}
        self.check_change(call, record, wanted)
        self.change(call, record, wanted)
        record[self.modified] = utcnow()
        record["LastModifiedBy"] = _user(call)
        return self.answer(call.operation, record)

    def delete(self, call: Call) -> dict[str, Any]:
        record = self.found(call)
        self.check_deletable(call, record)
        answer = self.answer(call.operation, record)
        self.remove(call, record)
        return answer

    def list_page(self, call: Call) -> dict[str, Any]:
        found = [record for record in self.records(call.place) if self.listed(call, record)]
        members = self.operation(call.operation).output_shape.members
        name, shape = next((name, member) for name, member in members.items() if member.type_name == "list")
        records = listing.select(found, call.parameters, self.fields(), self.newest_first)
        page, token = listing.page(records, call.parameters)
        return {name: [view(shape.member, {**record, **self.summary(record)}) for record in page], "NextToken": token}

    def identify(self, call: Call, record: Record) -> None:
        """Completes what names a new object, where parameters alone do not."""

    def check_new(self, call: Call, record: Record) -> None:
        """Refuses an object that cannot be made; completes the record of one that can."""

    def made(self, call: Call, record: Record) -> None:
        """Sees to what follows from a new object."""

    def check_change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        """Refuses a change that cannot be made."""

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        record.update(wanted)

    def check_deletable(self, call: Call, record: Record) -> None:
        """Refuses a deletion that cannot be made."""

    def remove(self, call: Call, record: Record) -> None:
        self.store(self.home(call)).pop(self.key_of(record), None)

    def listed(self, call: Call, record: Record) -> bool:
        """Whether a list call may show an object, by parameters that mean something else than a member of it."""
        return True

    def shared(self, call: Call, record: Record) -> bool:
        """Whether the account that calls may use an object of another one."""
        return sharing.is_shared(self.home(call), record["_arn"], call.place.account)

    def summary(self, record: Record) -> dict[str, Any]:
        """Members of a list's entries that describe calls otherwise."""
        return {}

    def described(self, record: Record) -> dict[str, Any]:
        """Members that follow from others."""
        return {}

    def settle(self, place: Place, record: Record) -> None:
        """Finishes a change that takes its time."""
        record.update(record["_turns"]["into"])

    def store(self, place: Place) -> Store:
        return _state.setdefault(self.name, {}).setdefault((place.account, place.region), {})

    def records(self, place: Place) -> list[Record]:
        """The objects of a place, those whose time has come having finished their change."""
        for record in list(self.store(place).values()):
            turns = record.get("_turns")
            if turns and time.time() >= turns["at"]:
                self.finish(place, record, turns)
        return list(self.store(place).values())

    def at(self, place: Place, **identity: Any) -> Record | None:
        """The object of a name; None if there is none."""
        self.records(place)
        return self.store(place).get(self.key_of(identity))

    def found(self, call: Call) -> Record:
        record = self.at(self.home(call), **self.named(call))
        if record is None:
            named = {**call.parameters, **self.named(call)}
            raise self.missing(call, self._arn_given(call) or self.arn_at(self.home(call), named))
        if self.home(call).account != call.place.account and not self.shared(call, record):
            raise sharing.denied(call, record["_arn"])
        return record

    def home(self, call: Call) -> Place:
        """Where the object of a call lives: elsewhere, if the call names it by the ARN of another account."""
        arn = self._arn_given(call)
        return Place(arn.split(":")[4], arn.split(":")[3]) if arn else call.place

    def named(self, call: Call) -> dict[str, Any]:
        """What the parameters of a call say of the name."""
        arn = self._arn_given(call)
        if arn is None or self.key[0] == self._arn_member():
            return call.parameters
        return {self.key[0]: arn.split(":", 5)[5].partition("/")[2]}

    def key_of(self, members: Mapping[str, Any]) -> Key:
        return tuple(members.get(name) for name in self.key)

    def arn_at(self, place: Place, members: Mapping[str, Any]) -> str:
        return place.arn(self.service, self.arn.format_map(_Blank(members)))

    def turn(self, place: Place, record: Record, into: dict[str, Any], seconds: float = TURNING_SECONDS) -> None:
        """Lets an object finish a change after a while, whether or not somebody looks at it then."""
        turns = {"at": time.time() + seconds, "into": into}
        record["_turns"] = turns
        timer = threading.Timer(seconds, self.finish, (place, record, turns))
        timer.daemon = True
        timer.start()

    def finish(self, place: Place, record: Record, turns: dict[str, Any]) -> None:
        """Finishes a change, unless that has happened."""
        with _turning:
            if record.get("_turns") is not turns:
                return
            self.settle(place, record)
            record["_turns"] = None
            record[self.modified] = utcnow()
        for watcher in _watchers.get(self.name, []):
            watcher(place, self.name, record)

    def missing(self, call: Call, arn: str) -> ApiError:
        documented = {shape.name for shape in self.operation(call.operation).error_shapes}
        code = "ResourceNotFound" if "ResourceNotFound" in documented else "ValidationException"
        return ApiError(code, f'Could not find {self.words} "{arn}".')

    def answer(self, operation: str, record: Record) -> dict[str, Any]:
        model = self.operation(operation)
        members = {f"{self.name}Arn": record["_arn"], **record, **self.described(record)}
        return view(model.output_shape, members, self.name) if model.output_shape else {}

    def operation(self, name: str) -> OperationModel:
        return get_service_model(self.service).operation_model(name)

    def fields(self) -> listing.Fields:
        name = self.unique or self.key[-1]
        return listing.Fields(name, self.created, self.modified, status=self.status[0] if self.status else "")

    def _new(self, call: Call) -> Record:
        record: Record = {**copy.deepcopy(dict(self.constants)), **copy.deepcopy(call.parameters)}
        record["_tags"] = record.pop("Tags", [])
        record.update({name: mask(form) for name, form in self.generated.items()})
        if self.status:
            record[self.status[0]] = self.status[1]
        record[self.created] = record[self.modified] = utcnow()
        record["CreatedBy"] = record["LastModifiedBy"] = _user(call)
        self.identify(call, record)
        record["_arn"] = self.arn_at(self.home(call), record)
        record[self._arn_member()] = record["_arn"]
        return record

    def _arn_member(self) -> str:
        """The member of the ARN, which most kinds call after themselves: EndpointArn."""
        names = get_service_model(self.service).operation_names
        operations = [f"{verb}{self.name}" for verb in ("Describe", "Create")]
        shapes = [self.operation(operation).output_shape for operation in operations if operation in names]
        arns = [member for shape in shapes if shape for member in shape.members if member.endswith("Arn")]
        usual = [member for member in ("Arn", f"{self.name}Arn") if member in arns]
        return next(iter([*usual, *arns[-1:]]), f"{self.name}Arn")

    def _arn_given(self, call: Call) -> str | None:
        value = call.parameters.get(self.key[0])
        return value if len(self.key) == 1 and isinstance(value, str) and value.startswith("arn:") else None

    def _refuse_taken(self, call: Call, key: Key, record: Record) -> None:
        self.records(call.place)
        same = [self.store(call.place).get(key), *(self._same_unique(call, record) if self.unique else [])]
        other = next((other for other in same if other is not None and other is not record), None)
        if other is None:
            return
        documented = [shape.name for shape in self.operation(call.operation).error_shapes]
        code = next((code for code in ("ResourceInUse", "ConflictException") if code in documented), "ValidationException")
        raise ApiError(code, self.taken.format_map(_Blank({**record, "words": self.words, "arn": other["_arn"]})))

    def _same_unique(self, call: Call, record: Record) -> Iterator[Record]:
        name = self.unique or ""
        return (other for other in list(self.store(call.place).values()) if other.get(name) == record.get(name))


class _Blank(dict[str, Any]):
    """Members for a format; one that is not given is empty."""

    def __missing__(self, _: str) -> str:
        return ""


def _user(call: Call) -> dict[str, Any]:
    """Who made or changed an object, as describe calls answer it."""
    return {} if call.by_a_service else {"IamIdentity": {"Arn": call.principal, "PrincipalId": call.principal.rpartition("/")[2]}}


def view(shape: Shape, record: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    """The members of a record that a shape has; some answers hold the whole object in one member of its name."""
    if name in shape.members and shape.members[name].type_name == "structure":
        return {name: view(shape.members[name], record)}
    return {member: record[member] for member in shape.members if record.get(member) is not None}


def mask(form: str) -> str:
    """An id that is unlike any other: each # of its form is a random letter or digit, each % an upper-case one."""
    alphabets = {"#": _LETTERS + _DIGITS, "%": _LETTERS.upper() + _DIGITS}
    return "".join(mock_random.choice(alphabets[character]) if character in alphabets else character for character in form)
