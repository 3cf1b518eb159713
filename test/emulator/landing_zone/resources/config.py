"""AWS Config: rules, recorders and where they deliver to."""

from __future__ import annotations

from typing import Any

from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given
from .service import PutHandler, ServiceHandler, already_exists, unless_gone


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
