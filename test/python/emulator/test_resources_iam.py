"""Roles, policies and keys: changed in place, and deleted only when nothing holds on to them."""

from __future__ import annotations

import json
from typing import Any

from deployments import attribute, deploy, destroy, ref, resource, tags

AWS_POLICIES = (
    "ReadOnlyAccess",
    "SecurityAudit",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSNSFullAccess",
    "AmazonSNSReadOnlyAccess",
    "AmazonSQSFullAccess",
    "AmazonSQSReadOnlyAccess",
    "AmazonSageMakerFullAccess",
    "AmazonSageMakerReadOnly",
)
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def trust(service: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def allow(action: str) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}


def role(name: str, service: str = "lambda.amazonaws.com", **properties: Any) -> dict[str, Any]:
    return resource("AWS::IAM::Role", RoleName=name, AssumeRolePolicyDocument=trust(service), **properties)


def inline(name: str, action: str) -> dict[str, Any]:
    return {"PolicyName": name, "PolicyDocument": allow(action)}


def test_a_role_changes_in_place(zone: Any) -> None:
    iam = zone.client("iam")
    outputs = {"Name": ref("R"), "Arn": attribute("R", "Arn"), "Id": attribute("R", "RoleId")}
    first = role(
        "changing", Policies=[inline("a", "s3:*"), inline("b", "s3:*")], ManagedPolicyArns=[ADMINISTRATOR], Tags=tags(x="1")
    )
    made = deploy(zone, "role", {"R": first}, outputs)
    changes = {"PermissionsBoundary": ADMINISTRATOR, "MaxSessionDuration": "7200", "Description": "new", "Tags": tags(y="2")}
    second = role("changing", "sagemaker.amazonaws.com", Policies=[inline("b", "sqs:*")], **changes)

    changed = deploy(zone, "role", {"R": second}, outputs)

    assert changed.outputs == made.outputs
    assert made.outputs["Name"] == "changing" and made.outputs["Arn"] == "arn:aws:iam::111111111111:role/changing"
    seen = iam.get_role(RoleName="changing")["Role"]
    assert seen["AssumeRolePolicyDocument"] == trust("sagemaker.amazonaws.com")
    assert (seen["MaxSessionDuration"], seen["Description"], seen["Tags"]) == (7200, "new", tags(y="2"))
    assert seen["PermissionsBoundary"]["PermissionsBoundaryArn"] == ADMINISTRATOR
    assert iam.list_role_policies(RoleName="changing")["PolicyNames"] == ["b"]
    assert iam.get_role_policy(RoleName="changing", PolicyName="b")["PolicyDocument"] == allow("sqs:*")
    assert iam.list_attached_role_policies(RoleName="changing")["AttachedPolicies"] == []
    assert destroy(zone, "role").status == "DELETE_COMPLETE"


def test_a_role_that_holds_what_no_template_gave_it_cannot_be_deleted(zone: Any) -> None:
    deploy(zone, "held", {"R": role("held")})
    zone.client("iam").attach_role_policy(RoleName="held", PolicyArn=ADMINISTRATOR)

    deleted = destroy(zone, "held")

    assert deleted.status == "DELETE_FAILED"
    assert "Cannot delete entity, must detach all policies first." in deleted.failures["R"]


def test_a_role_in_an_instance_profile_cannot_be_deleted(zone: Any) -> None:
    iam = zone.client("iam")
    template = {
        "R": role("profiled"),
        "P": resource("AWS::IAM::InstanceProfile", InstanceProfileName="profile", Roles=[ref("R")]),
    }
    made = deploy(zone, "profile", template, {"Arn": attribute("P", "Arn")})
    iam.create_instance_profile(InstanceProfileName="another")
    iam.add_role_to_instance_profile(InstanceProfileName="another", RoleName="profiled")

    deleted = destroy(zone, "profile")

    assert made.outputs["Arn"] == "arn:aws:iam::111111111111:instance-profile/profile"
    assert "Cannot delete entity, must remove roles from instance profile first." in deleted.failures["R"]


def test_a_policy_that_aws_does_not_have_fails_and_leaves_no_role_behind(zone: Any) -> None:
    missing = "arn:aws:iam::aws:policy/NoSuchAccess"

    made = deploy(zone, "unattachable", {"R": role("unattachable", ManagedPolicyArns=[missing])})

    assert made.status == "ROLLBACK_COMPLETE"
    assert f"Policy {missing} does not exist or is not attachable." in made.failures["R"]
    assert "unattachable" not in [each["RoleName"] for each in zone.client("iam").list_roles()["Roles"]]


