"""What a template's resources become: one handler for each type, of one of three kinds."""

from __future__ import annotations

from .handler import Handler, Kind, Made, NotEmulated, NotUpdatable, Request, handler_of, handles, has_handler, register

__all__ = ["Handler", "Kind", "Made", "NotEmulated", "NotUpdatable", "Request", "handler_of", "handles", "has_handler", "register"]
