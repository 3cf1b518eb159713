"""VPCs, subnets, routes, gateways, addresses and flow logs."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import ec2_backends

from ..errors import ApiError
from .handler import Made, Properties, Request, handles
from .properties import as_tag_list, given, tag_changes, tag_list
from .service import ServiceHandler, unless_gone


class Ec2Handler(ServiceHandler):
    service = "ec2"
    # What TagSpecifications calls the thing.
    tagged_as: str = ""

    def tag_specifications(self, properties: Properties) -> list[dict[str, Any]]:
        tags = tag_list(properties)
        return [{"ResourceType": self.tagged_as, "Tags": tags}] if tags else []

    def retag(self, request: Request, resource: str, before: Properties, after: Properties) -> None:
        changed, gone = tag_changes(before, after)
        if changed:
            self.api(request).create_tags(Resources=[resource], Tags=as_tag_list(changed))
        if gone:
            self.api(request).delete_tags(Resources=[resource], Tags=[{"Key": key} for key in gone])


@handles("AWS::EC2::VPC")
class Vpc(Ec2Handler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html"""

    tagged_as = "vpc"

    def create(self, request: Request, properties: Properties) -> Made:
        vpc = self.api(request).create_vpc(
            **given(properties, "CidrBlock", "InstanceTenancy"), TagSpecifications=self.tag_specifications(properties)
        )["Vpc"]
        self._set_dns(request, vpc["VpcId"], properties)
        return self._made(request, vpc["VpcId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self._set_dns(request, physical_id, {"EnableDnsSupport": True, "EnableDnsHostnames": False} | after)
        if before.get("InstanceTenancy", "default") != after.get("InstanceTenancy", "default"):
            self.api(request).modify_vpc_tenancy(VpcId=physical_id, InstanceTenancy=after.get("InstanceTenancy", "default"))
        self.retag(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_vpc(VpcId=physical_id)

    def _set_dns(self, request: Request, vpc: str, properties: Properties) -> None:
        for name in ("EnableDnsSupport", "EnableDnsHostnames"):
            if name in properties:
                self.api(request).modify_vpc_attribute(VpcId=vpc, **{name: {"Value": properties[name]}})

    def _made(self, request: Request, identity: str) -> Made:
        api = self.api(request)
        of_this = [{"Name": "vpc-id", "Values": [identity]}]
        vpc = api.describe_vpcs(VpcIds=[identity])["Vpcs"][0]
        groups = api.describe_security_groups(Filters=[*of_this, {"Name": "group-name", "Values": ["default"]}])
        acls = api.describe_network_acls(Filters=[*of_this, {"Name": "default", "Values": ["true"]}])
        return Made(
            identity,
            {
                "VpcId": identity,
                "CidrBlock": vpc["CidrBlock"],
                "CidrBlockAssociations": [each["AssociationId"] for each in vpc.get("CidrBlockAssociationSet", [])],
                "Ipv6CidrBlocks": [each["Ipv6CidrBlock"] for each in vpc.get("Ipv6CidrBlockAssociationSet", [])],
                "DefaultSecurityGroup": groups["SecurityGroups"][0]["GroupId"],
                "DefaultNetworkAcl": acls["NetworkAcls"][0]["NetworkAclId"],
            },
        )


@handles("AWS::EC2::Subnet")
class Subnet(Ec2Handler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html"""

    tagged_as = "subnet"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(properties, "VpcId", "CidrBlock", "AvailabilityZone", "AvailabilityZoneId", "Ipv6CidrBlock", "OutpostArn")
        subnet = self.api(request).create_subnet(**wanted, TagSpecifications=self.tag_specifications(properties))["Subnet"]
        self._set_launch(request, subnet["SubnetId"], properties)
        return self._made(request, subnet["SubnetId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        unset = {name: False for name in ("MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation") if name in before}
        self._set_launch(request, physical_id, unset | after)
        self.retag(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_subnet(SubnetId=physical_id)

    def _set_launch(self, request: Request, subnet: str, properties: Properties) -> None:
        for name in ("MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation"):
            if name in properties:
                self.api(request).modify_subnet_attribute(SubnetId=subnet, **{name: {"Value": properties[name]}})
        names = properties.get("PrivateDnsNameOptionsOnLaunch", {})
        if "EnableResourceNameDnsARecord" in names:
            value = {"Value": names["EnableResourceNameDnsARecord"]}
            self.api(request).modify_subnet_attribute(SubnetId=subnet, EnableResourceNameDnsARecordOnLaunch=value)

    def _made(self, request: Request, identity: str) -> Made:
        api = self.api(request)
        subnet = api.describe_subnets(SubnetIds=[identity])["Subnets"][0]
        acls = api.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [identity]}])["NetworkAcls"]
        associations = [each for acl in acls for each in acl["Associations"] if each["SubnetId"] == identity]
        return Made(
            identity,
            {
                "SubnetId": identity,
                "VpcId": subnet["VpcId"],
                "CidrBlock": subnet.get("CidrBlock", ""),
                "AvailabilityZone": subnet["AvailabilityZone"],
                "AvailabilityZoneId": subnet["AvailabilityZoneId"],
                "Ipv6CidrBlocks": [each["Ipv6CidrBlock"] for each in subnet.get("Ipv6CidrBlockAssociationSet", [])],
                "NetworkAclAssociationId": associations[0]["NetworkAclAssociationId"] if associations else "",
                "OutpostArn": subnet.get("OutpostArn", ""),
            },
        )


@handles("AWS::EC2::RouteTable")
class RouteTable(Ec2Handler):
    tagged_as = "route-table"

    def create(self, request: Request, properties: Properties) -> Made:
        table = self.api(request).create_route_table(
            VpcId=properties["VpcId"], TagSpecifications=self.tag_specifications(properties)
        )["RouteTable"]
        return _identified("RouteTableId", table["RouteTableId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.retag(request, physical_id, before, after)
        return _identified("RouteTableId", physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_route_table(RouteTableId=physical_id)


DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
NOT_TARGETS = ("RouteTableId", *DESTINATIONS)


@handles("AWS::EC2::Route")
class Route(Ec2Handler):
    """Ref joins the primary identifiers: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        self.api(request).create_route(**properties)
        return self._made(properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.api(request).replace_route(**after)
        return self._made(after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_route(**given(properties, *NOT_TARGETS))

    def _made(self, properties: Properties) -> Made:
        destination = next(properties[name] for name in DESTINATIONS if name in properties)
        return Made(f"{properties['RouteTableId']}|{destination}", {"CidrBlock": destination})


@handles("AWS::EC2::SubnetRouteTableAssociation")
class SubnetRouteTableAssociation(Ec2Handler):
    def create(self, request: Request, properties: Properties) -> Made:
        existing = self._existing(request, properties["SubnetId"])
        if existing is None:
            made = self.api(request).associate_route_table(**properties)["AssociationId"]
        else:
            # A subnet has one association; a replacement of this resource moves it and the old one ceases to exist.
            made = self.api(request).replace_route_table_association(
                AssociationId=existing, RouteTableId=properties["RouteTableId"]
            )["NewAssociationId"]
        return _identified("Id", made)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        return _identified("Id", physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).disassociate_route_table(AssociationId=physical_id)

    def _existing(self, request: Request, subnet: str) -> str | None:
        tables = self.api(request).describe_route_tables(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])
        associations = [each for table in tables["RouteTables"] for each in table["Associations"]]
        return next((each["RouteTableAssociationId"] for each in associations if each.get("SubnetId") == subnet), None)


@handles("AWS::EC2::InternetGateway")
class InternetGateway(Ec2Handler):
    tagged_as = "internet-gateway"

    def create(self, request: Request, properties: Properties) -> Made:
        gateway = self.api(request).create_internet_gateway(TagSpecifications=self.tag_specifications(properties))
        return _identified("InternetGatewayId", gateway["InternetGateway"]["InternetGatewayId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.retag(request, physical_id, before, after)
        return _identified("InternetGatewayId", physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_internet_gateway(InternetGatewayId=physical_id)


@handles("AWS::EC2::VPCGatewayAttachment")
class VpcGatewayAttachment(Ec2Handler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html"""

    def create(self, request: Request, properties: Properties) -> Made:
        if "InternetGatewayId" in properties:
            self.api(request).attach_internet_gateway(**given(properties, "InternetGatewayId", "VpcId"))
            return self._made("IGW", properties)
        self.api(request).attach_vpn_gateway(**given(properties, "VpnGatewayId", "VpcId"))
        return self._made("VGW", properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.delete(request, physical_id, before)
        return self.create(request, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone("Gateway.NotAttached"):
            if "InternetGatewayId" in properties:
                self.api(request).detach_internet_gateway(**given(properties, "InternetGatewayId", "VpcId"))
            else:
                self.api(request).detach_vpn_gateway(**given(properties, "VpnGatewayId", "VpcId"))

    def _made(self, kind: str, properties: Properties) -> Made:
        return Made(f"{kind}|{properties['VpcId']}", {"AttachmentType": kind})


@handles("AWS::EC2::NatGateway")
class NatGateway(Ec2Handler):
    tagged_as = "natgateway"

    def create(self, request: Request, properties: Properties) -> Made:
        gateway = self.api(request).create_nat_gateway(
            **given(properties, "SubnetId", "AllocationId", "ConnectivityType", "PrivateIpAddress"),
            TagSpecifications=self.tag_specifications(properties),
        )["NatGateway"]
        return self._made(request, gateway["NatGatewayId"])

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.retag(request, physical_id, before, after)
        return self._made(request, physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_nat_gateway(NatGatewayId=physical_id)

    def _made(self, request: Request, identity: str) -> Made:
        gateway = self.api(request).describe_nat_gateways(NatGatewayIds=[identity])["NatGateways"][0]
        return Made(identity, {"NatGatewayId": identity, "EniId": gateway["NatGatewayAddresses"][0]["NetworkInterfaceId"]})


@handles("AWS::EC2::EIP")
class ElasticAddress(Ec2Handler):
    """Ref is the address: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html"""

    tagged_as = "elastic-ip"

    def create(self, request: Request, properties: Properties) -> Made:
        address = self.api(request).allocate_address(
            Domain=properties.get("Domain", "vpc"), TagSpecifications=self.tag_specifications(properties)
        )
        self._attach(request, address["AllocationId"], properties)
        return Made(address["PublicIp"], given(address, "PublicIp", "AllocationId"))

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        address = self._address(request, physical_id)
        if before.get("InstanceId") != after.get("InstanceId"):
            if "InstanceId" in before:
                self.api(request).disassociate_address(AssociationId=address["AssociationId"])
            self._attach(request, address["AllocationId"], after)
        self.retag(request, address["AllocationId"], before, after)
        return Made(physical_id, given(address, "PublicIp", "AllocationId"))

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            address = self._address(request, physical_id)
            if "InstanceId" in properties:
                self.api(request).disassociate_address(AssociationId=address["AssociationId"])
            self.api(request).release_address(AllocationId=address["AllocationId"])

    def _attach(self, request: Request, allocation: str, properties: Properties) -> None:
        if "InstanceId" in properties:
            self.api(request).associate_address(AllocationId=allocation, InstanceId=properties["InstanceId"])

    def _address(self, request: Request, address: str) -> Properties:
        return self.api(request).describe_addresses(PublicIps=[address])["Addresses"][0]


@handles("AWS::EC2::FlowLog")
class FlowLog(Ec2Handler):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html"""

    tagged_as = "vpc-flow-log"

    def create(self, request: Request, properties: Properties) -> Made:
        wanted = given(
            properties,
            "DeliverLogsPermissionArn",
            "LogDestinationType",
            "LogFormat",
            "LogGroupName",
            "MaxAggregationInterval",
            "ResourceType",
            "TrafficType",
        )
        destination = str(properties.get("LogDestination", ""))
        if destination:
            # moto takes what follows the bucket's name, which AWS accepts as a folder, for a part of the name.
            wanted["LogDestination"] = destination.partition("/")[0] if ":s3:::" in destination else destination

        made = self.api(request).create_flow_logs(
            ResourceIds=[properties["ResourceId"]], **wanted, TagSpecifications=self.tag_specifications(properties)
        )
        for failure in made.get("Unsuccessful", []):
            raise ApiError(failure["Error"]["Code"], failure["Error"]["Message"])
        identity = made["FlowLogIds"][0]
        if destination:
            ec2_backends[request.place.account][request.place.region].flow_logs[identity].log_destination = destination
        return _identified("Id", identity)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.retag(request, physical_id, before, after)
        return _identified("Id", physical_id)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.api(request).delete_flow_logs(FlowLogIds=[physical_id])


def _identified(attribute: str, identity: str) -> Made:
    return Made(identity, {attribute: identity})
