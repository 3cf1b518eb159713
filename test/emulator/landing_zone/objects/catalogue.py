"""SageMaker's kinds of objects that have no behaviour of their own: a row is all there is to them."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow

from ..calls import Call, implement
from ..errors import ApiError
from .entities import Entity, Record, entity

# MLflow on SageMaker starts with the newest version that AWS offers.
_MLFLOW_VERSION = "3.0"


class TrackingServer(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateMlflowTrackingServer.html"""

    def check_new(self, call: Call, record: Record) -> None:
        host = f"{call.place.region}.experiments.sagemaker.aws"
        record["TrackingServerUrl"] = f"https://{record['TrackingServerName']}.{host}"


class PartnerApp(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePartnerApp.html"""

    def check_new(self, call: Call, record: Record) -> None:
        record["BaseUrl"] = f"https://{record['_id'].lower()}.partner-apps.{call.place.region}.sagemaker.aws"


class Versioned(Entity):
    """What counts its changes, and takes one only from whoever has seen the last."""

    def identify(self, call: Call, record: Record) -> None:
        record[f"{self.name}Version"] = 1

    def check_change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        version = record[f"{self.name}Version"]
        if wanted.pop("TargetVersion") != version:
            raise ApiError("ConflictException", f"The version of {record['_arn']} is {version}.")

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        record.update(wanted)
        record[f"{self.name}Version"] += 1


class Workforce(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateWorkforce.html"""

    def check_new(self, call: Call, record: Record) -> None:
        record["SubDomain"] = f"{record['WorkforceName'].lower()}.labeling.{call.place.region}.sagemaker.aws"
        oidc = record.get("OidcConfig")
        if oidc:
            oidc.pop("ClientSecret", None)


class Workteam(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateWorkteam.html"""

    def check_new(self, call: Call, record: Record) -> None:
        workforce = record.get("WorkforceName", "default")
        record["WorkforceArn"] = call.place.arn("sagemaker", f"workforce/{workforce}")
        record["SubDomain"] = f"{workforce.lower()}.labeling.{call.place.region}.sagemaker.aws"

    def delete(self, call: Call) -> dict[str, Any]:
        super().delete(call)
        return {"Success": True}


class HumanTaskUi(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeHumanTaskUi.html"""

    def described(self, record: Record) -> dict[str, Any]:
        return {"UiTemplate": {"Url": f"https://sagemaker-human-task-ui.s3.amazonaws.com/{record['HumanTaskUiName']}"}}


class CodeRepository(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateCodeRepository.html"""

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        record["GitConfig"] = {**record["GitConfig"], **wanted.get("GitConfig", {})}


class DeviceFleet(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteDeviceFleet.html"""

    def check_deletable(self, call: Call, record: Record) -> None:
        if any(device["DeviceFleetName"] == record["DeviceFleetName"] for device in entity("Device").records(call.place)):
            raise ApiError("ResourceInUse", f"Device fleet {record['_arn']} cannot be deleted because it has devices.")


TrackingServer(
    "MlflowTrackingServer",
    key=("TrackingServerName",),
    arn="mlflow-tracking-server/{TrackingServerName}",
    words="MLflow tracking server",
    status=("TrackingServerStatus", "Created"),
    constants={"TrackingServerSize": "Small", "MlflowVersion": _MLFLOW_VERSION, "IsActive": "Active"},
)
Entity(
    "MlflowApp",
    key=("Arn",),
    arn="mlflow-app/{MlflowAppId}",
    words="MLflow app",
    status=("Status", "Created"),
    generated={"MlflowAppId": "app-%%%%%%%%%%%%"},
    constants={"MlflowVersion": _MLFLOW_VERSION, "ModelRegistrationMode": "AutoModelRegistrationDisabled"},
    unique="Name",
)
PartnerApp(
    "PartnerApp",
    key=("Arn",),
    arn="partner-app/{_id}",
    words="partner app",
    status=("Status", "Available"),
    generated={"_id": "app-%%%%%%%%%%%%"},
    unique="Name",
)
Versioned(
    "ClusterSchedulerConfig",
    key=("ClusterSchedulerConfigId",),
    arn="cluster-scheduler-config/{ClusterSchedulerConfigId}",
    words="cluster scheduler config",
    status=("Status", "Created"),
    generated={"ClusterSchedulerConfigId": "############"},
    unique="Name",
)
Versioned(
    "ComputeQuota",
    key=("ComputeQuotaId",),
    arn="compute-quota/{ComputeQuotaId}",
    words="compute quota",
    status=("Status", "Created"),
    generated={"ComputeQuotaId": "############"},
    constants={"ActivationState": "Enabled"},
    unique="Name",
)
Workforce(
    "Workforce",
    key=("WorkforceName",),
    arn="workforce/{WorkforceName}",
    words="workforce",
    status=("Status", "Active"),
    created="CreateDate",
    modified="LastUpdatedDate",
)
Workteam(
    "Workteam",
    key=("WorkteamName",),
    arn="workteam/private-crowd/{WorkteamName}",
    words="work team",
    created="CreateDate",
    modified="LastUpdatedDate",
)
HumanTaskUi(
    "HumanTaskUi",
    key=("HumanTaskUiName",),
    arn="human-task-ui/{HumanTaskUiName}",
    words="human task UI",
    status=("HumanTaskUiStatus", "Active"),
)
Entity(
    "FlowDefinition",
    key=("FlowDefinitionName",),
    arn="flow-definition/{FlowDefinitionName}",
    words="flow definition",
    status=("FlowDefinitionStatus", "Active"),
)
DeviceFleet("DeviceFleet", key=("DeviceFleetName",), arn="device-fleet/{DeviceFleetName}", words="device fleet")
Entity(
    "Device",
    key=("DeviceFleetName", "DeviceName"),
    arn="device-fleet/{DeviceFleetName}/device/{DeviceName}",
    words="device",
    created="RegistrationTime",
)
CodeRepository(
    "CodeRepository",
    key=("CodeRepositoryName",),
    arn="code-repository/{CodeRepositoryName}",
    words="code repository",
    plural="CodeRepositories",
)
Entity(
    "Algorithm",
    key=("AlgorithmName",),
    arn="algorithm/{AlgorithmName}",
    words="algorithm",
    status=("AlgorithmStatus", "Completed"),
    constants={"AlgorithmStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []}},
)
Entity(
    "AIWorkloadConfig",
    key=("AIWorkloadConfigName",),
    arn="ai-workload-config/{AIWorkloadConfigName}",
    words="AI workload configuration",
)
Entity(
    "NotebookInstanceLifecycleConfig",
    key=("NotebookInstanceLifecycleConfigName",),
    arn="notebook-instance-lifecycle-config/{NotebookInstanceLifecycleConfigName}",
    words="notebook instance lifecycle configuration",
)


@implement("sagemaker", "StartMlflowTrackingServer")
def start_mlflow_tracking_server(call: Call) -> dict[str, Any]:
    return _switched(call, TrackingServerStatus="Started", IsActive="Active")


@implement("sagemaker", "StopMlflowTrackingServer")
def stop_mlflow_tracking_server(call: Call) -> dict[str, Any]:
    return _switched(call, TrackingServerStatus="Stopped", IsActive="Inactive")


@implement("sagemaker", "RegisterDevices")
def register_devices(call: Call) -> None:
    fleet = entity("DeviceFleet").found(call)["DeviceFleetName"]
    tags = call.parameters.get("Tags", [])
    for device in call.parameters["Devices"]:
        parameters = {"DeviceFleetName": fleet, "Tags": tags, **device}
        entity("Device").create(Call(call.service, call.operation, call.place, call.principal, parameters))


@implement("sagemaker", "UpdateDevices")
def update_devices(call: Call) -> None:
    for device in call.parameters["Devices"]:
        _device(call, device["DeviceName"]).update(device)


@implement("sagemaker", "DeregisterDevices")
def deregister_devices(call: Call) -> None:
    devices = entity("Device")
    for name in call.parameters["DeviceNames"]:
        devices.remove(call, _device(call, name))


def _switched(call: Call, **members: str) -> dict[str, Any]:
    record = entity("MlflowTrackingServer").found(call)
    record.update(members, LastModifiedTime=utcnow())
    return {"TrackingServerArn": record["_arn"]}


def _device(call: Call, name: str) -> Record:
    fleet = call.parameters["DeviceFleetName"]
    record = entity("Device").at(call.place, DeviceFleetName=fleet, DeviceName=name)
    if record is None:
        raise ApiError("ValidationException", f"Could not find device {name} of fleet {fleet}.")
    return record
