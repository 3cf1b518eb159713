"""
Events of CloudTrail: that somebody takes a role. Nothing else is told, because no rule here asks for more.

@see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow
from moto.events.models import events_backends
from moto.moto_api._internal import mock_random

from ..calls import Call, after
from ..places import Place
from .bus import SEES_READING, emit, iso_time


@after("sts", "AssumeRole")
def tell_assumption(call: Call) -> None:
    """Taking a role counts as reading: the account of the role is told if a rule of it asks for what is read."""
    if call.by_a_service:
        return
    place = Place(call.parameters["RoleArn"].split(":")[4], call.place.region)
    buses = events_backends[place.account][place.region].event_buses
    if any(rule.state == SEES_READING for rule in buses["default"].rules.values()):
        emit(place, "aws.sts", "AWS API Call via CloudTrail", _detail(call, place), [])


def _detail(call: Call, place: Place) -> dict[str, Any]:
    given = call.parameters
    parameters = {name[0].lower() + name[1:]: value for name, value in given.items() if isinstance(value, (str, int))}
    return {
        "eventVersion": "1.08",
        "userIdentity": _identity(call, place),
        "eventTime": iso_time(utcnow()),
        "eventSource": "sts.amazonaws.com",
        "eventName": "AssumeRole",
        "awsRegion": place.region,
        "sourceIPAddress": "192.0.2.1",
        "requestParameters": parameters,
        "requestID": call.request_id,
        "eventID": str(mock_random.uuid4()),
        "readOnly": True,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": place.account,
        "eventCategory": "Management",
    }


def _identity(call: Call, place: Place) -> dict[str, str]:
    """Whoever comes from another account has an id there and no ARN."""
    account = call.principal.split(":")[4]
    if account != place.account:
        return {"type": "AWSAccount", "principalId": "AIDACKCEVSQ6C2EXAMPLE", "accountId": account}
    return {"type": "AssumedRole", "principalId": "AROACKCEVSQ6C2EXAMPLE:session", "arn": call.principal, "accountId": account}
