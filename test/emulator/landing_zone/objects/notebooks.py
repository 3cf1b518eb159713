"""SageMaker notebook instances: they run, and can be changed and deleted only while they do not."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow

from ..calls import Call, implement
from ..errors import ApiError
from .entities import Entity, Record, entity

# What a change takes away, by the flag that asks for it.
_FLAGS = {
    "DisassociateLifecycleConfig": "NotebookInstanceLifecycleConfigName",
    "DisassociateAcceleratorTypes": "AcceleratorTypes",
    "DisassociateDefaultCodeRepository": "DefaultCodeRepository",
    "DisassociateAdditionalCodeRepositories": "AdditionalCodeRepositories",
}


class NotebookInstance(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateNotebookInstance.html"""

    def check_new(self, call: Call, record: Record) -> None:
        record["Url"] = f"{record['NotebookInstanceName'].lower()}.notebook.{call.place.region}.sagemaker.aws"
        record["SecurityGroups"] = record.pop("SecurityGroupIds", [])
        _name_lifecycle(record)

    def check_change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        _require(record, "Updating", "Stopped", "Failed")

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        for flag, member in _FLAGS.items():
            if wanted.pop(flag, False):
                record.pop(member, None)
        _name_lifecycle(wanted)
        record.update(wanted)

    def check_deletable(self, call: Call, record: Record) -> None:
        _require(record, "Deleting", "Stopped", "Failed")


NotebookInstance(
    "NotebookInstance",
    key=("NotebookInstanceName",),
    arn="notebook-instance/{NotebookInstanceName}",
    words="notebook instance",
    status=("NotebookInstanceStatus", "InService"),
    constants={"DirectInternetAccess": "Enabled", "VolumeSizeInGB": 5, "RootAccess": "Enabled"},
)


@implement("sagemaker", "StartNotebookInstance")
def start_notebook_instance(call: Call) -> None:
    _switch(call, "Stopped", "InService")


@implement("sagemaker", "StopNotebookInstance")
def stop_notebook_instance(call: Call) -> None:
    _switch(call, "InService", "Stopped")


def _switch(call: Call, before: str, after: str) -> None:
    record = entity("NotebookInstance").found(call)
    _require(record, "Pending" if after == "InService" else "Stopping", before)
    record.update(NotebookInstanceStatus=after, LastModifiedTime=utcnow())


def _require(record: Record, into: str, *statuses: str) -> None:
    status, arn = record["NotebookInstanceStatus"], record["_arn"]
    if status not in statuses:
        message = f"Status ({status}) not in ([{', '.join(statuses)}]). Unable to transition to ({into})"
        raise ApiError("ValidationException", f"{message} for Notebook Instance ({arn})")


def _name_lifecycle(members: dict[str, Any]) -> None:
    if "LifecycleConfigName" in members:
        members["NotebookInstanceLifecycleConfigName"] = members.pop("LifecycleConfigName")
