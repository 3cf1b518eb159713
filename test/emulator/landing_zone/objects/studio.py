"""SageMaker Studio: domains, user profiles, spaces, apps, lifecycle configurations and images."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from moto.core.utils import utcnow

from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from .entities import Entity, Record, all_records, entity

# The user ids that Studio gives on the file system of a domain count up from here.
_FIRST_USER_ID = 200001


class Domain(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html"""

    def check_new(self, call: Call, record: Record) -> None:
        _check_network(call.place, record)
        domain = record["DomainId"]
        record["Url"] = f"https://{domain}.studio.{call.place.region}.sagemaker.aws"
        record.setdefault("AppNetworkAccessType", "PublicInternetOnly")
        record.setdefault("TagPropagation", "DISABLED")
        if record["AuthMode"] == "SSO":
            record["SingleSignOnApplicationArn"] = f"arn:{call.place.partition}:sso::{call.place.account}:application/{domain}"

    def made(self, call: Call, record: Record) -> None:
        place, arn = call.place, record["_arn"]
        tag = {"Key": "ManagedByAmazonSageMakerResource", "Value": arn}
        if record.get("HomeEfsFileSystemCreation", "Enabled") == "Enabled":
            key = {"KmsKeyId": record["KmsKeyId"], "Encrypted": True} if "KmsKeyId" in record else {}
            made = place.client("efs").create_file_system(CreationToken=record["DomainId"], Tags=[tag], **key)
            record["HomeEfsFileSystemId"] = made["FileSystemId"]
        if "VpcId" in record:
            _make_network(place, record, tag)
        if "RStudioServerProDomainSettings" in record.get("DomainSettings", {}):
            record["SecurityGroupIdForDomainBoundary"] = _security_group(place, record, "domain-boundary", tag)

    def check_change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        after = {**record, **wanted}
        if after.get("AppNetworkAccessType") == "VpcOnly" and not ("VpcId" in after and after.get("SubnetIds")):
            raise ApiError("ValidationException", "VpcId and SubnetIds are required when AppNetworkAccessType is VpcOnly.")
        _check_network(call.place, after)

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        settings = wanted.pop("DomainSettingsForUpdate", {})
        if "RStudioServerProDomainSettingsForUpdate" in settings:
            settings["RStudioServerProDomainSettings"] = settings.pop("RStudioServerProDomainSettingsForUpdate")
        wanted["DomainSettings"] = {**record.get("DomainSettings", {}), **settings}
        for name in ("DefaultUserSettings", "DefaultSpaceSettings"):
            if name in wanted:
                wanted[name] = {**record.get(name, {}), **wanted[name]}
        record.update(wanted)

    def check_deletable(self, call: Call, record: Record) -> None:
        for name, words in (("UserProfile", "UserProfile(s)"), ("Space", "Space(s)")):
            if any(other["DomainId"] == record["DomainId"] for other in entity(name).records(call.place)):
                message = f"Unable to delete Domain [{record['DomainId']}] because {words} are associated with it."
                raise ApiError("ResourceInUse", message)

    def remove(self, call: Call, record: Record) -> None:
        super().remove(call, record)
        # The security groups stay in the VPC in any case: AWS leaves their removal to the customer.
        if call.parameters.get("RetentionPolicy", {}).get("HomeEfsFileSystem", "Retain") == "Delete":
            _delete_home(call.place, record.get("HomeEfsFileSystemId"))


class InDomain(Entity):
    """What belongs to a domain."""

    def check_new(self, call: Call, record: Record) -> None:
        domain = entity("Domain")
        if domain.at(call.place, DomainId=record["DomainId"]) is None:
            arn = domain.arn_at(call.place, record)
            raise ApiError("ValidationException", f'Could not find {domain.words} "{arn}".')

    def apps(self, place: Place, record: Record) -> list[Record]:
        """The apps that run in a user profile or space."""
        owner = self.key[1]
        return [
            app
            for app in entity("App").records(place)
            if app["DomainId"] == record["DomainId"] and app.get(owner) == record[owner] and app["Status"] != "Deleted"
        ]

    def check_deletable(self, call: Call, record: Record) -> None:
        if apps := self.apps(call.place, record):
            names = ", ".join(app["AppName"] for app in apps)
            message = f"Unable to delete {self.words} [{record[self.key[1]]}] because of its apps: {names}."
            raise ApiError("ResourceInUse", message)


