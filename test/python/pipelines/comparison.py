"""Two definitions side by side: whether they are the same graph, and in what their arguments differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from references import steps_used

Json = Any
Edge = tuple[str, str]

# What names a member of a list, so that the order does not matter.
_NAMES = ("Name", "ChannelName", "InputName", "OutputName", "PropertyFileName")


class Absent:
    """What only the other definition has."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()


def steps_of(definition: Json) -> dict[str, str]:
    """The type of every step, by its name."""
    return {step["Name"]: step["Type"] for step, _ in _with_condition(definition["Steps"])}


def edges_of(definition: Json) -> set[Edge]:
    """What waits for what: by name, by a reference, or because a condition decides about it."""
    found = set()
    for step, condition in _with_condition(definition["Steps"]):
        before = {*steps_used(step), *step.get("DependsOn", []), *condition}
        found |= {(one, step["Name"]) for one in before}
    return found


def differences(ours: Json, theirs: Json, path: str = "") -> Iterator[tuple[str, Json, Json]]:
    """The places where two values differ, each as high up as it can be told."""
    ours, theirs = _plain(ours), _plain(theirs)
    if not (isinstance(ours, dict) and isinstance(theirs, dict)):
        if ours != theirs:
            yield path, ours, theirs
        return
    for name in {**ours, **theirs}:
        inner = f"{path}.{name}" if path else str(name)
        yield from differences(ours.get(name, ABSENT), theirs.get(name, ABSENT), inner)


def renamed(value: Json, names: dict[str, str]) -> Json:
    """A definition in which some texts are called otherwise, wherever they stand."""
    if isinstance(value, dict):
        return {key: renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, names) for inner in value]
    if not isinstance(value, str):
        return value
    for old, new in names.items():
        value = value.replace(old, new)
    return value


def _with_condition(steps: list[Json], condition: tuple[str, ...] = ()) -> Iterator[tuple[Json, tuple[str, ...]]]:
    """Every step, with the condition in whose branches it is."""
    for step in steps:
        yield step, condition
        if step["Type"] == "Condition":
            branches = [*step["Arguments"]["IfSteps"], *step["Arguments"]["ElseSteps"]]
            yield from _with_condition(branches, (step["Name"],))


def _plain(value: Json) -> Json:
    """Lists as what their members are called, or as their places; joins as the texts and references in their order."""
    if isinstance(value, dict) and value.keys() == {"Std:Join"}:
        return {"joined": _joined(value["Std:Join"])}
    if not isinstance(value, list):
        return value
    names = [
        next((member[key] for key in _NAMES if key in member), None) if isinstance(member, dict) else None for member in value
    ]
    keys = names if None not in names else range(len(value))
    return dict(zip(keys, value, strict=True))


def _joined(join: Json) -> list[Json]:
    pieces: list[Json] = []
    for index, value in enumerate(join["Values"]):
        for piece in ([join["On"]] if index else []) + [value]:
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            elif piece != "":
                pieces.append(piece)
    return pieces
