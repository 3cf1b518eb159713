"""
Lambda functions and what belongs to them, as objects of the Lambda service.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Lambda.html
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from ..errors import ApiError
from .api_handler import ApiHandler, TagCalls, by_id, by_properties
from .handler import Made, Properties, Request, register
from .properties import fitting_name

_INLINE = Path(__file__).parents[1] / "functions" / "inline"
# The file that CloudFormation makes of code that a template holds, and the module that it puts beside it.
_INLINE_FILES = {
    "nodejs": ("index.js", "cfn-response.js", "cfn-response.cjs"),
    "python": ("index.py", "cfnresponse.py", "cfnresponse.py"),
}

# What the properties of a function are when a template leaves them out.
_DEFAULTS: Properties = {
    "DeadLetterConfig": {"TargetArn": ""},
    "Description": "",
    "Environment": {"Variables": {}},
    "EphemeralStorage": {"Size": 512},
    "FileSystemConfigs": [],
    "KmsKeyArn": "",
    "Layers": [],
    "LoggingConfig": {},
    "MemorySize": 128,
    "Timeout": 3,
    "TracingConfig": {"Mode": "PassThrough"},
    "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": []},
}


class FunctionHandler(ApiHandler):
    """Code and configuration have a call each, and so has the reserved concurrency."""

    def create(self, request: Request, properties: Properties) -> Made:
        made = super().create(request, properties)
        self._reserve(request, made.physical_id, properties)
        return made

    def change(self, request: Request, physical_id: str, changed: set[str], after: Properties) -> None:
        name = {"FunctionName": physical_id}
        if changed & {"Code", "Architectures"}:
            sent = {key: after[key] for key in ("Architectures",) if key in after}
            self.call(request.place, "UpdateFunctionCode", {**packed(after)["Code"], **sent, **name})
        restored = {key: value for key, value in _DEFAULTS.items() if key in changed and key not in after}
        sent = {key: after[key] for key in changed - {"Code", "Architectures"} if key in after}
        if sent or restored:
            self.call(request.place, "UpdateFunctionConfiguration", {**restored, **sent, **name})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        made = super().update(request, physical_id, before, after)
        if before.get("ReservedConcurrentExecutions") != after.get("ReservedConcurrentExecutions"):
            self._reserve(request, physical_id, after)
        return made

    def _generated_name(self, request: Request) -> str:
        # The API takes an ARN for a name, and so says nothing of how long a name may be.
        return fitting_name(request, 64)

    def _reserve(self, request: Request, name: str, properties: Properties) -> None:
        client = request.place.client("lambda")
        if "ReservedConcurrentExecutions" in properties:
            reserved = int(properties["ReservedConcurrentExecutions"])
            client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=reserved)
        else:
            client.delete_function_concurrency(FunctionName=name)


class VersionHandler(ApiHandler):
    def create(self, request: Request, properties: Properties) -> Made:
        """CloudFormation takes a version that the API had already for a failure."""
        function = properties["FunctionName"].split(":function:")[-1].partition(":")[0]
        known = self.call(request.place, "ListVersionsByFunction", {"FunctionName": function})["Versions"]
        made = super().create(request, properties)
        number = made.attributes["Version"]
        if any(version["Version"] == number for version in known):
            message = f"A version for this Lambda function exists ( {number} ). Modify the function to create a new version."
            raise ApiError("AlreadyExistsException", message)
        return made


def packed(properties: Properties) -> Properties:
    """A function's properties with code that the template holds packed as CloudFormation packs it."""
    code = properties["Code"]
    if "ZipFile" not in code:
        return properties
    language = next((name for name in _INLINE_FILES if str(properties.get("Runtime")).startswith(name)), None)
    if language is None:
        message = f"ZipFile can only be used when Runtime is set to either of {', '.join(_INLINE_FILES)}."
        raise ApiError("InvalidParameterValueException", message)

    file, module, source = _INLINE_FILES[language]
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        # With a date of their own, the same code would be another package each time.
        archive.writestr(zipfile.ZipInfo(file), code["ZipFile"])
        archive.writestr(zipfile.ZipInfo(module), (_INLINE / source).read_text())
    return {**properties, "Code": {"ZipFile": package.getvalue()}}