class UserProfile(InDomain):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html"""

    def check_new(self, call: Call, record: Record) -> None:
        super().check_new(call, record)
        record["HomeEfsFileSystemUid"] = str(_FIRST_USER_ID + 5 * len(self.records(call.place)))

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        record["UserSettings"] = {**record.get("UserSettings", {}), **wanted.get("UserSettings", {})}

    def check_deletable(self, call: Call, record: Record) -> None:
        super().check_deletable(call, record)
        for space in entity("Space").records(call.place):
            owner = space.get("OwnershipSettings", {}).get("OwnerUserProfileName")
            if space["DomainId"] == record["DomainId"] and owner == record["UserProfileName"]:
                message = f"Unable to delete UserProfile [{owner}] because it owns the space {space['SpaceName']}."
                raise ApiError("ResourceInUse", message)


class Space(InDomain):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateSpace.html"""

    def check_new(self, call: Call, record: Record) -> None:
        super().check_new(call, record)
        owner = record.get("OwnershipSettings", {}).get("OwnerUserProfileName")
        profile = entity("UserProfile")
        if owner and profile.at(call.place, DomainId=record["DomainId"], UserProfileName=owner) is None:
            raise ApiError("ValidationException", f"Could not find {profile.words} {owner} in domain {record['DomainId']}.")
        domain = f"https://{record['DomainId']}.studio.{call.place.region}.sagemaker.aws"
        record["Url"] = f"{domain}/jupyterlab/default/lab?space={record['SpaceName']}"

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        wanted["SpaceSettings"] = {**record.get("SpaceSettings", {}), **wanted.get("SpaceSettings", {})}
        record.update(wanted)

    def summary(self, record: Record) -> dict[str, Any]:
        return {f"{name}Summary": record.get(name) for name in ("SpaceSettings", "SpaceSharingSettings", "OwnershipSettings")}


class App(InDomain):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateApp.html"""

    def create(self, call: Call) -> dict[str, Any]:
        deleted = self.at(call.place, **call.parameters)
        if deleted and deleted["Status"] == "Deleted":
            self.store(call.place).pop(self.key_of(deleted))
        return super().create(call)

    def identify(self, call: Call, record: Record) -> None:
        if ("UserProfileName" in record) == ("SpaceName" in record):
            raise ApiError("ValidationException", "Exactly one of UserProfileName and SpaceName must be given.")
        record["_owner"] = record.get("UserProfileName") or record["SpaceName"]

    def check_new(self, call: Call, record: Record) -> None:
        super().check_new(call, record)
        for name in ("UserProfile", "Space"):
            owner = record.get(f"{name}Name")
            if owner and entity(name).at(call.place, **record) is None:
                message = f"Could not find {entity(name).words} {owner} in domain {record['DomainId']}."
                raise ApiError("ValidationException", message)

    def made(self, call: Call, record: Record) -> None:
        record["Status"] = "Pending"
        self.turn(call.place, record, {"Status": "InService"})

    def check_deletable(self, call: Call, record: Record) -> None:
        if record["Status"] in ("Deleting", "Deleted"):
            raise self.missing(call, record["_arn"])

    def remove(self, call: Call, record: Record) -> None:
        # A deleted app stays visible for a day, and its owner cannot be deleted before it is.
        record["Status"] = "Deleting"
        self.turn(call.place, record, {"Status": "Deleted"})


class StudioLifecycleConfig(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteStudioLifecycleConfig.html"""

    def check_deletable(self, call: Call, record: Record) -> None:
        for kind, other in all_records(call.place):
            if kind.name in ("Domain", "UserProfile", "Space") and record["_arn"] in json.dumps(other, default=str):
                message = f"Studio Lifecycle Config [{record['StudioLifecycleConfigName']}] is attached to {other['_arn']}."
                raise ApiError("ResourceInUse", message)


