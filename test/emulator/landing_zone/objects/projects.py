"""SageMaker Projects: what a template provides for a team, from S3 by CloudFormation or from the Service Catalog."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from .entities import Entity, Record

_state: dict[tuple[str, str], str] = {}


class Project(Entity):
    """
    A project. Its S3-hosted template becomes a stack; the product of the Service Catalog is taken for provisioned.

    https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-projects-templates-custom.html
    """

    def check_new(self, call: Call, record: Record) -> None:
        if ("ServiceCatalogProvisioningDetails" in record) == ("TemplateProviders" in record):
            message = "Exactly one of ServiceCatalogProvisioningDetails and TemplateProviders must be given."
            raise ApiError("ValidationException", message)
        record["_home"] = [call.place.account, call.place.region]

    def made(self, call: Call, record: Record) -> None:
        providers = [provider["CfnTemplateProvider"] for provider in record.pop("TemplateProviders", [])]
        if providers:
            record["_template"] = providers[0]
            record["_stack"] = _create_stack(call.place, record)

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        wanted.pop("ServiceCatalogProvisioningUpdateDetails", None)
        for provider in wanted.pop("TemplateProvidersToUpdate", []):
            record["_template"] = {**record["_template"], **provider["CfnTemplateProvider"]}
            _update_stack(call.place, record)
        record.update(wanted, ProjectStatus="UpdateCompleted")

    def remove(self, call: Call, record: Record) -> None:
        super().remove(call, record)
        if record.get("_stack"):
            call.place.client("cloudformation").delete_stack(StackName=record["_stack"]["Name"])

    def described(self, record: Record) -> dict[str, Any]:
        if "_template" not in record:
            return {}
        stack = _describe_stack(Place(*record["_home"]), record)
        detail = {"CfnTemplateProviderDetail": {**record["_template"], "StackDetail": stack}}
        return {"ProjectStatus": _status(record, stack["StatusMessage"]), "TemplateProviderDetails": [detail]}

    def summary(self, record: Record) -> dict[str, Any]:
        return {name: value for name, value in self.described(record).items() if name == "ProjectStatus"}


Project(
    "Project",
    key=("ProjectName",),
    arn="project/{ProjectName}",
    words="project",
    status=("ProjectStatus", "CreateCompleted"),
    generated={"ProjectId": "p-############"},
    taken="Project name {ProjectName} already exists: {arn}",
)


@implement("sagemaker", "EnableSagemakerServicecatalogPortfolio")
def enable_servicecatalog_portfolio(call: Call) -> dict[str, Any]:
    _state[call.place.account, call.place.region] = "Enabled"
    return {}


@implement("sagemaker", "DisableSagemakerServicecatalogPortfolio")
def disable_servicecatalog_portfolio(call: Call) -> dict[str, Any]:
    _state[call.place.account, call.place.region] = "Disabled"
    return {}


@implement("sagemaker", "GetSagemakerServicecatalogPortfolioStatus")
def get_servicecatalog_portfolio_status(call: Call) -> dict[str, Any]:
    return {"Status": _state.get((call.place.account, call.place.region), "Disabled")}


def _create_stack(place: Place, record: Record) -> dict[str, Any]:
    name = f"SP-{place.account}-{record['ProjectId']}"
    tags = [{"Key": f"sagemaker:project-{key}", "Value": record[f"Project{key.title()}"]} for key in ("name", "id")]
    try:
        stack = place.client("cloudformation").create_stack(StackName=name, Tags=tags, **_deployment(record))
    except ClientError as error:
        return {"Name": name, "StatusMessage": error.response["Error"]["Message"]}
    return {"Name": name, "Id": stack["StackId"]}


def _update_stack(place: Place, record: Record) -> None:
    try:
        place.client("cloudformation").update_stack(StackName=record["_stack"]["Name"], **_deployment(record))
    except ClientError as error:
        raise ApiError("ValidationException", error.response["Error"]["Message"]) from error


def _deployment(record: Record) -> dict[str, Any]:
    template = record["_template"]
    values = {parameter["Key"]: parameter["Value"] for parameter in template.get("Parameters", [])}
    values |= {"SageMakerProjectName": record["ProjectName"], "SageMakerProjectId": record["ProjectId"]}
    role = {"RoleARN": template["RoleARN"]} if "RoleARN" in template else {}
    return {
        **role,
        "TemplateURL": template["TemplateURL"],
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        "Capabilities": ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    }


def _describe_stack(place: Place, record: Record) -> dict[str, Any]:
    stack = record["_stack"]
    if "Id" not in stack:
        return dict(stack)
    try:
        found = place.client("cloudformation").describe_stacks(StackName=stack["Id"])["Stacks"][0]
    except ClientError as error:
        return {**stack, "StatusMessage": error.response["Error"]["Message"]}
    return {**stack, "StatusMessage": found["StackStatus"]}


def _status(record: Record, stack_status: str) -> str:
    verb = "Update" if record["ProjectStatus"] == "UpdateCompleted" else "Create"
    if stack_status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        return f"{verb}Completed"
    return f"{verb}InProgress" if stack_status.endswith("_IN_PROGRESS") and "ROLLBACK" not in stack_status else f"{verb}Failed"
