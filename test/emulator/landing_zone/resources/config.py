"""AWS Config: rules of an account and of an organisation, recorders and where they deliver to, aggregators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from moto.moto_api._internal import mock_random

from ..calls import Call, before, implement
from ..errors import ApiError
from ..places import Place
from .handler import Made, Properties, Request, handles
from .organizations_api import check_administers
from .properties import fitting_name, given
from .service import PutHandler, ServiceHandler, already_exists, unless_gone

_METADATA = ("OrganizationManagedRuleMetadata", "OrganizationCustomRuleMetadata", "OrganizationCustomPolicyRuleMetadata")


@dataclass
class OrganizationRule:
    arn: str
    content: dict[str, Any]
    updated: datetime


# The rules of organisations, by the place that they were put from and their names.
_state: dict[tuple[Place, str], OrganizationRule] = {}


@handles("AWS::Config::ConfigRule")
class ConfigRule(PutHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configrule.html"""

    service = "config"
    name = "ConfigRuleName"
    longest_name = 128

    def put(self, request: Request, name: str, properties: Properties) -> None:
        wanted = given(
            properties, "Description", "InputParameters", "MaximumExecutionFrequency", "Scope", "Source", "EvaluationModes"
        )
        self.api(request).put_config_rule(ConfigRule={"ConfigRuleName": name, **wanted})

    def exists(self, request: Request, name: str, properties: Properties) -> bool:
        return any(rule["ConfigRuleName"] == name for rule in self._rules(request))

    def remove(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).delete_config_rule(ConfigRuleName=name)

    def made(self, request: Request, name: str, properties: Properties) -> Made:
        rule = next(rule for rule in self._rules(request) if rule["ConfigRuleName"] == name)
        return Made(name, {"Arn": rule["ConfigRuleArn"], "ConfigRuleId": rule["ConfigRuleId"]})

    def _rules(self, request: Request) -> list[dict[str, Any]]:
        return list(self.api(request).describe_config_rules()["ConfigRules"])


@handles("AWS::Config::ConfigurationRecorder")
class ConfigurationRecorder(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configurationrecorder.html"""

    service = "config"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("Name") or fitting_name(request, 256)
        if self.api(request).describe_configuration_recorders()["ConfigurationRecorders"]:
            raise already_exists(request, name)
        return self._put(request, name, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self._put(request, physical_id, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_configuration_recorder(ConfigurationRecorderName=physical_id)

    def _put(self, request: Request, name: str, properties: Properties) -> Made:
        recorder = {"name": name, "roleARN": properties["RoleARN"], **given(properties, "RecordingGroup", "RecordingMode")}
        self.api(request).put_configuration_recorder(ConfigurationRecorder=recorder)
        return Made(name, {"Id": name, "ResourceARN": request.place.arn("config", f"configuration-recorder/{name}")})


@handles("AWS::Config::DeliveryChannel")
class DeliveryChannel(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-deliverychannel.html"""

    service = "config"

    def create(self, request: Request, properties: Properties) -> Made:
        return self._put(request, properties.get("Name") or fitting_name(request, 256), properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self._put(request, physical_id, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_delivery_channel(DeliveryChannelName=physical_id)

    def _put(self, request: Request, name: str, properties: Properties) -> Made:
        self.api(request).put_delivery_channel(DeliveryChannel={**properties, "Name": name})
        return Made(name, {"Id": name})


@handles("AWS::Config::ConfigurationAggregator")
class ConfigurationAggregator(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configurationaggregator.html"""

    service = "config"

    def create(self, request: Request, properties: Properties) -> Made:
        return self._put(request, properties.get("ConfigurationAggregatorName") or fitting_name(request, 256), properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self._put(request, physical_id, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_configuration_aggregator(ConfigurationAggregatorName=physical_id)

    def _put(self, request: Request, name: str, properties: Properties) -> Made:
        wanted = given(properties, "AccountAggregationSources", "OrganizationAggregationSource", "Tags")
        put = self.api(request).put_configuration_aggregator(ConfigurationAggregatorName=name, **wanted)
        return Made(name, {"ConfigurationAggregatorArn": put["ConfigurationAggregator"]["ConfigurationAggregatorArn"]})


@before("config", "PutConfigurationAggregator")
def check_aggregates(call: Call) -> None:
    """https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationAggregator.html"""
    if "OrganizationAggregationSource" in call.parameters:
        check_administers(call.place, "config.amazonaws.com")


@handles("AWS::Config::OrganizationConfigRule")
class OrganizationConfigRule(PutHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-organizationconfigrule.html"""

    service = "config"
    name = "OrganizationConfigRuleName"

    def put(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).put_organization_config_rule(**properties)

    def exists(self, request: Request, name: str, properties: Properties) -> bool:
        return (request.place, name) in _state

    def remove(self, request: Request, name: str, properties: Properties) -> None:
        self.api(request).delete_organization_config_rule(OrganizationConfigRuleName=name)

    def made(self, request: Request, name: str, properties: Properties) -> Made:
        return Made(name, {"Id": _state[request.place, name].arn.rpartition("/")[2]})


@implement("config", "PutOrganizationConfigRule")
def put_organization_rule(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html"""
    check_administers(call.place, "config-multiaccountsetup.amazonaws.com")
    given = call.parameters
    if sum(name in given for name in _METADATA) != 1:
        raise ApiError("InvalidParameterValueException", f"A rule has one of {', '.join(_METADATA)}.")

    name = given["OrganizationConfigRuleName"]
    known = _state.get((call.place, name))
    unique = "".join(mock_random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=8))
    arn = known.arn if known else call.place.arn("config", f"organization-config-rule/{name}-{unique}")
    _state[call.place, name] = OrganizationRule(arn, dict(given), datetime.now(timezone.utc))
    return {"OrganizationConfigRuleArn": arn}


@implement("config", "DescribeOrganizationConfigRules")
def describe_organization_rules(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeOrganizationConfigRules.html"""
    wanted = call.parameters.get("OrganizationConfigRuleNames") or [name for place, name in _state if place == call.place]
    rules = [_organization_rule(call, name) for name in wanted]
    return {
        "OrganizationConfigRules": [
            {"OrganizationConfigRuleArn": rule.arn, "LastUpdateTime": rule.updated, **rule.content} for rule in rules
        ]
    }


@implement("config", "DeleteOrganizationConfigRule")
def delete_organization_rule(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteOrganizationConfigRule.html"""
    name = call.parameters["OrganizationConfigRuleName"]
    _organization_rule(call, name)
    del _state[call.place, name]
    return {}


def _organization_rule(call: Call, name: str) -> OrganizationRule:
    if (call.place, name) not in _state:
        raise ApiError("NoSuchOrganizationConfigRuleException", f"The organization has no rule {name}.")
    return _state[call.place, name]
