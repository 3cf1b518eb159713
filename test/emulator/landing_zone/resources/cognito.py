"""
User pools of Cognito, their clients, resource servers and domains.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Cognito.html
"""

from __future__ import annotations

from typing import Any

from moto.cognitoidp.models import CognitoResourceServer, cognitoidp_backends

from ..calls import Call, implement
from ..errors import ApiError
from .api_handler import ApiHandler, by_id, by_properties
from .handler import Properties, register


def _client(physical_id: str, properties: Properties) -> dict[str, Any]:
    return {"UserPoolId": properties["UserPoolId"], "ClientId": physical_id}


register(
    "AWS::Cognito::UserPool",
    ApiHandler(
        "cognito-idp",
        create="CreateUserPool",
        update="UpdateUserPool",
        delete="DeleteUserPool",
        describe="DescribeUserPool",
        ref="UserPool.Id",
        key=by_id("UserPoolId"),
        name="UserPoolName",
        renames={"UserPoolName": "PoolName"},
        attributes={
            "Arn": "UserPool.Arn",
            "UserPoolId": "PhysicalId",
            "ProviderName": "join('', ['cognito-idp.', AWS.Region, '.amazonaws.com/', PhysicalId])",
            "ProviderURL": "join('', ['https://cognito-idp.', AWS.Region, '.amazonaws.com/', PhysicalId])",
        },
    ),
)
register(
    "AWS::Cognito::UserPoolClient",
    ApiHandler(
        "cognito-idp",
        create="CreateUserPoolClient",
        update="UpdateUserPoolClient",
        delete="DeleteUserPoolClient",
        describe="DescribeUserPoolClient",
        ref="UserPoolClient.ClientId",
        key=_client,
        name="ClientName",
        attributes={
            "ClientId": "PhysicalId",
            "ClientSecret": "UserPoolClient.ClientSecret",
            "Name": "UserPoolClient.ClientName",
        },
    ),
)
register(
    "AWS::Cognito::UserPoolResourceServer",
    ApiHandler(
        "cognito-idp",
        create="CreateResourceServer",
        update="UpdateResourceServer",
        delete="DeleteResourceServer",
        ref="Identifier",
        key=by_properties("UserPoolId", "Identifier"),
    ),
)
register(
    "AWS::Cognito::UserPoolDomain",
    ApiHandler(
        "cognito-idp",
        create="CreateUserPoolDomain",
        update="UpdateUserPoolDomain",
        delete="DeleteUserPoolDomain",
        ref="Domain",
        key=by_properties("UserPoolId", "Domain"),
    ),
)


@implement("cognito-idp", "UpdateResourceServer")
def update_resource_server(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateResourceServer.html"""
    server = _servers(call)[call.parameters["Identifier"]]
    server.name, server.scopes = call.parameters["Name"], call.parameters.get("Scopes", [])
    return {"ResourceServer": server.to_json()}


@implement("cognito-idp", "DeleteResourceServer")
def delete_resource_server(call: Call) -> None:
    """https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteResourceServer.html"""
    _servers(call).pop(call.parameters["Identifier"])


def _servers(call: Call) -> dict[str, CognitoResourceServer]:
    """The resource servers of a pool, among which must be the one that is asked for."""
    pool = cognitoidp_backends[call.place.account][call.place.region].describe_user_pool(call.parameters["UserPoolId"])
    if call.parameters["Identifier"] not in pool.resource_servers:
        raise ApiError("ResourceNotFoundException", f"Resource server {call.parameters['Identifier']} does not exist.")
    return pool.resource_servers
