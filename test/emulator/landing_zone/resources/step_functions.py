"""State machines."""

from __future__ import annotations

import json
from typing import Any

from .api import Api
from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, tag_list
from .service import ServiceHandler, already_exists, found, unless_gone


@handles("AWS::StepFunctions::StateMachine")
class StateMachine(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html"""

    service = "stepfunctions"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("StateMachineName") or fitting_name(request, 80)
        arn = request.place.arn("states", f"stateMachine:{name}")
        if found(lambda: self.api(request).describe_state_machine(stateMachineArn=arn)):
            raise already_exists(request, arn)
        self.api(request).create_state_machine(
            name=name,
            type=properties.get("StateMachineType", "STANDARD"),
            tags=_tags(properties),
            **self._wanted(request, properties),
        )
        return self._made(request, arn)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_state_machine(stateMachineArn=physical_id, **self._wanted(request, after))
        self._retag(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_state_machine(stateMachineArn=physical_id)

    def _wanted(self, request: Request, properties: Properties) -> Properties:
        wanted = given(properties, "RoleArn", "LoggingConfiguration", "TracingConfiguration", "EncryptionConfiguration")
        return wanted | {"definition": self._definition(request, properties)}

    def _definition(self, request: Request, properties: Properties) -> str:
        if "DefinitionS3Location" in properties:
            where = properties["DefinitionS3Location"]
            stored = Api("s3", request.place).get_object(
                **given(where, "Bucket", "Key"), **({"VersionId": where["Version"]} if "Version" in where else {})
            )
            text = stored["Body"].read().decode()
        elif "DefinitionString" in properties:
            text = str(properties["DefinitionString"])
        else:
            text = json.dumps(properties["Definition"])
        for name, value in properties.get("DefinitionSubstitutions", {}).items():
            text = text.replace(f"${{{name}}}", str(value))
        return text

    def _retag(self, request: Request, arn: str, before: Properties, after: Properties) -> None:
        old, new = ({tag["key"]: tag["value"] for tag in _tags(properties)} for properties in (before, after))
        if new.items() - old.items():
            self.api(request).tag_resource(resourceArn=arn, tags=_tags(after))
        if old.keys() - new.keys():
            self.api(request).untag_resource(resourceArn=arn, tagKeys=sorted(old.keys() - new.keys()))

    def _made(self, request: Request, arn: str) -> Made:
        machine = self.api(request).describe_state_machine(stateMachineArn=arn)
        return Made(arn, {"Arn": arn, "Name": machine["name"], "StateMachineRevisionId": machine.get("revisionId", "INITIAL")})


def _tags(properties: Properties) -> list[dict[str, Any]]:
    return [{"key": tag["Key"], "value": tag["Value"]} for tag in tag_list(properties)]
