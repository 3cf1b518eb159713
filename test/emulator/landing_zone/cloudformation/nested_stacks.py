"""Stacks within stacks."""

from __future__ import annotations

import hashlib
import time
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from ..errors import ApiError
from ..resources import Handler, Kind, Made, Request, handles
from ..text import text_of
from . import stacks


@handles("AWS::CloudFormation::Stack")
class NestedStackHandler(Handler):
    kind: ClassVar[Kind] = "service"

    def create(self, request: Request, properties: dict[str, Any]) -> Made:
        # An emulator that was killed meanwhile finds the stack that it began.
        unique = hashlib.sha256(request.stack_id.encode()).hexdigest()[:12].upper()
        name = f"{request.stack_name}-{request.logical_id}-{unique}"
        stack = stacks.find(request.place, name)
        if stack is None:
            identity = request.place.client("cloudformation").create_stack(StackName=name, **_wanted(properties))["StackId"]
            stack = stacks.get(request.place, identity)
        stack.parent = request.stack_id
        try:
            return _made(stack, "CREATE_COMPLETE")
        except ApiError:
            self.delete(request, stack.id, properties)
            raise

    def update(self, request: Request, physical_id: str, before: dict[str, Any], after: dict[str, Any]) -> Made:
        try:
            request.place.client("cloudformation").update_stack(StackName=physical_id, **_wanted(after))
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise
        return _made(stacks.get(request.place, physical_id), "UPDATE_COMPLETE", "CREATE_COMPLETE")

    def delete(self, request: Request, physical_id: str, properties: dict[str, Any]) -> None:
        request.place.client("cloudformation").delete_stack(StackName=physical_id)
        _made(stacks.get(request.place, physical_id), "DELETE_COMPLETE")


def _wanted(properties: dict[str, Any]) -> dict[str, Any]:
    parameters = properties.get("Parameters", {})
    return {
        "TemplateURL": properties["TemplateURL"],
        "Parameters": [{"ParameterKey": key, "ParameterValue": text_of(value)} for key, value in parameters.items()],
        "Tags": properties.get("Tags", []),
    }


def _made(stack: stacks.Stack, *expected: str) -> Made:
    while stack.operation is not None:
        time.sleep(0.1)
    if stack.status not in expected:
        raise ApiError("InternalFailure", f"Embedded stack {stack.id} was not successfully changed: {stack.reason}")
    return Made(stack.id, {f"Outputs.{output['OutputKey']}": output["OutputValue"] for output in stack.outputs})
