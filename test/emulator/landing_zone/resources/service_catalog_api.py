"""What moto's Service Catalog leaves out: changes, versions of products, and what joins products, portfolios and people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random
from moto.servicecatalog.models import Portfolio, Product, servicecatalog_backends

from ..calls import Call, before, implement
from ..errors import ApiError
from .properties import as_tag_list

Record = dict[str, Any]


@dataclass
class Catalogue:
    """What one account has in one region beside moto's portfolios and products."""

    # Versions by the product, and each by its id.
    artifacts: dict[str, dict[str, Record]] = field(default_factory=dict)
    # Pairs of a portfolio and a product, and of a portfolio and a principal.
    products: list[tuple[str, str]] = field(default_factory=list)
    principals: list[tuple[str, str, str]] = field(default_factory=list)
    constraints: dict[str, Record] = field(default_factory=dict)
    tag_options: dict[str, Record] = field(default_factory=dict)
    # Pairs of a resource and a tag option.
    options: list[tuple[str, str]] = field(default_factory=list)


_state: dict[tuple[str, str], Catalogue] = {}


@implement("servicecatalog", "CreatePortfolio")
def create_portfolio(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreatePortfolio.html"""
    wanted, backend = call.parameters, _backend(call)
    known, tags = backend.create_portfolio(
        accept_language=None,
        display_name=wanted["DisplayName"],
        description=wanted.get("Description"),
        provider_name=wanted["ProviderName"],
        tags=wanted.get("Tags", []),
        idempotency_token=wanted.get("IdempotencyToken"),
    )
    portfolio = backend.portfolios[known["Id"]]
    if not portfolio.id.startswith("port-"):
        _rename(backend.portfolios, portfolio, "port")
        backend.portfolio_access[portfolio.id] = backend.portfolio_access.pop(known["Id"])
        if "IdempotencyToken" in wanted:
            backend.idempotency_tokens[wanted["IdempotencyToken"]] = portfolio.id
    return {"PortfolioDetail": portfolio.to_dict(), "Tags": tags}


@implement("servicecatalog", "UpdatePortfolio")
def update_portfolio(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_UpdatePortfolio.html"""
    wanted, portfolio = call.parameters, _portfolio(call, "Id")
    portfolio.display_name = wanted.get("DisplayName", portfolio.display_name)
    portfolio.description = wanted.get("Description", portfolio.description)
    portfolio.provider_name = wanted.get("ProviderName", portfolio.provider_name)
    _retag(portfolio, wanted)
    return {"PortfolioDetail": portfolio.to_dict(), "Tags": portfolio.tags}


@before("servicecatalog", "DescribePortfolio")
@before("servicecatalog", "DescribePortfolioShares")
@before("servicecatalog", "CreatePortfolioShare")
def check_portfolio(call: Call) -> None:
    """moto answers nothing where AWS answers that there is no such portfolio."""
    _portfolio(call, "Id" if "Id" in call.parameters else "PortfolioId")


@before("servicecatalog", "DeletePortfolio")
def check_portfolio_unused(call: Call) -> None:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DeletePortfolio.html"""
    portfolio, catalogue = _portfolio(call, "Id").id, _catalogue(call)
    joined = [*catalogue.products, *catalogue.principals, *catalogue.options]
    shared = _backend(call).portfolio_access.get(portfolio) or _backend(call).portfolio_share_tokens.get(portfolio)
    if shared or any(pair[0] == portfolio for pair in joined):
        raise ApiError("ResourceInUseException", f"Portfolio {portfolio} is in use and cannot be deleted.")


@implement("servicecatalog", "CreateProduct")
def create_product(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreateProduct.html"""
    wanted, backend = call.parameters, _backend(call)
    product = backend.create_product(
        name=wanted["Name"],
        owner=wanted["Owner"],
        description=wanted.get("Description"),
        distributor=wanted.get("Distributor"),
        support_description=wanted.get("SupportDescription"),
        support_email=wanted.get("SupportEmail"),
        support_url=wanted.get("SupportUrl"),
        product_type=wanted["ProductType"],
        tags=wanted.get("Tags", []),
        provisioning_artifact_parameters=wanted.get("ProvisioningArtifactParameters"),
        source_connection=wanted.get("SourceConnection"),
    )
    _rename(backend.products, product, "prod")
    artifact = _add_artifact(call, product, wanted.get("ProvisioningArtifactParameters", {}))
    return {"ProductViewDetail": _viewed(product), "ProvisioningArtifactDetail": artifact, "Tags": product.tags}


@implement("servicecatalog", "UpdateProduct")
def update_product(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_UpdateProduct.html"""
    wanted, product = call.parameters, _product(call, "Id")
    names = {
        "Name": "name",
        "Owner": "owner",
        "Description": "description",
        "Distributor": "distributor",
        "SupportDescription": "support_description",
        "SupportEmail": "support_email",
        "SupportUrl": "support_url",
    }
    for theirs, ours in names.items():
        setattr(product, ours, wanted.get(theirs, getattr(product, ours)))
    _retag(product, wanted)
    return {"ProductViewDetail": _viewed(product), "Tags": product.tags}


@implement("servicecatalog", "DescribeProductAsAdmin")
def describe_product(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DescribeProductAsAdmin.html"""
    product = _product(call, "Id")
    summaries = [_summary(artifact) for artifact in _artifacts(call, product.id).values()]
    return {"ProductViewDetail": _viewed(product), "ProvisioningArtifactSummaries": summaries, "Tags": product.tags}


@before("servicecatalog", "DeleteProduct")
def check_product_unused(call: Call) -> None:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DeleteProduct.html"""
    product = _product(call, "Id").id
    if any(pair[1] == product for pair in _catalogue(call).products):
        raise ApiError("ResourceInUseException", f"Product {product} is in use and cannot be deleted.")


@implement("servicecatalog", "CreateProvisioningArtifact")
def create_artifact(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreateProvisioningArtifact.html"""
    artifact = _add_artifact(call, _product(call, "ProductId"), call.parameters["Parameters"])
    return {"ProvisioningArtifactDetail": artifact, "Info": call.parameters["Parameters"].get("Info", {}), "Status": "AVAILABLE"}


@implement("servicecatalog", "UpdateProvisioningArtifact")
def update_artifact(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_UpdateProvisioningArtifact.html"""
    artifact = _artifact(call)
    artifact.update(
        {name: call.parameters[name] for name in ("Name", "Description", "Active", "Guidance") if name in call.parameters}
    )
    return {"ProvisioningArtifactDetail": artifact, "Status": "AVAILABLE"}


@implement("servicecatalog", "DescribeProvisioningArtifact")
def describe_artifact(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DescribeProvisioningArtifact.html"""
    artifact = _artifact(call)
    return {"ProvisioningArtifactDetail": artifact, "Info": artifact["Info"], "Status": "AVAILABLE"}


@implement("servicecatalog", "ListProvisioningArtifacts")
def list_artifacts(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_ListProvisioningArtifacts.html"""
    return {"ProvisioningArtifactDetails": list(_artifacts(call, _product(call, "ProductId").id).values())}


@implement("servicecatalog", "DeleteProvisioningArtifact")
def delete_artifact(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DeleteProvisioningArtifact.html"""
    del _artifacts(call, call.parameters["ProductId"])[_artifact(call)["Id"]]
    return {}


@implement("servicecatalog", "AssociateProductWithPortfolio")
def associate_product(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_AssociateProductWithPortfolio.html"""
    pair = (_portfolio(call, "PortfolioId").id, _product(call, "ProductId").id)
    if pair not in _catalogue(call).products:
        _catalogue(call).products.append(pair)
    return {}


@implement("servicecatalog", "DisassociateProductFromPortfolio")
def disassociate_product(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DisassociateProductFromPortfolio.html"""
    pair = (call.parameters["PortfolioId"], call.parameters["ProductId"])
    catalogue = _catalogue(call)
    if pair not in catalogue.products:
        raise _missing(f"Product {pair[1]} is not associated with portfolio {pair[0]}")
    if any((each["PortfolioId"], each["ProductId"]) == pair for each in catalogue.constraints.values()):
        raise ApiError("ResourceInUseException", "The product has constraints in the portfolio; delete them first.")
    catalogue.products.remove(pair)
    return {}


@implement("servicecatalog", "ListPortfoliosForProduct")
def list_portfolios(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_ListPortfoliosForProduct.html"""
    product, portfolios = _product(call, "ProductId").id, _backend(call).portfolios
    return {"PortfolioDetails": [portfolios[one].to_dict() for one, other in _catalogue(call).products if other == product]}


@implement("servicecatalog", "SearchProductsAsAdmin")
def search_products(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_SearchProductsAsAdmin.html"""
    portfolio = call.parameters.get("PortfolioId")
    inside = {product for one, product in _catalogue(call).products if one == portfolio}
    products = [each for each in _backend(call).products.values() if portfolio is None or each.id in inside]
    return {"ProductViewDetails": [_viewed(product) for product in products]}


@implement("servicecatalog", "AssociatePrincipalWithPortfolio")
def associate_principal(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_AssociatePrincipalWithPortfolio.html"""
    wanted = call.parameters
    entry = (_portfolio(call, "PortfolioId").id, wanted["PrincipalARN"], wanted["PrincipalType"])
    if entry not in _catalogue(call).principals:
        _catalogue(call).principals.append(entry)
    return {}


@implement("servicecatalog", "DisassociatePrincipalFromPortfolio")
def disassociate_principal(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DisassociatePrincipalFromPortfolio.html"""
    pair = (call.parameters["PortfolioId"], call.parameters["PrincipalARN"])
    catalogue = _catalogue(call)
    catalogue.principals = [entry for entry in catalogue.principals if entry[:2] != pair]
    return {}


@implement("servicecatalog", "ListPrincipalsForPortfolio")
def list_principals(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_ListPrincipalsForPortfolio.html"""
    portfolio = _portfolio(call, "PortfolioId").id
    entries = [entry for entry in _catalogue(call).principals if entry[0] == portfolio]
    return {"Principals": [{"PrincipalARN": arn, "PrincipalType": kind} for _, arn, kind in entries]}


@implement("servicecatalog", "CreateConstraint")
def create_constraint(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreateConstraint.html"""
    wanted, catalogue = call.parameters, _catalogue(call)
    if (wanted["PortfolioId"], wanted["ProductId"]) not in catalogue.products:
        raise _missing(f"Product {wanted['ProductId']} is not associated with portfolio {wanted['PortfolioId']}")
    constraint = {
        "ConstraintId": _identity("cons"),
        "Type": wanted["Type"],
        "Description": wanted.get("Description", ""),
        "Owner": call.place.account,
        "ProductId": wanted["ProductId"],
        "PortfolioId": wanted["PortfolioId"],
        "Parameters": wanted["Parameters"],
    }
    catalogue.constraints[constraint["ConstraintId"]] = constraint
    return _constrained(constraint)


@implement("servicecatalog", "UpdateConstraint")
def update_constraint(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_UpdateConstraint.html"""
    constraint = _constraint(call)
    constraint.update({name: call.parameters[name] for name in ("Description", "Parameters") if name in call.parameters})
    return _constrained(constraint)


@implement("servicecatalog", "DescribeConstraint")
def describe_constraint(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DescribeConstraint.html"""
    return _constrained(_constraint(call))


@implement("servicecatalog", "ListConstraintsForPortfolio")
def list_constraints(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_ListConstraintsForPortfolio.html"""
    portfolio = _portfolio(call, "PortfolioId").id
    constraints = [each for each in _catalogue(call).constraints.values() if each["PortfolioId"] == portfolio]
    return {"ConstraintDetails": [_constrained(each)["ConstraintDetail"] for each in constraints]}


@implement("servicecatalog", "DeleteConstraint")
def delete_constraint(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DeleteConstraint.html"""
    del _catalogue(call).constraints[_constraint(call)["ConstraintId"]]
    return {}


@implement("servicecatalog", "CreateTagOption")
def create_tag_option(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreateTagOption.html"""
    pair, options = (call.parameters["Key"], call.parameters["Value"]), _catalogue(call).tag_options
    if any((each["Key"], each["Value"]) == pair for each in options.values()):
        raise ApiError("DuplicateResourceException", "A TagOption with this key and value already exists.")
    option = {"Id": _identity("tag"), "Key": pair[0], "Value": pair[1], "Active": True, "Owner": call.place.account}
    options[option["Id"]] = option
    return {"TagOptionDetail": option}


@implement("servicecatalog", "UpdateTagOption")
def update_tag_option(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_UpdateTagOption.html"""
    option = _tag_option(call, "Id")
    option.update({name: call.parameters[name] for name in ("Value", "Active") if name in call.parameters})
    return {"TagOptionDetail": option}


@implement("servicecatalog", "DescribeTagOption")
def describe_tag_option(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DescribeTagOption.html"""
    return {"TagOptionDetail": _tag_option(call, "Id")}


@implement("servicecatalog", "DeleteTagOption")
def delete_tag_option(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DeleteTagOption.html"""
    option = _tag_option(call, "Id")["Id"]
    if any(pair[1] == option for pair in _catalogue(call).options):
        raise ApiError("ResourceInUseException", f"TagOption {option} is in use and cannot be deleted.")
    del _catalogue(call).tag_options[option]
    return {}


@implement("servicecatalog", "AssociateTagOptionWithResource")
def associate_tag_option(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_AssociateTagOptionWithResource.html"""
    pair = (call.parameters["ResourceId"], _tag_option(call, "TagOptionId")["Id"])
    if pair in _catalogue(call).options:
        raise ApiError("DuplicateResourceException", "The TagOption is associated with the resource already.")
    _catalogue(call).options.append(pair)
    return {}


@implement("servicecatalog", "DisassociateTagOptionFromResource")
def disassociate_tag_option(call: Call) -> Record:
    """https://docs.aws.amazon.com/servicecatalog/latest/dg/API_DisassociateTagOptionFromResource.html"""
    pair = (call.parameters["ResourceId"], call.parameters["TagOptionId"])
    if pair not in _catalogue(call).options:
        raise _missing(f"TagOption {pair[1]} is not associated with {pair[0]}")
    _catalogue(call).options.remove(pair)
    return {}


def _add_artifact(call: Call, product: Product, parameters: Record) -> Record:
    artifact = {
        "Id": _identity("pa"),
        "Name": parameters.get("Name", "v1.0"),
        "Description": parameters.get("Description", ""),
        "Type": parameters.get("Type", "CLOUD_FORMATION_TEMPLATE"),
        "CreatedTime": unix_time(),
        "Active": True,
        "Guidance": "DEFAULT",
        "Info": parameters.get("Info", {}),
    }
    _artifacts(call, product.id)[artifact["Id"]] = artifact
    return artifact


def _viewed(product: Product) -> Record:
    view = {"Id": f"prodview-{product.id.removeprefix('prod-')}", **product.to_dict()}
    return {
        "ProductViewSummary": view,
        "Status": "AVAILABLE",
        "ProductARN": product.arn,
        "CreatedTime": unix_time(product.created_time),
    }


def _summary(artifact: Record) -> Record:
    return {name: artifact[name] for name in ("Id", "Name", "Description", "CreatedTime")}


def _constrained(constraint: Record) -> Record:
    detail = {name: value for name, value in constraint.items() if name != "Parameters"}
    return {"ConstraintDetail": detail, "ConstraintParameters": constraint["Parameters"], "Status": "AVAILABLE"}


def _retag(thing: Portfolio | Product, wanted: Record) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in [*thing.tags, *wanted.get("AddTags", [])]}
    thing.tags = as_tag_list({key: value for key, value in tags.items() if key not in wanted.get("RemoveTags", [])})


def _rename(things: dict[str, Any], thing: Portfolio | Product, prefix: str) -> None:
    """Gives a thing of moto's an id as AWS does: port-abcdefghijklm."""
    del things[thing.id]
    thing.id = _identity(prefix)
    things[thing.id] = thing


def _identity(prefix: str) -> str:
    return f"{prefix}-{''.join(mock_random.choices('abcdefghijklmnopqrstuvwxyz234567', k=13))}"


def _portfolio(call: Call, parameter: str) -> Portfolio:
    return _known(_backend(call).portfolios, "Portfolio", call.parameters[parameter])


def _product(call: Call, parameter: str) -> Product:
    return _known(_backend(call).products, "Product", call.parameters[parameter])


def _artifact(call: Call) -> Record:
    return _known(
        _artifacts(call, call.parameters["ProductId"]), "Provisioning artifact", call.parameters["ProvisioningArtifactId"]
    )


def _constraint(call: Call) -> Record:
    return _known(_catalogue(call).constraints, "Constraint", call.parameters["Id"])


def _tag_option(call: Call, parameter: str) -> Record:
    return _known(_catalogue(call).tag_options, "TagOption", call.parameters[parameter])


def _known(things: dict[str, Any], kind: str, identity: str) -> Any:
    if identity not in things:
        raise _missing(f"{kind} {identity} not found")
    return things[identity]


def _missing(message: str) -> ApiError:
    return ApiError("ResourceNotFoundException", message)


def _artifacts(call: Call, product: str) -> dict[str, Record]:
    return _catalogue(call).artifacts.setdefault(product, {})


def _catalogue(call: Call) -> Catalogue:
    return _state.setdefault((call.place.account, call.place.region), Catalogue())


def _backend(call: Call) -> Any:
    return servicecatalog_backends[call.place.account][call.place.region]
