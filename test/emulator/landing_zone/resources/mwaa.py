"""Environments of Amazon MWAA, which no API here knows: records whose attributes look as those of AWS do."""

from __future__ import annotations

import hashlib
from uuid import UUID

from .handler import Made, Properties, Request, register
from .recorded import RecordedHandler

_LOGS = {
    "DagProcessingLogs": "DAGProcessing",
    "SchedulerLogs": "Scheduler",
    "TaskLogs": "Task",
    "WebserverLogs": "WebServer",
    "WorkerLogs": "Worker",
}


class EnvironmentHandler(RecordedHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-mwaa-environment.html"""

    def _made(self, request: Request, properties: Properties, unique: str) -> Made:
        name, place = properties["Name"], request.place
        arn = place.arn("airflow", f"environment/{name}")
        identity = UUID(bytes=hashlib.sha256(arn.encode()).digest()[:16])
        groups = {
            f"LoggingConfiguration.{kind}.CloudWatchLogGroupArn": place.arn("logs", f"log-group:airflow-{name}-{words}")
            for kind, words in _LOGS.items()
        }
        attributes = {
            **groups,
            "Arn": arn,
            "WebserverUrl": f"{identity}.c1.{place.region}.airflow.amazonaws.com",
            "CeleryExecutorQueue": place.arn("sqs", f"airflow-celery-{identity}"),
            "DatabaseVpcEndpointService": f"com.amazonaws.vpce.{place.region}.vpce-svc-{identity.hex[:17]}",
            "WebserverVpcEndpointService": f"com.amazonaws.vpce.{place.region}.vpce-svc-{identity.hex[-17:]}",
        }
        return Made(name, attributes)


register("AWS::MWAA::Environment", EnvironmentHandler())
