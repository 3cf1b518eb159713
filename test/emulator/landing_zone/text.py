"""How CloudFormation writes values as text."""

from __future__ import annotations

from typing import Any


def text_of(value: Any) -> str:
    """A single value as text: truth in lower case."""
    return str(value).lower() if isinstance(value, bool) else str(value)
