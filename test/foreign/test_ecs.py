"""ECS by boto3; every answer is held against botocore's model (conftest.py)."""

import pytest
from botocore.exceptions import ClientError
from conftest import until

CLUSTER = "nextflow-cluster"
ROLE = "arn:aws:iam::123456789012:role/exec"


def register(ecs, family, command=("sh", "-c", "echo hello"), **more):
    return ecs.register_task_definition(
        family=family,
        requiresCompatibilities=["MANAGED_INSTANCES"],
        networkMode="host",
        cpu="256",
        memory="512",
        executionRoleArn=ROLE,
        containerDefinitions=[
            {
                "name": "main",
                "image": "public.ecr.aws/docker/library/busybox:latest",
                "entryPoint": list(command[:1]),
                "command": list(command[1:]),
                "essential": True,
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {
                        "awslogs-group": "/foreign/ecs",
                        "awslogs-region": "us-east-1",
                        "awslogs-stream-prefix": "nf",
                        "awslogs-create-group": "true",
                    },
                },
            }
        ],
        **more,
    )["taskDefinition"]


def run(ecs, definition, **more):
    answer = ecs.run_task(
        cluster=CLUSTER,
        taskDefinition=definition["taskDefinitionArn"],
        capacityProviderStrategy=[{"capacityProvider": "MANAGED_INSTANCES", "weight": 1}],
        **more,
    )
    assert answer["failures"] == []
    return answer["tasks"]


def stopped(ecs, arn):
    def ask():
        return ecs.describe_tasks(cluster=CLUSTER, tasks=[arn], include=["TAGS"])["tasks"]

    return until(ask, lambda tasks: tasks and tasks[0]["lastStatus"] == "STOPPED")[0]


def refused(call, code, **arguments):
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    assert raised.value.response["Error"]["Code"] == code, raised.value
    return raised.value.response["Error"]["Message"]


def test_clusters_are_made_described_changed_listed_and_deleted(ecs):
    ecs.create_cluster(clusterName="foreign", tags=[{"key": "team", "value": "a"}])
    described = ecs.describe_clusters(clusters=["foreign", "none"], include=["TAGS", "SETTINGS", "STATISTICS"])
    assert described["clusters"][0]["tags"] == [{"key": "team", "value": "a"}]
    assert described["failures"][0]["reason"] == "MISSING"
    arn = described["clusters"][0]["clusterArn"]
    assert arn in ecs.list_clusters()["clusterArns"]
    ecs.update_cluster_settings(cluster="foreign", settings=[{"name": "containerInsights", "value": "disabled"}])
    ecs.tag_resource(resourceArn=arn, tags=[{"key": "b", "value": "1"}])
    assert {tag["key"] for tag in ecs.list_tags_for_resource(resourceArn=arn)["tags"]} == {"team", "b"}
    ecs.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert ecs.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "b", "value": "1"}]
    assert ecs.delete_cluster(cluster="foreign")["cluster"]["status"] == "INACTIVE"


