"""REST APIs, who may call them and what protects them: made, changed in place, deleted."""

from __future__ import annotations

from typing import Any

from deployments import attribute, deploy, destroy, ref, resource, tags
from zone import ACCOUNT, REGION, Zone

ROLE = f"arn:aws:iam::{ACCOUNT}:role/invoker"


def api_resource(kind: str, **properties: Any) -> dict[str, Any]:
    return resource(f"AWS::ApiGateway::{kind}", **properties)


def served(version: int) -> dict[str, Any]:
    """An API in front of an endpoint, which a deployment of its own brings to its stage in each version."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": f"execute-api:/{version}/*"}
    integration = {
        "Type": "AWS",
        "IntegrationHttpMethod": "POST",
        "Uri": f"arn:aws:apigateway:{REGION}:runtime.sagemaker:path/endpoints/served-{version}/invocations",
        "Credentials": ROLE,
        "IntegrationResponses": [{"StatusCode": "200"}],
    }
    return {
        "Api": api_resource(
            "RestApi",
            Name="served",
            Description=f"version {version}",
            EndpointConfiguration={"Types": ["PRIVATE"], "VpcEndpointIds": [f"vpce-{number + 1}" for number in range(version)]},
            Policy={"Version": "2012-10-17", "Statement": [statement]},
            Tags=tags(version=str(version)),
        ),
        "Path": api_resource(
            "Resource", RestApiId=ref("Api"), ParentId=attribute("Api", "RootResourceId"), PathPart="invocations"
        ),
        "Validator": api_resource("RequestValidator", RestApiId=ref("Api"), ValidateRequestBody=version == 1),
        "Input": api_resource("Model", RestApiId=ref("Api"), Name="Input", Schema={"title": f"version {version}"}),
        "Method": api_resource(
            "Method",
            RestApiId=ref("Api"),
            ResourceId=ref("Path"),
            HttpMethod="POST",
            AuthorizationType="AWS_IAM",
            ApiKeyRequired=True,
            RequestValidatorId=ref("Validator"),
            RequestModels={"application/json": ref("Input")},
            Integration=integration,
            MethodResponses=[{"StatusCode": "200"}],
        ),
        "Refusal": api_resource(
            "GatewayResponse", RestApiId=ref("Api"), ResponseType="DEFAULT_4XX", ResponseTemplates={"text/plain": f"{version}"}
        ),
        f"Deployment{version}": {**api_resource("Deployment", RestApiId=ref("Api")), "DependsOn": ["Method"]},
        "Logs": api_resource("Account", CloudWatchRoleArn=ROLE),
        "Stage": api_resource(
            "Stage",
            RestApiId=ref("Api"),
            StageName="prod",
            DeploymentId=ref(f"Deployment{version}"),
            TracingEnabled=version == 2,
            AccessLogSetting={"DestinationArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:calls", "Format": f"{version}"},
            MethodSettings=[{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 5 * version}],
            Variables={f"v{version}": "1"},
            Tags=tags(version=str(version)),
        ),
    }


def test_an_api_changes_in_place_and_its_stage_moves_to_the_new_deployment(zone: Zone) -> None:
    gateway = zone.client("apigateway")
    outputs = {name: ref(name) for name in ("Api", "Path", "Validator", "Input", "Method", "Stage")}
    made = deploy(zone, "served", served(1), outputs)
    api = made.outputs["Api"]
    before = gateway.get_stage(restApiId=api, stageName="prod")

    changed = deploy(zone, "served", served(2), outputs)

    seen, stage = gateway.get_rest_api(restApiId=api), gateway.get_stage(restApiId=api, stageName="prod")
    method = gateway.get_method(restApiId=api, resourceId=made.outputs["Path"], httpMethod="POST")
    assert (made.failures, changed.failures, changed.outputs) == ({}, {}, made.outputs)
    assert (seen["description"], seen["tags"], seen["endpointConfiguration"]["vpcEndpointIds"]) == (
        "version 2",
        {"version": "2"},
        ["vpce-1", "vpce-2"],
    )
    assert "execute-api:/2/*" in seen["policy"]
    assert method["methodIntegration"]["uri"].endswith("/served-2/invocations")
    assert gateway.get_model(restApiId=api, modelName="Input")["schema"] == '{"title": "version 2"}'
    assert gateway.get_request_validators(restApiId=api)["items"][0]["validateRequestBody"] is False
    assert stage["deploymentId"] != before["deploymentId"]
    assert [one["id"] for one in gateway.get_deployments(restApiId=api)["items"]] == [stage["deploymentId"]]
    assert (stage["variables"], stage["tags"], stage["tracingEnabled"]) == ({"v2": "1"}, {"version": "2"}, True)
    assert (stage["accessLogSettings"]["format"], stage["methodSettings"]["*/*"]["throttlingRateLimit"]) == ("2", 10.0)
    assert gateway.get_account()["cloudwatchRoleArn"] == ROLE
    assert destroy(zone, "served").status == "DELETE_COMPLETE"
    assert gateway.get_rest_apis()["items"] == []


def test_keys_and_their_plan_change_in_place(zone: Zone) -> None:
    def template(rate: float, quota: dict[str, Any] | None, stages: bool) -> dict[str, Any]:
        plan = {"UsagePlanName": "plan", "Throttle": {"RateLimit": rate, "BurstLimit": 20}, "Tags": tags(rate=str(rate))}
        limits = {"Quota": quota} if quota else {}
        return {
            **served(1),
            "Key": api_resource("ApiKey", Name="key", Enabled=True, Description=f"{rate}"),
            "Plan": api_resource(
                "UsagePlan", **plan, **limits, ApiStages=[{"ApiId": ref("Api"), "Stage": ref("Stage")}] if stages else []
            ),
            "Link": api_resource("UsagePlanKey", KeyId=ref("Key"), KeyType="API_KEY", UsagePlanId=ref("Plan")),
        }

    gateway, outputs = zone.client("apigateway"), {name: ref(name) for name in ("Key", "Plan", "Link")}
    made = deploy(zone, "metered", template(10, {"Limit": 100, "Period": "DAY"}, stages=True), outputs)
    first = gateway.get_usage_plan(usagePlanId=made.outputs["Plan"])

    changed = deploy(zone, "metered", template(0.5, None, stages=False), outputs)

    second = gateway.get_usage_plan(usagePlanId=made.outputs["Plan"])
    assert (made.failures, changed.failures, changed.outputs) == ({}, {}, made.outputs)
    assert (first["quota"]["limit"], len(first["apiStages"])) == (100, 1)
    assert (second["throttle"], second["apiStages"], "quota" in second) == ({"rateLimit": 0.5, "burstLimit": 20}, [], False)
    assert gateway.get_api_key(apiKey=made.outputs["Key"])["description"] == "0.5"
    assert [key["id"] for key in gateway.get_usage_plan_keys(usagePlanId=made.outputs["Plan"])["items"]] == [made.outputs["Key"]]
    assert destroy(zone, "metered").status == "DELETE_COMPLETE"


def test_an_api_asks_a_pool_of_users(zone: Zone) -> None:
    def template(second_factor: str, *more: str) -> dict[str, Any]:
        return {
            "Api": api_resource("RestApi", Name="asking"),
            "Pool": resource("AWS::Cognito::UserPool", UserPoolName="users", MfaConfiguration=second_factor),
            "Client": resource(
                "AWS::Cognito::UserPoolClient", UserPoolId=ref("Pool"), ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"]
            ),
            "Scopes": resource(
                "AWS::Cognito::UserPoolResourceServer",
                UserPoolId=ref("Pool"),
                Identifier="models",
                Name=second_factor,
                Scopes=[{"ScopeName": "invoke", "ScopeDescription": "call endpoints"}],
            ),
            "Domain": resource("AWS::Cognito::UserPoolDomain", UserPoolId=ref("Pool"), Domain="served-users"),
            "Authorizer": api_resource(
                "Authorizer",
                RestApiId=ref("Api"),
                Name="users",
                Type="COGNITO_USER_POOLS",
                IdentitySource="method.request.header.Authorization",
                ProviderARNs=[attribute("Pool", "Arn"), *more],
            ),
        }

    outputs = {name: ref(name) for name in ("Api", "Pool", "Client", "Scopes", "Domain", "Authorizer")}
    outputs["Issuer"] = attribute("Pool", "ProviderURL")
    other = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{REGION}_other"
    made = deploy(zone, "asking", template("OFF"), outputs)

    changed = deploy(zone, "asking", template("OPTIONAL", other), outputs)

    pool = made.outputs["Pool"]
    users, gateway = zone.client("cognito-idp"), zone.client("apigateway")
    authorizer = gateway.get_authorizer(restApiId=made.outputs["Api"], authorizerId=made.outputs["Authorizer"])
    assert (made.failures, changed.failures, changed.outputs) == ({}, {}, made.outputs)
    assert made.outputs["Issuer"] == f"https://cognito-idp.{REGION}.amazonaws.com/{pool}"
    assert users.describe_user_pool(UserPoolId=pool)["UserPool"]["MfaConfiguration"] == "OPTIONAL"
    assert users.describe_resource_server(UserPoolId=pool, Identifier="models")["ResourceServer"]["Name"] == "OPTIONAL"
    assert authorizer["providerARNs"] == [f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{pool}", other]
    assert destroy(zone, "asking").status == "DELETE_COMPLETE"


def test_a_web_acl_protects_a_stage(zone: Zone) -> None:
    def template(most: int) -> dict[str, Any]:
        seen = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "calls"}
        rule = {
            "Name": "rate",
            "Priority": 0,
            "Statement": {"RateBasedStatement": {"Limit": most, "AggregateKeyType": "IP"}},
            "Action": {"Block": {}},
            "VisibilityConfig": seen,
        }
        stage = {"Fn::Sub": f"arn:aws:apigateway:{REGION}::/restapis/${{Api}}/stages/${{Stage}}"}
        return {
            **served(1),
            "Acl": resource(
                "AWS::WAFv2::WebACL",
                Scope="REGIONAL",
                DefaultAction={"Allow": {}},
                VisibilityConfig=seen,
                Rules=[rule],
                Tags=tags(most=str(most)),
            ),
            "Guard": resource("AWS::WAFv2::WebACLAssociation", WebACLArn=attribute("Acl", "Arn"), ResourceArn=stage),
        }

    outputs = {"Acl": attribute("Acl", "Arn"), "Stage": template(1)["Guard"]["Properties"]["ResourceArn"]}
    made = deploy(zone, "guarded", template(100), outputs)

    changed = deploy(zone, "guarded", template(200), outputs)

    waf = zone.client("wafv2")
    acl = waf.get_web_acl_for_resource(ResourceArn=made.outputs["Stage"])["WebACL"]
    tagged = waf.list_tags_for_resource(ResourceARN=made.outputs["Acl"])["TagInfoForResource"]["TagList"]
    assert (made.failures, changed.failures, changed.outputs) == ({}, {}, made.outputs)
    assert acl["Rules"][0]["Statement"]["RateBasedStatement"]["Limit"] == 200
    assert tagged == [{"Key": "most", "Value": "200"}]
    assert destroy(zone, "guarded").status == "DELETE_COMPLETE"
