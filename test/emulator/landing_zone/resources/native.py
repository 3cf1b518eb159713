"""Types that moto's own CloudFormation classes make, change and remove well enough."""

from __future__ import annotations

from typing import Any, ClassVar

from moto.cloudformation.parsing import get_model_map
from moto.core.common_models import CloudFormationModel

from ..cloudformation import specification
from .handler import Handler, Kind, Made, Properties, Request, has_handler, register

# moto's objects by the stack, the logical and the physical id of their resource: moto changes and deletes by object.
_state: dict[tuple[str, str, str], Any] = {}


class NativeHandler(Handler):
    kind: ClassVar[Kind] = "native"

    def __init__(self, model: type[CloudFormationModel]):
        self._model = model

    def create(self, request: Request, properties: Properties) -> Made:
        made = self._model.create_from_cloudformation_json(
            self._name(request, properties),
            _definition(request, properties),
            request.place.account,
            request.place.region,
            LogicalId=request.logical_id,
            StackId=request.stack_id,
            ResourceType=request.type,
        )
        return _keep(request, made)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        key = (request.stack_id, request.logical_id, physical_id)
        made = self._model.update_from_cloudformation_json(
            original_resource=_state[key],
            new_resource_name=self._name(request, after),
            cloudformation_json=_definition(request, after),
            account_id=request.place.account,
            region_name=request.place.region,
        )
        del _state[key]
        return _keep(request, made)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        made = _state[request.stack_id, request.logical_id, physical_id]
        account, region = request.place.account, request.place.region
        if hasattr(made, "delete"):
            made.delete(account, region)
        else:
            self._model.delete_from_cloudformation_json(physical_id, _definition(request, properties), account, region)
        del _state[request.stack_id, request.logical_id, physical_id]

    def _name(self, request: Request, properties: Properties) -> str:
        key = self._model.cloudformation_name_type()
        return properties[key] if key and key in properties else request.generated_name


def _definition(request: Request, properties: Properties) -> dict[str, Any]:
    return {"Type": request.type, "Properties": properties}


def _keep(request: Request, made: Any) -> Made:
    physical_id = made.physical_resource_id
    _state[request.stack_id, request.logical_id, physical_id] = made
    return Made(physical_id, dict(_attributes(request, made)))


def _attributes(request: Request, made: Any) -> Any:
    for name in specification.attributes(request.type):
        try:
            yield name, made.get_cfn_attribute(name)
        except Exception:  # What moto lacks is missed, by name, when a template asks for it.
            continue


def register_native_types() -> None:
    """Takes every type that moto makes, changes and removes, and that has no handler of ours."""
    for name, model in get_model_map().items():
        if specification.knows(name) and not has_handler(name) and _is_complete(model):
            register(name, NativeHandler(model))


def _is_complete(model: type[CloudFormationModel]) -> bool:
    """Whether moto does more than to create: what it leaves abstract does nothing, in silence."""
    deletes = hasattr(model, "delete") or _has_own(model, "delete_from_cloudformation_json")
    return deletes and _has_own(model, "update_from_cloudformation_json")


def _has_own(model: type[CloudFormationModel], method: str) -> bool:
    return getattr(model, method) is not getattr(CloudFormationModel, method)
