"""Time moves, and schedules fire when they are due."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from botocore.exceptions import ClientError
from zone import ACCOUNT, REGION, Zone
from deployments import attribute, deploy, destroy, ref, resource, tags

WINDOW = {"Mode": "OFF"}


@pytest.fixture
def fresh(zone: Zone) -> Iterator[Zone]:
    """The zone, in which no schedule of another test fires."""
    yield zone
    scheduler, events = zone.client("scheduler"), zone.client("events")
    for schedule in scheduler.list_schedules()["Schedules"]:
        scheduler.delete_schedule(Name=schedule["Name"], GroupName=schedule["GroupName"])
    for rule in events.list_rules()["Rules"]:
        events.disable_rule(Name=rule["Name"])


def role(zone: Zone, name: str, trusts: str = "scheduler.amazonaws.com") -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": trusts}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return str(zone.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"])


def schedule(zone: Zone, name: str, expression: str, body: str = "<aws.scheduler.scheduled-time>", **more: Any) -> str:
    """A schedule that puts its time into a queue of its name."""
    zone.client("sqs").create_queue(QueueName=name)
    target = {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}", "RoleArn": role(zone, name), "Input": body}
    answer = zone.client("scheduler").create_schedule(
        Name=name, ScheduleExpression=expression, Target=target, FlexibleTimeWindow=WINDOW, **more
    )
    return str(answer["ScheduleArn"])


def received(zone: Zone, name: str) -> list[str]:
    sqs = zone.client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    return [message["Body"] for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])]


def now(zone: Zone) -> datetime:
    return datetime.fromisoformat(zone.steer("clock")["now"])


def move_to(zone: Zone, moment: datetime) -> list[dict[str, Any]]:
    return list(zone.steer("clock", {"advance": (moment - now(zone)).total_seconds()})["fired"])


def next_midnight(zone: Zone, name: str = "UTC") -> datetime:
    """The second midnight from now, so that what a day holds is still to come."""
    local = now(zone).astimezone(ZoneInfo(name))
    return (local + timedelta(days=2)).replace(hour=0, minute=0, second=0, microsecond=0)


def test_time_moves_for_everything_in_the_emulator(fresh: Zone) -> None:
    before = now(fresh)

    fresh.steer("clock", {"advance": 86400})

    made = fresh.client("iam").create_role(RoleName="later", AssumeRolePolicyDocument="{}")["Role"]["CreateDate"]
    assert now(fresh) - before >= timedelta(days=1)
    assert made - before >= timedelta(days=1) - timedelta(seconds=1)


def test_a_rate_counts_from_the_creation_of_the_schedule(fresh: Zone) -> None:
    schedule(fresh, "rate", "rate(20 minutes)")

    for _ in range(5):
        fresh.steer("clock", {"advance": 10 * 60 + 1})

    assert len(received(fresh, "rate")) == 2


def test_a_cron_expression_fires_by_the_clocks_of_its_time_zone(fresh: Zone) -> None:
    midnight = next_midnight(fresh, "America/New_York")
    move_to(fresh, midnight)
    schedule(fresh, "cron", "cron(30 5 ? * * *)", ScheduleExpressionTimezone="America/New_York")

    move_to(fresh, midnight + timedelta(hours=7))

    expected = midnight.replace(hour=5, minute=30).astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert received(fresh, "cron") == [expected]


def clock_change(zone: Zone, by: timedelta) -> datetime:
    """The next midnight in New York whose day is longer or shorter by an hour."""
    day = next_midnight(zone, "America/New_York")
    while ((day + timedelta(days=1)).utcoffset() or by) - (day.utcoffset() or by) != by:
        day += timedelta(days=1)
    return day


def test_an_hour_that_the_clocks_skip_is_skipped(fresh: Zone) -> None:
    day = clock_change(fresh, timedelta(hours=1))
    move_to(fresh, day)
    schedule(fresh, "skipped", "cron(30 2 ? * * *)", ScheduleExpressionTimezone="America/New_York")

    fired = move_to(fresh, day + timedelta(days=2))

    assert [datetime.fromisoformat(one["at"]).replace(tzinfo=None) for one in fired] == [
        (day + timedelta(days=1, hours=2, minutes=30)).replace(tzinfo=None)
    ]


def test_an_hour_that_comes_twice_counts_once(fresh: Zone) -> None:
    day = clock_change(fresh, timedelta(hours=-1))
    move_to(fresh, day)
    schedule(fresh, "twice", "cron(30 1 ? * * *)", ScheduleExpressionTimezone="America/New_York")

    fired = move_to(fresh, day + timedelta(hours=20))

    assert len(fired) == 1


def test_schedules_fire_in_the_order_of_their_times_and_each_at_its_time(fresh: Zone) -> None:
    midnight = next_midnight(fresh)
    move_to(fresh, midnight)
    for name, hour in (("third", 3), ("first", 1), ("second", 2)):
        schedule(fresh, name, f"at({midnight + timedelta(hours=hour):%Y-%m-%dT%H:%M:%S})")

    fired = move_to(fresh, midnight + timedelta(hours=4))

    assert [one["name"].rpartition("/")[2] for one in fired] == ["first", "second", "third"]
    assert [datetime.fromisoformat(one["at"]) - midnight for one in fired] == [timedelta(hours=hour) for hour in (1, 2, 3)]
    assert {one["outcome"] for one in fired} == {"delivered"}


def test_a_disabled_schedule_does_not_fire(fresh: Zone) -> None:
    schedule(fresh, "disabled", "rate(1 minute)", State="DISABLED")

    fresh.steer("clock", {"advance": 300})

    assert received(fresh, "disabled") == []


def test_a_schedule_that_deletes_itself_is_gone_after_its_last_time(fresh: Zone) -> None:
    at = now(fresh) + timedelta(minutes=10)
    schedule(fresh, "once", f"at({at:%Y-%m-%dT%H:%M:%S})", ActionAfterCompletion="DELETE")

    fresh.steer("clock", {"advance": 900})

    assert len(received(fresh, "once")) == 1
    with pytest.raises(ClientError) as refusal:
        fresh.client("scheduler").get_schedule(Name="once")
    assert refusal.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_schedule_fires_between_its_start_and_its_end_only(fresh: Zone) -> None:
    begin = now(fresh)
    schedule(fresh, "bounded", "rate(10 minutes)", StartDate=begin + timedelta(minutes=60), EndDate=begin + timedelta(minutes=75))

    fresh.steer("clock", {"advance": 2 * 3600})

    assert len(received(fresh, "bounded")) == 2


def test_a_schedule_is_fired_by_hand_though_it_is_not_due(fresh: Zone) -> None:
    arn = schedule(fresh, "by-hand", "cron(0 0 1 1 ? 2199)", body="<aws.scheduler.schedule-arn>")

    by_name = fresh.steer("fire", {"schedule": "by-hand", "account": ACCOUNT, "region": REGION})
    by_arn = fresh.steer("fire", {"schedule": arn})

    assert by_name == by_arn == {"name": arn, "outcome": "delivered"}
    assert received(fresh, "by-hand") == [arn, arn]


def test_a_universal_target_calls_any_operation_with_the_role_of_the_schedule(fresh: Zone) -> None:
    arn = role(fresh, "universal")
    fresh.client("scheduler").create_schedule(
        Name="universal",
        ScheduleExpression="rate(1 hour)",
        FlexibleTimeWindow=WINDOW,
        Target={
            "Arn": "arn:aws:scheduler:::aws-sdk:ssm:putParameter",
            "RoleArn": arn,
            "Input": '{"Name": "/tested", "Value": "yes", "Type": "String"}',
        },
    )

    fired = fresh.steer("fire", {"schedule": "universal", "account": ACCOUNT, "region": REGION})

    call = fresh.steer("calls")[-1]
    assert fired["outcome"] == "delivered"
    assert fresh.client("ssm").get_parameter(Name="/tested")["Parameter"]["Value"] == "yes"
    assert (call["operation"], call["principal"]) == ("PutParameter", f"arn:aws:sts::{ACCOUNT}:assumed-role/universal/scheduler")


def test_a_schedule_puts_events_on_a_bus(fresh: Zone) -> None:
    fresh.client("scheduler").create_schedule(
        Name="put-events",
        ScheduleExpression="rate(1 hour)",
        FlexibleTimeWindow=WINDOW,
        Target={
            "Arn": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/default",
            "RoleArn": role(fresh, "put-events"),
            "Input": '{"a": 1}',
            "EventBridgeParameters": {"Source": "schedules", "DetailType": "Tick"},
        },
    )

    fresh.steer("fire", {"schedule": "put-events", "account": ACCOUNT, "region": REGION})
    fresh.steer("settle")

    (entry,) = fresh.steer("events", {"source": "schedules"})
    assert (entry["event"]["detail-type"], entry["event"]["detail"]) == ("Tick", {"a": 1})


def test_a_failed_schedule_ends_in_its_dead_letter_queue(fresh: Zone) -> None:
    sqs = fresh.client("sqs")
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    target = {
        "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:gone",
        "RoleArn": role(fresh, "failing"),
        "Input": '{"a": 1}',
        "DeadLetterConfig": {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead"},
    }
    arn = fresh.client("scheduler").create_schedule(
        Name="failing", ScheduleExpression="rate(1 hour)", Target=target, FlexibleTimeWindow=WINDOW
    )["ScheduleArn"]

    fresh.steer("fire", {"schedule": "failing", "account": ACCOUNT, "region": REGION})

    (message,) = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert message["Body"] == '{"a": 1}'
    assert attributes["SCHEDULE_ARN"] == arn
    assert attributes["TARGET_ARN"] == target["Arn"]
    assert attributes["ERROR_CODE"] == "AWS.SimpleQueueService.NonExistentQueue"


def test_a_rule_with_a_schedule_sends_the_documented_event_to_its_targets_alone(fresh: Zone) -> None:
    events, sqs = fresh.client("events"), fresh.client("sqs")
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:ticks"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
    }
    sqs.create_queue(QueueName="ticks", Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})})
    for name, when in (
        ("ticking", {"ScheduleExpression": "rate(1 hour)"}),
        ("watching", {"EventPattern": '{"source": ["aws.events"]}'}),
    ):
        events.put_rule(Name=name, **when)
        events.put_targets(Rule=name, Targets=[{"Id": name, "Arn": queue}])

    fresh.steer("clock", {"advance": 2 * 3600 + 60})

    first, second = [json.loads(body) for body in received(fresh, "ticks")]
    assert {**first, "id": "", "time": ""} == {
        "version": "0",
        "id": "",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": "",
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/ticking"],
        "detail": {},
    }
    assert datetime.fromisoformat(second["time"]) - datetime.fromisoformat(first["time"]) == timedelta(hours=1)


@pytest.mark.parametrize(
    "expression", ["rate(1)", "rate(0 hours)", "cron(0 9 * * * *)", "cron(0 25 ? * * *)", "at(tomorrow)", "hourly"]
)
def test_an_expression_that_scheduler_refuses_is_refused(fresh: Zone, expression: str) -> None:
    with pytest.raises(ClientError) as refusal:
        fresh.client("scheduler").create_schedule(
            Name="refused",
            ScheduleExpression=expression,
            FlexibleTimeWindow=WINDOW,
            Target={"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:x", "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/x"},
        )

    assert refusal.value.response["Error"]["Code"] == "ValidationException"
    assert refusal.value.response["Error"]["Message"] == f"Invalid Schedule Expression {expression}."


def test_a_role_that_scheduler_may_not_assume_is_refused(fresh: Zone) -> None:
    arn = role(fresh, "untrusting", trusts="events.amazonaws.com")

    with pytest.raises(ClientError) as refusal:
        fresh.client("scheduler").create_schedule(
            Name="untrusted",
            ScheduleExpression="rate(1 hour)",
            FlexibleTimeWindow=WINDOW,
            Target={"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:x", "RoleArn": arn},
        )

    assert refusal.value.response["Error"]["Message"] == (
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
    )


def test_a_schedule_of_an_unknown_group_is_refused(fresh: Zone) -> None:
    with pytest.raises(ClientError) as refusal:
        schedule(fresh, "nowhere", "rate(1 hour)", GroupName="none")

    assert refusal.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert refusal.value.response["Error"]["Message"] == "Schedule group none does not exist."


def test_a_stack_makes_changes_and_removes_schedules_and_groups(fresh: Zone) -> None:
    target = {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:x", "RoleArn": role(fresh, "stacked")}
    group = resource("AWS::Scheduler::ScheduleGroup", Name="nightly", Tags=tags(team="seals"))
    common = {"GroupName": ref("Group"), "FlexibleTimeWindow": WINDOW, "Target": target}
    outputs = {"Name": ref("Schedule"), "Arn": attribute("Schedule", "Arn"), "Group": attribute("Group", "Arn")}
    scheduler = fresh.client("scheduler")

    made = deploy(
        fresh,
        "schedules",
        {"Group": group, "Schedule": resource("AWS::Scheduler::Schedule", ScheduleExpression="rate(1 day)", **common)},
        outputs,
    )
    changed = deploy(
        fresh,
        "schedules",
        {"Group": group, "Schedule": resource("AWS::Scheduler::Schedule", ScheduleExpression="rate(2 days)", **common)},
        outputs,
    )
    expression = scheduler.get_schedule(Name=made.outputs["Name"], GroupName="nightly")["ScheduleExpression"]
    gone = destroy(fresh, "schedules")

    assert (made.status, changed.status, gone.status) == ("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE")
    assert changed.outputs == made.outputs
    assert made.outputs["Arn"] == f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/nightly/{made.outputs['Name']}"
    assert made.outputs["Group"] == f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group/nightly"
    assert expression == "rate(2 days)"
    assert [known["Name"] for known in scheduler.list_schedule_groups()["ScheduleGroups"]] == ["default"]
