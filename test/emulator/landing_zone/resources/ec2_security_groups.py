"""Security groups and their rules."""

from __future__ import annotations

from typing import Any, Literal

from moto.ec2.models import ec2_backends

from ..calls import Call, after
from .ec2_network import Ec2Handler
from .handler import Made, Properties, Request, handles
from .properties import differences, given
from .service import unless_gone

Direction = Literal["ingress", "egress"]

# What every new group of a VPC allows, until its template says what goes out.
ALLOW_ALL: dict[str, Any] = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


@handles("AWS::EC2::SecurityGroup")
class SecurityGroup(Ec2Handler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html"""

    tagged_as = "security-group"

    def create(self, request: Request, properties: Properties) -> Made:
        api = self.api(request)
        group = api.create_security_group(
            GroupName=properties.get("GroupName", request.generated_name),
            Description=properties["GroupDescription"],
            **given(properties, "VpcId"),
            TagSpecifications=self.tag_specifications(properties),
        )["GroupId"]
        if properties.get("SecurityGroupEgress"):
            api.revoke_security_group_egress(GroupId=group, IpPermissions=[ALLOW_ALL])
        self._change(request, group, {}, properties)
        return self._made(request, group)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._change(request, physical_id, before, after)
        self._default(request, physical_id, bool(before.get("SecurityGroupEgress")), bool(after.get("SecurityGroupEgress")))
        self.retag(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_security_group(GroupId=physical_id)

    def _change(self, request: Request, group: str, before: Properties, after: Properties) -> None:
        for direction, name in (("ingress", "SecurityGroupIngress"), ("egress", "SecurityGroupEgress")):
            come, gone = differences(_permissions(before.get(name)), _permissions(after.get(name)))
            if gone:
                getattr(self.api(request), f"revoke_security_group_{direction}")(GroupId=group, IpPermissions=gone)
            if come:
                getattr(self.api(request), f"authorize_security_group_{direction}")(GroupId=group, IpPermissions=come)

    def _default(self, request: Request, group: str, had_rules: bool, has_rules: bool) -> None:
        if had_rules and not has_rules:
            self.api(request).authorize_security_group_egress(GroupId=group, IpPermissions=[ALLOW_ALL])
        if has_rules and not had_rules:
            self.api(request).revoke_security_group_egress(GroupId=group, IpPermissions=[ALLOW_ALL])

    def _made(self, request: Request, identity: str) -> Made:
        group = self.api(request).describe_security_groups(GroupIds=[identity])["SecurityGroups"][0]
        return Made(identity, {"GroupId": identity, "Id": identity, "VpcId": group.get("VpcId", "")})


class SecurityGroupRule(Ec2Handler):
    """
    A rule that stands beside its group; Ref is the rule's id.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
    """

    direction: Direction

    def create(self, request: Request, properties: Properties) -> Made:
        authorize = getattr(self.api(request), f"authorize_security_group_{self.direction}")
        made = authorize(**given(properties, "GroupId", "GroupName"), IpPermissions=[_permission(properties)])
        rule = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        return Made(rule, {"Id": rule})

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        describe = getattr(self.api(request), f"update_security_group_rule_descriptions_{self.direction}")
        described = {"SecurityGroupRuleId": physical_id, "Description": after.get("Description", "")}
        describe(**given(after, "GroupId", "GroupName"), SecurityGroupRuleDescriptions=[described])
        return Made(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        revoke = getattr(self.api(request), f"revoke_security_group_{self.direction}")
        with unless_gone():
            revoke(**given(properties, "GroupId", "GroupName"), SecurityGroupRuleIds=[physical_id])


@handles("AWS::EC2::SecurityGroupIngress")
class SecurityGroupIngress(SecurityGroupRule):
    direction = "ingress"


@handles("AWS::EC2::SecurityGroupEgress")
class SecurityGroupEgress(SecurityGroupRule):
    direction = "egress"


@after("ec2", "UpdateSecurityGroupRuleDescriptionsIngress")
@after("ec2", "UpdateSecurityGroupRuleDescriptionsEgress")
def describe_rules(call: Call) -> None:
    """Describes the rules that are named by their id, which moto overlooks."""
    backend = ec2_backends[call.place.account][call.place.region]
    group = backend.get_security_group_by_name_or_id(call.parameters.get("GroupId") or call.parameters["GroupName"])
    for described in call.parameters.get("SecurityGroupRuleDescriptions", []):
        rule = group and group.get_rule(described["SecurityGroupRuleId"])
        if rule:
            (rule.source_group or rule.ip_range)["Description"] = described.get("Description", "")


def _permissions(rules: list[Properties] | None) -> list[dict[str, Any]]:
    return [_permission(rule) for rule in rules or []]


def _permission(rule: Properties) -> dict[str, Any]:
    """One rule of a template as the API has it."""
    description = given(rule, "Description")
    permission: dict[str, Any] = {"IpProtocol": str(rule["IpProtocol"])}
    if permission["IpProtocol"] != "-1":
        permission |= {"FromPort": rule.get("FromPort", -1), "ToPort": rule.get("ToPort", -1)}

    if "CidrIp" in rule:
        permission["IpRanges"] = [{"CidrIp": rule["CidrIp"], **description}]
    elif "CidrIpv6" in rule:
        permission["Ipv6Ranges"] = [{"CidrIpv6": rule["CidrIpv6"], **description}]
    elif prefix_list := rule.get("SourcePrefixListId") or rule.get("DestinationPrefixListId"):
        permission["PrefixListIds"] = [{"PrefixListId": prefix_list, **description}]
    else:
        permission["UserIdGroupPairs"] = [{**_group(rule), **description}]
    return permission


def _group(rule: Properties) -> dict[str, str]:
    names = {
        "SourceSecurityGroupId": "GroupId",
        "DestinationSecurityGroupId": "GroupId",
        "SourceSecurityGroupName": "GroupName",
        "SourceSecurityGroupOwnerId": "UserId",
    }
    return {theirs: str(rule[ours]) for ours, theirs in names.items() if ours in rule}
