"""Events go from a bus to the targets of the rules that match, as far as policies let them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from botocore.exceptions import ClientError
from zone import ACCOUNT, REGION, Zone
from deployments import attribute, deploy, destroy, ref, resource, tags

OTHER = "222222222222"
THIRD = "333333333333"


def put(zone: Zone, source: str, detail: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    entry = {"Source": source, "DetailType": "Tested", "Detail": json.dumps(detail or {}), **more}
    return dict(zone.client("events").put_events(Entries=[entry]))


def rule(zone: Zone, name: str, *targets: dict[str, Any], account: str = ACCOUNT, bus: str = "default", source: str = "") -> str:
    """A rule of the name for events of the source of the same name."""
    events = zone.client("events", account)
    arn = events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps({"source": [source or name]}))["RuleArn"]
    events.put_targets(
        Rule=name, EventBusName=bus, Targets=[{"Id": str(number), **target} for number, target in enumerate(targets)]
    )
    return str(arn)


def queue(zone: Zone, name: str, account: str = ACCOUNT, admits: bool = True, **attributes: str) -> str:
    """The ARN of a queue whose policy admits EventBridge, or of one that has no policy."""
    arn = f"arn:aws:sqs:{REGION}:{account}:{name}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = {"Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})} if admits else {}
    zone.client("sqs", account).create_queue(QueueName=name, Attributes={**policy, **attributes})
    return arn


def role(zone: Zone, name: str, account: str = ACCOUNT, trusts: str = "events.amazonaws.com") -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": trusts}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return str(zone.client("iam", account).create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"])


def received(zone: Zone, name: str, account: str = ACCOUNT) -> list[dict[str, Any]]:
    zone.steer("settle")
    sqs = zone.client("sqs", account)
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    return list(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages", []))


def outcomes(zone: Zone, source: str, account: str = ACCOUNT) -> list[list[dict[str, str]]]:
    """For each arrival of the source's events, what came of the targets."""
    zone.steer("settle")
    log = zone.steer("events", {"account": account, "source": source})
    return [[target for matched in entry["rules"] for target in matched["targets"]] for entry in log]


def test_an_event_reaches_the_queue_of_a_matching_rule_in_the_documented_form(zone: Zone) -> None:
    rule(zone, "form", {"Arn": queue(zone, "form")})
    rule(zone, "elsewhere", {"Arn": queue(zone, "elsewhere")})

    answer = put(zone, "form", {"a": 1}, Resources=["arn:aws:s3:::x"])

    event = json.loads(received(zone, "form")[0]["Body"])
    assert answer["FailedEntryCount"] == 0
    assert event == {
        "version": "0",
        "id": answer["Entries"][0]["EventId"],
        "detail-type": "Tested",
        "source": "form",
        "account": ACCOUNT,
        "time": event["time"],
        "region": REGION,
        "resources": ["arn:aws:s3:::x"],
        "detail": {"a": 1},
    }
    assert event["time"].endswith("Z")
    assert received(zone, "elsewhere") == []


def test_a_disabled_rule_delivers_nothing(zone: Zone) -> None:
    rule(zone, "disabled", {"Arn": queue(zone, "disabled")})
    zone.client("events").disable_rule(Name="disabled")

    put(zone, "disabled")

    assert received(zone, "disabled") == []


