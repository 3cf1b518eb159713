"""SageMaker's objects that the emulator keeps itself: their calls, their refusals, and what follows from them."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "111111111111"
OTHER_ACCOUNT = "222222222222"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/SageMaker"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/abalone:1"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:git"
TAGS = [{"Key": "team", "Value": "abalone"}]


@pytest.fixture(scope="module")
def sagemaker(zone: Any) -> Any:
    return zone.client("sagemaker")


@pytest.fixture(scope="module")
def network(zone: Any) -> dict[str, Any]:
    ec2 = zone.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    return {"VpcId": vpc, "SubnetIds": [subnet]}


@pytest.fixture(scope="module")
def domain(sagemaker: Any, network: dict[str, Any]) -> str:
    return create_domain(sagemaker, network, "shared")


@pytest.fixture(scope="module")
def model(sagemaker: Any) -> str:
    sagemaker.create_model(ModelName="served", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE})
    return "served"


def create_domain(sagemaker: Any, network: dict[str, Any], name: str, **more: Any) -> str:
    settings = {"DefaultUserSettings": {"ExecutionRole": ROLE}, "AuthMode": "IAM", **network, **more}
    return str(sagemaker.create_domain(DomainName=name, **settings)["DomainId"])


def create_configuration(sagemaker: Any, model: str, name: str, count: int = 1, weight: float = 1.0, **more: Any) -> None:
    variant = {"VariantName": "main", "ModelName": model, "InstanceType": "ml.m7i.large"}
    variants = [{**variant, "InitialInstanceCount": count, "InitialVariantWeight": weight}]
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=variants, **more)


def create_endpoint(sagemaker: Any, model: str, name: str, **more: Any) -> None:
    create_configuration(sagemaker, model, f"{name}-1", **more)
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=f"{name}-1")
    wait_for(lambda: sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "InService")


def wait_for(condition: Any) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def refusal(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def arn(resource: str, account: str = ACCOUNT) -> str:
    return f"arn:aws:sagemaker:{REGION}:{account}:{resource}"


class TestCalls:
    CLUSTER = arn("cluster/abcdef012345")
    SOURCE = {"SourceUri": "s3://bucket/data"}
    FEATURES = [{"FeatureName": "id", "FeatureType": "String"}, {"FeatureName": "at", "FeatureType": "Fractional"}]
    RESOURCES = {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 20}}
    OUTPUTS = {"MonitoringOutputs": [{"S3Output": {"S3Uri": "s3://bucket/out", "LocalPath": "/opt/out"}}]}
    ENDPOINT_INPUT = {"EndpointInput": {"EndpointName": "watched", "LocalPath": "/opt/in"}}
    JOB = {"JobResources": RESOURCES, "RoleArn": ROLE}

    # What creates an object, what names it in the other calls, and what changes it.
    KINDS: list[tuple[str, dict[str, Any], list[str], dict[str, Any]]] = [
        (
            "StudioLifecycleConfig",
            {"StudioLifecycleConfigContent": "ZWNobw==", "StudioLifecycleConfigAppType": "JupyterLab"},
            [],
            {},
        ),
        ("AppImageConfig", {}, [], {"JupyterLabAppImageConfig": {"ContainerConfig": {"ContainerArguments": ["run"]}}}),
        ("Image", {"RoleArn": ROLE}, [], {"Description": "new"}),
        ("Model", {"ExecutionRoleArn": ROLE, "PrimaryContainer": {"Image": IMAGE}}, [], {}),
        ("ModelPackageGroup", {"ModelPackageGroupDescription": "old"}, [], {}),
        ("ModelCard", {"Content": "{}", "ModelCardStatus": "Draft"}, [], {"ModelCardStatus": "Approved"}),
        (
            "FeatureGroup",
            {
                "RecordIdentifierFeatureName": "id",
                "EventTimeFeatureName": "at",
                "FeatureDefinitions": FEATURES,
                "OnlineStoreConfig": {"EnableOnlineStore": True},
            },
            [],
            {"FeatureAdditions": [{"FeatureName": "rings", "FeatureType": "Integral"}]},
        ),
        (
            "DataQualityJobDefinition",
            {
                **JOB,
                "DataQualityAppSpecification": {"ImageUri": IMAGE},
                "DataQualityJobInput": ENDPOINT_INPUT,
                "DataQualityJobOutputConfig": OUTPUTS,
            },
            [],
            {},
        ),
        (
            "ModelQualityJobDefinition",
            {
                **JOB,
                "ModelQualityAppSpecification": {"ImageUri": IMAGE},
                "ModelQualityJobInput": {**ENDPOINT_INPUT, "GroundTruthS3Input": {"S3Uri": "s3://bucket/truth"}},
                "ModelQualityJobOutputConfig": OUTPUTS,
            },
            [],
            {},
        ),
        (
            "ModelBiasJobDefinition",
            {
                **JOB,
                "ModelBiasAppSpecification": {"ImageUri": IMAGE, "ConfigUri": "s3://bucket/config"},
                "ModelBiasJobInput": {**ENDPOINT_INPUT, "GroundTruthS3Input": {"S3Uri": "s3://bucket/truth"}},
                "ModelBiasJobOutputConfig": OUTPUTS,
            },
            [],
            {},
        ),
        (
            "ModelExplainabilityJobDefinition",
            {
                **JOB,
                "ModelExplainabilityAppSpecification": {"ImageUri": IMAGE, "ConfigUri": "s3://bucket/config"},
                "ModelExplainabilityJobInput": ENDPOINT_INPUT,
                "ModelExplainabilityJobOutputConfig": OUTPUTS,
            },
            [],
            {},
        ),
        ("MlflowTrackingServer", {"ArtifactStoreUri": "s3://bucket", "RoleArn": ROLE}, [], {"TrackingServerSize": "Large"}),
        ("MlflowApp", {"ArtifactStoreUri": "s3://bucket", "RoleArn": ROLE}, ["Arn"], {"ArtifactStoreUri": "s3://bucket/new"}),
        (
            "PartnerApp",
            {"Type": "comet", "ExecutionRoleArn": ROLE, "Tier": "small", "AuthType": "IAM"},
            ["Arn"],
            {"Tier": "large"},
        ),
        ("Hub", {"HubDescription": "old"}, [], {"HubDescription": "new"}),
        ("Project", {"ServiceCatalogProvisioningDetails": {"ProductId": "prod-1"}}, [], {"ProjectDescription": "new"}),
        (
            "Cluster",
            {
                "InstanceGroups": [
                    {
                        "InstanceGroupName": "workers",
                        "InstanceCount": 2,
                        "InstanceType": "ml.m5.xlarge",
                        "ExecutionRole": ROLE,
                        "LifeCycleConfig": {"SourceS3Uri": "s3://sagemaker-bucket", "OnCreate": "on_create.sh"},
                    }
                ]
            },
            [],
            {"NodeRecovery": "None"},
        ),
        (
            "ClusterSchedulerConfig",
            {"ClusterArn": CLUSTER, "SchedulerConfig": {"FairShare": "Enabled"}},
            ["ClusterSchedulerConfigId"],
            {},
        ),
        ("Workforce", {"SourceIpConfig": {"Cidrs": ["10.0.0.0/8"]}}, [], {"SourceIpConfig": {"Cidrs": ["10.1.0.0/16"]}}),
        ("Workteam", {"Description": "old", "MemberDefinitions": [{"OidcMemberDefinition": {}}]}, [], {"Description": "new"}),
        ("HumanTaskUi", {"UiTemplate": {"Content": "<html/>"}}, [], {}),
        ("FlowDefinition", {"OutputConfig": {"S3OutputPath": "s3://bucket"}, "RoleArn": ROLE}, [], {}),
        (
            "CodeRepository",
            {"GitConfig": {"RepositoryUrl": "https://example.com/a.git"}},
            [],
            {"GitConfig": {"SecretArn": SECRET}},
        ),
        ("AIWorkloadConfig", {}, [], {}),
        ("Action", {"Source": SOURCE, "ActionType": "Approval"}, [], {"Description": "new"}),
        ("Context", {"Source": SOURCE, "ContextType": "Deployment"}, [], {"Description": "new"}),
        ("Artifact", {"Source": SOURCE, "ArtifactType": "DataSet"}, ["ArtifactArn"], {"Properties": {"rows": "4177"}}),
        ("Experiment", {}, [], {"Description": "new"}),
        ("NotebookInstanceLifecycleConfig", {}, [], {"OnStart": [{"Content": "ZWNobw=="}]}),
    ]

    @pytest.mark.parametrize(("kind", "properties", "named_by", "change"), KINDS, ids=[kind[0] for kind in KINDS])
    def test_every_kind_is_created_described_listed_tagged_changed_and_deleted(
        self, zone: Any, kind: str, properties: dict[str, Any], named_by: list[str], change: dict[str, Any]
    ) -> None:
        sagemaker = Calls(zone.client("sagemaker"), kind)
        tags = {} if kind == "NotebookInstanceLifecycleConfig" else {"Tags": TAGS}
        name = {sagemaker.name: f"my{kind.lower()}"}

        created = sagemaker.create({**name, **properties, **tags})
        identity = {member: created[member] for member in named_by} or name
        described = sagemaker.describe(identity)
        resource = sagemaker.arn(described)
        listed = sagemaker.list()
        if tags:
            zone.client("sagemaker").add_tags(ResourceArn=resource, Tags=[{"Key": "stage", "Value": "test"}])
        tagged = zone.client("sagemaker").list_tags(ResourceArn=resource)["Tags"]
        if change:
            sagemaker.update({**identity, **change})
            changed = sagemaker.describe(identity)
        sagemaker.delete(identity)

        assert resource.startswith(f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:")
        assert any(resource in json.dumps(entry, default=str) for entry in listed)
        assert tagged == ([*TAGS, {"Key": "stage", "Value": "test"}] if tags else [])
        assert not change or changed != described
        assert refusal(sagemaker.describe, parameters=identity)[0] in ("ResourceNotFound", "ValidationException")

    def test_a_list_answers_page_by_page_what_its_filters_pass(self, sagemaker: Any) -> None:
        for name in ("page-a", "page-b", "page-c", "other"):
            sagemaker.create_hub(HubName=name, HubDescription="test")

        query = {"NameContains": "page", "SortBy": "HubName", "SortOrder": "Ascending", "MaxResults": 2}
        first = sagemaker.list_hubs(**query)
        second = sagemaker.list_hubs(**query, NextToken=first["NextToken"])

        assert [hub["HubName"] for hub in first["HubSummaries"]] == ["page-a", "page-b"]
        assert [hub["HubName"] for hub in second["HubSummaries"]] == ["page-c"]
        assert "NextToken" not in second

    def test_what_belongs_to_another_account_is_not_seen(self, zone: Any, sagemaker: Any) -> None:
        sagemaker.create_image(ImageName="mine", RoleArn=ROLE)

        refused = refusal(zone.client("sagemaker", OTHER_ACCOUNT).describe_image, ImageName="mine")

        assert refused == ("ResourceNotFound", f'Could not find image "{arn("image/mine", OTHER_ACCOUNT)}".')

    def test_a_name_against_the_pattern_of_its_member_is_refused(self, sagemaker: Any) -> None:
        refused = refusal(sagemaker.create_model_package_group, ModelPackageGroupName="under_score")

        assert refused == (
            "ValidationException",
            "1 validation error detected: Value 'under_score' at 'modelPackageGroupName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
        )

    def test_tags_of_an_object_of_moto_are_replaced_by_key(self, sagemaker: Any) -> None:
        definition = json.dumps({"Version": "2020-12-01", "Steps": [{"Name": "fail", "Type": "Fail", "Arguments": {}}]})
        created = sagemaker.create_pipeline(PipelineName="tagged", PipelineDefinition=definition, RoleArn=ROLE, Tags=TAGS)

        sagemaker.add_tags(ResourceArn=created["PipelineArn"], Tags=[{"Key": "team", "Value": "whelk"}])

        assert sagemaker.list_tags(ResourceArn=created["PipelineArn"])["Tags"] == [{"Key": "team", "Value": "whelk"}]

    def test_the_tagging_api_finds_objects_by_their_tags(self, zone: Any, sagemaker: Any) -> None:
        created = sagemaker.create_model_package_group(ModelPackageGroupName="found", Tags=[{"Key": "find", "Value": "me"}])

        found = zone.client("resourcegroupstaggingapi").get_resources(TagFilters=[{"Key": "find"}])

        resources = [entry["ResourceARN"] for entry in found["ResourceTagMappingList"]]
        assert resources == [created["ModelPackageGroupArn"]]


class Calls:
    """The calls of one kind of object, under the same names for all kinds."""

    def __init__(self, client: Any, kind: str):
        self.client, self.kind = client, kind
        self.model = client.meta.service_model
        given = self.model.operation_model(f"Create{kind}").input_shape.members
        names = (f"{kind}Name", "Name", "TrackingServerName", "JobDefinitionName")
        self.name = next(name for name in names if name in given)

    def create(self, parameters: dict[str, Any]) -> Any:
        return self._call(f"Create{self.kind}", parameters)

    def describe(self, parameters: dict[str, Any]) -> Any:
        answer = self._call(f"Describe{self.kind}", parameters)
        return answer.get(self.kind, answer)

    def update(self, parameters: dict[str, Any]) -> Any:
        return self._call(f"Update{self.kind}", parameters)

    def delete(self, parameters: dict[str, Any]) -> Any:
        return self._call(f"Delete{self.kind}", parameters)

    def list(self) -> Any:
        operation = f"List{self.kind}s" if f"List{self.kind}s" in self.model.operation_names else f"List{self.kind[:-1]}ies"
        return next(value for value in self._call(operation, {}).values() if isinstance(value, list))

    def arn(self, described: Any) -> str:
        return str(
            next(
                described[name]
                for name in (f"{self.kind}Arn", "Arn", "TrackingServerArn", "JobDefinitionArn")
                if name in described
            )
        )

    def _call(self, operation: str, parameters: dict[str, Any]) -> Any:
        names = {name: method for method, name in self.client.meta.method_to_api_mapping.items()}
        answer = getattr(self.client, names[operation])(**parameters)
        answer.pop("ResponseMetadata")
        return answer


class TestStudio:
    def test_a_domain_brings_a_file_system_and_its_security_groups(
        self, zone: Any, sagemaker: Any, network: dict[str, Any]
    ) -> None:
        domain = create_domain(sagemaker, network, "furnished")

        described = sagemaker.describe_domain(DomainId=domain)
        groups = zone.client("ec2").describe_security_groups(Filters=[{"Name": "group-name", "Values": [f"*{domain}"]}])
        systems = zone.client("efs").describe_file_systems(FileSystemId=described["HomeEfsFileSystemId"])

        assert described["Url"] == f"https://{domain}.studio.{REGION}.sagemaker.aws"
        assert described["Status"] == "InService"
        assert sorted(group["GroupName"] for group in groups["SecurityGroups"]) == [
            f"security-group-for-inbound-nfs-{domain}",
            f"security-group-for-outbound-nfs-{domain}",
        ]
        assert systems["FileSystems"][0]["NumberOfMountTargets"] == 1

    def test_a_domain_name_is_given_once(self, sagemaker: Any, network: dict[str, Any]) -> None:
        first = create_domain(sagemaker, network, "once")

        refused = refusal(create_domain, sagemaker=sagemaker, network=network, name="once")

        assert refused == ("ResourceInUse", f"Domain with name once already exists: {arn(f'domain/{first}')}")

    def test_a_domain_in_a_network_that_does_not_exist_is_refused(self, sagemaker: Any) -> None:
        refused = refusal(create_domain, sagemaker=sagemaker, network={"VpcId": "vpc-1"}, name="nowhere")

        assert refused == ("ValidationException", "The vpc ID 'vpc-1' does not exist")

    def test_an_update_that_needs_the_network_is_refused_without_it(self, sagemaker: Any) -> None:
        domain = create_domain(sagemaker, {}, "public")

        refused = refusal(sagemaker.update_domain, DomainId=domain, AppNetworkAccessType="VpcOnly")

        message = "VpcId and SubnetIds are required when AppNetworkAccessType is VpcOnly."
        assert refused == ("ValidationException", message)

    def test_an_update_of_a_domain_keeps_the_settings_that_it_does_not_mention(self, sagemaker: Any) -> None:
        settings = {"DockerSettings": {"EnableDockerAccess": "ENABLED"}}
        domain = create_domain(sagemaker, {}, "kept", DomainSettings=settings)

        change = {"ExecutionRoleIdentityConfig": "USER_PROFILE_NAME"}
        sagemaker.update_domain(
            DomainId=domain, DefaultUserSettings={"StudioWebPortal": "ENABLED"}, DomainSettingsForUpdate=change
        )

        described = sagemaker.describe_domain(DomainId=domain)
        assert described["DefaultUserSettings"] == {"ExecutionRole": ROLE, "StudioWebPortal": "ENABLED"}
        assert described["DomainSettings"] == {**settings, **change}

    def test_a_domain_with_user_profiles_is_not_deleted(self, sagemaker: Any) -> None:
        domain = create_domain(sagemaker, {}, "inhabited")
        sagemaker.create_user_profile(DomainId=domain, UserProfileName="ada")

        refused = refusal(sagemaker.delete_domain, DomainId=domain)

        message = f"Unable to delete Domain [{domain}] because UserProfile(s) are associated with it."
        assert refused == ("ResourceInUse", message)

    @pytest.mark.parametrize(
        ("policy", "left"), [({}, 1), ({"HomeEfsFileSystem": "Retain"}, 1), ({"HomeEfsFileSystem": "Delete"}, 0)]
    )
    def test_deleting_a_domain_keeps_its_file_system_unless_told_otherwise(
        self, zone: Any, sagemaker: Any, network: dict[str, Any], policy: dict[str, str], left: int
    ) -> None:
        domain = create_domain(sagemaker, network, f"policy-{len(policy)}-{left}")
        system = sagemaker.describe_domain(DomainId=domain)["HomeEfsFileSystemId"]

        sagemaker.delete_domain(DomainId=domain, RetentionPolicy=policy)

        systems = zone.client("efs").describe_file_systems()["FileSystems"]
        assert [found["FileSystemId"] for found in systems].count(system) == left
        assert refusal(sagemaker.describe_domain, DomainId=domain)[0] == "ResourceNotFound"

    def test_a_user_profile_is_found_by_its_domain_and_its_name(self, sagemaker: Any, domain: str) -> None:
        sagemaker.create_user_profile(DomainId=domain, UserProfileName="grace", UserSettings={"ExecutionRole": ROLE})
        sagemaker.update_user_profile(DomainId=domain, UserProfileName="grace", UserSettings={"StudioWebPortal": "DISABLED"})

        described = sagemaker.describe_user_profile(DomainId=domain, UserProfileName="grace")
        listed = sagemaker.list_user_profiles(DomainIdEquals=domain, UserProfileNameContains="grac")["UserProfiles"]
        elsewhere = sagemaker.list_user_profiles(DomainIdEquals="d-elsewhere")["UserProfiles"]

        assert described["UserProfileArn"] == arn(f"user-profile/{domain}/grace")
        assert described["UserSettings"] == {"ExecutionRole": ROLE, "StudioWebPortal": "DISABLED"}
        assert [profile["UserProfileName"] for profile in listed] == ["grace"]
        assert elsewhere == []

    def test_a_user_profile_needs_its_domain(self, sagemaker: Any) -> None:
        refused = refusal(sagemaker.create_user_profile, DomainId="d-nowhere", UserProfileName="ada")

        assert refused == ("ValidationException", f'Could not find domain "{arn("domain/d-nowhere")}".')

    def test_a_user_profile_cannot_go_while_its_app_runs(self, sagemaker: Any, domain: str) -> None:
        profile = {"DomainId": domain, "UserProfileName": "busy"}
        app = {**profile, "AppType": "JupyterServer", "AppName": "default"}
        sagemaker.create_user_profile(**profile)
        sagemaker.create_app(**app)
        wait_for(lambda: sagemaker.describe_app(**app)["Status"] == "InService")

        while_running = refusal(sagemaker.delete_user_profile, **profile)
        sagemaker.delete_app(**app)
        while_deleting = refusal(sagemaker.delete_user_profile, **profile)
        wait_for(lambda: sagemaker.describe_app(**app)["Status"] == "Deleted")
        sagemaker.delete_user_profile(**profile)

        message = "Unable to delete user profile [busy] because of its apps: default."
        assert while_running == while_deleting == ("ResourceInUse", message)
        assert refusal(sagemaker.describe_user_profile, **profile)[0] == "ResourceNotFound"

    def test_a_space_belongs_to_a_user_profile(self, sagemaker: Any, domain: str) -> None:
        sagemaker.create_user_profile(DomainId=domain, UserProfileName="owner")
        sagemaker.create_space(
            DomainId=domain,
            SpaceName="lab",
            OwnershipSettings={"OwnerUserProfileName": "owner"},
            SpaceSharingSettings={"SharingType": "Private"},
            SpaceSettings={"AppType": "JupyterLab"},
        )

        listed = sagemaker.list_spaces(DomainIdEquals=domain)["Spaces"]
        refused = refusal(sagemaker.delete_user_profile, DomainId=domain, UserProfileName="owner")

        assert listed[0]["OwnershipSettingsSummary"] == {"OwnerUserProfileName": "owner"}
        assert listed[0]["SpaceSettingsSummary"] == {"AppType": "JupyterLab"}
        assert refused == ("ResourceInUse", "Unable to delete UserProfile [owner] because it owns the space lab.")

    def test_an_attached_lifecycle_configuration_is_not_deleted(self, sagemaker: Any) -> None:
        created = sagemaker.create_studio_lifecycle_config(
            StudioLifecycleConfigName="idle", StudioLifecycleConfigContent="ZWNobw==", StudioLifecycleConfigAppType="JupyterLab"
        )["StudioLifecycleConfigArn"]
        settings = {"ExecutionRole": ROLE, "JupyterLabAppSettings": {"LifecycleConfigArns": [created]}}
        domain = create_domain(sagemaker, {}, "attaching", DefaultUserSettings=settings)

        refused = refusal(sagemaker.delete_studio_lifecycle_config, StudioLifecycleConfigName="idle")

        message = f"Studio Lifecycle Config [idle] is attached to {arn(f'domain/{domain}')}."
        assert refused == ("ResourceInUse", message)

    def test_image_versions_are_numbered_and_found_by_their_aliases(self, sagemaker: Any) -> None:
        sagemaker.create_image(ImageName="kernel", RoleArn=ROLE)
        for alias in ("old", "new"):
            sagemaker.create_image_version(ImageName="kernel", BaseImage=IMAGE, ClientToken=alias, Aliases=[alias])
        sagemaker.update_image_version(ImageName="kernel", Version=1, AliasesToAdd=["stable"], AliasesToDelete=["old"])

        newest = sagemaker.describe_image_version(ImageName="kernel")
        stable = sagemaker.describe_image_version(ImageName="kernel", Alias="stable")
        listed = sagemaker.list_image_versions(ImageName="kernel", SortBy="VERSION", SortOrder="ASCENDING")["ImageVersions"]

        assert (newest["Version"], newest["ImageVersionArn"]) == (2, arn("image-version/kernel/2"))
        assert (stable["Version"], stable["ContainerImage"]) == (1, IMAGE)
        assert [version["Version"] for version in listed] == [1, 2]


class TestHosting:
    def test_an_endpoint_is_created_then_in_service(self, sagemaker: Any, model: str) -> None:
        create_configuration(sagemaker, model, "fresh-1")
        sagemaker.create_endpoint(EndpointName="fresh", EndpointConfigName="fresh-1", Tags=TAGS)

        at_once = sagemaker.describe_endpoint(EndpointName="fresh")
        wait_for(lambda: sagemaker.describe_endpoint(EndpointName="fresh")["EndpointStatus"] == "InService")

        assert at_once["EndpointStatus"] == "Creating"
        assert at_once["ProductionVariants"][0]["CurrentInstanceCount"] == 1
        assert at_once["ProductionVariants"][0]["DeployedImages"][0]["SpecifiedImage"] == IMAGE

    def test_an_update_runs_the_old_configuration_until_it_is_over(self, sagemaker: Any, model: str) -> None:
        create_endpoint(sagemaker, model, "updated")
        create_configuration(sagemaker, model, "updated-2", count=3)
        canary = {"Type": "CANARY", "WaitIntervalInSeconds": 60, "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 10}}
        deployment = {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": canary}}
        sagemaker.update_endpoint(EndpointName="updated", EndpointConfigName="updated-2", DeploymentConfig=deployment)

        during = sagemaker.describe_endpoint(EndpointName="updated")
        refused = refusal(sagemaker.update_endpoint, EndpointName="updated", EndpointConfigName="updated-1")
        wait_for(lambda: sagemaker.describe_endpoint(EndpointName="updated")["EndpointStatus"] == "InService")
        afterwards = sagemaker.describe_endpoint(EndpointName="updated")

        assert (during["EndpointStatus"], during["EndpointConfigName"]) == ("Updating", "updated-1")
        assert during["PendingDeploymentSummary"]["EndpointConfigName"] == "updated-2"
        assert refused == ("ValidationException", f'Cannot update in-progress endpoint "{arn("endpoint/updated")}".')
        assert afterwards["EndpointConfigName"] == "updated-2"
        assert afterwards["ProductionVariants"][0]["DesiredInstanceCount"] == 3
        assert afterwards["LastDeploymentConfig"] == deployment
        assert "PendingDeploymentSummary" not in afterwards

    @pytest.mark.parametrize(
        ("options", "count", "weight"),
        [
            ({}, 1, 1.0),
            ({"RetainAllVariantProperties": True}, 5, 0.5),
            (
                {
                    "RetainAllVariantProperties": True,
                    "ExcludeRetainedVariantProperties": [{"VariantPropertyType": "DesiredInstanceCount"}],
                },
                1,
                0.5,
            ),
        ],
    )
    def test_an_update_retains_scaled_counts_and_weights_only_if_told(
        self, sagemaker: Any, model: str, options: dict[str, Any], count: int, weight: float
    ) -> None:
        name = f"retained-{len(options)}"
        create_endpoint(sagemaker, model, name)
        scaled = [{"VariantName": "main", "DesiredInstanceCount": 5, "DesiredWeight": 0.5}]
        sagemaker.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=scaled)
        wait_for(lambda: sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "InService")
        create_configuration(sagemaker, model, f"{name}-2")

        sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=f"{name}-2", **options)
        wait_for(lambda: sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "InService")

        variant = sagemaker.describe_endpoint(EndpointName=name)["ProductionVariants"][0]
        assert (variant["DesiredInstanceCount"], variant["DesiredWeight"]) == (count, weight)

    def test_an_alarm_that_rings_rolls_the_update_back_silently(self, zone: Any, sagemaker: Any, model: str) -> None:
        create_endpoint(sagemaker, model, "guarded")
        create_configuration(sagemaker, model, "guarded-2")
        cloudwatch = zone.client("cloudwatch")
        cloudwatch.put_metric_alarm(
            AlarmName="errors",
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            MetricName="Errors",
            Namespace="Test",
            Period=60,
            Statistic="Sum",
            Threshold=1,
        )
        cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="test")

        guard = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors"}]}}
        sagemaker.update_endpoint(EndpointName="guarded", EndpointConfigName="guarded-2", DeploymentConfig=guard)
        wait_for(lambda: sagemaker.describe_endpoint(EndpointName="guarded")["EndpointStatus"] == "InService")

        assert sagemaker.describe_endpoint(EndpointName="guarded")["EndpointConfigName"] == "guarded-1"

    def test_a_canary_of_more_than_half_of_the_traffic_is_refused(self, sagemaker: Any, model: str) -> None:
        create_endpoint(sagemaker, model, "canary")
        canary = {"Type": "CANARY", "WaitIntervalInSeconds": 60, "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 60}}
        deployment = {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": canary}}

        refused = refusal(
            sagemaker.update_endpoint, EndpointName="canary", EndpointConfigName="canary-1", DeploymentConfig=deployment
        )

        message = "CanarySize must be between 1 and 50 percent of the capacity, but is 60."
        assert refused == ("ValidationException", message)

    def test_names_in_hosting_are_given_once(self, sagemaker: Any, model: str) -> None:
        create_endpoint(sagemaker, model, "twice")

        container = {"Image": IMAGE}
        models = refusal(sagemaker.create_model, ModelName=model, ExecutionRoleArn=ROLE, PrimaryContainer=container)
        configurations = refusal(create_configuration, sagemaker=sagemaker, model=model, name="twice-1")
        endpoints = refusal(sagemaker.create_endpoint, EndpointName="twice", EndpointConfigName="twice-1")

        already = "Cannot create already existing"
        assert models == ("ValidationException", f'{already} model "{arn(f"model/{model}")}".')
        assert configurations == ("ValidationException", f'{already} endpoint configuration "{arn("endpoint-config/twice-1")}".')
        assert endpoints == ("ValidationException", f'{already} endpoint "{arn("endpoint/twice")}".')

    def test_what_hosting_refers_to_must_exist(self, sagemaker: Any) -> None:
        configuration = refusal(create_configuration, sagemaker=sagemaker, model="absent", name="dangling")
        endpoint = refusal(sagemaker.create_endpoint, EndpointName="dangling", EndpointConfigName="absent")
        deletion = refusal(sagemaker.delete_endpoint_config, EndpointConfigName="absent")

        missing = f'Could not find endpoint configuration "{arn("endpoint-config/absent")}".'
        assert configuration == ("ValidationException", f'Could not find model "{arn("model/absent")}".')
        assert endpoint == deletion == ("ValidationException", missing)

    def test_a_serverless_variant_captures_no_data(self, sagemaker: Any, model: str) -> None:
        variant = {"VariantName": "main", "ModelName": model, "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
        capture = {
            "EnableCapture": True,
            "InitialSamplingPercentage": 100,
            "DestinationS3Uri": "s3://bucket",
            "CaptureOptions": [{"CaptureMode": "Input"}],
        }

        refused = refusal(
            sagemaker.create_endpoint_config,
            EndpointConfigName="captured",
            ProductionVariants=[variant],
            DataCaptureConfig=capture,
        )

        assert refused == ("ValidationException", "Serverless endpoints do not support data capture.")

    def test_inference_components_go_before_their_endpoint(self, sagemaker: Any, model: str) -> None:
        create_endpoint(sagemaker, model, "composed")
        specification = {
            "ModelName": model,
            "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024, "NumberOfCpuCoresRequired": 1},
        }
        component = {"InferenceComponentName": "part", "EndpointName": "composed", "VariantName": "main"}
        sagemaker.create_inference_component(**component, Specification=specification, RuntimeConfig={"CopyCount": 2})

        described = sagemaker.describe_inference_component(InferenceComponentName="part")
        refused = refusal(sagemaker.delete_endpoint, EndpointName="composed")
        sagemaker.delete_inference_component(InferenceComponentName="part")
        sagemaker.delete_endpoint(EndpointName="composed")

        message = f'Cannot delete endpoint "{arn("endpoint/composed")}" because it has inference components.'
        assert described["RuntimeConfig"] == {"DesiredCopyCount": 2, "CurrentCopyCount": 2}
        assert described["EndpointArn"] == arn("endpoint/composed")
        assert refused == ("ValidationException", message)

    def test_a_shadow_experiment_runs_until_it_is_stopped(self, sagemaker: Any, model: str) -> None:
        create_endpoint(sagemaker, model, "shadowed")
        instance = {
            "InfrastructureType": "RealTimeInference",
            "RealTimeInferenceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        }
        variants = [{"ModelName": model, "VariantName": name, "InfrastructureConfig": instance} for name in ("main", "shadow")]
        shadow = {
            "SourceModelVariantName": "main",
            "ShadowModelVariants": [{"ShadowModelVariantName": "shadow", "SamplingPercentage": 50}],
        }
        sagemaker.create_inference_experiment(
            Name="shadow",
            Type="ShadowMode",
            RoleArn=ROLE,
            EndpointName="shadowed",
            ModelVariants=variants,
            ShadowModeConfig=shadow,
        )

        running = sagemaker.describe_inference_experiment(Name="shadow")
        sagemaker.stop_inference_experiment(Name="shadow", ModelVariantActions={"shadow": "Remove"}, Reason="done")
        stopped = sagemaker.describe_inference_experiment(Name="shadow")

        assert (running["Status"], running["EndpointMetadata"]["EndpointConfigName"]) == ("Running", "shadowed-1")
        assert (stopped["Status"], stopped["StatusReason"]) == ("Completed", "done")

    def test_a_notebook_instance_is_deleted_when_it_is_stopped(self, sagemaker: Any) -> None:
        name = {"NotebookInstanceName": "note"}
        sagemaker.create_notebook_instance(**name, InstanceType="ml.t3.medium", RoleArn=ROLE)

        refused = refusal(sagemaker.delete_notebook_instance, **name)
        sagemaker.stop_notebook_instance(**name)
        sagemaker.update_notebook_instance(**name, InstanceType="ml.t3.large")
        stopped = sagemaker.describe_notebook_instance(**name)
        sagemaker.delete_notebook_instance(**name)

        resource = arn("notebook-instance/note")
        transition = f"Unable to transition to (Deleting) for Notebook Instance ({resource})"
        message = f"Status (InService) not in ([Stopped, Failed]). {transition}"
        assert refused == ("ValidationException", message)
        assert (stopped["NotebookInstanceStatus"], stopped["InstanceType"]) == ("Stopped", "ml.t3.large")


class TestRegistry:
    def test_packages_of_a_group_are_numbered_and_never_twice(self, sagemaker: Any) -> None:
        sagemaker.create_model_package_group(ModelPackageGroupName="numbered")
        first, second = (sagemaker.create_model_package(ModelPackageGroupName="numbered")["ModelPackageArn"] for _ in range(2))
        sagemaker.delete_model_package(ModelPackageName=second)

        third = sagemaker.create_model_package(ModelPackageGroupName="numbered")["ModelPackageArn"]
        listed = sagemaker.list_model_packages(ModelPackageGroupName="numbered", SortOrder="Ascending")["ModelPackageSummaryList"]

        assert [first, second, third] == [arn(f"model-package/numbered/{number}") for number in (1, 2, 3)]
        assert [package["ModelPackageVersion"] for package in listed] == [1, 3]

    def test_a_version_waits_for_approval_and_is_approved(self, sagemaker: Any) -> None:
        sagemaker.create_model_package_group(ModelPackageGroupName="approved")
        package = sagemaker.create_model_package(
            ModelPackageGroupName="approved", CustomerMetadataProperties={"a": "1", "b": "2"}
        )
        waiting = sagemaker.describe_model_package(ModelPackageName=package["ModelPackageArn"])

        sagemaker.update_model_package(
            **{"ModelPackageArn": package["ModelPackageArn"], "ModelApprovalStatus": "Approved"},
            ApprovalDescription="good",
            CustomerMetadataProperties={"c": "3"},
            CustomerMetadataPropertiesToRemove=["a"],
        )

        approved = sagemaker.describe_model_package(ModelPackageName=package["ModelPackageArn"])
        listed = sagemaker.list_model_packages(ModelPackageGroupName="approved", ModelApprovalStatus="Approved")
        assert waiting["ModelApprovalStatus"] == "PendingManualApproval"
        assert (approved["ModelApprovalStatus"], approved["ApprovalDescription"]) == ("Approved", "good")
        assert approved["CustomerMetadataProperties"] == {"b": "2", "c": "3"}
        assert len(listed["ModelPackageSummaryList"]) == 1

    def test_a_group_with_packages_is_not_deleted(self, sagemaker: Any) -> None:
        sagemaker.create_model_package_group(ModelPackageGroupName="full")
        package = sagemaker.create_model_package(ModelPackageGroupName="full")["ModelPackageArn"]

        refused = refusal(sagemaker.delete_model_package_group, ModelPackageGroupName="full")
        sagemaker.delete_model_package(ModelPackageName=package)
        sagemaker.delete_model_package_group(ModelPackageGroupName="full")

        message = f"Model Package Group {arn('model-package-group/full')} cannot be deleted because it contains model packages."
        assert refused == ("ConflictException", message)

    def test_a_group_name_is_given_once(self, sagemaker: Any) -> None:
        sagemaker.create_model_package_group(ModelPackageGroupName="single")

        refused = refusal(sagemaker.create_model_package_group, ModelPackageGroupName="single")

        message = f"Model Package Group already exists: {arn('model-package-group/single')}"
        assert refused == ("ValidationException", message)

    def test_a_policy_opens_a_group_to_another_account(self, zone: Any, sagemaker: Any) -> None:
        group = sagemaker.create_model_package_group(ModelPackageGroupName="open")["ModelPackageGroupArn"]
        other = zone.client("sagemaker", OTHER_ACCOUNT)

        before = refusal(other.create_model_package, ModelPackageGroupName=group)
        sagemaker.put_model_package_group_policy(ModelPackageGroupName="open", ResourcePolicy=policy(OTHER_ACCOUNT))
        package = other.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]

        user = f"arn:aws:iam::{OTHER_ACCOUNT}:root"
        message = f"User: {user} is not authorized to perform: sagemaker:CreateModelPackage on resource: {group}"
        assert before == ("AccessDeniedException", message)
        assert package == arn("model-package/open/1")
        assert other.describe_model_package(ModelPackageName=package)["ModelPackageVersion"] == 1
        assert len(other.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]) == 1
        assert sagemaker.describe_model_package(ModelPackageName=package)["ModelPackageGroupName"] == "open"

    def test_a_policy_is_read_back_and_deleted(self, sagemaker: Any) -> None:
        group = sagemaker.create_model_package_group(ModelPackageGroupName="policed")["ModelPackageGroupArn"]
        sagemaker.put_model_package_group_policy(ModelPackageGroupName="policed", ResourcePolicy=policy(OTHER_ACCOUNT))

        read = sagemaker.get_model_package_group_policy(ModelPackageGroupName="policed")["ResourcePolicy"]
        sagemaker.delete_model_package_group_policy(ModelPackageGroupName="policed")
        gone = refusal(sagemaker.get_model_package_group_policy, ModelPackageGroupName="policed")

        assert read == policy(OTHER_ACCOUNT)
        assert gone == ("ValidationException", f"Cannot find resource policy for: {group}")

    def test_a_policy_that_names_an_account_twice_is_refused(self, sagemaker: Any) -> None:
        sagemaker.create_model_package_group(ModelPackageGroupName="doubled")

        doubled = policy(OTHER_ACCOUNT, OTHER_ACCOUNT)
        refused = refusal(sagemaker.put_model_package_group_policy, ModelPackageGroupName="doubled", ResourcePolicy=doubled)

        message = f"Invalid resource policy: a statement has duplicate principals arn:aws:iam::{OTHER_ACCOUNT}:root."
        assert refused == ("ValidationException", message)

    def test_search_finds_packages_by_what_they_say(self, sagemaker: Any) -> None:
        sagemaker.create_model_package_group(ModelPackageGroupName="sought")
        for stage in ("test", "production"):
            sagemaker.create_model_package(ModelPackageGroupName="sought", CustomerMetadataProperties={"stage": stage})

        filters = [
            {"Name": "ModelPackageGroupName", "Operator": "Equals", "Value": "sought"},
            {"Name": "CustomerMetadataProperties.stage", "Operator": "Equals", "Value": "production"},
        ]
        found = sagemaker.search(Resource="ModelPackage", SearchExpression={"Filters": filters})["Results"]

        assert [result["ModelPackage"]["ModelPackageVersion"] for result in found] == [2]

    def test_every_change_of_a_card_makes_a_version(self, sagemaker: Any) -> None:
        sagemaker.create_model_card(ModelCardName="card", Content='{"a":1}', ModelCardStatus="Draft")
        sagemaker.update_model_card(ModelCardName="card", Content='{"a":2}')
        sagemaker.update_model_card(ModelCardName="card", ModelCardStatus="Approved")

        newest = sagemaker.describe_model_card(ModelCardName="card")
        first = sagemaker.describe_model_card(ModelCardName="card", ModelCardVersion=1)
        versions = sagemaker.list_model_card_versions(ModelCardName="card", SortOrder="Ascending")["ModelCardVersionSummaryList"]

        assert (newest["ModelCardVersion"], newest["Content"], newest["ModelCardStatus"]) == (3, '{"a":2}', "Approved")
        assert (first["Content"], first["ModelCardStatus"]) == ('{"a":1}', "Draft")
        assert [version["ModelCardVersion"] for version in versions] == [1, 2, 3]

    def test_content_and_status_of_a_card_change_one_at_a_time(self, sagemaker: Any) -> None:
        sagemaker.create_model_card(ModelCardName="both", Content="{}", ModelCardStatus="Draft")

        refused = refusal(sagemaker.update_model_card, ModelCardName="both", Content="{}", ModelCardStatus="Approved")

        message = "You cannot update both model card content and model card status in a single call."
        assert refused == ("ValidationException", message)

    def test_a_card_is_exported_to_a_bucket(self, zone: Any, sagemaker: Any) -> None:
        s3 = zone.client("s3")
        s3.create_bucket(Bucket="cards", CreateBucketConfiguration={"LocationConstraint": REGION})
        sagemaker.create_model_card(ModelCardName="exported", Content="{}", ModelCardStatus="Draft")

        job = sagemaker.create_model_card_export_job(
            ModelCardName="exported", ModelCardExportJobName="export", OutputConfig={"S3OutputPath": "s3://cards/out"}
        )["ModelCardExportJobArn"]

        described = sagemaker.describe_model_card_export_job(ModelCardExportJobArn=job)
        bucket, _, key = described["ExportArtifacts"]["S3ExportArtifacts"].removeprefix("s3://").partition("/")
        assert described["Status"] == "Completed"
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read().startswith(b"%PDF")


class TestOthers:
    def test_a_feature_group_only_gains_features(self, sagemaker: Any) -> None:
        name = {"FeatureGroupName": "growing"}
        store = {"S3StorageConfig": {"S3Uri": "s3://bucket/store"}}
        keys = {"RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at"}
        sagemaker.create_feature_group(
            **name, **keys, FeatureDefinitions=TestCalls.FEATURES, OfflineStoreConfig=store, RoleArn=ROLE
        )
        rings = [{"FeatureName": "rings", "FeatureType": "Integral"}]
        sagemaker.update_feature_group(**name, FeatureAdditions=rings)
        sagemaker.update_feature_metadata(
            **name, FeatureName="rings", Description="age", ParameterAdditions=[{"Key": "unit", "Value": "1"}]
        )

        described = sagemaker.describe_feature_group(**name)
        metadata = sagemaker.describe_feature_metadata(**name, FeatureName="rings")
        refused = refusal(sagemaker.update_feature_group, **name, FeatureAdditions=rings)

        assert [feature["FeatureName"] for feature in described["FeatureDefinitions"]] == ["id", "at", "rings"]
        assert described["OfflineStoreConfig"]["DataCatalogConfig"]["Database"] == "sagemaker_featurestore"
        assert (metadata["Description"], metadata["Parameters"]) == ("age", [{"Key": "unit", "Value": "1"}])
        assert refused == ("ValidationException", "Feature rings already exists in growing.")

    def test_a_feature_group_is_shared_by_its_owner(self, zone: Any, sagemaker: Any) -> None:
        keys = {"RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at"}
        online = {"EnableOnlineStore": True}
        definitions = TestCalls.FEATURES
        group = sagemaker.create_feature_group(
            FeatureGroupName="unshared", **keys, FeatureDefinitions=definitions, OnlineStoreConfig=online
        )["FeatureGroupArn"]

        code, message = refusal(zone.client("sagemaker", OTHER_ACCOUNT).describe_feature_group, FeatureGroupName=group)

        assert code == "AccessDeniedException"
        assert message.endswith(f"is not authorized to perform: sagemaker:DescribeFeatureGroup on resource: {group}")

    def test_a_share_opens_a_feature_group_to_another_account(self, zone: Any, sagemaker: Any) -> None:
        keys = {"RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at"}
        online = {"EnableOnlineStore": True}
        group = sagemaker.create_feature_group(
            FeatureGroupName="offered", **keys, FeatureDefinitions=TestCalls.FEATURES, OnlineStoreConfig=online
        )["FeatureGroupArn"]
        ram, other = zone.client("ram"), zone.client("sagemaker", OTHER_ACCOUNT)
        share = ram.create_resource_share(name="features", resourceArns=[group], principals=[OTHER_ACCOUNT])["resourceShare"]

        shared = other.describe_feature_group(FeatureGroupName=group)
        ram.delete_resource_share(resourceShareArn=share["resourceShareArn"])
        refused = refusal(other.describe_feature_group, FeatureGroupName=group)

        assert shared["FeatureGroupName"] == "offered"
        assert refused[0] == "AccessDeniedException"

    def test_a_schedule_reads_the_endpoint_of_its_definition(self, sagemaker: Any) -> None:
        sagemaker.create_data_quality_job_definition(JobDefinitionName="watch", **TestCalls.KINDS[7][1])
        configuration = {
            "ScheduleConfig": {"ScheduleExpression": "cron(0 2 ? * * *)"},
            "MonitoringJobDefinitionName": "watch",
            "MonitoringType": "DataQuality",
        }
        sagemaker.create_monitoring_schedule(MonitoringScheduleName="daily", MonitoringScheduleConfig=configuration)

        listed = sagemaker.list_monitoring_schedules(EndpointName="watched")["MonitoringScheduleSummaries"]
        sagemaker.stop_monitoring_schedule(MonitoringScheduleName="daily")
        stopped = sagemaker.describe_monitoring_schedule(MonitoringScheduleName="daily")

        assert [schedule["MonitoringScheduleName"] for schedule in listed] == ["daily"]
        assert (stopped["MonitoringScheduleStatus"], stopped["EndpointName"]) == ("Stopped", "watched")

    @pytest.mark.parametrize("expression", ["cron(30 2 ? * * *)", "cron(0 2 ? * MON *)", "rate(1 hour)"])
    def test_a_schedule_runs_on_the_hour_or_not_at_all(self, sagemaker: Any, expression: str) -> None:
        configuration = {
            "ScheduleConfig": {"ScheduleExpression": expression},
            "MonitoringJobDefinitionName": "any",
            "MonitoringType": "DataQuality",
        }

        refused = refusal(
            sagemaker.create_monitoring_schedule, MonitoringScheduleName="never", MonitoringScheduleConfig=configuration
        )

        assert refused == ("ValidationException", f"Invalid schedule expression {expression}.")

    def test_a_hub_holds_versions_and_references(self, sagemaker: Any) -> None:
        sagemaker.create_hub(HubName="private", HubDescription="test")
        content = {"HubName": "private", "HubContentName": "abalone", "HubContentType": "Model"}
        for version in ("1.9.0", "1.10.0"):
            imported = {"HubContentVersion": version, "DocumentSchemaVersion": "2.0.0", "HubContentDocument": "{}"}
            sagemaker.import_hub_content(**content, **imported)
        public = f"arn:aws:sagemaker:{REGION}:aws:hub-content/SageMakerPublicHub/Model/llama"
        sagemaker.create_hub_content_reference(HubName="private", SageMakerPublicHubContentArn=public)

        newest = sagemaker.describe_hub_content(**content)
        models = sagemaker.list_hub_contents(HubName="private", HubContentType="Model")["HubContentSummaries"]
        references = sagemaker.list_hub_contents(HubName="private", HubContentType="ModelReference")["HubContentSummaries"]
        refused = refusal(sagemaker.delete_hub, HubName="private")

        assert newest["HubContentVersion"] == "1.10.0"
        assert [model["HubContentVersion"] for model in models] == ["1.10.0"]
        assert [reference["HubContentName"] for reference in references] == ["llama"]
        assert refused == ("ResourceInUse", f"Hub {arn('hub/private')} cannot be deleted because it has contents.")

    def test_a_pipeline_name_is_given_once(self, sagemaker: Any) -> None:
        definition = json.dumps({"Version": "2020-12-01", "Steps": [{"Name": "fail", "Type": "Fail", "Arguments": {}}]})
        sagemaker.create_pipeline(PipelineName="unique", PipelineDefinition=definition, RoleArn=ROLE)

        refused = refusal(sagemaker.create_pipeline, PipelineName="unique", PipelineDefinition=definition, RoleArn=ROLE)

        message = "Pipeline names must be unique within an AWS account and region. Pipeline with name (unique) already exists."
        assert refused == ("ValidationException", message)

    def test_a_definition_in_a_bucket_is_read_as_text(self, zone: Any, sagemaker: Any) -> None:
        s3 = zone.client("s3")
        s3.create_bucket(Bucket="definitions", CreateBucketConfiguration={"LocationConstraint": REGION})
        definition = json.dumps({"Version": "2020-12-01", "Steps": [{"Name": "fail", "Type": "Fail", "Arguments": {}}]})
        s3.put_object(Bucket="definitions", Key="a.json", Body=definition)

        location = {"Bucket": "definitions", "ObjectKey": "a.json"}
        created = sagemaker.create_pipeline(PipelineName="stored", PipelineDefinitionS3Location=location, RoleArn=ROLE)

        assert sagemaker.describe_pipeline(PipelineName=created["PipelineArn"])["PipelineDefinition"] == definition

    @pytest.mark.parametrize(
        ("definition", "why"),
        [
            ({"Version": "2020-01-01", "Steps": [{"Name": "a"}]}, "its Version must be 2020-12-01"),
            ({"Version": "2020-12-01", "Steps": []}, "it has no Steps"),
            (
                {"Version": "2020-12-01", "Steps": [{"Name": "a"}, {"Name": "b", "Arguments": {"IfSteps": [{"Name": "a"}]}}]},
                "step names must be unique, but a is not",
            ),
        ],
    )
    def test_a_definition_that_cannot_be_one_is_refused(self, sagemaker: Any, definition: dict[str, Any], why: str) -> None:
        refused = refusal(
            sagemaker.create_pipeline, PipelineName="wrong", PipelineDefinition=json.dumps(definition), RoleArn=ROLE
        )

        assert refused == ("ValidationException", f"Unable to parse pipeline definition: {why}")

    def test_the_name_of_a_job_is_given_once(self, sagemaker: Any) -> None:
        cluster = {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 20}}
        job = {"ProcessingResources": cluster, "AppSpecification": {"ImageUri": IMAGE}, "RoleArn": ROLE}
        sagemaker.create_processing_job(ProcessingJobName="job", **job)

        refused = refusal(sagemaker.create_processing_job, ProcessingJobName="job", **job)
        sagemaker.delete_processing_job(ProcessingJobName="job")
        sagemaker.create_processing_job(ProcessingJobName="job", **job)

        message = "Processing job names must be unique within an AWS account and region, and job already exists."
        assert refused == ("ResourceInUse", message)

    def test_a_job_that_is_over_is_not_stopped(self, sagemaker: Any) -> None:
        sagemaker.create_training_job(
            TrainingJobName="over",
            AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"},
            RoleArn=ROLE,
            OutputDataConfig={"S3OutputPath": "s3://bucket/out"},
            ResourceConfig={"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10},
            StoppingCondition={"MaxRuntimeInSeconds": 60},
        )

        refused = refusal(sagemaker.stop_training_job, TrainingJobName="over")

        message = "The request was rejected because TrainingJob over is in status Completed."
        assert refused == ("ValidationException", message)

    def test_lineage_connects_what_exists(self, sagemaker: Any) -> None:
        source = {"SourceUri": "s3://bucket/lineage"}
        data = sagemaker.create_artifact(Source=source, ArtifactType="DataSet", ArtifactName="data")["ArtifactArn"]
        action = sagemaker.create_action(ActionName="approve", Source=source, ActionType="Approval")["ActionArn"]
        sagemaker.add_association(SourceArn=data, DestinationArn=action, AssociationType="ContributedTo")

        found = sagemaker.list_associations(SourceArn=data)["AssociationSummaries"]
        missing = refusal(sagemaker.add_association, SourceArn=data, DestinationArn=arn("action/absent"))

        assert [(one["DestinationArn"], one["DestinationName"], one["SourceType"]) for one in found] == [
            (action, "approve", "DataSet")
        ]
        assert missing == ("ResourceNotFound", f'Could not find lineage entity "{arn("action/absent")}".')

    def test_devices_leave_before_their_fleet(self, sagemaker: Any) -> None:
        fleet = {"DeviceFleetName": "boats"}
        sagemaker.create_device_fleet(**fleet, OutputConfig={"S3OutputLocation": "s3://bucket"}, RoleArn=ROLE)
        sagemaker.register_devices(**fleet, Devices=[{"DeviceName": "buoy", "IotThingName": "thing"}])

        listed = sagemaker.list_devices(**fleet)["DeviceSummaries"]
        refused = refusal(sagemaker.delete_device_fleet, **fleet)
        sagemaker.deregister_devices(**fleet, DeviceNames=["buoy"])
        sagemaker.delete_device_fleet(**fleet)

        message = f"Device fleet {arn('device-fleet/boats')} cannot be deleted because it has devices."
        assert [device["DeviceName"] for device in listed] == ["buoy"]
        assert refused == ("ResourceInUse", message)


def policy(*accounts: str) -> str:
    principals = [f"arn:aws:iam::{account}:root" for account in accounts]
    statement = {"Effect": "Allow", "Principal": {"AWS": principals}, "Action": "sagemaker:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
