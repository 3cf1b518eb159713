"""Pipelines of CodePipeline."""

from __future__ import annotations

from typing import Any

from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, tag_list
from .service import ServiceHandler, unless_gone


@handles("AWS::CodePipeline::Pipeline")
class Pipeline(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codepipeline-pipeline.html"""

    service = "codepipeline"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("Name") or fitting_name(request, 100)
        tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in tag_list(properties)]
        made = self.api(request).create_pipeline(pipeline=_declaration(name, properties), tags=tags)
        return self._made(request, made["pipeline"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        updated = self.api(request).update_pipeline(pipeline=_declaration(physical_id, after))
        self._retag(request, request.place.arn("codepipeline", physical_id), before, after)
        return self._made(request, updated["pipeline"])

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_pipeline(name=physical_id)

    def _retag(self, request: Request, arn: str, before: Properties, after: Properties) -> None:
        old, new = ({tag["Key"]: tag["Value"] for tag in tag_list(properties)} for properties in (before, after))
        changed = [{"key": key, "value": value} for key, value in new.items() if old.get(key) != value]
        if changed:
            self.api(request).tag_resource(resourceArn=arn, tags=changed)
        if old.keys() - new.keys():
            self.api(request).untag_resource(resourceArn=arn, tagKeys=sorted(old.keys() - new.keys()))

    def _made(self, request: Request, pipeline: dict[str, Any]) -> Made:
        arn = request.place.arn("codepipeline", pipeline["name"])
        return Made(pipeline["name"], {"Version": str(pipeline.get("version", 1)), "Arn": arn})


def _declaration(name: str, properties: Properties) -> Properties:
    wanted = given(properties, "RoleArn", "ArtifactStore", "ExecutionMode", "PipelineType", "Variables", "Triggers")
    if "ArtifactStores" in properties:
        wanted["ArtifactStores"] = {each["Region"]: each["ArtifactStore"] for each in properties["ArtifactStores"]}
    return {"Name": name, **wanted, "Stages": properties["Stages"]}
