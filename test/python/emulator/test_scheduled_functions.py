"""A handler that runs by a schedule, and keeps what it did in a table: fired by hand, and when time is moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from deployments import attribute, deploy, destroy, ref, resource
from zone import REGION, Zone

# Counts how often it ran, and lets every run of a token but the first fail.
COUNT = """
import boto3, os
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    table.update_item(Key={"id": "runs"}, UpdateExpression="ADD runs :one", ExpressionAttributeValues={":one": 1})
    table.put_item(Item={"id": event["token"]}, ConditionExpression="attribute_not_exists(id)")
"""


def role(service: str, action: str) -> dict[str, Any]:
    trusted = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    allowed = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return resource(
        "AWS::IAM::Role",
        AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": [trusted]},
        Policies=[{"PolicyName": "work", "PolicyDocument": {"Version": "2012-10-17", "Statement": [allowed]}}],
    )


@pytest.fixture
def counter(zone: Zone) -> Iterator[str]:
    """The table of a function that a schedule of Scheduler and a rule invoke every hour; its name."""
    by_schedule = {"Arn": attribute("F", "Arn"), "RoleArn": attribute("Caller", "Arn"), "Input": '{"token": "schedule"}'}
    by_rule = {"Id": "F", "Arn": attribute("F", "Arn"), "Input": '{"token": "rule"}'}
    template = {
        "T": resource(
            "AWS::DynamoDB::Table",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        ),
        "R": role("lambda.amazonaws.com", "*"),
        "F": resource(
            "AWS::Lambda::Function",
            Role=attribute("R", "Arn"),
            Runtime="python3.12",
            Handler="index.handler",
            Code={"ZipFile": COUNT},
            Environment={"Variables": {"TABLE": ref("T")}},
        ),
        "Caller": role("scheduler.amazonaws.com", "lambda:InvokeFunction"),
        "Hourly": resource(
            "AWS::Scheduler::Schedule",
            Name="hourly",
            ScheduleExpression="rate(1 hour)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target=by_schedule,
        ),
        "Rule": resource("AWS::Events::Rule", Name="hourly-rule", ScheduleExpression="rate(1 hour)", Targets=[by_rule]),
        "Permission": resource(
            "AWS::Lambda::Permission",
            Action="lambda:InvokeFunction",
            FunctionName=ref("F"),
            Principal="events.amazonaws.com",
            SourceArn=attribute("Rule", "Arn"),
        ),
    }
    made = deploy(zone, "counter", template, {"T": ref("T")})
    assert made.failures == {}
    yield made.outputs["T"]
    destroy(zone, "counter")


def written(zone: Zone, table: str) -> dict[str, int]:
    """The ids of a table's items, and how often the function ran."""
    items = zone.client("dynamodb").scan(TableName=table)["Items"]
    return {item["id"]["S"]: int(item.get("runs", {}).get("N", 1)) for item in items}


@pytest.mark.parametrize(("schedule", "token"), [("hourly", "schedule"), ("hourly-rule", "rule")])
def test_a_schedule_and_a_rule_are_fired_by_hand(zone: Zone, counter: str, schedule: str, token: str) -> None:
    place = {"account": "111111111111", "region": REGION}

    zone.steer("fire", {"schedule": schedule, **place})
    zone.steer("settle")

    assert written(zone, counter) == {"runs": 1, token: 1}


def test_both_fire_when_they_are_due(zone: Zone, counter: str) -> None:
    fired = zone.steer("clock", {"advance": 3601})["fired"]

    assert sorted(due["name"].rpartition("/")[2] for due in fired) == ["hourly", "hourly-rule"]
    assert written(zone, counter) == {"runs": 2, "schedule": 1, "rule": 1}


def test_a_condition_refuses_what_was_written_before(zone: Zone, counter: str) -> None:
    name = zone.client("cloudformation").describe_stack_resource(StackName="counter", LogicalResourceId="F")
    function = name["StackResourceDetail"]["PhysicalResourceId"]

    answers = [zone.client("lambda").invoke(FunctionName=function, Payload=b'{"token": "once"}') for _ in range(2)]

    errors = [json.loads(answer["Payload"].read()) for answer in answers]
    assert errors[0] is None
    assert errors[1]["errorType"] == "ConditionalCheckFailedException"
    assert written(zone, counter) == {"runs": 2, "once": 1}
