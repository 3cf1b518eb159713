"""Portfolios, products and what joins them."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from .handler import Made, Properties, Request, handles
from .properties import as_tag_list, given, is_true, tag_changes, tag_list
from .service import ServiceHandler, or_undo, unless_gone

PRODUCT = ("Name", "Owner", "Description", "Distributor", "SupportDescription", "SupportEmail", "SupportUrl")


class CatalogueHandler(ServiceHandler):
    service = "servicecatalog"


@handles("AWS::ServiceCatalog::Portfolio")
class Portfolio(CatalogueHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicecatalog-portfolio.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "DisplayName", "ProviderName", "Description")
        portfolio = self.api(request).create_portfolio(**wanted, Tags=tag_list(properties))
        return self._made(portfolio["PortfolioDetail"]["Id"], properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        wanted = {"Description": "", **given(after, "DisplayName", "ProviderName", "Description")}
        self.api(request).update_portfolio(Id=physical_id, **wanted, **_tag_updates(before, after))
        return self._made(physical_id, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_portfolio(Id=physical_id)

    def _made(self, identity: str, properties: Properties) -> Made:
        return Made(identity, {"Id": identity, "PortfolioName": properties["DisplayName"]})


@handles("AWS::ServiceCatalog::CloudFormationProduct")
class Product(CatalogueHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicecatalog-cloudformationproduct.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        first, *others = properties.get("ProvisioningArtifactParameters") or [{}]
        product = self.api(request).create_product(
            **given(properties, *PRODUCT, "SourceConnection"),
            ProductType=properties.get("ProductType", "CLOUD_FORMATION_TEMPLATE"),
            Tags=tag_list(properties),
            **({"ProvisioningArtifactParameters": _version(first)} if first else {}),
        )["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
        with or_undo(lambda: self.delete(request, product, properties)):
            for version in others:
                self._add(request, product, version)
        return self._made(request, product, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_product(Id=physical_id, **given(after, *PRODUCT), **_tag_updates(before, after))
        self._change_versions(request, physical_id, before, after)
        return self._made(request, physical_id, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_product(Id=physical_id)

    def _change_versions(self, request: Request, product: str, before: Properties, after: Properties) -> None:
        """Versions are matched by name and template, so that what did not change keeps its id, unless all shall be replaced."""
        old, new = ([*properties.get("ProvisioningArtifactParameters", [])] for properties in (before, after))
        replaced = is_true(after.get("ReplaceProvisioningArtifacts")) and old != new
        kept = [] if replaced else [_matching(version) for version in new if _matching(version) in map(_matching, old)]
        known = self._versions(request, product)

        for version in [each for each in new if _matching(each) not in kept]:
            self._add(request, product, version)
        for version in [each for each in known if _matching(each) not in kept]:
            self.api(request).delete_provisioning_artifact(ProductId=product, ProvisioningArtifactId=version["Id"])
        descriptions = {_matching(version): version.get("Description", "") for version in new}
        for version in [each for each in known if _matching(each) in kept]:
            self.api(request).update_provisioning_artifact(
                ProductId=product, ProvisioningArtifactId=version["Id"], Description=descriptions[_matching(version)]
            )

    def _add(self, request: Request, product: str, version: Properties) -> None:
        self.api(request).create_provisioning_artifact(ProductId=product, Parameters=_version(version))

    def _versions(self, request: Request, product: str) -> list[dict[str, Any]]:
        api, found = self.api(request), []
        for summary in api.list_provisioning_artifacts(ProductId=product)["ProvisioningArtifactDetails"]:
            described = api.describe_provisioning_artifact(ProductId=product, ProvisioningArtifactId=summary["Id"])
            found.append({**summary, "Info": described["Info"]})
        return found

    def _made(self, request: Request, identity: str, properties: Properties) -> Made:
        versions = self.api(request).list_provisioning_artifacts(ProductId=identity)["ProvisioningArtifactDetails"]
        return Made(
            identity,
            {
                "Id": identity,
                "ProductName": properties["Name"],
                "ProvisioningArtifactIds": ",".join(version["Id"] for version in versions),
                "ProvisioningArtifactNames": ",".join(version["Name"] for version in versions),
            },
        )


class JoiningHandler(CatalogueHandler):
    """What joins two things of the catalogue; Ref is both."""

    # The two calls, and the properties that each takes.
    join: ClassVar[str]
    part: ClassVar[str]
    joined: ClassVar[tuple[str, ...]]
    parted: ClassVar[tuple[str, ...]]

    def create(self, request: Request, properties: Properties) -> Made:
        getattr(self.api(request), self.join)(**given(properties, *self.joined))
        return Made("|".join(str(properties[name]) for name in self.parted))

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self.create(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            getattr(self.api(request), self.part)(**given(properties, *self.parted))


@handles("AWS::ServiceCatalog::PortfolioProductAssociation")
class PortfolioProductAssociation(JoiningHandler):
    join, part = "associate_product_with_portfolio", "disassociate_product_from_portfolio"
    joined, parted = ("PortfolioId", "ProductId", "SourcePortfolioId"), ("PortfolioId", "ProductId")


@handles("AWS::ServiceCatalog::PortfolioPrincipalAssociation")
class PortfolioPrincipalAssociation(JoiningHandler):
    join, part = "associate_principal_with_portfolio", "disassociate_principal_from_portfolio"
    joined, parted = ("PortfolioId", "PrincipalARN", "PrincipalType"), ("PortfolioId", "PrincipalARN")


@handles("AWS::ServiceCatalog::TagOptionAssociation")
class TagOptionAssociation(JoiningHandler):
    join, part = "associate_tag_option_with_resource", "disassociate_tag_option_from_resource"
    joined = parted = ("ResourceId", "TagOptionId")


@handles("AWS::ServiceCatalog::PortfolioShare")
class PortfolioShare(JoiningHandler):
    join, part = "create_portfolio_share", "delete_portfolio_share"
    joined, parted = ("PortfolioId", "AccountId", "ShareTagOptions"), ("PortfolioId", "AccountId")


class ConstraintHandler(CatalogueHandler):
    """How a product may be launched from a portfolio; Ref is the constraint's id."""

    kind_of_constraint: ClassVar[str]

    def parameters(self, properties: Properties) -> Any:
        raise NotImplementedError

    def create(self, request: Request, properties: Properties) -> Made:
        constraint = self.api(request).create_constraint(
            **given(properties, "PortfolioId", "ProductId", "Description"),
            Type=self.kind_of_constraint,
            Parameters=self.parameters(properties),
        )["ConstraintDetail"]["ConstraintId"]
        return Made(constraint, {"Id": constraint})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_constraint(
            Id=physical_id, Description=after.get("Description", ""), Parameters=self.parameters(after)
        )
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_constraint(Id=physical_id)


