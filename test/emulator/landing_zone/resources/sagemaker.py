"""
SageMaker's resources, as objects of its API. Ref returns the identifier of the type, as the specification has it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SageMaker.html
"""

from __future__ import annotations

from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from moto.core.utils import get_service_model

from ..errors import ApiError
from ..places import Place
from .api_handler import ApiHandler, Key, Path, Settling, TagCalls, by_arn, by_id, by_properties
from .handler import Handler, Made, NotUpdatable, Properties, Request, register

# What a template may say of a resource, but what only the service can know.
_JOB_DEFINITION_ONLY = frozenset({"EndpointName"})
_MONITORING_ONLY = frozenset({"EndpointName", "FailureReason", "LastMonitoringExecutionSummary", "MonitoringScheduleStatus"})
_PACKAGE_ONLY = frozenset({"LastModifiedTime", "ModelPackageStatusDetails", "ModelPackageVersion"})
# The keys of these parts of a model card are the author's own.
_FREE_PARTS = ("CustomDetails", "Metadata")


class SageMakerHandler(ApiHandler):
    """A resource of SageMaker, whose calls are named after it."""

    # Properties that an update takes, but no creation.
    update_only: frozenset[str] = frozenset()

    def __init__(self, noun: str, /, *, key: Key, arn: str = "PhysicalId", **options: Any):
        known = get_service_model("sagemaker").operation_names
        calls = {verb.lower(): f"{verb}{noun}" for verb in ("Create", "Update", "Delete", "Describe") if f"{verb}{noun}" in known}
        tags = TagCalls(arn=arn, add="AddTags", remove="DeleteTags")
        super().__init__("sagemaker", **{**calls, "key": key, "tags": tags, **options})
        register(f"AWS::SageMaker::{noun}", self)

    def create(self, request: Request, properties: Properties) -> Made:
        return super().create(request, {name: value for name, value in properties.items() if name not in self.update_only})


class DomainHandler(SageMakerHandler):
    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        settings = dict(after.get("DomainSettings", {}))
        if "RStudioServerProDomainSettings" in settings:
            settings["RStudioServerProDomainSettingsForUpdate"] = settings.pop("RStudioServerProDomainSettings")
        sent = {name: after[name] for name in changed - {"DomainSettings"} if name in after}
        if "DomainSettings" in changed:
            sent["DomainSettingsForUpdate"] = settings
        self.call(request.place, "UpdateDomain", {"DomainId": physical_id, **sent})


class ImageHandler(SageMakerHandler):
    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        removed = [self._parameter(name) for name in sorted(changed) if name not in after]
        sent = {self._parameter(name): after[name] for name in changed if name in after}
        name = self._key(physical_id, after)
        self.call(request.place, "UpdateImage", {**name, **sent, **({"DeleteProperties": removed} if removed else {})})


class ImageVersionHandler(SageMakerHandler):
    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        old, new = _aliases(before), _aliases(after)
        plain = {name: value for name, value in after.items() if name not in ("Alias", "Aliases", "BaseImage")}
        aliases = {"AliasesToAdd": [a for a in new if a not in old], "AliasesToDelete": [a for a in old if a not in new]}
        sent = {name: value for name, value in aliases.items() if value}
        self.call(request.place, "UpdateImageVersion", {**plain, **sent, **self._key(physical_id, after)})
        return self._made(request, physical_id, after)


class EndpointHandler(SageMakerHandler):
    """The way in which a deployment goes is no property of an endpoint: without another configuration nothing is deployed."""

    update_only = frozenset({"ExcludeRetainedVariantProperties", "RetainAllVariantProperties", "RetainDeploymentConfig"})

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        if "EndpointConfigName" in changed:
            super().change(request, physical_id, changed, after)


class InferenceComponentHandler(SageMakerHandler):
    update_only = frozenset({"DeploymentConfig"})


class InferenceExperimentHandler(SageMakerHandler):
    update_only = frozenset({"DesiredState"})

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        rest = changed - {"DesiredState"}
        if rest:
            super().change(request, physical_id, rest, {name: value for name, value in after.items() if name != "DesiredState"})
        state = after.get("DesiredState") if "DesiredState" in changed else None
        if state == "Running":
            self.call(request.place, "StartInferenceExperiment", {"Name": physical_id})
        elif state:
            actions = {variant["VariantName"]: "Retain" for variant in after["ModelVariants"]}
            stop = {"Name": physical_id, "ModelVariantActions": actions, "DesiredState": state}
            self.call(request.place, "StopInferenceExperiment", stop)


