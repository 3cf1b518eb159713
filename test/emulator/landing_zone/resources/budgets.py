"""Budgets."""

from __future__ import annotations

from typing import Any

from moto.budgets.models import budgets_backends
from moto.core.utils import unix_time

from ..calls import Call, implement
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import as_tag_list, fitting_name, given, tag_changes, tag_list
from .service import ServiceHandler, unless_gone

# The tags of budgets by their ARNs: moto knows none.
_state: dict[str, dict[str, str]] = {}


@handles("AWS::Budgets::Budget")
class Budget(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-budgets-budget.html"""

    service = "budgets"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties["Budget"].get("BudgetName") or fitting_name(request, 100)
        self.api(request).create_budget(
            AccountId=request.place.account,
            Budget={**properties["Budget"], "BudgetName": name},
            **given(properties, "NotificationsWithSubscribers"),
            ResourceTags=tag_list(properties, "ResourceTags"),
        )
        return Made(name, {"Id": name})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        budget = {**after["Budget"], "BudgetName": physical_id}
        self.api(request).update_budget(AccountId=request.place.account, NewBudget=budget)
        changed, gone = tag_changes(before, after, "ResourceTags")
        arn = _arn(request.place.partition, request.place.account, physical_id)
        if changed:
            self.api(request).tag_resource(ResourceARN=arn, ResourceTags=as_tag_list(changed))
        if gone:
            self.api(request).untag_resource(ResourceARN=arn, ResourceTagKeys=gone)
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_budget(AccountId=request.place.account, BudgetName=physical_id)


@implement("budgets", "CreateBudget")
def create_budget(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html"""
    wanted = call.parameters
    _backend(call).create_budget(wanted["AccountId"], wanted["Budget"], wanted.get("NotificationsWithSubscribers", []))
    tags = {tag["Key"]: tag["Value"] for tag in wanted.get("ResourceTags", [])}
    _state[_arn(call.place.partition, wanted["AccountId"], wanted["Budget"]["BudgetName"])] = tags
    return {}


@implement("budgets", "UpdateBudget")
def update_budget(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_UpdateBudget.html"""
    wanted = call.parameters["NewBudget"]
    known = _backend(call).budgets[call.parameters["AccountId"]].get(wanted["BudgetName"])
    if known is None:
        raise ApiError("NotFoundException", f"Unable to update budget: {wanted['BudgetName']} - the budget doesn't exist.")
    known.budget = {"TimePeriod": known.budget["TimePeriod"], **wanted, "LastUpdatedTime": unix_time()}
    return {}


@implement("budgets", "TagResource")
def tag_budget(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_TagResource.html"""
    tags = {tag["Key"]: tag["Value"] for tag in call.parameters["ResourceTags"]}
    _state.setdefault(call.parameters["ResourceARN"], {}).update(tags)
    return {}


@implement("budgets", "UntagResource")
def untag_budget(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_UntagResource.html"""
    for key in call.parameters["ResourceTagKeys"]:
        _state.get(call.parameters["ResourceARN"], {}).pop(key, None)
    return {}


@implement("budgets", "ListTagsForResource")
def list_tags(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_ListTagsForResource.html"""
    return {"ResourceTags": as_tag_list(_state.get(call.parameters["ResourceARN"], {}))}


def _arn(partition: str, account: str, name: str) -> str:
    return f"arn:{partition}:budgets::{account}:budget/{name}"


def _backend(call: Call) -> Any:
    return budgets_backends[call.place.account][call.place.partition]
