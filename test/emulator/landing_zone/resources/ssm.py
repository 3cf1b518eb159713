"""Parameters."""

from __future__ import annotations

from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given, tag_list
from .service import ServiceHandler, unless_gone


@handles("AWS::SSM::Parameter")
class Parameter(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html"""

    service = "ssm"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("Name") or fitting_name(request, 1011)
        self.api(request).put_parameter(Name=name, Tags=tag_list(properties), **_written(properties))
        return self._made(request, name, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        if before["Type"] != after["Type"]:
            raise ApiError("InvalidRequest", "The type of a parameter cannot be changed")
        if _written(before) != _written(after):
            # What a template drops returns to nothing; the API would keep it.
            self.api(request).put_parameter(Name=physical_id, Overwrite=True, **{"Description": "", **_written(after)})

        calls = {"add": "add_tags_to_resource", "remove": "remove_tags_from_resource"}
        self.change_tags(request, before, after, **calls, ResourceType="Parameter", ResourceId=physical_id)
        return self._made(request, physical_id, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_parameter(Name=physical_id)

    def _made(self, request: Request, name: str, properties: Properties) -> Made:
        arn = request.place.arn("ssm", f"parameter/{name.removeprefix('/')}")
        return Made(name, {"Type": properties["Type"], "Value": str(properties["Value"]), "Arn": arn})


def _written(properties: Properties) -> Properties:
    return given(properties, "Type", "Value", "Description", "AllowedPattern", "Tier", "DataType", "Policies")
