"""What the tests of ECS do time and again. Families are made once: ECS admits twenty registrations, then one a second."""

import pytest
from botocore.exceptions import ClientError
from conftest import until

CLUSTER = "nextflow-cluster"
PROVIDER = "MANAGED_INSTANCES"
STRATEGY = [{"capacityProvider": PROVIDER, "weight": 1}]
ROLE = "arn:aws:iam::123456789012:role/exec"
LOG_GROUP = "/foreign/ecs"
IMAGE = "public.ecr.aws/docker/library/busybox:latest"


def log_configuration():
    """The awslogs driver with a group that it makes."""
    return {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": LOG_GROUP,
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "nf",
            "awslogs-create-group": "true",
        },
    }


def register(ecs, family, command=("sh", "-c", "echo hello"), mode="host", container=None, **more):
    """Registers a revision with one container and answers it."""
    return ecs.register_task_definition(
        family=family,
        requiresCompatibilities=["MANAGED_INSTANCES"],
        networkMode=mode,
        cpu="256",
        memory="512",
        executionRoleArn=ROLE,
        containerDefinitions=[
            {
                "name": "main",
                "image": IMAGE,
                "entryPoint": list(command[:1]),
                "command": list(command[1:]),
                "essential": True,
                "logConfiguration": log_configuration(),
            }
            | (container or {})
        ],
        **more,
    )["taskDefinition"]


def run(ecs, definition, **more):
    """Runs tasks on the quickstart's provider and answers them."""
    answer = ecs.run_task(
        cluster=CLUSTER,
        taskDefinition=definition["taskDefinitionArn"],
        capacityProviderStrategy=STRATEGY,
        **more,
    )
    assert answer["failures"] == []
    return answer["tasks"]


def task_when(ecs, arn, status):
    """The task once it has come to a status; a new one may not be known at first."""
    def ask():
        return ecs.describe_tasks(cluster=CLUSTER, tasks=[arn], include=["TAGS"])["tasks"]

    return until(ask, lambda tasks: tasks and tasks[0]["lastStatus"] == status)[0]


def stopped(ecs, arn):
    """The task once it has stopped."""
    return task_when(ecs, arn, "STOPPED")


def refused(call, code, **arguments):
    """The words of a refusal, which must bear this code and status 400."""
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    answer = raised.value.response
    assert answer["Error"]["Code"] == code, raised.value
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    return answer["Error"]["Message"]


def sizes_and_items(client, operation, member, size, **arguments):
    """All items by botocore's paginator, whose pages must not be larger than asked for, and no item told twice."""
    pages = list(
        client.get_paginator(operation).paginate(**arguments, PaginationConfig={"PageSize": size})
    )
    lengths = [len(page[member]) for page in pages]
    assert all(length <= size for length in lengths), lengths
    items = [item for page in pages for item in page[member]]
    assert len({str(item) for item in items}) == len(items), "an item was told twice"
    return lengths, items
