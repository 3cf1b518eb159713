"""API Gateway's patch operations and tags, of which moto knows some paths and stages only."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from moto.apigateway import urls
from moto.apigateway.models import APIGatewayBackend, apigateway_backends
from moto.core.utils import get_service_model

from ..calls import Call, implement
from ..errors import ApiError
from .api import conform

_Find = Callable[[APIGatewayBackend, dict[str, Any]], Any]

# The calls, what each changes, and the attributes of moto's object by the members that a patch may name.
_PATCHED: dict[str, tuple[_Find, dict[str, str]]] = {
    "UpdateRestApi": (
        lambda backend, given: backend.get_rest_api(given["restApiId"]),
        {
            "name": "name",
            "description": "description",
            "version": "version",
            "policy": "policy",
            "apiKeySource": "api_key_source",
            "binaryMediaTypes": "binaryMediaTypes",
            "disableExecuteApiEndpoint": "disableExecuteApiEndpoint",
            "endpointConfiguration": "endpoint_configuration",
            "minimumCompressionSize": "minimum_compression_size",
        },
    ),
    "UpdateAuthorizer": (
        lambda backend, given: backend.get_authorizer(given["restApiId"], given["authorizerId"]),
        {
            "name": "name",
            "type": "type",
            "providerARNs": "provider_arns",
            "authType": "auth_type",
            "authorizerUri": "authorizer_uri",
            "authorizerCredentials": "authorizer_credentials",
            "identitySource": "identity_source",
            "identityValidationExpression": "identity_validation_expression",
            "authorizerResultTtlInSeconds": "authorizer_result_ttl",
        },
    ),
    "UpdateModel": (
        lambda backend, given: backend.get_model(given["restApiId"], given["modelName"]),
        {"description": "description", "schema": "schema"},
    ),
    "UpdateDeployment": (
        lambda backend, given: backend.get_deployment(given["restApiId"], given["deploymentId"]),
        {"description": "description"},
    ),
    "UpdateUsagePlan": (
        lambda backend, given: backend.get_usage_plan(given["usagePlanId"]),
        {
            "name": "name",
            "description": "description",
            "productCode": "product_code",
            "apiStages": "api_stages",
            "throttle": "throttle",
            "quota": "quota",
        },
    ),
}


def _update(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html"""
    find, attributes = _PATCHED[call.operation]
    target = find(_backend(call), call.parameters)
    document = {member: copy.deepcopy(getattr(target, attribute)) for member, attribute in attributes.items()}
    for operation in call.parameters["patchOperations"]:
        _apply(document, operation)

    # A patch writes every value as text.
    shape = get_service_model("apigateway").operation_model(call.operation).output_shape
    for member, value in conform(shape, document).items():
        setattr(target, attributes[member], value)
    return _described(target)


for _name in _PATCHED:
    implement("apigateway", _name)(_update)


@implement("apigateway", "GetTags")
def get_tags(call: Call) -> dict[str, Any]:
    return {"tags": _tagged(call).tags or {}}


@implement("apigateway", "TagResource")
def tag_resource(call: Call) -> None:
    target = _tagged(call)
    target.tags = {**(target.tags or {}), **call.parameters["tags"]}


@implement("apigateway", "UntagResource")
def untag_resource(call: Call) -> None:
    target = _tagged(call)
    target.tags = {key: value for key, value in (target.tags or {}).items() if key not in call.parameters["tagKeys"]}


def _apply(document: dict[str, Any], operation: dict[str, str]) -> None:
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].strip("/").split("/")]
    for parent in parents:
        if document.get(parent) is None:
            document[parent] = {}
        document = document[parent]
    if last == "apiStages":
        _apply_stage(document, operation)
    elif isinstance(document.get(last), list) and operation["op"] == "remove":
        document[last].remove(operation["value"])
    elif operation["op"] == "add":
        document[last] = [*(document.get(last) or []), operation["value"]]
    else:
        document[last] = None if operation["op"] == "remove" else operation["value"]


def _apply_stage(document: dict[str, Any], operation: dict[str, str]) -> None:
    """A patch names a stage of a usage plan API:STAGE."""
    api, _, stage = operation["value"].partition(":")
    others = [known for known in document["apiStages"] if (known["apiId"], known["stage"]) != (api, stage)]
    document["apiStages"] = [*others, {"apiId": api, "stage": stage}] if operation["op"] == "add" else others


def _tagged(call: Call) -> Any:
    backend = _backend(call)
    kind, identity, *rest = call.parameters["resourceArn"].partition("::/")[2].split("/")
    if kind == "restapis":
        return backend.get_stage(identity, rest[1]) if rest else backend.get_rest_api(identity)
    if kind == "usageplans":
        return backend.get_usage_plan(identity)
    if kind == "apikeys":
        return backend.get_api_key(identity)
    raise ApiError("NotFoundException", "Invalid Resource identifier specified")


def _described(target: Any) -> dict[str, Any]:
    described = target.to_dict() if hasattr(target, "to_dict") else target.to_json()
    return {member: value for member, value in described.items() if value is not None}


def _backend(call: Call) -> APIGatewayBackend:
    return apigateway_backends[call.place.account][call.place.region]


# moto's own route of tags takes the ARN of a stage alone.
urls.url_paths["{0}/tags/(?P<resource_arn>arn:.+)$"] = urls.APIGatewayResponse.dispatch
