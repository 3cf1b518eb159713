"""AWS clients with which the emulator calls itself, as AWS services call one another."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config

# Who calls: moto reads the first header, `calls` reads the second.
ACCOUNT_HEADER = "x-moto-account-id"
SERVICE_HEADER = "x-landing-zone-service"

_endpoint = ""
_making = threading.Lock()


def speak_to(endpoint: str) -> None:
    """Sets the address of this emulator, once it is known."""
    global _endpoint
    _endpoint = endpoint


def endpoint() -> str:
    """The address of this emulator, `http://localhost:PORT`."""
    return _endpoint


def make(service: str, region: str, key: str, secret: str, token: str | None = None) -> Any:
    """A client with somebody's credentials."""
    # boto3's session is not made for several threads.
    with _making:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=_endpoint,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            config=Config(
                s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}, max_pool_connections=50, read_timeout=3600
            ),
        )


@lru_cache(maxsize=None)
def client(service: str, account: str, region: str) -> Any:
    """A client of a service that acts in an account."""
    made = make(service, region, "emulator", "emulator")

    def say_who_calls(request: Any, **_: Any) -> None:
        request.headers[ACCOUNT_HEADER] = account
        request.headers[SERVICE_HEADER] = "true"

    made.meta.events.register("before-sign", say_who_calls)
    return made
