"""
The uses of keys that a service makes for whoever calls it: AWS checks the caller's policies, so they count as its calls.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from botocore.exceptions import ClientError

from .. import calls
from ..calls import Call, after
from ..places import Place


@after("s3", "PutObject")
@after("s3", "CopyObject")
def _write_object(call: Call) -> None:
    _note(call, (call.response or {}).get("SSEKMSKeyId"), "GenerateDataKey")


@after("s3", "CreateMultipartUpload")
def _write_object_in_parts(call: Call) -> None:
    _note(call, (call.response or {}).get("SSEKMSKeyId"), "GenerateDataKey", "Decrypt")


@after("s3", "GetObject")
def _read_object(call: Call) -> None:
    _note_reading(call, call.parameters["Bucket"], call.parameters["Key"])


@after("s3", "CopyObject")
def _read_source(call: Call) -> None:
    bucket, _, key = unquote(call.parameters["CopySource"]).lstrip("/").partition("/")
    _note_reading(call, bucket, key.partition("?")[0])


@after("sqs", "SendMessage")
@after("sqs", "SendMessageBatch")
def _send_message(call: Call) -> None:
    _note(call, _queue_key(call), "GenerateDataKey", "Decrypt")


@after("sqs", "ReceiveMessage")
def _receive_message(call: Call) -> None:
    _note(call, _queue_key(call), "Decrypt")


@after("sns", "Publish")
def _publish(call: Call) -> None:
    if not call.by_a_service and "TopicArn" in call.parameters:
        attributes = _ask(call, "get_topic_attributes", TopicArn=call.parameters["TopicArn"]).get("Attributes", {})
        _note(call, attributes.get("KmsMasterKeyId"), "GenerateDataKey", "Decrypt")


@after("secretsmanager", "GetSecretValue")
def _read_secret(call: Call) -> None:
    if not call.by_a_service:
        _note(call, _ask(call, "describe_secret", SecretId=call.parameters["SecretId"]).get("KmsKeyId"), "Decrypt")


def _note_reading(call: Call, bucket: str, key: str) -> None:
    if not call.by_a_service:
        _note(call, _ask(call, "head_object", Bucket=bucket, Key=key).get("SSEKMSKeyId"), "Decrypt")


def _queue_key(call: Call) -> str | None:
    if call.by_a_service:
        return None
    attributes = _ask(call, "get_queue_attributes", QueueUrl=call.parameters["QueueUrl"], AttributeNames=["All"]).get(
        "Attributes", {}
    )
    key: str | None = attributes.get("KmsMasterKeyId")
    return key


def _ask(call: Call, method: str, service: str | None = None, **parameters: Any) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(call.place.client(service or call.service), method)(**parameters)
    except ClientError:
        return {}
    return answer


def _note(call: Call, key: str | None, *operations: str) -> None:
    """Keys of AWS are everybody's."""
    if call.by_a_service or not key or "alias/aws/" in key:
        return
    arn = key if ":key/" in key else _ask(call, "describe_key", "kms", KeyId=key).get("KeyMetadata", {}).get("Arn")
    if arn is None:
        return
    _, _, _, region, account, _ = arn.split(":", 5)
    parameters = {"KeyId": arn, "ViaService": f"{call.service}.{call.place.region}.amazonaws.com"}
    for operation in operations:
        calls.record(Call("kms", operation, Place(account, region), call.principal, parameters))
