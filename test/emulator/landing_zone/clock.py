"""
The time of the emulator, which can be moved forward; what falls due on the way is done at its time, in order.

Time passes by itself, too, but only a move makes schedules fire, so that a slow run does nothing that a quick one does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import time_machine

from .application import control
from .events.bus import settle


@dataclass(frozen=True)
class Due:
    """Something to be done at a time; of two at the same time the first by name comes first."""

    at: datetime
    name: str
    fire: Callable[[], Any]


@dataclass
class State:
    # The seconds that the emulator is ahead of the world.
    ahead: float = 0


# Tells what is due next, after a time that may differ for each name.
Timer = Callable[[Callable[[str], datetime]], list[Due]]

_state = State()
_timers: list[Timer] = []
_travel: time_machine.Traveller | None = None


def timer(function: Timer) -> Timer:
    """Decorates a function that tells, for each of its things, when it is due next."""
    _timers.append(function)
    return function


def now() -> datetime:
    return datetime.now(timezone.utc)


def ahead() -> float:
    """The seconds that the emulator is ahead of the world, for what has a clock of its own."""
    return _state.ahead


def advance(seconds: float) -> list[dict[str, Any]]:
    """Moves time forward, and tells what has been done on the way."""
    if seconds < 0:
        raise ValueError("time only moves forward")
    start = now()
    end = start.timestamp() + seconds
    # Of what has fired, the next time comes after the last, not after now: others may be due at the same time.
    fired: dict[str, datetime] = {}
    done: list[dict[str, Any]] = []
    while due := _next(lambda name: fired.get(name, start), end):
        move_to(due.at.timestamp())
        fired[due.name] = due.at
        done.append({"at": due.at.isoformat(), "name": due.name, "outcome": due.fire()})
        settle()
    move_to(end)
    return done


def _next(after: Callable[[str], datetime], end: float) -> Due | None:
    dues = [due for tell in _timers for due in tell(after) if due.at.timestamp() <= end]
    return min(dues, key=lambda due: (due.at, due.name), default=None)


def move_to(moment: float) -> None:
    """Sets the time, from which it goes on; never back."""
    global _travel
    if moment <= time.time():
        return
    _state.ahead += moment - time.time()
    if _travel:
        _travel.move_to(moment)
    else:
        _travel = time_machine.travel(moment, tick=True).start()


def resume() -> None:
    """Goes to the time of a saved state."""
    ahead, _state.ahead = _state.ahead, 0
    if ahead:
        move_to(time.time() + ahead)


@control("clock")
def steer(body: dict[str, float] | None) -> dict[str, Any]:
    """{"advance": seconds} moves the time; an empty body only tells it."""
    fired = advance(float((body or {}).get("advance", 0)))
    return {"now": now().isoformat(), "fired": fired}