@handles("AWS::ServiceCatalog::LaunchRoleConstraint")
class LaunchRoleConstraint(ConstraintHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicecatalog-launchroleconstraint.html"""

    kind_of_constraint = "LAUNCH"

    def parameters(self, properties: Properties) -> Any:
        return json.dumps(given(properties, "RoleArn", "LocalRoleName"))


@handles("AWS::ServiceCatalog::LaunchNotificationConstraint")
class LaunchNotificationConstraint(ConstraintHandler):
    kind_of_constraint = "NOTIFICATION"

    def parameters(self, properties: Properties) -> Any:
        return json.dumps({"NotificationArns": properties["NotificationArns"]})


@handles("AWS::ServiceCatalog::LaunchTemplateConstraint")
class LaunchTemplateConstraint(ConstraintHandler):
    kind_of_constraint = "TEMPLATE"

    def parameters(self, properties: Properties) -> Any:
        return properties["Rules"]


@handles("AWS::ServiceCatalog::TagOption")
class TagOption(CatalogueHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicecatalog-tagoption.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        option = self.api(request).create_tag_option(**given(properties, "Key", "Value"))["TagOptionDetail"]["Id"]
        with or_undo(lambda: self.delete(request, option, properties)):
            self._set_active(request, option, properties)
        return Made(option, {"Id": option})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._set_active(request, physical_id, after)
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_tag_option(Id=physical_id)

    def _set_active(self, request: Request, option: str, properties: Properties) -> None:
        self.api(request).update_tag_option(Id=option, Active=properties.get("Active", True))


def _tag_updates(before: Properties, after: Properties) -> Properties:
    changed, gone = tag_changes(before, after)
    return {"AddTags": as_tag_list(changed), "RemoveTags": gone}


def _version(version: Properties) -> Properties:
    return {"Type": "CLOUD_FORMATION_TEMPLATE", **version}


def _matching(version: Properties) -> tuple[str, str]:
    return version.get("Name", ""), json.dumps(version.get("Info", {}), sort_keys=True)
