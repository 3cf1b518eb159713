"""Faults on demand: what the driver asks to go wrong, and when."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .application import control
from .calls import Call, around
from .errors import ApiError

Kind = Literal["throttle", "fail", "delay", "drop-event", "repeat-event", "hold-event", "kill-handler"]


@dataclass
class Fault:
    """
    What goes wrong with the things that match: from the `nth` of them on, `times` of them.

    `match` compares with the facts of the thing: service, operation, account of a call; source, detail-type, account of an event;
    function, account of a handler.
    """

    kind: Kind
    match: dict[str, str] = field(default_factory=dict)
    nth: int = 1
    times: int = 1
    # The error code of `fail`, the seconds of `delay` and `kill-handler`, the number of later events that pass a held one.
    value: Any = None
    seen: int = 0

    def hits(self, facts: dict[str, str]) -> bool:
        if any(facts.get(key) != wanted for key, wanted in self.match.items()):
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


_faults: list[Fault] = []


def take(*kinds: Kind, **facts: str) -> Fault | None:
    """The fault that hits this thing, if one does; asking counts the thing."""
    hits = [fault for fault in _faults if fault.kind in kinds and fault.hits(facts)]
    return hits[0] if hits else None


@control("faults")
def set_faults(body: list[dict[str, Any]]) -> dict[str, int]:
    """Replaces all faults; an empty list ends them."""
    _faults[:] = [Fault(**fault) for fault in body]
    return {"faults": len(_faults)}


@around
def spoil(call: Call, answer: Callable[[], Any]) -> Any:
    fault = take(
        "throttle", "fail", "delay", service=call.service, operation=call.operation, account=call.place.account
    )
    if fault is None:
        return answer()
    if fault.kind == "delay":
        time.sleep(float(fault.value))
        return answer()
    if fault.kind == "throttle":
        raise ApiError("ThrottlingException", "Rate exceeded")
    raise ApiError(str(fault.value or "InternalFailure"), f"{call.operation} failed because a fault was asked for")
