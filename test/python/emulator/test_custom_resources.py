"""Custom resources: what they are asked, what their answers become, and what happens without one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from deployments import attribute, deploy, destroy, ref, resource

ACCOUNT = "111111111111"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}

# Keeps each request in the parameter that NAME names, then answers as ANSWER says.
PYTHON = """
import boto3, cfnresponse, json
def handler(event, context):
    ssm = boto3.client("ssm")
    known = [p["Value"] for p in ssm.get_parameters(Names=["NAME"])["Parameters"]]
    kept = json.dumps([*json.loads(known[0] if known else "[]"), event])
    ssm.put_parameter(Name="NAME", Value=kept, Type="String", Overwrite=True)
    ANSWER
"""
SUCCESS = (
    'cfnresponse.send(event, context, cfnresponse.SUCCESS, {"Colour": "blue"}, "thing-" + event["ResourceProperties"]["Size"])'
)


def inline(code: str, runtime: str = "python3.12") -> dict[str, Any]:
    return {
        "Role": resource("AWS::IAM::Role", AssumeRolePolicyDocument=TRUST),
        "Function": resource(
            "AWS::Lambda::Function",
            Runtime=runtime,
            Handler="index.handler",
            Code={"ZipFile": code},
            Role=attribute("Role", "Arn"),
            Timeout=20,
            MemorySize=256,
        ),
    }


def keeping(name: str, answer: str = SUCCESS) -> dict[str, Any]:
    return inline(PYTHON.replace("NAME", name).replace("ANSWER", answer))


def thing(type_name: str = "Custom::Thing", **properties: Any) -> dict[str, Any]:
    return resource(type_name, **{"ServiceToken": attribute("Function", "Arn"), **properties})


def requests(zone: Any, name: str) -> list[dict[str, Any]]:
    zone.steer("settle")
    found: list[dict[str, Any]] = json.loads(zone.client("ssm").get_parameter(Name=name)["Parameter"]["Value"])
    return found


def test_a_custom_resource_is_made_and_removed_by_its_function(zone: Any) -> None:
    resources = {**keeping("life"), "Thing": thing(Size=1, Nested={"Bold": True, "List": [1.5, "x"]})}

    made = deploy(zone, "life", resources, {"Id": ref("Thing"), "Colour": attribute("Thing", "Colour")})
    destroyed = destroy(zone, "life")

    create, delete = requests(zone, "life")
    assert (made.status, destroyed.status) == ("CREATE_COMPLETE", "DELETE_COMPLETE")
    assert made.outputs == {"Id": "thing-1", "Colour": "blue"}
    token = create["ServiceToken"]
    properties = {"ServiceToken": token, "Size": "1", "Nested": {"Bold": "true", "List": ["1.5", "x"]}}
    assert create == {
        "RequestType": "Create",
        "ServiceToken": token,
        "ResponseURL": create["ResponseURL"],
        "StackId": create["StackId"],
        "RequestId": create["RequestId"],
        "LogicalResourceId": "Thing",
        "ResourceType": "Custom::Thing",
        "ResourceProperties": properties,
    }
    assert create["StackId"].startswith(f"arn:aws:cloudformation:eu-west-1:{ACCOUNT}:stack/life/")
    assert (delete["RequestType"], delete["PhysicalResourceId"], delete["ResourceProperties"]) == (
        "Delete",
        "thing-1",
        properties,
    )
    assert delete["RequestId"] != create["RequestId"]


def test_an_update_tells_what_was_before(zone: Any) -> None:
    functions = keeping("update")
    deploy(zone, "update", {**functions, "Thing": thing(Size=1, Shade="light")})

    updated = deploy(zone, "update", {**functions, "Thing": thing(Size=1, Shade="dark")})

    _, update = requests(zone, "update")
    assert updated.status == "UPDATE_COMPLETE"
    assert (update["RequestType"], update["PhysicalResourceId"]) == ("Update", "thing-1")
    assert (update["OldResourceProperties"]["Shade"], update["ResourceProperties"]["Shade"]) == ("light", "dark")


def test_another_id_is_another_resource_and_the_old_one_is_deleted(zone: Any) -> None:
    functions = keeping("replacement")
    deploy(zone, "replacement", {**functions, "Thing": thing(Size=1)}, {"Id": ref("Thing")})

    updated = deploy(zone, "replacement", {**functions, "Thing": thing(Size=2)}, {"Id": ref("Thing")})

    asked = [(one["RequestType"], one.get("PhysicalResourceId")) for one in requests(zone, "replacement")]
    assert (updated.status, updated.outputs) == ("UPDATE_COMPLETE", {"Id": "thing-2"})
    assert asked == [("Create", None), ("Update", "thing-1"), ("Delete", "thing-1")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (
            "by-the-module",
            "const response = require('cfn-response');"
            "exports.handler = (event, context) => response.send(event, context, response.SUCCESS, { Colour: 'red' }, 'it');",
        ),
        (
            # As the handlers of the CDK do: the port and the protocol of the address are dropped.
            "by-host-and-path",
            "const https = require('https'); const { parse } = require('url');"
            "exports.handler = async (event) => {"
            "  const body = JSON.stringify({ ...event, Status: 'SUCCESS', PhysicalResourceId: 'it', Data: { Colour: 'red' } });"
            "  const { hostname, path } = parse(event.ResponseURL);"
            "  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };"
            "  const asked = { hostname, path, method: 'PUT', headers };"
            "  await new Promise((done, fail) => https.request(asked, done).on('error', fail).end(body)); };",
        ),
        (
            "by-fetch",
            "exports.handler = async (event) => { await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify("
            "{ ...event, Status: 'SUCCESS', PhysicalResourceId: 'it', Data: { Colour: 'red' } }) }); };",
        ),
    ],
)
def test_a_node_function_answers(zone: Any, name: str, code: str) -> None:
    resources = {**inline(code, "nodejs20.x"), "Thing": thing(ServiceTimeout=15)}

    made = deploy(zone, name, resources, {"Id": ref("Thing"), "Colour": attribute("Thing", "Colour")})

    assert (made.status, made.failures) == ("CREATE_COMPLETE", {})
    assert made.outputs == {"Id": "it", "Colour": "red"}


def test_a_topic_can_ask_as_well(zone: Any) -> None:
    unpack = "event = json.loads(event['Records'][0]['Sns']['Message'])\n    ssm"
    provider = {
        **inline(PYTHON.replace("ssm", unpack, 1).replace("NAME", "by-topic").replace("ANSWER", SUCCESS)),
        "Topic": resource("AWS::SNS::Topic"),
        "Permission": resource(
            "AWS::Lambda::Permission",
            FunctionName=ref("Function"),
            Action="lambda:InvokeFunction",
            Principal="sns.amazonaws.com",
            SourceArn=ref("Topic"),
        ),
    }
    provided = deploy(zone, "provider", provider, {"Topic": ref("Topic"), "Function": attribute("Function", "Arn")}).outputs
    zone.client("sns").subscribe(TopicArn=provided["Topic"], Protocol="lambda", Endpoint=provided["Function"])
    asked = resource("Custom::Thing", ServiceToken=provided["Topic"], Size=3, ServiceTimeout=15)

    made = deploy(zone, "by-topic", {"Thing": asked}, {"Id": ref("Thing")})

    assert (made.status, made.failures, made.outputs) == ("CREATE_COMPLETE", {}, {"Id": "thing-3"})


def test_a_custom_resource_without_a_type_of_its_own_has_properties_of_its_own(zone: Any) -> None:
    resources = {**keeping("plain"), "Thing": thing("AWS::CloudFormation::CustomResource", Size=4)}

    made = deploy(zone, "plain", resources, {"Id": ref("Thing")})

    assert (made.status, made.failures, made.outputs) == ("CREATE_COMPLETE", {}, {"Id": "thing-4"})
    assert requests(zone, "plain")[0]["ResourceType"] == "AWS::CloudFormation::CustomResource"


def test_a_function_that_answers_failed_fails_the_stack(zone: Any) -> None:
    answer = 'cfnresponse.send(event, context, cfnresponse.FAILED, {}, "it", reason="the quota is used up")'
    resources = {**keeping("failed", answer), "Thing": thing(Size=1)}

    made = deploy(zone, "failed", resources)

    request_id = requests(zone, "failed")[0]["RequestId"]
    told = "Received response status [FAILED] from custom resource. Message returned: the quota is used up"
    # What may be half made is to be deleted, which this function refuses as well.
    assert [one["RequestType"] for one in requests(zone, "failed")] == ["Create", "Delete"]
    assert made.status == "ROLLBACK_FAILED"
    assert f"{told} (RequestId: {request_id})" in made.failures["Thing"]


@pytest.mark.parametrize("answer", ["return", "raise ValueError('wrong')"], ids=["it is forgotten", "the handler throws"])
def test_without_an_answer_the_stack_fails_when_the_time_is_over(zone: Any, answer: str) -> None:
    name = f"unanswered-{len(answer)}"
    resources = {**keeping(name, answer), "Thing": thing(Size=1, ServiceTimeout="2")}

    made = deploy(zone, name, resources)

    asked = requests(zone, name)
    (request_id,) = {one["RequestId"] for one in asked if one["RequestType"] == "Create"}
    assert made.status == "ROLLBACK_FAILED"
    assert (
        "CloudFormation did not receive a response from your Custom Resource. "
        f"Please check your logs for requestId [{request_id}]. "
        "If you are using the Python cfn-response module, you may need to update your Lambda function code "
        "so that CloudFormation can attach the updated version."
    ) in made.failures["Thing"]


def test_a_function_that_throws_is_tried_again(zone: Any) -> None:
    resources = {**keeping("throws", "raise ValueError('wrong')"), "Thing": thing(Size=1, ServiceTimeout="8")}

    deploy(zone, "throws", resources)

    asked = [one["RequestId"] for one in requests(zone, "throws") if one["RequestType"] == "Create"]
    assert len(asked) == 3
    assert len(set(asked)) == 1


def test_an_answer_that_is_too_long_fails(zone: Any) -> None:
    answer = 'cfnresponse.send(event, context, cfnresponse.SUCCESS, {"Text": "x" * 5000}, "it")'
    resources = {**keeping("long", answer), "Thing": thing(Size=1)}

    made = deploy(zone, "long", resources)

    assert "Response object is too long." in made.failures["Thing"]


def test_a_function_that_does_not_exist_fails(zone: Any) -> None:
    token = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:nobody"

    made = deploy(zone, "nobody", {"Thing": resource("Custom::Thing", ServiceToken=token)})

    assert f"Function not found: {token}" in made.failures["Thing"]
