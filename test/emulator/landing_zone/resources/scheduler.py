"""Schedules of EventBridge Scheduler, and their groups."""

from __future__ import annotations

from .api_handler import ApiHandler, TagCalls, by_id
from .handler import Properties, register


def _in_group(physical_id: str, properties: Properties) -> Properties:
    """A schedule is named within its group."""
    return {"Name": physical_id, "GroupName": properties.get("GroupName") or "default"}


register(
    "AWS::Scheduler::Schedule",
    ApiHandler(
        "scheduler",
        create="CreateSchedule",
        update="UpdateSchedule",
        delete="DeleteSchedule",
        describe="GetSchedule",
        ref="Name",
        key=_in_group,
        name="Name",
    ),
)
register(
    "AWS::Scheduler::ScheduleGroup",
    ApiHandler(
        "scheduler",
        create="CreateScheduleGroup",
        delete="DeleteScheduleGroup",
        describe="GetScheduleGroup",
        ref="Name",
        key=by_id("Name"),
        name="Name",
        tags=TagCalls("Arn"),
    ),
)
