"""Where something is: an account and a region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.utilities.utils import get_partition

from . import clients


@dataclass(frozen=True)
class Place:
    account: str
    region: str

    @property
    def partition(self) -> str:
        return get_partition(self.region)

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a regional resource of this account, `resource` as in `model-package-group/abalone`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def client(self, service: str) -> Any:
        """A boto3 client that speaks to this emulator as CloudFormation does: in this account, not recorded as anybody's call."""
        return clients.client(service, self.account, self.region)
