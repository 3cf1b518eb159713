"""Web ACLs, and what they protect."""

from __future__ import annotations

from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, tag_list
from .service import ServiceHandler, unless_gone

_CREATED = (
    "AssociationConfig",
    "CaptchaConfig",
    "ChallengeConfig",
    "CustomResponseBodies",
    "DefaultAction",
    "Description",
    "Rules",
    "TokenDomains",
    "VisibilityConfig",
)


@handles("AWS::WAFv2::WebACL")
class WebAcl(ServiceHandler):
    """
    A web ACL. Ref is its name, its id and its scope; who changes or deletes it shows the token of what he has seen.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html
    """

    service = "wafv2"

    def create(self, request: Request, properties: Properties) -> Made:
        name, scope = properties.get("Name") or fitting_name(request, 128), properties["Scope"]
        tags = {"Tags": tag_list(properties)} if properties.get("Tags") else {}
        made = self.api(request).create_web_acl(Name=name, Scope=scope, **given(properties, *_CREATED), **tags)["Summary"]
        return self._made(request, f"{name}|{made['Id']}|{scope}")

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        made = self._made(request, physical_id)
        if given(before, *_CREATED) != given(after, *_CREATED):
            self.api(request).update_web_acl(**self._seen(request, physical_id), **given(after, *_CREATED))
        self.change_tags(request, before, after, ResourceARN=made.attributes["Arn"])
        return made

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_web_acl(**self._seen(request, physical_id))

    def _seen(self, request: Request, physical_id: str) -> Properties:
        identity = _identity(physical_id)
        return {**identity, "LockToken": self.api(request).get_web_acl(**identity)["LockToken"]}

    def _made(self, request: Request, physical_id: str) -> Made:
        described = self.api(request).get_web_acl(**_identity(physical_id))["WebACL"]
        known = given(described, "Id", "Capacity", "LabelNamespace")
        return Made(physical_id, {**known, "Arn": described["ARN"]})


@handles("AWS::WAFv2::WebACLAssociation")
class WebAclAssociation(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html"""

    service = "wafv2"

    def create(self, request: Request, properties: Properties) -> Made:
        self.api(request).associate_web_acl(**given(properties, "ResourceArn", "WebACLArn"))
        return Made(f"{properties['ResourceArn']}|{properties['WebACLArn']}")

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        raise ApiError("NotUpdatable", "Another resource or web ACL replaces an association")

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).disassociate_web_acl(**given(properties, "ResourceArn"))


def _identity(physical_id: str) -> Properties:
    return dict(zip(("Name", "Id", "Scope"), physical_id.split("|"), strict=True))
