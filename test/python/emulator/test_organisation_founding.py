"""Organisations that are there before the first deployment, and what somebody does in them by hand."""

from __future__ import annotations

from typing import Any
from urllib.error import HTTPError

import pytest

PLACE = {"account": "111111111111", "region": "eu-west-1"}
INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"


@pytest.fixture(scope="module")
def founded(zone: Any) -> None:
    zone.steer(
        "found-organization",
        {
            "management": PLACE["account"],
            "region": PLACE["region"],
            "organizationId": "o-a1b2c3d4e5",
            "rootId": "r-ab12",
            "accounts": ["222222222222"],
            "instanceArn": INSTANCE,
        },
    )


def run(zone: Any, command: str) -> Any:
    return zone.steer("command", {"command": command, **PLACE})["answer"]


def refusal_of(zone: Any, command: str) -> str:
    with pytest.raises(HTTPError) as refused:
        run(zone, command)
    return refused.value.read().decode()


def test_an_organisation_has_the_ids_that_it_is_given(zone: Any, founded: None) -> None:
    zone.steer("join-organization", {"management": PLACE["account"], "region": PLACE["region"], "accounts": ["333333333333"]})

    organizations = zone.client("organizations")
    theirs = zone.client("organizations", account="333333333333").describe_organization()["Organization"]
    assert theirs["Id"] == "o-a1b2c3d4e5" and theirs["MasterAccountId"] == "111111111111"
    members = organizations.list_accounts_for_parent(ParentId="r-ab12")["Accounts"]
    assert {member["Id"] for member in members} == {"111111111111", "222222222222", "333333333333"}
    assert organizations.list_roots()["Roots"][0]["PolicyTypes"] == []
    assert zone.client("sso-admin").list_instances()["Instances"][0]["InstanceArn"] == INSTANCE


def test_a_management_account_has_one_organisation(zone: Any, founded: None) -> None:
    body = {"management": "111111111111", "region": "eu-west-1", "organizationId": "o-zzzzzzzzzz", "rootId": "r-zzzz"}

    with pytest.raises(HTTPError) as refused:
        zone.steer("found-organization", body)

    assert "111111111111 has the organization o-a1b2c3d4e5 already" in refused.value.read().decode()


def test_an_account_is_moved_from_where_it_lies(zone: Any, founded: None) -> None:
    unit = run(zone, "aws organizations create-organizational-unit --parent-id r-ab12 --name one --query OrganizationalUnit.Id")
    move = f"aws organizations move-account --account-id 222222222222 --destination-parent-id {unit} --source-parent-id"

    wrong = refusal_of(zone, f"{move} {unit}")
    run(zone, f"{move} r-ab12")

    assert "SourceParentNotFoundException" in wrong
    assert run(zone, "aws organizations list-parents --child-id 222222222222 --query Parents[].Id") == [unit]


def test_an_administrator_is_named_for_a_service_that_is_trusted(zone: Any, founded: None) -> None:
    command = "organizations register-delegated-administrator --account-id 222222222222 --service-principal config.amazonaws.com"

    early = refusal_of(zone, f"aws {command}")
    run(zone, "aws organizations enable-aws-service-access --service-principal config.amazonaws.com")
    run(zone, f"aws {command}")

    assert "Trusted access is not enabled for config.amazonaws.com" in early


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ("aws organizations move-accounts --account-id 1", "organizations has no command move-accounts"),
        ("aws organizations list-parents --child 1", "there is no option --child; there are ChildId, MaxResults, NextToken"),
        ("terraform apply now", "terraform is not the AWS CLI"),
        ("aws organizations list-roots now", "now stands before every option"),
    ],
)
def test_a_command_that_the_cli_would_not_take(zone: Any, founded: None, command: str, complaint: str) -> None:
    assert complaint in refusal_of(zone, command)


def test_commands_take_the_shorthand_of_the_cli(zone: Any, founded: None) -> None:
    zone.client("guardduty").create_detector(Enable=True)
    detector = '"$(aws guardduty list-detectors --query DetectorIds[0] --output text)"'
    features = "--features Name=S3_DATA_EVENTS,Status=ENABLED Name=RDS_LOGIN_EVENTS,Status=DISABLED"

    run(zone, f"aws guardduty update-detector --detector-id {detector} --no-enable {features}")

    answer = run(zone, f"aws guardduty get-detector --detector-id {detector} --region eu-west-1")
    assert answer["Status"] == "DISABLED"
