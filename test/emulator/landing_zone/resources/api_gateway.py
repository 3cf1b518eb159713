"""
REST APIs of API Gateway, with their stages, usage plans and keys.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..text import text_of
from .api_handler import ApiHandler, Key, TagCalls, by_id, by_properties
from .handler import Made, Properties, Request, handles, register
from .properties import as_json, given
from .service import ServiceHandler, or_undo, unless_gone

# The paths by which a patch of a stage changes the settings of a method.
_METHOD_SETTINGS = {
    "CacheDataEncrypted": "caching/dataEncrypted",
    "CacheTtlInSeconds": "caching/ttlInSeconds",
    "CachingEnabled": "caching/enabled",
    "DataTraceEnabled": "logging/dataTrace",
    "LoggingLevel": "logging/loglevel",
    "MetricsEnabled": "metrics/enabled",
    "ThrottlingBurstLimit": "throttling/burstLimit",
    "ThrottlingRateLimit": "throttling/rateLimit",
}


class PatchHandler(ApiHandler):
    """
    What a list of operations changes, each for a path into the resource.

    https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
    """

    # Properties that a patch takes, but no creation.
    patch_only: frozenset[str] = frozenset()

    def create(self, request: Request, properties: Properties) -> Made:
        made = super().create(request, {name: value for name, value in properties.items() if name not in self.patch_only})
        if self.patch_only & properties.keys():
            with or_undo(lambda: self.delete(request, made.physical_id, properties)):
                self._patch(request, made.physical_id, {}, given(properties, *self.patch_only), properties)
        return made

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._patch(request, physical_id, before, after, after)
        # Of what is left only the tags have changed.
        return super().update(request, physical_id, {**after, "Tags": before.get("Tags", [])}, {"Tags": [], **after})

    def document(self, properties: Properties) -> dict[str, Any]:
        """The properties under the names of the paths."""
        return {name[0].lower() + name[1:]: value for name, value in self._parameters(properties).items()}

    def _patch(self, request: Request, physical_id: str, before: Properties, after: Properties, known: Properties) -> None:
        operations = list(_differences(self._changeable(before), self._changeable(after), ""))
        if operations:
            self.call(request.place, self._update or "", {**self._key(physical_id, known), "patchOperations": operations})

    def _changeable(self, properties: Properties) -> dict[str, Any]:
        return self.document({name: value for name, value in properties.items() if name != "Tags"})


class StageHandler(PatchHandler):
    patch_only = frozenset({"AccessLogSetting", "MethodSettings"})

    def document(self, properties: Properties) -> dict[str, Any]:
        plain = super().document({name: value for name, value in properties.items() if name not in self.patch_only})
        access = {name[0].lower() + name[1:]: value for name, value in properties.get("AccessLogSetting", {}).items()}
        settings = {
            f"{_method(setting)}/{path}": setting[name]
            for setting in properties.get("MethodSettings", [])
            for name, path in _METHOD_SETTINGS.items()
            if name in setting
        }
        return {**plain, **settings, **({"accessLogSettings": access} if access else {})}


class UsagePlanHandler(PatchHandler):
    def document(self, properties: Properties) -> dict[str, Any]:
        stages = [f"{stage['ApiId']}:{stage['Stage']}" for stage in properties.get("ApiStages", [])]
        return {**super().document(properties), "apiStages": stages}


@handles("AWS::ApiGateway::Method")
class Method(ServiceHandler):
    """A method, its integration, and their responses, each of which a call of its own makes anew."""

    service = "apigateway"

    def create(self, request: Request, properties: Properties) -> Made:
        identity = given(properties, "RestApiId", "ResourceId", "HttpMethod")
        self._put(request, identity, properties)
        return Made("|".join(identity.values()))

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.delete(request, physical_id, before)
        self._put(request, given(after, "RestApiId", "ResourceId", "HttpMethod"), after)
        return Made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_method(**given(properties, "RestApiId", "ResourceId", "HttpMethod"))

    def _put(self, request: Request, identity: Properties, properties: Properties) -> None:
        rest = {name: value for name, value in properties.items() if name not in ("Integration", "MethodResponses")}
        api = self.api(request)
        api.put_method(**{"AuthorizationType": "NONE", **rest})
        with or_undo(lambda: self.delete(request, "", properties)):
            for response in properties.get("MethodResponses", []):
                api.put_method_response(**identity, **response)
            if "Integration" in properties:
                self._integrate(api, identity, properties["Integration"])

    @staticmethod
    def _integrate(api: Any, identity: Properties, integration: Properties) -> None:
        rest = {name: value for name, value in integration.items() if name != "IntegrationResponses"}
        api.put_integration(**identity, **rest)
        for response in integration.get("IntegrationResponses", []):
            api.put_integration_response(**identity, **response)


@handles("AWS::ApiGateway::GatewayResponse")
class GatewayResponse(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-gatewayresponse.html"""

    service = "apigateway"

    def create(self, request: Request, properties: Properties) -> Made:
        self.api(request).put_gateway_response(**properties)
        identity = f"{properties['RestApiId']}|{properties['ResponseType']}"
        return Made(identity, {"Id": identity})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self.create(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_gateway_response(**given(properties, "RestApiId", "ResponseType"))


@handles("AWS::ApiGateway::Account")
class Account(ServiceHandler):
    """What an account has once in a region: the role with which API Gateway writes logs. Deleting it leaves the role as it is."""

    service = "apigateway"

    def create(self, request: Request, properties: Properties) -> Made:
        role = properties.get("CloudWatchRoleArn", "")
        self.api(request).update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}])
        return Made(request.generated_name, {"Id": request.generated_name})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.create(request, after)
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        """The service has no call for it."""


