"""Stacks within stacks."""

from __future__ import annotations

from typing import Any, ClassVar

from ..errors import ApiError
from ..resources import Handler, Kind, Made, Request, handles
from . import stacks


@handles("AWS::CloudFormation::Stack")
class NestedStackHandler(Handler):
    kind: ClassVar[Kind] = "native"

    def create(self, request: Request, properties: dict[str, Any]) -> Made:
        client = request.place.client("cloudformation")
        stack_id = client.create_stack(StackName=request.generated_name, **_wanted(properties))["StackId"]
        stack = stacks.get(request.place, stack_id)
        stack.parent = request.stack_id
        return _made(stack, "CREATE_COMPLETE")

    def update(self, request: Request, physical_id: str, before: dict[str, Any], after: dict[str, Any]) -> Made:
        client = request.place.client("cloudformation")
        try:
            client.update_stack(StackName=physical_id, **_wanted(after))
        except client.exceptions.ClientError as error:
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
        "Parameters": [{"ParameterKey": key, "ParameterValue": str(value)} for key, value in parameters.items()],
        "Tags": properties.get("Tags", []),
    }


def _made(stack: stacks.Stack, *expected: str) -> Made:
    if stack.status not in expected:
        raise ApiError("InternalFailure", f"Embedded stack {stack.id} was not successfully changed: {stack.reason}")
    return Made(stack.id, {f"Outputs.{output['OutputKey']}": output["OutputValue"] for output in stack.outputs})
