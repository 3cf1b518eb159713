"""
What rules and schedules deliver to: functions, queues, topics, pipelines, state machines and log groups, with their policies.

@see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
@see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from moto.moto_api._internal import mock_random

from ..places import Place
from . import policies, roles
from .transformation import look_up

Target = dict[str, Any]

# Without a RetryPolicy.
_DEFAULT_RETRIES = 185
_RETRYABLE = re.compile(
    r"Throttl|TooManyRequests|InternalFailure|InternalError|ServiceUnavailable|ServiceException|RequestTimeout"
)
_ERRORS = {
    "NO_PERMISSIONS": re.compile(r"AccessDenied|NotAuthorized|Unauthorized|AuthorizationError"),
    "NO_RESOURCE": re.compile(r"NotFound|NonExistentQueue|DoesNotExist|NoSuch"),
    "THROTTLING": re.compile(r"Throttl|TooManyRequests"),
    "INVALID_PARAMETER": re.compile(r"Validation|Invalid"),
}


class Undeliverable(Exception):
    """What no further attempt would change."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Sender:
    """The rule or schedule group that sends, and the service that does so for it."""

    service: str
    place: Place
    arn: str

    @property
    def caller(self) -> policies.Caller:
        return policies.a_service(self.service, self.place, self.arn)

    def client(self, service: str, target: Target) -> Any:
        """A client for a target: with the target's role if it has one, as the service itself otherwise."""
        account, region = place_of(target["Arn"], self.place)
        role_arn = target.get("RoleArn")
        if role_arn is None:
            return Place(account, region).client(service)
        if not roles.trusts(role_arn, self.caller, region):
            raise Undeliverable("FAILED_TO_ASSUME_ROLE", f"{self.service} may not assume {role_arn}")
        return roles.client(service, region, role_arn, self.service.partition(".")[0])


@dataclass(frozen=True)
class Failure:
    """Why something was not delivered, after how many retries, and which limit of the retry policy ended them."""

    code: str
    message: str
    retries: int = 0
    exhausted: str | None = None
    # What the target itself called the error.
    error: str | None = None

    def attributes(self) -> dict[str, str]:
        """What the message in a dead-letter queue tells of the failure."""
        known = {"ERROR_CODE": self.code, "ERROR_MESSAGE": self.message, "RETRY_ATTEMPTS": str(self.retries)}
        return {**known, "EXHAUSTED_RETRY_CONDITION": self.exhausted} if self.exhausted else known


def place_of(arn: str, default: Place) -> tuple[str, str]:
    """The account and the region in an ARN; the ARN of a universal target has neither."""
    _, _, _, region, account, _ = arn.split(":", 5)
    return account or default.account, region or default.region


def attempt(act: Callable[[], None], target: Target) -> Failure | None:
    """Delivers, and again as often as the retry policy of the target allows; at once, as waiting changes nothing here."""
    allowed = target.get("RetryPolicy", {}).get("MaximumRetryAttempts", _DEFAULT_RETRIES)
    failure = None
    for retries in range(allowed + 1):
        try:
            act()
            return None
        except Undeliverable as error:
            return Failure(error.code, str(error))
        except ClientError as error:
            name, message = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
            code = next((code for code, pattern in _ERRORS.items() if pattern.search(name)), "ERROR_FROM_TARGET")
            if not _RETRYABLE.search(name):
                return Failure(code, message, error=name)
            failure = Failure(code, message, retries, "MaximumRetryAttempts", name)
        except Exception as error:  # Whatever a target does, the events behind this one are delivered.
            return Failure("SDK_CLIENT_ERROR", str(error))
    return failure


def send(sender: Sender, target: Target, payload: str, event: dict[str, Any] | None = None) -> None:
    """Hands a payload to a target; `event` is where the parameters of a pipeline may point into."""
    service = target["Arn"].split(":")[2]
    if service not in _SERVICES:
        raise Undeliverable("SDK_CLIENT_ERROR", f"the emulator delivers nothing to {target['Arn']}")
    _SERVICES[service](sender, target, payload, event or {})


def bury(sender: Sender, target: Target, body: str, attributes: dict[str, str]) -> str:
    """Puts what could not be delivered into the dead-letter queue of the target, and tells what came of it."""
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    if not queue:
        return "dropped"
    failure = attempt(lambda: _put_into_queue(sender, {**target, "Arn": queue}, body, attributes), {"RetryPolicy": {}})
    return "dead letter" if failure is None else f"dropped, and so was the dead letter: {failure.code}: {failure.message}"


def _put_into_queue(sender: Sender, target: Target, body: str, attributes: dict[str, str]) -> None:
    if sender.service == "events.amazonaws.com":
        target = {name: value for name, value in target.items() if name != "RoleArn"}
    sqs = sender.client("sqs", target)
    url = _queue(sender, target)
    sqs.send_message(
        QueueUrl=url,
        MessageBody=body,
        MessageAttributes={name: {"DataType": "String", "StringValue": value or "-"} for name, value in attributes.items()},
    )