class ModelPackageGroupHandler(SageMakerHandler):
    """The policy has calls of its own."""

    def create(self, request: Request, properties: Properties) -> Made:
        made = super().create(request, {name: value for name, value in properties.items() if name != "ModelPackageGroupPolicy"})
        try:
            self._set_policy(request.place, made.physical_id, properties)
        except (ApiError, ClientError):
            self.delete(request, made.physical_id, properties)
            raise
        return made

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        if changed != {"ModelPackageGroupPolicy"}:
            super().change(request, physical_id, changed, after)
        elif "ModelPackageGroupPolicy" in after:
            self._set_policy(request.place, physical_id, after)
        else:
            self.call(request.place, "DeleteModelPackageGroupPolicy", self._key(physical_id, after))

    def _set_policy(self, place: Place, physical_id: str, properties: Properties) -> None:
        if "ModelPackageGroupPolicy" in properties:
            policy = {"ResourcePolicy": properties["ModelPackageGroupPolicy"]}
            self.call(place, "PutModelPackageGroupPolicy", {**self._key(physical_id, properties), **policy})


class ModelPackageHandler(SageMakerHandler):
    """A package is named by its ARN, which the update takes as another parameter than the other calls."""

    update_only = frozenset({"AdditionalInferenceSpecificationsToAdd", "ApprovalDescription"})

    def create(self, request: Request, properties: Properties) -> Made:
        made = super().create(request, properties)
        later = {name: properties[name] for name in self.update_only if name in properties}
        if later:
            self.call(request.place, "UpdateModelPackage", {"ModelPackageArn": made.physical_id, **later})
        return made

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        sent = {name: after[name] for name in changed if name in after}
        self.call(request.place, "UpdateModelPackage", {"ModelPackageArn": physical_id, **sent})


class ModelCardHandler(SageMakerHandler):
    """The service takes a change of the content and one of the status in two calls."""

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        parameters = self._parameters(after)
        for name in sorted(changed):
            self.call(request.place, "UpdateModelCard", {"ModelCardName": physical_id, name: parameters[name]})


class FeatureGroupHandler(SageMakerHandler):
    """
    Features can be added, and nothing else can be done to them.

    https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-update-feature-group.html
    """

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        old, new = before["FeatureDefinitions"], after["FeatureDefinitions"]
        gone = [feature["FeatureName"] for feature in old if feature not in new]
        if gone:
            raise NotUpdatable(f"Feature definitions can only be added, but {', '.join(gone)} is changed or removed")
        sent = {name: after[name] for name in ("OnlineStoreConfig", "ThroughputConfig") if before.get(name) != after.get(name)}
        if added := [feature for feature in new if feature not in old]:
            sent["FeatureAdditions"] = added
        self.call(request.place, "UpdateFeatureGroup", {"FeatureGroupName": physical_id, **sent})
        return self._made(request, physical_id, after)


class NotebookInstanceHandler(SageMakerHandler):
    """A notebook instance is stopped to be changed or deleted."""

    _FLAGS = {
        "AcceleratorTypes": "DisassociateAcceleratorTypes",
        "AdditionalCodeRepositories": "DisassociateAdditionalCodeRepositories",
        "DefaultCodeRepository": "DisassociateDefaultCodeRepository",
        "LifecycleConfigName": "DisassociateLifecycleConfig",
    }

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        name = self._key(physical_id, after)
        sent = {member: after[member] for member in changed if member in after}
        flags = {self._FLAGS[member]: True for member in changed if member not in after and member in self._FLAGS}
        self.call(request.place, "StopNotebookInstance", name)
        self.call(request.place, "UpdateNotebookInstance", {**name, **sent, **flags})
        self.call(request.place, "StartNotebookInstance", name)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        name = self._key(physical_id, properties)
        try:
            if self.call(request.place, "DescribeNotebookInstance", name)["NotebookInstanceStatus"] == "InService":
                self.call(request.place, "StopNotebookInstance", name)
        except ClientError:
            return
        super().delete(request, physical_id, properties)


class CodeRepositoryHandler(SageMakerHandler):
    """Only the secret of a repository can be changed; what else changes in GitConfig is refused by the call."""

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        described = self.describe(request.place, physical_id, after)["GitConfig"]
        git = {name: value for name, value in after["GitConfig"].items() if described.get(name) != value}
        self.call(request.place, "UpdateCodeRepository", {**self._key(physical_id, after), "GitConfig": git})


class SchedulerConfigHandler(SageMakerHandler):
    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        version = self.describe(request.place, physical_id, after)["ClusterSchedulerConfigVersion"]
        super().change(request, physical_id, changed | {"TargetVersion"}, {**after, "TargetVersion": version})


class PartnerAppHandler(SageMakerHandler):
    update_only = frozenset({"AppVersion"})


