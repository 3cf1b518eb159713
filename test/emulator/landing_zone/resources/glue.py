"""The data catalogue: databases, tables and their encryption."""

from __future__ import annotations

from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given
from .service import ServiceHandler, unless_gone


@handles("AWS::Glue::Database")
class Database(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-database.html"""

    service = "glue"

    def create(self, request: Request, properties: Properties) -> Made:
        # Names of databases are lower case in the catalogue.
        name = properties.get("DatabaseName") or properties["DatabaseInput"].get("Name") or fitting_name(request, 255).lower()
        self.api(request).create_database(
            CatalogId=properties["CatalogId"], DatabaseInput={**properties["DatabaseInput"], "Name": name}
        )
        return Made(name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        wanted = {**after["DatabaseInput"], "Name": physical_id}
        self.api(request).update_database(CatalogId=after["CatalogId"], Name=physical_id, DatabaseInput=wanted)
        return Made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_database(CatalogId=properties["CatalogId"], Name=physical_id)


@handles("AWS::Glue::Table")
class Table(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-table.html"""

    service = "glue"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = properties.get("TableInput", {})
        name = properties.get("Name") or wanted.get("Name") or fitting_name(request, 255).lower()
        self.api(request).create_table(**given(properties, "CatalogId", "DatabaseName"), TableInput={**wanted, "Name": name})
        return Made(name, {"Id": name})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        wanted = {**after.get("TableInput", {}), "Name": physical_id}
        self.api(request).update_table(**given(after, "CatalogId", "DatabaseName"), TableInput=wanted)
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_table(**given(properties, "CatalogId", "DatabaseName"), Name=physical_id)


@handles("AWS::Glue::DataCatalogEncryptionSettings")
class DataCatalogEncryptionSettings(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-datacatalogencryptionsettings.html"""

    service = "glue"

    def create(self, request: Request, properties: Properties) -> Made:
        self.api(request).put_data_catalog_encryption_settings(**given(properties, "CatalogId", "DataCatalogEncryptionSettings"))
        return Made(request.generated_name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.create(request, after)
        return Made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        """The settings of a catalogue end with the catalogue."""