def test_taking_a_role_is_told_to_rules_that_ask_for_reading_calls(zone: Zone) -> None:
    taken = f"arn:aws:iam::{ACCOUNT}:role/break-glass"
    pattern = json.dumps({"source": ["aws.sts"], "detail": {"requestParameters": {"roleArn": [taken]}}})
    events, target = zone.client("events"), {"Id": "1", "Arn": queue(zone, "taken")}
    for name, state in (("deaf", "ENABLED"), ("attentive", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")):
        events.put_rule(Name=name, EventPattern=pattern, State=state)
        events.put_targets(Rule=name, Targets=[target])

    zone.client("sts", OTHER).assume_role(RoleArn=taken, RoleSessionName="alice", SourceIdentity="alice")
    zone.client("sts", OTHER).assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/other", RoleSessionName="alice")

    [message] = received(zone, "taken")
    event = json.loads(message["Body"])
    assert (event["source"], event["detail-type"]) == ("aws.sts", "AWS API Call via CloudTrail")
    assert event["detail"]["requestParameters"] == {"roleArn": taken, "roleSessionName": "alice", "sourceIdentity": "alice"}
    assert event["detail"]["userIdentity"]["accountId"] == OTHER and "arn" not in event["detail"]["userIdentity"]
    for name in ("deaf", "attentive"):
        events.remove_targets(Rule=name, Ids=["1"])
        events.delete_rule(Name=name)


def test_a_target_gets_the_part_the_constant_or_the_template_that_it_asks_for(zone: Zone) -> None:
    template = (
        '{"who": <name>, "text": "Hello <name> of <group>", "all": <detail>, "rule": "<aws.events.rule-name>", "none": <none>}'
    )
    paths = {"name": "$.detail.name", "group": "$.detail.groups[0]", "detail": "$.detail", "none": "$.detail.none"}
    arn = queue(zone, "input")
    rule(
        zone,
        "input",
        {"Arn": arn, "InputPath": "$.detail.name"},
        {"Arn": arn, "Input": '{"constant": true}'},
        {"Arn": arn, "InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}},
    )

    put(zone, "input", {"name": 'Ada "L"', "groups": ["a", "b"]})

    bodies = [json.loads(message["Body"]) for message in received(zone, "input")]
    assert bodies == [
        'Ada "L"',
        {"constant": True},
        {
            "who": 'Ada "L"',
            "text": 'Hello Ada "L" of a',
            "all": {"name": 'Ada "L"', "groups": ["a", "b"]},
            "rule": "input",
            "none": "",
        },
    ]


def test_a_queue_without_a_policy_for_eventbridge_sends_the_event_to_the_dead_letter_queue(zone: Zone) -> None:
    target, dead = queue(zone, "closed", admits=False), queue(zone, "closed-dead")
    arn = rule(zone, "closed", {"Arn": target, "DeadLetterConfig": {"Arn": dead}})

    put(zone, "closed", {"a": 1})

    (message,) = received(zone, "closed-dead")
    attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert json.loads(message["Body"])["detail"] == {"a": 1}
    assert attributes == {
        "RULE_ARN": arn,
        "TARGET_ARN": target,
        "ERROR_CODE": "NO_PERMISSIONS",
        "ERROR_MESSAGE": f"the policy of {target} does not allow sqs:SendMessage to events.amazonaws.com",
        "RETRY_ATTEMPTS": "0",
    }


def test_a_target_that_does_not_exist_drops_the_event_if_there_is_no_dead_letter_queue(zone: Zone) -> None:
    rule(zone, "gone", {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:gone"})

    put(zone, "gone")

    assert outcomes(zone, "gone") == [
        [
            {
                "id": "0",
                "arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:gone",
                "outcome": "dropped",
                "reason": "NO_RESOURCE: The specified queue does not exist.",
            }
        ]
    ]


def test_a_throttled_target_is_tried_again_until_the_retry_policy_is_exhausted(zone: Zone) -> None:
    retries = {"RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60}}
    dead = queue(zone, "throttled-dead")
    topic = zone.client("sns").create_topic(Name="throttled")["TopicArn"]
    statement = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish", "Resource": topic}
    zone.client("sns").set_topic_attributes(
        TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    rule(zone, "throttled", {"Arn": topic, "DeadLetterConfig": {"Arn": dead}, **retries})
    zone.steer("faults", [{"kind": "throttle", "match": {"service": "sns", "operation": "Publish"}, "times": 5}])

    put(zone, "throttled")
    put(zone, "throttled")

    (message,) = received(zone, "throttled-dead")
    zone.steer("faults", [])
    attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert attributes["ERROR_CODE"] == "THROTTLING"
    assert attributes["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"
    assert attributes["RETRY_ATTEMPTS"] == "2"
    assert [target["outcome"] for arrival in outcomes(zone, "throttled") for target in arrival] == ["dead letter", "delivered"]


def test_a_topic_with_its_default_policy_does_not_admit_eventbridge(zone: Zone) -> None:
    topic = zone.client("sns").create_topic(Name="default-policy")["TopicArn"]
    rule(zone, "default-policy", {"Arn": topic})

    put(zone, "default-policy")

    ((target,),) = outcomes(zone, "default-policy")
    assert target["reason"] == f"NO_PERMISSIONS: the policy of {topic} does not allow sns:Publish to events.amazonaws.com"


def test_an_encrypted_queue_needs_a_key_that_admits_eventbridge(zone: Zone) -> None:
    key = zone.client("kms").create_key()["KeyMetadata"]
    rule(zone, "encrypted", {"Arn": queue(zone, "encrypted", KmsMasterKeyId=key["KeyId"])})

    put(zone, "encrypted")

    ((target,),) = outcomes(zone, "encrypted")
    assert (
        target["reason"]
        == f"NO_PERMISSIONS: the policy of {key['Arn']} does not allow kms:GenerateDataKey to events.amazonaws.com"
    )


def test_a_log_group_gets_the_event_if_a_resource_policy_allows_it(zone: Zone) -> None:
    logs = zone.client("logs")
    logs.create_log_group(logGroupName="/aws/events/tested")
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/events/*:*",
    }
    logs.put_resource_policy(policyName="events", policyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    rule(zone, "logged", {"Arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/events/tested"})

    put(zone, "logged", {"a": 1})
    zone.steer("settle")

    (written,) = logs.filter_log_events(logGroupName="/aws/events/tested")["events"]
    assert json.loads(written["message"])["detail"] == {"a": 1}


def test_an_event_crosses_to_a_bus_of_another_account_whose_policy_allows_the_account(zone: Zone) -> None:
    hub = zone.client("events", OTHER).create_event_bus(Name="hub")["EventBusArn"]
    statement = {"Sid": "spokes", "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "events:PutEvents", "Resource": hub}
    zone.client("events", OTHER).put_permission(
        EventBusName="hub", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    rule(zone, "crossing", {"Arn": hub})
    rule(zone, "crossing", {"Arn": queue(zone, "crossed", OTHER)}, account=OTHER, bus="hub")

    put(zone, "crossing", {"a": 1})

    event = json.loads(received(zone, "crossed", OTHER)[0]["Body"])
    assert event["account"] == ACCOUNT
    assert event["detail"] == {"a": 1}


def test_a_bus_of_another_account_without_a_permission_refuses_the_event(zone: Zone) -> None:
    hub = zone.client("events", OTHER).create_event_bus(Name="closed-hub")["EventBusArn"]
    dead = queue(zone, "refused-dead")
    rule(zone, "refused", {"Arn": hub, "DeadLetterConfig": {"Arn": dead}})

    put(zone, "refused")

    ((target,),) = outcomes(zone, "refused")
    assert target["outcome"] == "dead letter"
    assert target["reason"] == f"NO_PERMISSIONS: the policy of {hub} does not allow events:PutEvents to {ACCOUNT}"
    assert outcomes(zone, "refused", OTHER) == []


def test_a_policy_for_an_organisation_wants_a_role_on_the_target(zone: Zone) -> None:
    organisation = zone.client("organizations").create_organization(FeatureSet="ALL")["Organization"]["Id"]
    hub = zone.client("events", OTHER).create_event_bus(Name="org-hub")["EventBusArn"]
    zone.client("events", OTHER).put_permission(
        EventBusName="org-hub",
        StatementId="org",
        Action="events:PutEvents",
        Principal="*",
        Condition={"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": organisation},
    )
    sender = role(zone, "org-sender")
    rule(zone, "org-wide", {"Arn": hub}, {"Arn": hub, "RoleArn": sender})

    put(zone, "org-wide")

    ((without, with_role),) = outcomes(zone, "org-wide")
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/org-sender/events"
    recorded = [call for call in zone.steer("calls") if call["principal"] == session]
    assert without["reason"] == f"NO_PERMISSIONS: the policy of {hub} does not allow events:PutEvents to {ACCOUNT}"
    assert with_role["outcome"] == "delivered"
    assert [(call["operation"], call["parameters"]) for call in recorded] == [("PutEvents", {"Entries": [{"EventBusName": hub}]})]


def test_an_event_from_another_bus_goes_on_to_no_third_one(zone: Zone) -> None:
    for account, bus in ((OTHER, "second"), (THIRD, "third")):
        zone.client("events", account).create_event_bus(Name=bus)
        zone.client("events", account).put_permission(
            EventBusName=bus, StatementId="all", Action="events:PutEvents", Principal="*"
        )
    dead = queue(zone, "hop-dead", OTHER)
    rule(zone, "hop", {"Arn": f"arn:aws:events:{REGION}:{OTHER}:event-bus/second"})
    third = {"Arn": f"arn:aws:events:{REGION}:{THIRD}:event-bus/third", "DeadLetterConfig": {"Arn": dead}}
    rule(zone, "hop", third, account=OTHER, bus="second")

    put(zone, "hop")

    (message,) = received(zone, "hop-dead", OTHER)
    assert message["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "THIRD_ACCOUNT_HOP_DETECTED"
    assert outcomes(zone, "hop", THIRD) == []


def test_a_bus_policy_that_names_sources_lets_only_those_pass(zone: Zone) -> None:
    hub = zone.client("events", OTHER).create_event_bus(Name="picky")["EventBusArn"]
    statement = {
        "Sid": "picky",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "events:PutEvents",
        "Resource": hub,
        "Condition": {"StringLike": {"events:source": "picky-*"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": statement})
    zone.client("events", OTHER).put_permission(EventBusName="picky", Policy=policy)
    rule(zone, "picky-good", {"Arn": hub})
    rule(zone, "unwanted", {"Arn": hub})

    put(zone, "picky-good")
    put(zone, "unwanted")

    assert outcomes(zone, "picky-good")[0][0]["outcome"] == "delivered"
    assert outcomes(zone, "unwanted")[0][0]["outcome"] == "dropped"


def test_putting_an_event_on_a_foreign_bus_needs_its_permission(zone: Zone) -> None:
    hub = zone.client("events", OTHER).create_event_bus(Name="foreign")["EventBusArn"]

    with pytest.raises(ClientError) as refusal:
        put(zone, "foreign", EventBusName=hub)

    assert refusal.value.response["Error"]["Code"] == "AccessDeniedException"
    assert refusal.value.response["Error"]["Message"] == (
        f"User: arn:aws:iam::{ACCOUNT}:root is not authorized to perform: events:PutEvents on resource: {hub} "
        "because no resource-based policy allows the events:PutEvents action"
    )


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        ({"Source": "aws.sagemaker"}, "NotAuthorizedForSourceException", "Not authorized for the source."),
        ({"Detail": "[1]"}, "MalformedDetail", "Detail is malformed."),
        ({"DetailType": ""}, "InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument."),
    ],
)
def test_a_bad_entry_is_refused_and_the_others_are_not(zone: Zone, entry: dict[str, str], code: str, message: str) -> None:
    good = {"Source": "entries", "DetailType": "Tested", "Detail": "{}"}

    answer = zone.client("events").put_events(Entries=[{**good, **entry}, good])

    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0] == {"ErrorCode": code, "ErrorMessage": message}
    assert "EventId" in answer["Entries"][1]


def test_a_state_machine_starts_with_the_role_of_its_target(zone: Zone) -> None:
    steps = zone.client("stepfunctions")
    machine = steps.create_state_machine(
        name="started",
        definition='{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}',
        roleArn=role(zone, "machine"),
    )["stateMachineArn"]
    rule(zone, "machine", {"Arn": machine, "RoleArn": role(zone, "starter")})

    put(zone, "machine")
    zone.steer("settle")

    assert len(steps.list_executions(stateMachineArn=machine)["executions"]) == 1


@pytest.mark.parametrize("service", ["states", "sagemaker"])
def test_a_target_that_acts_with_a_role_wants_one(zone: Zone, service: str) -> None:
    arn = f"arn:aws:{service}:{REGION}:{ACCOUNT}:pipeline/abalone"

    with pytest.raises(ClientError) as refusal:
        rule(zone, "without-role", {"Arn": arn})

    assert refusal.value.response["Error"]["Code"] == "ValidationException"
    assert refusal.value.response["Error"]["Message"] == f"RoleArn is required for target {arn}."


def test_a_role_that_does_not_trust_eventbridge_is_refused(zone: Zone) -> None:
    untrusting = role(zone, "untrusting", trusts="lambda.amazonaws.com")

    with pytest.raises(ClientError) as refusal:
        rule(zone, "untrusted", {"Arn": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:x", "RoleArn": untrusting})

    assert refusal.value.response["Error"]["Message"] == (
        f"Provided role '{untrusting}' cannot be assumed by principal 'events.amazonaws.com'."
    )


def test_a_rule_takes_five_targets_and_no_sixth(zone: Zone) -> None:
    arn = queue(zone, "many")
    rule(zone, "many", *[{"Arn": arn}] * 5)

    with pytest.raises(ClientError) as refusal:
        zone.client("events").put_targets(Rule="many", Targets=[{"Id": "sixth", "Arn": arn}])

    assert refusal.value.response["Error"]["Code"] == "LimitExceededException"


def function(zone: Zone, name: str) -> str:
    """A function that keeps the event in a parameter of its own name."""
    code = f"""
import json, time, boto3
def handler(event, context):
    time.sleep(0.3)
    boto3.client("ssm").put_parameter(Name="{name}", Value=json.dumps(event), Type="String", Overwrite=True)
"""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("index.py", code)
    made = zone.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Handler="index.handler",
        Role=role(zone, name, trusts="lambda.amazonaws.com"),
        Code={"ZipFile": package.getvalue()},
        Timeout=20,
    )
    return str(made["FunctionArn"])


def test_a_function_runs_for_an_event_if_its_policy_names_the_rule(zone: Zone) -> None:
    called = function(zone, "called")
    arn = rule(zone, "called", {"Arn": called})
    zone.client("lambda").add_permission(
        FunctionName="called", StatementId="rule", Action="lambda:InvokeFunction", Principal="events.amazonaws.com", SourceArn=arn
    )

    put(zone, "called", {"a": 1})
    zone.steer("settle")

    kept = json.loads(zone.client("ssm").get_parameter(Name="called")["Parameter"]["Value"])
    assert (kept["source"], kept["detail"]) == ("called", {"a": 1})


def test_a_function_without_a_permission_for_the_rule_does_not_run(zone: Zone) -> None:
    uncalled = function(zone, "uncalled")
    rule(zone, "uncalled", {"Arn": uncalled})
    other = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/another"
    zone.client("lambda").add_permission(
        FunctionName="uncalled",
        StatementId="rule",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=other,
    )

    put(zone, "uncalled")

    ((target,),) = outcomes(zone, "uncalled")
    assert target["outcome"] == "dropped"
    assert (
        target["reason"]
        == f"NO_PERMISSIONS: the policy of {uncalled} does not allow lambda:InvokeFunction to events.amazonaws.com"
    )


def test_events_are_dropped_repeated_and_held_back_on_demand(zone: Zone) -> None:
    arn = queue(zone, "faulty")
    for source in ("dropped", "repeated", "held", "plain"):
        rule(zone, source, {"Arn": arn})
    zone.steer(
        "faults",
        [
            {"kind": "drop-event", "match": {"source": "dropped"}},
            {"kind": "repeat-event", "match": {"source": "repeated", "account": ACCOUNT}},
            {"kind": "hold-event", "match": {"source": "held", "detail-type": "Tested"}, "value": 2},
        ],
    )

    for source in ("held", "dropped", "repeated", "plain"):
        put(zone, source)

    order = [json.loads(message["Body"])["source"] for message in received(zone, "faulty")]
    zone.steer("faults", [])
    assert order == ["repeated", "repeated", "held", "plain"]


def test_an_archive_keeps_events_and_replays_them(zone: Zone) -> None:
    events = zone.client("events")
    bus = events.create_event_bus(Name="archived")["EventBusArn"]
    archive = events.create_archive(ArchiveName="kept", EventSourceArn=bus, EventPattern='{"source": ["archived"]}')["ArchiveArn"]
    rule(zone, "archived", {"Arn": queue(zone, "replayed"), "InputPath": "$.replay-name"}, bus="archived")
    put(zone, "archived", EventBusName="archived")
    zone.steer("settle")

    events.start_replay(
        ReplayName="again", EventSourceArn=archive, EventStartTime=0, EventEndTime=4_000_000_000, Destination={"Arn": bus}
    )

    assert [json.loads(message["Body"]) for message in received(zone, "replayed")] == ["", "again"]
    assert events.describe_archive(ArchiveName="kept")["EventCount"] == 1


def test_an_archive_whose_pattern_changes_keeps_other_events(zone: Zone) -> None:
    events = zone.client("events")
    bus = events.create_event_bus(Name="rearchived")["EventBusArn"]
    events.create_archive(ArchiveName="changed", EventSourceArn=bus, EventPattern='{"source": ["rearchived"]}')

    events.update_archive(ArchiveName="changed", EventPattern='{"source": ["something else"]}')
    put(zone, "rearchived", EventBusName="rearchived")
    zone.steer("settle")

    assert events.describe_archive(ArchiveName="changed")["EventCount"] == 0


def bus_stack(zone: Zone, *targets: str, **more: Any) -> dict[str, Any]:
    """A bus that another account may use, and a rule on it with a target for each queue."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": OTHER},
        "Action": "events:PutEvents",
        "Resource": attribute("Bus", "Arn"),
    }
    wanted = [{"Id": name, "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"} for name in targets]
    rule_properties = {"EventBusName": ref("Bus"), "EventPattern": {"source": ["stack"]}, "Targets": wanted, **more}
    return {
        "Bus": resource("AWS::Events::EventBus", Name="stacked", Tags=tags(team="seals")),
        "Policy": resource("AWS::Events::EventBusPolicy", EventBusName=ref("Bus"), StatementId="other", Statement=statement),
        "Rule": resource("AWS::Events::Rule", **rule_properties),
        "Default": resource("AWS::Events::Rule", Name="on-default", ScheduleExpression="rate(1 day)"),
        "Archive": resource(
            "AWS::Events::Archive", SourceArn=attribute("Bus", "Arn"), EventPattern={"source": ["stack"]}, RetentionDays=7
        ),
    }


def test_a_stack_makes_a_bus_that_routes_and_changes_its_rule_in_place(zone: Zone) -> None:
    for name in ("before", "after"):
        queue(zone, name)
    outputs = {
        "Bus": ref("Bus"),
        "Arn": attribute("Bus", "Arn"),
        "Rule": ref("Rule"),
        "RuleArn": attribute("Rule", "Arn"),
        "Default": ref("Default"),
    }

    made = deploy(zone, "buses", bus_stack(zone, "before"), outputs)
    changed = deploy(zone, "buses", bus_stack(zone, "after", Tags=tags(team="seals")), outputs)
    zone.client("events", OTHER).put_events(
        Entries=[{"Source": "stack", "DetailType": "x", "Detail": "{}", "EventBusName": changed.outputs["Arn"]}]
    )

    events = zone.client("events")
    name = made.outputs["Rule"].partition("|")[2]
    assert (made.status, changed.status, changed.failures) == ("CREATE_COMPLETE", "UPDATE_COMPLETE", {})
    assert (
        changed.outputs
        == made.outputs
        == {
            "Bus": "stacked",
            "Arn": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/stacked",
            "Rule": f"stacked|{name}",
            "RuleArn": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/stacked/{name}",
            "Default": "on-default",
        }
    )
    assert len(received(zone, "after")) == 1
    assert received(zone, "before") == []
    assert events.list_tags_for_resource(ResourceARN=changed.outputs["RuleArn"])["Tags"] == [{"Key": "team", "Value": "seals"}]


def test_a_stack_that_goes_takes_its_buses_and_rules_along(zone: Zone) -> None:
    queue(zone, "leaving")
    resources = bus_stack(zone, "leaving")
    resources["Bus"]["Properties"]["Name"] = "leaving"
    resources["Default"]["Properties"]["Name"] = "leaving-default"
    deploy(zone, "leaving", resources)

    gone = destroy(zone, "leaving")

    events = zone.client("events")
    assert gone.status == "DELETE_COMPLETE"
    assert events.list_event_buses(NamePrefix="leaving")["EventBuses"] == []
    assert events.list_rules(NamePrefix="leaving")["Rules"] == []


def test_a_stack_does_not_take_over_a_rule_that_exists(zone: Zone) -> None:
    rule(zone, "taken", {"Arn": queue(zone, "taken")})

    stack = deploy(zone, "taking", {"Rule": resource("AWS::Events::Rule", Name="taken", ScheduleExpression="rate(1 day)")})

    assert stack.status == "ROLLBACK_COMPLETE"
    assert "Resource of type 'AWS::Events::Rule' with identifier 'taken' already exists." in stack.failures["Rule"]


def test_a_stack_with_a_bad_pattern_fails_with_eventbridges_words(zone: Zone) -> None:
    bad = resource("AWS::Events::Rule", EventPattern={"source": [{"like": "aws.*"}]})

    stack = deploy(zone, "bad-pattern", {"Rule": bad})

    assert stack.status == "ROLLBACK_COMPLETE"
    assert "Event pattern is not valid. Reason: Unrecognized match type like" in stack.failures["Rule"]


def test_a_stack_makes_a_connection_and_an_api_destination(zone: Zone) -> None:
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "key", "ApiKeyValue": "value"}}
    resources = {
        "Connection": resource("AWS::Events::Connection", Name="hooks", AuthorizationType="API_KEY", AuthParameters=key),
        "Destination": resource(
            "AWS::Events::ApiDestination",
            Name="hook",
            ConnectionArn=attribute("Connection", "Arn"),
            InvocationEndpoint="https://example.com/hook",
            HttpMethod="POST",
        ),
    }
    outputs = {
        "Policy": attribute("Connection", "ArnForPolicy"),
        "Secret": attribute("Connection", "SecretArn"),
        "Ref": ref("Destination"),
    }

    stack = deploy(zone, "destinations", resources, outputs)

    assert stack.status == "CREATE_COMPLETE"
    assert stack.outputs["Policy"] == f"arn:aws:events:{REGION}:{ACCOUNT}:connection/hooks"
    assert ":secret:events!connection/hooks/" in stack.outputs["Secret"]
    assert zone.client("events").describe_api_destination(Name=stack.outputs["Ref"])["HttpMethod"] == "POST"
