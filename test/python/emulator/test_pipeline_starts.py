"""How executions begin: by schedules and events, with an earlier version, with some of the steps, from another account."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployments import deploy, ref, resource
from pipeline_runs import ROLE, Step, condition, failure, pipeline, processing, run, status, steps, training
from zone import ACCOUNT, REGION, Zone

STRANGER = "333333333333"
ONE = [{"Type": "Equals", "LeftValue": 1, "RightValue": 1}]


def role(zone: Zone, name: str, service: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return str(zone.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"])


def executions(zone: Zone, name: str) -> list[dict[str, Any]]:
    return list(zone.client("sagemaker").list_pipeline_executions(PipelineName=name)["PipelineExecutionSummaries"])


def start(zone: Zone, name: str, account: str = ACCOUNT, **more: Any) -> str:
    """The ARN of an execution that has gone as far as it can by itself."""
    sagemaker = zone.client("sagemaker", account)
    arn = sagemaker.start_pipeline_execution(PipelineName=name, ClientRequestToken=str(uuid.uuid4()), **more)[
        "PipelineExecutionArn"
    ]
    zone.steer("settle")
    return str(arn)


def refusal(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def schedule(zone: Zone, name: str, operation: str, request: dict[str, Any]) -> str:
    """Fires a schedule that calls SageMaker, and tells what became of that."""
    target = {
        "Arn": f"arn:aws:scheduler:::aws-sdk:sagemaker:{operation}",
        "RoleArn": role(zone, name, "scheduler.amazonaws.com"),
        "Input": json.dumps(request),
        "RetryPolicy": {"MaximumRetryAttempts": 0},
    }
    zone.client("scheduler").create_schedule(
        Name=name, ScheduleExpression="rate(1 day)", FlexibleTimeWindow={"Mode": "OFF"}, Target=target
    )
    outcome = zone.steer("fire", {"schedule": name, "account": ACCOUNT, "region": REGION})["outcome"]
    zone.steer("settle")
    return str(outcome)


def test_a_schedule_starts_a_pipeline_with_everything_that_the_api_takes(zone: Zone) -> None:
    pipeline(zone, "nightly", processing("Prepare"))
    request = {
        "PipelineName": "nightly",
        "PipelineExecutionDisplayName": "nightly-<aws.scheduler.execution-id>",
        "PipelineExecutionDescription": "as of <aws.scheduler.scheduled-time>",
        "PipelineParameters": [{"Name": "InstanceType", "Value": "ml.m5.large"}],
        "ParallelismConfiguration": {"MaxParallelExecutionSteps": 2},
        "ClientRequestToken": "a-token-of-the-schedule-<aws.scheduler.scheduled-time>",
        "PipelineVersionId": 1,
    }

    outcome = schedule(zone, "nightly-start", "startPipelineExecution", request)

    (execution,) = executions(zone, "nightly")
    described = zone.client("sagemaker").describe_pipeline_execution(PipelineExecutionArn=execution["PipelineExecutionArn"])
    called = next(call for call in zone.steer("calls") if call["operation"] == "StartPipelineExecution")
    assert outcome == "delivered"
    assert described["PipelineExecutionStatus"] == "Succeeded"
    assert len(described["PipelineExecutionDisplayName"]) == len("nightly-") + 16
    assert described["PipelineExecutionDescription"].startswith("as of 20")
    assert described["PipelineVersionId"] == 1
    assert called["principal"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/nightly-start/scheduler"


def test_a_schedule_runs_a_notebook_as_a_training_job_of_a_new_name_each_time(zone: Zone) -> None:
    request = {**training("Report", "none")["Arguments"], "TrainingJobName": "report-<aws.scheduler.execution-id>"}
    request["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] = "s3://notebooks/report"
    request["Environment"] = {"SM_JOB_DEF_VERSION": "1.0"}

    outcomes = [schedule(zone, "report", "createTrainingJob", request)]
    outcomes.append(zone.steer("fire", {"schedule": "report", "account": ACCOUNT, "region": REGION})["outcome"])

    jobs = zone.client("sagemaker").list_training_jobs(NameContains="report-")["TrainingJobSummaries"]
    assert outcomes == ["delivered", "delivered"]
    assert len({job["TrainingJobName"] for job in jobs}) == 2


def test_a_schedule_of_a_pipeline_gives_values_as_they_are(zone: Zone) -> None:
    arn = pipeline(zone, "plainly", processing("Prepare"))
    target = {
        "Arn": arn,
        "RoleArn": role(zone, "plainly", "scheduler.amazonaws.com"),
        "SageMakerPipelineParameters": {"PipelineParameterList": [{"Name": "InstanceType", "Value": "ml.m5.large"}]},
    }
    window = {"Mode": "OFF"}
    zone.client("scheduler").create_schedule(
        Name="plainly", ScheduleExpression="rate(1 day)", FlexibleTimeWindow=window, Target=target
    )

    zone.steer("fire", {"schedule": "plainly", "account": ACCOUNT, "region": REGION})
    zone.steer("settle")

    (execution,) = executions(zone, "plainly")
    given = zone.client("sagemaker").list_pipeline_parameters_for_execution(
        PipelineExecutionArn=execution["PipelineExecutionArn"]
    )
    assert given["PipelineParameters"] == [{"Name": "InstanceType", "Value": "ml.m5.large"}]


def test_an_object_in_s3_starts_a_pipeline_with_its_bucket_and_key(zone: Zone) -> None:
    arn = pipeline(zone, "arriving", failure("Show", {"Get": "Parameters.InstanceType"}))
    s3, events = zone.client("s3"), zone.client("events")
    s3.create_bucket(Bucket="arrivals", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_notification_configuration(Bucket="arrivals", NotificationConfiguration={"EventBridgeConfiguration": {}})
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"object": {"key": [{"wildcard": "raw/*.csv"}]}},
    }
    values = [{"Name": "InstanceType", "Value": "$.detail.object.key"}]
    target = {
        "Id": "1",
        "Arn": arn,
        "RoleArn": role(zone, "arrivals", "events.amazonaws.com"),
        "SageMakerPipelineParameters": {"PipelineParameterList": values},
    }
    events.put_rule(Name="arrivals", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="arrivals", Targets=[target])

    s3.put_object(Bucket="arrivals", Key="raw/abalone.csv", Body=b"1")
    s3.put_object(Bucket="arrivals", Key="raw/abalone.txt", Body=b"1")
    zone.steer("settle")

    (execution,) = executions(zone, "arriving")
    assert steps(zone, execution["PipelineExecutionArn"])["Show"]["FailureReason"] == "raw/abalone.csv"


def written(*steps_: Step) -> str:
    return json.dumps({"Version": "2020-12-01", "Steps": list(steps_)})


def test_each_change_of_a_definition_is_a_version_that_can_be_run(zone: Zone) -> None:
    sagemaker = zone.client("sagemaker")
    token = {"ClientRequestToken": str(uuid.uuid4())}
    first, second = (written(failure("Say", word)) for word in ("first", "second"))
    arn = sagemaker.create_pipeline(PipelineName="versioned", PipelineDefinition=first, RoleArn=ROLE, **token)["PipelineArn"]
    made = sagemaker.update_pipeline(PipelineName="versioned", PipelineDefinition=second)["PipelineVersionId"]
    same = sagemaker.update_pipeline(PipelineName="versioned", PipelineDescription="the same")["PipelineVersionId"]
    sagemaker.update_pipeline_version(PipelineArn=arn, PipelineVersionId=1, PipelineVersionAliasOperations={"Add": ["stable"]})

    newest, numbered = start(zone, "versioned"), start(zone, "versioned", PipelineVersionId=1)
    named = start(zone, "versioned", PipelineVersionAlias="stable")

    said = [steps(zone, one)["Say"]["FailureReason"] for one in (newest, numbered, named)]
    versions = sagemaker.list_pipeline_versions(PipelineName="versioned")["PipelineVersionSummaries"]
    assert (made, same) == (2, 2)
    assert said == ["second", "first", "first"]
    assert [(one["PipelineVersionId"], one["LastExecutionPipelineExecutionArn"]) for one in versions] == [(2, newest), (1, named)]
    assert sagemaker.describe_pipeline(PipelineName="versioned", PipelineVersionId=1)["PipelineDefinition"] == first
    assert sagemaker.describe_pipeline(PipelineName="versioned")["PipelineDefinition"] == second


def test_a_version_that_does_not_exist_is_not_run(zone: Zone) -> None:
    arn = pipeline(zone, "unversioned", processing("Prepare"))

    refused = refusal(zone.client("sagemaker").start_pipeline_execution, PipelineName="unversioned", PipelineVersionId=7)

    assert refused == ("ResourceNotFound", f"Pipeline '{arn}' has no version 7.")


def selection(source: str | None, *names: str) -> dict[str, Any]:
    config: dict[str, Any] = {"SelectedSteps": [{"StepName": name} for name in names]}
    return {"SelectiveExecutionConfig": {**config, "SourcePipelineExecutionArn": source} if source else config}


def test_selected_steps_run_with_the_results_of_an_earlier_execution(zone: Zone) -> None:
    pipeline(zone, "selective", processing("Prepare"), training("Train", "Prepare"), processing("Report", DependsOn=["Train"]))
    earlier = run(zone, "selective")

    arn = start(zone, "selective", **selection(earlier, "Train"))

    sagemaker = zone.client("sagemaker")
    found = steps(zone, arn)
    job = sagemaker.describe_training_job(TrainingJobName=found["Train"]["Metadata"]["TrainingJob"]["Arn"].rpartition("/")[2])
    read = job["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"]
    described = sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)
    assert list(found) == ["Train"]
    assert read == f"s3://data/{earlier.rpartition('/')[2]}/Prepare"
    assert described["PipelineExecutionStatus"] == "Succeeded"
    assert described["SelectiveExecutionConfig"]["SourcePipelineExecutionArn"] == earlier


def test_a_selected_condition_decides_between_the_selected_steps(zone: Zone) -> None:
    check = condition("Check", 1, [processing("Good"), processing("Better")], [processing("Bad")])
    pipeline(zone, "choosing", processing("Prepare"), check)

    whole = start(zone, "choosing", **selection(None, "Check", "Good", "Bad"))
    part = start(zone, "choosing", **selection(None, "Bad"))

    assert list(steps(zone, whole)) == ["Check", "Good"]
    assert list(steps(zone, part)) == ["Bad"]


def test_steps_are_selected_from_those_there_are_with_the_results_that_they_need(zone: Zone) -> None:
    sagemaker = zone.client("sagemaker")
    pipeline(zone, "picky", failure("Stop", "no"), training("Train", "Prepare"), processing("Prepare", DependsOn=["Stop"]))
    earlier = run(zone, "picky")

    unknown = refusal(sagemaker.start_pipeline_execution, PipelineName="picky", **selection(None, "Trian"))
    lacking = refusal(sagemaker.start_pipeline_execution, PipelineName="picky", **selection(earlier, "Train"))

    assert unknown == ("ValidationException", "The pipeline has no steps [Trian].")
    assert lacking == ("ValidationException", f"Pipeline execution '{earlier}' has no results of [Prepare].")


def test_a_stack_takes_a_definition_from_s3_and_a_changed_one_under_another_key(zone: Zone) -> None:
    s3 = zone.client("s3")
    s3.create_bucket(Bucket="definitions", CreateBucketConfiguration={"LocationConstraint": REGION})
    for word in ("first", "second"):
        s3.put_object(Bucket="definitions", Key=f"{word}.json", Body=written(failure("Say", word)))

    def pipeline_at(key: str) -> dict[str, Any]:
        location = {"PipelineDefinitionS3Location": {"Bucket": "definitions", "Key": key}}
        return {"Pipeline": resource("AWS::SageMaker::Pipeline", PipelineName="kept", RoleArn=ROLE, PipelineDefinition=location)}

    made = deploy(zone, "kept", pipeline_at("first.json"), {"Name": ref("Pipeline")})
    first = start(zone, "kept")
    changed = deploy(zone, "kept", pipeline_at("second.json"))
    second = start(zone, "kept")
    missing = deploy(zone, "lost", {"Lost": pipeline_at("third.json")["Pipeline"]})

    assert (made.status, changed.status, missing.status) == ("CREATE_COMPLETE", "UPDATE_COMPLETE", "ROLLBACK_COMPLETE")
    assert made.outputs == {"Name": "kept"}
    assert [steps(zone, one)["Say"]["FailureReason"] for one in (first, second)] == ["first", "second"]


PERMISSIONS = "arn:aws:ram::aws:permission/"


def shared(zone: Zone, arn: str, name: str, *permissions: str) -> None:
    share = {
        "Name": name,
        "ResourceArns": [arn],
        "Principals": [STRANGER],
        "AllowExternalPrincipals": True,
        **({"PermissionArns": [f"{PERMISSIONS}{permission}" for permission in permissions]} if permissions else {}),
    }
    assert deploy(zone, name, {"Share": resource("AWS::RAM::ResourceShare", **share)}).status == "CREATE_COMPLETE"


def test_a_pipeline_is_run_by_the_account_that_it_is_shared_with(zone: Zone) -> None:
    arn = pipeline(zone, "lent", processing("Prepare"))
    shared(zone, arn, "lent", "AWSRAMPermissionSageMakerPipelineAllowExecution")

    execution = start(zone, arn, STRANGER)

    stranger = zone.client("sagemaker", STRANGER)
    assert execution.startswith(f"{arn}/execution/")
    assert status(zone, execution) == "Succeeded"
    assert stranger.describe_pipeline(PipelineName=arn)["PipelineName"] == "lent"
    assert (
        stranger.list_pipeline_execution_steps(PipelineExecutionArn=execution)["PipelineExecutionSteps"][0]["StepName"]
        == "Prepare"
    )


def test_a_pipeline_that_is_shared_to_be_looked_at_is_not_run_by_others(zone: Zone) -> None:
    arn = pipeline(zone, "shown", processing("Prepare"))
    shared(zone, arn, "shown")
    execution = run(zone, "shown")
    stranger = zone.client("sagemaker", STRANGER)

    refused = refusal(stranger.start_pipeline_execution, PipelineName=arn)

    action = "sagemaker:StartPipelineExecution"
    assert refused == (
        "AccessDeniedException",
        f"User: arn:aws:iam::{STRANGER}:root is not authorized to perform: {action} on resource: {arn}",
    )
    assert stranger.describe_pipeline_execution(PipelineExecutionArn=execution)["PipelineExecutionStatus"] == "Succeeded"


def test_a_pipeline_that_is_not_shared_is_nothing_to_others(zone: Zone) -> None:
    arn = pipeline(zone, "private", processing("Prepare"))

    for operation in ("describe_pipeline", "start_pipeline_execution", "list_pipeline_executions"):
        code, _ = refusal(getattr(zone.client("sagemaker", STRANGER), operation), PipelineName=arn)
        assert code == "AccessDeniedException"
