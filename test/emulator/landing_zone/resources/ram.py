"""Resource shares."""

from __future__ import annotations

from .handler import Made, Properties, Request, handles
from .properties import differences, given, tag_changes
from .service import ServiceHandler, unless_gone


@handles("AWS::RAM::ResourceShare")
class ResourceShare(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ram-resourceshare.html"""

    service = "ram"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "Name", "AllowExternalPrincipals", "Principals", "ResourceArns", "PermissionArns", "Sources")
        tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in properties.get("Tags", [])]
        return self._made(
            request, self.api(request).create_resource_share(**wanted, tags=tags)["resourceShare"]["resourceShareArn"]
        )

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        api, share = self.api(request), {"resourceShareArn": physical_id}
        api.update_resource_share(**share, name=after["Name"], allowExternalPrincipals=after.get("AllowExternalPrincipals", True))
        for name in ("Principals", "ResourceArns"):
            come, gone = differences(before.get(name), after.get(name))
            if come:
                api.associate_resource_share(**share, **{name: come})
            if gone:
                api.disassociate_resource_share(**share, **{name: gone})
        come, gone = differences(before.get("PermissionArns"), after.get("PermissionArns"))
        for permission in come:
            api.associate_resource_share_permission(**share, permissionArn=permission)
        for permission in gone:
            api.disassociate_resource_share_permission(**share, permissionArn=permission)

        changed, removed = tag_changes(before, after)
        if changed:
            api.tag_resource(**share, tags=[{"key": key, "value": value} for key, value in changed.items()])
        if removed:
            api.untag_resource(**share, tagKeys=removed)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone("UnknownResourceException"):
            self.api(request).delete_resource_share(resourceShareArn=physical_id)

    def _made(self, request: Request, arn: str) -> Made:
        share = self.api(request).get_resource_shares(resourceOwner="SELF", resourceShareArns=[arn])["resourceShares"][0]
        return Made(
            arn,
            {
                "Arn": arn,
                "Status": share["status"],
                "CreationTime": share["creationTime"].isoformat(),
                "LastUpdatedTime": share["lastUpdatedTime"].isoformat(),
                "FeatureSet": share["featureSet"],
                "OwningAccountId": share["owningAccountId"],
            },
        )
