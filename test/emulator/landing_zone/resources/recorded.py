"""Types of services that no API here knows: a record with identity, properties and attributes stands for the resource."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from moto.moto_api._internal import mock_random

from ..cloudformation import specification
from .handler import Handler, Kind, Made, Properties, Request, register

# A type is listed here on purpose. Whoever uses a new one decides whether it deserves an API object instead.
RECORDED = (
    "AWS::AccessAnalyzer::Analyzer",
    "AWS::Athena::DataCatalog",
    "AWS::Athena::NamedQuery",
    "AWS::BCMDataExports::Export",
    "AWS::CDK::Metadata",
    "AWS::CloudFormation::WaitConditionHandle",
    "AWS::ControlTower::EnabledControl",
    "AWS::CUR::ReportDefinition",
    "AWS::LakeFormation::Permissions",
    "AWS::Oam::Link",
    "AWS::Oam::Sink",
    "AWS::RAM::Permission",
    "AWS::SageMaker::ExperimentTrialComponent",
    "AWS::SecurityHub::Standard",
    "AWS::ServiceCatalog::StackSetConstraint",
)

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


class RecordedHandler(Handler):
    kind: ClassVar[Kind] = "recorded"

    def create(self, request: Request, properties: Properties) -> Made:
        return self._made(request, properties, "".join(mock_random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=12)))

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        made = self._made(request, after, physical_id.rpartition("/")[2])
        return Made(physical_id, made.attributes)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        """The stack forgets the record."""

    def _made(self, request: Request, properties: Properties, unique: str) -> Made:
        attributes = {name: self._attribute(request, properties, name, unique) for name in specification.attributes(request.type)}
        facts = {**attributes, **properties}
        parts = [str(facts[key]) for key in specification.ref(request.type) if key in facts]
        return Made("|".join(parts) or request.generated_name, attributes)

    @staticmethod
    def _attribute(request: Request, properties: Properties, name: str, unique: str) -> Any:
        if not name.endswith("Arn"):
            return unique
        place, template = request.place, specification.arn_template(request.type)
        facts = {"Partition": place.partition, "Region": place.region, "Account": place.account, **properties}
        if template is None:
            service, kind = request.type.split("::")[1:3]
            return place.arn(service.lower(), f"{kind.lower()}/{unique}")
        return _PLACEHOLDER.sub(lambda match: str(facts.get(match.group(1), unique)), template)


def register_recorded_types() -> None:
    for name in RECORDED:
        register(name, RecordedHandler())