class DeviceHandler(Handler):
    """A device is registered with its fleet rather than created; a stack knows it by its fleet."""

    kind = "service"

    def create(self, request: Request, properties: Properties) -> Made:
        tags = {"Tags": properties["Tags"]} if "Tags" in properties else {}
        self._call(request, "register_devices", properties, Devices=[properties["Device"]], **tags)
        return Made(properties["DeviceFleetName"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        if before["Device"]["DeviceName"] != after["Device"]["DeviceName"]:
            raise NotUpdatable("The name of a device cannot be changed")
        self._call(request, "update_devices", after, Devices=[after["Device"]])
        return Made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        try:
            self._call(request, "deregister_devices", properties, DeviceNames=[properties["Device"]["DeviceName"]])
        except ClientError as error:
            if "Could not find" not in str(error):
                raise

    @staticmethod
    def _call(request: Request, operation: str, properties: Properties, **parameters: Any) -> None:
        getattr(request.place.client("sagemaker"), operation)(DeviceFleetName=properties["DeviceFleetName"], **parameters)


def _by_arn_end(parameter: str) -> Key:
    return lambda physical_id, _: {parameter: physical_id.rpartition("/")[2]}


def _image_version(physical_id: str, _: Properties) -> dict[str, Any]:
    image, version = physical_id.split("/")[-2:]
    return {"ImageName": image, "Version": int(version)}


def _aliases(properties: Properties) -> list[str]:
    return [*properties.get("Aliases", []), *([properties["Alias"]] if "Alias" in properties else [])]


def _with_aliases(properties: Properties) -> Properties:
    aliases = _aliases(properties)
    rest = {name: value for name, value in properties.items() if name not in ("Alias", "Aliases")}
    return {**rest, **({"Aliases": aliases} if aliases else {})}


def _pipeline(properties: Properties) -> Properties:
    definition = properties["PipelineDefinition"]
    rest = {name: value for name, value in properties.items() if name != "PipelineDefinition"}
    if "PipelineDefinitionBody" in definition:
        return {**rest, "PipelineDefinition": definition["PipelineDefinitionBody"]}
    stored = definition["PipelineDefinitionS3Location"]
    names = {"Bucket": "Bucket", "Key": "ObjectKey", "Version": "VersionId"}
    return {**rest, "PipelineDefinitionS3Location": {names[name]: value for name, value in stored.items() if name in names}}


def _card(properties: Properties) -> Properties:
    return {**properties, "Content": _snake(properties["Content"])}


def _snake(content: Any) -> Any:
    """A part of a model card under the names of its JSON schema: ModelOverview is model_overview."""
    if isinstance(content, list):
        return [_snake(part) for part in content]
    if not isinstance(content, dict):
        return content
    return {xform_name(name): part if name in _FREE_PARTS else _snake(part) for name, part in content.items()}


def _project(properties: Properties) -> Properties:
    rest = {name: value for name, value in properties.items() if name != "TemplateProviderDetails"}
    details = properties.get("TemplateProviderDetails", [])
    providers = [{"CfnTemplateProvider": detail["CfnTemplateProviderDetail"]} for detail in details]
    return {**rest, **({"TemplateProviders": providers} if providers else {})}


def _workteam(properties: Properties) -> Properties:
    members = [
        {
            kind: {name.removeprefix("Cognito").removeprefix("Oidc"): value for name, value in member.items()}
            for kind, member in one.items()
        }
        for one in properties["MemberDefinitions"]
    ]
    return {**properties, "MemberDefinitions": members}


def _last_part(name: str) -> Path:
    return lambda facts: str(facts[name]).rpartition("/")[2]


_IN_SERVICE = Settling("Status")
_BY_DOMAIN = {"UserProfile": "UserProfileName", "Space": "SpaceName"}

DomainHandler("Domain", key=by_id("DomainId"), arn="DomainArn", settling=_IN_SERVICE)
for _name, _member in _BY_DOMAIN.items():
    SageMakerHandler(_name, key=by_properties("DomainId", _member), arn=f"{_name}Arn", settling=_IN_SERVICE)
SageMakerHandler(
    "App",
    key=by_properties("DomainId", "UserProfileName", "AppType", "AppName"),
    arn="AppArn",
    settling=_IN_SERVICE,
)
SageMakerHandler("StudioLifecycleConfig", key=by_id("StudioLifecycleConfigName"), arn="StudioLifecycleConfigArn")
SageMakerHandler("AppImageConfig", key=by_id("AppImageConfigName"), arn="AppImageConfigArn")
ImageHandler(
    "Image",
    key=by_arn("ImageName"),
    renames={"ImageDescription": "Description", "ImageDisplayName": "DisplayName", "ImageRoleArn": "RoleArn"},
)
ImageVersionHandler("ImageVersion", key=_image_version, prepare=_with_aliases)
CodeRepositoryHandler("CodeRepository", key=by_arn("CodeRepositoryName"), name="CodeRepositoryName")

SageMakerHandler("Model", key=by_arn("ModelName"), name="ModelName")
SageMakerHandler("EndpointConfig", key=by_arn("EndpointConfigName"), name="EndpointConfigName")
EndpointHandler("Endpoint", key=by_arn("EndpointName"), name="EndpointName", settling=Settling("EndpointStatus"))
InferenceComponentHandler(
    "InferenceComponent",
    key=by_arn("InferenceComponentName"),
    name="InferenceComponentName",
    ignored=frozenset({"EndpointArn"}),
)
InferenceExperimentHandler("InferenceExperiment", key=by_id("Name"), arn="Arn", ignored=frozenset({"StatusReason"}))
NotebookInstanceHandler("NotebookInstance", key=by_arn("NotebookInstanceName"), name="NotebookInstanceName")
SageMakerHandler(
    "NotebookInstanceLifecycleConfig",
    key=by_arn("NotebookInstanceLifecycleConfigName"),
    name="NotebookInstanceLifecycleConfigName",
)

ModelPackageGroupHandler("ModelPackageGroup", key=by_arn("ModelPackageGroupName"))
ModelPackageHandler("ModelPackage", key=by_id("ModelPackageName"), ignored=_PACKAGE_ONLY)
ModelCardHandler(
    "ModelCard",
    key=by_id("ModelCardName"),
    arn="ModelCardArn",
    prepare=_card,
    ignored=frozenset({"CreatedBy", "LastModifiedBy"}),
)

for _name in ("DataQuality", "ModelBias", "ModelExplainability", "ModelQuality"):
    SageMakerHandler(
        f"{_name}JobDefinition",
        key=by_arn("JobDefinitionName"),
        name="JobDefinitionName",
        ignored=_JOB_DEFINITION_ONLY,
    )
SageMakerHandler("MonitoringSchedule", key=by_arn("MonitoringScheduleName"), ignored=_MONITORING_ONLY)

FeatureGroupHandler("FeatureGroup", key=by_id("FeatureGroupName"), arn="FeatureGroupArn", settling=Settling("FeatureGroupStatus"))
SageMakerHandler("Pipeline", key=by_id("PipelineName"), arn="PipelineArn", prepare=_pipeline)
SageMakerHandler(
    "Project",
    key=by_arn("ProjectName"),
    prepare=_project,
    ignored=frozenset({"ServiceCatalogProvisionedProductDetails"}),
    settling=Settling("ProjectStatus"),
)
SageMakerHandler("MlflowApp", key=by_id("Arn"), attributes={"MlflowAppId": _last_part("Arn")})
SageMakerHandler("MlflowTrackingServer", key=by_id("TrackingServerName"), arn="TrackingServerArn")
PartnerAppHandler("PartnerApp", key=by_id("Arn"))
SageMakerHandler("Hub", key=by_arn("HubName"))

SageMakerHandler("Cluster", key=by_id("ClusterName"), name="ClusterName")
SchedulerConfigHandler("ClusterSchedulerConfig", key=by_arn("ClusterSchedulerConfigId"))
SageMakerHandler("AIWorkloadConfig", key=by_arn("AIWorkloadConfigName"))
SageMakerHandler("Algorithm", key=by_arn("AlgorithmName"))
SageMakerHandler("ProcessingJob", key=by_arn("ProcessingJobName"), name="ProcessingJobName")

SageMakerHandler("HumanTaskUi", key=by_arn("HumanTaskUiName"))
SageMakerHandler(
    "Workforce",
    key=by_arn("WorkforceName"),
    attributes={"WorkforceArn": "WorkforceArn || PhysicalId", "SubDomain": "Workforce.SubDomain"},
)
SageMakerHandler(
    "Workteam",
    key=_by_arn_end("WorkteamName"),
    name="WorkteamName",
    prepare=_workteam,
    attributes={"WorkteamArn": "WorkteamArn || PhysicalId", "WorkteamName": "Workteam.WorkteamName"},
)
SageMakerHandler("DeviceFleet", key=by_id("DeviceFleetName"), arn="DeviceFleetArn")
register("AWS::SageMaker::Device", DeviceHandler())

for _name in ("Action", "Context", "Experiment"):
    SageMakerHandler(_name, key=by_arn(f"{_name}Name"), attributes={"Arn": f"{_name}Arn"})
SageMakerHandler("Artifact", key=by_id("ArtifactArn"), attributes={"Arn": "ArtifactArn"})
SageMakerHandler("TrialComponent", key=by_arn("TrialComponentName"))
