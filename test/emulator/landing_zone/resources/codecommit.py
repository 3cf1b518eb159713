"""Git repositories of CodeCommit."""

from __future__ import annotations

from typing import Any

from moto.codecommit.models import codecommit_backends

from ..calls import Call, implement
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .service import ServiceHandler, unless_gone

# The tags of repositories by their ARNs: moto knows none.
_state: dict[str, dict[str, str]] = {}


@handles("AWS::CodeCommit::Repository")
class Repository(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codecommit-repository.html"""

    service = "codecommit"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties["RepositoryName"]
        self.api(request).create_repository(
            repositoryName=name, repositoryDescription=properties.get("RepositoryDescription", "")
        )
        self.change_tags(request, {}, properties, **_TAGS, resourceArn=request.place.arn("codecommit", name))
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        api, name = self.api(request), after["RepositoryName"]
        if before["RepositoryName"] != name:
            api.update_repository_name(oldName=before["RepositoryName"], newName=name)
        if before.get("RepositoryDescription") != after.get("RepositoryDescription"):
            api.update_repository_description(repositoryName=name, repositoryDescription=after.get("RepositoryDescription", ""))
        self.change_tags(request, before, after, **_TAGS, resourceArn=request.place.arn("codecommit", name))
        return self._made(request, name)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_repository(repositoryName=properties["RepositoryName"])

    def _made(self, request: Request, name: str) -> Made:
        repository = self.api(request).get_repository(repositoryName=name)["repositoryMetadata"]
        return Made(
            repository["repositoryId"],
            {
                "RepositoryId": repository["repositoryId"],
                "Arn": repository["Arn"],
                "Name": name,
                "CloneUrlHttp": repository["cloneUrlHttp"],
                "CloneUrlSsh": repository["cloneUrlSsh"],
            },
        )


_TAGS: dict[str, Any] = {"tags": "tags", "keys": "tagKeys", "as_map": True}


@implement("codecommit", "UpdateRepositoryDescription")
def update_description(call: Call) -> None:
    """https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UpdateRepositoryDescription.html"""
    description = call.parameters.get("repositoryDescription", "")
    _repository(call, call.parameters["repositoryName"]).repository_metadata["repositoryDescription"] = description


@implement("codecommit", "UpdateRepositoryName")
def update_name(call: Call) -> None:
    """https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UpdateRepositoryName.html"""
    repositories = codecommit_backends[call.place.account][call.place.region].repositories
    old, new = call.parameters["oldName"], call.parameters["newName"]
    repository = _repository(call, old)
    if new in repositories:
        raise ApiError("RepositoryNameExistsException", f"Repository named {new} already exists")

    repositories[new] = repositories.pop(old)
    known = repository.repository_metadata
    known["repositoryName"] = new
    for key in ("Arn", "cloneUrlHttp", "cloneUrlSsh"):
        known[key] = f"{known[key].removesuffix(old)}{new}"


@implement("codecommit", "TagResource")
def tag_repository(call: Call) -> None:
    """https://docs.aws.amazon.com/codecommit/latest/APIReference/API_TagResource.html"""
    _state.setdefault(call.parameters["resourceArn"], {}).update(call.parameters["tags"])


@implement("codecommit", "UntagResource")
def untag_repository(call: Call) -> None:
    """https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UntagResource.html"""
    for key in call.parameters["tagKeys"]:
        _state.get(call.parameters["resourceArn"], {}).pop(key, None)


@implement("codecommit", "ListTagsForResource")
def list_tags(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListTagsForResource.html"""
    return {"tags": _state.get(call.parameters["resourceArn"], {})}


def _repository(call: Call, name: str) -> Any:
    repository = codecommit_backends[call.place.account][call.place.region].repositories.get(name)
    if repository is None:
        raise ApiError("RepositoryDoesNotExistException", f"{name} does not exist")
    return repository