def test_a_boundary_must_exist(zone: Any) -> None:
    made = deploy(zone, "unbounded", {"R": role("unbounded", PermissionsBoundary="arn:aws:iam::111111111111:policy/none")})

    assert "Scope ARN: arn:aws:iam::111111111111:policy/none does not exist or is not attachable." in made.failures["R"]


def test_a_long_name_is_made_to_fit(zone: Any) -> None:
    name = "a-stack-whose-name-is-rather-long-as-stacks-of-stages-are"
    anonymous = resource("AWS::IAM::Role", AssumeRolePolicyDocument=trust("lambda.amazonaws.com"))

    made = deploy(zone, name, {"ARoleWithALongLogicalIdOfItsOwn": anonymous}, {"Name": ref("ARoleWithALongLogicalIdOfItsOwn")})

    assert len(made.outputs["Name"]) <= 64
    assert made.outputs["Name"].startswith("a-stack-whose-name-is-")


def managed(action: str, *roles: str) -> dict[str, Any]:
    policy = resource(
        "AWS::IAM::ManagedPolicy", ManagedPolicyName="shared", PolicyDocument=allow(action), Roles=[ref(name) for name in roles]
    )
    return {"A": role("member-a"), "B": role("member-b"), "P": policy}


def test_a_managed_policy_gets_new_versions_and_moves_between_roles(zone: Any) -> None:
    iam = zone.client("iam")
    made = deploy(zone, "managed", managed("s3:*", "A"), {"Arn": ref("P")})

    for number in range(6):
        changed = deploy(zone, "managed", managed(f"s3:Get{number}", "B"), {"Arn": ref("P")})

    assert changed.status == "UPDATE_COMPLETE" and changed.outputs == made.outputs
    arn = made.outputs["Arn"]
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    assert version == "v7"
    assert iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"] == allow("s3:Get5")
    assert [each["PolicyArn"] for each in iam.list_attached_role_policies(RoleName="member-b")["AttachedPolicies"]] == [arn]
    assert iam.list_attached_role_policies(RoleName="member-a")["AttachedPolicies"] == []
    assert destroy(zone, "managed").status == "DELETE_COMPLETE"


def test_a_managed_policy_in_use_elsewhere_cannot_be_deleted(zone: Any) -> None:
    iam = zone.client("iam")
    policy = resource("AWS::IAM::ManagedPolicy", ManagedPolicyName="used", PolicyDocument=allow("s3:*"))
    made = deploy(zone, "used", {"P": policy}, {"Arn": ref("P")})
    iam.create_role(RoleName="user-of-it", AssumeRolePolicyDocument=json.dumps(trust("lambda.amazonaws.com")))
    iam.attach_role_policy(RoleName="user-of-it", PolicyArn=made.outputs["Arn"])

    deleted = destroy(zone, "used")

    assert "Cannot delete a policy attached to entities." in deleted.failures["P"]


def test_an_inline_policy_is_renamed_and_moved(zone: Any) -> None:
    def template(name: str, action: str, target: str) -> dict[str, Any]:
        policy = resource("AWS::IAM::Policy", PolicyName=name, PolicyDocument=allow(action), Roles=[ref(target)])
        return {"A": role("inline-a"), "B": role("inline-b"), "P": policy}

    iam = zone.client("iam")
    deploy(zone, "inline", template("first", "s3:*", "A"))

    deploy(zone, "inline", template("second", "sqs:*", "B"))

    assert iam.list_role_policies(RoleName="inline-a")["PolicyNames"] == []
    assert iam.get_role_policy(RoleName="inline-b", PolicyName="second")["PolicyDocument"] == allow("sqs:*")
    assert destroy(zone, "inline").status == "DELETE_COMPLETE"


def test_users_and_groups_change_in_place(zone: Any) -> None:
    def template(**user: Any) -> dict[str, Any]:
        group = resource("AWS::IAM::Group", GroupName="team", Policies=[inline("g", "s3:*")])
        return {"G": group, "U": resource("AWS::IAM::User", UserName="ada", **user)}

    iam = zone.client("iam")
    deploy(zone, "people", template(Groups=[ref("G")], LoginProfile={"Password": "Secret-123"}))

    changed = deploy(zone, "people", template(Policies=[inline("u", "s3:*")], Tags=tags(a="b")))

    assert changed.status == "UPDATE_COMPLETE"
    assert iam.list_groups_for_user(UserName="ada")["Groups"] == []
    assert iam.list_user_policies(UserName="ada")["PolicyNames"] == ["u"]
    assert iam.list_user_tags(UserName="ada")["Tags"] == tags(a="b")
    assert destroy(zone, "people").status == "DELETE_COMPLETE"


