"""Faults on demand: what the driver asks to go wrong, and when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from .application import control
from .calls import Call, around
from .errors import ApiError

Kind = Literal[
    "throttle",
    "fail",
    "delay",
    "drop-event",
    "repeat-event",
    "hold-event",
    "kill-handler",
    "hold-endpoint",
    "fail-endpoint",
    "roll-back",
]


# The services that throttle in words of their own.
_THROTTLED = {"s3": ("SlowDown", 503), "ec2": ("RequestLimitExceeded", 503)}


@dataclass
class Fault:
    """
    What goes wrong with the things that match: from the `nth` of them on, `times` of them.

    `match` compares with the facts of the thing: service, operation, account of a call; source, detail-type, account of an event;
    function, account of a handler; endpoint, account of an endpoint that is created or updated.
    """

    kind: Kind
    match: dict[str, str] = field(default_factory=dict)
    nth: int = 1
    times: int = 1
    # The error code of `fail`, the seconds of `delay`, `kill-handler` and `hold-endpoint`, the reason of `fail-endpoint`, the number
    # of later events that pass a held one.
    value: Any = None
    seen: int = 0

    def hits(self, facts: dict[str, str]) -> bool:
        if any(facts.get(key) != wanted for key, wanted in self.match.items()):
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


# They end with the process: who resumes a landing zone asks for new ones.
_faults: list[Fault] = []
_counting = threading.Lock()


def take(*kinds: Kind, **facts: str) -> Fault | None:
    """The fault that hits this thing, if one does; asking counts the thing."""
    with _counting:
        hits = [fault for fault in _faults if fault.kind in kinds and fault.hits(facts)]
    return hits[0] if hits else None


@control("faults")
def set_faults(body: list[dict[str, Any]]) -> dict[str, int]:
    """Replaces all faults; an empty list ends them."""
    for fault in body:
        if fault["kind"] not in get_args(Kind):
            raise ValueError(f"there is no fault {fault['kind']}; there are {', '.join(get_args(Kind))}")
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
        code, status = _THROTTLED.get(call.service, ("ThrottlingException", 400))
        raise ApiError(code, "Rate exceeded", status)
    told = f"{call.operation} failed because a fault was asked for"
    # Clients try again after a fault of the service, not after one of their own.
    raise ApiError(str(fault.value or "InternalFailure"), told, None if fault.value else 500)
