"""Trails."""

from __future__ import annotations

from .handler import Made, Properties, Request, handles
from .properties import as_tag_list, fitting_name, given, is_true, tag_changes, tag_list
from .service import ServiceHandler, already_exists, or_undo, unless_gone

SETTINGS = (
    "CloudWatchLogsLogGroupArn",
    "CloudWatchLogsRoleArn",
    "EnableLogFileValidation",
    "IncludeGlobalServiceEvents",
    "IsMultiRegionTrail",
    "IsOrganizationTrail",
    "KMSKeyId",
    "S3BucketName",
    "S3KeyPrefix",
    "SnsTopicName",
)


@handles("AWS::CloudTrail::Trail")
class Trail(ServiceHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html"""

    service = "cloudtrail"

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get("TrailName") or fitting_name(request, 128)
        if self.api(request).describe_trails(trailNameList=[name])["trailList"]:
            raise already_exists(request, name)
        self.api(request).create_trail(Name=name, TagsList=tag_list(properties), **given(properties, *SETTINGS))
        with or_undo(lambda: self.delete(request, name, properties)):
            self._change_rest(request, name, {}, properties)
        return self._made(request, name)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_trail(Name=physical_id, **given(after, *SETTINGS))
        self._change_rest(request, physical_id, before, after)
        changed, gone = tag_changes(before, after)
        arn = request.place.arn("cloudtrail", f"trail/{physical_id}")
        if changed:
            self.api(request).add_tags(ResourceId=arn, TagsList=as_tag_list(changed))
        if gone:
            self.api(request).remove_tags(ResourceId=arn, TagsList=[{"Key": key} for key in gone])
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_trail(Name=physical_id)

    def _change_rest(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        api = self.api(request)
        selectors = given(after, "EventSelectors", "AdvancedEventSelectors")
        if selectors != given(before, "EventSelectors", "AdvancedEventSelectors") and selectors:
            api.put_event_selectors(TrailName=name, **selectors)
        if before.get("InsightSelectors") != after.get("InsightSelectors"):
            api.put_insight_selectors(TrailName=name, InsightSelectors=after.get("InsightSelectors", []))
        if is_true(after["IsLogging"]) and not is_true(before.get("IsLogging")):
            api.start_logging(Name=name)
        if is_true(before.get("IsLogging")) and not is_true(after["IsLogging"]):
            api.stop_logging(Name=name)

    def _made(self, request: Request, name: str) -> Made:
        trail = self.api(request).describe_trails(trailNameList=[name])["trailList"][0]
        topic = {"SnsTopicArn": trail["SnsTopicARN"]} if trail.get("SnsTopicARN") else {}
        return Made(name, {"Arn": trail["TrailARN"], **topic})
