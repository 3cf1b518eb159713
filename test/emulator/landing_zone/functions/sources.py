"""
What invokes functions by itself: queues and tables that a mapping reads, topics, buckets and log groups that a policy lets in.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
import threading
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from moto.awslambda.models import EventSourceMapping, LambdaBackend, lambda_backends
from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models.table import StreamShard
from moto.s3 import notifications
from moto.sns.models import Subscription
from moto.sqs.models import Message, Queue, sqs_backends

from ..errors import ApiError
from ..events import pattern, policies, roles
from ..places import Place
from . import background
from .invocations import find, run, start

if TYPE_CHECKING:
    from .function import Function

# What SQS returns at most at once.
_LARGEST_BATCH = 10
_DEFAULT_RETRIES = 2

_reading: dict[str, threading.Lock] = {}

_create_mapping = LambdaBackend.create_event_source_mapping
_update_mapping = LambdaBackend.update_event_source_mapping
_add_message = Queue.add_message
_add_record = StreamShard.add
_publish = Subscription.publish


def create_event_source_mapping(backend: LambdaBackend, spec: dict[str, Any]) -> EventSourceMapping:
    place = Place(backend.account_id, backend.region_name)
    function = find(place, spec["FunctionName"])
    name, source = spec["FunctionName"], spec["EventSourceArn"]
    for other in list(backend._event_source_mappings.values()):
        if other.event_source_arn == source and other.function_arn == _mapped_arn(function, name):
            message = (
                f'An event source mapping with event source arn (" {source} ") and function (" {function.function_name} ") '
                f"already exists. Please update or delete the existing mapping with UUID {other.uuid}"
            )
            raise ApiError("ResourceConflictException", message)
    if ":sqs:" in source:
        _check_visibility_timeout(function, source)

    mapping = _create_mapping(backend, spec)
    mapping.function_arn = _mapped_arn(function, name)
    _read(mapping)
    return mapping


def update_event_source_mapping(backend: LambdaBackend, uuid: str, spec: dict[str, Any]) -> EventSourceMapping | None:
    mapping = _update_mapping(backend, uuid, spec)
    if mapping is not None and "FunctionName" in spec:
        function = find(Place(backend.account_id, backend.region_name), spec["FunctionName"])
        mapping.function_arn = _mapped_arn(function, spec["FunctionName"])
    if mapping is not None:
        _read(mapping)
    return mapping


def add_message(queue: Queue, message: Message) -> None:
    # moto would run the function within the call that sends the message, and go on doing so when the mapping is deleted.
    queue.lambda_event_source_mappings = {}
    _add_message(queue, message)
    for mapping in _mappings_of(queue.account_id, queue.region, queue.queue_arn):
        _read(mapping)


def add_record(shard: StreamShard, old: Any, new: Any) -> None:
    table = shard.table
    table.lambda_event_source_mappings = {}
    _add_record(shard, old, new)
    stream = f"{table.table_arn}/stream/{table.latest_stream_label}"
    for mapping in _mappings_of(table.account_id, table.region_name, stream):
        background.submit(_hand_over_record, mapping, shard.items[-1].to_json())


def publish(subscription: Subscription, message: str, message_id: str, *more: Any, **options: Any) -> None:
    if subscription.protocol != "lambda":
        return _publish(subscription, message, message_id, *more, **options)
    subject, attributes, structure = options.get("subject"), options.get("message_attributes"), options.get("message_structure")
    matcher = subscription._filter_policy_matcher
    if matcher is not None and not matcher.matches(attributes, message):
        return None
    if structure == "json":
        message = subscription._parse_message_structure(message, "lambda")
    notification = {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": subscription.topic_arn,
        "Subject": subject,
        "Message": message,
        "Timestamp": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "MessageAttributes": attributes or {},
    }
    record = {"EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": subscription.arn, "Sns": notification}
    _invoke_as_service("sns.amazonaws.com", subscription.topic_arn, subscription.endpoint, {"Records": [record]})
    return None


def notify_of_object(account: str, event: dict[str, Any], function_arn: str, region: str) -> None:
    bucket = event["Records"][0]["s3"]["bucket"]
    _invoke_as_service("s3.amazonaws.com", bucket["arn"], function_arn, event, account)


def send_log_event(
    backend: LambdaBackend, function_arn: str, filter_name: str, log_group_name: str, log_stream_name: str, log_events: Any
) -> None:
    place = Place(backend.account_id, backend.region_name)
    data = {
        "messageType": "DATA_MESSAGE",
        "owner": place.account,
        "logGroup": log_group_name,
        "logStream": log_stream_name,
        "subscriptionFilters": [filter_name],
        "logEvents": log_events,
    }
    packed = base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()
    group = place.arn("logs", f"log-group:{log_group_name}:*")
    _invoke_as_service("logs.amazonaws.com", group, function_arn, {"awslogs": {"data": packed}})


def _invoke_as_service(service: str, source: str, function_arn: str, event: dict[str, Any], account: str | None = None) -> None:
    """Invokes a function if its policy lets the service in; to AWS a refusal is a metric, not an error."""
    _, _, _, region, owner, _ = source.split(":", 5)
    try:
        function = find(Place(owner or account or "", region), function_arn)
        policy = function.policy.get_policy()["Policy"]
    except (ApiError, JsonRESTError) as error:
        print(f"{source} cannot invoke {function_arn}: {error}", file=sys.stderr)
        return
    caller = policies.a_service(service, Place(owner or account or function.account_id, region or function.region), source)
    if policies.admits(policy, caller, "lambda:InvokeFunction", function_arn):
        start(function, json.dumps(event), function_arn)
    else:
        print(f"the policy of {function_arn} does not allow lambda:InvokeFunction to {service} for {source}", file=sys.stderr)


def _mappings_of(account: str, region: str, source: str) -> list[EventSourceMapping]:
    mappings = list(lambda_backends[account][region]._event_source_mappings.values())
    return [mapping for mapping in mappings if mapping.event_source_arn == source and mapping.enabled]


def _mapped_arn(function: Function, name: str) -> str:
    """A mapping of an alias follows the alias."""
    qualifier = name.split(":function:")[-1].partition(":")[2]
    return f"{function.unqualified_arn}:{qualifier}" if qualifier else function.unqualified_arn


def _check_visibility_timeout(function: Function, source: str) -> None:
    _, _, _, region, account, name = source.split(":", 5)
    sqs = Place(account, region).client("sqs")
    try:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    except sqs.exceptions.QueueDoesNotExist:
        return
    seconds = int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]["VisibilityTimeout"])
    if seconds < int(function.timeout):
        message = f"Queue visibility timeout: {seconds} seconds is less than Function timeout: {function.timeout} seconds"
        raise ApiError("InvalidParameterValueException", message)


def _read(mapping: EventSourceMapping) -> None:
    """Looks at a queue; a stream tells of its records by itself."""
    if mapping.enabled and ":sqs:" in mapping.event_source_arn:
        background.submit(_read_queue, mapping)


def _read_queue(mapping: EventSourceMapping) -> None:
    """Hands over what a queue holds, batch by batch, with the role of the function as Lambda's pollers do."""
    function = find(Place(mapping.account_id, mapping.region), mapping.function_arn)
    _, _, _, region, account, name = mapping.event_source_arn.split(":", 5)
    queue = sqs_backends[account][region].get_queue(name)
    client = roles.client("sqs", region, function.role, function.function_name)
    service = Place(account, region).client("sqs")
    url = service.get_queue_url(QueueName=name)["QueueUrl"]
    with _reading.setdefault(mapping.uuid, threading.Lock()):
        client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        while messages := client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=min(mapping.batch_size, _LARGEST_BATCH),
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages"):
            failed = _failed_messages(mapping, function, [_sqs_record(message, queue) for message in messages])
            for message in messages:
                if message["MessageId"] not in failed:
                    client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                elif queue.dead_letter_queue is not None:
                    # Again at once, until it is a dead letter; without such an end it stays until its visibility timeout is over.
                    service.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)


