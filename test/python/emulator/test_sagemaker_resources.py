"""SageMaker's resources in stacks: what Ref and GetAtt give, what changes in place, what a change replaces or refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from deployments import attribute, deploy, destroy, ref, resource, tags

ACCOUNT = "111111111111"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/SageMaker"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/abalone:1"
JOB = {
    "RoleArn": ROLE,
    "JobResources": {"ClusterConfig": {"InstanceCount": "1", "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": "20"}},
}
OUTPUTS = {"MonitoringOutputs": [{"S3Output": {"S3Uri": "s3://bucket/out", "LocalPath": "/opt/out"}}]}
WATCHED = {"EndpointInput": {"EndpointName": "watched", "LocalPath": "/opt/in"}}
SOURCE = {"SourceUri": "s3://bucket/data"}
STEPS = [{"Name": "stop", "Type": "Fail", "Arguments": {"ErrorMessage": "test"}}]
DEFINITION = {"Version": "2020-12-01", "Parameters": [], "Steps": STEPS}


@pytest.fixture(scope="module")
def sagemaker(zone: Any) -> Any:
    return zone.client("sagemaker")


def sagemaker_resource(kind: str, **properties: Any) -> dict[str, Any]:
    return resource(f"AWS::SageMaker::{kind}", **properties)


def arn(name: str) -> str:
    return f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:{name}"


def domain(name: str, **more: Any) -> dict[str, Any]:
    return sagemaker_resource("Domain", DomainName=name, AuthMode="IAM", DefaultUserSettings={"ExecutionRole": ROLE}, **more)


def model() -> dict[str, Any]:
    return sagemaker_resource("Model", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE})


def configuration(count: Any = 1, instance: str = "ml.m5.large") -> dict[str, Any]:
    name = attribute("Model", "ModelName")
    variant = {"VariantName": "main", "ModelName": name, "InstanceType": instance, "InitialVariantWeight": "1.0"}
    return sagemaker_resource("EndpointConfig", ProductionVariants=[{**variant, "InitialInstanceCount": count}])


# Each kind with its properties, what Ref returns, and one attribute with its value.
KINDS: list[tuple[str, dict[str, Any], str, tuple[str, str] | None]] = [
    (
        "StudioLifecycleConfig",
        {
            "StudioLifecycleConfigName": "a",
            "StudioLifecycleConfigContent": "ZWNobw==",
            "StudioLifecycleConfigAppType": "JupyterLab",
        },
        "a",
        ("StudioLifecycleConfigArn", arn("studio-lifecycle-config/a")),
    ),
    (
        "AppImageConfig",
        {
            "AppImageConfigName": "a",
            "JupyterLabAppImageConfig": {"ContainerConfig": {"ContainerEnvironmentVariables": [{"Key": "A", "Value": "1"}]}},
        },
        "a",
        ("AppImageConfigArn", arn("app-image-config/a")),
    ),
    ("Image", {"ImageName": "a", "ImageRoleArn": ROLE, "ImageDescription": "old"}, arn("image/a"), ("ImageArn", arn("image/a"))),
    (
        "CodeRepository",
        {"CodeRepositoryName": "a", "GitConfig": {"RepositoryUrl": "https://example.com/a.git"}},
        arn("code-repository/a"),
        ("CodeRepositoryName", "a"),
    ),
    (
        "NotebookInstance",
        {"NotebookInstanceName": "a", "InstanceType": "ml.t3.medium", "RoleArn": ROLE, "VolumeSizeInGB": "10"},
        arn("notebook-instance/a"),
        ("NotebookInstanceName", "a"),
    ),
    (
        "NotebookInstanceLifecycleConfig",
        {"NotebookInstanceLifecycleConfigName": "a", "OnStart": [{"Content": "ZWNobw=="}]},
        arn("notebook-instance-lifecycle-config/a"),
        ("NotebookInstanceLifecycleConfigName", "a"),
    ),
    (
        "Model",
        {"ModelName": "a", "ExecutionRoleArn": ROLE, "EnableNetworkIsolation": "true", "PrimaryContainer": {"Image": IMAGE}},
        arn("model/a"),
        ("ModelName", "a"),
    ),
    ("ModelPackageGroup", {"ModelPackageGroupName": "a"}, arn("model-package-group/a"), ("ModelPackageGroupStatus", "Completed")),
    (
        "ModelPackage",
        {"ModelPackageName": "a", "ModelPackageDescription": "alone"},
        arn("model-package/a"),
        ("ModelPackageStatus", "Completed"),
    ),
    (
        "DataQualityJobDefinition",
        {
            **JOB,
            "JobDefinitionName": "a",
            "DataQualityAppSpecification": {"ImageUri": IMAGE},
            "DataQualityJobInput": WATCHED,
            "DataQualityJobOutputConfig": OUTPUTS,
        },
        arn("data-quality-job-definition/a"),
        ("JobDefinitionArn", arn("data-quality-job-definition/a")),
    ),
    (
        "ModelQualityJobDefinition",
        {
            **JOB,
            "JobDefinitionName": "a",
            "ModelQualityAppSpecification": {"ImageUri": IMAGE, "ProblemType": "Regression"},
            "ModelQualityJobInput": {**WATCHED, "GroundTruthS3Input": {"S3Uri": "s3://bucket/truth"}},
            "ModelQualityJobOutputConfig": OUTPUTS,
        },
        arn("model-quality-job-definition/a"),
        None,
    ),
    (
        "ModelBiasJobDefinition",
        {
            **JOB,
            "JobDefinitionName": "a",
            "ModelBiasAppSpecification": {"ImageUri": IMAGE, "ConfigUri": "s3://bucket/config"},
            "ModelBiasJobInput": {**WATCHED, "GroundTruthS3Input": {"S3Uri": "s3://bucket/truth"}},
            "ModelBiasJobOutputConfig": OUTPUTS,
        },
        arn("model-bias-job-definition/a"),
        None,
    ),
    (
        "ModelExplainabilityJobDefinition",
        {
            **JOB,
            "JobDefinitionName": "a",
            "ModelExplainabilityAppSpecification": {"ImageUri": IMAGE, "ConfigUri": "s3://bucket/config"},
            "ModelExplainabilityJobInput": WATCHED,
            "ModelExplainabilityJobOutputConfig": OUTPUTS,
        },
        arn("model-explainability-job-definition/a"),
        None,
    ),
    (
        "FeatureGroup",
        {
            "FeatureGroupName": "a",
            "RecordIdentifierFeatureName": "id",
            "EventTimeFeatureName": "at",
            "FeatureDefinitions": [
                {"FeatureName": "id", "FeatureType": "String"},
                {"FeatureName": "at", "FeatureType": "String"},
            ],
            "OnlineStoreConfig": {"EnableOnlineStore": "true"},
        },
        "a",
        ("FeatureGroupStatus", "Created"),
    ),
    (
        "Pipeline",
        {
            "PipelineName": "a",
            "RoleArn": ROLE,
            "PipelineDefinition": {"PipelineDefinitionBody": json.dumps(DEFINITION)},
            "ParallelismConfiguration": {"MaxParallelExecutionSteps": "4"},
        },
        "a",
        None,
    ),
    (
        "Project",
        {"ProjectName": "a", "ServiceCatalogProvisioningDetails": {"ProductId": "prod-1"}},
        arn("project/a"),
        ("ProjectStatus", "CreateCompleted"),
    ),
    (
        "MlflowTrackingServer",
        {"TrackingServerName": "a", "RoleArn": ROLE, "ArtifactStoreUri": "s3://bucket"},
        "a",
        ("TrackingServerArn", arn("mlflow-tracking-server/a")),
    ),
    ("Hub", {"HubName": "a-hub", "HubDescription": "old"}, arn("hub/a-hub"), ("HubStatus", "InService")),
    (
        "AIWorkloadConfig",
        {"AIWorkloadConfigName": "a"},
        arn("ai-workload-config/a"),
        ("AIWorkloadConfigArn", arn("ai-workload-config/a")),
    ),
    (
        "Algorithm",
        {
            "AlgorithmName": "a",
            "TrainingSpecification": {
                "TrainingImage": IMAGE,
                "SupportedTrainingInstanceTypes": ["ml.m5.large"],
                "TrainingChannels": [{"Name": "train", "SupportedContentTypes": ["text/csv"], "SupportedInputModes": ["File"]}],
            },
        },
        arn("algorithm/a"),
        ("AlgorithmArn", arn("algorithm/a")),
    ),
    (
        "ProcessingJob",
        {
            "ProcessingJobName": "a",
            "RoleArn": ROLE,
            "AppSpecification": {"ImageUri": IMAGE},
            "ProcessingResources": JOB["JobResources"],
        },
        arn("processing-job/a"),
        ("ProcessingJobStatus", "Completed"),
    ),
    (
        "HumanTaskUi",
        {"HumanTaskUiName": "a", "UiTemplate": {"Content": "<html/>"}},
        arn("human-task-ui/a"),
        ("HumanTaskUiArn", arn("human-task-ui/a")),
    ),
    ("Workforce", {"WorkforceName": "a"}, arn("workforce/a"), ("SubDomain", "a.labeling.eu-west-1.sagemaker.aws")),
    (
        "Workteam",
        {"WorkteamName": "a", "Description": "old", "MemberDefinitions": [{"OidcMemberDefinition": {"OidcGroups": ["g"]}}]},
        arn("workteam/private-crowd/a"),
        ("WorkteamName", "a"),
    ),
    ("DeviceFleet", {"DeviceFleetName": "a", "RoleArn": ROLE, "OutputConfig": {"S3OutputLocation": "s3://bucket"}}, "a", None),
    ("Action", {"ActionName": "a", "ActionType": "Approval", "Source": SOURCE}, arn("action/a"), ("Arn", arn("action/a"))),
    ("Context", {"ContextName": "a", "ContextType": "Deployment", "Source": SOURCE}, arn("context/a"), ("Arn", arn("context/a"))),
    ("Experiment", {"ExperimentName": "a", "DisplayName": "old"}, arn("experiment/a"), ("Arn", arn("experiment/a"))),
    ("TrialComponent", {"TrialComponentName": "a"}, arn("experiment-trial-component/a"), None),
]


@pytest.mark.parametrize(("kind", "properties", "reference", "known"), KINDS, ids=[kind[0] for kind in KINDS])
def test_ref_and_attributes_are_those_that_aws_returns(
    zone: Any, kind: str, properties: dict[str, Any], reference: str, known: tuple[str, str] | None
) -> None:
    template = {"It": sagemaker_resource(kind, **properties)}
    outputs = {"Ref": ref("It"), **({"Known": attribute("It", known[0])} if known else {})}

    made = deploy(zone, f"kind-{kind}", template, outputs)
    gone = destroy(zone, f"kind-{kind}")
    again = deploy(zone, f"kind-{kind}", template, outputs)

    assert (made.status, made.failures) == ("CREATE_COMPLETE", {})
    assert made.outputs == {"Ref": reference, **({"Known": known[1]} if known else {})}
    assert (gone.status, again.status) == ("DELETE_COMPLETE", "CREATE_COMPLETE")


class TestStudio:
    def test_a_domain_with_what_belongs_to_it_comes_and_goes(self, zone: Any, sagemaker: Any) -> None:
        inside = {"DomainId": ref("Domain")}
        template = {
            "Domain": domain("whole"),
            "Profile": sagemaker_resource("UserProfile", UserProfileName="ada", **inside),
            "Space": sagemaker_resource("Space", SpaceName="lab", **inside),
            "App": sagemaker_resource("App", UserProfileName="ada", AppType="JupyterServer", AppName="default", **inside)
            | {"DependsOn": "Profile"},
        }
        keys = {"Domain": "DomainArn", "Profile": "UserProfileArn", "Space": "SpaceArn", "App": "AppArn"}
        outputs = {name: ref(name) for name in template} | {f"{name}Arn": attribute(name, key) for name, key in keys.items()}

        made = deploy(zone, "studio-whole", template, {**outputs, "Url": attribute("Domain", "Url")})
        gone = destroy(zone, "studio-whole")

        identity = made.outputs["Domain"]
        assert made.status == "CREATE_COMPLETE"
        assert made.outputs == {
            "Domain": identity,
            "DomainArn": arn(f"domain/{identity}"),
            "Url": f"https://{identity}.studio.{REGION}.sagemaker.aws",
            "Profile": f"ada|{identity}",
            "ProfileArn": arn(f"user-profile/{identity}/ada"),
            "Space": f"{identity}|lab",
            "SpaceArn": arn(f"space/{identity}/lab"),
            "App": f"default|JupyterServer|{identity}|ada",
            "AppArn": arn(f"app/{identity}/ada/JupyterServer/default"),
        }
        assert (gone.status, gone.failures) == ("DELETE_COMPLETE", {})

    def test_settings_of_a_domain_change_in_place(self, zone: Any, sagemaker: Any) -> None:
        outputs = {"Id": ref("Domain")}
        before = deploy(zone, "studio-change", {"Domain": domain("changed")}, outputs)

        docker = {"DockerSettings": {"EnableDockerAccess": "ENABLED"}}
        after = deploy(
            zone, "studio-change", {"Domain": domain("changed", DomainSettings=docker, TagPropagation="ENABLED")}, outputs
        )

        described = sagemaker.describe_domain(DomainId=before.outputs["Id"])
        assert (after.status, after.outputs) == ("UPDATE_COMPLETE", before.outputs)
        assert (described["DomainSettings"], described["TagPropagation"]) == (docker, "ENABLED")

    def test_a_tag_on_a_domain_replaces_it_and_collides_with_its_name(self, zone: Any, sagemaker: Any) -> None:
        made = deploy(zone, "studio-tag", {"Domain": domain("tagged")}, {"Id": ref("Domain")})

        tagged = deploy(zone, "studio-tag", {"Domain": domain("tagged", Tags=tags(team="abalone"))}, {"Id": ref("Domain")})

        assert tagged.status == "UPDATE_ROLLBACK_COMPLETE"
        assert "already exists" in tagged.failures["Domain"]
        assert sagemaker.describe_domain(DomainId=made.outputs["Id"])["Status"] == "InService"

    def test_a_domain_whose_users_stay_cannot_be_deleted(self, zone: Any, sagemaker: Any) -> None:
        made = deploy(zone, "studio-stay", {"Domain": domain("staying")}, {"Id": ref("Domain")})
        sagemaker.create_user_profile(DomainId=made.outputs["Id"], UserProfileName="ada")

        kept = destroy(zone, "studio-stay")

        assert kept.status == "DELETE_FAILED"
        assert "because UserProfile(s) are associated with it" in kept.failures["Domain"]

    def test_image_versions_follow_their_aliases(self, zone: Any, sagemaker: Any) -> None:
        def template(*aliases: str) -> dict[str, Any]:
            version = sagemaker_resource("ImageVersion", ImageName="stacked", BaseImage=IMAGE, Aliases=list(aliases))
            return {
                "Image": sagemaker_resource("Image", ImageName="stacked", ImageRoleArn=ROLE),
                "Version": {**version, "DependsOn": "Image"},
            }

        made = deploy(zone, "image", template("old"), {"Arn": ref("Version"), "Number": attribute("Version", "Version")})
        changed = deploy(zone, "image", template("new"))

        described = sagemaker.list_aliases(ImageName="stacked")["SageMakerImageVersionAliases"]
        assert made.outputs == {"Arn": arn("image-version/stacked/1"), "Number": "1"}
        assert (changed.status, described) == ("UPDATE_COMPLETE", ["new"])

    def test_a_running_notebook_instance_is_stopped_changed_and_started(self, zone: Any, sagemaker: Any) -> None:
        def template(size: str) -> dict[str, Any]:
            return {"Note": sagemaker_resource("NotebookInstance", NotebookInstanceName="note", InstanceType=size, RoleArn=ROLE)}

        deploy(zone, "note", template("ml.t3.medium"))
        changed = deploy(zone, "note", template("ml.t3.large"))

        described = sagemaker.describe_notebook_instance(NotebookInstanceName="note")
        assert changed.status == "UPDATE_COMPLETE"
        assert (described["InstanceType"], described["NotebookInstanceStatus"]) == ("ml.t3.large", "InService")


class TestHosting:
    @staticmethod
    def template(count: int, **endpoint: Any) -> dict[str, Any]:
        properties = {"EndpointName": "served", "EndpointConfigName": attribute("Config", "EndpointConfigName"), **endpoint}
        return {"Model": model(), "Config": configuration(str(count)), "Endpoint": sagemaker_resource("Endpoint", **properties)}

    def test_an_endpoint_moves_to_a_new_configuration_in_place(self, zone: Any, sagemaker: Any) -> None:
        outputs = {"Endpoint": ref("Endpoint"), "Config": attribute("Endpoint", "EndpointName")}
        canary = {"Type": "CANARY", "WaitIntervalInSeconds": "60", "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": "10"}}
        deployment = {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": canary}}
        made = deploy(zone, "served", self.template(1), outputs)
        first = sagemaker.describe_endpoint(EndpointName="served")

        changed = deploy(
            zone, "served", self.template(3, DeploymentConfig=deployment, RetainAllVariantProperties="false"), outputs
        )

        second = sagemaker.describe_endpoint(EndpointName="served")
        routing = second["LastDeploymentConfig"]["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
        assert made.outputs == changed.outputs == {"Endpoint": arn("endpoint/served"), "Config": "served"}
        assert (changed.status, second["EndpointStatus"]) == ("UPDATE_COMPLETE", "InService")
        assert second["EndpointConfigName"] != first["EndpointConfigName"]
        assert second["ProductionVariants"][0]["DesiredInstanceCount"] == 3
        assert routing["CanarySize"] == {"Type": "CAPACITY_PERCENT", "Value": 10}
        assert len(sagemaker.list_endpoint_configs(NameContains="served-config")["EndpointConfigs"]) == 1

    def test_tags_of_an_endpoint_change_without_a_deployment(self, zone: Any, sagemaker: Any) -> None:
        def template(**values: str) -> dict[str, Any]:
            return {**self.template(1, EndpointName="labelled", Tags=tags(**values))}

        deploy(zone, "labelled", template(team="abalone", stage="test"))
        before = sagemaker.describe_endpoint(EndpointName="labelled")["LastModifiedTime"]
        changed = deploy(zone, "labelled", template(team="whelk"))

        known = sagemaker.list_tags(ResourceArn=arn("endpoint/labelled"))["Tags"]
        assert changed.status == "UPDATE_COMPLETE"
        assert {"Key": "team", "Value": "whelk"} in known
        assert "stage" not in [tag["Key"] for tag in known]
        assert sagemaker.describe_endpoint(EndpointName="labelled")["LastModifiedTime"] == before

    def test_an_instance_type_that_does_not_exist_fails_the_stack(self, zone: Any) -> None:
        failed = deploy(zone, "imaginary", {"Model": model(), "Config": configuration(1, "ml.abalone.large")})

        assert failed.status == "ROLLBACK_COMPLETE"
        assert "Value 'ml.abalone.large' at 'productionVariants.1.member.instanceType' failed" in failed.failures["Config"]

    def test_components_and_experiments_stand_on_an_endpoint(self, zone: Any, sagemaker: Any) -> None:
        name = attribute("Endpoint", "EndpointName")
        needs = {"MinMemoryRequiredInMb": "1024", "NumberOfCpuCoresRequired": "1"}
        specification = {"ModelName": attribute("Model", "ModelName"), "ComputeResourceRequirements": needs}
        instance = {"InstanceType": "ml.m5.large", "InstanceCount": "1"}
        infrastructure = {"InfrastructureType": "RealTimeInference", "RealTimeInferenceConfig": instance}
        variants = [
            {"ModelName": attribute("Model", "ModelName"), "VariantName": variant, "InfrastructureConfig": infrastructure}
            for variant in ("main", "shadow")
        ]
        shadow = {
            "SourceModelVariantName": "main",
            "ShadowModelVariants": [{"ShadowModelVariantName": "shadow", "SamplingPercentage": "50"}],
        }

        def template(copies: int, state: str) -> dict[str, Any]:
            part = {"EndpointName": name, "VariantName": "main", "Specification": specification}
            trial = {"Name": "trial", "Type": "ShadowMode", "RoleArn": ROLE, "EndpointName": name}
            return {
                **self.template(1, EndpointName="standing"),
                "Part": sagemaker_resource("InferenceComponent", **part, RuntimeConfig={"CopyCount": copies}),
                "Trial": sagemaker_resource(
                    "InferenceExperiment", **trial, ModelVariants=variants, ShadowModeConfig=shadow, DesiredState=state
                ),
            }

        outputs = {
            "Copies": attribute("Part", "RuntimeConfig.CurrentCopyCount"),
            "Trial": ref("Trial"),
            "Status": attribute("Trial", "Status"),
            "On": attribute("Trial", "EndpointMetadata.EndpointName"),
        }
        made = deploy(zone, "standing", template(1, "Running"), outputs)
        changed = deploy(zone, "standing", template(2, "Completed"), outputs)
        gone = destroy(zone, "standing")

        assert made.outputs == {"Copies": "1", "Trial": "trial", "Status": "Running", "On": "standing"}
        assert changed.outputs == {"Copies": "2", "Trial": "trial", "Status": "Completed", "On": "standing"}
        assert gone.status == "DELETE_COMPLETE"


class TestRegistry:
    @staticmethod
    def policy(*accounts: str) -> dict[str, Any]:
        principals = [f"arn:aws:iam::{account}:root" for account in accounts]
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": principals},
            "Action": "sagemaker:DescribeModelPackage",
            "Resource": "*",
        }
        return {"Version": "2012-10-17", "Statement": [statement]}

    def test_the_policy_of_a_group_comes_changes_and_goes(self, zone: Any, sagemaker: Any) -> None:
        def template(**policy: Any) -> dict[str, Any]:
            return {"Group": sagemaker_resource("ModelPackageGroup", ModelPackageGroupName="shared", **policy)}

        def known() -> Any:
            return json.loads(sagemaker.get_model_package_group_policy(ModelPackageGroupName="shared")["ResourcePolicy"])

        first, second = self.policy("222222222222"), self.policy("333333333333")
        deploy(zone, "shared", template(ModelPackageGroupPolicy=first))
        made = known()
        deploy(zone, "shared", template(ModelPackageGroupPolicy=second))
        changed = known()
        gone = deploy(zone, "shared", template())

        assert (made, changed, gone.status) == (first, second, "UPDATE_COMPLETE")
        with pytest.raises(sagemaker.exceptions.ClientError, match="Cannot find resource policy for"):
            known()

    def test_a_policy_with_an_account_twice_leaves_no_group_behind(self, zone: Any, sagemaker: Any) -> None:
        policy = self.policy("222222222222", "222222222222")
        group = sagemaker_resource("ModelPackageGroup", ModelPackageGroupName="doubled", ModelPackageGroupPolicy=policy)

        failed = deploy(zone, "doubled", {"Group": group})

        assert failed.status == "ROLLBACK_COMPLETE"
        assert "duplicate principals arn:aws:iam::222222222222:root" in failed.failures["Group"]
        assert sagemaker.list_model_package_groups(NameContains="doubled")["ModelPackageGroupSummaryList"] == []

    def test_versions_are_registered_and_approved_in_place(self, zone: Any, sagemaker: Any) -> None:
        def template(status: str) -> dict[str, Any]:
            version = {"ModelPackageGroupName": "versions", "ModelApprovalStatus": status, "ApprovalDescription": status.lower()}
            group = sagemaker_resource("ModelPackageGroup", ModelPackageGroupName="versions")
            return {"Group": group, "Version": {**sagemaker_resource("ModelPackage", **version), "DependsOn": "Group"}}

        made = deploy(zone, "versions", template("PendingManualApproval"), {"Arn": ref("Version")})
        approved = deploy(zone, "versions", template("Approved"), {"Arn": ref("Version")})
        described = sagemaker.describe_model_package(ModelPackageName=made.outputs["Arn"])
        gone = destroy(zone, "versions")

        assert made.outputs == approved.outputs == {"Arn": arn("model-package/versions/1")}
        assert (described["ModelApprovalStatus"], described["ApprovalDescription"]) == ("Approved", "approved")
        assert gone.status == "DELETE_COMPLETE"

    def test_a_group_with_packages_of_others_is_not_deleted(self, zone: Any, sagemaker: Any) -> None:
        deploy(zone, "used", {"Group": sagemaker_resource("ModelPackageGroup", ModelPackageGroupName="used")})
        sagemaker.create_model_package(ModelPackageGroupName="used")

        kept = destroy(zone, "used")

        assert kept.status == "DELETE_FAILED"
        assert "cannot be deleted because it contains model packages" in kept.failures["Group"]

    def test_a_card_is_written_under_the_names_of_its_schema(self, zone: Any, sagemaker: Any) -> None:
        def template(creator: str, status: str) -> dict[str, Any]:
            content = {
                "ModelOverview": {"ModelCreator": creator, "ModelId": "abalone"},
                "EvaluationDetails": [{"Name": "test", "Metadata": {"DataSet": "Abalone"}, "MetricGroups": []}],
            }
            return {"Card": sagemaker_resource("ModelCard", ModelCardName="card", ModelCardStatus=status, Content=content)}

        outputs = {"Name": ref("Card"), "Version": attribute("Card", "ModelCardVersion")}
        made = deploy(zone, "card", template("ada", "Draft"), outputs)
        changed = deploy(zone, "card", template("grace", "PendingReview"), outputs)

        described = sagemaker.describe_model_card(ModelCardName="card")
        assert (made.outputs, changed.outputs) == ({"Name": "card", "Version": "1"}, {"Name": "card", "Version": "3"})
        assert described["ModelCardStatus"] == "PendingReview"
        assert json.loads(described["Content"]) == {
            "model_overview": {"model_creator": "grace", "model_id": "abalone"},
            "evaluation_details": [{"name": "test", "metadata": {"DataSet": "Abalone"}, "metric_groups": []}],
        }


class TestOthers:
    @staticmethod
    def features(*names: str, **more: Any) -> dict[str, Any]:
        definitions = [{"FeatureName": name, "FeatureType": "String"} for name in names]
        keys = {"RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at"}
        store = {"OnlineStoreConfig": {"EnableOnlineStore": True}}
        group = {"FeatureGroupName": "growing", **keys, "FeatureDefinitions": definitions, **store, **more}
        return {"Group": sagemaker_resource("FeatureGroup", **group)}

    def test_a_feature_group_gains_features_but_loses_none(self, zone: Any, sagemaker: Any) -> None:
        deploy(zone, "features", self.features("id", "at"))

        grown = deploy(zone, "features", self.features("id", "at", "rings"))
        shrunk = deploy(zone, "features", self.features("id", "at"))

        described = sagemaker.describe_feature_group(FeatureGroupName="growing")
        assert grown.status == "UPDATE_COMPLETE"
        assert shrunk.status == "UPDATE_ROLLBACK_COMPLETE"
        assert "Feature definitions can only be added, but rings is changed or removed" in shrunk.failures["Group"]
        assert [feature["FeatureName"] for feature in described["FeatureDefinitions"]] == ["id", "at", "rings"]

    def test_a_pipeline_takes_its_definition_as_text_or_as_an_object(self, zone: Any, sagemaker: Any) -> None:
        def template(body: Any) -> dict[str, Any]:
            definition = {"PipelineDefinitionBody": body}
            return {
                "Pipeline": sagemaker_resource("Pipeline", PipelineName="written", RoleArn=ROLE, PipelineDefinition=definition)
            }

        made = deploy(zone, "written", template(json.dumps(DEFINITION)))
        changed = deploy(zone, "written", template({**DEFINITION, "Metadata": {"Key": "second"}}))

        described = json.loads(sagemaker.describe_pipeline(PipelineName="written")["PipelineDefinition"])
        assert (made.failures, changed.status, described["Metadata"]) == ({}, "UPDATE_COMPLETE", {"Key": "second"})

    def test_a_project_deploys_the_template_of_its_provider(self, zone: Any, sagemaker: Any) -> None:
        topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "${SageMakerProjectName}-${Colour}"}}}
        names = ("SageMakerProjectName", "SageMakerProjectId", "Colour")
        body = {"Parameters": {name: {"Type": "String"} for name in names}, "Resources": {"Topic": topic}}
        s3 = zone.client("s3")
        s3.create_bucket(Bucket="templates", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket="templates", Key="project.json", Body=json.dumps(body))
        detail = {
            "TemplateName": "project",
            "TemplateURL": f"https://templates.s3.{REGION}.amazonaws.com/project.json",
            "Parameters": [{"Key": "Colour", "Value": "blue"}],
        }
        project = {"ProjectName": "provided", "TemplateProviderDetails": [{"CfnTemplateProviderDetail": detail}]}

        made = deploy(
            zone,
            "provided",
            {"Project": sagemaker_resource("Project", **project)},
            {"Status": attribute("Project", "ProjectStatus")},
        )
        topics = [topic["TopicArn"] for topic in zone.client("sns").list_topics()["Topics"]]
        destroy(zone, "provided")

        assert (made.failures, made.outputs) == ({}, {"Status": "CreateCompleted"})
        assert f"arn:aws:sns:{REGION}:{ACCOUNT}:provided-blue" in topics
        assert zone.client("sns").list_topics()["Topics"] == []

    def test_a_schedule_changes_in_place(self, zone: Any, sagemaker: Any) -> None:
        definition = sagemaker_resource(
            "DataQualityJobDefinition",
            **JOB,
            DataQualityAppSpecification={"ImageUri": IMAGE},
            DataQualityJobInput=WATCHED,
            DataQualityJobOutputConfig=OUTPUTS,
        )

        def template(hour: int) -> dict[str, Any]:
            # Ref of a definition is its ARN: the name is what comes after the slash.
            name = {"Fn::Select": [1, {"Fn::Split": ["/", ref("Definition")]}]}
            schedule = {"ScheduleConfig": {"ScheduleExpression": f"cron(0 {hour} ? * * *)"}}
            configured = {**schedule, "MonitoringJobDefinitionName": name, "MonitoringType": "DataQuality"}
            properties = {"MonitoringScheduleName": "watching", "MonitoringScheduleConfig": configured}
            return {"Definition": definition, "Schedule": sagemaker_resource("MonitoringSchedule", **properties)}

        made = deploy(zone, "watching", template(2), {"Arn": ref("Schedule")})
        changed = deploy(zone, "watching", template(3), {"Arn": ref("Schedule")})

        described = sagemaker.describe_monitoring_schedule(MonitoringScheduleName="watching")
        expression = described["MonitoringScheduleConfig"]["ScheduleConfig"]["ScheduleExpression"]
        assert made.outputs == changed.outputs == {"Arn": arn("monitoring-schedule/watching")}
        assert (expression, described["EndpointName"]) == ("cron(0 3 ? * * *)", "watched")

    def test_what_is_named_by_its_arn_changes_in_place(self, zone: Any, sagemaker: Any) -> None:
        def template(word: str, mode: str, tier: str) -> dict[str, Any]:
            mlflow = {"Name": "mlflow", "RoleArn": ROLE, "ArtifactStoreUri": "s3://bucket", "ModelRegistrationMode": mode}
            partner = {"Name": "partner", "Type": "comet", "ExecutionRoleArn": ROLE, "AuthType": "IAM", "Tier": tier}
            return {
                "Mlflow": sagemaker_resource("MlflowApp", **mlflow),
                "Partner": sagemaker_resource("PartnerApp", **partner),
                "Data": sagemaker_resource("Artifact", ArtifactType="DataSet", Source=SOURCE, Properties={"word": word}),
                "Hub": sagemaker_resource("Hub", HubName="hub", HubDescription=word),
            }

        outputs = {name: ref(name) for name in template("", "", "")} | {"MlflowId": attribute("Mlflow", "MlflowAppId")}
        made = deploy(zone, "by-arn", template("old", "AutoModelRegistrationDisabled", "small"), outputs)
        changed = deploy(zone, "by-arn", template("new", "AutoModelRegistrationEnabled", "large"), outputs)

        assert (changed.status, changed.outputs) == ("UPDATE_COMPLETE", made.outputs)
        assert made.outputs["Mlflow"] == arn(f"mlflow-app/{made.outputs['MlflowId']}")
        assert (
            sagemaker.describe_mlflow_app(Arn=made.outputs["Mlflow"])["ModelRegistrationMode"] == "AutoModelRegistrationEnabled"
        )
        assert sagemaker.describe_partner_app(Arn=made.outputs["Partner"])["Tier"] == "large"
        assert sagemaker.describe_artifact(ArtifactArn=made.outputs["Data"])["Properties"] == {"word": "new"}
        assert sagemaker.describe_hub(HubName="hub")["HubDescription"] == "new"

    def test_a_cluster_is_scaled_and_scheduled_in_place(self, zone: Any, sagemaker: Any) -> None:
        def template(count: str, share: str) -> dict[str, Any]:
            lifecycle = {"SourceS3Uri": "s3://sagemaker-bucket", "OnCreate": "on_create.sh"}
            group = {
                "InstanceGroupName": "workers",
                "InstanceType": "ml.m5.xlarge",
                "ExecutionRole": ROLE,
                "LifeCycleConfig": lifecycle,
            }
            config = {"Name": "shares", "ClusterArn": ref("Cluster"), "SchedulerConfig": {"FairShare": share}}
            return {
                "Cluster": sagemaker_resource("Cluster", InstanceGroups=[{**group, "InstanceCount": count}]),
                "Config": sagemaker_resource("ClusterSchedulerConfig", **config),
            }

        outputs = {"Arn": ref("Cluster"), "Version": attribute("Config", "ClusterSchedulerConfigVersion")}
        made = deploy(zone, "cluster", template("1", "Enabled"), outputs)
        changed = deploy(zone, "cluster", template("2", "Disabled"), outputs)

        nodes = sagemaker.list_cluster_nodes(ClusterName=made.outputs["Arn"])["ClusterNodeSummaries"]
        assert (made.outputs["Version"], changed.outputs) == ("1", {"Arn": made.outputs["Arn"], "Version": "2"})
        assert len(nodes) == 2

    def test_a_device_is_registered_with_its_fleet(self, zone: Any, sagemaker: Any) -> None:
        def template(thing: str) -> dict[str, Any]:
            fleet = {"DeviceFleetName": "boats", "RoleArn": ROLE, "OutputConfig": {"S3OutputLocation": "s3://bucket"}}
            device = {"DeviceFleetName": ref("Fleet"), "Device": {"DeviceName": "buoy", "IotThingName": thing}}
            return {"Fleet": sagemaker_resource("DeviceFleet", **fleet), "Device": sagemaker_resource("Device", **device)}

        made = deploy(zone, "boats", template("old"), {"Ref": ref("Device")})
        deploy(zone, "boats", template("new"))
        described = sagemaker.describe_device(DeviceFleetName="boats", DeviceName="buoy")
        gone = destroy(zone, "boats")

        assert (made.outputs, described["IotThingName"]) == ({"Ref": "boats"}, "new")
        assert gone.status == "DELETE_COMPLETE"

    def test_a_change_that_no_call_makes_fails(self, zone: Any) -> None:
        def template(version: str) -> dict[str, Any]:
            server = {"TrackingServerName": "fixed", "RoleArn": ROLE, "ArtifactStoreUri": "s3://bucket", "MlflowVersion": version}
            return {"Server": sagemaker_resource("MlflowTrackingServer", **server)}

        deploy(zone, "server", template("2.16"))
        failed = deploy(zone, "server", template("3.0"))

        assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
        message = "AWS::SageMaker::MlflowTrackingServer has no call that changes MlflowVersion in place"
        assert message in failed.failures["Server"]

    def test_a_deletion_finds_nothing_left_to_do(self, zone: Any, sagemaker: Any) -> None:
        deploy(zone, "gone", {"Group": sagemaker_resource("ModelPackageGroup", ModelPackageGroupName="gone")})
        sagemaker.delete_model_package_group(ModelPackageGroupName="gone")

        assert destroy(zone, "gone").status == "DELETE_COMPLETE"
