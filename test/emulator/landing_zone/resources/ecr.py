"""Image repositories."""

from __future__ import annotations

from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, is_true, tag_list
from .service import ServiceHandler, or_undo, unless_gone


@handles("AWS::ECR::Repository")
class Repository(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html"""

    service = "ecr"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("RepositoryName") or fitting_name(request, 256).lower()
        wanted = given(
            properties,
            "EncryptionConfiguration",
            "ImageScanningConfiguration",
            "ImageTagMutability",
            "ImageTagMutabilityExclusionFilters",
        )
        self.api(request).create_repository(repositoryName=name, tags=tag_list(properties), **wanted)
        with or_undo(lambda: self.delete(request, name, properties)):
            self._change_policies(request, name, {}, properties)
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        api = self.api(request)
        if before.get("ImageScanningConfiguration") != after.get("ImageScanningConfiguration"):
            scanning = after.get("ImageScanningConfiguration", {"ScanOnPush": False})
            api.put_image_scanning_configuration(repositoryName=physical_id, imageScanningConfiguration=scanning)
        if before.get("ImageTagMutability") != after.get("ImageTagMutability"):
            mutability = after.get("ImageTagMutability", "MUTABLE")
            api.put_image_tag_mutability(repositoryName=physical_id, imageTagMutability=mutability)
        self._change_policies(request, physical_id, before, after)

        arn = request.place.arn("ecr", f"repository/{physical_id}")
        self.change_tags(request, before, after, tags="tags", keys="tagKeys", resourceArn=arn)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_repository(repositoryName=physical_id, force=is_true(properties.get("EmptyOnDelete")))

    def _change_policies(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        api = self.api(request)
        access = after.get("RepositoryPolicyText")
        if access and access != before.get("RepositoryPolicyText"):
            api.set_repository_policy(repositoryName=name, policyText=access)
        if not access and before.get("RepositoryPolicyText"):
            api.delete_repository_policy(repositoryName=name)

        lifecycle = after.get("LifecyclePolicy", {}).get("LifecyclePolicyText")
        if lifecycle and lifecycle != before.get("LifecyclePolicy", {}).get("LifecyclePolicyText"):
            api.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=lifecycle)
        if not lifecycle and before.get("LifecyclePolicy"):
            api.delete_lifecycle_policy(repositoryName=name)

    def _made(self, request: Request, name: str) -> Made:
        repository = self.api(request).describe_repositories(repositoryNames=[name])["repositories"][0]
        return Made(name, {"Arn": repository["repositoryArn"], "RepositoryUri": repository["repositoryUri"]})
