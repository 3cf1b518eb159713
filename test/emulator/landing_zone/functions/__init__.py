"""Lambda functions that run: the code of each in a child process of its runtime, as its role, with its limits."""

from __future__ import annotations

from .background import settle
from .invocations import find, start

__all__ = ["find", "settle", "start"]
