"""Topics, their policies and subscriptions."""

from __future__ import annotations

from typing import Any

from moto.sns.models import sns_backends

from ..places import Place
from .api import Api
from .handler import Made, Properties, Request, handles
from .properties import as_json, as_text, differences, fitting_name, given, is_true, tag_list
from .service import ServiceHandler, already_exists, found, or_undo, unless_gone

# The properties of a topic that are attributes in the API, with what takes their place when a template drops them.
ATTRIBUTES = {
    "ArchivePolicy": "{}",
    "ContentBasedDeduplication": "false",
    "DataProtectionPolicy": "",
    "DisplayName": "",
    "FifoThroughputScope": "Topic",
    "KmsMasterKeyId": "",
    "SignatureVersion": "1",
    "TracingConfig": "PassThrough",
}
OF_SUBSCRIPTIONS = (
    "DeliveryPolicy",
    "FilterPolicyScope",
    "FilterPolicy",
    "RawMessageDelivery",
    "RedrivePolicy",
    "SubscriptionRoleArn",
)


@handles("AWS::SNS::Topic")
class Topic(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html"""

    service = "sns"

    def create(self, request: Request, properties: Properties) -> Made:
        is_fifo = is_true(properties.get("FifoTopic"))
        ending = ".fifo" if is_fifo else ""
        name = properties.get("TopicName") or fitting_name(request, 256 - len(ending)) + ending
        arn = request.place.arn("sns", name)
        if found(lambda: self.api(request).get_topic_attributes(TopicArn=arn)):
            raise already_exists(request, arn)

        attributes = {key: as_text(properties[key]) for key in ATTRIBUTES if key in properties}
        attributes |= {"FifoTopic": "true"} if is_fifo else {}
        self.api(request).create_topic(Name=name, Attributes=attributes, Tags=tag_list(properties))
        with or_undo(lambda: self.delete(request, arn, properties)):
            self._change_subscriptions(request, arn, {}, properties)
        return self._made(arn)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        api = self.api(request)
        for name, default in ATTRIBUTES.items():
            if before.get(name) != after.get(name):
                value = as_text(after.get(name, default))
                api.set_topic_attributes(TopicArn=physical_id, AttributeName=name, AttributeValue=value)
        self._change_subscriptions(request, physical_id, before, after)
        self.change_tags(request, before, after, ResourceArn=physical_id)
        return self._made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_topic(TopicArn=physical_id)

    def _change_subscriptions(self, request: Request, arn: str, before: Properties, after: Properties) -> None:
        come, gone = differences(before.get("Subscription"), after.get("Subscription"))
        for subscription in come:
            self.api(request).subscribe(TopicArn=arn, **given(subscription, "Protocol", "Endpoint"))
        known = self.api(request).list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"] if gone else []
        for subscription in known:
            if given(subscription, "Protocol", "Endpoint") in gone:
                self.api(request).unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])

    def _made(self, arn: str) -> Made:
        return Made(arn, {"TopicArn": arn, "TopicName": arn.rpartition(":")[2]})


@handles("AWS::SNS::TopicPolicy")
class TopicPolicy(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html"""

    service = "sns"

    def create(self, request: Request, properties: Properties) -> Made:
        self._put(request, properties["Topics"], properties["PolicyDocument"])
        return Made(request.generated_name, {"Id": request.generated_name})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._put(request, after["Topics"], after["PolicyDocument"])
        self._reset(request, differences(before["Topics"], after["Topics"])[1])
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        self._reset(request, properties["Topics"])

    def _put(self, request: Request, topics: list[str], document: Any) -> None:
        for topic in topics:
            self.api(request).set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=as_json(document))

    def _reset(self, request: Request, topics: list[str]) -> None:
        """A topic always has a policy: the one that lets its owner in."""
        for arn in topics:
            topic = sns_backends[request.place.account][request.place.region].topics.get(arn)
            if topic is not None:
                default = topic._create_default_topic_policy(request.place.region, request.place.account, topic.name)
                topic.policy = as_json(default)


@handles("AWS::SNS::Subscription")
class Subscription(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html"""

    service = "sns"

    def create(self, request: Request, properties: Properties) -> Made:
        arn = self._api(request, properties).subscribe(
            **given(properties, "TopicArn", "Protocol", "Endpoint"),
            Attributes={name: as_text(properties[name]) for name in OF_SUBSCRIPTIONS if name in properties},
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]
        return Made(arn, {"Arn": arn})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        for name in OF_SUBSCRIPTIONS:
            if before.get(name) != after.get(name):
                self._api(request, after).set_subscription_attributes(
                    SubscriptionArn=physical_id, AttributeName=name, AttributeValue=as_text(after.get(name, ""))
                )
        return Made(physical_id, {"Arn": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self._api(request, properties).unsubscribe(SubscriptionArn=physical_id)

    def _api(self, request: Request, properties: Properties) -> Any:
        """Speaks to the topic's region, which may be another one."""
        return Api("sns", Place(request.place.account, properties.get("Region", request.place.region)))
