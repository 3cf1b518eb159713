"""Athena's work groups."""

from __future__ import annotations

from typing import Any

from moto.athena.models import athena_backends

from ..calls import Call, implement
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import is_true, tag_list
from .service import ServiceHandler, or_undo, unless_gone


@handles("AWS::Athena::WorkGroup")
class WorkGroup(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-athena-workgroup.html"""

    service = "athena"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties["Name"]
        self.api(request).create_work_group(
            Name=name,
            Description=properties.get("Description", ""),
            Configuration=properties.get("WorkGroupConfiguration", {}),
            Tags=tag_list(properties),
        )
        with or_undo(lambda: self.delete(request, name, properties)):
            if "State" in properties:
                self.api(request).update_work_group(WorkGroup=name, State=properties["State"])
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_work_group(
            WorkGroup=physical_id,
            Description=after.get("Description", ""),
            State=after.get("State", "ENABLED"),
            ConfigurationUpdates=_updates(after),
        )
        self.change_tags(request, before, after, ResourceARN=request.place.arn("athena", f"workgroup/{physical_id}"))
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        recursive = is_true(properties.get("RecursiveDeleteOption"))
        with unless_gone():
            self.api(request).delete_work_group(WorkGroup=physical_id, RecursiveDeleteOption=recursive)

    def _made(self, request: Request, name: str) -> Made:
        group = self.api(request).get_work_group(WorkGroup=name)["WorkGroup"]
        engine = group["Configuration"].get("EngineVersion", {}).get("EffectiveEngineVersion", "")
        return Made(
            name,
            {
                "CreationTime": str(int(group["CreationTime"].timestamp())),
                "WorkGroupConfiguration.EngineVersion.EffectiveEngineVersion": engine,
            },
        )


def _updates(properties: Properties) -> Properties:
    """The same configuration as an update has it: what is not in it is taken away by members of their own."""
    wanted = dict(properties.get("WorkGroupConfiguration", {}))
    results = wanted.pop("ResultConfiguration", None)
    if results is not None:
        wanted["ResultConfigurationUpdates"] = results
    return wanted


@implement("athena", "UpdateWorkGroup")
def update_work_group(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/athena/latest/APIReference/API_UpdateWorkGroup.html"""
    wanted = call.parameters
    group = athena_backends[call.place.account][call.place.region].work_groups.get(wanted["WorkGroup"])
    if group is None:
        raise ApiError("InvalidRequestException", f"WorkGroup {wanted['WorkGroup']} is not found.")

    updates = dict(wanted.get("ConfigurationUpdates", {}))
    if "ResultConfigurationUpdates" in updates:
        updates["ResultConfiguration"] = updates.pop("ResultConfigurationUpdates")
    group.configuration = {**group.configuration, **updates}
    group.description = wanted.get("Description", group.description)
    group.state = wanted.get("State", group.state)
    return {}
