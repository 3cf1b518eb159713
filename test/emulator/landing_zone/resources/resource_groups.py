"""Groups of resources, which are SageMaker's collections too."""

from __future__ import annotations

from .handler import Made, Properties, Request, handles
from .properties import given, tag_map
from .service import ServiceHandler, unless_gone


@handles("AWS::ResourceGroups::Group")
class Group(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-resourcegroups-group.html"""

    service = "resource-groups"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "Name", "Description", "Configuration")
        query = {"ResourceQuery": _query(properties)} if "ResourceQuery" in properties else {}
        self.api(request).create_group(**wanted, **query, Tags=tag_map(properties.get("Tags")))
        return self._made(request, properties["Name"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        api = self.api(request)
        api.update_group(GroupName=physical_id, Description=after.get("Description", ""))
        if before.get("ResourceQuery") != after.get("ResourceQuery"):
            api.update_group_query(GroupName=physical_id, ResourceQuery=_query(after))
        if before.get("Configuration") != after.get("Configuration"):
            api.put_group_configuration(Group=physical_id, Configuration=after.get("Configuration", []))
        arn = request.place.arn("resource-groups", f"group/{physical_id}")
        self.change_tags(request, before, after, add="tag", remove="untag", keys="Keys", as_map=True, Arn=arn)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_group(GroupName=physical_id)

    def _made(self, request: Request, name: str) -> Made:
        return Made(name, {"Arn": request.place.arn("resource-groups", f"group/{name}")})


def _query(properties: Properties) -> Properties:
    """The API takes the inner query as text."""
    query = properties["ResourceQuery"]
    return {"Type": query.get("Type", "TAG_FILTERS_1_0"), "Query": query.get("Query", {})}
