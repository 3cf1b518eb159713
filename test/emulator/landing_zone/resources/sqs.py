"""Queues and their policies."""

from __future__ import annotations

from typing import Any

from .handler import Made, Properties, Request, handles
from .properties import as_json, as_text, differences, fitting_name, is_true, tag_map
from .service import ServiceHandler, already_exists, found, unless_gone

# The attributes of a queue, with what takes their place when a template drops them:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
ATTRIBUTES = {
    "ContentBasedDeduplication": "false",
    "DeduplicationScope": "queue",
    "DelaySeconds": "0",
    "FifoThroughputLimit": "perQueue",
    "KmsDataKeyReusePeriodSeconds": "300",
    "KmsMasterKeyId": "",
    "MaximumMessageSize": "262144",
    "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0",
    "RedriveAllowPolicy": "",
    "RedrivePolicy": "",
    "SqsManagedSseEnabled": "true",
    "VisibilityTimeout": "30",
}


@handles("AWS::SQS::Queue")
class Queue(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html"""

    service = "sqs"

    def create(self, request: Request, properties: Properties) -> Made:
        ending = ".fifo" if is_true(properties.get("FifoQueue")) else ""
        name = properties.get("QueueName") or fitting_name(request, 80 - len(ending)) + ending
        if found(lambda: self.api(request).get_queue_url(QueueName=name)):
            raise already_exists(request, name)

        attributes = {key: as_text(properties[key]) for key in ATTRIBUTES if key in properties}
        attributes |= {"FifoQueue": "true"} if ending else {}
        url = self.api(request).create_queue(QueueName=name, Attributes=attributes, tags=tag_map(properties.get("Tags")))[
            "QueueUrl"
        ]
        return self._made(request, url)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        names = [name for name in ATTRIBUTES if before.get(name) != after.get(name)]
        if names:
            attributes = {name: as_text(after.get(name, ATTRIBUTES[name])) for name in names}
            self.api(request).set_queue_attributes(QueueUrl=physical_id, Attributes=attributes)
        self.change_tags(request, before, after, add="tag_queue", remove="untag_queue", as_map=True, QueueUrl=physical_id)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_queue(QueueUrl=physical_id)

    def _made(self, request: Request, url: str) -> Made:
        name = url.rpartition("/")[2]
        return Made(url, {"QueueUrl": url, "QueueName": name, "Arn": request.place.arn("sqs", name)})


@handles("AWS::SQS::QueuePolicy")
class QueuePolicy(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html"""

    service = "sqs"

    def create(self, request: Request, properties: Properties) -> Made:
        self._put(request, properties["Queues"], properties["PolicyDocument"])
        return Made(request.generated_name, {"Id": request.generated_name})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._put(request, after["Queues"], after["PolicyDocument"])
        self._remove(request, differences(before["Queues"], after["Queues"])[1])
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        self._remove(request, properties["Queues"])

    def _put(self, request: Request, queues: list[str], document: Any) -> None:
        for queue in queues:
            self.api(request).set_queue_attributes(QueueUrl=queue, Attributes={"Policy": as_json(document)})

    def _remove(self, request: Request, queues: list[str]) -> None:
        for queue in queues:
            with unless_gone():
                self.api(request).set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
