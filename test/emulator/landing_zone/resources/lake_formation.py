"""Lake Formation: its settings, registered locations, tags and grants."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from .handler import Made, Properties, Request, handles
from .properties import differences, given
from .service import ServiceHandler, unless_gone

RENAMED = {"Admins": "DataLakeAdmins", "ReadOnlyAdmins": "ReadOnlyAdmins"}


class LakeFormationHandler(ServiceHandler):
    service = "lakeformation"


@handles("AWS::LakeFormation::DataLakeSettings")
class DataLakeSettings(LakeFormationHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lakeformation-datalakesettings.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        self._put(request, properties)
        return Made(request.generated_name, {"Id": request.generated_name})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._put(request, after)
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        self._put(request, {})

    def _put(self, request: Request, properties: Properties) -> None:
        settings = {RENAMED.get(name, name): value for name, value in properties.items() if name != "MutationType"}
        self.api(request).put_data_lake_settings(CatalogId=request.place.account, DataLakeSettings=settings)


@handles("AWS::LakeFormation::Resource")
class Resource(LakeFormationHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lakeformation-resource.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        self._register(request, properties)
        return Made(properties["ResourceArn"], {"Id": properties["ResourceArn"]})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.delete(request, physical_id, before)
        return self.create(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone("EntityNotFoundException"):
            self.api(request).deregister_resource(ResourceArn=physical_id)

    def _register(self, request: Request, properties: Properties) -> None:
        wanted = given(properties, "ResourceArn", "RoleArn", "WithFederation", "HybridAccessEnabled")
        self.api(request).register_resource(**wanted, UseServiceLinkedRole=properties["UseServiceLinkedRole"])


@handles("AWS::LakeFormation::Tag")
class Tag(LakeFormationHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lakeformation-tag.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        self.api(request).create_lf_tag(**given(properties, "CatalogId", "TagKey", "TagValues"))
        return Made(properties["TagKey"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        come, gone = differences(before["TagValues"], after["TagValues"])
        if come or gone:
            changes = ({"TagValuesToAdd": come} if come else {}) | ({"TagValuesToDelete": gone} if gone else {})
            self.api(request).update_lf_tag(**given(after, "CatalogId", "TagKey"), **changes)
        return Made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_lf_tag(**given(properties, "CatalogId", "TagKey"))


@handles("AWS::LakeFormation::PrincipalPermissions")
class PrincipalPermissions(LakeFormationHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lakeformation-principalpermissions.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        self.api(request).grant_permissions(**_grant(request, properties))
        principal, resource = _digest(properties["Principal"]), _digest(properties["Resource"])
        return Made(f"{principal}|{resource}", {"PrincipalIdentifier": principal, "ResourceIdentifier": resource})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.delete(request, physical_id, before)
        return self.create(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).revoke_permissions(**_grant(request, properties))


def _grant(request: Request, properties: Properties) -> Properties:
    wanted = given(properties, "Principal", "Permissions", "PermissionsWithGrantOption")
    resource = {name: _optional(value) for name, value in properties["Resource"].items()}
    return {"CatalogId": properties.get("Catalog", request.place.account), **wanted, "Resource": resource}


def _optional(value: Any) -> Any:
    """Wildcards are objects without members, which templates write as such."""
    return {key: {} if key in ("TableWildcard",) else inner for key, inner in value.items()} if isinstance(value, dict) else value


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
