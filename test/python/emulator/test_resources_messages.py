"""Topics, queues, alarms, log groups, parameters and repositories: made, changed in place, deleted, never taken over."""

from __future__ import annotations

import json
from typing import Any

from deployments import attribute, deploy, destroy, ref, resource, tags


def policy(action: str, principal: Any = "*") -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_topic_its_policy_and_its_subscriptions_change_in_place(zone: Any) -> None:
    def template(display: str, action: str, **subscription: Any) -> dict[str, Any]:
        subscribed = resource(
            "AWS::SNS::Subscription", TopicArn=ref("T"), Protocol="email", Endpoint="a@example.com", **subscription
        )
        return {
            "T": resource("AWS::SNS::Topic", TopicName="alerts", DisplayName=display, Tags=tags(name=display)),
            "P": resource("AWS::SNS::TopicPolicy", Topics=[ref("T")], PolicyDocument=policy(action)),
            "S": subscribed,
        }

    sns = zone.client("sns")
    outputs = {"Arn": ref("T"), "Name": attribute("T", "TopicName"), "S": ref("S")}
    made = deploy(zone, "topic", template("one", "sns:Publish"), outputs)

    changed = deploy(zone, "topic", template("two", "sns:Subscribe", FilterPolicy={"kind": ["a"]}), outputs)

    assert made.outputs["Arn"] == "arn:aws:sns:eu-west-1:111111111111:alerts" and made.outputs["Name"] == "alerts"
    assert changed.outputs == made.outputs
    seen = sns.get_topic_attributes(TopicArn=made.outputs["Arn"])["Attributes"]
    assert seen["DisplayName"] == "two" and json.loads(seen["Policy"]) == policy("sns:Subscribe")
    assert sns.list_tags_for_resource(ResourceArn=made.outputs["Arn"])["Tags"] == tags(name="two")
    subscribed = sns.get_subscription_attributes(SubscriptionArn=made.outputs["S"])["Attributes"]
    assert json.loads(subscribed["FilterPolicy"]) == {"kind": ["a"]}
    deploy(zone, "topic", {"T": template("two", "sns:Publish")["T"]})
    default = json.loads(sns.get_topic_attributes(TopicArn=made.outputs["Arn"])["Attributes"]["Policy"])
    assert default["Statement"][0]["Condition"] == {"StringEquals": {"AWS:SourceOwner": "111111111111"}}
    assert sns.list_subscriptions_by_topic(TopicArn=made.outputs["Arn"])["Subscriptions"] == []
    assert destroy(zone, "topic").status == "DELETE_COMPLETE"


def test_what_somebody_else_made_is_not_taken_over(zone: Any) -> None:
    zone.client("sns").create_topic(Name="taken")
    zone.client("sqs").create_queue(QueueName="taken")
    zone.client("cloudwatch").put_dashboard(DashboardName="taken", DashboardBody="{}")
    zone.client("ssm").put_parameter(Name="/taken", Value="1", Type="String")

    topic = deploy(zone, "taken-topic", {"R": resource("AWS::SNS::Topic", TopicName="taken")})
    queue = deploy(zone, "taken-queue", {"R": resource("AWS::SQS::Queue", QueueName="taken")})
    board = deploy(zone, "taken-board", {"R": resource("AWS::CloudWatch::Dashboard", DashboardName="taken", DashboardBody="{}")})
    parameter = deploy(zone, "taken-parameter", {"R": resource("AWS::SSM::Parameter", Name="/taken", Type="String", Value="2")})

    for made in (topic, queue, board, parameter):
        assert made.status == "ROLLBACK_COMPLETE"
        assert "already exists" in made.failures["R"]
    assert zone.client("ssm").get_parameter(Name="/taken")["Parameter"]["Value"] == "1"


