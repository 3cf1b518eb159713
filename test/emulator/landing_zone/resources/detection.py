"""What watches an account as a whole: GuardDuty and Macie. Security Hub has a module of its own."""

from __future__ import annotations

from typing import Any

from moto.guardduty.models import guardduty_backends
from moto.macie2.models import MacieBackend, macie2_backends

from ..calls import Call, before, implement
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import given, tag_map
from .service import ServiceHandler, already_exists, unless_gone


@handles("AWS::GuardDuty::Detector")
class Detector(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-detector.html"""

    service = "guardduty"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "Enable", "FindingPublishingFrequency", "DataSources", "Features")
        detector = self.api(request).create_detector(**wanted, Tags=tag_map(properties.get("Tags")))["DetectorId"]
        return Made(detector, {"Id": detector})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        wanted = given(after, "Enable", "FindingPublishingFrequency", "DataSources", "Features")
        self.api(request).update_detector(DetectorId=physical_id, **wanted)
        detector = guardduty_backends[request.place.account][request.place.region].detectors[physical_id]
        detector.tags = tag_map(after.get("Tags"))
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone("BadRequestException"):
            self.api(request).delete_detector(DetectorId=physical_id)


@before("guardduty", "CreateDetector")
def check_only_detector(call: Call) -> None:
    """https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html"""
    if guardduty_backends[call.place.account][call.place.region].detectors:
        message = "The request is rejected because a detector already exists for the current account."
        raise ApiError("BadRequestException", message)


_new_macie = MacieBackend.__init__


def _start_disabled(backend: MacieBackend, region_name: str, account_id: str) -> None:
    """An account has no Macie until somebody enables it; in moto it has."""
    _new_macie(backend, region_name, account_id)
    backend.macie_session = None


MacieBackend.__init__ = _start_disabled


@handles("AWS::Macie::Session")
class MacieSession(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-macie-session.html"""

    service = "macie2"

    def create(self, request: Request, properties: Properties) -> Made:
        if macie2_backends[request.place.account][request.place.region].macie_session:
            raise already_exists(request, request.place.account)
        self.api(request).enable_macie(**given(properties, "FindingPublishingFrequency", "Status"))
        return self._made(request)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        wanted = {"FindingPublishingFrequency": "FIFTEEN_MINUTES", "Status": "ENABLED", **after}
        self.api(request).update_macie_session(**wanted)
        return self._made(request)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).disable_macie()

    def _made(self, request: Request) -> Made:
        session = self.api(request).get_macie_session()
        return Made(request.place.account, {"AwsAccountId": request.place.account, "ServiceRole": session["serviceRole"]})


@implement("macie2", "UpdateMacieSession")
def update_session(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/macie/latest/APIReference/macie.html"""
    session = macie2_backends[call.place.account][call.place.region].macie_session
    if session is None:
        raise ApiError("ResourceNotFoundException", "Macie is not enabled.")
    session.update({name: call.parameters[name] for name in ("findingPublishingFrequency", "status") if name in call.parameters})
    return {}
