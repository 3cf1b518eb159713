"""Endpoints at work: what goes wrong with their deployments on purpose, how they are scaled, and what they answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployments import deploy, destroy, ref, resource, tags
from zone import ACCOUNT, REGION, Zone

ROLE = f"arn:aws:iam::{ACCOUNT}:role/hosting"
COMPONENT = {"ModelName": "served", "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024}}


@pytest.fixture(scope="module", autouse=True)
def model(zone: Zone) -> None:
    image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/abalone:1"
    zone.client("sagemaker").create_model(ModelName="served", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": image})


@pytest.fixture(autouse=True)
def nothing_decided(zone: Zone) -> Iterator[None]:
    yield
    zone.steer("faults", [])
    zone.steer("answers", [])


def arn(resource_name: str, service: str = "sagemaker") -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource_name}"


def create_configuration(zone: Zone, name: str, weights: dict[str, float], **more: Any) -> None:
    instances = {"ModelName": "served", "InstanceType": "ml.m7i.large", "InitialInstanceCount": 1}
    variants = [{**instances, "VariantName": variant, "InitialVariantWeight": weight} for variant, weight in weights.items()]
    zone.client("sagemaker").create_endpoint_config(EndpointConfigName=name, ProductionVariants=variants, **more)


def create_endpoint(zone: Zone, name: str, weights: dict[str, float] | None = None, **more: Any) -> None:
    """An endpoint in service, and a second configuration to which it can be updated."""
    for version in (1, 2):
        create_configuration(zone, f"{name}-{version}", weights or {"main": 1.0}, **more)
    zone.client("sagemaker").create_endpoint(EndpointName=name, EndpointConfigName=f"{name}-1")
    zone.steer("settle")


def described(zone: Zone, name: str) -> dict[str, Any]:
    return dict(zone.client("sagemaker").describe_endpoint(EndpointName=name))


def capacity(zone: Zone, name: str) -> dict[str, Any]:
    """What the only variant of an endpoint has, and what it shall have."""
    variant = described(zone, name)["ProductionVariants"][0]
    return {member: variant[member] for member in variant if member.startswith(("Current", "Desired"))}


def fault(kind: str, endpoint: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "match": {"endpoint": endpoint}, **more}


def invoke(zone: Zone, endpoint: str, body: str = "1,2", **more: Any) -> tuple[str, str, str]:
    """What an endpoint answers, of what type, and by which variant."""
    answer = zone.client("sagemaker-runtime").invoke_endpoint(EndpointName=endpoint, Body=body, **more)
    return answer["Body"].read().decode(), answer["ContentType"], answer["InvokedProductionVariant"]


def refusal(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.fixture(scope="module")
def grown(zone: Zone) -> str:
    """An endpoint with a component, both of this name."""
    create_endpoint(zone, "grown")
    zone.client("sagemaker").create_inference_component(
        InferenceComponentName="grown", EndpointName="grown", Specification=COMPONENT, RuntimeConfig={"CopyCount": 1}
    )
    return "grown"


class TestDeployments:
    def test_an_endpoint_that_is_held_is_ready_when_time_has_moved(self, zone: Zone) -> None:
        create_endpoint(zone, "held")
        zone.steer("faults", [fault("hold-endpoint", "held", value=900)])

        zone.client("sagemaker").update_endpoint(EndpointName="held", EndpointConfigName="held-2")
        zone.steer("settle")
        begun = described(zone, "held")
        early = zone.steer("clock", {"advance": 800})
        during = described(zone, "held")
        late = zone.steer("clock", {"advance": 200})
        afterwards = described(zone, "held")

        assert begun["EndpointStatus"] == during["EndpointStatus"] == "Updating"
        assert (afterwards["EndpointStatus"], afterwards["EndpointConfigName"]) == ("InService", "held-2")
        assert [[due["name"] for due in moved["fired"]] for moved in (early, late)] == [[], [arn("endpoint/held")]]

    def test_an_update_is_rolled_back_silently_without_an_alarm(self, zone: Zone) -> None:
        create_endpoint(zone, "doomed")
        zone.steer("faults", [fault("roll-back", "doomed")])

        zone.client("sagemaker").update_endpoint(EndpointName="doomed", EndpointConfigName="doomed-2")
        zone.steer("settle")

        afterwards = described(zone, "doomed")
        events = [entry["event"] for entry in zone.steer("events") if entry["event"]["resources"] == [arn("endpoint/doomed")]]
        statuses = [(event["detail-type"], event["detail"]["EndpointStatus"]) for event in events]
        assert (afterwards["EndpointStatus"], afterwards["EndpointConfigName"]) == ("InService", "doomed-1")
        assert statuses[-3:] == [
            ("SageMaker Endpoint State Change", "ROLLING_BACK"),
            ("SageMaker Endpoint Deployment State Change", "ROLLING_BACK"),
            ("SageMaker Endpoint State Change", "IN_SERVICE"),
        ]

    def test_a_rollback_hits_the_update_that_is_meant_not_the_creation(self, zone: Zone) -> None:
        zone.steer("faults", [fault("roll-back", "second", nth=2)])
        create_endpoint(zone, "second")

        names = []
        for version in (2, 1):
            zone.client("sagemaker").update_endpoint(EndpointName="second", EndpointConfigName=f"second-{version}")
            zone.steer("settle")
            names.append(described(zone, "second")["EndpointConfigName"])

        assert names == ["second-2", "second-2"]

    def test_an_endpoint_that_failed_can_only_be_deleted(self, zone: Zone) -> None:
        sagemaker = zone.client("sagemaker")
        zone.steer("faults", [fault("fail-endpoint", "failing", value="no capacity")])
        create_endpoint(zone, "failing")

        failed = described(zone, "failing")
        refused = refusal(sagemaker.update_endpoint, EndpointName="failing", EndpointConfigName="failing-2")
        unheard = refusal(zone.client("sagemaker-runtime").invoke_endpoint, EndpointName="failing", Body="")
        sagemaker.delete_endpoint(EndpointName="failing")

        assert (failed["EndpointStatus"], failed["FailureReason"]) == ("Failed", "no capacity")
        assert refused == ("ValidationException", f'Cannot update failed endpoint "{arn("endpoint/failing")}".')
        assert unheard == ("ValidationError", f"Endpoint failing of account {ACCOUNT} not found.")


class TestCapacity:
    def test_a_variant_has_what_it_shall_have_when_the_update_is_over(self, zone: Zone) -> None:
        create_endpoint(zone, "weighed")
        update = zone.client("sagemaker").update_endpoint_weights_and_capacities
        wanted = [{"VariantName": "main", "DesiredWeight": 0.25, "DesiredInstanceCount": 3}]

        update(EndpointName="weighed", DesiredWeightsAndCapacities=wanted)
        during, refused = capacity(zone, "weighed"), refusal(update, EndpointName="weighed", DesiredWeightsAndCapacities=wanted)
        zone.steer("settle")

        desired = {"DesiredWeight": 0.25, "DesiredInstanceCount": 3}
        assert during == {"CurrentWeight": 1.0, "CurrentInstanceCount": 1, **desired}
        assert refused == ("ValidationException", f'Cannot update in-progress endpoint "{arn("endpoint/weighed")}".')
        assert capacity(zone, "weighed") == {"CurrentWeight": 0.25, "CurrentInstanceCount": 3, **desired}

    def test_a_change_of_capacity_that_is_rolled_back_is_desired_no_more(self, zone: Zone) -> None:
        create_endpoint(zone, "starved")
        zone.steer("faults", [fault("roll-back", "starved")])

        wanted = [{"VariantName": "main", "DesiredInstanceCount": 9}]
        zone.client("sagemaker").update_endpoint_weights_and_capacities(
            EndpointName="starved", DesiredWeightsAndCapacities=wanted
        )
        zone.steer("settle")

        counts = capacity(zone, "starved")
        assert (counts["CurrentInstanceCount"], counts["DesiredInstanceCount"]) == (1, 1)

    def test_a_variant_that_is_not_there_is_refused(self, zone: Zone) -> None:
        create_endpoint(zone, "variants")

        refused = refusal(
            zone.client("sagemaker").update_endpoint_weights_and_capacities,
            EndpointName="variants",
            DesiredWeightsAndCapacities=[{"VariantName": "gone", "DesiredWeight": 1.0}],
        )

        assert refused == ("ValidationException", f'Could not find variant "gone" of endpoint "{arn("endpoint/variants")}".')


class TestScaling:
    @pytest.mark.parametrize(
        ("identity", "dimension", "words"),
        [
            ("endpoint/{}/variant/main", "variant:DesiredInstanceCount", "endpoint"),
            ("endpoint/{}/variant/main", "variant:DesiredProvisionedConcurrency", "endpoint"),
            ("inference-component/{}", "inference-component:DesiredCopyCount", "inference component"),
        ],
    )
    def test_only_what_is_there_is_scaled(
        self, zone: Zone, grown: str, identity: str, dimension: str, words: str
    ) -> None:
        autoscaling = zone.client("application-autoscaling")
        target = {"ServiceNamespace": "sagemaker", "ScalableDimension": f"sagemaker:{dimension}"}
        bounds = {"MinCapacity": 1, "MaxCapacity": 2}

        refused = refusal(autoscaling.register_scalable_target, **target, **bounds, ResourceId=identity.format("absent"))
        autoscaling.register_scalable_target(**target, **bounds, ResourceId=identity.format(grown))

        found = autoscaling.describe_scalable_targets(**target)["ScalableTargets"]
        missing = arn(identity.format("absent").removesuffix("/variant/main"))
        assert refused == ("ValidationException", f'Could not find {words} "{missing}".')
        assert [one["ResourceId"] for one in found] == [identity.format(grown)]

    def test_scaling_changes_in_place(self, zone: Zone) -> None:
        def template(most: str, value: int) -> dict[str, Any]:
            target = resource(
                "AWS::ApplicationAutoScaling::ScalableTarget",
                ResourceId="endpoint/scaled/variant/main",
                ServiceNamespace="sagemaker",
                ScalableDimension="sagemaker:variant:DesiredInstanceCount",
                MinCapacity=1,
                MaxCapacity=most,
                Tags=tags(most=most),
            )
            metric = {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}
            scaling = resource(
                "AWS::ApplicationAutoScaling::ScalingPolicy",
                PolicyName="track",
                PolicyType="TargetTrackingScaling",
                ScalingTargetId=ref("T"),
                TargetTrackingScalingPolicyConfiguration={"TargetValue": value, "PredefinedMetricSpecification": metric},
            )
            return {"T": target, "P": scaling}

        create_endpoint(zone, "scaled")
        autoscaling = zone.client("application-autoscaling")
        made = deploy(zone, "scaling", template("2", 100), {"T": ref("T"), "P": ref("P")})

        changed = deploy(zone, "scaling", template("6", 200), {"T": ref("T"), "P": ref("P")})

        assert made.outputs["T"] == "endpoint/scaled/variant/main|sagemaker:variant:DesiredInstanceCount|sagemaker"
        assert changed.outputs == made.outputs
        found = autoscaling.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=["endpoint/scaled/variant/main"])
        target = found["ScalableTargets"][0]
        assert target["MaxCapacity"] == 6
        assert autoscaling.list_tags_for_resource(ResourceARN=target["ScalableTargetARN"])["Tags"] == {"most": "6"}
        scaling = autoscaling.describe_scaling_policies(ServiceNamespace="sagemaker", PolicyNames=["track"])["ScalingPolicies"][0]
        assert scaling["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 200
        assert destroy(zone, "scaling").status == "DELETE_COMPLETE"


class TestInvocations:
    def test_an_endpoint_answers_what_it_was_sent_until_somebody_decides_otherwise(self, zone: Zone) -> None:
        create_endpoint(zone, "echo")

        echoed = invoke(zone, "echo", "1,2", ContentType="text/csv")
        zone.steer("answers", {"endpoint": "echo", "body": {"rings": 9}})
        decided = invoke(zone, "echo", "1,2", ContentType="text/csv")

        assert echoed == ("1,2", "text/csv", "main")
        assert decided == ('{"rings": 9}', "application/json", "main")

    def test_the_first_answer_that_fits_counts_as_often_as_it_may(self, zone: Zone) -> None:
        create_endpoint(zone, "scripted", {"old": 1.0, "new": 1.0})
        decided = [
            {"payload": "bad", "body": "unusable"},
            {"variant": "new", "body": "7", "contentType": "text/csv", "times": 2},
            {"body": "8"},
        ]

        zone.steer("answers", decided)
        answers = [invoke(zone, "scripted", "good", TargetVariant="new")[0] for _ in range(3)]

        assert answers == ["7", "7", "8"]
        assert invoke(zone, "scripted", "bad")[0] == "unusable"

    def test_variants_get_the_share_of_their_weights(self, zone: Zone) -> None:
        create_endpoint(zone, "shared", {"champion": 3.0, "challenger": 1.0, "idle": 0.0})

        invoked = Counter(invoke(zone, "shared")[2] for _ in range(40))

        assert invoked == {"champion": 30, "challenger": 10}
        assert invoke(zone, "shared", TargetVariant="idle")[2] == "idle"

    @pytest.mark.parametrize(("status", "side"), [(400, "client"), (503, "server")])
    def test_an_error_of_the_container_is_one_of_the_model(self, zone: Zone, status: int, side: str) -> None:
        create_endpoint(zone, f"broken-{status}")
        zone.steer("answers", {"status": status, "body": "no such column"})

        with pytest.raises(ClientError) as caught:
            invoke(zone, f"broken-{status}")

        answer = caught.value.response
        assert (answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]) == (424, "ModelError")
        assert answer["Error"]["Message"].startswith(f'Received {side} error ({status}) from main with message "no such column".')
        assert (answer["OriginalStatusCode"], answer["OriginalMessage"]) == (status, "no such column")

    def test_who_invokes_too_often_is_throttled(self, zone: Zone) -> None:
        create_endpoint(zone, "busy")
        operation = {"service": "sagemaker-runtime", "operation": "InvokeEndpoint"}
        zone.steer("faults", [{"kind": "throttle", "match": operation}])

        refused = refusal(zone.client("sagemaker-runtime").invoke_endpoint, EndpointName="busy", Body="")

        assert refused == ("ThrottlingException", "Rate exceeded")
        assert invoke(zone, "busy")[2] == "main"

    def test_a_variant_to_which_nobody_listens_is_refused(self, zone: Zone) -> None:
        create_endpoint(zone, "targeted")

        refused = refusal(
            zone.client("sagemaker-runtime").invoke_endpoint, EndpointName="targeted", Body="", TargetVariant="gone"
        )

        assert refused == ("ValidationError", "Variant gone of endpoint targeted not found.")

    def test_a_component_without_copies_does_not_answer(self, zone: Zone) -> None:
        create_endpoint(zone, "composed")
        sagemaker, runtime = zone.client("sagemaker"), zone.client("sagemaker-runtime")
        sagemaker.create_inference_component(
            InferenceComponentName="part", EndpointName="composed", Specification=COMPONENT, RuntimeConfig={"CopyCount": 0}
        )

        asleep = refusal(runtime.invoke_endpoint, EndpointName="composed", Body="", InferenceComponentName="part")
        unnamed = refusal(runtime.invoke_endpoint, EndpointName="composed", Body="")
        sagemaker.update_inference_component_runtime_config(
            InferenceComponentName="part", DesiredRuntimeConfig={"CopyCount": 1}
        )
        zone.steer("answers", {"component": "part", "body": "awake"})

        assert asleep[1].startswith("Inference Component has no capacity to process this request.")
        assert unnamed[1] == "Inference Component Name header is required for endpoints with inference components."
        assert invoke(zone, "composed", InferenceComponentName="part")[0] == "awake"

    @pytest.mark.parametrize(
        ("status", "folder", "said"), [(200, "fine", "Completed"), (500, "bad", "Failed")]
    )
    def test_an_asynchronous_answer_is_written_and_told(self, zone: Zone, status: int, folder: str, said: str) -> None:
        name = f"later-{status}"
        s3, sqs, sns = zone.client("s3"), zone.client("sqs"), zone.client("sns")
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket=name, Key="in", Body=b"1,2")
        topic = sns.create_topic(Name=name)["TopicArn"]
        policy = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [policy]})
        queue = sqs.create_queue(QueueName=name, Attributes={"Policy": document})["QueueUrl"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn(name, "sqs"), Attributes={"RawMessageDelivery": "true"})
        output = {
            "S3OutputPath": f"s3://{name}/fine",
            "S3FailurePath": f"s3://{name}/bad",
            "NotificationConfig": {"SuccessTopic": topic, "ErrorTopic": topic},
        }
        create_endpoint(zone, name, AsyncInferenceConfig={"OutputConfig": output})
        zone.steer("answers", {"status": status, "body": "answer"})

        answer = zone.client("sagemaker-runtime").invoke_endpoint_async(EndpointName=name, InputLocation=f"s3://{name}/in")
        zone.steer("settle")

        location = answer["OutputLocation" if status == 200 else "FailureLocation"]
        written = s3.get_object(Bucket=name, Key=location.removeprefix(f"s3://{name}/"))["Body"].read()
        told = json.loads(sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"])
        assert location.startswith(f"s3://{name}/{folder}/")
        assert written == b"answer"
        assert (told["invocationStatus"], told["responseParameters"]["outputLocation"]) == (said, location)
