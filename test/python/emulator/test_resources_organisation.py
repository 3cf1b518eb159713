"""Organisations, shares, budgets and permission sets: what a landing zone's own templates make."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployments import attribute, deploy, destroy, ref, resource, tags


@pytest.fixture(scope="module")
def root(zone: Any) -> str:
    """The root of an organisation with guardrails switched on."""
    organizations = zone.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    return str(root)


def unit(name: str, parent: Any, **properties: Any) -> dict[str, Any]:
    return resource("AWS::Organizations::OrganizationalUnit", Name=name, ParentId=parent, **properties)


def test_accounts_are_made_and_moved_between_units(zone: Any, root: str) -> None:
    def template(parent: str, **tags: Any) -> dict[str, Any]:
        account = resource(
            "AWS::Organizations::Account", AccountName="ml", Email="ml@example.com", ParentIds=[ref(parent)], **tags
        )
        return {"One": unit("one", root), "Two": unit("two", ref("One")), "A": account}

    organizations = zone.client("organizations")
    outputs = {"A": ref("A"), "Two": ref("Two"), "One": ref("One"), "Path": attribute("Two", "Path")}
    made = deploy(zone, "accounts", template("One"), outputs)

    moved = deploy(zone, "accounts", template("Two", Tags=tags(team="a")), outputs)

    assert (made.status, moved.status) == ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert moved.outputs["A"] == made.outputs["A"]
    organization = organizations.describe_organization()["Organization"]["Id"]
    assert made.outputs["Path"] == f"{organization}/{root}/{made.outputs['One']}/{made.outputs['Two']}/"
    assert organizations.list_parents(ChildId=made.outputs["A"])["Parents"][0]["Id"] == made.outputs["Two"]
    assert organizations.list_tags_for_resource(ResourceId=made.outputs["A"])["Tags"] == tags(team="a")
    deleted = destroy(zone, "accounts")
    assert deleted.status == "DELETE_FAILED"
    assert "The specified OU is not empty." in deleted.failures["Two"]
    assert organizations.describe_account(AccountId=made.outputs["A"])["Account"]["Status"] == "SUSPENDED"


def scp(action: str) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*"}]}


def test_a_guardrail_changes_its_text_and_its_targets_in_place(zone: Any, root: str) -> None:
    def template(action: str, target: str) -> dict[str, Any]:
        policy = {"Name": "guardrail", "Type": "SERVICE_CONTROL_POLICY", "Content": scp(action), "TargetIds": [ref(target)]}
        return {"L": unit("left", root), "R": unit("right", root), "P": resource("AWS::Organizations::Policy", **policy)}

    organizations = zone.client("organizations")
    outputs = {"P": ref("P"), "R": ref("R")}
    made = deploy(zone, "guardrail", template("s3:*", "L"), outputs)

    changed = deploy(zone, "guardrail", template("sqs:*", "R"), outputs)

    assert changed.outputs == made.outputs
    policy = organizations.describe_policy(PolicyId=made.outputs["P"])["Policy"]
    assert json.loads(policy["Content"]) == scp("sqs:*")
    targets = organizations.list_targets_for_policy(PolicyId=made.outputs["P"])["Targets"]
    assert [target["TargetId"] for target in targets] == [made.outputs["R"]]
    assert destroy(zone, "guardrail").status == "DELETE_COMPLETE"


def test_a_policy_of_a_type_that_is_switched_off_is_not_attached(zone: Any, root: str) -> None:
    content = json.dumps({"tags": {"team": {"tag_key": {"@@assign": "team"}}}})
    policy = resource("AWS::Organizations::Policy", Name="tags", Type="TAG_POLICY", Content=content, TargetIds=[root])

    made = deploy(zone, "switched-off", {"P": policy})

    assert made.status == "ROLLBACK_COMPLETE"
    assert "This operation can be performed only for enabled policy types." in made.failures["P"]
    assert zone.client("organizations").list_policies(Filter="TAG_POLICY")["Policies"] == []


def test_a_guardrail_over_its_quota_is_refused(zone: Any, root: str) -> None:
    actions = [f"sagemaker:Create{'x' * 90}{number}" for number in range(100)]
    content = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": actions, "Resource": "*"}]}
    policy = resource("AWS::Organizations::Policy", Name="long", Type="SERVICE_CONTROL_POLICY", Content=content)

    made = deploy(zone, "long-guardrail", {"P": policy})

    assert "POLICY_CONTENT_LIMIT_EXCEEDED" in made.failures["P"]


def test_a_guardrail_of_exactly_its_quota_is_accepted(zone: Any, root: str) -> None:
    content: dict[str, Any] = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": ["s3:*", ""], "Resource": "*"}]}
    room = 10_240 - len(json.dumps(content, separators=(",", ":")))
    content["Statement"][0]["Action"][1] = "x" * room
    policy = resource("AWS::Organizations::Policy", Name="full", Type="SERVICE_CONTROL_POLICY", Content=content)

    made = deploy(zone, "full-guardrail", {"P": policy})

    assert made.status == "CREATE_COMPLETE", made.failures


def test_an_organisation_has_one_resource_policy(zone: Any, root: str) -> None:
    def template(action: str) -> dict[str, Any]:
        return {"P": resource("AWS::Organizations::ResourcePolicy", Content=scp(action))}

    organizations = zone.client("organizations")
    made = deploy(zone, "delegation", template("s3:*"), {"Id": ref("P"), "Arn": attribute("P", "Arn")})

    deploy(zone, "delegation", template("sqs:*"), {"Id": ref("P"), "Arn": attribute("P", "Arn")})
    second = deploy(zone, "delegation-again", template("s3:*"))

    assert made.outputs["Arn"].endswith(made.outputs["Id"])
    assert json.loads(organizations.describe_resource_policy()["ResourcePolicy"]["Content"]) == scp("sqs:*")
    assert "already exists" in second.failures["P"]
    assert destroy(zone, "delegation").status == "DELETE_COMPLETE"


ASSIGNMENT = ("InstanceArn", "TargetId", "TargetType", "PermissionSetArn", "PrincipalType", "PrincipalId")
GROUP = "arn:aws:sagemaker:eu-west-1:111111111111:model-package-group/abalone"


def test_a_share_changes_in_place_and_is_seen_from_the_other_side(zone: Any, root: str) -> None:
    def template(principal: str, permission: str, **properties: Any) -> dict[str, Any]:
        arn = f"arn:aws:ram::aws:permission/{permission}"
        share = {"Name": "registry", "ResourceArns": [GROUP], "Principals": [principal], "PermissionArns": [arn]}
        return {"S": resource("AWS::RAM::ResourceShare", **share, **properties)}

    ram = zone.client("ram")
    organization = zone.client("organizations").describe_organization()["Organization"]
    member = zone.client("organizations").create_account(AccountName="reader", Email="r@example.com")["CreateAccountStatus"][
        "AccountId"
    ]
    made = deploy(zone, "share", template("222222222222", "One"), {"Arn": ref("S")})

    changed = deploy(
        zone, "share", template(organization["Arn"], "Two", AllowExternalPrincipals="false", Tags=tags(a="b")), {"Arn": ref("S")}
    )

    assert changed.status == "UPDATE_COMPLETE" and changed.outputs == made.outputs
    arn = made.outputs["Arn"]
    principals = ram.get_resource_share_associations(associationType="PRINCIPAL", resourceShareArns=[arn])[
        "resourceShareAssociations"
    ]
    assert [each["associatedEntity"] for each in principals] == [organization["Arn"]]
    assert [each["name"] for each in ram.list_resource_share_permissions(resourceShareArn=arn)["permissions"]] == ["Two"]
    share = ram.get_resource_shares(resourceOwner="SELF", resourceShareArns=[arn])["resourceShares"][0]
    assert share["allowExternalPrincipals"] is False and share["tags"] == [{"key": "a", "value": "b"}]
    theirs = zone.client("ram", account=member).get_resource_shares(resourceOwner="OTHER-ACCOUNTS")["resourceShares"]
    assert [each["resourceShareArn"] for each in theirs] == [arn]
    assert destroy(zone, "share").status == "DELETE_COMPLETE"
    assert (
        zone.client("ram").get_resource_share_associations(associationType="RESOURCE", resourceArn=GROUP)[
            "resourceShareAssociations"
        ]
        == []
    )


def test_a_share_within_the_organisation_does_not_reach_strangers(zone: Any, root: str) -> None:
    share = {"Name": "closed", "ResourceArns": [GROUP], "Principals": ["999999999999"], "AllowExternalPrincipals": False}

    made = deploy(zone, "closed", {"S": resource("AWS::RAM::ResourceShare", **share)})

    assert made.status == "ROLLBACK_COMPLETE"
    assert "Principal 999999999999 is not in your AWS organization." in made.failures["S"]


def test_a_budget_changes_in_place(zone: Any) -> None:
    def template(amount: Any, tag: str) -> dict[str, Any]:
        budget = {"BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": amount, "Unit": "USD"}}
        notification = {"ComparisonOperator": "GREATER_THAN", "NotificationType": "ACTUAL", "Threshold": "80"}
        subscriber = {"SubscriptionType": "EMAIL", "Address": "a@example.com"}
        alerts = [{"Notification": notification, "Subscribers": [subscriber]}]
        return {
            "B": resource("AWS::Budgets::Budget", Budget=budget, NotificationsWithSubscribers=alerts, ResourceTags=tags(team=tag))
        }

    budgets = zone.client("budgets")
    made = deploy(zone, "budget", template(100, "a"), {"Name": ref("B")})

    changed = deploy(zone, "budget", template(200, "b"), {"Name": ref("B")})

    assert changed.outputs == made.outputs
    seen = budgets.describe_budget(AccountId="111111111111", BudgetName=made.outputs["Name"])["Budget"]
    assert seen["BudgetLimit"] == {"Amount": "200", "Unit": "USD"}
    alerts = budgets.describe_notifications_for_budget(AccountId="111111111111", BudgetName=made.outputs["Name"])["Notifications"]
    assert [alert["Threshold"] for alert in alerts] == [80]
    arn = f"arn:aws:budgets::111111111111:budget/{made.outputs['Name']}"
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == tags(team="b")
    assert destroy(zone, "budget").status == "DELETE_COMPLETE"
    with pytest.raises(ClientError, match="NotFoundException"):
        budgets.describe_budget(AccountId="111111111111", BudgetName=made.outputs["Name"])


def test_a_permission_set_changes_in_place_and_is_kept_while_somebody_has_it(zone: Any) -> None:
    sso = zone.client("sso-admin")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]

    def template(action: str, **properties: Any) -> dict[str, Any]:
        inline = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})
        permission_set = resource(
            "AWS::SSO::PermissionSet", Name="scientist", InstanceArn=instance, InlinePolicy=inline, **properties
        )
        return {
            "P": permission_set,
            "A": resource(
                "AWS::SSO::Assignment",
                InstanceArn=instance,
                PermissionSetArn=attribute("P", "PermissionSetArn"),
                PrincipalId="11111111-1111-1111-1111-111111111111",
                PrincipalType="GROUP",
                TargetId="222222222222",
                TargetType="AWS_ACCOUNT",
            ),
        }

    outputs = {"P": ref("P"), "Arn": attribute("P", "PermissionSetArn")}
    made = deploy(zone, "permission-set", template("s3:*", ManagedPolicies=["arn:aws:iam::aws:policy/ReadOnlyAccess"]), outputs)

    changed = deploy(zone, "permission-set", template("sqs:*", SessionDuration="PT8H", Tags=tags(a="b")), outputs)

    assert (changed.status, changed.outputs) == ("UPDATE_COMPLETE", made.outputs)
    assert made.outputs["P"] == f"{instance}|{made.outputs['Arn']}"
    target = {"InstanceArn": instance, "PermissionSetArn": made.outputs["Arn"]}
    assert "sqs:*" in sso.get_inline_policy_for_permission_set(**target)["InlinePolicy"]
    assert sso.describe_permission_set(**target)["PermissionSet"]["SessionDuration"] == "PT8H"
    assert sso.list_managed_policies_in_permission_set(**target)["AttachedManagedPolicies"] == []
    with pytest.raises(ClientError, match="ConflictException"):
        sso.delete_permission_set(**target)
    assert destroy(zone, "permission-set").status == "DELETE_COMPLETE"


def test_a_permission_set_takes_its_policy_as_an_object_and_its_name_once(zone: Any) -> None:
    sso = zone.client("sso-admin")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]

    def template(name: str, group: str, instance: str = instance, actions: int = 1) -> dict[str, Any]:
        inline = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*"] * actions, "Resource": "*"}]}
        assigned = {"PrincipalType": "GROUP", "PrincipalId": group, "TargetId": "222222222222", "TargetType": "AWS_ACCOUNT"}
        return {
            "P": resource("AWS::SSO::PermissionSet", Name=name, InstanceArn=instance, InlinePolicy=inline, SessionDuration="PT4H"),
            "A": resource(
                "AWS::SSO::Assignment", InstanceArn=instance, PermissionSetArn=attribute("P", "PermissionSetArn"), **assigned
            ),
        }

    outputs = {"Arn": attribute("P", "PermissionSetArn"), "A": ref("A")}
    made = deploy(zone, "engineers", template("engineer", "group-1"), outputs)

    moved = deploy(zone, "engineers", template("engineer", "group-2"), outputs)
    taken = deploy(zone, "engineers-again", template("engineer", "group-1"))
    elsewhere = deploy(zone, "strangers", template("stranger", "group-1", "arn:aws:sso:::instance/ssoins-9999999999999999"))
    large = deploy(zone, "large", template("large", "group-1", actions=5000))
    twice = resource("AWS::SSO::Assignment", **dict(zip(ASSIGNMENT, moved.outputs["A"].split("|"), strict=True)))
    held = deploy(zone, "held", {"A": twice})

    assert made.status == "CREATE_COMPLETE", made.failures
    assert moved.outputs["Arn"] == made.outputs["Arn"] and moved.outputs["A"] != made.outputs["A"]
    policy = sso.get_inline_policy_for_permission_set(InstanceArn=instance, PermissionSetArn=made.outputs["Arn"])
    assert json.loads(policy["InlinePolicy"])["Statement"][0]["Action"] == ["s3:*"]
    assert "PermissionSet with name engineer already exists." in taken.failures["P"]
    assert "There is no instance" in elsewhere.failures["P"]
    assert "32768 are allowed" in large.failures["P"]
    assert "already exists" in held.failures["A"]
    assert destroy(zone, "engineers").status == "DELETE_COMPLETE"


def test_a_product_gets_versions_and_is_offered_by_a_portfolio(zone: Any) -> None:
    def template(description: str, *versions: str, **options: Any) -> dict[str, Any]:
        artifacts = [{"Name": name, "Info": {"LoadTemplateFromURL": f"https://bucket/{name}"}} for name in versions]
        joined = {"PortfolioId": ref("P"), "ProductId": ref("C")}
        return {
            "P": resource("AWS::ServiceCatalog::Portfolio", DisplayName="ml", ProviderName="platform", Description=description),
            "C": resource(
                "AWS::ServiceCatalog::CloudFormationProduct",
                Name="project",
                Owner="platform",
                ProvisioningArtifactParameters=artifacts,
                Tags=[{"Key": "sagemaker:studio-visibility", "Value": description}],
                **options,
            ),
            "J": resource("AWS::ServiceCatalog::PortfolioProductAssociation", **joined),
            "W": resource(
                "AWS::ServiceCatalog::PortfolioPrincipalAssociation",
                PortfolioId=ref("P"),
                PrincipalARN="arn:aws:iam:::role/*sagemaker*",
                PrincipalType="IAM_PATTERN",
            ),
            "L": resource("AWS::ServiceCatalog::LaunchRoleConstraint", "J", **joined, LocalRoleName=description),
            "S": resource("AWS::ServiceCatalog::PortfolioShare", PortfolioId=ref("P"), AccountId="222222222222"),
        }

    catalogue = zone.client("servicecatalog")
    outputs = {"P": ref("P"), "C": ref("C"), "L": ref("L"), "Versions": attribute("C", "ProvisioningArtifactIds")}
    made = deploy(zone, "catalogue", template("one", "v1", "v2"), outputs)

    changed = deploy(zone, "catalogue", template("two", "v2", "v3"), outputs)
    replaced = deploy(zone, "catalogue", template("two", "v3", ReplaceProvisioningArtifacts="true"), outputs)

    assert made.status == "CREATE_COMPLETE", made.failures
    assert {changed.outputs[name] == made.outputs[name] for name in ("P", "C", "L")} == {True}
    assert made.outputs["P"].startswith("port-") and made.outputs["C"].startswith("prod-")
    assert changed.outputs["Versions"].split(",")[0] == made.outputs["Versions"].split(",")[1]
    assert replaced.outputs["Versions"] not in changed.outputs["Versions"]
    product = catalogue.describe_product_as_admin(Id=made.outputs["C"])
    assert [version["Name"] for version in product["ProvisioningArtifactSummaries"]] == ["v3"]
    assert product["Tags"] == [{"Key": "sagemaker:studio-visibility", "Value": "two"}]
    assert catalogue.describe_portfolio(Id=made.outputs["P"])["PortfolioDetail"]["Description"] == "two"
    constraint = catalogue.describe_constraint(Id=made.outputs["L"])
    assert json.loads(constraint["ConstraintParameters"]) == {"LocalRoleName": "two"}
    assert (
        catalogue.list_principals_for_portfolio(PortfolioId=made.outputs["P"])["Principals"][0]["PrincipalType"] == "IAM_PATTERN"
    )
    assert catalogue.list_portfolio_access(PortfolioId=made.outputs["P"])["AccountIds"] == ["222222222222"]
    with pytest.raises(ClientError, match="ResourceInUseException"):
        catalogue.delete_portfolio(Id=made.outputs["P"])
    assert destroy(zone, "catalogue").status == "DELETE_COMPLETE"