def _with_weights(properties: Properties) -> Properties:
    routing = properties.get("RoutingConfig", {}).get("AdditionalVersionWeights")
    if routing is None:
        return properties
    weights = {weight["FunctionVersion"]: weight["FunctionWeight"] for weight in routing}
    return {**properties, "RoutingConfig": {"AdditionalVersionWeights": weights}}


def _layer_version(arn: str, properties: Properties) -> dict[str, Any]:
    *_, name, version = arn.split(":")
    return {"LayerName": name, "VersionNumber": int(version)}


def _statement(physical_id: str, properties: Properties) -> dict[str, Any]:
    return {"FunctionName": properties["FunctionName"], "StatementId": physical_id}


_TAGS = TagCalls(arn="FunctionArn", resource="Resource")
_MAPPING_TAGS = TagCalls(arn="EventSourceMappingArn", resource="Resource")

register(
    "AWS::Lambda::Function",
    FunctionHandler(
        "lambda",
        create="CreateFunction",
        update="UpdateFunctionConfiguration",
        delete="DeleteFunction",
        describe="GetFunctionConfiguration",
        ref="FunctionName",
        key=by_id("FunctionName"),
        name="FunctionName",
        prepare=packed,
        # Settings of how AWS runs functions, which have no meaning here; the concurrency has a call of its own.
        ignored=frozenset({"FunctionScalingConfig", "RecursiveLoop", "ReservedConcurrentExecutions", "RuntimeManagementConfig"}),
        attributes={"Arn": "FunctionArn"},
        tags=_TAGS,
    ),
)
register(
    "AWS::Lambda::Version",
    VersionHandler(
        "lambda",
        create="PublishVersion",
        delete="DeleteFunction",
        ref="FunctionArn",
        key=by_id("FunctionName"),
        ignored=frozenset({"FunctionScalingConfig", "ProvisionedConcurrencyConfig", "RuntimePolicy"}),
    ),
)
register(
    "AWS::Lambda::Alias",
    ApiHandler(
        "lambda",
        create="CreateAlias",
        update="UpdateAlias",
        delete="DeleteAlias",
        ref="AliasArn",
        key=by_properties("FunctionName", "Name"),
        prepare=_with_weights,
        ignored=frozenset({"ProvisionedConcurrencyConfig"}),
        attributes={"AliasArn": "PhysicalId"},
    ),
)
register(
    "AWS::Lambda::Permission",
    ApiHandler(
        "lambda",
        create="AddPermission",
        delete="RemovePermission",
        ref="StatementId",
        key=_statement,
        name="StatementId",
        attributes={"Id": "PhysicalId"},
    ),
)
register(
    "AWS::Lambda::LayerVersion",
    ApiHandler(
        "lambda",
        create="PublishLayerVersion",
        delete="DeleteLayerVersion",
        ref="LayerVersionArn",
        key=_layer_version,
        name="LayerName",
        attributes={"LayerVersionArn": "PhysicalId"},
    ),
)
register(
    "AWS::Lambda::EventInvokeConfig",
    ApiHandler(
        "lambda",
        create="PutFunctionEventInvokeConfig",
        update="PutFunctionEventInvokeConfig",
        delete="DeleteFunctionEventInvokeConfig",
        ref="join('|', [FunctionName, Qualifier])",
        key=by_properties("FunctionName", "Qualifier"),
    ),
)
register(
    "AWS::Lambda::EventSourceMapping",
    ApiHandler(
        "lambda",
        create="CreateEventSourceMapping",
        update="UpdateEventSourceMapping",
        delete="DeleteEventSourceMapping",
        describe="GetEventSourceMapping",
        ref="UUID",
        key=by_id("UUID"),
        attributes={"Id": "UUID"},
        tags=_MAPPING_TAGS,
    ),
)
register(
    "AWS::Lambda::Url",
    ApiHandler(
        "lambda",
        create="CreateFunctionUrlConfig",
        update="UpdateFunctionUrlConfig",
        delete="DeleteFunctionUrlConfig",
        describe="GetFunctionUrlConfig",
        ref="FunctionArn",
        key=by_id("FunctionName"),
        renames={"TargetFunctionArn": "FunctionName"},
        attributes={"FunctionArn": "PhysicalId"},
    ),
)
