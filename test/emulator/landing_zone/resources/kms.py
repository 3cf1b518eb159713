"""Keys and their aliases."""

from __future__ import annotations

from typing import Any

from moto.kms.models import kms_backends

from ..calls import Call, after, before, implement
from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import given, is_true, tag_changes
from .service import ServiceHandler, or_undo, unless_gone

DEFAULT_ROTATION_DAYS = 365

# What moto does not keep: the days between two rotations, by the ARN of the key.
_state: dict[str, int] = {}


@handles("AWS::KMS::Key")
class Key(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html"""

    service = "kms"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(
            properties, "Description", "KeySpec", "KeyUsage", "MultiRegion", "Origin", "BypassPolicyLockoutSafetyCheck"
        )
        if "KeyPolicy" in properties:
            wanted["Policy"] = properties["KeyPolicy"]
        tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in properties.get("Tags", [])]
        key = self.api(request).create_key(**wanted, Tags=tags)["KeyMetadata"]["KeyId"]
        with or_undo(lambda: self.delete(request, key, properties)):
            self._set_rotation(request, key, {}, properties)
            self._set_enabled(request, key, {}, properties)
        return self._made(request, key)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        fixed = ("KeySpec", "KeyUsage", "MultiRegion", "Origin")
        if any(before.get(name) != after.get(name) for name in fixed):
            raise ApiError("InvalidRequest", "You cannot change the KeySpec, KeyUsage, MultiRegion or Origin of an existing key")

        api = self.api(request)
        if before.get("KeyPolicy") != after.get("KeyPolicy") and "KeyPolicy" in after:
            api.put_key_policy(KeyId=physical_id, PolicyName="default", Policy=after["KeyPolicy"])
        if before.get("Description") != after.get("Description"):
            api.update_key_description(KeyId=physical_id, Description=after.get("Description", ""))
        self._set_rotation(request, physical_id, before, after)
        self._set_enabled(request, physical_id, before, after)
        self._retag(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone("KMSInvalidStateException"):
            self.api(request).schedule_key_deletion(KeyId=physical_id, **given(properties, "PendingWindowInDays"))

    def _set_rotation(self, request: Request, key: str, before: Properties, after: Properties) -> None:
        was, shall = is_true(before.get("EnableKeyRotation")), is_true(after.get("EnableKeyRotation"))
        if shall and (not was or before.get("RotationPeriodInDays") != after.get("RotationPeriodInDays")):
            self.api(request).enable_key_rotation(KeyId=key, **given(after, "RotationPeriodInDays"))
        if was and not shall:
            self.api(request).disable_key_rotation(KeyId=key)

    def _set_enabled(self, request: Request, key: str, before: Properties, after: Properties) -> None:
        was, shall = is_true(before.get("Enabled", True)), is_true(after.get("Enabled", True))
        if was and not shall:
            self.api(request).disable_key(KeyId=key)
        if shall and not was:
            self.api(request).enable_key(KeyId=key)

    def _retag(self, request: Request, key: str, before: Properties, after: Properties) -> None:
        changed, gone = tag_changes(before, after)
        if changed:
            tags = [{"TagKey": name, "TagValue": value} for name, value in changed.items()]
            self.api(request).tag_resource(KeyId=key, Tags=tags)
        if gone:
            self.api(request).untag_resource(KeyId=key, TagKeys=gone)

    def _made(self, request: Request, key: str) -> Made:
        return Made(key, {"KeyId": key, "Arn": request.place.arn("kms", f"key/{key}")})


@handles("AWS::KMS::Alias")
class Alias(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html"""

    service = "kms"

    def create(self, request: Request, properties: Properties) -> Made:
        self.api(request).create_alias(**given(properties, "AliasName", "TargetKeyId"))
        return Made(properties["AliasName"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_alias(AliasName=physical_id, TargetKeyId=after["TargetKeyId"])
        return Made(physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_alias(AliasName=physical_id)


@before("kms", "ScheduleKeyDeletion")
def check_window(call: Call) -> None:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html"""
    days = call.parameters.get("PendingWindowInDays", 30)
    if not 7 <= int(days) <= 30:
        raise ApiError("ValidationException", "PendingWindowInDays must be between 7 and 30 (inclusive).")
    key = _key(call)
    if key and key.key_state == "PendingDeletion":
        raise ApiError("KMSInvalidStateException", f"{key.arn} is pending deletion.")


@after("kms", "EnableKeyRotation")
def note_rotation_period(call: Call) -> None:
    key = _key(call)
    assert key
    _state[key.arn] = int(call.parameters.get("RotationPeriodInDays", DEFAULT_ROTATION_DAYS))


@implement("kms", "GetKeyRotationStatus")
def rotation_status(call: Call) -> dict[str, Any]:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html"""
    key = _key(call)
    if key is None:
        raise ApiError("NotFoundException", f"Invalid keyId {call.parameters['KeyId']}")
    status = {"KeyRotationEnabled": bool(key.key_rotation_status), "KeyId": key.id}
    return status | ({"RotationPeriodInDays": _state.get(key.arn, DEFAULT_ROTATION_DAYS)} if key.key_rotation_status else {})


def _key(call: Call) -> Any:
    backend = kms_backends[call.place.account][call.place.region]
    return backend.keys.get(backend.get_key_id(call.parameters["KeyId"]))
