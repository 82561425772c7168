"""Tasks and the instances they run on, by boto3."""

import pytest
from botocore.exceptions import ClientError
from conftest import until
from ecs_calls import CLUSTER, LOG_GROUP, STRATEGY, refused, register, run, stopped, task_when

SLEEP = ("sh", "-c", "trap 'exit 9' TERM; sleep 300 & wait")
WAITING = {"Delay": 1, "MaxAttempts": 60}


@pytest.fixture(scope="module")
def sleeper(ecs):
    """A definition whose tasks run until they are stopped."""
    return register(ecs, "foreign-sleep", SLEEP)


def test_a_task_runs_to_its_end_and_is_told_of_in_full(ecs, logs):
    definition = register(ecs, "foreign-run", ("sh", "-c", "echo from the task; exit 3"))
    [task] = run(
        ecs, definition, tags=[{"key": "k", "value": "v"}], startedBy="nf-foreign",
        overrides={"cpu": "512", "memory": "1024"},
    )
    assert task["cpu"] == "512" and task["launchType"] == "MANAGED_INSTANCES"
    end = stopped(ecs, task["taskArn"])
    assert end["stopCode"] == "EssentialContainerExited"
    assert end["containers"][0]["exitCode"] == 3
    assert {"key": "k", "value": "v"} in end["tags"]
    assert end["createdAt"] <= end["startedAt"] <= end["stoppedAt"]
    bare = ecs.describe_tasks(cluster=CLUSTER, tasks=[task["taskArn"]])["tasks"][0]
    assert bare["tags"] == []
    stream = f"nf/main/{task['taskArn'].split('/')[-1]}"
    events = until(
        lambda: logs.get_log_events(logGroupName=LOG_GROUP, logStreamName=stream, startFromHead=True)["events"],
        lambda found: found,
    )
    assert [event["message"] for event in events] == ["from the task"]


def test_a_running_task_is_awaited_listed_tagged_and_stopped(ecs, sleeper):
    [task] = run(ecs, sleeper, startedBy="nf-foreign-stop", group="nf:foreign")
    arn = task["taskArn"]
    task_when(ecs, arn, "RUNNING")
    ecs.get_waiter("tasks_running").wait(cluster=CLUSTER, tasks=[arn], WaiterConfig=WAITING)
    assert ecs.list_tasks(cluster=CLUSTER, startedBy="nf-foreign-stop")["taskArns"] == [arn]
    assert arn in ecs.list_tasks(cluster=CLUSTER, family="foreign-sleep")["taskArns"]
    ecs.tag_resource(resourceArn=arn, tags=[{"key": "late", "value": "1"}])
    assert ecs.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "late", "value": "1"}]
    ecs.stop_task(cluster=CLUSTER, task=arn, reason="enough")
    ecs.get_waiter("tasks_stopped").wait(cluster=CLUSTER, tasks=[arn], WaiterConfig=WAITING)
    end = stopped(ecs, arn)
    assert (end["stopCode"], end["stoppedReason"]) == ("UserInitiated", "enough")
    assert end["containers"][0]["exitCode"] == 9
    assert arn in ecs.list_tasks(cluster=CLUSTER, desiredStatus="STOPPED")["taskArns"]


def test_an_instance_is_described_drained_and_deregistered(ecs, ec2, sleeper):
    [task] = run(ecs, sleeper)
    arn = task_when(ecs, task["taskArn"], "RUNNING")["containerInstanceArn"]
    assert arn in ecs.list_container_instances(cluster=CLUSTER)["containerInstanceArns"]
    assert task["taskArn"] in ecs.list_tasks(cluster=CLUSTER, containerInstance=arn)["taskArns"]
    described = ecs.describe_container_instances(
        cluster=CLUSTER, containerInstances=[arn, "0" * 32], include=["TAGS", "CONTAINER_INSTANCE_HEALTH"]
    )
    [instance] = described["containerInstances"]
    assert [failure["reason"] for failure in described["failures"]] == ["MISSING"]
    names = {attribute["name"] for attribute in instance["attributes"]}
    assert {"ecs.instance-type", "ecs.availability-zone"} <= names
    managed = ec2.describe_instances(InstanceIds=[instance["ec2InstanceId"]])["Reservations"]
    assert managed[0]["Instances"][0]["InstanceId"] == instance["ec2InstanceId"]
    drain_and_deregister(ecs, arn, task["taskArn"])


def drain_and_deregister(ecs, instance, task):
    """Takes an instance out of its cluster, first in vain."""
    for status in ("DRAINING", "ACTIVE"):
        [changed] = ecs.update_container_instances_state(
            cluster=CLUSTER, containerInstances=[instance], status=status
        )["containerInstances"]
        assert changed["status"] == status
    refused(
        ecs.deregister_container_instance, "InvalidParameterException",
        cluster=CLUSTER, containerInstance=instance,
    )
    ecs.deregister_container_instance(cluster=CLUSTER, containerInstance=instance, force=True)
    stopped(ecs, task)
    refused(
        ecs.describe_container_instances, "InvalidParameterException", cluster=CLUSTER, containerInstances=[]
    )


