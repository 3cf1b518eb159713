"""Organisations, their units, accounts and policies."""

from __future__ import annotations

from typing import Any

from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import differences, given, tag_list
from .service import ServiceHandler, already_exists, or_undo, unless_gone


class OrganizationsHandler(ServiceHandler):
    service = "organizations"

    def path(self, request: Request, child: str) -> str:
        """The way from the organisation down to a unit or an account, `o-abc/r-abc/ou-abc/`, as aws:PrincipalOrgPaths has it."""
        parents = self.api(request).list_parents(ChildId=child)["Parents"]
        if not parents:
            organization = self.api(request).describe_organization()["Organization"]["Id"]
            return f"{organization}/{child}/"
        return f"{self.path(request, parents[0]['Id'])}{child}/"


@handles("AWS::Organizations::Organization")
class Organization(OrganizationsHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-organization.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        self.api(request).create_organization(FeatureSet=properties.get("FeatureSet", "ALL"))
        return self._made(request)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        if before.get("FeatureSet", "ALL") == "ALL" and after.get("FeatureSet", "ALL") != "ALL":
            raise ApiError("InvalidRequest", "An organization with all features cannot go back to consolidated billing")
        self.api(request).enable_all_features()
        return self._made(request)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone("AWSOrganizationsNotInUseException"):
            self.api(request).delete_organization()

    def _made(self, request: Request) -> Made:
        organization = self.api(request).describe_organization()["Organization"]
        return Made(
            organization["Id"],
            {
                "Id": organization["Id"],
                "Arn": organization["Arn"],
                "RootId": self.api(request).list_roots()["Roots"][0]["Id"],
                "ManagementAccountArn": organization["MasterAccountArn"],
                "ManagementAccountId": organization["MasterAccountId"],
                "ManagementAccountEmail": organization["MasterAccountEmail"],
            },
        )


@handles("AWS::Organizations::OrganizationalUnit")
class OrganizationalUnit(OrganizationsHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-organizationalunit.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        unit = self.api(request).create_organizational_unit(**given(properties, "ParentId", "Name"), Tags=tag_list(properties))
        return self._made(request, unit["OrganizationalUnit"]["Id"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        if before["Name"] != after["Name"]:
            self.api(request).update_organizational_unit(OrganizationalUnitId=physical_id, Name=after["Name"])
        self.change_tags(request, before, after, ResourceId=physical_id)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_organizational_unit(OrganizationalUnitId=physical_id)

    def _made(self, request: Request, identity: str) -> Made:
        unit = self.api(request).describe_organizational_unit(OrganizationalUnitId=identity)["OrganizationalUnit"]
        return Made(identity, {**given(unit, "Id", "Arn"), "Path": self.path(request, identity)})


@handles("AWS::Organizations::Account")
class Account(OrganizationsHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-account.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        status = self.api(request).create_account(
            **given(properties, "AccountName", "Email", "RoleName"), Tags=tag_list(properties)
        )["CreateAccountStatus"]
        if status["State"] == "FAILED":
            raise ApiError(status["FailureReason"], f"The account could not be created: {status['FailureReason']}")
        self._place(request, status["AccountId"], properties)
        return self._made(request, status["AccountId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        fixed = [name for name in ("AccountName", "Email", "RoleName") if before.get(name) != after.get(name)]
        if fixed:
            raise ApiError("InvalidRequest", f"You can only update the parent and the tags of an account, not {', '.join(fixed)}")
        if before.get("ParentIds") != after.get("ParentIds"):
            self._place(request, physical_id, after)
        self.change_tags(request, before, after, ResourceId=physical_id)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone("AccountAlreadyClosedException"):
            self.api(request).close_account(AccountId=physical_id)

    def _place(self, request: Request, account: str, properties: Properties) -> None:
        api = self.api(request)
        source = api.list_parents(ChildId=account)["Parents"][0]["Id"]
        wanted = properties.get("ParentIds") or [api.list_roots()["Roots"][0]["Id"]]
        if wanted[0] != source:
            api.move_account(AccountId=account, SourceParentId=source, DestinationParentId=wanted[0])

    def _made(self, request: Request, identity: str) -> Made:
        account = self.api(request).describe_account(AccountId=identity)["Account"]
        return Made(
            identity,
            {
                "AccountId": identity,
                "JoinedTimestamp": account["JoinedTimestamp"].isoformat(),
                "Paths": [self.path(request, identity)],
                **given(account, "Arn", "JoinedMethod", "Status", "State"),
            },
        )


@handles("AWS::Organizations::Policy")
class Policy(OrganizationsHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        policy = self.api(request).create_policy(
            Description=properties.get("Description", ""),
            **given(properties, "Name", "Type", "Content"),
            Tags=tag_list(properties),
        )["Policy"]["PolicySummary"]["Id"]
        with or_undo(lambda: self.delete(request, policy, properties)):
            self._attach(request, policy, {}, properties)
        return self._made(request, policy)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).update_policy(
            PolicyId=physical_id, Description=after.get("Description", ""), **given(after, "Name", "Content")
        )
        self._attach(request, physical_id, before, after)
        self.change_tags(request, before, after, ResourceId=physical_id)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self._attach(request, physical_id, properties, {})
            self.api(request).delete_policy(PolicyId=physical_id)

    def _attach(self, request: Request, policy: str, before: Properties, after: Properties) -> None:
        come, gone = differences(before.get("TargetIds"), after.get("TargetIds"))
        for target in come:
            self.api(request).attach_policy(PolicyId=policy, TargetId=target)
        for target in gone:
            with unless_gone("PolicyNotAttachedException"):
                self.api(request).detach_policy(PolicyId=policy, TargetId=target)

    def _made(self, request: Request, identity: str) -> Made:
        policy = self.api(request).describe_policy(PolicyId=identity)["Policy"]["PolicySummary"]
        return Made(identity, given(policy, "Id", "Arn", "AwsManaged"))


@handles("AWS::Organizations::ResourcePolicy")
class ResourcePolicy(OrganizationsHandler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-resourcepolicy.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        known = self._known(request)
        if known:
            raise already_exists(request, known["ResourcePolicySummary"]["Id"])
        return self._put(request, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return self._put(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_resource_policy()

    def _put(self, request: Request, properties: Properties) -> Made:
        put = self.api(request).put_resource_policy(Content=properties["Content"], Tags=tag_list(properties))
        summary = put["ResourcePolicy"]["ResourcePolicySummary"]
        return Made(summary["Id"], given(summary, "Id", "Arn"))

    def _known(self, request: Request) -> dict[str, Any] | None:
        known = None
        with unless_gone():
            known = self.api(request).describe_resource_policy()["ResourcePolicy"]
        return known