def key_policy(principal: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def key(**properties: Any) -> dict[str, Any]:
    return resource("AWS::KMS::Key", **{"KeyPolicy": key_policy({"AWS": "arn:aws:iam::111111111111:root"}), **properties})


def test_a_key_changes_in_place_and_is_scheduled_for_deletion(zone: Any) -> None:
    kms = zone.client("kms")
    outputs = {"Id": ref("K"), "Arn": attribute("K", "Arn"), "Alias": ref("A")}
    alias = resource("AWS::KMS::Alias", AliasName="alias/one", TargetKeyId=ref("K"))
    first = key(Description="first", EnableKeyRotation="true", Tags=tags(a="1"))
    made = deploy(zone, "key", {"K": first, "A": alias}, outputs)
    rotation = kms.get_key_rotation_status(KeyId=made.outputs["Id"])
    everybody = key_policy({"AWS": "*"})
    second = key(Description="second", Enabled=False, KeyPolicy=everybody, PendingWindowInDays="7", Tags=tags(b="2"))

    changed = deploy(zone, "key", {"K": second, "A": alias}, outputs)

    assert (rotation["KeyRotationEnabled"], rotation["RotationPeriodInDays"]) == (True, 365)
    assert changed.status == "UPDATE_COMPLETE" and changed.outputs == made.outputs
    assert made.outputs["Arn"] == f"arn:aws:kms:eu-west-1:111111111111:key/{made.outputs['Id']}"
    assert made.outputs["Alias"] == "alias/one"
    seen = kms.describe_key(KeyId="alias/one")["KeyMetadata"]
    assert (seen["Description"], seen["KeyState"]) == ("second", "Disabled")
    assert json.loads(kms.get_key_policy(KeyId=made.outputs["Id"], PolicyName="default")["Policy"]) == everybody
    assert kms.get_key_rotation_status(KeyId=made.outputs["Id"])["KeyRotationEnabled"] is False
    assert kms.list_resource_tags(KeyId=made.outputs["Id"])["Tags"] == [{"TagKey": "b", "TagValue": "2"}]
    assert destroy(zone, "key").status == "DELETE_COMPLETE"
    gone = kms.describe_key(KeyId=made.outputs["Id"])["KeyMetadata"]
    assert gone["KeyState"] == "PendingDeletion"
    assert 6 <= (gone["DeletionDate"] - gone["CreationDate"]).days <= 7


def test_an_alias_moves_to_another_key_and_is_never_taken_twice(zone: Any) -> None:
    def template(target: str) -> dict[str, Any]:
        alias = resource("AWS::KMS::Alias", AliasName="alias/moving", TargetKeyId=attribute(target, "Arn"))
        return {"One": key(), "Two": key(), "A": alias}

    kms = zone.client("kms")
    made = deploy(zone, "alias", template("One"), {"Two": ref("Two")})

    deploy(zone, "alias", template("Two"), {"Two": ref("Two")})
    second = deploy(zone, "alias-again", template("One"))

    assert kms.describe_key(KeyId="alias/moving")["KeyMetadata"]["KeyId"] == made.outputs["Two"]
    assert second.status == "ROLLBACK_COMPLETE"
    assert "'alias/moving' already exists" in second.failures["A"]


def test_a_key_for_a_role_that_does_not_exist_is_refused(zone: Any) -> None:
    made = deploy(zone, "nobody", {"K": key(KeyPolicy=key_policy({"AWS": "arn:aws:iam::111111111111:role/nobody"}))})

    assert "Policy contains a statement with one or more invalid principals." in made.failures["K"]


def long_policy(statements: int) -> dict[str, Any]:
    actions = [f"sagemaker:Describe{'x' * 80}{number}" for number in range(statements)]
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}


def test_policies_over_their_quotas_are_refused(zone: Any) -> None:
    template = {
        "Managed": resource("AWS::IAM::ManagedPolicy", PolicyDocument=long_policy(70)),
        "Role": role("crowded", ManagedPolicyArns=[ADMINISTRATOR] + [f"arn:aws:iam::aws:policy/{name}" for name in AWS_POLICIES]),
        "Inline": role("wordy", Policies=[{"PolicyName": name, "PolicyDocument": long_policy(60)} for name in ("a", "b")]),
    }

    failures = {name: deploy(zone, f"quota-{name}", {name: part}).failures[name] for name, part in template.items()}

    assert "Cannot exceed quota for PolicySize: 6144" in failures["Managed"]
    assert "Cannot exceed quota for PoliciesPerRole: 10" in failures["Role"]
    assert "Maximum policy size of 10240 bytes exceeded for role wordy" in failures["Inline"]
    assert {"crowded", "wordy"}.isdisjoint(each["RoleName"] for each in zone.client("iam").list_roles()["Roles"])
