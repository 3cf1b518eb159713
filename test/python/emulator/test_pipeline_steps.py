"""Every type of step does in an execution what it does on AWS, as far as that can be done without computing anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pipeline_runs import REPORT, ROLE, Step, condition, failure, pipeline, processing, report, run, status, steps
from zone import ACCOUNT, REGION, Zone

SPARK = {"HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["spark-submit", "s3://code/job.py"]}}
GROUPS = [{"Name": "main", "InstanceRole": "MASTER", "InstanceType": "m5.xlarge", "InstanceCount": 1}]


def show(value: Any) -> Step:
    """A step that says what a reference stands for, by failing with it."""
    return failure("Show", value)


def shown(zone: Zone, arn: str) -> str:
    return str(steps(zone, arn)["Show"]["FailureReason"])


def test_an_automl_job_has_a_best_candidate(zone: Zone) -> None:
    arguments = {
        "RoleArn": ROLE,
        "InputDataConfig": [
            {"TargetAttributeName": "rings", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data"}}}
        ],
        "OutputDataConfig": {"S3OutputPath": "s3://models/"},
        "AutoMLJobConfig": {"Mode": "ENSEMBLING"},
    }
    best = {"Get": "Steps.Search.BestCandidate.InferenceContainers[0].ModelDataUrl"}
    pipeline(zone, "searching", {"Name": "Search", "Type": "AutoML", "Arguments": arguments}, show(best))

    arn = run(zone, "searching")

    name = steps(zone, arn)["Search"]["Metadata"]["AutoMLJob"]["Arn"].rpartition("/")[2]
    described = zone.client("sagemaker").describe_auto_ml_job(AutoMLJobName=name)
    assert name.startswith(f"pipelines-{arn.rpartition('/')[2][:11]}")
    assert described["AutoMLJobStatus"] == "Completed"
    assert shown(zone, arn) == f"s3://models/{name}-best/model.tar.gz"


def test_a_step_runs_on_a_cluster_that_is_there(zone: Zone) -> None:
    emr = zone.client("emr")
    cluster = emr.run_job_flow(
        Name="shared", ReleaseLabel="emr-7.9.0", Instances={"InstanceGroups": GROUPS, "KeepJobFlowAliveWhenNoSteps": True}
    )["JobFlowId"]
    arguments = {"ClusterId": cluster, "StepConfig": SPARK}
    pipeline(
        zone, "on-a-cluster", {"Name": "Spark", "Type": "EMR", "Arguments": arguments}, show({"Get": "Steps.Spark.Status.State"})
    )

    arn = run(zone, "on-a-cluster")

    ran = steps(zone, arn)["Spark"]["Metadata"]["EMR"]
    described = emr.describe_step(ClusterId=cluster, StepId=ran["StepId"])["Step"]
    assert ran["ClusterId"] == cluster
    assert described["Name"] == ran["StepName"]
    assert described["Config"]["Args"] == ["spark-submit", "s3://code/job.py"]
    assert shown(zone, arn) == "COMPLETED"
    assert emr.describe_cluster(ClusterId=cluster)["Cluster"]["Status"]["State"] != "TERMINATED"


def test_a_cluster_of_the_steps_own_ends_with_it(zone: Zone) -> None:
    arguments = {"ClusterConfig": {"ReleaseLabel": "emr-7.9.0", "Instances": {"InstanceGroups": GROUPS}}, "StepConfig": SPARK}
    pipeline(zone, "own-cluster", {"Name": "Spark", "Type": "EMR", "Arguments": arguments})

    arn = run(zone, "own-cluster")

    ran = steps(zone, arn)["Spark"]["Metadata"]["EMR"]
    cluster = zone.client("emr").describe_cluster(ClusterId=ran["ClusterId"])["Cluster"]
    assert status(zone, arn) == "Succeeded"
    assert cluster["Name"].startswith(f"pipelines-{arn.rpartition('/')[2]}-Spark-")
    assert cluster["Status"]["State"] == "TERMINATED"


JOB = {"jobDriver": {"sparkSubmit": {"entryPoint": "s3://code/job.py"}}, "executionRoleArn": ROLE}


def test_a_job_runs_in_a_serverless_application_that_is_there(zone: Zone) -> None:
    emr = zone.client("emr-serverless")
    application = emr.create_application(name="shared", releaseLabel="emr-7.9.0", type="SPARK")["applicationId"]
    arguments = {
        "ExecutionRoleArn": ROLE,
        "ApplicationId": application,
        "JobConfig": {**JOB, "applicationId": application, "name": "prepare"},
    }
    state = {"Get": "Steps.Spark.jobRun.state"}
    pipeline(zone, "serverless", {"Name": "Spark", "Type": "EMRServerless", "Arguments": arguments}, show(state))

    arn = run(zone, "serverless")

    ran = steps(zone, arn)["Spark"]["Metadata"]["EMRServerless"]
    described = emr.get_job_run(applicationId=application, jobRunId=ran["JobRunId"])["jobRun"]
    assert (ran["ApplicationId"], ran["JobRunName"]) == (application, "prepare")
    assert described["jobDriver"] == JOB["jobDriver"]
    assert shown(zone, arn) == "SUCCESS"


def test_a_serverless_application_of_the_steps_own_ends_with_it(zone: Zone) -> None:
    own = {"releaseLabel": "emr-7.9.0", "type": "SPARK"}
    arguments = {"ExecutionRoleArn": ROLE, "ApplicationConfig": own, "JobConfig": JOB}
    pipeline(zone, "own-application", {"Name": "Spark", "Type": "EMRServerless", "Arguments": arguments})

    arn = run(zone, "own-application")

    ran = steps(zone, arn)["Spark"]["Metadata"]["EMRServerless"]
    applications = {one["id"]: one["state"] for one in zone.client("emr-serverless").list_applications()["applications"]}
    assert status(zone, arn) == "Succeeded"
    assert applications.get(ran["ApplicationId"], "TERMINATED") == "TERMINATED"


def checking(kind: str, check: str, **more: Any) -> Step:
    return {**processing("Check", "s3://baselines/new/"), "Type": kind, "CheckType": check, **more}


def test_a_check_calculates_a_baseline_and_is_held_against_it_where_there_is_no_other(zone: Zone) -> None:
    calculated = {"Get": "Steps.Check.CalculatedBaselineStatistics"}
    pipeline(zone, "unheld", checking("QualityCheck", "DATA_QUALITY"), show(calculated))

    arn = run(zone, "unheld")

    ran = steps(zone, arn)["Check"]["Metadata"]["QualityCheck"]
    assert ":processing-job/pipelines-" in ran.pop("CheckJobArn")
    assert ran == {
        "CheckType": "DATA_QUALITY",
        "CalculatedBaselineConstraints": "s3://baselines/new/constraints.json",
        "CalculatedBaselineStatistics": "s3://baselines/new/statistics.json",
        "BaselineUsedForDriftCheckConstraints": "s3://baselines/new/constraints.json",
        "BaselineUsedForDriftCheckStatistics": "s3://baselines/new/statistics.json",
    }
    assert shown(zone, arn) == "s3://baselines/new/statistics.json"


@pytest.mark.parametrize(
    ("name", "more", "used"),
    [
        ("approved", {}, "s3://baselines/approved.json"),
        ("supplied", {"SuppliedBaselineConstraints": "s3://baselines/mine.json"}, "s3://baselines/mine.json"),
        ("registering", {"RegisterNewBaseline": True}, "s3://baselines/new/analysis.json"),
    ],
)
def test_a_check_is_held_against_the_approved_version_unless_told_otherwise(
    zone: Zone, name: str, more: dict[str, Any], used: str
) -> None:
    sagemaker = zone.client("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName=name)
    constraints = {"ContentType": "application/json", "S3Uri": "s3://baselines/approved.json"}
    containers = [{"Image": "image", "ModelDataUrl": "s3://models/model.tar.gz"}]
    types = {"SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]}
    sagemaker.create_model_package(
        ModelPackageGroupName=name,
        ModelApprovalStatus="Approved",
        InferenceSpecification={"Containers": containers, **types},
        DriftCheckBaselines={"Bias": {"PreTrainingConstraints": constraints}},
    )
    pipeline(zone, name, checking("ClarifyCheck", "DATA_BIAS", ModelPackageGroupName=name, **more))

    ran = steps(zone, run(zone, name))["Check"]["Metadata"]["ClarifyCheck"]

    assert ran["CalculatedBaselineConstraints"] == "s3://baselines/new/analysis.json"
    assert ran["BaselineUsedForDriftCheckConstraints"] == used


def test_a_check_fails_if_that_was_decided(zone: Zone) -> None:
    pipeline(zone, "violating", checking("QualityCheck", "MODEL_QUALITY"))
    decided = {"pipeline": "violating", "step": "Check", "status": "Failed", "reason": "Constraint violations were found"}
    zone.steer("outcomes", [decided])

    arn = run(zone, "violating")
    zone.steer("outcomes", [])

    assert steps(zone, arn)["Check"]["FailureReason"] == "ClientError: Constraint violations were found"


def lineage(action: str, destination: dict[str, str]) -> Step:
    association = {"Source": {"Name": action, "Type": "Action"}, "Destination": destination, "AssociationType": "Produced"}
    arguments = {
        "Actions": [{"ActionName": action, "ActionType": "Approval", "Source": {"SourceUri": "s3://reviews"}}],
        "Artifacts": [{"ArtifactName": "model", "ArtifactType": "Model", "Source": {"SourceUri": "s3://models/1"}}],
        "Associations": [association],
    }
    return {"Name": "Record", "Type": "Lineage", "Arguments": arguments}


def test_a_lineage_step_makes_entities_and_associates_them(zone: Zone) -> None:
    recorded = {"Get": "Steps.Record.ArtifactArns['model']"}
    pipeline(zone, "recording", lineage("review", {"Name": "model", "Type": "Artifact"}), show(recorded))

    arn = run(zone, "recording")

    made = steps(zone, arn)["Record"]["Metadata"]["Lineage"]
    sagemaker = zone.client("sagemaker")
    (association,) = sagemaker.list_associations(SourceArn=made["ActionArns"]["review"])["AssociationSummaries"]
    assert association["DestinationArn"] == made["ArtifactArns"]["model"] == shown(zone, arn)
    assert association["AssociationType"] == "Produced"
    assert sagemaker.describe_artifact(ArtifactArn=made["ArtifactArns"]["model"])["ArtifactName"] == "model"


def test_lineage_of_an_entity_that_the_step_does_not_make_fails(zone: Zone) -> None:
    pipeline(zone, "misrecording", lineage("audit", {"Name": "data", "Type": "Artifact"}))

    arn = run(zone, "misrecording")

    assert steps(zone, arn)["Record"]["FailureReason"] == "ClientError: the step makes no Artifact data"


def test_a_notebook_runs_as_a_training_job(zone: Zone) -> None:
    source = {"S3DataType": "S3Prefix", "S3Uri": "s3://notebooks/report"}
    arguments = {
        "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File", "ContainerEntrypoint": ["run"]},
        "RoleArn": ROLE,
        "InputDataConfig": [{"ChannelName": "sagemaker_headless_execution_pipelinestep", "DataSource": {"S3DataSource": source}}],
        "OutputDataConfig": {"S3OutputPath": "s3://notebooks/done"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        "Environment": {"SM_INPUT_NOTEBOOK_NAME": "report.ipynb", "SM_KERNEL_NAME": "python3"},
    }
    pipeline(zone, "notebook", {"Name": "Report", "Type": "Training", "Arguments": arguments})

    arn = run(zone, "notebook")

    name = steps(zone, arn)["Report"]["Metadata"]["TrainingJob"]["Arn"].rpartition("/")[2]
    described = zone.client("sagemaker").describe_training_job(TrainingJobName=name)
    assert described["Environment"]["SM_INPUT_NOTEBOOK_NAME"] == "report.ipynb"


def test_a_component_is_put_on_an_endpoint_and_changed_by_the_next_execution(zone: Zone) -> None:
    sagemaker = zone.client("sagemaker")
    variant = {"VariantName": "all", "InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(EndpointConfigName="shared", ExecutionRoleArn=ROLE, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName="shared", EndpointConfigName="shared")
    zone.steer("settle")
    needs = {"NumberOfAcceleratorDevicesRequired": 1, "MinMemoryRequiredInMb": 1024}
    specification = {"Container": {"Image": "image"}, "ComputeResourceRequirements": needs}
    arguments = {
        "InferenceComponentName": "abalone",
        "EndpointName": "shared",
        "VariantName": "all",
        "Specification": specification,
        "RuntimeConfig": {"CopyCount": 1},
    }
    pipeline(zone, "component", {"Name": "Put", "Type": "InferenceComponent", "Arguments": arguments})

    first, second = run(zone, "component"), run(zone, "component")

    assert (status(zone, first), status(zone, second)) == ("Succeeded", "Succeeded")
    assert steps(zone, second)["Put"]["Metadata"]["InferenceComponent"]["Arn"].endswith(":inference-component/abalone")


def put(zone: Zone, bucket: str, key: str, content: Any) -> None:
    s3 = zone.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(content))


def test_a_report_that_lies_in_s3_decides_a_condition(zone: Zone) -> None:
    put(zone, "reports", "abalone/evaluation.json", {"mse": {"value": 4.5}})
    evaluate = processing("Evaluate", "s3://reports/abalone", PropertyFiles=[REPORT])
    pipeline(zone, "measured", evaluate, condition("Check", report("Evaluate"), [processing("Good")], [show(report("Evaluate"))]))

    good, bad = run(zone, "measured", MaxMse="4.5"), run(zone, "measured", MaxMse="4.4")

    assert list(steps(zone, good)) == ["Evaluate", "Check", "Good"]
    assert list(steps(zone, bad)) == ["Evaluate", "Check", "Show"]
    assert shown(zone, bad) == "4.5"


def test_a_report_without_what_is_asked_of_it_fails_the_step(zone: Zone) -> None:
    put(zone, "empty-reports", "evaluation.json", {"rmse": 2})
    evaluate = processing("Evaluate", "s3://empty-reports/", PropertyFiles=[REPORT])
    pipeline(zone, "unmeasured", evaluate, condition("Check", report("Evaluate"), [], []))

    arn = run(zone, "unmeasured")

    reason = "ClientError: there is no mse.value in s3://empty-reports/evaluation.json"
    assert steps(zone, arn)["Check"]["FailureReason"] == reason


def test_a_value_is_read_from_any_file_in_s3(zone: Zone) -> None:
    put(zone, "settings", "limits.json", {"limits": [{"mse": 3}]})
    uri = {"Std:Join": {"On": "/", "Values": ["s3://settings", "limits.json"]}}
    pipeline(
        zone, "reading", show({"Std:Join": {"Values": ["limit ", {"Std:JsonGet": {"S3Uri": uri, "Path": "limits[0].mse"}}]}})
    )

    assert shown(zone, run(zone, "reading")) == "limit 3"


TRUE, FALSE = ({"Type": "Equals", "LeftValue": 1, "RightValue": right} for right in (1, 2))
APPROVAL = {"Get": "Parameters.Approval"}


@pytest.mark.parametrize(
    ("name", "conditions", "outcome"),
    [
        ("in", [{"Type": "In", "QueryValue": APPROVAL, "Values": ["Rejected", "PendingManualApproval"]}], "True"),
        ("not-in", [{"Type": "In", "QueryValue": APPROVAL, "Values": ["Rejected"]}], "False"),
        ("not", [{"Type": "Not", "Condition": FALSE}], "True"),
        ("not-not", [{"Type": "Not", "Condition": {"Type": "Not", "Condition": FALSE}}], "False"),
        ("or", [{"Type": "Or", "Conditions": [FALSE, TRUE]}], "True"),
        ("or-none", [{"Type": "Or", "Conditions": [FALSE, FALSE]}], "False"),
        ("and", [TRUE, FALSE], "False"),
    ],
)
def test_conditions_are_combined(zone: Zone, name: str, conditions: list[Any], outcome: str) -> None:
    check = {"Name": "Check", "Type": "Condition", "Arguments": {"Conditions": conditions, "IfSteps": [], "ElseSteps": []}}
    pipeline(zone, f"combined-{name}", check)

    arn = run(zone, f"combined-{name}")

    assert steps(zone, arn)["Check"]["Metadata"]["Condition"]["Outcome"] == outcome


def test_clusters_and_applications_are_there_under_the_ids_that_steps_name(zone: Zone) -> None:
    wanted = {"clusters": ["j-1ABCDEFG2HIJK"], "applications": ["00abcdefghijkl01"]}
    place = {"account": ACCOUNT, "region": REGION}

    first, second = (zone.steer("spark", {**place, **wanted}) for _ in range(2))

    described = zone.client("emr").describe_cluster(ClusterId="j-1ABCDEFG2HIJK")["Cluster"]
    application = zone.client("emr-serverless").get_application(applicationId="00abcdefghijkl01")["application"]
    assert first == second
    assert (described["Id"], application["applicationId"]) == ("j-1ABCDEFG2HIJK", "00abcdefghijkl01")


def test_what_steps_do_is_done_with_the_role_of_the_pipeline(zone: Zone) -> None:
    calls = zone.steer("calls")

    by_pipelines = {call["operation"] for call in calls if call["principal"].endswith(":assumed-role/pipelines/SageMaker")}
    assert {"AddAssociation", "AddJobFlowSteps", "CreateAutoMLJob", "RunJobFlow", "StartJobRun"} <= by_pipelines
    assert {call["account"] for call in calls} == {ACCOUNT}
