"""SageMaker's Search over our objects; over moto's own, moto searches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jmespath
from moto.sagemaker.models import sagemaker_backends

from ..calls import Call, implement
from ..errors import ApiError
from . import listing
from .entities import Entity, Record, entity, view

_MODELS = ("Model", "ModelCard", "ModelPackage", "ModelPackageGroup")
_RESOURCES = ("Endpoint", "Experiment", "FeatureGroup", "HubContent", "Project", *_MODELS)

_COMPARISONS: dict[str, Callable[[Any, str], bool]] = {
    "Equals": lambda actual, wanted: str(actual) == wanted,
    "NotEquals": lambda actual, wanted: str(actual) != wanted,
    "GreaterThan": lambda actual, wanted: _number(actual) > float(wanted),
    "GreaterThanOrEqualTo": lambda actual, wanted: _number(actual) >= float(wanted),
    "LessThan": lambda actual, wanted: _number(actual) < float(wanted),
    "LessThanOrEqualTo": lambda actual, wanted: _number(actual) <= float(wanted),
    "Contains": lambda actual, wanted: wanted.lower() in str(actual).lower(),
    "In": lambda actual, wanted: str(actual) in wanted.split(","),
}


@implement("sagemaker", "Search")
def search(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Search.html"""
    resource, expression = call.parameters["Resource"], call.parameters.get("SearchExpression", {})
    if resource not in _RESOURCES:
        return dict(sagemaker_backends[call.place.account][call.place.region].search(resource, expression))

    kind = entity(resource)
    found = [_facts(kind, record) for record in kind.records(call.place)]
    matching = [facts for facts in found if _matches(facts, expression)]
    sort: dict[str, Any] = {name: call.parameters[name] for name in ("SortBy", "SortOrder") if name in call.parameters}
    ordered = listing.select(matching, sort, kind.fields(), newest_first=True)
    page, token = listing.page(ordered, call.parameters)
    shape = kind.operation("Search").output_shape.members["Results"].member.members[resource]
    total = {"Value": len(matching), "Relation": "EqualTo"}
    return {"Results": [{resource: view(shape, facts, resource)} for facts in page], "NextToken": token, "TotalHits": total}


def _facts(kind: Entity, record: Record) -> Record:
    return {**record, **kind.described(record), "Tags": record["_tags"]}


def _matches(facts: Record, expression: dict[str, Any]) -> bool:
    results = [_passes(facts, one) for one in expression.get("Filters", [])]
    results += [_nested(facts, one) for one in expression.get("NestedFilters", [])]
    results += [_matches(facts, one) for one in expression.get("SubExpressions", [])]
    return any(results) if expression.get("Operator") == "Or" and results else all(results)


def _nested(facts: Record, nested: dict[str, Any]) -> bool:
    prefix = nested["NestedPropertyName"]
    inner = [{**one, "Name": one["Name"].removeprefix(f"{prefix}.")} for one in nested["Filters"]]
    return any(all(_passes(item, one) for one in inner) for item in jmespath.search(prefix, facts) or [])


def _passes(facts: Record, one: dict[str, Any]) -> bool:
    actual, operator = _value(facts, one["Name"]), one.get("Operator", "Equals")
    if operator in ("Exists", "NotExists"):
        return (actual is not None) == (operator == "Exists")
    if operator not in _COMPARISONS:
        raise ApiError("ValidationException", f"Unknown operator: {operator}")
    if actual is None:
        return operator == "NotEquals"
    return _COMPARISONS[operator](actual, one["Value"])


def _value(facts: Record, name: str) -> Any:
    if name.startswith("Tags."):
        return next((tag["Value"] for tag in facts["Tags"] if tag["Key"] == name.removeprefix("Tags.")), None)
    return jmespath.search(".".join(f'"{part}"' for part in name.split(".")), facts)


def _number(value: Any) -> float:
    return float(value.timestamp()) if hasattr(value, "timestamp") else float(value)
