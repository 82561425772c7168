"""The network, and what there is of instances, by boto3; every document is held against botocore's model."""

import pytest
from botocore.exceptions import ClientError
from conftest import until
from ecs_calls import sizes_and_items


def complains(call, code, **arguments):
    """The call fails with this code."""
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    assert raised.value.response["Error"]["Code"] == code, raised.value


def test_the_default_network_is_told_of(ec2):
    vpc = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    in_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    assert len(ec2.describe_subnets(Filters=in_vpc)["Subnets"]) == 6
    [group] = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])["SecurityGroups"]
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group["GroupId"]]}])
    assert {rule["IsEgress"] for rule in rules["SecurityGroupRules"]} == {True, False}
    assert ec2.describe_route_tables(Filters=in_vpc)["RouteTables"][0]["Routes"]
    gateway = ec2.describe_internet_gateways()["InternetGateways"][0]
    assert gateway["Attachments"] == [{"State": "available", "VpcId": vpc}]
    assert len(ec2.describe_availability_zones()["AvailabilityZones"]) >= 3
    assert "us-east-1" in [region["RegionName"] for region in ec2.describe_regions()["Regions"]]
    assert ec2.describe_prefix_lists()["PrefixLists"]
    assert ec2.describe_managed_prefix_lists()["PrefixLists"]
    for call in (ec2.describe_vpc_endpoints, ec2.describe_nat_gateways, ec2.describe_addresses, ec2.describe_tags):
        call()
    ec2.describe_network_interfaces()


def test_what_is_not_there_is_refused(ec2):
    none = "0" * 17
    complains(ec2.describe_subnets, "InvalidSubnetID.NotFound", SubnetIds=[f"subnet-{none}"])
    complains(ec2.describe_vpcs, "InvalidVpcID.NotFound", VpcIds=[f"vpc-{none}"])
    complains(ec2.describe_security_groups, "InvalidGroup.NotFound", GroupIds=[f"sg-{none}"])
    complains(ec2.describe_instances, "InvalidInstanceID.NotFound", InstanceIds=[f"i-{none}"])
    complains(ec2.describe_vpcs, "DryRunOperation", DryRun=True)
    complains(ec2.describe_key_pairs, "InvalidAction")


def test_a_network_of_ones_own_is_made_used_and_deleted(ec2):
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24", AvailabilityZone="us-east-1b")["Subnet"]["SubnetId"]
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    ec2.create_tags(Resources=[subnet], Tags=[{"Key": "Name", "Value": "foreign"}])
    [found] = ec2.describe_subnets(Filters=[{"Name": "tag:Name", "Values": ["foreign"]}])["Subnets"]
    assert (found["SubnetId"], found["MapPublicIpOnLaunch"]) == (subnet, True)
    ec2.delete_tags(Resources=[subnet], Tags=[{"Key": "Name"}])
    use_groups(ec2, vpc)
    table = use_gateways(ec2, vpc, subnet)
    complains(ec2.delete_vpc, "DependencyViolation", VpcId=vpc)
    ec2.delete_route_table(RouteTableId=table)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)
    complains(ec2.describe_vpcs, "InvalidVpcID.NotFound", VpcIds=[vpc])


def use_groups(ec2, vpc):
    """Makes a security group, gives it rules both ways, and takes all back."""
    group = ec2.create_security_group(VpcId=vpc, GroupName="own", Description="own")["GroupId"]
    web = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=web)
    complains(
        ec2.authorize_security_group_ingress, "InvalidPermission.Duplicate", GroupId=group, IpPermissions=web
    )
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=web)
    [told] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert told["IpPermissions"][0]["IpRanges"] == [{"CidrIp": "10.0.0.0/8"}]
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=web)
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=web)
    ec2.delete_security_group(GroupId=group)


def use_gateways(ec2, vpc, subnet):
    """Leads a route table to each kind of gateway, and takes all back but the table."""
    internet = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=internet, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=internet)
    association = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    ec2.get_waiter("nat_gateway_available").wait(
        NatGatewayIds=[nat], WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
    assert ec2.describe_addresses(AllocationIds=[address])["Addresses"][0]["AllocationId"] == address
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[table]
    )["VpcEndpoint"]["VpcEndpointId"]
    assert ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]["VpcId"] == vpc
    ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    ec2.delete_nat_gateway(NatGatewayId=nat)
    until(
        lambda: ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"],
        lambda found: not found or found[0]["State"] == "deleted",
    )
    ec2.release_address(AllocationId=address)
    ec2.disassociate_route_table(AssociationId=association)
    ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
    ec2.detach_internet_gateway(InternetGatewayId=internet, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=internet)
    return table


def test_instance_types_are_told_in_full_and_in_pages(ec2):
    types = ec2.describe_instance_types(InstanceTypes=["c6i.large", "g5.xlarge"])["InstanceTypes"]
    by_name = {entry["InstanceType"]: entry for entry in types}
    assert by_name["g5.xlarge"]["GpuInfo"]["Gpus"][0]["Count"] == 1
    assert by_name["c6i.large"]["MemoryInfo"]["SizeInMiB"] == 4096
    lengths, every = sizes_and_items(ec2, "describe_instance_types", "InstanceTypes", 100)
    assert len(lengths) > 1 and len(every) > 100
    _, offered = sizes_and_items(
        ec2, "describe_instance_type_offerings", "InstanceTypeOfferings", 500,
        LocationType="availability-zone", Filters=[{"Name": "location", "Values": ["us-east-1a"]}],
    )
    assert {one["InstanceType"] for one in offered} == {one["InstanceType"] for one in every}


def test_the_network_is_told_in_pages(ec2):
    for operation, member in (
        ("describe_subnets", "Subnets"), ("describe_vpcs", "Vpcs"), ("describe_security_groups", "SecurityGroups"),
        ("describe_route_tables", "RouteTables"), ("describe_internet_gateways", "InternetGateways"),
        ("describe_nat_gateways", "NatGateways"), ("describe_network_interfaces", "NetworkInterfaces"),
    ):
        sizes_and_items(ec2, operation, member, 5)
    lengths, _ = sizes_and_items(ec2, "describe_subnets", "Subnets", 5)
    assert lengths == [5, 1]
    # Managed instances are hidden unless asked for.
    assert ec2.describe_instances()["Reservations"] == []
