"""Scalable targets and scaling policies."""

from __future__ import annotations

from enum import Enum
from typing import Any

from moto.applicationautoscaling import models, responses
from moto.applicationautoscaling.models import FakeApplicationAutoscalingPolicy, applicationautoscaling_backends

from ..calls import Call, before, implement
from ..errors import ApiError
from ..objects.hosting import existing
from .handler import Made, Properties, Request, handles
from .properties import differences, given
from .service import ServiceHandler, already_exists, or_undo, unless_gone

TARGET = ("ServiceNamespace", "ResourceId", "ScalableDimension")


# The tags of scalable targets by their ARNs: moto knows none.
_state: dict[str, dict[str, str]] = {}


@handles("AWS::ApplicationAutoScaling::ScalableTarget")
class ScalableTarget(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html"""

    service = "application-autoscaling"

    def create(self, request: Request, properties: Properties) -> Made:
        identity = "|".join(properties[name] for name in ("ResourceId", "ScalableDimension", "ServiceNamespace"))
        if self._registered(request, properties):
            raise already_exists(request, identity)
        arn = self._register(request, properties)
        with or_undo(lambda: self.delete(request, identity, properties)):
            self._schedule(request, {}, properties)
            self.change_tags(request, {}, properties, as_map=True, ResourceARN=arn)
        return Made(identity, {"Id": identity})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        arn = self._register(request, after)
        self._schedule(request, before, after)
        self.change_tags(request, before, after, as_map=True, ResourceARN=arn)
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).deregister_scalable_target(**given(properties, *TARGET))

    def _register(self, request: Request, properties: Properties) -> str:
        wanted = given(properties, *TARGET, "MinCapacity", "MaxCapacity", "RoleARN", "SuspendedState")
        return str(self.api(request).register_scalable_target(**wanted)["ScalableTargetARN"])

    def _registered(self, request: Request, target: Properties) -> bool:
        targets = self.api(request).describe_scalable_targets(
            ServiceNamespace=target["ServiceNamespace"],
            ResourceIds=[target["ResourceId"]],
            ScalableDimension=target["ScalableDimension"],
        )
        return bool(targets["ScalableTargets"])

    def _schedule(self, request: Request, before: Properties, after: Properties) -> None:
        target = given(after, *TARGET)
        come, gone = differences(before.get("ScheduledActions"), after.get("ScheduledActions"))
        kept = {action["ScheduledActionName"] for action in after.get("ScheduledActions", [])}
        for action in gone:
            if action["ScheduledActionName"] not in kept:
                self.api(request).delete_scheduled_action(**target, **given(action, "ScheduledActionName"))
        for action in come:
            self.api(request).put_scheduled_action(**target, **action)


@handles("AWS::ApplicationAutoScaling::ScalingPolicy")
class ScalingPolicy(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html"""

    service = "application-autoscaling"

    def create(self, request: Request, properties: Properties) -> Made:
        return self._put(request, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self._put(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_scaling_policy(**_target(properties), PolicyName=properties["PolicyName"])

    def _put(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "PolicyName", "PolicyType", "StepScalingPolicyConfiguration")
        wanted |= given(properties, "TargetTrackingScalingPolicyConfiguration", "PredictiveScalingPolicyConfiguration")
        arn = self.api(request).put_scaling_policy(**_target(properties), **wanted)["PolicyARN"]
        return Made(arn, {"Arn": arn})


def _target(properties: Properties) -> Properties:
    """What a policy scales: three properties, or the Ref of its target, which joins them."""
    if "ScalingTargetId" not in properties:
        return given(properties, *TARGET)
    resource, dimension, namespace = properties["ScalingTargetId"].split("|")
    return {"ResourceId": resource, "ScalableDimension": dimension, "ServiceNamespace": namespace}


@before("application-autoscaling", "RegisterScalableTarget")
def check_target(call: Call) -> None:
    """
    What is to be scaled must be there, which moto asks of ECS alone.

    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-register.html
    """
    kind, name, *rest = call.parameters["ResourceId"].split("/")
    if call.parameters["ServiceNamespace"] != "sagemaker":
        return
    if kind == "inference-component":
        existing("InferenceComponent", call, InferenceComponentName=name)
        return
    endpoint = existing("Endpoint", call, EndpointName=name)
    if rest[-1] not in [variant["VariantName"] for variant in endpoint["ProductionVariants"]]:
        raise ApiError("ValidationException", f'Could not find variant "{rest[-1]}" of endpoint "{endpoint["_arn"]}".')


@implement("application-autoscaling", "TagResource")
def tag_target(call: Call) -> None:
    """https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html"""
    _state.setdefault(call.parameters["ResourceARN"], {}).update(call.parameters["Tags"])


@implement("application-autoscaling", "UntagResource")
def untag_target(call: Call) -> None:
    """https://docs.aws.amazon.com/autoscaling/application/APIReference/API_UntagResource.html"""
    for key in call.parameters["TagKeys"]:
        _state.get(call.parameters["ResourceARN"], {}).pop(key, None)


@implement("application-autoscaling", "ListTagsForResource")
def list_tags(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html"""
    return {"Tags": _state.get(call.parameters["ResourceARN"], {})}


@implement("application-autoscaling", "PutScalingPolicy")
def put_policy(call: Call) -> dict[str, Any]:
    """
    Changes a policy without giving it another ARN, as moto does, and refuses one for a target that nobody registered.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
    """
    wanted = call.parameters
    backend = applicationautoscaling_backends[call.place.account][call.place.region]
    namespace, identity, dimension = (wanted[name] for name in TARGET)
    if not backend.describe_scalable_targets(namespace, [identity], dimension):
        raise ApiError(
            "ObjectNotFoundException",
            f"No scalable target registered for service namespace: {namespace}, resource ID: {identity}, scalable dimension:"
            f" {dimension}",
        )

    known = backend.policies.get(
        FakeApplicationAutoscalingPolicy.formulate_key(namespace, identity, dimension, wanted["PolicyName"])
    )
    policy = backend.put_scaling_policy(
        policy_name=wanted["PolicyName"],
        service_namespace=namespace,
        resource_id=identity,
        scalable_dimension=dimension,
        policy_type=wanted.get("PolicyType"),
        policy_body=wanted.get("StepScalingPolicyConfiguration") or wanted.get("TargetTrackingScalingPolicyConfiguration", {}),
    )
    if known:
        policy.policy_arn = known.policy_arn
    return {
        "PolicyARN": policy.policy_arn,
        "Alarms": [{"AlarmName": each.name, "AlarmARN": each.alarm_arn} for each in policy.alarms],
    }


# Of SageMaker's dimensions moto knows only the oldest.
_DIMENSIONS = {known.name: known.value for known in models.ScalableDimensionValueSet} | {
    "SAGEMAKER_VARIANT_DESIRED_PROVISIONED_CONCURRENCY": "sagemaker:variant:DesiredProvisionedConcurrency",
    "SAGEMAKER_INFERENCE_COMPONENT_DESIRED_COPY_COUNT": "sagemaker:inference-component:DesiredCopyCount",
}
models.ScalableDimensionValueSet = responses.ScalableDimensionValueSet = Enum("ScalableDimensionValueSet", _DIMENSIONS)