def _method(setting: Properties) -> str:
    """Where the settings of a method are: those of GET /{proxy} at ~1{proxy}/GET, those of all methods at */*."""
    path = setting["ResourcePath"]
    return f"{'*' if path == '/*' else _escaped(path)}/{setting['HttpMethod']}"


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _differences(before: dict[str, Any], after: dict[str, Any], path: str) -> Iterator[dict[str, str]]:
    for name in sorted({*before, *after}):
        old, new, at = before.get(name), after.get(name), f"{path}/{name}"
        if old == new:
            continue
        if isinstance(old or new, dict):
            yield from _differences_inside(old or {}, new or {}, at)
        elif isinstance(old or new, list):
            yield from ({"op": "remove", "path": at, "value": text_of(item)} for item in old or [] if item not in (new or []))
            yield from ({"op": "add", "path": at, "value": text_of(item)} for item in new or [] if item not in (old or []))
        elif new is None:
            yield {"op": "remove", "path": at}
        else:
            yield {"op": "replace", "path": at, "value": text_of(new)}


def _differences_inside(before: dict[str, Any], after: dict[str, Any], path: str) -> Iterator[dict[str, str]]:
    if before and not after:
        yield {"op": "remove", "path": path}
    else:
        yield from _differences(_lower(before), _lower(after), path)


def _lower(members: dict[str, Any]) -> dict[str, Any]:
    return {_escaped(name[0].lower() + name[1:]): value for name, value in members.items()}


def _with_policy(properties: Properties) -> Properties:
    return {**properties, "Policy": as_json(properties["Policy"])} if "Policy" in properties else dict(properties)


def _with_schema(properties: Properties) -> Properties:
    schema = {"Schema": as_json(properties["Schema"])} if "Schema" in properties else {}
    return {"ContentType": "application/json", **properties, **schema}


def _within_api(parameter: str) -> Key:
    """What belongs to an API is named by its own id and that of the API."""
    return lambda physical_id, properties: {"restApiId": properties["RestApiId"], parameter: physical_id}


def _tags(path: str) -> TagCalls:
    """The ARN of what is tagged names no account."""
    arn = f"join('', ['arn:', AWS.Partition, ':apigateway:', AWS.Region, '::/', {path}])"
    return TagCalls(arn, resource="resourceArn", tags="tags", keys="tagKeys")


