"""Security Hub: the hub of an account, and how an organisation's administrator configures all of them."""

from __future__ import annotations

from moto.securityhub.models import securityhub_backends

from .handler import Made, Properties, Request, handles
from .properties import given, tag_map
from .security_hub_api import finding_aggregator, set_policy_tags
from .service import ServiceHandler, already_exists, unless_gone

_KINDS = {"ACCOUNT": "AccountId", "ORGANIZATIONAL_UNIT": "OrganizationalUnitId", "ROOT": "RootId"}


class SecurityHubHandler(ServiceHandler):
    service = "securityhub"


@handles("AWS::SecurityHub::Hub")
class Hub(SecurityHubHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-securityhub-hub.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        if securityhub_backends[request.place.account][request.place.region].enabled:
            raise already_exists(request, request.place.arn("securityhub", "hub/default"))
        wanted = given(properties, "EnableDefaultStandards", "ControlFindingGenerator")
        self.api(request).enable_security_hub(**wanted, Tags=tag_map(properties.get("Tags")))
        return self._made(request)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        securityhub_backends[request.place.account][request.place.region].tags = tag_map(after.get("Tags"))
        return self._made(request)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone("InvalidAccessException"):
            self.api(request).disable_security_hub()

    def _made(self, request: Request) -> Made:
        hub = self.api(request).describe_hub()
        arn = request.place.arn("securityhub", "hub/default")
        return Made(arn, {"ARN": arn, "SubscribedAt": str(hub["SubscribedAt"])})


@handles("AWS::SecurityHub::FindingAggregator")
class FindingAggregator(SecurityHubHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-securityhub-findingaggregator.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        known = finding_aggregator(request.place)
        if known:
            raise already_exists(request, known)
        made = self.api(request).create_finding_aggregator(**given(properties, "RegionLinkingMode", "Regions"))
        return self._made(request, made["FindingAggregatorArn"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        wanted = given(after, "RegionLinkingMode", "Regions")
        self.api(request).update_finding_aggregator(FindingAggregatorArn=physical_id, **wanted)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_finding_aggregator(FindingAggregatorArn=physical_id)

    def _made(self, request: Request, arn: str) -> Made:
        return Made(arn, {"FindingAggregatorArn": arn, "FindingAggregationRegion": request.place.region})


@handles("AWS::SecurityHub::OrganizationConfiguration")
class OrganizationConfiguration(SecurityHubHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-securityhub-organizationconfiguration.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        return self._put(request, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self._put(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        self._put(request, {"AutoEnable": False, "AutoEnableStandards": "NONE"})

    def _put(self, request: Request, properties: Properties) -> Made:
        # moto wants the status told that AWS tells.
        kind = {"ConfigurationType": properties.get("ConfigurationType", "LOCAL"), "Status": "ENABLED"}
        wanted = given(properties, "AutoEnable", "AutoEnableStandards")
        self.api(request).update_organization_configuration(**wanted, OrganizationConfiguration=kind)

        identity = f"{request.place.account}/{request.place.region}"
        facts = {"Status": "ENABLED", "StatusMessage": "", "MemberAccountLimitReached": False}
        return Made(identity, {"OrganizationConfigurationIdentifier": identity, **facts})


@handles("AWS::SecurityHub::ConfigurationPolicy")
class ConfigurationPolicy(SecurityHubHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-securityhub-configurationpolicy.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "Name", "Description", "ConfigurationPolicy")
        made = self.api(request).create_configuration_policy(**wanted, Tags=tag_map(properties.get("Tags")))
        return self._made(request, made["Id"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        identity = _policy_id(physical_id)
        wanted = {"Description": "", **given(after, "Name", "Description", "ConfigurationPolicy")}
        self.api(request).update_configuration_policy(Identifier=identity, **wanted)
        set_policy_tags(request.place, identity, tag_map(after.get("Tags")))
        return self._made(request, identity)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_configuration_policy(Identifier=_policy_id(physical_id))

    def _made(self, request: Request, identity: str) -> Made:
        policy = self.api(request).get_configuration_policy(Identifier=identity)
        times = {name: policy[name].isoformat() for name in ("CreatedAt", "UpdatedAt")}
        enabled = policy["ConfigurationPolicy"]["SecurityHub"].get("ServiceEnabled", True)
        return Made(policy["Arn"], {**given(policy, "Arn", "Id"), **times, "ServiceEnabled": enabled})


@handles("AWS::SecurityHub::PolicyAssociation")
class PolicyAssociation(SecurityHubHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-securityhub-policyassociation.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        return self._associate(request, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self._associate(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).start_configuration_policy_disassociation(**_association(properties))

    def _associate(self, request: Request, properties: Properties) -> Made:
        made = self.api(request).start_configuration_policy_association(**_association(properties))
        identity = f"{properties['TargetType']}/{properties['TargetId']}"
        facts = given(made, "AssociationStatus", "AssociationType", "AssociationStatusMessage")
        return Made(identity, {**facts, "AssociationIdentifier": identity, "UpdatedAt": made["UpdatedAt"].isoformat()})


def _association(properties: Properties) -> Properties:
    target = {_KINDS[properties["TargetType"]]: properties["TargetId"]}
    return {"ConfigurationPolicyIdentifier": properties["ConfigurationPolicyId"], "Target": target}


def _policy_id(arn: str) -> str:
    return arn.rpartition("/")[2]
