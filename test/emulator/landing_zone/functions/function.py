"""A Lambda function with what moto's lacks: code that runs, and all of its configuration."""

from __future__ import annotations

import copy
import io
import zipfile
from typing import Any

from moto.awslambda import models
from moto.awslambda.models import LambdaBackend, LambdaFunction, lambda_backends
from moto.awslambda.utils import make_function_arn
from moto.moto_api._internal import mock_random

from ..errors import ApiError
from ..places import Place
from . import invocations

# Configuration that moto does not keep.
_KEPT = ("DeadLetterConfig", "FileSystemConfigs", "LoggingConfig", "SnapStart")
# Configuration that moto keeps, but does not update.
_UPDATED = {"KMSKeyArn": "kms_key_arn", "TracingConfig": "tracing_config"}


class Function(LambdaFunction):
    def __init__(self, account_id: str, spec: dict[str, Any], region: str, version: str | int = 1):
        super().__init__(account_id, spec, region, version)
        self.kept = {name: spec[name] for name in _KEPT if spec.get(name)}
        # By qualifier; what all versions of a function share.
        self.event_invoke_configs: dict[str, dict[str, Any]] = {}
        self.versions_published = 0
        self._environment_id = mock_random.uuid4().hex

    @property
    def place(self) -> Place:
        return Place(self.account_id, self.region)

    @property
    def backend(self) -> LambdaBackend:
        return lambda_backends[self.account_id][self.region]

    @property
    def unqualified_arn(self) -> str:
        return make_function_arn(self.region, self.account_id, self.function_name)

    @property
    def log_group(self) -> str:
        return str(self.kept.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{self.function_name}"))

    @property
    def log_format(self) -> str:
        return str(self.kept.get("LoggingConfig", {}).get("LogFormat", "Text"))

    def log_stream(self, day: str) -> str:
        """https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html"""
        shared = "" if self.log_group == f"/aws/lambda/{self.function_name}" else self.function_name
        return f"{day}/{shared}[{self.version}]{self._environment_id}"

    def as_version(self, number: int, description: str) -> Function:
        """This function as it is now."""
        version = copy.copy(self)
        version.set_version(number)
        version.description = description or self.description
        version._environment_id = mock_random.uuid4().hex
        return version

    def get_configuration(self, on_create: bool = False) -> dict[str, Any]:
        logging = {"LogFormat": self.log_format, "LogGroup": self.log_group}
        return {
            **super().get_configuration(on_create),
            **self.kept,
            "LoggingConfig": {**logging, **self.kept.get("LoggingConfig", {})},
        }

    def update_configuration(self, config_updates: dict[str, Any]) -> dict[str, Any]:
        kept = self.kept | {name: value for name, value in config_updates.items() if name in _KEPT}
        self.kept = {name: value for name, value in kept.items() if value and value != {"TargetArn": ""}}
        for name, attribute in _UPDATED.items():
            if name in config_updates:
                setattr(self, attribute, config_updates[name])
        if "EphemeralStorage" in config_updates:
            self.ephemeral_storage = config_updates["EphemeralStorage"]["Size"]
        self._environment_id = mock_random.uuid4().hex
        super().update_configuration(config_updates)
        return self.get_configuration()

    def invoke(self, body: str | bytes, request_headers: Any, response_headers: Any) -> str:
        """How services of moto call a function and wait for it."""
        answer = invocations.run(self, invocations.text(body) or "{}")
        if answer.failed:
            response_headers["x-amz-function-error"] = "Unhandled"
        return answer.payload

    def _set_function_code(self, updated_spec: dict[str, Any]) -> None:
        try:
            super()._set_function_code(updated_spec)
        except ValueError as error:  # How moto says that an object does not exist.
            raise ApiError(*error.args) from error
        if self.package_type == "Zip" and not zipfile.is_zipfile(io.BytesIO(self.code_bytes)):
            message = "Could not unzip uploaded file. Please check your file, then try to upload again."
            raise ApiError("InvalidParameterValueException", message)
        self._environment_id = mock_random.uuid4().hex


setattr(models, LambdaFunction.__name__, Function)
