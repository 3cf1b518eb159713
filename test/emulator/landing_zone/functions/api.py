"""Where Lambda differs from moto's: versions, settings of background invocations, what is refused, and what can be saved."""

from __future__ import annotations

from typing import Any, cast

from moto.awslambda.models import LambdaStorage, LayerStorage
from moto.iam.models import iam_backends

from ..calls import Call, before, implement
from ..errors import ApiError
from ..events import policies
from .function import Function
from .invocations import find


def publish_version(storage: LambdaStorage, name_or_arn: str, description: str = "") -> Function:
    """moto counts the versions that there are, so that a number comes twice when one was deleted."""
    function = cast(Function, storage.get_function_by_name_or_arn_forbid_qualifier(name_or_arn))
    versions = storage._functions[function.function_name]["versions"]
    if versions and not function.code_or_config_updated:
        return cast(Function, versions[-1])

    function.code_or_config_updated = False
    function.versions_published += 1
    version = function.as_version(function.versions_published, description)
    versions.append(version)
    storage._arns[version.function_arn] = version
    return version


@before("lambda", "CreateFunction")
def _refuse_role_of_others(call: Call) -> None:
    _check_role(call, call.parameters.get("Role", ""))


@before("lambda", "UpdateFunctionConfiguration")
def _refuse_new_role_of_others(call: Call) -> None:
    if "Role" in call.parameters:
        _check_role(call, call.parameters["Role"])


@before("lambda", "AddPermission")
def _refuse_second_statement(call: Call) -> None:
    function = find(call.place, call.parameters["FunctionName"], call.parameters.get("Qualifier"))
    wanted = call.parameters["StatementId"]
    if any(statement.get("Sid") == wanted for statement in function.policy.statements):
        message = (
            f"The statement id ({wanted}) provided already exists. "
            "Please provide a new statement id, or remove the existing statement."
        )
        raise ApiError("ResourceConflictException", message)


def _check_role(call: Call, role_arn: str) -> None:
    place, name = call.place, call.parameters["FunctionName"].rpartition(":")[2]
    roles = iam_backends[place.account][place.partition].roles.values()
    trust = next((role.assume_role_policy_document for role in roles if role.arn == role_arn), None)
    caller = policies.a_service("lambda.amazonaws.com", place, place.arn("lambda", f"function:{name}"))
    if trust is not None and not policies.admits(trust, caller, "sts:AssumeRole", role_arn):
        message = "The role defined for the function cannot be assumed by Lambda."
        raise ApiError("InvalidParameterValueException", message)


@implement("lambda", "PutFunctionEventInvokeConfig")
def _put_config(call: Call) -> dict[str, Any]:
    function, qualifier = _configured(call)
    function.event_invoke_configs[qualifier] = _settings(call)
    return _config(function, qualifier)


@implement("lambda", "UpdateFunctionEventInvokeConfig")
def _update_config(call: Call) -> dict[str, Any]:
    function, qualifier = _configured(call)
    _config(function, qualifier)
    function.event_invoke_configs[qualifier] |= _settings(call)
    return _config(function, qualifier)


@implement("lambda", "GetFunctionEventInvokeConfig")
def _get_config(call: Call) -> dict[str, Any]:
    return _config(*_configured(call))


@implement("lambda", "ListFunctionEventInvokeConfigs")
def _list_configs(call: Call) -> dict[str, Any]:
    function, _ = _configured(call)
    return {"FunctionEventInvokeConfigs": [_config(function, qualifier) for qualifier in function.event_invoke_configs]}


@implement("lambda", "DeleteFunctionEventInvokeConfig")
def _delete_config(call: Call) -> dict[str, Any]:
    function, qualifier = _configured(call)
    _config(function, qualifier)
    del function.event_invoke_configs[qualifier]
    return {}


def _configured(call: Call) -> tuple[Function, str]:
    name, qualifier = call.parameters["FunctionName"], call.parameters.get("Qualifier")
    in_name = name.split(":function:")[-1].partition(":")[2]
    return find(call.place, name, qualifier), qualifier or in_name or "$LATEST"


def _settings(call: Call) -> dict[str, Any]:
    names = ("DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts")
    return {name: call.parameters[name] for name in names if name in call.parameters}


def _config(function: Function, qualifier: str) -> dict[str, Any]:
    arn = f"{function.unqualified_arn}:{qualifier}"
    if qualifier not in function.event_invoke_configs:
        raise ApiError("ResourceNotFoundException", f"The function {arn} doesn't have an EventInvokeConfig")
    return {"FunctionArn": arn, **function.event_invoke_configs[qualifier]}


def state_of(storage: LambdaStorage | LayerStorage) -> dict[str, Any]:
    """A weak dictionary cannot be saved with the state of the emulator."""
    return {**vars(storage), "_arns": dict(storage._arns)}


setattr(LambdaStorage, publish_version.__name__, publish_version)
setattr(LambdaStorage, "__getstate__", state_of)
setattr(LayerStorage, "__getstate__", state_of)
