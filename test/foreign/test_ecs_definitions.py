"""Task definitions by boto3."""

from ecs_calls import ROLE, refused, register


def test_definitions_go_from_registration_to_deletion(ecs):
    first = register(ecs, "foreign-def", tags=[{"key": "a", "value": "b"}])
    second = register(ecs, "foreign-def")
    assert (first["revision"], second["revision"]) == (1, 2)
    assert ecs.describe_task_definition(taskDefinition="foreign-def")["taskDefinition"]["revision"] == 2
    found = ecs.describe_task_definition(taskDefinition="foreign-def:1", include=["TAGS"])
    assert found["tags"] == [{"key": "a", "value": "b"}]
    assert len(ecs.list_task_definitions(familyPrefix="foreign-def")["taskDefinitionArns"]) == 2
    assert "foreign-def" in ecs.list_task_definition_families(familyPrefix="foreign")["families"]
    gone = ecs.deregister_task_definition(taskDefinition="foreign-def:1")["taskDefinition"]
    assert gone["status"] == "INACTIVE"
    inactive = ecs.list_task_definitions(familyPrefix="foreign-def", status="INACTIVE")["taskDefinitionArns"]
    assert inactive == [first["taskDefinitionArn"]]
    deleted = ecs.delete_task_definitions(taskDefinitions=["foreign-def:1", "foreign-def:2"])
    assert deleted["taskDefinitions"][0]["status"] == "DELETE_IN_PROGRESS"
    # An active revision is not deleted; the others of the call are.
    assert [failure["arn"] for failure in deleted["failures"]] == [second["taskDefinitionArn"]]


def test_a_full_definition_comes_back_as_it_was_sent(ecs):
    container = {
        "environment": [{"name": "A", "value": "1"}],
        "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 2048}],
        "linuxParameters": {"initProcessEnabled": True},
        "stopTimeout": 30,
        "workingDirectory": "/tmp",
        "dockerLabels": {"a": "b"},
        "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 10},
        "mountPoints": [{"sourceVolume": "host", "containerPath": "/data", "readOnly": True}],
    }
    made = register(
        ecs, "foreign-full", container=container, taskRoleArn=ROLE,
        runtimePlatform={"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        volumes=[{"name": "host", "host": {}}],
    )
    told = ecs.describe_task_definition(taskDefinition=made["taskDefinitionArn"])["taskDefinition"]
    assert told == made
    [main] = told["containerDefinitions"]
    for member in ("environment", "ulimits", "stopTimeout", "workingDirectory", "dockerLabels", "mountPoints"):
        assert main[member] == container[member]
    assert told["runtimePlatform"]["cpuArchitecture"] == "X86_64"
    assert told["compatibilities"] and told["requiresCompatibilities"] == ["MANAGED_INSTANCES"]


def test_wrong_definitions_are_refused(ecs):
    bare = {"name": "main", "image": "x"}
    refused(
        ecs.register_task_definition, "ClientException", family="bad", networkMode="bridge",
        requiresCompatibilities=["MANAGED_INSTANCES"], containerDefinitions=[bare],
    )
    refused(ecs.register_task_definition, "ClientException", family="b d", containerDefinitions=[bare])
    refused(ecs.register_task_definition, "ClientException", family="bad", containerDefinitions=[])
    refused(ecs.describe_task_definition, "ClientException", taskDefinition="none")
    refused(ecs.deregister_task_definition, "ClientException", taskDefinition="none:1")
