"""File systems, their mount targets and access points."""

from __future__ import annotations

from .handler import Made, Properties, Request, handles
from .properties import given, tag_list
from .service import ServiceHandler, or_undo, unless_gone

CREATED = ("AvailabilityZoneName", "Encrypted", "KmsKeyId", "PerformanceMode", "ProvisionedThroughputInMibps", "ThroughputMode")


class EfsHandler(ServiceHandler):
    service = "efs"


@handles("AWS::EFS::FileSystem")
class FileSystem(EfsHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-filesystem.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        system = self.api(request).create_file_system(
            CreationToken=request.generated_name, Tags=tag_list(properties, "FileSystemTags"), **given(properties, *CREATED)
        )["FileSystemId"]
        with or_undo(lambda: self.delete(request, system, properties)):
            self._change(request, system, {}, properties)
        return self._made(request, system)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._change(request, physical_id, before, after)
        old, new = ({"Tags": properties.get("FileSystemTags", [])} for properties in (before, after))
        self.change_tags(request, old, new, ResourceId=physical_id)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_file_system(FileSystemId=physical_id)

    def _change(self, request: Request, system: str, before: Properties, after: Properties) -> None:
        api = self.api(request)
        if before.get("LifecyclePolicies") != after.get("LifecyclePolicies"):
            api.put_lifecycle_configuration(FileSystemId=system, LifecyclePolicies=after.get("LifecyclePolicies", []))
        policy = after.get("FileSystemPolicy")
        if policy and policy != before.get("FileSystemPolicy"):
            api.put_file_system_policy(FileSystemId=system, Policy=policy)

    def _made(self, request: Request, system: str) -> Made:
        arn = request.place.arn("elasticfilesystem", f"file-system/{system}")
        return Made(system, {"FileSystemId": system, "Arn": arn})


@handles("AWS::EFS::MountTarget")
class MountTarget(EfsHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-mounttarget.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "FileSystemId", "SubnetId", "SecurityGroups", "IpAddress")
        target = self.api(request).create_mount_target(**wanted)
        return Made(target["MountTargetId"], {"Id": target["MountTargetId"], **given(target, "IpAddress")})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).modify_mount_target_security_groups(MountTargetId=physical_id, **given(after, "SecurityGroups"))
        target = self.api(request).describe_mount_targets(MountTargetId=physical_id)["MountTargets"][0]
        return Made(physical_id, {"Id": physical_id, **given(target, "IpAddress")})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_mount_target(MountTargetId=physical_id)


@handles("AWS::EFS::AccessPoint")
class AccessPoint(EfsHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-accesspoint.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        point = self.api(request).create_access_point(
            ClientToken=properties.get("ClientToken", request.generated_name[-64:]),
            Tags=tag_list(properties, "AccessPointTags"),
            **given(properties, "FileSystemId", "PosixUser", "RootDirectory"),
        )
        return self._made(request, point["AccessPointId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        old, new = ({"Tags": properties.get("AccessPointTags", [])} for properties in (before, after))
        self.change_tags(request, old, new, ResourceId=physical_id)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_access_point(AccessPointId=physical_id)

    def _made(self, request: Request, point: str) -> Made:
        return Made(point, {"AccessPointId": point, "Arn": request.place.arn("elasticfilesystem", f"access-point/{point}")})