def test_a_queue_and_its_policy_change_in_place(zone: Any) -> None:
    def template(**properties: Any) -> dict[str, Any]:
        return {"D": resource("AWS::SQS::Queue"), "Q": resource("AWS::SQS::Queue", QueueName="work", **properties)}

    sqs = zone.client("sqs")
    outputs = {"Url": ref("Q"), "Arn": attribute("Q", "Arn"), "Name": attribute("Q", "QueueName")}
    letters = {"deadLetterTargetArn": attribute("D", "Arn"), "maxReceiveCount": 3}
    made = deploy(zone, "queue", template(VisibilityTimeout="60", RedrivePolicy=letters, Tags=tags(a="1")), outputs)
    redrive = json.loads(
        sqs.get_queue_attributes(QueueUrl=made.outputs["Url"], AttributeNames=["All"])["Attributes"]["RedrivePolicy"]
    )
    with_policy = template(KmsMasterKeyId="alias/aws/sqs", Tags=tags(b="2")) | {
        "P": resource("AWS::SQS::QueuePolicy", Queues=[ref("Q")], PolicyDocument=policy("sqs:SendMessage"))
    }

    changed = deploy(zone, "queue", with_policy, outputs)

    assert redrive["maxReceiveCount"] == 3
    assert changed.outputs == made.outputs and made.outputs["Arn"] == "arn:aws:sqs:eu-west-1:111111111111:work"
    seen = sqs.get_queue_attributes(QueueUrl=made.outputs["Url"], AttributeNames=["All"])["Attributes"]
    assert (seen["VisibilityTimeout"], seen["KmsMasterKeyId"]) == ("30", "alias/aws/sqs")
    assert "RedrivePolicy" not in seen
    assert json.loads(seen["Policy"]) == policy("sqs:SendMessage")
    assert sqs.list_queue_tags(QueueUrl=made.outputs["Url"])["Tags"] == {"b": "2"}
    assert destroy(zone, "queue").status == "DELETE_COMPLETE"


def alarm(**properties: Any) -> dict[str, Any]:
    basics = {
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": "1",
        "MetricName": "m",
        "Namespace": "n",
        "Period": 60,
    }
    return resource("AWS::CloudWatch::Alarm", **basics, Statistic="Sum", **properties)


def test_alarms_change_in_place(zone: Any) -> None:
    def template(threshold: str, rule: str) -> dict[str, Any]:
        return {
            "A": alarm(AlarmName="errors", Threshold=threshold, Tags=tags(level=threshold)),
            "C": resource(
                "AWS::CloudWatch::CompositeAlarm", AlarmRule=rule, AlarmActions=["arn:aws:sns:eu-west-1:111111111111:t"]
            ),
            "D": resource(
                "AWS::CloudWatch::Dashboard", DashboardName="board", DashboardBody=json.dumps({"widgets": [threshold]})
            ),
        }

    cloudwatch = zone.client("cloudwatch")
    outputs = {"A": ref("A"), "Arn": attribute("A", "Arn"), "C": ref("C")}
    made = deploy(zone, "alarms", template("1.5", "ALARM(errors)"), outputs)

    changed = deploy(zone, "alarms", template("2", "OK(errors)"), outputs)

    assert changed.status == "UPDATE_COMPLETE" and changed.outputs == made.outputs
    assert made.outputs["Arn"] == "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors"
    assert cloudwatch.describe_alarms(AlarmNames=["errors"])["MetricAlarms"][0]["Threshold"] == 2
    composite = cloudwatch.describe_alarms(AlarmNames=[made.outputs["C"]], AlarmTypes=["CompositeAlarm"])["CompositeAlarms"][0]
    assert composite["AlarmRule"] == "OK(errors)"
    assert cloudwatch.list_tags_for_resource(ResourceARN=made.outputs["Arn"])["Tags"] == tags(level="2")
    assert json.loads(cloudwatch.get_dashboard(DashboardName="board")["DashboardBody"]) == {"widgets": ["2"]}
    assert destroy(zone, "alarms").status == "DELETE_COMPLETE"
    assert cloudwatch.describe_alarms(AlarmNames=["errors"])["MetricAlarms"] == []


