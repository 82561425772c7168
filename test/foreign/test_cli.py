"""The AWS CLI, as the quickstart's users type it."""

import json

CLUSTER = "nextflow-cluster"


def test_ecs_from_the_quickstart(cloud):
    assert "cluster/nextflow-cluster" in cloud.aws("ecs", "list-clusters")
    described = json.loads(cloud.aws("ecs", "describe-clusters", "--clusters", CLUSTER))
    assert described["clusters"][0]["status"] == "ACTIVE"
    providers = json.loads(cloud.aws("ecs", "describe-capacity-providers", "--cluster", CLUSTER))
    assert providers["capacityProviders"][0]["type"] == "MANAGED_INSTANCES"
    container = '[{"name":"main","image":"busybox","entryPoint":["sh","-c"],"command":["exit 0"]}]'
    cloud.aws(
        "ecs", "register-task-definition", "--family", "cli", "--requires-compatibilities", "MANAGED_INSTANCES",
        "--network-mode", "host", "--cpu", "256", "--memory", "512", "--container-definitions", container,
    )
    started = json.loads(
        cloud.aws(
            "ecs", "run-task", "--cluster", CLUSTER, "--task-definition", "cli",
            "--capacity-provider-strategy", "capacityProvider=MANAGED_INSTANCES,weight=1",
        )
    )
    arn = started["tasks"][0]["taskArn"]
    cloud.aws("ecs", "wait", "tasks-stopped", "--cluster", CLUSTER, "--tasks", arn)
    ended = json.loads(cloud.aws("ecs", "describe-tasks", "--cluster", CLUSTER, "--tasks", arn))
    assert ended["tasks"][0]["containers"][0]["exitCode"] == 0
    cloud.aws("ecs", "list-tasks", "--cluster", CLUSTER)
    assert "not found" in cloud.aws("ecs", "stop-task", "--cluster", CLUSTER, "--task", "0" * 32, expect=255)


def test_the_setup_of_the_quickstart(cloud):
    """Its lines as they stand. The cluster is there already, and asking for the same again is no error."""
    made = json.loads(
        cloud.aws(
            "ecs", "create-cluster", "--cluster-name", CLUSTER, "--capacity-providers", "MANAGED_INSTANCES",
            "--default-capacity-provider-strategy", "capacityProvider=MANAGED_INSTANCES,weight=1",
        )
    )
    assert made["cluster"]["capacityProviders"] == ["MANAGED_INSTANCES"]
    # A provider belongs to one cluster, so for a new one the line cannot work, on AWS no more than here.
    complaint = cloud.aws(
        "ecs", "create-cluster", "--cluster-name", "another", "--capacity-providers", "MANAGED_INSTANCES",
        expect=255,
    )
    assert "CreateCapacityProvider" in complaint
    cloud.aws("logs", "create-log-group", "--log-group-name", "/aws/ecs/nextflow")
    # `aws logs tail` is of version 2, which PyPI does not have; what it calls is this.
    cloud.aws("logs", "filter-log-events", "--log-group-name", "/aws/ecs/nextflow", "--interleaved")


def test_s3_commands(cloud, tmp_path):
    cloud.aws("s3", "mb", "s3://cli-bucket")
    big = tmp_path / "big"
    # Above the CLI's own threshold of 8 MiB, so it goes up in parts.
    big.write_bytes(b"0123456789abcdef" * 1024 * 1024)
    cloud.aws("s3", "cp", str(big), "s3://cli-bucket/in/big")
    cloud.aws("s3", "cp", "s3://cli-bucket/in/big", "s3://cli-bucket/out/copy")
    cloud.aws("s3", "cp", "s3://cli-bucket/out/copy", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == big.read_bytes()
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    for name in ("a b", "ü", "deep/c+d"):
        (tmp_path / "tree" / name).write_text(name)
    cloud.aws("s3", "sync", str(tmp_path / "tree"), "s3://cli-bucket/tree")
    listing = cloud.aws("s3", "ls", "--recursive", "s3://cli-bucket/tree/")
    assert "tree/deep/c+d" in listing and "tree/ü" in listing
    cloud.aws("s3", "rm", "--recursive", "s3://cli-bucket/")
    cloud.aws("s3", "rb", "s3://cli-bucket")


def test_logs_and_ec2_commands(cloud):
    cloud.aws("logs", "create-log-group", "--log-group-name", "/cli")
    cloud.aws("logs", "create-log-stream", "--log-group-name", "/cli", "--log-stream-name", "s")
    assert "/cli" in cloud.aws("logs", "describe-log-groups", "--log-group-name-prefix", "/cli")
    cloud.aws("logs", "get-log-events", "--log-group-name", "/cli", "--log-stream-name", "s")
    assert "vpc-" in cloud.aws("ec2", "describe-vpcs", "--filters", "Name=is-default,Values=true")
    assert "us-east-1a" in cloud.aws("ec2", "describe-availability-zones")
    types = json.loads(cloud.aws("ec2", "describe-instance-types", "--instance-types", "m6i.large"))
    assert types["InstanceTypes"][0]["VCpuInfo"]["DefaultVCpus"] == 2
