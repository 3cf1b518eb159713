"""SageMaker private hubs and what they hold: imported content, and references to content of the public hub."""

from __future__ import annotations

from typing import Any

from ..calls import Call, implement
from ..errors import ApiError
from . import listing
from .entities import Entity, Record, entity, view


class Hub(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteHub.html"""

    def check_deletable(self, call: Call, record: Record) -> None:
        if any(content["HubName"] == record["HubName"] for content in entity("HubContent").records(self.home(call))):
            raise ApiError("ResourceInUse", f"Hub {record['_arn']} cannot be deleted because it has contents.")


class HubContent(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImportHubContent.html"""

    def identify(self, call: Call, record: Record) -> None:
        hub = _hub(call)
        record.update(HubName=hub["HubName"], HubArn=hub["HubArn"])
        if "SageMakerPublicHubContentArn" in record:
            public = record["SageMakerPublicHubContentArn"].split("/")
            record.setdefault("HubContentName", public[3])
            version = record.pop("MinVersion", public[4] if len(public) > 4 else "1.0.0")
            record.update(HubContentType="ModelReference", HubContentVersion=version, DocumentSchemaVersion="1.0.0")
        record.setdefault("HubContentVersion", "1.0.0")

    def check_new(self, call: Call, record: Record) -> None:
        record["OriginalCreationTime"] = record["CreationTime"]

    def found(self, call: Call) -> Record:
        same = self.of_hub(call, call.parameters["HubContentName"])
        version = call.parameters.get("HubContentVersion")
        matching = [record for record in same if version in (None, record["HubContentVersion"])]
        if not matching:
            raise self.missing(call, self.arn_at(call.place, call.parameters))
        return max(matching, key=_version)

    def of_hub(self, call: Call, name: str | None = None) -> list[Record]:
        """The contents of the hub and of the type that a call names."""
        hub, kind = _hub(call)["HubName"], call.parameters["HubContentType"]
        return [
            record
            for record in self.records(entity("Hub").home(call))
            if (record["HubName"], record["HubContentType"]) == (hub, kind) and name in (None, record["HubContentName"])
        ]


Hub(
    "Hub",
    key=("HubName",),
    arn="hub/{HubName}",
    words="hub",
    status=("HubStatus", "InService"),
    taken="Hub {HubName} already exists: {arn}",
)
HubContent(
    "HubContent",
    key=("HubName", "HubContentType", "HubContentName", "HubContentVersion"),
    arn="hub-content/{HubName}/{HubContentType}/{HubContentName}/{HubContentVersion}",
    words="hub content",
    status=("HubContentStatus", "Available"),
    taken="Hub content {HubContentName} already exists: {arn}",
)


@implement("sagemaker", "ImportHubContent")
def import_hub_content(call: Call) -> dict[str, Any]:
    return entity("HubContent").create(call)


@implement("sagemaker", "CreateHubContentReference")
def create_hub_content_reference(call: Call) -> dict[str, Any]:
    return entity("HubContent").create(call)


@implement("sagemaker", "DeleteHubContentReference")
def delete_hub_content_reference(call: Call) -> None:
    contents = entity("HubContent")
    contents.remove(call, contents.found(call))


@implement("sagemaker", "ListHubContents")
def list_hub_contents(call: Call) -> dict[str, Any]:
    newest: dict[str, Record] = {}
    for record in sorted(_contents(call), key=_version):
        newest[record["HubContentName"]] = record
    return _listed(call, list(newest.values()))


@implement("sagemaker", "ListHubContentVersions")
def list_hub_content_versions(call: Call) -> dict[str, Any]:
    return _listed(call, _contents(call, call.parameters["HubContentName"]))


def _contents(call: Call, name: str | None = None) -> list[Record]:
    contents = entity("HubContent")
    assert isinstance(contents, HubContent)
    return contents.of_hub(call, name)


def _listed(call: Call, records: list[Record]) -> dict[str, Any]:
    contents = entity("HubContent")
    shape = contents.operation(call.operation).output_shape.members["HubContentSummaries"].member
    filters = {name: value for name, value in call.parameters.items() if not name.startswith("Hub")}
    fields = listing.Fields("HubContentName", "CreationTime", "LastModifiedTime", "HubContentStatus")
    page, token = listing.page(listing.select(records, filters, fields, newest_first=True), filters)
    return {"HubContentSummaries": [view(shape, record) for record in page], "NextToken": token}


def _hub(call: Call) -> Record:
    return entity("Hub").found(call)


def _version(record: Record) -> list[int]:
    return [int(part) for part in record["HubContentVersion"].split(".")]