_NAMES = {"Name": "name", "Description": "description"}

register(
    "AWS::ApiGateway::RestApi",
    PatchHandler(
        "apigateway",
        create="CreateRestApi",
        update="UpdateRestApi",
        delete="DeleteRestApi",
        describe="GetRestApi",
        ref="id",
        key=by_id("restApiId"),
        name="name",
        renames={**_NAMES, "ApiKeySourceType": "apiKeySource"},
        prepare=_with_policy,
        attributes={"RestApiId": "id", "RootResourceId": "rootResourceId"},
        tags=_tags("'restapis/', PhysicalId"),
    ),
)
register(
    "AWS::ApiGateway::Resource",
    ApiHandler(
        "apigateway",
        create="CreateResource",
        delete="DeleteResource",
        ref="id",
        key=_within_api("resourceId"),
        attributes={"ResourceId": "PhysicalId"},
    ),
)
register(
    "AWS::ApiGateway::Deployment",
    PatchHandler(
        "apigateway",
        create="CreateDeployment",
        update="UpdateDeployment",
        delete="DeleteDeployment",
        ref="id",
        key=_within_api("deploymentId"),
        attributes={"DeploymentId": "PhysicalId"},
    ),
)
register(
    "AWS::ApiGateway::Stage",
    StageHandler(
        "apigateway",
        create="CreateStage",
        update="UpdateStage",
        delete="DeleteStage",
        ref="stageName",
        key=_within_api("stageName"),
        tags=_tags("'restapis/', RestApiId, '/stages/', PhysicalId"),
    ),
)
register(
    "AWS::ApiGateway::Authorizer",
    PatchHandler(
        "apigateway",
        create="CreateAuthorizer",
        update="UpdateAuthorizer",
        delete="DeleteAuthorizer",
        ref="id",
        key=_within_api("authorizerId"),
        attributes={"AuthorizerId": "PhysicalId"},
    ),
)
register(
    "AWS::ApiGateway::RequestValidator",
    PatchHandler(
        "apigateway",
        create="CreateRequestValidator",
        update="UpdateRequestValidator",
        delete="DeleteRequestValidator",
        ref="id",
        key=_within_api("requestValidatorId"),
        name="name",
        renames=_NAMES,
        attributes={"RequestValidatorId": "PhysicalId"},
    ),
)
register(
    "AWS::ApiGateway::Model",
    PatchHandler(
        "apigateway",
        create="CreateModel",
        update="UpdateModel",
        delete="DeleteModel",
        ref="name",
        key=_within_api("modelName"),
        name="name",
        renames=_NAMES,
        prepare=_with_schema,
    ),
)
register(
    "AWS::ApiGateway::ApiKey",
    PatchHandler(
        "apigateway",
        create="CreateApiKey",
        update="UpdateApiKey",
        delete="DeleteApiKey",
        ref="id",
        key=by_id("apiKey"),
        name="name",
        renames=_NAMES,
        attributes={"APIKeyId": "PhysicalId"},
        tags=_tags("'apikeys/', PhysicalId"),
    ),
)
register(
    "AWS::ApiGateway::UsagePlan",
    UsagePlanHandler(
        "apigateway",
        create="CreateUsagePlan",
        update="UpdateUsagePlan",
        delete="DeleteUsagePlan",
        ref="id",
        key=by_id("usagePlanId"),
        name="name",
        renames={"UsagePlanName": "name"},
        attributes={"Id": "PhysicalId"},
        tags=_tags("'usageplans/', PhysicalId"),
    ),
)
register(
    "AWS::ApiGateway::UsagePlanKey",
    ApiHandler(
        "apigateway",
        create="CreateUsagePlanKey",
        delete="DeleteUsagePlanKey",
        ref="join(':', [KeyId, UsagePlanId])",
        key=by_properties("UsagePlanId", "KeyId"),
        attributes={"Id": "PhysicalId"},
    ),
)
