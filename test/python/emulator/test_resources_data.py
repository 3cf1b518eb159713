"""Tables, state machines, secrets, catalogues, pipelines of code and what watches an account: made and changed in place."""

from __future__ import annotations

import json
from typing import Any

from deployments import attribute, deploy, destroy, ref, resource, tags


def test_a_table_changes_in_place_and_keeps_its_items(zone: Any) -> None:
    def template(indexes: list[str], **properties: Any) -> dict[str, Any]:
        named = [
            {
                "IndexName": name,
                "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
            for name in indexes
        ]
        attributes = [{"AttributeName": name, "AttributeType": "S"} for name in ("id", *indexes)]
        keys = [{"AttributeName": "id", "KeyType": "HASH"}]
        table = {"TableName": "items", "BillingMode": "PAY_PER_REQUEST", "KeySchema": keys, "AttributeDefinitions": attributes}
        return {"T": resource("AWS::DynamoDB::Table", **table, GlobalSecondaryIndexes=named, **properties)}

    dynamodb = zone.client("dynamodb")
    outputs = {"Name": ref("T"), "Arn": attribute("T", "Arn"), "Stream": attribute("T", "StreamArn")}
    streaming = {"StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}
    made = deploy(zone, "table", template(["owner"], **streaming), outputs)
    dynamodb.put_item(TableName="items", Item={"id": {"S": "1"}})
    recovery = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": "true"}}
    lifetime = {"TimeToLiveSpecification": {"AttributeName": "until", "Enabled": "true"}}

    changed = deploy(zone, "table", template(["state"], **streaming, **recovery, **lifetime, Tags=tags(a="b")), outputs)

    assert (made.status, changed.status, changed.outputs) == ("CREATE_COMPLETE", "UPDATE_COMPLETE", made.outputs)
    assert made.outputs["Arn"] == "arn:aws:dynamodb:eu-west-1:111111111111:table/items"
    assert made.outputs["Stream"].startswith(f"{made.outputs['Arn']}/stream/")
    assert dynamodb.scan(TableName="items")["Count"] == 1
    seen = dynamodb.describe_table(TableName="items")["Table"]
    assert [index["IndexName"] for index in seen["GlobalSecondaryIndexes"]] == ["state"]
    backups = dynamodb.describe_continuous_backups(TableName="items")["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    assert dynamodb.describe_time_to_live(TableName="items")["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"
    assert dynamodb.list_tags_of_resource(ResourceArn=made.outputs["Arn"])["Tags"] == tags(a="b")
    assert destroy(zone, "table").status == "DELETE_COMPLETE"


def test_a_state_machine_changes_in_place(zone: Any) -> None:
    def template(comment: str, **properties: Any) -> dict[str, Any]:
        definition = {"Comment": "${comment}", "StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
        return {
            "M": resource(
                "AWS::StepFunctions::StateMachine",
                StateMachineName="machine",
                RoleArn="arn:aws:iam::111111111111:role/machine",
                DefinitionString=json.dumps(definition),
                DefinitionSubstitutions={"comment": comment},
                **properties,
            )
        }

    states = zone.client("stepfunctions")
    made = deploy(zone, "machine", template("one"), {"Arn": ref("M"), "Name": attribute("M", "Name")})

    changed = deploy(zone, "machine", template("two", Tags=tags(a="b")), {"Arn": ref("M"), "Name": attribute("M", "Name")})

    assert changed.outputs == made.outputs
    assert made.outputs == {"Arn": "arn:aws:states:eu-west-1:111111111111:stateMachine:machine", "Name": "machine"}
    assert json.loads(states.describe_state_machine(stateMachineArn=made.outputs["Arn"])["definition"])["Comment"] == "two"
    assert states.list_tags_for_resource(resourceArn=made.outputs["Arn"])["tags"] == [{"key": "a", "value": "b"}]
    assert destroy(zone, "machine").status == "DELETE_COMPLETE"


def test_a_secret_is_generated_once_and_described_anew(zone: Any) -> None:
    def template(**properties: Any) -> dict[str, Any]:
        generated = {"SecretStringTemplate": '{"user": "ml"}', "GenerateStringKey": "password", "PasswordLength": "20"}
        return {"S": resource("AWS::SecretsManager::Secret", Name="db", GenerateSecretString=generated, **properties)}

    secrets = zone.client("secretsmanager")
    made = deploy(zone, "secret", template(), {"Arn": ref("S")})
    value = json.loads(secrets.get_secret_value(SecretId="db")["SecretString"])

    changed = deploy(zone, "secret", template(Description="new", Tags=tags(a="b")), {"Arn": ref("S")})

    assert changed.outputs == made.outputs
    assert value["user"] == "ml" and len(value["password"]) == 20
    assert json.loads(secrets.get_secret_value(SecretId="db")["SecretString"]) == value
    seen = secrets.describe_secret(SecretId="db")
    assert (seen["Description"], seen["Tags"]) == ("new", tags(a="b"))
    assert destroy(zone, "secret").status == "DELETE_COMPLETE"


def test_a_catalogue_and_its_work_group_change_in_place(zone: Any) -> None:
    def template(description: str, location: str) -> dict[str, Any]:
        columns = [{"Name": description, "Type": "string"}]
        results = {"ResultConfiguration": {"OutputLocation": location}, "EnforceWorkGroupConfiguration": "true"}
        account = {"Ref": "AWS::AccountId"}
        return {
            "D": resource("AWS::Glue::Database", CatalogId=account, DatabaseInput={"Name": "db", "Description": description}),
            "T": resource(
                "AWS::Glue::Table",
                CatalogId=account,
                DatabaseName=ref("D"),
                TableInput={"Name": "t", "StorageDescriptor": {"Columns": columns}},
            ),
            "W": resource("AWS::Athena::WorkGroup", Name="analysts", Description=description, WorkGroupConfiguration=results),
            "G": resource("AWS::LakeFormation::Tag", TagKey="class", TagValues=["public", description]),
        }

    outputs = {"D": ref("D"), "T": ref("T"), "W": ref("W")}
    made = deploy(zone, "catalogue", template("one", "s3://one/"), outputs)

    changed = deploy(zone, "catalogue", template("two", "s3://two/"), outputs)

    assert (made.status, changed.status) == ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert changed.outputs == made.outputs == {"D": "db", "T": "t", "W": "analysts"}
    glue = zone.client("glue")
    assert glue.get_database(Name="db")["Database"]["Description"] == "two"
    assert glue.get_table(DatabaseName="db", Name="t")["Table"]["StorageDescriptor"]["Columns"][0]["Name"] == "two"
    group = zone.client("athena").get_work_group(WorkGroup="analysts")["WorkGroup"]
    assert (group["Description"], group["Configuration"]["ResultConfiguration"]["OutputLocation"]) == ("two", "s3://two/")
    assert sorted(zone.client("lakeformation").get_lf_tag(TagKey="class")["TagValues"]) == ["public", "two"]
    assert destroy(zone, "catalogue").status == "DELETE_COMPLETE"


def test_a_lake_is_registered_and_granted(zone: Any) -> None:
    role = zone.client("iam").create_role(RoleName="analyst", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    granted = {"Principal": {"DataLakePrincipalIdentifier": role}, "Permissions": ["DESCRIBE"], "PermissionsWithGrantOption": []}
    database = {"Database": {"CatalogId": "111111111111", "Name": "lake"}}
    template = {
        "S": resource("AWS::LakeFormation::DataLakeSettings", Admins=[{"DataLakePrincipalIdentifier": role}]),
        "R": resource("AWS::LakeFormation::Resource", ResourceArn="arn:aws:s3:::lake", UseServiceLinkedRole="true"),
        "P": resource("AWS::LakeFormation::PrincipalPermissions", **granted, Resource=database),
    }
    lake = zone.client("lakeformation")

    made = deploy(zone, "lake", template, {"R": ref("R")})

    assert made.status == "CREATE_COMPLETE", made.failures
    assert [each["ResourceArn"] for each in lake.list_resources()["ResourceInfoList"]] == ["arn:aws:s3:::lake"]
    permissions = lake.list_permissions(CatalogId="111111111111")["PrincipalResourcePermissions"]
    assert [each["Permissions"] for each in permissions] == [["DESCRIBE"]]
    assert lake.get_data_lake_settings()["DataLakeSettings"]["DataLakeAdmins"] == [{"DataLakePrincipalIdentifier": role}]
    assert destroy(zone, "lake").status == "DELETE_COMPLETE"
    assert lake.list_resources()["ResourceInfoList"] == []


def test_a_pipeline_of_code_changes_in_place(zone: Any) -> None:
    statement = {"Effect": "Allow", "Principal": {"Service": "codepipeline.amazonaws.com"}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = zone.client("iam").create_role(RoleName="pipeline", AssumeRolePolicyDocument=trust)["Role"]["Arn"]

    def action(name: str, category: str, provider: str, **properties: Any) -> dict[str, Any]:
        kind = {"Category": category, "Owner": "AWS", "Provider": provider, "Version": "1"}
        return {"Name": name, "ActionTypeId": kind, "RunOrder": "1", **properties}

    def template(description: str) -> dict[str, Any]:
        source = action(
            "Source", "Source", "CodeCommit", OutputArtifacts=[{"Name": "code"}], Configuration={"BranchName": description}
        )
        build = action("Build", "Build", "CodeBuild", InputArtifacts=[{"Name": "code"}], Configuration={"ProjectName": ref("B")})
        return {
            "R": resource(
                "AWS::CodeCommit::Repository", RepositoryName=f"repository-{description}", RepositoryDescription=description
            ),
            "B": resource(
                "AWS::CodeBuild::Project",
                Name="build",
                Description=description,
                ServiceRole=role,
                Artifacts={"Type": "NO_ARTIFACTS"},
                Source={"Type": "NO_SOURCE", "BuildSpec": "version: 0.2"},
                Environment={
                    "Type": "LINUX_CONTAINER",
                    "ComputeType": "BUILD_GENERAL1_SMALL",
                    "Image": "aws/codebuild/standard:7.0",
                },
            ),
            "P": resource(
                "AWS::CodePipeline::Pipeline",
                Name="pipeline",
                RoleArn=role,
                ArtifactStore={"Type": "S3", "Location": "artifacts"},
                Stages=[{"Name": "Source", "Actions": [source]}, {"Name": "Build", "Actions": [build]}],
            ),
        }

    outputs = {"R": ref("R"), "B": ref("B"), "P": ref("P"), "Arn": attribute("B", "Arn")}
    made = deploy(zone, "code", template("one"), outputs)

    changed = deploy(zone, "code", template("two"), outputs)

    assert (made.status, changed.status, changed.outputs) == ("CREATE_COMPLETE", "UPDATE_COMPLETE", made.outputs)
    repository = zone.client("codecommit").get_repository(repositoryName="repository-two")["repositoryMetadata"]
    assert (repository["repositoryDescription"], repository["repositoryId"]) == ("two", made.outputs["R"])
    project = zone.client("codebuild").batch_get_projects(names=["build"])["projects"][0]
    assert project["description"] == "two"
    pipeline = zone.client("codepipeline").get_pipeline(name="pipeline")["pipeline"]
    assert pipeline["stages"][0]["actions"][0]["configuration"] == {"BranchName": "two"}
    assert destroy(zone, "code").status == "DELETE_COMPLETE"


def test_what_watches_an_account_changes_in_place(zone: Any) -> None:
    zone.client("s3").create_bucket(Bucket="trail", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

    def template(frequency: str, prefix: str) -> dict[str, Any]:
        source = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}
        return {
            "T": resource("AWS::CloudTrail::Trail", TrailName="all", S3BucketName="trail", S3KeyPrefix=prefix, IsLogging="true"),
            "G": resource("AWS::GuardDuty::Detector", Enable="true", FindingPublishingFrequency=frequency),
            "H": resource("AWS::SecurityHub::Hub", Tags={"a": prefix}),
            "M": resource("AWS::Macie::Session", FindingPublishingFrequency=frequency),
            "C": resource("AWS::Config::ConfigRule", ConfigRuleName="versioned", Description=prefix, Source=source),
        }

    outputs = {"T": ref("T"), "Arn": attribute("T", "Arn"), "G": ref("G"), "H": ref("H"), "M": ref("M"), "C": ref("C")}
    made = deploy(zone, "watch", template("ONE_HOUR", "one"), outputs)

    changed = deploy(zone, "watch", template("SIX_HOURS", "two"), outputs)

    assert made.status == "CREATE_COMPLETE", made.failures
    assert (changed.status, changed.outputs) == ("UPDATE_COMPLETE", made.outputs)
    assert made.outputs["H"] == "arn:aws:securityhub:eu-west-1:111111111111:hub/default"
    assert made.outputs["M"] == "111111111111"
    trail = zone.client("cloudtrail")
    assert trail.get_trail(Name="all")["Trail"]["S3KeyPrefix"] == "two"
    assert trail.get_trail_status(Name="all")["IsLogging"] is True
    assert zone.client("guardduty").get_detector(DetectorId=made.outputs["G"])["FindingPublishingFrequency"] == "SIX_HOURS"
    assert zone.client("macie2").get_macie_session()["findingPublishingFrequency"] == "SIX_HOURS"
    assert zone.client("config").describe_config_rules()["ConfigRules"][0]["Description"] == "two"
    assert destroy(zone, "watch").status == "DELETE_COMPLETE"


def test_an_airflow_environment_is_recorded_with_attributes_that_stay(zone: Any) -> None:
    network = {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}
    names = {
        "Arn": "Arn",
        "Url": "WebserverUrl",
        "Queue": "CeleryExecutorQueue",
        "Logs": "LoggingConfiguration.TaskLogs.CloudWatchLogGroupArn",
    }
    outputs = {**{output: attribute("E", name) for output, name in names.items()}, "Name": ref("E")}

    def template(workers: int) -> dict[str, Any]:
        return {"E": resource("AWS::MWAA::Environment", Name="retraining", NetworkConfiguration=network, MaxWorkers=workers)}

    made = deploy(zone, "airflow", template(2), outputs)
    changed = deploy(zone, "airflow", template(3), outputs)

    assert (made.status, changed.status) == ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert changed.outputs == made.outputs
    assert made.outputs["Name"] == "retraining"
    assert made.outputs["Arn"] == "arn:aws:airflow:eu-west-1:111111111111:environment/retraining"
    assert made.outputs["Url"].endswith(".c1.eu-west-1.airflow.amazonaws.com")
    assert made.outputs["Queue"].startswith("arn:aws:sqs:eu-west-1:111111111111:airflow-celery-")
    assert made.outputs["Logs"] == "arn:aws:logs:eu-west-1:111111111111:log-group:airflow-retraining-Task"
    assert destroy(zone, "airflow").status == "DELETE_COMPLETE"
