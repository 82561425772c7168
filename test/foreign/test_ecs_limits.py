"""Pages, quotas and what is not served, by boto3. Each in a region of its own: quotas are per region."""

import concurrent.futures
import threading

import pytest
from botocore.exceptions import ClientError
from ecs_calls import CLUSTER, refused, register, run, sizes_and_items, stopped

MISSING = {"cluster": "none", "task": "0" * 32}


def code_of(call, **arguments):
    """The code of an error, None where there was none."""
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        return error.response["Error"]["Code"]
    return None


def burst(client, times, width):
    """Calls of the bucket of RunTask, `width` at once; none starts a task, since there is no cluster."""
    def call(index):
        if index % 2:
            return code_of(client.stop_task, **MISSING)
        return code_of(client.run_task, cluster="none", taskDefinition="none")

    with concurrent.futures.ThreadPoolExecutor(width) as pool:
        return list(pool.map(call, range(times)))


def test_a_burst_is_throttled_and_retries_of_botocore_outlast_it(cloud):
    eager = cloud.client("ecs", region="eu-west-1", attempts=1, max_pool_connections=150)
    # All are made ready and then leave together: the bucket holds 100 and regains 40 a second, so that calls which
    # are prepared one by one on a busy machine would never empty it.
    ready = threading.Barrier(150)

    def together(**_):
        ready.wait(120)

    eager.meta.events.register("before-send.ecs", together)
    codes = []
    while "ThrottlingException" not in codes and len(codes) < 1500:
        codes += burst(eager, 150, 150)
    assert set(codes) == {"ThrottlingException", "ClusterNotFoundException"}
    assert codes.count("ClusterNotFoundException") >= 100
    patient = cloud.client("ecs", region="eu-west-1", max_pool_connections=8)
    assert set(burst(patient, 150, 8)) == {"ClusterNotFoundException"}


def test_it_is_retries_that_outlast_a_quota(cloud):
    """Twenty of these calls are free and one comes back a second: 24 cannot pass without a retry."""
    client = cloud.client("ecs", region="eu-west-2")
    retries = []
    client.meta.events.register(
        "after-call.ecs.DeregisterTaskDefinition",
        lambda parsed, **_: retries.append(parsed["ResponseMetadata"]["RetryAttempts"]),
    )
    for _ in range(24):
        refused(client.deregister_task_definition, "ClientException", taskDefinition="none:1")
    assert len(retries) == 24 and max(retries) > 0


def test_clusters_and_definitions_are_listed_in_pages(cloud):
    client = cloud.client("ecs", region="eu-central-1")
    for index in range(5):
        client.create_cluster(clusterName=f"page-{index}")
        register(client, f"page-{index}")
    lengths, arns = sizes_and_items(client, "list_clusters", "clusterArns", 2)
    assert lengths == [2, 2, 1] and sorted(arns) == sorted(client.list_clusters()["clusterArns"])
    lengths, _ = sizes_and_items(client, "list_task_definitions", "taskDefinitionArns", 2)
    assert lengths == [2, 2, 1]
    lengths, families = sizes_and_items(client, "list_task_definition_families", "families", 2)
    assert lengths == [2, 2, 1] and families == [f"page-{index}" for index in range(5)]
    lengths, _ = sizes_and_items(client, "list_account_settings", "settings", 2, effectiveSettings=True)
    assert len(lengths) > 1
    for call in (client.list_clusters, client.list_task_definitions, client.list_task_definition_families):
        refused(call, "InvalidParameterException", maxResults=101)
        refused(call, "InvalidParameterException", nextToken="none of ours")


def test_tasks_and_instances_are_listed_in_pages(ecs):
    definition = register(ecs, "foreign-pages", ("true",))
    tasks = run(ecs, definition, count=5)
    for task in tasks:
        stopped(ecs, task["taskArn"])
    wanted = {"cluster": CLUSTER, "family": "foreign-pages", "desiredStatus": "STOPPED"}
    lengths, arns = sizes_and_items(ecs, "list_tasks", "taskArns", 2, **wanted)
    assert lengths == [2, 2, 1] and set(arns) == {task["taskArn"] for task in tasks}
    _, instances = sizes_and_items(ecs, "list_container_instances", "containerInstanceArns", 1, cluster=CLUSTER)
    assert set(instances) == set(ecs.list_container_instances(cluster=CLUSTER)["containerInstanceArns"])
    refused(ecs.list_tasks, "InvalidParameterException", cluster=CLUSTER, maxResults=0)
    refused(ecs.list_container_instances, "InvalidParameterException", cluster=CLUSTER, maxResults=101)


def test_capacity_providers_are_described_in_pages(ecs):
    token, found = {}, []
    while True:
        page = ecs.describe_capacity_providers(maxResults=1, **token)
        # A provider of Managed Instances is its cluster's: two clusters may have one of the same name.
        found += [(provider["name"], provider.get("cluster")) for provider in page["capacityProviders"]]
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert len(found) == len(set(found)) and {"FARGATE", "FARGATE_SPOT"} <= {name for name, _ in found}


def test_all_else_of_ecs_is_refused_by_name(cloud, served):
    client = cloud.client("ecs", region="eu-north-1", parameter_validation=False)
    model = client.meta.service_model
    rest = set(model.operation_names) - served("ecs")
    assert len(rest) > 40
    for name in sorted(rest):
        with pytest.raises(ClientError) as raised:
            client._make_api_call(name, {})
        error = raised.value.response["Error"]
        assert error["Code"] == "UnknownOperationException"
        assert error["Message"].startswith(f"{name}: AWS has this operation"), error