class Image(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteImage.html"""

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        for name in wanted.pop("DeleteProperties", []):
            record.pop(name, None)
        record.update(wanted)

    def remove(self, call: Call, record: Record) -> None:
        super().remove(call, record)
        versions = entity("ImageVersion").store(call.place)
        for key in [key for key in versions if key[0] == record["ImageName"]]:
            del versions[key]


class ImageVersion(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateImageVersion.html"""

    def identify(self, call: Call, record: Record) -> None:
        image = self._image(call)
        # A number is never given twice, even after its version is deleted.
        image["_versions"] = record["Version"] = image.get("_versions", 0) + 1
        record.update(ImageArn=image["ImageArn"], ContainerImage=record["BaseImage"])

    def found(self, call: Call) -> Record:
        image, wanted = self._image(call), call.parameters
        versions = [record for record in self.records(call.place) if record["ImageName"] == image["ImageName"]]
        if "Alias" in wanted:
            versions = [record for record in versions if wanted["Alias"] in record.get("Aliases", [])]
        elif "Version" in wanted:
            versions = [record for record in versions if record["Version"] == wanted["Version"]]
        if not versions:
            raise self.missing(call, self.arn_at(call.place, wanted))
        return max(versions, key=lambda record: int(record["Version"]))

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        removed, added = wanted.pop("AliasesToDelete", []), wanted.pop("AliasesToAdd", [])
        wanted.pop("Alias", None)
        record["Aliases"] = [alias for alias in record.get("Aliases", []) if alias not in removed] + added
        record.update(wanted)

    def listed(self, call: Call, record: Record) -> bool:
        self._image(call)
        return True

    def _image(self, call: Call) -> Record:
        image = entity("Image").at(call.place, ImageName=call.parameters["ImageName"])
        if image is None:
            raise entity("Image").missing(call, entity("Image").arn_at(call.place, call.parameters))
        return image


_IN_SERVICE = ("Status", "InService")

Domain(
    "Domain",
    key=("DomainId",),
    arn="domain/{DomainId}",
    words="domain",
    status=_IN_SERVICE,
    generated={"DomainId": "d-############"},
    unique="DomainName",
    taken="Domain with name {DomainName} already exists: {arn}",
    newest_first=False,
)
UserProfile(
    "UserProfile",
    key=("DomainId", "UserProfileName"),
    arn="user-profile/{DomainId}/{UserProfileName}",
    words="user profile",
    status=_IN_SERVICE,
    taken="User profile {UserProfileName} already exists: {arn}",
    newest_first=False,
)
Space(
    "Space",
    key=("DomainId", "SpaceName"),
    arn="space/{DomainId}/{SpaceName}",
    words="space",
    status=_IN_SERVICE,
    taken="Space {SpaceName} already exists: {arn}",
    newest_first=False,
)
App(
    "App",
    key=("DomainId", "UserProfileName", "SpaceName", "AppType", "AppName"),
    arn="app/{DomainId}/{_owner}/{AppType}/{AppName}",
    words="app",
    status=_IN_SERVICE,
    taken="App {AppName} already exists: {arn}",
    newest_first=False,
)
StudioLifecycleConfig(
    "StudioLifecycleConfig",
    key=("StudioLifecycleConfigName",),
    arn="studio-lifecycle-config/{StudioLifecycleConfigName}",
    words="studio lifecycle config",
    taken="Studio Lifecycle Config {StudioLifecycleConfigName} already exists: {arn}",
)
Entity(
    "AppImageConfig",
    key=("AppImageConfigName",),
    arn="app-image-config/{AppImageConfigName}",
    words="app image config",
    taken="App image config {AppImageConfigName} already exists: {arn}",
)
Image(
    "Image",
    key=("ImageName",),
    arn="image/{ImageName}",
    words="image",
    status=("ImageStatus", "CREATED"),
    taken="Image {ImageName} already exists: {arn}",
)
ImageVersion(
    "ImageVersion",
    key=("ImageName", "Version"),
    arn="image-version/{ImageName}/{Version}",
    words="image version",
    status=("ImageVersionStatus", "CREATED"),
)


@implement("sagemaker", "ListAliases")
def list_aliases(call: Call) -> dict[str, Any]:
    version = entity("ImageVersion").found(call)
    return {"SageMakerImageVersionAliases": version.get("Aliases", [])}


@implement("sagemaker", "CreatePresignedDomainUrl")
def create_presigned_domain_url(call: Call) -> dict[str, Any]:
    profile = entity("UserProfile").found(call)
    domain = entity("Domain").at(call.place, DomainId=profile["DomainId"])
    assert domain
    return {"AuthorizedUrl": f"{domain['Url']}/auth?token={int(utcnow().timestamp())}"}


def _check_network(place: Place, record: Record) -> None:
    ec2 = place.client("ec2")
    if "VpcId" in record and not _exists(ec2.describe_vpcs, VpcIds=[record["VpcId"]]):
        raise ApiError("ValidationException", f"The vpc ID '{record['VpcId']}' does not exist")
    for subnet in record.get("SubnetIds", []):
        if not _exists(ec2.describe_subnets, SubnetIds=[subnet]):
            raise ApiError("ValidationException", f"The subnet ID '{subnet}' does not exist")


def _exists(describe: Callable[..., Any], **query: list[str]) -> bool:
    try:
        describe(**query)
    except ClientError:
        return False
    return True


def _make_network(place: Place, record: Record, tag: dict[str, str]) -> None:
    """
    The security groups of the file system, and its network interfaces: what keeps a VPC from being deleted after its domain.

    https://docs.aws.amazon.com/sagemaker/latest/dg/gs-studio-delete-domain.html
    """
    inbound = _security_group(place, record, "inbound-nfs", tag)
    outbound = _security_group(place, record, "outbound-nfs", tag)
    ec2 = place.client("ec2")
    nfs = {"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049}
    ec2.authorize_security_group_ingress(GroupId=inbound, IpPermissions=[{**nfs, "UserIdGroupPairs": [{"GroupId": outbound}]}])
    ec2.authorize_security_group_egress(GroupId=outbound, IpPermissions=[{**nfs, "UserIdGroupPairs": [{"GroupId": inbound}]}])
    if "HomeEfsFileSystemId" in record:
        for subnet in _one_per_zone(place, record.get("SubnetIds", [])):
            efs = place.client("efs")
            efs.create_mount_target(FileSystemId=record["HomeEfsFileSystemId"], SubnetId=subnet, SecurityGroups=[inbound])


def _one_per_zone(place: Place, subnets: list[str]) -> list[str]:
    """EFS takes one mount target for each availability zone."""
    if not subnets:
        return []
    found = place.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"]
    return sorted({subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in found}.values())


def _security_group(place: Place, record: Record, purpose: str, tag: dict[str, str]) -> str:
    made = place.client("ec2").create_security_group(
        GroupName=f"security-group-for-{purpose}-{record['DomainId']}",
        Description=f"{purpose} of SageMaker domain {record['DomainId']}",
        VpcId=record["VpcId"],
        TagSpecifications=[{"ResourceType": "security-group", "Tags": [tag]}],
    )
    return str(made["GroupId"])


def _delete_home(place: Place, file_system: str | None) -> None:
    if file_system is None:
        return
    efs = place.client("efs")
    for target in efs.describe_mount_targets(FileSystemId=file_system)["MountTargets"]:
        efs.delete_mount_target(MountTargetId=target["MountTargetId"])
    efs.delete_file_system(FileSystemId=file_system)
