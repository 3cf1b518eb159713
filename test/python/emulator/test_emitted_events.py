"""What AWS emits by itself, in the form that its documentation shows."""

from __future__ import annotations

import json
from typing import Any

from zone import ACCOUNT, REGION, Zone

REGISTRY = "222222222222"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/jobs"


def emitted(zone: Zone, detail_type: str, resource: str, account: str = ACCOUNT) -> list[dict[str, Any]]:
    """The details of the events of a kind that name a resource."""
    zone.steer("settle")
    events = [entry["event"] for entry in zone.steer("events", {"account": account})]
    named = [
        event
        for event in events
        if event["detail-type"] == detail_type and any(one.endswith(resource) for one in event["resources"])
    ]
    return [event["detail"] for event in named]


def package(zone: Zone, group: str, account: str = ACCOUNT) -> str:
    specification = {
        "Containers": [{"Image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/x:1"}],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    answer = zone.client("sagemaker", account).create_model_package(
        ModelPackageGroupName=group, InferenceSpecification=specification
    )
    return str(answer["ModelPackageArn"])


def test_a_model_package_that_is_registered_and_approved_says_so(zone: Zone) -> None:
    sagemaker = zone.client("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName="approved")

    arn = package(zone, "approved")
    sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved", ApprovalDescription="fine")

    registered, approved = emitted(zone, "SageMaker Model Package State Change", "model-package/approved/1")
    assert {**registered, "CreationTime": None, "LastModifiedTime": None}.items() >= {
        "ModelPackageGroupName": "approved",
        "ModelPackageVersion": 1,
        "ModelPackageArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/approved/1",
        "ModelPackageStatus": "Completed",
        "ModelApprovalStatus": "PendingManualApproval",
    }.items()
    assert registered["CreationTime"].endswith("Z")
    assert approved["ModelApprovalStatus"] == "Approved"
    assert approved["UpdatedModelPackageFields"] == ["ModelApprovalStatus", "ApprovalDescription"]


def test_the_account_of_the_registry_sees_what_another_account_approves(zone: Zone) -> None:
    registry = zone.client("sagemaker", REGISTRY)
    group = registry.create_model_package_group(ModelPackageGroupName="shared")["ModelPackageGroupArn"]
    allowed = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sagemaker:*", "Resource": group}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    registry.put_model_package_group_policy(ModelPackageGroupName="shared", ResourcePolicy=policy)

    arn = package(zone, "shared", REGISTRY)
    zone.client("sagemaker").update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Rejected")

    details = emitted(zone, "SageMaker Model Package State Change", "model-package/shared/1", REGISTRY)
    assert [detail["ModelApprovalStatus"] for detail in details] == ["PendingManualApproval", "Rejected"]
    assert emitted(zone, "SageMaker Model Package State Change", "model-package/shared/1", ACCOUNT) == []


def test_a_training_job_goes_from_in_progress_to_completed(zone: Zone) -> None:
    zone.client("sagemaker").create_training_job(
        TrainingJobName="train",
        AlgorithmSpecification={"TrainingImage": "image", "TrainingInputMode": "File"},
        RoleArn=ROLE,
        OutputDataConfig={"S3OutputPath": "s3://bucket/models"},
        ResourceConfig={"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        StoppingCondition={"MaxRuntimeInSeconds": 60},
        Tags=[{"Key": "team", "Value": "seals"}],
    )

    started, completed = emitted(zone, "SageMaker Training Job State Change", "training-job/train")
    assert (started["TrainingJobStatus"], started["SecondaryStatus"]) == ("InProgress", "Starting")
    assert (completed["TrainingJobStatus"], completed["SecondaryStatus"]) == ("Completed", "Completed")
    assert completed["TrainingJobArn"] == f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-job/train"
    assert completed["ResourceConfig"]["InstanceCount"] == 1
    assert isinstance(completed["CreationTime"], int)
    assert completed["Tags"] == {"team": "seals"}


def test_a_processing_job_names_its_resources(zone: Zone) -> None:
    zone.client("sagemaker").create_processing_job(
        ProcessingJobName="prepare",
        AppSpecification={"ImageUri": "image"},
        RoleArn=ROLE,
        ProcessingResources={"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 30}},
    )

    details = emitted(zone, "SageMaker Processing Job State Change", "processing-job/prepare")
    assert [detail["ProcessingJobStatus"] for detail in details] == ["InProgress", "Completed"]
    assert details[-1]["ProcessingResources"]["ClusterConfig"]["InstanceType"] == "ml.m5.xlarge"


def test_a_transform_job_goes_from_in_progress_to_completed(zone: Zone) -> None:
    sagemaker = zone.client("sagemaker")
    source = {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in"}}}
    sagemaker.create_transform_job(
        TransformJobName="batch",
        ModelName="model",
        TransformInput=source,
        TransformOutput={"S3OutputPath": "s3://bucket/out"},
        TransformResources={"InstanceType": "ml.m5.xlarge", "InstanceCount": 1},
    )

    details = emitted(zone, "SageMaker Transform Job State Change", "transform-job/batch")
    assert [detail["TransformJobStatus"] for detail in details] == ["InProgress", "Completed"]


def endpoint(zone: Zone, name: str) -> None:
    sagemaker = zone.client("sagemaker")
    sagemaker.create_model(ModelName=name, ExecutionRoleArn=ROLE, PrimaryContainer={"Image": "image"})
    for version in ("1", "2"):
        variant = {"VariantName": "AllTraffic", "ModelName": name, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
        sagemaker.create_endpoint_config(EndpointConfigName=f"{name}-{version}", ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=f"{name}-1")
    zone.steer("settle")


def test_an_endpoint_is_announced_until_it_is_in_service_and_when_it_goes(zone: Zone) -> None:
    endpoint(zone, "announced")

    zone.client("sagemaker").delete_endpoint(EndpointName="announced")

    details = emitted(zone, "SageMaker Endpoint State Change", "endpoint/announced")
    assert [detail["EndpointStatus"] for detail in details] == ["CREATING", "IN_SERVICE", "DELETING"]
    assert details[1]["EndpointConfigName"] == "announced-1"
    assert details[1]["ProductionVariants"][0]["VariantName"] == "AllTraffic"


def test_an_update_of_an_endpoint_shows_the_stages_of_its_deployment(zone: Zone) -> None:
    endpoint(zone, "updated")

    zone.client("sagemaker").update_endpoint(EndpointName="updated", EndpointConfigName="updated-2")

    deployment = emitted(zone, "SageMaker Endpoint Deployment State Change", "endpoint/updated")
    stages = [detail["PendingDeploymentSummary"]["ProductionVariants"][0]["VariantStatus"][0]["Status"] for detail in deployment]
    states = [detail["EndpointStatus"] for detail in emitted(zone, "SageMaker Endpoint State Change", "endpoint/updated")]
    assert stages == ["Creating", "ActivatingTraffic", "Baking"]
    assert deployment[0]["EndpointStatus"] == "UPDATING"
    assert deployment[0]["EndpointConfigName"] == "updated-1"
    assert deployment[0]["PendingDeploymentSummary"]["EndpointConfigName"] == "updated-2"
    assert states == ["CREATING", "IN_SERVICE", "UPDATING", "IN_SERVICE"]


def test_an_update_that_an_alarm_stops_is_rolled_back(zone: Zone) -> None:
    endpoint(zone, "rolled-back")
    cloudwatch = zone.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="errors",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        MetricName="5XX",
        Namespace="x",
        Period=60,
        Statistic="Sum",
        Threshold=1,
    )
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="test")
    guarded = {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 0}},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors"}]},
    }

    zone.client("sagemaker").update_endpoint(
        EndpointName="rolled-back", EndpointConfigName="rolled-back-2", DeploymentConfig=guarded
    )

    details = emitted(zone, "SageMaker Endpoint State Change", "endpoint/rolled-back")
    assert [detail["EndpointStatus"] for detail in details][2:] == ["UPDATING", "ROLLING_BACK", "IN_SERVICE"]
    assert details[-1]["EndpointConfigName"] == "rolled-back-1"


def test_a_feature_group_is_announced_from_creation_to_deletion(zone: Zone) -> None:
    sagemaker = zone.client("sagemaker")
    features = [{"FeatureName": "id", "FeatureType": "String"}, {"FeatureName": "at", "FeatureType": "String"}]
    sagemaker.create_feature_group(
        FeatureGroupName="seals",
        RecordIdentifierFeatureName="id",
        EventTimeFeatureName="at",
        FeatureDefinitions=features,
        RoleArn=ROLE,
        OfflineStoreConfig={"S3StorageConfig": {"S3Uri": "s3://bucket/features"}},
    )
    sagemaker.delete_feature_group(FeatureGroupName="seals")

    details = emitted(zone, "SageMaker Feature Group State Change", "feature-group/seals")
    assert [detail["FeatureGroupStatus"] for detail in details] == ["Creating", "Created", "Deleting"]
    assert details[1]["FeatureDefinitions"] == features


def test_each_version_of_a_model_card_is_announced(zone: Zone) -> None:
    sagemaker = zone.client("sagemaker")
    sagemaker.create_model_card(ModelCardName="card", Content="{}", ModelCardStatus="Draft")
    sagemaker.update_model_card(ModelCardName="card", ModelCardStatus="Approved")

    details = emitted(zone, "SageMaker Model Card State Change", "model-card/card")
    assert [(detail["ModelCardVersion"], detail["ModelCardStatus"]) for detail in details] == [(1, "Draft"), (2, "Approved")]
    assert details[0]["AccountId"] == ACCOUNT


def test_an_alarm_that_changes_its_state_says_from_which_to_which(zone: Zone) -> None:
    cloudwatch = zone.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="drift",
        AlarmDescription="too far",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        MetricName="feature_baseline_drift_rings",
        Namespace="aws/sagemaker/Endpoints/data-metrics",
        Dimensions=[{"Name": "Endpoint", "Value": "abalone"}],
        Period=3600,
        Statistic="Average",
        Threshold=0.1,
    )

    cloudwatch.set_alarm_state(AlarmName="drift", StateValue="ALARM", StateReason="drifted")
    cloudwatch.set_alarm_state(AlarmName="drift", StateValue="ALARM", StateReason="still")

    (detail,) = emitted(zone, "CloudWatch Alarm State Change", "alarm:drift")
    assert detail["alarmName"] == "drift"
    assert (detail["previousState"]["value"], detail["state"]["value"], detail["state"]["reason"]) == ("OK", "ALARM", "drifted")
    assert detail["configuration"]["metrics"][0]["metricStat"]["metric"] == {
        "dimensions": {"Endpoint": "abalone"},
        "name": "feature_baseline_drift_rings",
        "namespace": "aws/sagemaker/Endpoints/data-metrics",
    }


def test_a_bucket_tells_eventbridge_of_its_objects_if_it_is_asked_to(zone: Zone) -> None:
    s3 = zone.client("s3")
    for bucket in ("telling", "silent"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_notification_configuration(Bucket="telling", NotificationConfiguration={"EventBridgeConfiguration": {}})

    for bucket in ("telling", "silent"):
        s3.put_object(Bucket=bucket, Key="raw/a.csv", Body=b"1,2")
    s3.delete_object(Bucket="telling", Key="raw/a.csv")

    (created,) = emitted(zone, "Object Created", "telling")
    (deleted,) = emitted(zone, "Object Deleted", "telling")
    assert created["bucket"] == {"name": "telling"}
    assert (created["object"]["key"], created["object"]["size"], created["reason"]) == ("raw/a.csv", 3, "PutObject")
    assert (deleted["reason"], deleted["deletion-type"]) == ("DeleteObject", "Permanently Deleted")
    assert emitted(zone, "Object Created", "silent") == []
