"""Secrets and their policies."""

from __future__ import annotations

import json

from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, tag_list
from .service import ServiceHandler, unless_gone


@handles("AWS::SecretsManager::Secret")
class Secret(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html"""

    service = "secretsmanager"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("Name") or fitting_name(request, 512)
        arn = self.api(request).create_secret(
            Name=name,
            SecretString=self._value(request, properties),
            Tags=tag_list(properties),
            **given(properties, "Description", "KmsKeyId"),
            **({"AddReplicaRegions": properties["ReplicaRegions"]} if "ReplicaRegions" in properties else {}),
        )["ARN"]
        return Made(arn, {"Id": arn})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        wanted = {"Description": after.get("Description", ""), **given(after, "KmsKeyId")}
        if any(before.get(name) != after.get(name) for name in ("SecretString", "GenerateSecretString")):
            wanted["SecretString"] = self._value(request, after)
        self.api(request).update_secret(SecretId=physical_id, **wanted)
        self.change_tags(request, before, after, SecretId=physical_id)
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_secret(SecretId=physical_id, ForceDeleteWithoutRecovery=True)

    def _value(self, request: Request, properties: Properties) -> str:
        if "SecretString" in properties:
            return str(properties["SecretString"])
        wanted = dict(properties.get("GenerateSecretString", {}))
        template, key = wanted.pop("SecretStringTemplate", None), wanted.pop("GenerateStringKey", None)
        password = str(self.api(request).get_random_password(**wanted)["RandomPassword"])
        return password if template is None else json.dumps({**json.loads(template), key: password})


@handles("AWS::SecretsManager::ResourcePolicy")
class SecretPolicy(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-resourcepolicy.html"""

    service = "secretsmanager"

    def create(self, request: Request, properties: Properties) -> Made:
        arn = self.api(request).put_resource_policy(**given(properties, "SecretId", "ResourcePolicy", "BlockPublicPolicy"))["ARN"]
        return Made(arn, {"Id": arn})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self.create(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_resource_policy(SecretId=properties["SecretId"])
