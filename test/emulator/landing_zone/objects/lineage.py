"""SageMaker ML Lineage Tracking: actions, artifacts, contexts, and what associates them."""

from __future__ import annotations

from typing import Any

from ..calls import Call, implement
from ..errors import ApiError
from .entities import Entity, Record, by_arn, entity, mask


class LineageEntity(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/dg/lineage-tracking-entities.html"""

    def check_new(self, call: Call, record: Record) -> None:
        record["LineageGroupArn"] = call.place.arn("sagemaker", "lineage-group/sagemaker-default-lineage-group")

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        removed = wanted.pop("PropertiesToRemove", [])
        properties = {**record.get("Properties", {}), **wanted.pop("Properties", {})}
        record["Properties"] = {name: value for name, value in properties.items() if name not in removed}
        record.update(wanted)

    def listed(self, call: Call, record: Record) -> bool:
        source = call.parameters.get("SourceUri")
        return source is None or record["Source"]["SourceUri"] == source


class Artifact(LineageEntity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteArtifact.html"""

    def identify(self, call: Call, record: Record) -> None:
        record["_hash"] = mask("################################")

    def found(self, call: Call) -> Record:
        if "ArtifactArn" in call.parameters:
            return super().found(call)
        for record in self.records(call.place):
            if record["Source"] == call.parameters.get("Source"):
                return record
        raise self.missing(call, str(call.parameters.get("Source")))


class Association(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddAssociation.html"""

    def check_new(self, call: Call, record: Record) -> None:
        for end in ("Source", "Destination"):
            found = by_arn(record[f"{end}Arn"])
            if found and found[0].name in ("Action", "Artifact", "Context"):
                record[f"{end}Type"] = found[1].get(f"{found[0].name}Type")
                record[f"{end}Name"] = found[1].get(f"{found[0].name}Name")
            elif ":experiment-trial-component/" not in record[f"{end}Arn"]:
                raise ApiError("ResourceNotFound", f'Could not find lineage entity "{record[f"{end}Arn"]}".')


for name, part in (("Action", "action"), ("Context", "context")):
    LineageEntity(name, key=(f"{name}Name",), arn=f"{part}/{{{name}Name}}", words=part, taken="{words} already exists: {arn}")
Artifact("Artifact", key=("ArtifactArn",), arn="artifact/{_hash}", words="artifact")
Association("Association", key=("SourceArn", "DestinationArn"), arn="", words="association", taken="Association already exists.")


@implement("sagemaker", "AddAssociation")
def add_association(call: Call) -> dict[str, Any]:
    return entity("Association").create(call)
