"""SageMaker Model Registry: model package groups with their policies, and model packages with their versions."""

from __future__ import annotations

import json
from typing import Any

from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from . import sharing
from .entities import Entity, Record, entity, view


class ModelPackageGroup(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModelPackageGroup.html"""

    def shared(self, call: Call, record: Record) -> bool:
        return _granted(call, record) or super().shared(call, record)

    def check_deletable(self, call: Call, record: Record) -> None:
        if any(package.get("ModelPackageGroupName") == record["ModelPackageGroupName"] for package in _packages(self.home(call))):
            message = f"Model Package Group {record['_arn']} cannot be deleted because it contains model packages."
            raise ApiError("ConflictException", message)


class ModelPackage(Entity):
    """
    A package, kept under its name, or as GROUP/VERSION where it is a version of a group.

    https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-version.html
    """

    def home(self, call: Call) -> Place:
        group = call.parameters.get("ModelPackageGroupName", "")
        given = self._given_arn(call) or (group if group.startswith("arn:") else None)
        return Place(given.split(":")[4], given.split(":")[3]) if given else call.place

    def named(self, call: Call) -> dict[str, Any]:
        given = self._given_arn(call)
        name = given.split(":", 5)[5].partition("/")[2] if given else call.parameters.get("ModelPackageName")
        return {"_name": name}

    def identify(self, call: Call, record: Record) -> None:
        if ("ModelPackageGroupName" in record) == ("ModelPackageName" in record):
            raise ApiError("ValidationException", "Exactly one of ModelPackageName and ModelPackageGroupName must be given.")
        if "ModelPackageName" in record:
            record["_name"] = record["ModelPackageName"]
            return
        group = entity("ModelPackageGroup").found(call)
        # A number is never given twice, even after its version is deleted.
        group["_versions"] = record["ModelPackageVersion"] = group.get("_versions", 0) + 1
        record["ModelPackageGroupName"] = group["ModelPackageGroupName"]
        record["_name"] = f"{group['ModelPackageGroupName']}/{group['_versions']}"
        record.setdefault("ModelApprovalStatus", "PendingManualApproval")

    def check_new(self, call: Call, record: Record) -> None:
        record["ModelPackageStatusDetails"] = {"ValidationStatuses": [], "ImageScanStatuses": []}
        record.pop("ClientToken", None)

    def check_change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        if "ModelApprovalStatus" in wanted and "ModelPackageVersion" not in record:
            raise ApiError("ValidationException", "ModelApprovalStatus applies to versions of a model package group only.")

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        metadata = {**record.get("CustomerMetadataProperties", {}), **wanted.pop("CustomerMetadataProperties", {})}
        removed = wanted.pop("CustomerMetadataPropertiesToRemove", [])
        record["CustomerMetadataProperties"] = {key: value for key, value in metadata.items() if key not in removed}
        added = wanted.pop("AdditionalInferenceSpecificationsToAdd", [])
        if added:
            record["AdditionalInferenceSpecifications"] = [*record.get("AdditionalInferenceSpecifications", []), *added]
        for name in ("ModelPackageArn", "ClientToken"):
            wanted.pop(name, None)
        record.update(wanted)

    def shared(self, call: Call, record: Record) -> bool:
        group = entity("ModelPackageGroup").at(self.home(call), ModelPackageGroupName=record.get("ModelPackageGroupName"))
        if group is None:
            return False
        return _granted(call, group) or sharing.is_shared(self.home(call), group["_arn"], call.place.account)

    def listed(self, call: Call, record: Record) -> bool:
        """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModelPackages.html"""
        if "ModelPackageGroupName" in call.parameters:
            return True
        kind = call.parameters.get("ModelPackageType", "Unversioned")
        return kind == "Both" or ("ModelPackageVersion" in record) == (kind == "Versioned")

    def list_page(self, call: Call) -> dict[str, Any]:
        group = call.parameters.get("ModelPackageGroupName", "")
        if not group:
            return super().list_page(call)
        found = entity("ModelPackageGroup").found(call)
        filters = {**call.parameters, "ModelPackageGroupName": found["ModelPackageGroupName"]}
        elsewhere = Call(call.service, call.operation, self.home(call), call.principal, filters)
        return super().list_page(elsewhere)

    def _given_arn(self, call: Call) -> str | None:
        given = call.parameters.get("ModelPackageArn") or call.parameters.get("ModelPackageName") or ""
        return given if given.startswith("arn:") else None


ModelPackageGroup(
    "ModelPackageGroup",
    key=("ModelPackageGroupName",),
    arn="model-package-group/{ModelPackageGroupName}",
    words="Model Package Group",
    status=("ModelPackageGroupStatus", "Completed"),
    taken="Model Package Group already exists: {arn}",
    newest_first=False,
)
ModelPackage(
    "ModelPackage",
    key=("_name",),
    arn="model-package/{_name}",
    words="ModelPackage",
    status=("ModelPackageStatus", "Completed"),
    taken="Model Package already exists: {arn}",
    newest_first=False,
)


@implement("sagemaker", "PutModelPackageGroupPolicy")
def put_model_package_group_policy(call: Call) -> dict[str, Any]:
    group = entity("ModelPackageGroup").found(call)
    _check_policy(call.parameters["ResourcePolicy"])
    group["_policy"] = call.parameters["ResourcePolicy"]
    return {"ModelPackageGroupArn": group["_arn"]}


@implement("sagemaker", "GetModelPackageGroupPolicy")
def get_model_package_group_policy(call: Call) -> dict[str, Any]:
    return {"ResourcePolicy": _policy_of(entity("ModelPackageGroup").found(call))}


@implement("sagemaker", "DeleteModelPackageGroupPolicy")
def delete_model_package_group_policy(call: Call) -> None:
    group = entity("ModelPackageGroup").found(call)
    _policy_of(group)
    del group["_policy"]


@implement("sagemaker", "BatchDescribeModelPackage")
def batch_describe_model_package(call: Call) -> dict[str, Any]:
    packages, summaries, errors = entity("ModelPackage"), {}, {}
    shape = packages.operation(call.operation).output_shape.members["ModelPackageSummaries"].value
    for arn in call.parameters["ModelPackageArnList"]:
        one = Call(call.service, "DescribeModelPackage", call.place, call.principal, {"ModelPackageName": arn})
        try:
            summaries[arn] = view(shape, packages.found(one))
        except ApiError as error:
            errors[arn] = {"ErrorCode": error.code, "ErrorResponse": error.message}
    return {"ModelPackageSummaries": summaries, "BatchDescribeModelPackageErrorMap": errors}


def _packages(place: Place) -> list[Record]:
    return entity("ModelPackage").records(place)


def _policy_of(group: Record) -> str:
    if not group.get("_policy"):
        raise ApiError("ValidationException", f"Cannot find resource policy for: {group['_arn']}")
    return str(group["_policy"])


def _check_policy(text: str) -> None:
    try:
        statements = json.loads(text)["Statement"]
    except (ValueError, KeyError, TypeError):
        raise ApiError("ValidationException", "The resource policy is not a valid policy document.") from None
    for statement in statements if isinstance(statements, list) else [statements]:
        principals = _principals(statement)
        doubled = sorted({principal for principal in principals if principals.count(principal) > 1})
        if not principals or doubled:
            what = f"duplicate principals {', '.join(doubled)}" if doubled else "no principal"
            raise ApiError("ValidationException", f"Invalid resource policy: a statement has {what}.")


def _granted(call: Call, group: Record) -> bool:
    """
    Whether the policy of a group lets the caller's account in; what it may do there is left to the simulation of all policies.

    https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy-xaccount.html
    """
    if "_policy" not in group:
        return False
    statements = json.loads(group["_policy"])["Statement"]
    return any(
        statement["Effect"] == "Allow" and any(_names(principal, call.place.account) for principal in _principals(statement))
        for statement in (statements if isinstance(statements, list) else [statements])
    )


def _principals(statement: dict[str, Any]) -> list[str]:
    given = statement.get("Principal", [])
    aws = given.get("AWS", []) if isinstance(given, dict) else given
    return [aws] if isinstance(aws, str) else list(aws)


def _names(principal: str, account: str) -> bool:
    return principal in ("*", account) or (principal.startswith("arn:") and principal.split(":")[4] == account)
