"""Networks: what a template makes of them, changes in place, and cannot take away."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError

import pytest
from botocore.exceptions import ClientError
from deployments import attribute, deploy, destroy, ref, resource, tags


def network(cidr: str = "10.0.0.0/16") -> dict[str, Any]:
    return {
        "Vpc": resource("AWS::EC2::VPC", CidrBlock=cidr, EnableDnsHostnames="true", EnableDnsSupport=True, Tags=tags(team="a")),
        "SubnetA": resource(
            "AWS::EC2::Subnet", VpcId=ref("Vpc"), CidrBlock=cidr.replace("/16", "/24"), AvailabilityZone="eu-west-1a"
        ),
        "Routes": resource("AWS::EC2::RouteTable", VpcId=ref("Vpc")),
        "Association": resource("AWS::EC2::SubnetRouteTableAssociation", SubnetId=ref("SubnetA"), RouteTableId=ref("Routes")),
    }


def test_a_network_is_made_changed_in_place_and_taken_away(zone: Any) -> None:
    ec2 = zone.client("ec2")
    outputs = {
        "Vpc": ref("Vpc"),
        "Cidr": attribute("Vpc", "CidrBlock"),
        "DefaultGroup": attribute("Vpc", "DefaultSecurityGroup"),
        "Zone": attribute("SubnetA", "AvailabilityZone"),
    }
    made = deploy(zone, "network", network(), outputs)
    changed = network()
    changed["Vpc"]["Properties"] |= {"EnableDnsHostnames": False, "Tags": tags(owner="b")}
    changed["SubnetA"]["Properties"]["MapPublicIpOnLaunch"] = "true"

    updated = deploy(zone, "network", changed, outputs)

    assert (made.status, updated.status) == ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert updated.outputs == made.outputs
    assert made.outputs["Cidr"] == "10.0.0.0/16" and made.outputs["Zone"] == "eu-west-1a"
    vpc = ec2.describe_vpcs(VpcIds=[made.outputs["Vpc"]])["Vpcs"][0]
    assert vpc["Tags"] == tags(owner="b")
    hostnames = ec2.describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute="enableDnsHostnames")
    assert hostnames["EnableDnsHostnames"] == {"Value": False}
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["Subnets"]
    assert [subnet["MapPublicIpOnLaunch"] for subnet in subnets] == [True]
    assert destroy(zone, "network").status == "DELETE_COMPLETE"
    assert not ec2.describe_vpcs(Filters=[{"Name": "cidr", "Values": ["10.0.0.0/16"]}])["Vpcs"]


def test_a_vpc_in_which_something_stands_cannot_be_deleted(zone: Any) -> None:
    made = deploy(zone, "occupied", {"Vpc": network("10.1.0.0/16")["Vpc"]}, {"Vpc": ref("Vpc")})
    zone.client("ec2").create_security_group(GroupName="left-over", Description="left", VpcId=made.outputs["Vpc"])

    deleted = destroy(zone, "occupied")

    assert deleted.status == "DELETE_FAILED"
    assert f"The vpc '{made.outputs['Vpc']}' has dependencies and cannot be deleted." in deleted.failures["Vpc"]


def groups(**rules: Any) -> dict[str, Any]:
    return {
        "Vpc": resource("AWS::EC2::VPC", CidrBlock="10.2.0.0/16"),
        "Group": resource("AWS::EC2::SecurityGroup", GroupDescription="all", VpcId=ref("Vpc"), **rules),
    }


def allowed(zone: Any, group: str, direction: str) -> list[tuple[Any, ...]]:
    permissions = zone.client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"][0][direction]
    return [(each["IpProtocol"], each.get("FromPort"), address["CidrIp"]) for each in permissions for address in each["IpRanges"]]


def test_the_rules_of_a_group_change_in_place(zone: Any) -> None:
    https = {"IpProtocol": "tcp", "FromPort": "443", "ToPort": 443, "CidrIp": "10.2.0.0/16"}
    nfs = {"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049, "CidrIp": "10.2.0.0/16", "Description": "homes"}
    first = deploy(zone, "rules", groups(SecurityGroupIngress=[https]), {"Group": ref("Group")})
    group = first.outputs["Group"]
    open_at_first = allowed(zone, group, "IpPermissionsEgress")

    second = deploy(zone, "rules", groups(SecurityGroupIngress=[nfs], SecurityGroupEgress=[https]), {"Group": ref("Group")})

    assert second.outputs["Group"] == group
    assert open_at_first == [("-1", None, "0.0.0.0/0")]
    assert allowed(zone, group, "IpPermissions") == [("tcp", 2049, "10.2.0.0/16")]
    assert allowed(zone, group, "IpPermissionsEgress") == [("tcp", 443, "10.2.0.0/16")]
    assert destroy(zone, "rules").status == "DELETE_COMPLETE"


def test_rules_of_their_own_are_described_anew_and_taken_away(zone: Any) -> None:
    def with_rules(description: str) -> dict[str, Any]:
        pair = {"GroupId": attribute("Group", "GroupId"), "IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535}
        return groups() | {
            "In": resource("AWS::EC2::SecurityGroupIngress", **pair, SourceSecurityGroupId=ref("Group"), Description=description),
            "Out": resource("AWS::EC2::SecurityGroupEgress", **pair, DestinationSecurityGroupId=ref("Group")),
        }

    ec2 = zone.client("ec2")
    made = deploy(zone, "own-rules", with_rules("first"), {"Group": ref("Group"), "In": ref("In")})

    deploy(zone, "own-rules", with_rules("second"), {"Group": ref("Group"), "In": ref("In")})

    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [made.outputs["Group"]]}])
    described = {rule["SecurityGroupRuleId"]: rule for rule in rules["SecurityGroupRules"]}
    permissions = ec2.describe_security_groups(GroupIds=[made.outputs["Group"]])["SecurityGroups"][0]["IpPermissions"]
    assert described[made.outputs["In"]]["ReferencedGroupInfo"]["GroupId"] == made.outputs["Group"]
    assert permissions[0]["UserIdGroupPairs"][0]["Description"] == "second"
    deploy(zone, "own-rules", groups(), {"Group": ref("Group")})
    assert not ec2.describe_security_groups(GroupIds=[made.outputs["Group"]])["SecurityGroups"][0]["IpPermissions"]


def test_a_group_that_another_group_refers_to_cannot_be_deleted(zone: Any) -> None:
    ec2 = zone.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.3.0.0/16")["Vpc"]["VpcId"]
    used = ec2.create_security_group(GroupName="used", Description="used", VpcId=vpc)["GroupId"]
    user = ec2.create_security_group(GroupName="user", Description="user", VpcId=vpc)["GroupId"]
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": used}]}
    ec2.authorize_security_group_ingress(GroupId=user, IpPermissions=[rule])

    with pytest.raises(ClientError) as refused:
        ec2.delete_security_group(GroupId=used)

    assert refused.value.response["Error"]["Code"] == "DependencyViolation"
    assert refused.value.response["Error"]["Message"] == f"resource {used} has a dependent object"


def with_endpoint(cidr: str, **changes: Any) -> dict[str, Any]:
    interface = {
        "VpcId": ref("Vpc"),
        "ServiceName": "com.amazonaws.eu-west-1.kms",
        "VpcEndpointType": "Interface",
        "PrivateDnsEnabled": True,
        "SubnetIds": [ref("SubnetA")],
        "SecurityGroupIds": [ref("Group")],
    }
    group = resource("AWS::EC2::SecurityGroup", GroupDescription="endpoints", VpcId=ref("Vpc"))
    second = resource(
        "AWS::EC2::Subnet", VpcId=ref("Vpc"), CidrBlock=cidr.replace(".0.0/16", ".1.0/24"), AvailabilityZone="eu-west-1b"
    )
    return network(cidr) | {
        "SubnetB": second,
        "Group": group,
        "Endpoint": resource("AWS::EC2::VPCEndpoint", **(interface | changes)),
    }


def test_an_endpoint_changes_in_place(zone: Any) -> None:
    outputs = {
        "Id": ref("Endpoint"),
        "Entry": {"Fn::Select": [0, attribute("Endpoint", "DnsEntries")]},
        "Interface": {"Fn::Select": [0, attribute("Endpoint", "NetworkInterfaceIds")]},
        "SubnetB": ref("SubnetB"),
    }
    made = deploy(zone, "endpoint", with_endpoint("10.4.0.0/16"), outputs)
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}
    changes = {"SubnetIds": [ref("SubnetB")], "PolicyDocument": document, "PrivateDnsEnabled": "false", "Tags": tags(team="x")}

    updated = deploy(zone, "endpoint", with_endpoint("10.4.0.0/16", **changes), outputs)

    assert updated.status == "UPDATE_COMPLETE"
    assert updated.outputs["Id"] == made.outputs["Id"]
    assert made.outputs["Entry"].count(":") == 1 and made.outputs["Id"] in made.outputs["Entry"]
    assert updated.outputs["Interface"] != made.outputs["Interface"]
    endpoint = zone.client("ec2").describe_vpc_endpoints(VpcEndpointIds=[made.outputs["Id"]])["VpcEndpoints"][0]
    assert endpoint["SubnetIds"] == [made.outputs["SubnetB"]]
    assert json.loads(endpoint["PolicyDocument"]) == document
    assert endpoint["PrivateDnsEnabled"] is False
    assert endpoint["Tags"] == tags(team="x")
    assert destroy(zone, "endpoint").status == "DELETE_COMPLETE"


def test_a_gateway_endpoint_routes_the_tables_it_is_given(zone: Any) -> None:
    def gateway(*tables: str) -> dict[str, Any]:
        return network("10.5.0.0/16") | {
            "Other": resource("AWS::EC2::RouteTable", VpcId=ref("Vpc")),
            "Endpoint": resource(
                "AWS::EC2::VPCEndpoint",
                VpcId=ref("Vpc"),
                ServiceName="com.amazonaws.eu-west-1.s3",
                RouteTableIds=[ref(table) for table in tables],
            ),
        }

    made = deploy(zone, "gateway", gateway("Routes"), {"Id": ref("Endpoint"), "Other": ref("Other")})

    deploy(zone, "gateway", gateway("Other"), {"Id": ref("Endpoint"), "Other": ref("Other")})

    tables = zone.client("ec2").describe_route_tables()["RouteTables"]
    routed = [each["RouteTableId"] for each in tables for route in each["Routes"] if route.get("GatewayId") == made.outputs["Id"]]
    assert routed == [made.outputs["Other"]]
    assert destroy(zone, "gateway").status == "DELETE_COMPLETE"


def test_two_endpoints_of_one_service_with_private_names_collide(zone: Any) -> None:
    template = with_endpoint("10.6.0.0/16")
    template["Second"] = template["Endpoint"] | {"DependsOn": "Endpoint"}

    deployed = deploy(zone, "two-endpoints", template)

    assert deployed.status == "ROLLBACK_COMPLETE"
    assert (
        "private-dns-enabled cannot be set because there is already a conflicting DNS domain for kms.eu-west-1.amazonaws.com"
        in deployed.failures["Second"]
    )


def test_a_subnet_with_an_endpoint_of_somebody_else_cannot_be_deleted(zone: Any) -> None:
    made = deploy(zone, "used-subnet", network("10.7.0.0/16"), {"Vpc": ref("Vpc"), "Subnet": ref("SubnetA")})
    zone.client("ec2").create_vpc_endpoint(
        VpcId=made.outputs["Vpc"],
        ServiceName="com.amazonaws.eu-west-1.logs",
        VpcEndpointType="Interface",
        SubnetIds=[made.outputs["Subnet"]],
    )

    deleted = destroy(zone, "used-subnet")

    assert deleted.status == "DELETE_FAILED"
    assert f"The subnet '{made.outputs['Subnet']}' has dependencies and cannot be deleted." in deleted.failures["SubnetA"]


def test_public_subnets_reach_the_internet_by_their_gateways(zone: Any) -> None:
    def public(target: dict[str, Any]) -> dict[str, Any]:
        return network("10.8.0.0/16") | {
            "Internet": resource("AWS::EC2::InternetGateway"),
            "Attachment": resource("AWS::EC2::VPCGatewayAttachment", VpcId=ref("Vpc"), InternetGatewayId=ref("Internet")),
            "Address": resource("AWS::EC2::EIP", "Attachment", Domain="vpc"),
            "Nat": resource("AWS::EC2::NatGateway", SubnetId=ref("SubnetA"), AllocationId=attribute("Address", "AllocationId")),
            "Route": resource(
                "AWS::EC2::Route", "Attachment", RouteTableId=ref("Routes"), DestinationCidrBlock="0.0.0.0/0", **target
            ),
        }

    outputs = {"Route": ref("Route"), "Table": ref("Routes"), "Nat": ref("Nat"), "Address": ref("Address")}
    made = deploy(zone, "public", public({"GatewayId": ref("Internet")}), outputs)

    updated = deploy(zone, "public", public({"NatGatewayId": ref("Nat")}), outputs)

    assert (made.status, updated.status) == ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert made.outputs["Route"] == f"{made.outputs['Table']}|0.0.0.0/0"
    table = zone.client("ec2").describe_route_tables(RouteTableIds=[made.outputs["Table"]])["RouteTables"][0]
    assert [route["NatGatewayId"] for route in table["Routes"] if "NatGatewayId" in route] == [made.outputs["Nat"]]
    assert destroy(zone, "public").status == "DELETE_COMPLETE"


def test_a_flow_log_goes_to_a_folder_of_a_bucket(zone: Any) -> None:
    zone.client("s3").create_bucket(Bucket="flow-logs", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    template = {"Vpc": network("10.9.0.0/16")["Vpc"]} | {
        "Log": resource(
            "AWS::EC2::FlowLog",
            ResourceId=ref("Vpc"),
            ResourceType="VPC",
            TrafficType="ALL",
            LogDestinationType="s3",
            LogDestination="arn:aws:s3:::flow-logs/central/",
            MaxAggregationInterval="60",
        )
    }

    made = deploy(zone, "flow-log", template, {"Log": ref("Log")})

    assert made.status == "CREATE_COMPLETE"
    log = zone.client("ec2").describe_flow_logs(FlowLogIds=[made.outputs["Log"]])["FlowLogs"][0]
    assert (log["LogDestination"], log["MaxAggregationInterval"]) == ("arn:aws:s3:::flow-logs/central/", 60)
    assert destroy(zone, "flow-log").status == "DELETE_COMPLETE"


def test_a_network_of_given_ids_is_there_once(zone: Any) -> None:
    subnets = [
        {"subnetId": f"subnet-{letter}", "routeTableId": "rtb-shared", "availabilityZone": f"eu-west-1{letter}"}
        for letter in "ab"
    ]
    network = {
        "account": "111111111111",
        "region": "eu-west-1",
        "vpcId": "vpc-adopted",
        "cidr": "10.9.0.0/16",
        "subnets": subnets,
    }

    zone.steer("networks", network)

    ec2 = zone.client("ec2")
    (vpc,) = ec2.describe_vpcs(VpcIds=["vpc-adopted"])["Vpcs"]
    found = ec2.describe_subnets(SubnetIds=["subnet-a", "subnet-b"])["Subnets"]
    (table,) = ec2.describe_route_tables(RouteTableIds=["rtb-shared"])["RouteTables"]
    other = ec2.create_vpc(CidrBlock="10.10.0.0/16")["Vpc"]["VpcId"]
    assert vpc["CidrBlock"] == "10.9.0.0/16"
    assert [(subnet["CidrBlock"], subnet["AvailabilityZone"]) for subnet in found] == [
        ("10.9.0.0/24", "eu-west-1a"),
        ("10.9.1.0/24", "eu-west-1b"),
    ]
    assert {association["SubnetId"] for association in table["Associations"]} == {"subnet-a", "subnet-b"}
    assert other not in ("vpc-adopted", None)
    with pytest.raises(HTTPError):
        zone.steer("networks", network)