def test_log_groups_and_what_hangs_on_them_change_in_place(zone: Any) -> None:
    def template(pattern: str, **group: Any) -> dict[str, Any]:
        transformation = {"MetricName": "m", "MetricNamespace": "n", "MetricValue": "1", "DefaultValue": "0"}
        filtered = resource(
            "AWS::Logs::MetricFilter", LogGroupName=ref("G"), FilterPattern=pattern, MetricTransformations=[transformation]
        )
        writers = resource("AWS::Logs::ResourcePolicy", PolicyName="writers", PolicyDocument=json.dumps(policy(pattern)))
        return {"G": resource("AWS::Logs::LogGroup", LogGroupName="/app", **group), "F": filtered, "P": writers}

    logs = zone.client("logs")
    key = zone.client("kms").create_key()["KeyMetadata"]["Arn"]
    made = deploy(zone, "logs", template("ERROR", RetentionInDays="7"), {"Arn": attribute("G", "Arn"), "F": ref("F")})

    changed = deploy(
        zone, "logs", template("WARN", KmsKeyId=key, Tags=tags(a="b")), {"Arn": attribute("G", "Arn"), "F": ref("F")}
    )

    assert changed.outputs == made.outputs
    assert made.outputs["Arn"] == "arn:aws:logs:eu-west-1:111111111111:log-group:/app:*"
    group = logs.describe_log_groups(logGroupNamePrefix="/app")["logGroups"][0]
    assert group["kmsKeyId"] == key and "retentionInDays" not in group
    assert logs.list_tags_log_group(logGroupName="/app")["tags"] == {"a": "b"}
    filters = logs.describe_metric_filters(logGroupName="/app")["metricFilters"]
    assert [(each["filterName"], each["filterPattern"]) for each in filters] == [(made.outputs["F"], "WARN")]
    policies = logs.describe_resource_policies()["resourcePolicies"]
    assert [json.loads(each["policyDocument"]) for each in policies if each["policyName"] == "writers"] == [policy("WARN")]
    assert destroy(zone, "logs").status == "DELETE_COMPLETE"


def test_a_parameter_changes_in_place(zone: Any) -> None:
    ssm = zone.client("ssm")
    outputs = {"Name": ref("P"), "Value": attribute("P", "Value"), "Type": attribute("P", "Type")}
    first = resource("AWS::SSM::Parameter", Name="/app/one", Type="String", Value="1", Description="first", Tags={"a": "1"})
    deploy(zone, "parameter", {"P": first}, outputs)
    second = resource("AWS::SSM::Parameter", Name="/app/one", Type="String", Value=2, Tags={"b": "2"})

    changed = deploy(zone, "parameter", {"P": second}, outputs)

    assert changed.outputs == {"Name": "/app/one", "Value": "2", "Type": "String"}
    assert ssm.get_parameter(Name="/app/one")["Parameter"]["Version"] == 2
    assert ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/app/one")["TagList"] == tags(b="2")
    assert destroy(zone, "parameter").status == "DELETE_COMPLETE"


def test_a_repository_changes_in_place(zone: Any) -> None:
    ecr = zone.client("ecr")
    outputs = {"Name": ref("R"), "Arn": attribute("R", "Arn"), "Uri": attribute("R", "RepositoryUri")}
    untagged = {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 9}
    rule = {"rulePriority": 1, "selection": untagged, "action": {"type": "expire"}}
    lifecycle = {"LifecyclePolicyText": json.dumps({"rules": [rule]})}
    pull = policy("ecr:BatchGetImage", {"Service": "lambda.amazonaws.com"})
    for statement in pull["Statement"]:
        del statement["Resource"]
    made = deploy(
        zone, "repository", {"R": resource("AWS::ECR::Repository", RepositoryName="images", LifecyclePolicy=lifecycle)}, outputs
    )
    second = resource(
        "AWS::ECR::Repository",
        RepositoryName="images",
        RepositoryPolicyText=pull,
        ImageTagMutability="IMMUTABLE",
        ImageScanningConfiguration={"ScanOnPush": "true"},
    )

    changed = deploy(zone, "repository", {"R": second}, outputs)

    assert changed.outputs == made.outputs
    assert made.outputs["Arn"] == "arn:aws:ecr:eu-west-1:111111111111:repository/images"
    assert made.outputs["Uri"] == "111111111111.dkr.ecr.eu-west-1.amazonaws.com/images"
    seen = ecr.describe_repositories(repositoryNames=["images"])["repositories"][0]
    assert (seen["imageTagMutability"], seen["imageScanningConfiguration"]) == ("IMMUTABLE", {"scanOnPush": True})
    assert json.loads(ecr.get_repository_policy(repositoryName="images")["policyText"]) == pull
    assert destroy(zone, "repository").status == "DELETE_COMPLETE"
