"""SageMaker Model Monitor: job definitions, which never change, and the schedules that run them."""

from __future__ import annotations

import re
from typing import Any

from ..calls import Call, implement
from ..errors import ApiError
from .entities import Entity, Record, entity

# https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-schedule-expression.html
_SCHEDULE = re.compile(r"NOW|cron\(0 (\*|[01]?[0-9]|2[0-3])(/([1-9]|1[0-9]|2[0-4]))? \? \* \* \*\)")
_TYPES = ("DataQuality", "ModelQuality", "ModelBias", "ModelExplainability")


class JobDefinition(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDataQualityJobDefinition.html"""

    def check_new(self, call: Call, record: Record) -> None:
        # The input of a job reads what an endpoint captures, or files.
        record["EndpointName"] = self._input(record).get("EndpointInput", {}).get("EndpointName")

    def summary(self, record: Record) -> dict[str, Any]:
        return {"MonitoringJobDefinitionName": record["JobDefinitionName"], "MonitoringJobDefinitionArn": record["_arn"]}

    def _input(self, record: Record) -> dict[str, Any]:
        return dict(record[f"{self.name.removesuffix('JobDefinition')}JobInput"])


class MonitoringSchedule(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateMonitoringSchedule.html"""

    def check_new(self, call: Call, record: Record) -> None:
        self._configure(call, record, record["MonitoringScheduleConfig"])

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        self._configure(call, record, wanted["MonitoringScheduleConfig"])
        record.update(wanted)

    @staticmethod
    def _configure(call: Call, record: Record, configuration: dict[str, Any]) -> None:
        expression = configuration.get("ScheduleConfig", {}).get("ScheduleExpression", "NOW")
        if not _SCHEDULE.fullmatch(expression):
            raise ApiError("ValidationException", f"Invalid schedule expression {expression}.")
        if ("MonitoringJobDefinition" in configuration) == ("MonitoringJobDefinitionName" in configuration):
            message = "Exactly one of MonitoringJobDefinition and MonitoringJobDefinitionName must be given."
            raise ApiError("ValidationException", message)

        kind = configuration.get("MonitoringType", "DataQuality")
        name = configuration.get("MonitoringJobDefinitionName")
        record.update(MonitoringType=kind, MonitoringJobDefinitionName=name)
        if name:
            definitions = entity(f"{kind}JobDefinition")
            found = definitions.at(call.place, JobDefinitionName=name)
            if found is None:
                arn = definitions.arn_at(call.place, {"JobDefinitionName": name})
                raise ApiError("ValidationException", f'Could not find {definitions.words} "{arn}".')
            record["EndpointName"] = found["EndpointName"]
        else:
            inputs = configuration["MonitoringJobDefinition"].get("MonitoringInputs", [])
            names = (one["EndpointInput"]["EndpointName"] for one in inputs if "EndpointInput" in one)
            record["EndpointName"] = next(names, None)


for kind in _TYPES:
    dashed = re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()
    JobDefinition(
        f"{kind}JobDefinition",
        key=("JobDefinitionName",),
        arn=f"{dashed}-job-definition/{{JobDefinitionName}}",
        words=f"{dashed.replace('-', ' ')} job definition",
        taken="Job definition {JobDefinitionName} already exists: {arn}",
    )
MonitoringSchedule(
    "MonitoringSchedule",
    key=("MonitoringScheduleName",),
    arn="monitoring-schedule/{MonitoringScheduleName}",
    words="monitoring schedule",
    status=("MonitoringScheduleStatus", "Scheduled"),
    taken="Monitoring schedule {MonitoringScheduleName} already exists: {arn}",
)


@implement("sagemaker", "StartMonitoringSchedule")
def start_monitoring_schedule(call: Call) -> None:
    entity("MonitoringSchedule").found(call)["MonitoringScheduleStatus"] = "Scheduled"


@implement("sagemaker", "StopMonitoringSchedule")
def stop_monitoring_schedule(call: Call) -> None:
    entity("MonitoringSchedule").found(call)["MonitoringScheduleStatus"] = "Stopped"


@implement("sagemaker", "ListMonitoringExecutions")
def list_monitoring_executions(call: Call) -> dict[str, Any]:
    """No schedule ever fires by itself here, so there are no executions."""
    return {"MonitoringExecutionSummaries": []}
