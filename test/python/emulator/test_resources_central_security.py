"""What an organisation's administrator watches it with, from an account that its management has named."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployments import attribute, deploy, destroy, ref, resource

MANAGEMENT = "111111111111"
SECURITY = "333333333333"
HUB = resource("AWS::SecurityHub::Hub", EnableDefaultStandards="false")
CENTRAL = {"ConfigurationType": "CENTRAL", "AutoEnable": False, "AutoEnableStandards": "NONE"}


class Security:
    """The zone, seen from the security account."""

    def __init__(self, zone: Any):
        self._zone = zone

    def client(self, service: str) -> Any:
        return self._zone.client(service, account=SECURITY)


@pytest.fixture(scope="module")
def security(zone: Any) -> Security:
    zone.steer(
        "found-organization",
        {
            "management": MANAGEMENT,
            "region": "eu-west-1",
            "organizationId": "o-a1b2c3d4e5",
            "rootId": "r-ab12",
            "accounts": [SECURITY, "222222222222"],
        },
    )
    return Security(zone)


def run(zone: Any, command: str, account: str = MANAGEMENT) -> Any:
    return zone.steer("command", {"command": command, "account": account, "region": "eu-west-1"})["answer"]


def delegate(zone: Any, service: str) -> None:
    run(zone, f"aws organizations enable-aws-service-access --service-principal {service}")
    run(zone, f"aws organizations register-delegated-administrator --account-id {SECURITY} --service-principal {service}")


def test_rules_and_aggregators_of_an_organisation_are_its_administrators(zone: Any, security: Security) -> None:
    def template(name: str, description: str) -> dict[str, Any]:
        managed = {"RuleIdentifier": "SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS", "Description": description}
        source = {"RoleArn": f"arn:aws:iam::{SECURITY}:role/aggregator", "AllAwsRegions": True}
        return {
            "R": resource(
                "AWS::Config::OrganizationConfigRule", OrganizationConfigRuleName=name, OrganizationManagedRuleMetadata=managed
            ),
            "A": resource("AWS::Config::ConfigurationAggregator", "R", OrganizationAggregationSource=source),
        }

    refused = deploy(security, "not-yet", template("watched", "one"))
    for service in ("config-multiaccountsetup.amazonaws.com", "config.amazonaws.com"):
        delegate(zone, service)

    outputs = {"R": ref("R"), "Id": attribute("R", "Id")}
    made = deploy(security, "rules", template("watched", "one"), outputs)
    changed = deploy(security, "rules", template("watched", "two"), outputs)
    taken = deploy(security, "rules-again", template("watched", "one"))
    replaced = deploy(security, "rules", template("other", "two"), outputs)

    assert "OrganizationAccessDenied" in refused.failures["R"] or "delegated administrator" in refused.failures["R"]
    assert (changed.status, changed.outputs) == ("UPDATE_COMPLETE", made.outputs)
    assert made.outputs["R"] == "watched" and made.outputs["Id"].startswith("watched-")
    assert "already exists" in taken.failures["R"]
    rules = security.client("config").describe_organization_config_rules()["OrganizationConfigRules"]
    assert [rule["OrganizationConfigRuleName"] for rule in rules] == [replaced.outputs["R"]] == ["other"]
    assert rules[0]["OrganizationManagedRuleMetadata"]["Description"] == "two"
    assert destroy(security, "rules").status == "DELETE_COMPLETE"
    assert security.client("config").describe_organization_config_rules()["OrganizationConfigRules"] == []


def test_the_administrator_of_a_service_has_it_turned_on(zone: Any, security: Security) -> None:
    for command in ("guardduty", "macie2", "securityhub"):
        run(zone, f"aws {command} enable-organization-admin-account --admin-account-id {SECURITY}")

    there = deploy(security, "there", {"H": HUB, "G": resource("AWS::GuardDuty::Detector", "H", Enable=True)})

    assert "already exists" in there.failures["H"]
    assert len(run(zone, "aws guardduty list-detectors --query DetectorIds", SECURITY)) == 1
    assert security.client("macie2").get_macie_session()["status"] == "ENABLED"
    named = "aws organizations list-delegated-administrators --service-principal securityhub.amazonaws.com --query"
    assert run(zone, f"{named} DelegatedAdministrators[0].Id") == SECURITY


def test_policies_of_security_hub_hold_where_they_are_associated(zone: Any, security: Security) -> None:
    def template(description: str, target: str, kind: str, regions: list[str]) -> dict[str, Any]:
        content = {"SecurityHub": {"ServiceEnabled": "true", "EnabledStandardIdentifiers": [], "SecurityControlsConfiguration": {}}}
        linked = {"RegionLinkingMode": "SPECIFIED_REGIONS", "Regions": regions}
        held = {"ConfigurationPolicyId": attribute("P", "Id"), "TargetId": target, "TargetType": kind}
        return {
            "F": resource("AWS::SecurityHub::FindingAggregator", **linked),
            "C": resource("AWS::SecurityHub::OrganizationConfiguration", "F", **CENTRAL),
            "P": resource(
                "AWS::SecurityHub::ConfigurationPolicy",
                "C",
                Name="watched",
                Description=description,
                ConfigurationPolicy=content,
                Tags={"for": description},
            ),
            "A": resource("AWS::SecurityHub::PolicyAssociation", **held),
        }

    outputs = {"F": ref("F"), "P": ref("P"), "Id": attribute("P", "Id"), "A": ref("A")}
    made = deploy(security, "central", template("one", "r-ab12", "ROOT", ["eu-central-1"]), outputs)
    assert made.status == "CREATE_COMPLETE", made.failures
    changed = deploy(security, "central", template("two", "r-ab12", "ROOT", ["us-east-1"]), outputs)
    replaced = deploy(security, "central", template("two", "222222222222", "ACCOUNT", ["us-east-1"]), outputs)
    nobody = deploy(security, "central", template("two", "888888888888", "ACCOUNT", ["us-east-1"]), outputs)

    hub = security.client("securityhub")
    assert (changed.status, changed.outputs) == ("UPDATE_COMPLETE", made.outputs)
    assert hub.get_finding_aggregator(FindingAggregatorArn=made.outputs["F"])["Regions"] == ["us-east-1"]
    assert hub.get_configuration_policy(Identifier=made.outputs["Id"])["Description"] == "two"
    assert [made.outputs["A"], replaced.outputs["A"]] == ["ROOT/r-ab12", "ACCOUNT/222222222222"]
    assert "The organization has no target 888888888888." in nobody.failures["A"]
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        hub.get_configuration_policy_association(Target={"RootId": "r-ab12"})
    with pytest.raises(ClientError, match="ResourceConflictException"):
        hub.delete_configuration_policy(Identifier=made.outputs["Id"])
    again = deploy(security, "central-again", {"F": template("one", "r-ab12", "ROOT", ["eu-central-1"])["F"]})
    assert "already exists" in again.failures["F"]
    assert destroy(security, "central").status == "DELETE_COMPLETE"


def test_central_configuration_waits_for_an_aggregator(zone: Any, security: Security) -> None:
    made = deploy(security, "early", {"C": resource("AWS::SecurityHub::OrganizationConfiguration", **CENTRAL)})

    assert "needs a finding aggregator" in made.failures["C"]