def test_a_task_of_awsvpc_has_an_interface_in_its_subnet(ecs, ec2):
    [subnet] = ec2.describe_subnets(Filters=[{"Name": "availability-zone", "Values": ["us-east-1a"]}])["Subnets"]
    [group] = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])["SecurityGroups"]
    definition = register(ecs, "foreign-awsvpc", SLEEP, mode="awsvpc")
    vpc = {"subnets": [subnet["SubnetId"]], "securityGroups": [group["GroupId"]]}
    base = {"cluster": CLUSTER, "taskDefinition": "foreign-awsvpc", "capacityProviderStrategy": STRATEGY}
    refused(ecs.run_task, "InvalidParameterException", **base)
    public = {"awsvpcConfiguration": vpc | {"assignPublicIp": "ENABLED"}}
    refused(ecs.run_task, "InvalidParameterException", networkConfiguration=public, **base)
    [task] = run(ecs, definition, networkConfiguration={"awsvpcConfiguration": vpc})
    running = task_when(ecs, task["taskArn"], "RUNNING")
    [attachment] = running["attachments"]
    details = {detail["name"]: detail["value"] for detail in attachment["details"]}
    assert (attachment["type"], details["subnetId"]) == ("ElasticNetworkInterface", subnet["SubnetId"])
    assert running["containers"][0]["networkInterfaces"][0]["privateIpv4Address"] == details["privateIPv4Address"]
    # EC2 knows the interface while the task has it.
    [interface] = ec2.describe_network_interfaces(NetworkInterfaceIds=[details["networkInterfaceId"]])[
        "NetworkInterfaces"
    ]
    assert interface["PrivateIpAddress"] == details["privateIPv4Address"]
    assert [found["GroupId"] for found in interface["Groups"]] == [group["GroupId"]]
    ecs.stop_task(cluster=CLUSTER, task=task["taskArn"])
    stopped(ecs, task["taskArn"])


def test_one_token_is_one_task(ecs):
    definition = register(ecs, "foreign-token")
    arguments = {"clientToken": "foreign-1", "startedBy": "a"}
    [first] = run(ecs, definition, **arguments)
    [again] = run(ecs, definition, **arguments)
    assert first["taskArn"] == again["taskArn"]
    with pytest.raises(ClientError) as raised:
        run(ecs, definition, clientToken="foreign-1", startedBy="b")
    assert raised.value.response["Error"]["Code"] == "ConflictException"
    assert raised.value.response["resourceIds"] == [first["taskArn"]]


def test_wrong_requests_are_refused_in_the_words_of_ecs(ecs, sleeper):
    definition = sleeper["taskDefinitionArn"]
    base = {"cluster": CLUSTER, "taskDefinition": definition, "capacityProviderStrategy": STRATEGY}
    assert "but not both" in refused(ecs.run_task, "InvalidParameterException", launchType="EC2", **base)
    long = {"containerOverrides": [{"name": "main", "command": ["x" * 9000]}]}
    assert "8192" in refused(ecs.run_task, "InvalidParameterException", overrides=long, **base)
    refused(ecs.run_task, "InvalidParameterException", count=11, **base)
    refused(ecs.run_task, "ClusterNotFoundException", cluster="none", taskDefinition=definition)
    refused(ecs.run_task, "ClientException", cluster=CLUSTER, taskDefinition="none")
    refused(ecs.describe_tasks, "InvalidParameterException", cluster=CLUSTER, tasks=[])
    refused(ecs.list_tasks, "InvalidParameterException", cluster=CLUSTER, startedBy="a", desiredStatus="STOPPED")
    refused(ecs.stop_task, "InvalidParameterException", cluster=CLUSTER, task="0" * 32)
    missing = ecs.describe_tasks(cluster=CLUSTER, tasks=["0" * 32])
    assert missing["failures"][0]["reason"] == "MISSING"


def test_a_volume_of_the_task_is_asked_for_at_launch(ecs):
    definition = register(
        ecs, "foreign-volume", ("true",), volumes=[{"name": "scratch", "configuredAtLaunch": True}],
        container={"mountPoints": [{"sourceVolume": "scratch", "containerPath": "/scratch"}]},
    )
    volume = {"roleArn": "arn:aws:iam::123456789012:role/ebs", "sizeInGiB": 100, "volumeType": "gp3"}
    [task] = run(ecs, definition, volumeConfigurations=[{"name": "scratch", "managedEBSVolume": volume}])
    assert any(attachment["type"] == "AmazonElasticBlockStorage" for attachment in task["attachments"])
    assert stopped(ecs, task["taskArn"])["containers"][0]["exitCode"] == 0
