"""Data streams."""

from __future__ import annotations

from .handler import Made, Properties, Request, handles
from .properties import fitting_name, given
from .service import ServiceHandler, or_undo, unless_gone

DEFAULT_HOURS = 24


@handles("AWS::Kinesis::Stream")
class Stream(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-stream.html"""

    service = "kinesis"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("Name") or fitting_name(request, 128)
        self.api(request).create_stream(StreamName=name, **given(properties, "ShardCount", "StreamModeDetails"))
        with or_undo(lambda: self.delete(request, name, properties)):
            self._change(request, name, {}, properties)
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        if before.get("ShardCount") != after.get("ShardCount") and "ShardCount" in after:
            self.api(request).update_shard_count(
                StreamName=physical_id, TargetShardCount=after["ShardCount"], ScalingType="UNIFORM_SCALING"
            )
        self._change(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_stream(StreamName=physical_id)

    def _change(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        api = self.api(request)
        was, shall = (int(properties.get("RetentionPeriodHours", DEFAULT_HOURS)) for properties in (before, after))
        if shall > was:
            api.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=shall)
        if shall < was:
            api.decrease_stream_retention_period(StreamName=name, RetentionPeriodHours=shall)

        old, new = before.get("StreamEncryption"), after.get("StreamEncryption")
        if old and old != new:
            api.stop_stream_encryption(StreamName=name, EncryptionType=old["EncryptionType"], KeyId=old["KeyId"])
        if new and old != new:
            api.start_stream_encryption(StreamName=name, EncryptionType=new["EncryptionType"], KeyId=new["KeyId"])

        calls = {"add": "add_tags_to_stream", "remove": "remove_tags_from_stream"}
        self.change_tags(request, before, after, **calls, as_map=True, StreamName=name)

    def _made(self, request: Request, name: str) -> Made:
        return Made(name, {"Arn": request.place.arn("kinesis", f"stream/{name}")})
