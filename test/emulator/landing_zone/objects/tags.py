"""Tags of SageMaker's objects: ours and moto's, by SageMaker's own calls and by the Resource Groups Tagging API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from moto.core.resource_tagging import TaggedResource
from moto.sagemaker.models import SageMakerModelBackend, sagemaker_backends

from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from . import listing
from .entities import all_records, by_arn

Tags = dict[str, str]
Change = Callable[[Tags], Tags]


@implement("sagemaker", "AddTags")
def add_tags(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddTags.html"""
    added = {tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]}
    return {"Tags": _change(call.place, call.parameters["ResourceArn"], lambda tags: {**tags, **added})}


@implement("sagemaker", "DeleteTags")
def delete_tags(call: Call) -> dict[str, Any]:
    _change(call.place, call.parameters["ResourceArn"], _without(call.parameters["TagKeys"]))
    return {}


@implement("sagemaker", "ListTags")
def list_tags(call: Call) -> dict[str, Any]:
    tags = _change(call.place, call.parameters["ResourceArn"], dict)
    page, token = listing.page(tags, {"MaxResults": 50, **call.parameters})
    return {"Tags": page, "NextToken": token}


def _change(place: Place, arn: str, change: Change) -> list[dict[str, str]]:
    """Changes the tags of an object, and says what they are then."""
    ours = by_arn(arn)
    if ours:
        record = ours[1]
        record["_tags"] = _changed(record["_tags"], change)
        return list(record["_tags"])
    resource = _of_moto(place, arn)
    resource.tags = _changed(resource.tags or [], change)
    return list(resource.tags)


def _changed(tags: list[dict[str, str]], change: Change) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in change({tag["Key"]: tag["Value"] for tag in tags}).items()]


def _without(keys: list[str]) -> Change:
    return lambda tags: {key: value for key, value in tags.items() if key not in keys}


def _of_moto(place: Place, arn: str) -> Any:
    try:
        found = sagemaker_backends[place.account][place.region]._get_resource_from_arn(arn)
    except (AttributeError, KeyError, ValueError):
        found = None
    if found is None:
        raise ApiError("ValidationException", f"Could not find resource {arn}.")
    return found


_tagged_by_moto = SageMakerModelBackend.iter_tagged_resources


def _tagged(self: SageMakerModelBackend) -> Iterator[TaggedResource]:
    yield from _tagged_by_moto(self)
    for _, record in all_records(Place(self.account_id, self.region_name)):
        kind = record["_arn"].split(":", 5)[5].partition("/")[0]
        tags = {tag["Key"]: tag["Value"] for tag in record["_tags"]}
        yield TaggedResource(arn=record["_arn"], tags=tags, resource_type=f"sagemaker:{kind}")


def _tag(self: SageMakerModelBackend, arn: str, tags: Tags) -> None:
    _change(Place(self.account_id, self.region_name), arn, lambda before: {**before, **tags})


def _untag(self: SageMakerModelBackend, arn: str, tag_keys: list[str]) -> None:
    _change(Place(self.account_id, self.region_name), arn, _without(tag_keys))


SageMakerModelBackend.iter_tagged_resources = _tagged
SageMakerModelBackend.tag_resource = _tag
SageMakerModelBackend.untag_resource = _untag
