"""Errors as AWS APIs answer them."""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class ApiError(ServiceException):
    """An error that the caller of an API sees: code, message and HTTP status, in the protocol of the service."""

    def __init__(self, code: str, message: str, status: int | None = None):
        super().__init__(message)
        self.code = code
        # The HTTP status; that of the service's model for this code if none is given.
        self.status = status
