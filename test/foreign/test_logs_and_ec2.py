"""CloudWatch Logs and EC2 by boto3."""

import time

import pytest
from botocore.exceptions import ClientError


def test_events_are_written_read_and_searched(logs):
    logs.create_log_group(logGroupName="/foreign/logs")
    logs.put_retention_policy(logGroupName="/foreign/logs", retentionInDays=7)
    logs.create_log_stream(logGroupName="/foreign/logs", logStreamName="a")
    now = int(time.time() * 1000)
    events = [{"timestamp": now + index, "message": f"line {index}"} for index in range(100)]
    logs.put_log_events(logGroupName="/foreign/logs", logStreamName="a", logEvents=events)
    read, token = [], None
    end = time.monotonic() + 20
    while time.monotonic() < end:
        more = {"nextToken": token} if token else {}
        page = logs.get_log_events(
            logGroupName="/foreign/logs", logStreamName="a", startFromHead=True, limit=30, **more
        )
        read += [event["message"] for event in page["events"]]
        if page["nextForwardToken"] == token and len(read) >= 100:
            break
        token = page["nextForwardToken"]
    assert read == [f"line {index}" for index in range(100)]
    found = [
        event["message"]
        for page in logs.get_paginator("filter_log_events").paginate(
            logGroupName="/foreign/logs", filterPattern='"line 4"'
        )
        for event in page["events"]
    ]
    assert "line 42" in found and "line 5" not in found
    assert logs.describe_log_groups(logGroupNamePrefix="/foreign/logs")["logGroups"][0]["retentionInDays"] == 7
    streams = logs.describe_log_streams(logGroupName="/foreign/logs", orderBy="LastEventTime", descending=True)
    assert streams["logStreams"][0]["logStreamName"] == "a"
    logs.delete_log_stream(logGroupName="/foreign/logs", logStreamName="a")
    logs.delete_log_group(logGroupName="/foreign/logs")
    with pytest.raises(ClientError) as raised:
        logs.get_log_events(logGroupName="/foreign/logs", logStreamName="a")
    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_the_network_is_told_of(ec2):
    vpc = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    assert len(subnets) == 6
    assert ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])["SecurityGroups"]
    assert ec2.describe_route_tables()["RouteTables"]
    ec2.describe_vpc_endpoints()
    ec2.describe_nat_gateways()
    ec2.describe_internet_gateways()
    ec2.describe_network_interfaces()
    assert len(ec2.describe_availability_zones()["AvailabilityZones"]) >= 3
    assert ec2.describe_regions()["Regions"]
    with pytest.raises(ClientError) as raised:
        ec2.describe_subnets(SubnetIds=["subnet-00000000000000000"])
    assert raised.value.response["Error"]["Code"] == "InvalidSubnetID.NotFound"


def test_a_network_of_ones_own_is_made(ec2):
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24", AvailabilityZone="us-east-1b")["Subnet"]
    group = ec2.create_security_group(VpcId=vpc, GroupName="own", Description="own")["GroupId"]
    ec2.create_tags(Resources=[subnet["SubnetId"]], Tags=[{"Key": "Name", "Value": "foreign"}])
    found = ec2.describe_subnets(Filters=[{"Name": "tag:Name", "Values": ["foreign"]}])["Subnets"]
    assert [entry["SubnetId"] for entry in found] == [subnet["SubnetId"]]
    assert ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["VpcId"] == vpc


def test_instance_types_and_instances(ec2):
    types = ec2.describe_instance_types(InstanceTypes=["c6i.large", "g5.xlarge"])["InstanceTypes"]
    by_name = {entry["InstanceType"]: entry for entry in types}
    assert by_name["g5.xlarge"]["GpuInfo"]["Gpus"][0]["Count"] == 1
    assert by_name["c6i.large"]["MemoryInfo"]["SizeInMiB"] == 4096
    # Managed instances are hidden unless asked for.
    assert ec2.describe_instances()["Reservations"] == []
