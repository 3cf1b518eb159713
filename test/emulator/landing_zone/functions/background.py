"""What services do while nobody waits for them."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from ..events.bus import settles_with

_pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="functions")
_unfinished: set[Future[None]] = set()


def submit(work: Callable[..., None], *arguments: Any) -> None:
    """Does something in the background; what goes wrong is printed, as nobody else would learn of it."""
    future = _pool.submit(_do, work, arguments)
    _unfinished.add(future)
    future.add_done_callback(_unfinished.discard)


def settle() -> None:
    """Waits until nothing is left to do."""
    while unfinished := set(_unfinished):
        wait(unfinished)


@settles_with
def unfinished() -> int:
    return len(_unfinished)


def _do(work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    try:
        work(*arguments)
    except Exception:
        traceback.print_exc()
