"""Executions of pipelines run their steps, make what the steps make, and say what they do."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from botocore.exceptions import ClientError
from pipeline_runs import (
    REPORT,
    ROLE,
    Step,
    condition,
    events,
    failure,
    pipeline,
    processing,
    registration,
    report,
    run,
    status,
    steps,
    training,
)
from zone import ACCOUNT, REGION, Zone

REGISTRY = "222222222222"


def test_the_steps_run_in_the_order_of_their_dependencies_and_make_their_jobs(zone: Zone) -> None:
    zone.client("sagemaker").create_model_package_group(ModelPackageGroupName="order")
    pipeline(
        zone,
        "order",
        registration("Register", "order", "Train"),
        training("Train", "Prepare"),
        processing("Prepare"),
        processing("Report", DependsOn=["Register"]),
    )

    arn = run(zone, "order", InstanceType="ml.m5.large")

    sagemaker, execution = zone.client("sagemaker"), arn.rpartition("/")[2]
    found = steps(zone, arn)
    prepared = sagemaker.describe_processing_job(
        ProcessingJobName=found["Prepare"]["Metadata"]["ProcessingJob"]["Arn"].rpartition("/")[2]
    )
    trained = sagemaker.describe_training_job(TrainingJobName=found["Train"]["Metadata"]["TrainingJob"]["Arn"].rpartition("/")[2])
    package = sagemaker.describe_model_package(ModelPackageName=found["Register"]["Metadata"]["RegisterModel"]["Arn"])
    assert list(found) == ["Prepare", "Train", "Register", "Report"]
    assert {step["StepStatus"] for step in found.values()} == {"Succeeded"}
    assert prepared["ProcessingJobName"].startswith(f"pipelines-{execution}-Prepare-")
    assert trained["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] == f"s3://data/{execution}/Prepare"
    assert package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"] == trained["ModelArtifacts"]["S3ModelArtifacts"]
    assert package["ModelApprovalStatus"] == "PendingManualApproval"
    assert package["MetadataProperties"]["GeneratedBy"] == arn
    assert status(zone, arn) == "Succeeded"


def test_executions_and_steps_announce_each_change_of_their_status(zone: Zone) -> None:
    pipeline_arn = pipeline(zone, "announced", processing("Prepare"))

    arn = run(zone, "announced")

    executing, succeeded = events(zone, "Execution Status Change", arn)
    changes = events(zone, "Execution Step Status Change", arn)
    assert executing["currentPipelineExecutionStatus"] == "Executing"
    assert {**succeeded, "executionStartTime": "", "executionEndTime": "", "pipelineExecutionDisplayName": ""} == {
        "currentPipelineExecutionStatus": "Succeeded",
        "previousPipelineExecutionStatus": "Executing",
        "executionStartTime": "",
        "executionEndTime": "",
        "pipelineExecutionDisplayName": "",
        "pipelineArn": pipeline_arn,
        "pipelineExecutionArn": arn,
    }
    assert [change["currentStepStatus"] for change in changes] == ["Starting", "Executing", "Succeeded"]
    assert changes[-1]["stepName"] == "Prepare"
    assert changes[-1]["stepType"] == "Processing"
    assert changes[-1]["previousStepStatus"] == "Executing"
    assert ":processing-job/pipelines-" in changes[-1]["metadata"]["processingJob"]["arn"]


def test_jobs_are_created_with_the_role_of_the_pipeline(zone: Zone) -> None:
    pipeline(zone, "acting", processing("Prepare"))

    run(zone, "acting")

    made = [call for call in zone.steer("calls") if call["operation"] == "CreateProcessingJob"]
    assert {call["principal"] for call in made} == {f"arn:aws:sts::{ACCOUNT}:assumed-role/pipelines/SageMaker"}


def test_a_model_is_registered_in_the_group_of_another_account_that_allows_it(zone: Zone) -> None:
    registry = zone.client("sagemaker", REGISTRY)
    group = registry.create_model_package_group(ModelPackageGroupName="central")["ModelPackageGroupArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": ["sagemaker:CreateModelPackage"],
        "Resource": f"arn:aws:sagemaker:{REGION}:{REGISTRY}:model-package/central/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    registry.put_model_package_group_policy(ModelPackageGroupName="central", ResourcePolicy=policy)
    closed = registry.create_model_package_group(ModelPackageGroupName="closed")["ModelPackageGroupArn"]
    pipeline(zone, "abroad", processing("Prepare"), training("Train", "Prepare"), registration("Register", group, "Train"))
    pipeline(zone, "unwanted", processing("Prepare"), training("Train", "Prepare"), registration("Register", closed, "Train"))

    allowed, refused = run(zone, "abroad"), run(zone, "unwanted")

    versions = registry.list_model_packages(ModelPackageGroupName="central")["ModelPackageSummaryList"]
    assert [version["ModelPackageArn"] for version in versions] == [
        f"arn:aws:sagemaker:{REGION}:{REGISTRY}:model-package/central/1"
    ]
    assert status(zone, allowed) == "Succeeded"
    assert status(zone, refused) == "Failed"
    assert "AccessDenied" in steps(zone, refused)["Register"]["FailureReason"]


def test_a_condition_about_a_report_takes_the_first_branch_unless_told_otherwise(zone: Zone) -> None:
    check = condition("Check", report("Evaluate"), [processing("Good")], [failure("Bad", "too inaccurate")])
    pipeline(zone, "branches", processing("Evaluate", PropertyFiles=[REPORT]), check)

    first = run(zone, "branches")
    zone.steer("outcomes", [{"pipeline": "branches", "step": "Check", "outcome": "False"}])
    second = run(zone, "branches")
    zone.steer("outcomes", [])

    assert list(steps(zone, first)) == ["Evaluate", "Check", "Good"]
    assert steps(zone, first)["Check"]["Metadata"] == {"Condition": {"Outcome": "True"}}
    assert list(steps(zone, second)) == ["Evaluate", "Check", "Bad"]
    assert steps(zone, second)["Bad"]["FailureReason"] == "too inaccurate"
    assert status(zone, second) == "Failed"


def test_a_condition_about_parameters_is_computed(zone: Zone) -> None:
    pipeline(zone, "computed", condition("Check", 4.5, [processing("Good")], [processing("Bad")]))

    low, high = run(zone, "computed", MaxMse="4.4"), run(zone, "computed", MaxMse="4.5")

    assert list(steps(zone, low)) == ["Check", "Bad"]
    assert list(steps(zone, high)) == ["Check", "Good"]


def test_a_step_that_fails_ends_the_execution_and_a_retry_goes_on_from_it(zone: Zone) -> None:
    pipeline(zone, "failing", processing("Prepare"), training("Train", "Prepare"), processing("Report", DependsOn=["Train"]))
    decided = {"pipeline": "failing", "step": "Train", "status": "Failed", "reason": "AlgorithmError: loss is NaN"}
    zone.steer("outcomes", [decided])

    arn = run(zone, "failing")
    failed = steps(zone, arn)
    described = zone.client("sagemaker").describe_pipeline_execution(PipelineExecutionArn=arn)
    zone.steer("outcomes", [])
    zone.client("sagemaker").retry_pipeline_execution(PipelineExecutionArn=arn)
    zone.steer("settle")

    jobs = [
        entry["event"]["detail"]
        for entry in zone.steer("events")
        if entry["event"]["detail-type"] == "SageMaker Training Job State Change"
    ]
    assert list(failed) == ["Prepare", "Train"]
    assert failed["Train"]["FailureReason"] == "ClientError: AlgorithmError: loss is NaN"
    assert described["PipelineExecutionStatus"] == "Failed"
    assert described["FailureReason"] == "Step failure: One or multiple steps failed."
    assert [job["FailureReason"] for job in jobs if job["TrainingJobStatus"] == "Failed"] == ["AlgorithmError: loss is NaN"]
    assert list(steps(zone, arn)) == ["Prepare", "Train", "Report"]
    assert status(zone, arn) == "Succeeded"


def test_a_throttled_call_is_repeated_as_the_retry_policy_of_the_step_says(zone: Zone) -> None:
    retries = [{"ExceptionType": ["Step.THROTTLING"], "IntervalSeconds": 1, "BackoffRate": 2.0, "MaxAttempts": 3}]
    pipeline(zone, "patient", processing("Prepare", RetryPolicies=retries))
    zone.steer("faults", [{"kind": "throttle", "match": {"operation": "CreateProcessingJob"}, "times": 2}])

    arn = run(zone, "patient")
    zone.steer("faults", [])

    assert steps(zone, arn)["Prepare"]["AttemptCount"] == 3
    assert status(zone, arn) == "Succeeded"


def callback(zone: Zone, name: str) -> tuple[Step, str]:
    """A callback step, and the address of its queue."""
    url = zone.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    outputs = [{"OutputName": "verdict", "OutputType": "String"}]
    return {
        "Name": "Ask",
        "Type": "Callback",
        "SqsQueueUrl": url,
        "Arguments": {"question": "really?"},
        "OutputParameters": outputs,
    }, url


def token(zone: Zone, url: str) -> str:
    (message,) = zone.client("sqs").receive_message(QueueUrl=url)["Messages"]
    return str(json.loads(message["Body"])["token"])


def test_a_callback_step_waits_for_its_answer_and_passes_it_on(zone: Zone) -> None:
    ask, url = callback(zone, "asked")
    check = condition("Check", 1, [failure("Told", {"Get": "Steps.Ask.OutputParameters['verdict']"})], [])
    pipeline(zone, "asking", ask, check)

    arn = run(zone, "asking")
    waiting = status(zone, arn)
    zone.client("sagemaker").send_pipeline_execution_step_success(
        CallbackToken=token(zone, url), OutputParameters=[{"Name": "verdict", "Value": "no"}]
    )
    zone.steer("settle")

    assert waiting == "Executing"
    assert steps(zone, arn)["Ask"]["StepStatus"] == "Succeeded"
    assert steps(zone, arn)["Told"]["FailureReason"] == "no"


def test_a_callback_that_fails_fails_the_execution(zone: Zone) -> None:
    ask, url = callback(zone, "refused")
    pipeline(zone, "refused", ask)

    arn = run(zone, "refused")
    zone.client("sagemaker").send_pipeline_execution_step_failure(CallbackToken=token(zone, url), FailureReason="never")
    zone.steer("settle")

    assert steps(zone, arn)["Ask"]["FailureReason"] == "never"
    assert status(zone, arn) == "Failed"


def test_a_lambda_step_passes_on_what_its_function_returns(zone: Zone) -> None:
    code = "def handler(event, context):\n    return {'doubled': event['number'] * 2}"
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("index.py", code)
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = zone.client("iam").create_role(RoleName="doubler", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    function = zone.client("lambda").create_function(
        FunctionName="doubler",
        Runtime="python3.12",
        Handler="index.handler",
        Role=role,
        Code={"ZipFile": package.getvalue()},
        Timeout=20,
    )["FunctionArn"]
    outputs = [{"OutputName": "doubled", "OutputType": "Integer"}]
    double = {
        "Name": "Double",
        "Type": "Lambda",
        "FunctionArn": function,
        "Arguments": {"number": 2},
        "OutputParameters": outputs,
    }
    pipeline(zone, "doubling", double, failure("Show", {"Get": "Steps.Double.OutputParameters['doubled']"}))

    arn = run(zone, "doubling")

    assert steps(zone, arn)["Double"]["Metadata"]["Lambda"]["OutputParameters"] == [{"Name": "doubled", "Value": "4"}]
    assert steps(zone, arn)["Show"]["FailureReason"] == "4"


def test_a_pipeline_deploys_an_endpoint_and_waits_until_it_serves(zone: Zone) -> None:
    model = {"Name": "Make", "Type": "Model", "Arguments": {"ExecutionRoleArn": ROLE, "PrimaryContainer": {"Image": "image"}}}
    variant = {
        "VariantName": "AllTraffic",
        "ModelName": {"Get": "Steps.Make.ModelName"},
        "InitialInstanceCount": 1,
        "InstanceType": "ml.m5.large",
    }
    config = {"Name": "Configure", "Type": "EndpointConfig", "Arguments": {"ProductionVariants": [variant]}}
    target = {"EndpointName": "piped", "EndpointConfigName": {"Get": "Steps.Configure.EndpointConfigName"}}
    pipeline(zone, "deploying", {"Name": "Deploy", "Type": "Endpoint", "Arguments": target}, config, model)

    first = run(zone, "deploying")
    second = run(zone, "deploying")

    described = zone.client("sagemaker").describe_endpoint(EndpointName="piped")
    assert list(steps(zone, first)) == ["Make", "Configure", "Deploy"]
    assert (status(zone, first), status(zone, second)) == ("Succeeded", "Succeeded")
    assert described["EndpointStatus"] == "InService"
    assert described["EndpointConfigName"].startswith(f"pipelines-{second.rpartition('/')[2]}-Configure-")


def test_an_execution_that_is_stopped_stops_the_step_that_waits(zone: Zone) -> None:
    ask, _ = callback(zone, "stopped")
    pipeline(zone, "stopped", ask)

    arn = run(zone, "stopped")
    zone.client("sagemaker").stop_pipeline_execution(PipelineExecutionArn=arn)
    zone.steer("settle")

    assert steps(zone, arn)["Ask"]["StepStatus"] == "Stopped"
    assert [event["currentPipelineExecutionStatus"] for event in events(zone, "Execution Status Change", arn)] == [
        "Executing",
        "Stopping",
        "Stopped",
    ]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"Nonsense": "1"}, "Unknown parameters: [Nonsense]"),
        ({"Approval": "Approved"}, "Parameter Approval is Approved, and not one of ['PendingManualApproval', 'Rejected']"),
    ],
)
def test_an_execution_with_wrong_parameters_does_not_start(zone: Zone, parameters: dict[str, str], message: str) -> None:
    name = f"strict-{next(iter(parameters))}"
    pipeline(zone, name, processing("Prepare"))

    with pytest.raises(ClientError) as refusal:
        run(zone, name, **parameters)

    assert refusal.value.response["Error"]["Code"] == "ValidationException"
    assert refusal.value.response["Error"]["Message"] == message


def test_a_pipeline_that_does_not_exist_cannot_be_started(zone: Zone) -> None:
    with pytest.raises(ClientError) as refusal:
        run(zone, "missing")

    assert refusal.value.response["Error"]["Code"] == "ResourceNotFound"
    assert (
        refusal.value.response["Error"]["Message"]
        == f"Pipeline 'arn:aws:sagemaker:{REGION}:{ACCOUNT}:pipeline/missing' does not exist."
    )


def test_a_rule_starts_a_pipeline_with_values_of_the_event(zone: Zone) -> None:
    arn = pipeline(zone, "ruled", condition("Check", {"Get": "Parameters.MaxMse"}, [], []))
    trust = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = zone.client("iam").create_role(
        RoleName="starter", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )["Role"]["Arn"]
    client = zone.client("events")
    client.put_rule(Name="ruled", EventPattern='{"source": ["ruled"]}')
    values = [{"Name": "MaxMse", "Value": "$.detail.limit"}, {"Name": "Approval", "Value": "Rejected"}]
    target = {"Id": "1", "Arn": arn, "RoleArn": role, "SageMakerPipelineParameters": {"PipelineParameterList": values}}
    client.put_targets(Rule="ruled", Targets=[target])

    client.put_events(Entries=[{"Source": "ruled", "DetailType": "x", "Detail": '{"limit": 3}'}])
    zone.steer("settle")

    sagemaker = zone.client("sagemaker")
    (execution,) = sagemaker.list_pipeline_executions(PipelineName="ruled")["PipelineExecutionSummaries"]
    given = sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=execution["PipelineExecutionArn"])[
        "PipelineParameters"
    ]
    assert given == [{"Name": "MaxMse", "Value": "3"}, {"Name": "Approval", "Value": "Rejected"}]
    assert execution["PipelineExecutionStatus"] == "Succeeded"
