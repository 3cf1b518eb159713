"""The stack engine, spoken to as the CDK CLI does."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError

import pytest
from botocore.exceptions import ClientError


def deploy(zone: Any, name: str, resources: dict[str, Any], **sections: Any) -> Any:
    """Creates or updates a stack and returns its description."""
    client = zone.client("cloudformation")
    body = json.dumps({"Resources": resources, **sections})
    try:
        client.create_stack(StackName=name, TemplateBody=body)
    except client.exceptions.AlreadyExistsException:
        client.update_stack(StackName=name, TemplateBody=body)
    return client.describe_stacks(StackName=name)["Stacks"][0]


def topic(name: str, **properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name, **properties}}


def test_a_stack_is_created_and_its_outputs_are_told(zone: Any) -> None:
    stack = deploy(zone, "first", {"T": topic("first")}, Outputs={"Arn": {"Value": {"Ref": "T"}}})

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert stack["Outputs"] == [{"OutputKey": "Arn", "OutputValue": "arn:aws:sns:eu-west-1:111111111111:first"}]


def test_a_missing_required_property_rolls_the_stack_back(zone: Any) -> None:
    stack = deploy(zone, "missing", {"T": topic("kept"), "D": {"Type": "AWS::SageMaker::Domain", "Properties": {}, "DependsOn": "T"}})

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    reasons = [e.get("ResourceStatusReason", "") for e in zone.client("cloudformation").describe_stack_events(StackName="missing")["StackEvents"]]
    assert "Properties validation failed for resource D with message:\n#: required key [DomainName] not found" in "\n".join(reasons)
    assert zone.client("sns").list_topics()["Topics"] == [{"TopicArn": "arn:aws:sns:eu-west-1:111111111111:first"}]


def test_a_dangling_reference_is_refused_before_anything_is_made(zone: Any) -> None:
    with pytest.raises(ClientError) as refused:
        deploy(zone, "dangling", {"T": topic("t", DisplayName={"Ref": "Nothing"})})

    assert refused.value.response["Error"] == {
        "Type": "Sender",
        "Code": "ValidationError",
        "Message": "Template format error: Unresolved resource dependencies [Nothing] in the Resources block of the template",
    }


def parameter(name: str, value: Any = "1", **attributes: Any) -> dict[str, Any]:
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Name": name, "Type": "String", "Value": value}, **attributes}


def table(name: str, key: str) -> dict[str, Any]:
    return {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "TableName": name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": key, "KeyType": "HASH"}],
        },
    }


# CloudFormation lets the creation of this one fail: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html
BROKEN = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String"}}


def events(zone: Any, name: str) -> list[tuple[str, str]]:
    """What happened to the resources of a stack, oldest first."""
    told = zone.client("cloudformation").describe_stack_events(StackName=name)["StackEvents"]
    return [(event["LogicalResourceId"], event["ResourceStatus"]) for event in reversed(told)]


def parameter_names(zone: Any, prefix: str) -> list[str]:
    pages = zone.client("ssm").get_paginator("describe_parameters").paginate()
    names = [parameter["Name"] for page in pages for parameter in page["Parameters"]]
    return sorted(name for name in names if name.startswith(prefix))


def test_a_change_that_asks_for_it_replaces_the_resource_and_makes_the_new_one_first(zone: Any) -> None:
    deploy(zone, "replacing", {"P": parameter("/replacing/old")})

    stack = deploy(zone, "replacing", {"P": parameter("/replacing/new")})

    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert events(zone, "replacing")[-7:] == [
        ("replacing", "UPDATE_IN_PROGRESS"),
        ("P", "UPDATE_IN_PROGRESS"),
        ("P", "UPDATE_COMPLETE"),
        ("replacing", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        ("P", "DELETE_IN_PROGRESS"),
        ("P", "DELETE_COMPLETE"),
        ("replacing", "UPDATE_COMPLETE"),
    ]
    assert parameter_names(zone, "/replacing") == ["/replacing/new"]


def test_a_replacement_that_keeps_a_fixed_name_collides_with_itself(zone: Any) -> None:
    deploy(zone, "colliding", {"T": table("colliding", "id")})

    stack = deploy(zone, "colliding", {"T": table("colliding", "key")})

    told = zone.client("cloudformation").describe_stack_events(StackName="colliding")["StackEvents"]
    reason = next(event["ResourceStatusReason"] for event in told if event["ResourceStatus"] == "UPDATE_FAILED")
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "Resource of type 'AWS::DynamoDB::Table' with identifier 'colliding' already exists." in reason
    assert "HandlerErrorCode: AlreadyExists" in reason


def test_what_must_be_retained_stays_and_holds_its_name(zone: Any) -> None:
    deploy(zone, "retaining", {"Kept": {**table("kept", "id"), "DeletionPolicy": "Retain"}, "Gone": parameter("/retaining/gone")})

    zone.client("cloudformation").delete_stack(StackName="retaining")
    stack = deploy(zone, "retaining-again", {"Kept": table("kept", "id")})

    assert zone.client("dynamodb").list_tables()["TableNames"].count("kept") == 1
    assert parameter_names(zone, "/retaining") == []
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"


def test_what_a_replacement_must_retain_stays(zone: Any) -> None:
    deploy(zone, "keeping", {"P": parameter("/keeping/old", UpdateReplacePolicy="Retain")})

    deploy(zone, "keeping", {"P": parameter("/keeping/new", UpdateReplacePolicy="Retain")})

    assert ("P", "DELETE_SKIPPED") in events(zone, "keeping")
    assert parameter_names(zone, "/keeping") == ["/keeping/new", "/keeping/old"]


def test_a_failed_update_leaves_everything_as_it_was(zone: Any) -> None:
    before = {"Changed": parameter("/undone/changed"), "Replaced": parameter("/undone/old")}
    after = {"Changed": parameter("/undone/changed", "2"), "Replaced": parameter("/undone/new"), "Added": parameter("/undone/added")}
    deploy(zone, "undone", before)

    stack = deploy(zone, "undone", {**after, "Broken": {**BROKEN, "DependsOn": list(after)}})

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert parameter_names(zone, "/undone") == ["/undone/changed", "/undone/old"]
    assert zone.client("ssm").get_parameter(Name="/undone/changed")["Parameter"]["Value"] == "1"


def test_a_failed_creation_leaves_nothing_but_what_must_be_retained(zone: Any) -> None:
    resources = {
        "Kept": parameter("/failed/kept", DeletionPolicy="Retain"),
        "KeptLater": parameter("/failed/kept-later", DeletionPolicy="RetainExceptOnCreate"),
        "Gone": parameter("/failed/gone"),
    }

    stack = deploy(zone, "failed", {**resources, "Broken": {**BROKEN, "DependsOn": list(resources)}})

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert parameter_names(zone, "/failed") == ["/failed/kept"]


def test_a_failed_stack_must_be_deleted_before_it_is_created_again(zone: Any) -> None:
    deploy(zone, "dead", {"Broken": BROKEN})

    with pytest.raises(ClientError) as refused:
        deploy(zone, "dead", {"P": parameter("/dead/p")})

    assert "is in ROLLBACK_COMPLETE state and can not be updated." in str(refused.value)


def test_an_exported_value_that_is_imported_can_neither_change_nor_go(zone: Any) -> None:
    def exporting(name: str) -> dict[str, Any]:
        return {"Name": {"Value": {"Ref": "P"}, "Export": {"Name": "shared"}}} if name else {}

    deploy(zone, "exporter", {"P": parameter("/exporter/a")}, Outputs=exporting("a"))
    deploy(zone, "importer", {"P": parameter("/importer", {"Fn::ImportValue": "shared"})})

    changed = deploy(zone, "exporter", {"P": parameter("/exporter/b")}, Outputs=exporting("b"))
    zone.client("cloudformation").delete_stack(StackName="exporter")
    deleted = zone.client("cloudformation").describe_stacks(StackName="exporter")["Stacks"][0]

    assert changed["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert deleted["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert deleted["StackStatusReason"] == "Delete canceled. Cannot delete export shared as it is in use by importer."
    assert parameter_names(zone, "/exporter") == ["/exporter/a"]


def test_dependents_are_made_later_and_deleted_earlier(zone: Any) -> None:
    chain = {
        "C": parameter("/chain/c", {"Fn::Sub": "${B}"}),
        "B": parameter("/chain/b", {"Fn::GetAtt": ["A", "Value"]}),
        "A": parameter("/chain/a"),
    }

    deploy(zone, "chain", chain)
    stack_id = zone.client("cloudformation").describe_stacks(StackName="chain")["Stacks"][0]["StackId"]
    zone.client("cloudformation").delete_stack(StackName="chain")

    happened = events(zone, stack_id)
    assert [name for name, status in happened if status == "CREATE_COMPLETE" and name != "chain"] == ["A", "B", "C"]
    assert [name for name, status in happened if status == "DELETE_COMPLETE" and name != "chain"] == ["C", "B", "A"]


def test_a_circle_of_references_is_refused(zone: Any) -> None:
    with pytest.raises(ClientError) as refused:
        deploy(zone, "circle", {"A": parameter("/a", {"Ref": "B"}), "B": parameter("/b", {"Ref": "A"})})

    assert refused.value.response["Error"]["Message"] == "Circular dependency between resources: [A, B]"


def test_a_type_that_is_not_emulated_fails_by_its_name(zone: Any) -> None:
    stack = deploy(zone, "unknown", {"X": {"Type": "AWS::GameLift::Build", "Properties": {}}})

    told = zone.client("cloudformation").describe_stack_events(StackName="unknown")["StackEvents"]
    reasons = [event["ResourceStatusReason"] for event in told if event["ResourceStatus"] == "CREATE_FAILED"]
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "AWS::GameLift::Build is not emulated: give it a handler in landing_zone/resources" in reasons[0]


def test_a_type_that_cloudformation_does_not_know_is_refused_with_the_template(zone: Any) -> None:
    with pytest.raises(ClientError) as refused:
        deploy(zone, "nonsense", {"X": {"Type": "AWS::SageMaker::Nonsense"}})

    message = "Template format error: Unrecognized resource types: [AWS::SageMaker::Nonsense]"
    assert refused.value.response["Error"]["Message"] == message


def test_a_resource_cannot_become_one_of_another_type(zone: Any) -> None:
    deploy(zone, "changing", {"X": parameter("/changing")})

    stack = deploy(zone, "changing", {"X": topic("changing")})

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    told = zone.client("cloudformation").describe_stack_events(StackName="changing")["StackEvents"]
    assert any("modifies resource type of [X]" in event.get("ResourceStatusReason", "") for event in told)


def test_an_update_that_changes_nothing_is_refused(zone: Any) -> None:
    deploy(zone, "same", {"P": parameter("/same")})

    with pytest.raises(ClientError) as refused:
        deploy(zone, "same", {"P": parameter("/same")})

    assert refused.value.response["Error"]["Message"] == "No updates are to be performed."


def test_a_protected_stack_is_not_deleted(zone: Any) -> None:
    client = zone.client("cloudformation")
    deploy(zone, "protected", {"P": parameter("/protected")})
    client.update_termination_protection(StackName="protected", EnableTerminationProtection=True)

    with pytest.raises(ClientError) as refused:
        client.delete_stack(StackName="protected")

    message = "Stack [protected] cannot be deleted while TerminationProtection is enabled"
    assert refused.value.response["Error"]["Message"] == message


def test_what_a_false_condition_names_is_not_made_and_goes_when_it_turns_false(zone: Any) -> None:
    def conditions(value: str) -> dict[str, Any]:
        return {"Wanted": {"Fn::Equals": [value, "yes"]}}

    resources = {"Always": parameter("/conditional/always"), "Sometimes": parameter("/conditional/sometimes", Condition="Wanted")}
    deploy(zone, "conditional", resources, Conditions=conditions("yes"))
    with_it = parameter_names(zone, "/conditional")

    deploy(zone, "conditional", resources, Conditions=conditions("no"))

    assert with_it == ["/conditional/always", "/conditional/sometimes"]
    assert parameter_names(zone, "/conditional") == ["/conditional/always"]


def test_functions_are_resolved(zone: Any) -> None:
    value = {
        "Fn::Join": [
            "|",
            [
                {"Fn::Sub": ["${AWS::Region}-${x}-${!kept}", {"x": {"Fn::Select": [1, {"Fn::Split": [",", "a,b"]}]}}]},
                {"Fn::FindInMap": ["Sizes", {"Ref": "Size"}, "cpu"]},
                {"Fn::If": ["IsBig", "big", "small"]},
                {"Fn::Base64": "x"},
            ],
        ]
    }

    deploy(
        zone,
        "functions",
        {"P": parameter("/functions", value)},
        Parameters={"Size": {"Type": "String", "Default": "large"}},
        Mappings={"Sizes": {"large": {"cpu": "8"}}},
        Conditions={"IsBig": {"Fn::And": [{"Fn::Equals": [{"Ref": "Size"}, "large"]}, {"Fn::Not": [{"Fn::Equals": ["a", "b"]}]}]}},
    )

    assert zone.client("ssm").get_parameter(Name="/functions")["Parameter"]["Value"] == "eu-west-1-b-${kept}|8|big|eA=="


def test_a_change_set_tells_what_will_be_replaced(zone: Any) -> None:
    client = zone.client("cloudformation")
    deploy(zone, "set", {"A": parameter("/set/a"), "B": parameter("/set/b"), "C": parameter("/set/c")})
    body = json.dumps({"Resources": {"A": parameter("/set/a", "2"), "B": parameter("/set/new"), "D": parameter("/set/d")}})

    client.create_change_set(StackName="set", ChangeSetName="changes", ChangeSetType="UPDATE", TemplateBody=body)

    changes = client.describe_change_set(StackName="set", ChangeSetName="changes")["Changes"]
    told = {change["ResourceChange"]["LogicalResourceId"]: change["ResourceChange"] for change in changes}
    assert {name: (change["Action"], change.get("Replacement")) for name, change in told.items()} == {
        "A": ("Modify", "False"),
        "B": ("Modify", "True"),
        "C": ("Remove", None),
        "D": ("Add", None),
    }


def test_identities_are_those_of_the_account_the_region_and_the_partition(zone: Any) -> None:
    client = zone.client("cloudformation", "222222222222", "cn-north-1")
    group = {"Type": "AWS::SageMaker::ModelPackageGroup", "Properties": {"ModelPackageGroupName": "chinese"}}
    outputs = {"Ref": {"Value": {"Ref": "Group"}}, "Partition": {"Value": {"Ref": "AWS::Partition"}}}

    client.create_stack(StackName="chinese", TemplateBody=json.dumps({"Resources": {"Group": group}, "Outputs": outputs}))

    (stack,) = client.describe_stacks(StackName="chinese")["Stacks"]
    assert stack["StackId"].startswith("arn:aws-cn:cloudformation:cn-north-1:222222222222:stack/chinese/")
    assert {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]} == {
        "Ref": "arn:aws-cn:sagemaker:cn-north-1:222222222222:model-package-group/chinese",
        "Partition": "aws-cn",
    }


def rule(description: str, allowed: str) -> dict[str, Any]:
    assertion = {"Assert": {"Fn::Contains": [[allowed], {"Ref": "Size"}]}, "AssertDescription": description}
    return {"Parameters": {"Size": {"Type": "String", "Default": "large"}}, "Rules": {"Check": {"Assertions": [assertion]}}}


def test_what_an_update_did_before_it_failed_is_undone(zone: Any) -> None:
    deploy(zone, "half", {"P": parameter("/half", "1")})
    zone.steer("faults", [{"kind": "fail", "match": {"service": "ssm", "operation": "AddTagsToResource"}, "value": "ValidationException"}])
    changed = parameter("/half", "2")
    changed["Properties"]["Tags"] = {"team": "ice"}

    stack = deploy(zone, "half", {"P": changed})

    zone.steer("faults", [])
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert zone.client("ssm").get_parameter(Name="/half")["Parameter"]["Value"] == "1"


def test_what_was_rolled_back_can_be_tried_again(zone: Any) -> None:
    client = zone.client("cloudformation")
    sections = {"Parameters": {"Value": {"Type": "String", "Default": "1"}}}
    deploy(zone, "again", {"P": parameter("/again", {"Ref": "Value"})}, **sections)
    update = {"StackName": "again", "UsePreviousTemplate": True, "Parameters": [{"ParameterKey": "Value", "ParameterValue": "2"}]}
    zone.steer("faults", [{"kind": "fail", "match": {"service": "ssm", "operation": "PutParameter"}, "value": "ValidationException"}])
    client.update_stack(**update)
    failed = client.describe_stacks(StackName="again")["Stacks"][0]

    zone.steer("faults", [])
    client.update_stack(**update)

    repeated = client.describe_stacks(StackName="again")["Stacks"][0]
    assert failed["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert [each["ParameterValue"] for each in failed["Parameters"]] == ["1"]
    assert repeated["StackStatus"] == "UPDATE_COMPLETE"
    assert zone.client("ssm").get_parameter(Name="/again")["Parameter"]["Value"] == "2"


def test_a_stack_changes_once_at_a_time(zone: Any) -> None:
    client = zone.client("cloudformation")
    deploy(zone, "busy", {"P": parameter("/busy/p")})
    zone.steer("faults", [{"kind": "delay", "match": {"service": "ssm", "operation": "PutParameter"}, "value": 3}])
    body = json.dumps({"Resources": {"P": parameter("/busy/p", "2")}})

    with ThreadPoolExecutor() as pool:
        updating = pool.submit(client.update_stack, StackName="busy", TemplateBody=body)
        time.sleep(1)
        with pytest.raises(ClientError) as refused:
            zone.client("cloudformation").delete_stack(StackName="busy")
        updating.result()

    zone.steer("faults", [])
    assert "is in UPDATE_IN_PROGRESS state and can not be updated." in str(refused.value)
    assert client.describe_stacks(StackName="busy")["Stacks"][0]["StackStatus"] == "UPDATE_COMPLETE"


def test_a_rule_that_does_not_hold_refuses_the_template(zone: Any) -> None:
    with pytest.raises(ClientError) as refused:
        deploy(zone, "ruled", {"P": parameter("/ruled")}, **rule("only small ones", "small"))

    assert refused.value.response["Error"]["Message"] == "Template error: rule Check does not hold: only small ones"


def test_a_reference_that_a_function_composes_is_resolved(zone: Any) -> None:
    zone.client("secretsmanager").create_secret(Name="login", SecretString='{"user": "ada"}')
    text = {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "AWS::NoValue"}, "login:SecretString:user::}}"]]}

    deploy(zone, "composed", {"P": parameter("/composed", text)})

    assert zone.client("ssm").get_parameter(Name="/composed")["Parameter"]["Value"] == "ada"


def test_a_function_without_a_value_fails_the_stack_and_rolls_it_back(zone: Any) -> None:
    selecting = parameter("/selecting/b", {"Fn::Select": [3, ["x"]]}, DependsOn="A")

    stack = deploy(zone, "selecting", {"A": parameter("/selecting/a"), "B": selecting})

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert parameter_names(zone, "/selecting") == []


def test_truth_is_written_as_cloudformation_writes_it(zone: Any) -> None:
    deploy(
        zone,
        "true",
        {"P": parameter("/true", {"Fn::Sub": ["${Flag}-${x}", {"x": {"Fn::Join": ["", [True]]}}]}, Condition="Same")},
        Parameters={"Flag": {"Type": "String", "Default": True}},
        Conditions={"Same": {"Fn::Equals": [True, "true"]}},
    )

    assert zone.client("ssm").get_parameter(Name="/true")["Parameter"]["Value"] == "true-true"


def test_a_nested_stack_lives_and_dies_with_its_parent(zone: Any) -> None:
    inner = {"Resources": {"P": parameter("/nested")}, "Outputs": {"Name": {"Value": {"Ref": "P"}}}}
    s3 = zone.client("s3")
    s3.create_bucket(Bucket="nested-templates", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="nested-templates", Key="inner.json", Body=json.dumps(inner))
    url = f"{zone.endpoint}/nested-templates/inner.json"
    child = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}

    stack = deploy(zone, "parent", {"Child": child}, Outputs={"Name": {"Value": {"Fn::GetAtt": ["Child", "Outputs.Name"]}}})
    with_it = parameter_names(zone, "/nested")
    zone.client("cloudformation").delete_stack(StackName="parent")

    assert stack["Outputs"] == [{"OutputKey": "Name", "OutputValue": "/nested"}]
    assert with_it == ["/nested"]
    assert parameter_names(zone, "/nested") == []


def test_a_fault_that_does_not_exist_is_refused_by_its_name(zone: Any) -> None:
    with pytest.raises(HTTPError) as refused:
        zone.steer("faults", [{"kind": "explode", "match": {}}])

    assert "there is no fault explode; there are throttle, fail, delay" in refused.value.read().decode()
