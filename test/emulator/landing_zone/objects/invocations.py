"""
What endpoints answer to those who invoke them.

Nothing is computed here: an endpoint answers what somebody has decided, or what it was sent.

@see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from moto.moto_api._internal import mock_random

from ..application import control
from ..calls import Call, implement
from ..errors import ApiError
from ..places import Place
from .entities import Record, entity

_NO_CAPACITY = (
    "Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress (if configured) or try "
    "to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API."
)


@dataclass
class State:
    answers: list[dict[str, Any]] = field(default_factory=list)
    # How often each variant has answered, by the ARN of its endpoint.
    served: dict[str, Counter[str]] = field(default_factory=dict)


_state = State()


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    content_type: str


class ModelError(ApiError):
    """What a caller sees of a container that answers an error."""

    def __init__(self, place: Place, record: Record, variant: str, answer: Answer):
        self.OriginalStatusCode, self.OriginalMessage = answer.status, answer.body.decode(errors="replace")
        group = f"/aws/sagemaker/Endpoints/{record['EndpointName']}"
        self.LogStreamArn = place.arn("logs", f"log-group:{group}")
        side = "client" if answer.status < 500 else "server"
        super().__init__(
            "ModelError",
            f'Received {side} error ({answer.status}) from {variant} with message "{self.OriginalMessage}". See {group} in account '
            f"{place.account} for more information.",
        )


@control("answers")
def set_answers(body: list[dict[str, Any]] | dict[str, Any]) -> dict[str, int]:
    """
    Decides what endpoints answer: {"endpoint", "variant", "component", "payload", "status": 200, "body", "contentType", "times"}.

    The first four say to what it is the answer; each may be left out. The first answer that fits counts, `times` times if that
    is given. A list replaces all that was decided before; a single one is added.
    """
    _state.answers = list(body) if isinstance(body, list) else [*_state.answers, body]
    return {"answers": len(_state.answers)}


@implement("sagemaker-runtime", "InvokeEndpoint")
def invoke_endpoint(call: Call) -> dict[str, Any]:
    record = _serving(call)
    if record.get("AsyncInferenceConfig"):
        raise ApiError("ValidationError", f"Endpoint {record['EndpointName']} serves asynchronous inference only.")
    variant = _variant(call, record)
    answer = _answer(call, record, variant, call.parameters.get("Body", b""), call.parameters.get("ContentType"))
    if answer.status >= 400:
        raise ModelError(call.place, record, variant, answer)
    return {"Body": answer.body, "ContentType": answer.content_type, "InvokedProductionVariant": variant}


@implement("sagemaker-runtime", "InvokeEndpointAsync")
def invoke_endpoint_async(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-invoke-endpoint.html"""
    record = _serving(call)
    output = (record.get("AsyncInferenceConfig") or {}).get("OutputConfig")
    if output is None:
        raise ApiError("ValidationError", f"Endpoint {record['EndpointName']} does not serve asynchronous inference.")
    given = _read(call.place, call.parameters["InputLocation"])
    answer = _answer(call, record, _variant(call, record), given, call.parameters.get("ContentType"))

    identity = str(mock_random.uuid4())
    inference = call.parameters.get("InferenceId", identity)
    succeeded = f"{output['S3OutputPath'].rstrip('/')}/{identity}.out"
    failed = f"{output.get('S3FailurePath', output['S3OutputPath']).rstrip('/')}/{identity}-error.out"
    _write(call.place, succeeded if answer.status < 400 else failed, answer)
    _notify(call, output.get("NotificationConfig", {}), inference, answer, succeeded, failed)
    return {"InferenceId": inference, "OutputLocation": succeeded, "FailureLocation": failed}


def _serving(call: Call) -> Record:
    name = call.parameters["EndpointName"]
    record = entity("Endpoint").at(call.place, EndpointName=name)
    if record is None or record["EndpointStatus"] in ("Creating", "Failed"):
        raise ApiError("ValidationError", f"Endpoint {name} of account {call.place.account} not found.")
    return record


def _variant(call: Call, record: Record) -> str:
    """The variant that answers: of a component, the one that is asked for, or the one that has got the least of its share."""
    if component := _component(call, record):
        return str(component["VariantName"])
    weights = {variant["VariantName"]: variant.get("CurrentWeight", 1.0) for variant in record["ProductionVariants"]}
    target = call.parameters.get("TargetVariant")
    if target is not None and target not in weights:
        raise ApiError("ValidationError", f"Variant {target} of endpoint {record['EndpointName']} not found.")

    served = _state.served.setdefault(record["_arn"], Counter())
    chosen = target or max(weights, key=lambda name: weights[name] / (served[name] + 1))
    if target is None:
        served[chosen] += 1
    return str(chosen)


def _component(call: Call, record: Record) -> Record | None:
    name = call.parameters.get("InferenceComponentName")
    components = [one for one in entity("InferenceComponent").records(call.place) if one["EndpointName"] == record["EndpointName"]]
    if name is None:
        if components:
            raise ApiError("ValidationError", "Inference Component Name header is required for endpoints with inference components.")
        return None
    component = next((one for one in components if one["InferenceComponentName"] == name), None)
    if component is None:
        raise ApiError("ValidationError", f"Inference component {name} of endpoint {record['EndpointName']} not found.")
    if component.get("RuntimeConfig", {}).get("CopyCount") == 0:
        raise ApiError("ValidationError", _NO_CAPACITY)
    return component


def _answer(call: Call, record: Record, variant: str, payload: bytes, content_type: str | None) -> Answer:
    facts = {
        "endpoint": record["EndpointName"],
        "variant": variant,
        "component": call.parameters.get("InferenceComponentName"),
        "payload": payload.decode(errors="replace"),
    }
    for decided in _state.answers:
        if all(decided.get(name, value) == value for name, value in facts.items()) and decided.get("times", 1) > 0:
            if "times" in decided:
                decided["times"] -= 1
            body = decided.get("body", "")
            text = body if isinstance(body, str) else json.dumps(body)
            usual = "text/plain" if isinstance(body, str) else "application/json"
            return Answer(int(decided.get("status", 200)), text.encode(), decided.get("contentType", usual))
    return Answer(200, payload, content_type or "application/octet-stream")


def _read(place: Place, location: str) -> bytes:
    bucket, _, key = location.removeprefix("s3://").partition("/")
    return bytes(place.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())


def _write(place: Place, location: str, answer: Answer) -> None:
    bucket, _, key = location.removeprefix("s3://").partition("/")
    place.client("s3").put_object(Bucket=bucket, Key=key, Body=answer.body, ContentType=answer.content_type)


def _notify(call: Call, topics: dict[str, Any], inference: str, answer: Answer, succeeded: str, failed: str) -> None:
    """https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html"""
    fine = answer.status < 400
    topic = topics.get("SuccessTopic" if fine else "ErrorTopic")
    if topic is None:
        return
    message = {
        "awsRegion": call.place.region,
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
        "invocationStatus": "Completed" if fine else "Failed",
        "requestParameters": {
            "endpointName": call.parameters["EndpointName"],
            "inputLocation": call.parameters["InputLocation"],
        },
        "responseParameters": {"contentType": answer.content_type, "outputLocation": succeeded if fine else failed},
        "inferenceId": inference,
    }
    call.place.client("sns").publish(TopicArn=topic, Message=json.dumps(message))
