"""Projects of CodeBuild."""

from __future__ import annotations

from typing import Any

from moto.codebuild.models import codebuild_backends
from moto.core.utils import unix_time

from ..calls import Call, implement
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import fitting_name
from .service import ServiceHandler, unless_gone

# CloudFormation configures these by calls of their own, of which moto has none.
SEPARATE = ("ResourceAccessRole", "Triggers", "Visibility")

# Sources and artifacts of these types lie nowhere, or where a pipeline puts them.
NOWHERE = ("CODEPIPELINE", "NO_ARTIFACTS", "NO_SOURCE")


@handles("AWS::CodeBuild::Project")
class Project(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html"""

    service = "codebuild"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("Name") or fitting_name(request, 150)
        self.api(request).create_project(**_project(name, properties))
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_project(**_project(physical_id, after))
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_project(name=physical_id)

    def _made(self, request: Request, name: str) -> Made:
        return Made(name, {"Arn": request.place.arn("codebuild", f"project/{name}"), "Id": name})


def _project(name: str, properties: Properties) -> Properties:
    wanted = {key: value for key, value in properties.items() if key not in SEPARATE}
    tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in properties.get("Tags", [])]
    return {**wanted, "Name": name, "Tags": tags}


@implement("codebuild", "CreateProject")
def create_project(call: Call) -> dict[str, Any]:
    """
    Creates a project whose source and artifacts have no location, as those of CodePipeline; moto wants one of each.

    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
    """
    wanted = call.parameters
    backend = codebuild_backends[call.place.account][call.place.region]
    if wanted["name"] in backend.codebuild_projects:
        arn = call.place.arn("codebuild", f"project/{wanted['name']}")
        raise ApiError("ResourceAlreadyExistsException", f"Project already exists: {arn}")
    for part in ("source", "artifacts"):
        if wanted[part]["type"] not in NOWHERE and not wanted[part].get("location"):
            raise ApiError("InvalidInputException", f"Project {part} location is required")

    project = backend.create_project(
        project_name=wanted["name"],
        description=wanted.get("description"),
        project_source=wanted["source"],
        artifacts=wanted["artifacts"],
        environment=wanted["environment"],
        service_role=wanted["serviceRole"],
        tags=wanted.get("tags", []),
        cache=wanted.get("cache"),
        timeout=wanted.get("timeoutInMinutes", 60),
        queued_timeout=wanted.get("queuedTimeoutInMinutes", 480),
        source_version=wanted.get("sourceVersion"),
        logs_config=wanted.get("logsConfig"),
        vpc_config=wanted.get("vpcConfig"),
    )
    project.update(wanted)
    return {"project": project}


@implement("codebuild", "UpdateProject")
def update_project(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html"""
    project = codebuild_backends[call.place.account][call.place.region].codebuild_projects.get(call.parameters["name"])
    if project is None:
        arn = call.place.arn("codebuild", f"project/{call.parameters['name']}")
        raise ApiError("ResourceNotFoundException", f"Project cannot be found: {arn}")
    project.project_metadata.update(call.parameters, lastModifiedDate=unix_time())
    return {"project": project.project_metadata}
