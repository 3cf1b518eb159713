"""SageMaker Feature Store: feature groups and the metadata of their features."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow

from ..calls import Call, implement
from ..errors import ApiError
from .entities import Entity, Record, entity


class FeatureGroup(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateFeatureGroup.html"""

    def check_new(self, call: Call, record: Record) -> None:
        names = [feature["FeatureName"] for feature in record["FeatureDefinitions"]]
        for member in ("RecordIdentifierFeatureName", "EventTimeFeatureName"):
            if record[member] not in names:
                raise ApiError("ValidationException", f"{member} {record[member]} is not one of the feature definitions.")
        offline = record.get("OfflineStoreConfig")
        if not offline and not record.get("OnlineStoreConfig", {}).get("EnableOnlineStore"):
            raise ApiError("ValidationException", "At least one of the online store and the offline store must be configured.")
        if offline:
            _resolve_offline_store(call, record, offline)

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        added = wanted.pop("FeatureAdditions", [])
        names = {feature["FeatureName"] for feature in record["FeatureDefinitions"]}
        for feature in added:
            if feature["FeatureName"] in names:
                message = f"Feature {feature['FeatureName']} already exists in {record['FeatureGroupName']}."
                raise ApiError("ValidationException", message)
        record["FeatureDefinitions"] = [*record["FeatureDefinitions"], *added]
        online = {**record.get("OnlineStoreConfig", {}), **wanted.pop("OnlineStoreConfig", {})}
        record.update(wanted, LastUpdateStatus={"Status": "Successful"}, **({"OnlineStoreConfig": online} if online else {}))


FeatureGroup(
    "FeatureGroup",
    key=("FeatureGroupName",),
    arn="feature-group/{FeatureGroupName}",
    words="feature group",
    status=("FeatureGroupStatus", "Created"),
    taken="Resource Already Exists: FeatureGroup with name {FeatureGroupName} already exists: {arn}",
)


@implement("sagemaker", "DescribeFeatureMetadata")
def describe_feature_metadata(call: Call) -> dict[str, Any]:
    group, feature = _feature(call)
    metadata = _metadata(group, feature["FeatureName"])
    facts = {name: group[name] for name in ("FeatureGroupArn", "FeatureGroupName", "CreationTime")}
    changed = metadata["LastModifiedTime"] or group["CreationTime"]
    parameters = [{"Key": key, "Value": value} for key, value in metadata["Parameters"].items()]
    return {**facts, **feature, "LastModifiedTime": changed, "Description": metadata["Description"], "Parameters": parameters}


@implement("sagemaker", "UpdateFeatureMetadata")
def update_feature_metadata(call: Call) -> None:
    group, feature = _feature(call)
    metadata, wanted = _metadata(group, feature["FeatureName"]), call.parameters
    metadata["Description"] = wanted.get("Description", metadata["Description"])
    metadata["Parameters"].update({parameter["Key"]: parameter["Value"] for parameter in wanted.get("ParameterAdditions", [])})
    for key in wanted.get("ParameterRemovals", []):
        metadata["Parameters"].pop(key, None)
    metadata["LastModifiedTime"] = utcnow()


def _feature(call: Call) -> tuple[Record, dict[str, Any]]:
    group = entity("FeatureGroup").found(call)
    for feature in group["FeatureDefinitions"]:
        if feature["FeatureName"] == call.parameters["FeatureName"]:
            return group, feature
    raise ApiError("ResourceNotFound", f"Could not find feature {call.parameters['FeatureName']} of {group['_arn']}.")


def _metadata(group: Record, feature: str) -> dict[str, Any]:
    metadata: dict[str, Any] = group.setdefault("_metadata", {})
    known: dict[str, Any] = metadata.setdefault(feature, {"Description": None, "Parameters": {}, "LastModifiedTime": None})
    return known


def _resolve_offline_store(call: Call, record: Record, offline: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-create-feature-group.html"""
    place, name = call.place, record["FeatureGroupName"]
    stamp = f"{name}-{int(record['CreationTime'].timestamp())}"
    storage = offline["S3StorageConfig"]
    path = f"{place.account}/sagemaker/{place.region}/offline-store/{stamp}/data"
    storage["ResolvedOutputS3Uri"] = f"{storage['S3Uri'].rstrip('/')}/{path}"
    if not offline.get("DisableGlueTableCreation"):
        table = {"Catalog": "AwsDataCatalog", "Database": "sagemaker_featurestore", "TableName": stamp.replace("-", "_").lower()}
        offline.setdefault("DataCatalogConfig", table)
    record["OfflineStoreStatus"] = {"Status": "Active"}