def test_a_managed_instances_provider_lives_its_whole_life(ecs, ec2):
    ecs.create_cluster(clusterName="own-provider")
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]][:2]
    groups = [group["GroupId"] for group in ec2.describe_security_groups()["SecurityGroups"]][:1]
    template = {
        "ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
        "networkConfiguration": {"subnets": subnets, "securityGroups": groups},
        "storageConfiguration": {"storageSizeGiB": 100},
        "instanceRequirements": {
            "vCpuCount": {"min": 1, "max": 16},
            "memoryMiB": {"min": 1024, "max": 65536},
            "allowedInstanceTypes": ["c6i.*", "m6i.*"],
        },
    }
    made = ecs.create_capacity_provider(
        name="mi-foreign",
        cluster="own-provider",
        managedInstancesProvider={
            "infrastructureRoleArn": "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
            "instanceLaunchTemplate": template,
            "propagateTags": "NONE",
        },
    )["capacityProvider"]
    assert made["type"] == "MANAGED_INSTANCES"

    def status():
        return ecs.describe_capacity_providers(cluster="own-provider")["capacityProviders"][0]

    assert until(status, lambda found: found["status"] == "ACTIVE")["name"] == "mi-foreign"
    ecs.put_cluster_capacity_providers(
        cluster="own-provider",
        capacityProviders=["mi-foreign"],
        defaultCapacityProviderStrategy=[{"capacityProvider": "mi-foreign", "weight": 1}],
    )
    del template["instanceRequirements"]["allowedInstanceTypes"]
    ecs.update_capacity_provider(
        name="mi-foreign",
        cluster="own-provider",
        managedInstancesProvider={
            "infrastructureRoleArn": "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
            "instanceLaunchTemplate": template,
        },
    )
    ecs.put_cluster_capacity_providers(
        cluster="own-provider", capacityProviders=[], defaultCapacityProviderStrategy=[]
    )
    ecs.delete_capacity_provider(capacityProvider="mi-foreign", cluster="own-provider")
    until(
        lambda: ecs.describe_capacity_providers(cluster="own-provider")["capacityProviders"],
        lambda found: found == [] or found[0]["status"] == "INACTIVE",
    )


def test_definitions_go_from_registration_to_deletion(ecs):
    first = register(ecs, "foreign-def", tags=[{"key": "a", "value": "b"}])
    second = register(ecs, "foreign-def")
    assert (first["revision"], second["revision"]) == (1, 2)
    assert ecs.describe_task_definition(taskDefinition="foreign-def")["taskDefinition"]["revision"] == 2
    found = ecs.describe_task_definition(taskDefinition="foreign-def:1", include=["TAGS"])
    assert found["tags"] == [{"key": "a", "value": "b"}]
    assert len(ecs.list_task_definitions(familyPrefix="foreign-def")["taskDefinitionArns"]) == 2
    assert "foreign-def" in ecs.list_task_definition_families(familyPrefix="foreign")["families"]
    ecs.deregister_task_definition(taskDefinition="foreign-def:1")
    deleted = ecs.delete_task_definitions(taskDefinitions=["foreign-def:1", "foreign-def:2"])
    assert deleted["taskDefinitions"][0]["status"] == "DELETE_IN_PROGRESS"
    assert len(deleted["failures"]) == 1


def test_a_task_runs_to_its_end_and_is_told_of_in_full(ecs, logs):
    definition = register(ecs, "foreign-run", ("sh", "-c", "echo from the task; exit 3"))
    [task] = run(
        ecs,
        definition,
        tags=[{"key": "k", "value": "v"}],
        startedBy="nf-foreign",
        overrides={"cpu": "512", "memory": "1024"},
    )
    assert task["cpu"] == "512" and task["launchType"] == "MANAGED_INSTANCES"
    end = stopped(ecs, task["taskArn"])
    assert end["stopCode"] == "EssentialContainerExited"
    assert end["containers"][0]["exitCode"] == 3
    assert {"key": "k", "value": "v"} in end["tags"]
    stream = f"nf/main/{task['taskArn'].split('/')[-1]}"
    events = until(
        lambda: logs.get_log_events(
            logGroupName="/foreign/ecs", logStreamName=stream, startFromHead=True
        )["events"],
        lambda found: found,
    )
    assert [event["message"] for event in events] == ["from the task"]
    described = ecs.describe_container_instances(
        cluster=CLUSTER, containerInstances=[end["containerInstanceArn"]]
    )
    assert len(described["containerInstances"]) + len(described["failures"]) == 1


