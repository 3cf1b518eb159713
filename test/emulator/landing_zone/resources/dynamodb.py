"""Tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, is_true, tag_list
from .service import ServiceHandler, or_undo, unless_gone

CREATED = (
    "AttributeDefinitions",
    "BillingMode",
    "DeletionProtectionEnabled",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
    "OnDemandThroughput",
    "ProvisionedThroughput",
    "TableClass",
    "WarmThroughput",
)
UPDATED = ("BillingMode", "OnDemandThroughput", "ProvisionedThroughput", "TableClass", "WarmThroughput")


@handles("AWS::DynamoDB::Table")
class Table(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html"""

    service = "dynamodb"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("TableName") or fitting_name(request, 255)
        self.api(request).create_table(
            TableName=name,
            **given(properties, *CREATED),
            **_encryption(properties),
            **_stream(properties),
            Tags=tag_list(properties),
        )
        with or_undo(lambda: self.delete(request, name, properties)):
            self._change_rest(request, name, {}, properties)
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        api = self.api(request)
        changed = {name: after[name] for name in UPDATED if name in after and after[name] != before.get(name)}
        if before.get("DeletionProtectionEnabled") != after.get("DeletionProtectionEnabled"):
            changed["DeletionProtectionEnabled"] = after.get("DeletionProtectionEnabled", False)
        if before.get("SSESpecification") != after.get("SSESpecification"):
            changed |= _encryption(after) or {"SSESpecification": {"Enabled": False}}
        if changed:
            api.update_table(TableName=physical_id, **changed)
        # A table has one stream, and changes one index in a call.
        for stream in _stream_changes(before, after):
            api.update_table(TableName=physical_id, StreamSpecification=stream)
        for change in _index_changes(before, after):
            api.update_table(TableName=physical_id, **given(after, "AttributeDefinitions"), GlobalSecondaryIndexUpdates=[change])
        self._change_rest(request, physical_id, before, after)
        self.change_tags(request, before, after, ResourceArn=self._arn(request, physical_id))
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_table(TableName=physical_id)

    def _change_rest(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        """Changes what CreateTable and UpdateTable do not take."""
        api = self.api(request)
        old, new = before.get("PointInTimeRecoverySpecification"), after.get("PointInTimeRecoverySpecification")
        if old != new:
            recovery = new or {"PointInTimeRecoveryEnabled": False}
            api.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)

        old, new = before.get("TimeToLiveSpecification"), after.get("TimeToLiveSpecification")
        if old and (not new or old["AttributeName"] != new.get("AttributeName")) and is_true(old["Enabled"]):
            api.update_time_to_live(TableName=name, TimeToLiveSpecification={**old, "Enabled": False})
        if new and new != old and (is_true(new["Enabled"]) or old):
            api.update_time_to_live(TableName=name, TimeToLiveSpecification=new)

        access = after.get("ResourcePolicy", {}).get("PolicyDocument")
        if access and access != before.get("ResourcePolicy", {}).get("PolicyDocument"):
            api.put_resource_policy(ResourceArn=self._arn(request, name), Policy=access)
        if not access and before.get("ResourcePolicy"):
            api.delete_resource_policy(ResourceArn=self._arn(request, name))

    def _arn(self, request: Request, name: str) -> str:
        return request.place.arn("dynamodb", f"table/{name}")

    def _made(self, request: Request, name: str) -> Made:
        table = self.api(request).describe_table(TableName=name)["Table"]
        stream = {"StreamArn": table["LatestStreamArn"]} if "LatestStreamArn" in table else {}
        return Made(name, {"Arn": table["TableArn"], **stream})


def _encryption(properties: Properties) -> Properties:
    if "SSESpecification" not in properties:
        return {}
    wanted = properties["SSESpecification"]
    return {"SSESpecification": {"Enabled": wanted["SSEEnabled"], **given(wanted, "KMSMasterKeyId", "SSEType")}}


def _stream(properties: Properties) -> Properties:
    if "StreamSpecification" not in properties:
        return {}
    return {"StreamSpecification": {"StreamEnabled": True, **given(properties["StreamSpecification"], "StreamViewType")}}


def _stream_changes(before: Properties, after: Properties) -> Iterator[Properties]:
    if before.get("StreamSpecification") == after.get("StreamSpecification"):
        return
    if "StreamSpecification" in before:
        yield {"StreamEnabled": False}
    if "StreamSpecification" in after:
        yield _stream(after)["StreamSpecification"]


def _index_changes(before: Properties, after: Properties) -> Iterator[dict[str, Any]]:
    old, new = _indexes(before), _indexes(after)
    for name in old.keys() - new.keys():
        yield {"Delete": {"IndexName": name}}
    for name in new.keys() - old.keys():
        yield {"Create": new[name]}
    for name in old.keys() & new.keys():
        if any(old[name].get(part) != new[name].get(part) for part in ("KeySchema", "Projection")):
            raise ApiError("InvalidRequest", f"The keys and the projection of the index {name} cannot be changed")
        if old[name] != new[name]:
            yield {"Update": {"IndexName": name, **given(new[name], "ProvisionedThroughput", "OnDemandThroughput")}}


def _indexes(properties: Properties) -> dict[str, Properties]:
    return {index["IndexName"]: index for index in properties.get("GlobalSecondaryIndexes", [])}
