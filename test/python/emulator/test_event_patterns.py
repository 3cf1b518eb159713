"""What event patterns match, and which of them EventBridge refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from zone import Zone

EVENT = {
    "source": "aws.sagemaker",
    "detail-type": "SageMaker Model Package State Change",
    "resources": ["arn:aws:sagemaker:eu-west-1:111111111111:model-package/abalone/1", "arn:other"],
    "detail": {
        "ModelPackageGroupName": "abalone",
        "ModelApprovalStatus": "Approved",
        "Version": 3,
        "Score": 0.25,
        "Marketplace": False,
        "Reviewer": None,
        "Comment": "",
        "Address": "10.0.0.33",
        "Path": "models/abalone/model.tar.gz",
        "Literal": "a*b",
        "Empty": [],
        "Containers": [{"Image": "xgboost", "Gpus": 0}, {"Image": "torch", "Gpus": 4}],
        "Metrics": {"Quality": {"Mse": 4.5}},
    },
}


def matches(zone: Zone, pattern: Any) -> bool:
    answer = zone.client("events").test_event_pattern(EventPattern=json.dumps(pattern), Event=json.dumps(EVENT))
    return bool(answer["Result"])


@pytest.mark.parametrize(
    "detail",
    [
        {"ModelApprovalStatus": ["Rejected", "Approved"]},
        {"Version": [3.0]},
        {"Marketplace": [False]},
        {"Reviewer": [None]},
        {"Comment": [""]},
        {"Metrics": {"Quality": {"Mse": [{"numeric": [">=", 4.5, "<", 5]}]}}},
        {"ModelPackageGroupName": [{"prefix": "aba"}]},
        {"ModelPackageGroupName": [{"prefix": {"equals-ignore-case": "ABA"}}]},
        {"ModelPackageGroupName": [{"suffix": "one"}]},
        {"ModelPackageGroupName": [{"suffix": {"equals-ignore-case": "ONE"}}]},
        {"ModelPackageGroupName": [{"equals-ignore-case": "ABALONE"}]},
        {"ModelPackageGroupName": [{"anything-but": "whale"}]},
        {"ModelPackageGroupName": [{"anything-but": ["whale", "seal"]}]},
        {"ModelPackageGroupName": [{"anything-but": {"prefix": ["wha", "sea"]}}]},
        {"ModelPackageGroupName": [{"anything-but": {"suffix": "ale"}}]},
        {"ModelPackageGroupName": [{"anything-but": {"equals-ignore-case": ["WHALE"]}}]},
        {"ModelPackageGroupName": [{"anything-but": {"wildcard": "w*e"}}]},
        {"Reviewer": [{"anything-but": "somebody"}]},
        {"Version": [{"anything-but": [1, 2]}]},
        {"Version": [{"anything-but": {"prefix": "3"}}]},
        {"Version": [{"numeric": ["=", 3]}]},
        {"Address": [{"cidr": "10.0.0.0/24"}]},
        {"Address": [{"exists": True}]},
        {"Absent": [{"exists": False}]},
        {"Absent": {"Deeper": [{"exists": False}]}},
        {"Empty": [{"exists": False}]},
        {"Metrics": [{"exists": False}]},
        {"Path": [{"wildcard": "models/*/model.tar.*"}]},
        {"Literal": [{"wildcard": "a\\*b"}]},
        {"Containers": {"Image": ["torch"], "Gpus": [{"numeric": [">", 0]}]}},
        {"$or": [{"Version": [1]}, {"ModelApprovalStatus": ["Approved"]}]},
        {"Version": [{"anything-but": 1}], "$or": [{"Score": [{"numeric": ["<", 1]}]}, {"Absent": [1]}]},
        {"Absent": ["x", {"exists": False}]},
    ],
    ids=json.dumps,
)
def test_a_pattern_matches_what_its_operators_say(zone: Zone, detail: dict[str, Any]) -> None:
    pattern = {"source": ["aws.sagemaker"], "detail": detail}

    matched = matches(zone, pattern)

    assert matched


@pytest.mark.parametrize(
    "detail",
    [
        {"ModelApprovalStatus": ["approved"]},
        {"Version": ["3"]},
        {"Marketplace": [0]},
        {"Comment": [None]},
        {"Reviewer": [""]},
        {"Absent": [None]},
        {"Absent": [{"anything-but": "x"}]},
        {"ModelPackageGroupName": [{"anything-but": "abalone"}]},
        {"ModelPackageGroupName": [{"anything-but": {"prefix": ["wha", "aba"]}}]},
        {"ModelPackageGroupName": [{"anything-but": {"wildcard": "aba*"}}]},
        {"Version": [{"anything-but": [3]}]},
        {"Version": [{"prefix": "3"}]},
        {"Version": [{"numeric": [">", 3]}]},
        {"Address": [{"cidr": "10.0.1.0/24"}]},
        {"Path": [{"cidr": "10.0.1.0/24"}]},
        {"Address": [{"exists": False}]},
        {"Absent": [{"exists": True}]},
        {"Metrics": [{"exists": True}]},
        {"Literal": [{"wildcard": "a\\*c"}]},
        {"Path": [{"wildcard": "*/seal/*"}]},
        {"Containers": {"Image": ["xgboost"], "Gpus": [4]}},
        {"$or": [{"Version": [1]}, {"ModelApprovalStatus": ["Rejected"]}]},
        {"ModelApprovalStatus": ["Approved"], "Version": [4]},
    ],
    ids=json.dumps,
)
def test_a_pattern_does_not_match_anything_else(zone: Zone, detail: dict[str, Any]) -> None:
    pattern = {"source": ["aws.sagemaker"], "detail": detail}

    matched = matches(zone, pattern)

    assert not matched


def test_a_value_of_an_array_in_the_event_is_enough(zone: Zone) -> None:
    pattern = {"resources": [{"prefix": "arn:aws:sagemaker:"}]}

    matched = matches(zone, pattern)

    assert matched


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ('["a"]', "Filter is not an object"),
        ("{}", "Empty objects are not allowed"),
        ('{"source": []}', "Empty arrays are not allowed"),
        ('{"source": "aws.s3"}', '"source" must be an object or an array'),
        ('{"source": [["aws.s3"]]}', "Match value must be String, number, true, false, or null"),
        ('{"source": [{"EXISTS": true}]}', "Unrecognized match type EXISTS"),
        ('{"source": [{"exists": "yes"}]}', "exists match pattern must be either true or false."),
        ('{"source": [{"prefix": "a", "suffix": "b"}]}', "Only one key allowed in match expression"),
        ('{"source": [{"prefix": 1}]}', "prefix match pattern must be a string"),
        ('{"source": [{"prefix": {"suffix": "a"}}]}', "Unsupported prefix pattern: suffix"),
        ('{"source": [{"equals-ignore-case": ["a"]}]}', "equals-ignore-case match pattern must be a string"),
        ('{"n": [{"numeric": [">", 0, ">", 1]}]}', "Bad numeric range operator: >"),
        ('{"n": [{"numeric": [">", 0, "<"]}]}', "Value of < must be numeric"),
        ('{"n": [{"numeric": ["~", 0]}]}', "Unrecognized numeric range operator: ~"),
        ('{"n": [{"numeric": 1}]}', "Value of numeric must be an array."),
        ('{"ip": [{"cidr": "10.0.0.0"}]}', "Malformed CIDR, one '/' required"),
        ('{"n": [{"anything-but": null}]}', "Value of anything-but must be an array or single string/number value."),
        (
            '{"n": [{"anything-but": [1, "a"]}]}',
            "Inside anything but list, either all values are number or string, mixed type is not supported",
        ),
        ('{"n": [{"anything-but": {"prefix": ""}}]}', "Null prefix/suffix not allowed"),
        ('{"n": [{"anything-but": {"numeric": ["=", 1]}}]}', "Unsupported anything-but pattern: numeric"),
        (
            '{"n": [{"anything-but": {"equals-ignore-case": 1}}]}',
            "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
        ),
        ('{"p": [{"wildcard": "a**b"}]}', "Consecutive wildcard characters at pos 2"),
        ('{"p": [{"wildcard": "a\\\\b"}]}', "Invalid escape character at pos 2"),
        ('{"$or": [{"a": [1]}]}', "Unrecognized match type a"),
    ],
)
def test_a_rule_with_a_pattern_that_aws_refuses_is_refused(zone: Zone, pattern: str, reason: str) -> None:
    events = zone.client("events")

    with pytest.raises(ClientError) as refusal:
        events.put_rule(Name="refused", EventPattern=pattern)

    assert refusal.value.response["Error"]["Code"] == "InvalidEventPatternException"
    assert refusal.value.response["Error"]["Message"] == f"Event pattern is not valid. Reason: {reason}"


def test_a_pattern_that_is_no_json_is_refused(zone: Zone) -> None:
    events = zone.client("events")

    with pytest.raises(ClientError) as refusal:
        events.put_rule(Name="refused", EventPattern="{'source': ['aws.s3']}")

    assert refusal.value.response["Error"]["Code"] == "InvalidEventPatternException"
    assert "Event pattern is not valid. Reason: Invalid JSON" in refusal.value.response["Error"]["Message"]