def test_a_running_task_is_listed_and_stopped(ecs):
    definition = register(ecs, "foreign-stop", ("sh", "-c", "trap 'exit 9' TERM; sleep 300 & wait"))
    [task] = run(ecs, definition, startedBy="nf-foreign-stop")

    def ask():
        return ecs.describe_tasks(cluster=CLUSTER, tasks=[task["taskArn"]])["tasks"]

    running = until(ask, lambda tasks: tasks and tasks[0]["lastStatus"] == "RUNNING")[0]
    assert ecs.list_tasks(cluster=CLUSTER, startedBy="nf-foreign-stop")["taskArns"] == [task["taskArn"]]
    instances = ecs.list_container_instances(cluster=CLUSTER)["containerInstanceArns"]
    assert running["containerInstanceArn"] in instances
    [instance] = ecs.describe_container_instances(
        cluster=CLUSTER, containerInstances=[running["containerInstanceArn"]], include=["TAGS"]
    )["containerInstances"]
    names = {attribute["name"] for attribute in instance["attributes"]}
    assert {"ecs.instance-type", "ecs.availability-zone"} <= names
    ecs.stop_task(cluster=CLUSTER, task=task["taskArn"], reason="enough")
    end = stopped(ecs, task["taskArn"])
    assert (end["stopCode"], end["stoppedReason"]) == ("UserInitiated", "enough")
    assert task["taskArn"] in ecs.list_tasks(cluster=CLUSTER, desiredStatus="STOPPED")["taskArns"]


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


def test_wrong_requests_are_refused_in_the_words_of_ecs(ecs):
    definition = register(ecs, "foreign-wrong")["taskDefinitionArn"]
    base = {"cluster": CLUSTER, "taskDefinition": definition}
    strategy = [{"capacityProvider": "MANAGED_INSTANCES", "weight": 1}]
    both = refused(
        ecs.run_task, "InvalidParameterException", launchType="EC2", capacityProviderStrategy=strategy, **base
    )
    assert "but not both" in both
    long = {"containerOverrides": [{"name": "main", "command": ["x" * 9000]}]}
    assert "8192" in refused(
        ecs.run_task, "InvalidParameterException", overrides=long, capacityProviderStrategy=strategy, **base
    )
    refused(ecs.run_task, "ClusterNotFoundException", cluster="none", taskDefinition=definition)
    refused(ecs.run_task, "ClientException", cluster=CLUSTER, taskDefinition="none")
    refused(ecs.describe_tasks, "InvalidParameterException", cluster=CLUSTER, tasks=[])
    refused(ecs.list_tasks, "InvalidParameterException", cluster=CLUSTER, startedBy="a", desiredStatus="STOPPED")
    refused(ecs.stop_task, "InvalidParameterException", cluster=CLUSTER, task="0" * 32)
    missing = ecs.describe_tasks(cluster=CLUSTER, tasks=["0" * 32])
    assert missing["failures"][0]["reason"] == "MISSING"
    refused(
        ecs.register_task_definition,
        "ClientException",
        family="bad",
        requiresCompatibilities=["MANAGED_INSTANCES"],
        networkMode="bridge",
        containerDefinitions=[{"name": "main", "image": "x"}],
    )


def test_a_volume_of_the_task_is_asked_for_at_launch(ecs):
    definition = ecs.register_task_definition(
        family="foreign-volume",
        requiresCompatibilities=["MANAGED_INSTANCES"],
        networkMode="host",
        cpu="256",
        memory="512",
        executionRoleArn=ROLE,
        volumes=[{"name": "scratch", "configuredAtLaunch": True}],
        containerDefinitions=[
            {
                "name": "main",
                "image": "busybox",
                "entryPoint": ["true"],
                "mountPoints": [{"sourceVolume": "scratch", "containerPath": "/scratch"}],
            }
        ],
    )["taskDefinition"]
    [task] = run(
        ecs,
        definition,
        volumeConfigurations=[
            {
                "name": "scratch",
                "managedEBSVolume": {
                    "roleArn": "arn:aws:iam::123456789012:role/ebs",
                    "sizeInGiB": 100,
                    "volumeType": "gp3",
                },
            }
        ],
    )
    assert any(attachment["type"] == "AmazonElasticBlockStorage" for attachment in task["attachments"])
    assert stopped(ecs, task["taskArn"])["containers"][0]["exitCode"] == 0