def _failed_messages(mapping: EventSourceMapping, function: Function, records: list[dict[str, Any]]) -> set[str]:
    """The ids of the messages that must come again; those that the filter leaves out are done."""
    wanted = [record for record in records if _passes(mapping, {**record, "body": _parsed(record["body"])})]
    if not wanted:
        return set()
    done = run(function, json.dumps({"Records": wanted}), mapping.function_arn)
    everything = {record["messageId"] for record in wanted}
    if done.failed:
        return everything
    if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
        return set()
    failures = (json.loads(done.payload) or {}).get("batchItemFailures", [])
    ids = {failure.get("itemIdentifier") for failure in failures}
    # An id that is none makes the whole batch a failure.
    return ids if ids <= everything else everything


def _sqs_record(message: dict[str, Any], queue: Queue) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"""
    attributes = {
        name: {_lower_first(key): inner for key, inner in value.items()}
        for name, value in message.get("MessageAttributes", {}).items()
    }
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": attributes,
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def _hand_over_record(mapping: EventSourceMapping, record: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html"""
    function = find(Place(mapping.account_id, mapping.region), mapping.function_arn)
    event = {**record, "awsRegion": mapping.region, "eventSourceARN": mapping.event_source_arn}
    if not _passes(mapping, event):
        return
    retries = mapping.max_retry_attempts
    # AWS tries until the record expires unless it is told when to stop.
    allowed = _DEFAULT_RETRIES if retries is None or retries < 0 else retries
    with _reading.setdefault(mapping.uuid, threading.Lock()):
        for _ in range(allowed + 1):
            if not run(function, json.dumps({"Records": [event]}, default=_seconds), mapping.function_arn).failed:
                return


def _passes(mapping: EventSourceMapping, event: dict[str, Any]) -> bool:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"""
    filters = (mapping.filter_criteria or {}).get("Filters", [])
    return not filters or any(pattern.matches(json.loads(one["Pattern"]), event) for one in filters)


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


def _lower_first(name: str) -> str:
    return name[0].lower() + name[1:]


def _seconds(moment: datetime) -> float:
    return moment.replace(tzinfo=timezone.utc).timestamp()


for owner, name, replacement in (
    (LambdaBackend, "create_event_source_mapping", create_event_source_mapping),
    (LambdaBackend, "update_event_source_mapping", update_event_source_mapping),
    (LambdaBackend, "send_log_event", send_log_event),
    (Queue, "add_message", add_message),
    (StreamShard, "add", add_record),
    (Subscription, "publish", publish),
    (notifications, "_invoke_awslambda", notify_of_object),
):
    setattr(owner, name, replacement)