def _to_function(sender: Sender, target: Target, payload: str, event: dict[str, Any]) -> None:
    account, region = place_of(target["Arn"], sender.place)
    if "RoleArn" not in target:
        function = Place(account, region).client("lambda")
        function.get_function_configuration(FunctionName=target["Arn"])
        _check(
            sender, _policy(lambda: function.get_policy(FunctionName=target["Arn"])["Policy"]), "lambda:InvokeFunction", target
        )
    sender.client("lambda", target).invoke(FunctionName=target["Arn"], InvocationType="Event", Payload=payload.encode())


def _to_queue(sender: Sender, target: Target, payload: str, event: dict[str, Any]) -> None:
    group = target.get("SqsParameters", {}).get("MessageGroupId")
    more = {"MessageGroupId": group} if group else {}
    url = _queue(sender, target)
    sender.client("sqs", target).send_message(QueueUrl=url, MessageBody=payload, **more)


def _queue(sender: Sender, target: Target) -> str:
    """The address of a queue that admits the sender."""
    account, region = place_of(target["Arn"], sender.place)
    sqs = Place(account, region).client("sqs")
    url = sqs.get_queue_url(QueueName=target["Arn"].rpartition(":")[2])["QueueUrl"]
    if "RoleArn" not in target:
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        _check(sender, attributes.get("Policy"), "sqs:SendMessage", target)
        _check_key(sender, attributes.get("KmsMasterKeyId"), account, region)
    return str(url)


def _to_topic(sender: Sender, target: Target, payload: str, event: dict[str, Any]) -> None:
    account, region = place_of(target["Arn"], sender.place)
    if "RoleArn" not in target:
        attributes = Place(account, region).client("sns").get_topic_attributes(TopicArn=target["Arn"])["Attributes"]
        _check(sender, attributes.get("Policy"), "sns:Publish", target)
        _check_key(sender, attributes.get("KmsMasterKeyId"), account, region)
    sender.client("sns", target).publish(TopicArn=target["Arn"], Message=payload)


def _to_pipeline(sender: Sender, target: Target, payload: str, event: dict[str, Any]) -> None:
    parameters = [
        {
            "Name": given["Name"],
            "Value": str(look_up(given["Value"], event)) if given["Value"].startswith("$.") else given["Value"],
        }
        for given in target.get("SageMakerPipelineParameters", {}).get("PipelineParameterList", [])
    ]
    sender.client("sagemaker", target).start_pipeline_execution(PipelineName=target["Arn"], PipelineParameters=parameters)


def _to_state_machine(sender: Sender, target: Target, payload: str, event: dict[str, Any]) -> None:
    sender.client("stepfunctions", target).start_execution(stateMachineArn=target["Arn"], input=payload)


def _to_log_group(sender: Sender, target: Target, payload: str, event: dict[str, Any]) -> None:
    account, region = place_of(target["Arn"], sender.place)
    logs = Place(account, region).client("logs")
    known = logs.describe_resource_policies().get("resourcePolicies", [])
    stream = target["Arn"].removesuffix(":*") + ":log-stream:events"
    if not any(policies.admits(one["policyDocument"], sender.caller, "logs:PutLogEvents", stream) for one in known):
        raise Undeliverable(
            "NO_PERMISSIONS", f"no resource policy of CloudWatch Logs lets {sender.service} write to {target['Arn']}"
        )
    group = target["Arn"].split(":")[6]
    name = str(mock_random.uuid4())
    logs.create_log_stream(logGroupName=group, logStreamName=name)
    logs.put_log_events(
        logGroupName=group, logStreamName=name, logEvents=[{"timestamp": int(time.time() * 1000), "message": payload}]
    )


_SERVICES: dict[str, Callable[[Sender, Target, str, dict[str, Any]], None]] = {
    "lambda": _to_function,
    "sqs": _to_queue,
    "sns": _to_topic,
    "sagemaker": _to_pipeline,
    "states": _to_state_machine,
    "logs": _to_log_group,
}


def _check(sender: Sender, policy: str | None, action: str, target: Target) -> None:
    """A resource admits a service only by its policy, in the same account too."""
    if not policies.admits(policy, sender.caller, action, target["Arn"]):
        raise Undeliverable("NO_PERMISSIONS", f"the policy of {target['Arn']} does not allow {action} to {sender.service}")


def _check_key(sender: Sender, key: str | None, account: str, region: str) -> None:
    if not key:
        return
    kms = Place(account, region).client("kms")
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    policy = kms.get_key_policy(KeyId=metadata["KeyId"], PolicyName="default")["Policy"]
    for action in ("kms:GenerateDataKey", "kms:Decrypt"):
        if not policies.admits(policy, sender.caller, action, metadata["Arn"]):
            raise Undeliverable("NO_PERMISSIONS", f"the policy of {metadata['Arn']} does not allow {action} to {sender.service}")


def _policy(get: Callable[[], str]) -> str | None:
    try:
        return get()
    except ClientError:
        return None
