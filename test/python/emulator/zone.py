"""A landing zone, as the tests speak to it."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

EMULATOR = Path(__file__).parents[2] / "emulator"
ACCOUNT = "111111111111"
REGION = "eu-west-1"


class Zone:
    def __init__(self, endpoint: str):
        self.endpoint = endpoint

    def client(self, service: str, account: str = ACCOUNT, region: str = REGION) -> Any:
        """A client that acts as the root of an account."""
        client = boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )
        client.meta.events.register("before-sign", lambda request, **_: request.headers.add_header("x-moto-account-id", account))
        return client

    def steer(self, route: str, body: Any = None) -> Any:
        """Calls a control route of the emulator, as the driver does."""
        request = urllib.request.Request(f"{self.endpoint}/_landing-zone/{route}", data=json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request) as response:
            return json.load(response)
