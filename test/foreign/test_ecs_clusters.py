"""Clusters, capacity providers, tags and account settings by boto3."""

import pytest
from botocore.exceptions import ClientError
from conftest import until
from ecs_calls import CLUSTER, PROVIDER, refused, register

INFRASTRUCTURE = "arn:aws:iam::123456789012:role/ecsInfrastructureRole"


def template_in(ec2):
    """A launch template in the default VPC."""
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]][:2]
    groups = [group["GroupId"] for group in ec2.describe_security_groups()["SecurityGroups"]][:1]
    return {
        "ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
        "networkConfiguration": {"subnets": subnets, "securityGroups": groups},
        "storageConfiguration": {"storageSizeGiB": 100},
        "instanceRequirements": {
            "vCpuCount": {"min": 1, "max": 16},
            "memoryMiB": {"min": 1024, "max": 65536},
            "allowedInstanceTypes": ["c6i.*", "m6i.*"],
        },
    }


def provider_of(ecs, cluster):
    """The one provider of a cluster of its own."""
    [found] = ecs.describe_capacity_providers(cluster=cluster, include=["TAGS"])["capacityProviders"]
    return found


def test_clusters_are_made_described_changed_listed_and_deleted(ecs):
    ecs.create_cluster(clusterName="foreign", tags=[{"key": "team", "value": "a"}])
    every = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"]
    described = ecs.describe_clusters(clusters=["foreign", "none"], include=every)
    assert described["clusters"][0]["tags"] == [{"key": "team", "value": "a"}]
    assert described["failures"][0]["reason"] == "MISSING"
    arn = described["clusters"][0]["clusterArn"]
    assert arn in ecs.list_clusters()["clusterArns"]
    ecs.update_cluster_settings(cluster="foreign", settings=[{"name": "containerInsights", "value": "enabled"}])
    changed = ecs.update_cluster(
        cluster="foreign", configuration={"executeCommandConfiguration": {"logging": "DEFAULT"}}
    )["cluster"]
    assert changed["configuration"]["executeCommandConfiguration"]["logging"] == "DEFAULT"
    [bare] = ecs.describe_clusters(clusters=[arn])["clusters"]
    assert (bare["tags"], bare["settings"], bare["statistics"]) == ([], [], [])
    assert ecs.delete_cluster(cluster="foreign")["cluster"]["status"] == "INACTIVE"
    assert ecs.describe_clusters(clusters=["foreign"])["clusters"][0]["status"] == "INACTIVE"
    assert arn not in ecs.list_clusters()["clusterArns"]
    refused(ecs.delete_cluster, "ClusterNotFoundException", cluster="none")


def test_a_managed_instances_provider_lives_its_whole_life(ecs, ec2):
    ecs.create_cluster(clusterName="own-provider")
    template = template_in(ec2)
    made = ecs.create_capacity_provider(
        name="mi-foreign",
        cluster="own-provider",
        managedInstancesProvider={
            "infrastructureRoleArn": INFRASTRUCTURE,
            "instanceLaunchTemplate": template,
            "propagateTags": "NONE",
        },
        tags=[{"key": "team", "value": "a"}],
    )["capacityProvider"]
    assert (made["type"], made["tags"]) == ("MANAGED_INSTANCES", [{"key": "team", "value": "a"}])
    ready = until(lambda: provider_of(ecs, "own-provider"), lambda found: found["status"] == "ACTIVE")
    assert (ready["name"], ready["updateStatus"]) == ("mi-foreign", "CREATE_COMPLETE")
    ecs.put_cluster_capacity_providers(
        cluster="own-provider",
        capacityProviders=["mi-foreign"],
        defaultCapacityProviderStrategy=[{"capacityProvider": "mi-foreign", "weight": 1}],
    )
    update_and_delete(ecs, template)


def update_and_delete(ecs, template):
    """The second half of a provider's life."""
    template["instanceRequirements"]["allowedInstanceTypes"] = ["c7i.*"]
    ecs.update_capacity_provider(
        name="mi-foreign",
        cluster="own-provider",
        managedInstancesProvider={"infrastructureRoleArn": INFRASTRUCTURE, "instanceLaunchTemplate": template},
    )
    # A provider that is being updated is not deleted.
    done = until(lambda: provider_of(ecs, "own-provider"), lambda one: one["updateStatus"] == "UPDATE_COMPLETE")
    told = done["managedInstancesProvider"]["instanceLaunchTemplate"]["instanceRequirements"]
    assert told["allowedInstanceTypes"] == ["c7i.*"]
    ecs.put_cluster_capacity_providers(
        cluster="own-provider", capacityProviders=[], defaultCapacityProviderStrategy=[]
    )
    ecs.delete_capacity_provider(capacityProvider="mi-foreign", cluster="own-provider")
    until(
        lambda: ecs.describe_capacity_providers(cluster="own-provider")["capacityProviders"],
        lambda found: found == [] or found[0]["status"] == "INACTIVE",
    )
    ecs.delete_cluster(cluster="own-provider")


def test_wrong_providers_are_refused(ecs, ec2):
    base = {"infrastructureRoleArn": INFRASTRUCTURE, "instanceLaunchTemplate": template_in(ec2)}
    refused(ecs.create_capacity_provider, "ClientException", name="x", managedInstancesProvider=base)
    refused(
        ecs.create_capacity_provider, "ClusterNotFoundException",
        name="x", cluster="none", managedInstancesProvider=base,
    )
    base["instanceLaunchTemplate"]["storageConfiguration"]["storageSizeGiB"] = 29
    with pytest.raises(ClientError) as raised:
        ecs.create_capacity_provider(name="x", cluster=CLUSTER, managedInstancesProvider=base)
    assert "30" in str(raised.value)
    refused(ecs.delete_capacity_provider, "ClientException", capacityProvider=PROVIDER, cluster=CLUSTER)


def test_resources_of_every_kind_bear_tags(ecs):
    definition = register(ecs, "foreign-tags", tags=[{"key": "first", "value": "1"}])["taskDefinitionArn"]
    cluster = ecs.describe_clusters(clusters=[CLUSTER])["clusters"][0]["clusterArn"]
    provider = provider_of(ecs, CLUSTER)["capacityProviderArn"]
    for arn in (definition, cluster, provider):
        ecs.tag_resource(resourceArn=arn, tags=[{"key": "k", "value": "v"}, {"key": "empty", "value": ""}])
        told = {tag["key"]: tag["value"] for tag in ecs.list_tags_for_resource(resourceArn=arn)["tags"]}
        assert told["k"] == "v" and told["empty"] == ""
        ecs.untag_resource(resourceArn=arn, tagKeys=["k", "empty", "none"])
    assert ecs.list_tags_for_resource(resourceArn=definition)["tags"] == [{"key": "first", "value": "1"}]
    many = [{"key": str(index), "value": "x"} for index in range(51)]
    refused(ecs.tag_resource, "InvalidParameterException", resourceArn=cluster, tags=many)
    own = [{"key": "aws:x", "value": "x"}]
    refused(ecs.tag_resource, "InvalidParameterException", resourceArn=cluster, tags=own)
    refused(ecs.list_tags_for_resource, "InvalidParameterException", resourceArn="no-arn")


def test_account_settings_are_put_listed_and_reset(ecs):
    put = ecs.put_account_setting(name="containerInsights", value="enhanced")["setting"]
    assert (put["name"], put["value"]) == ("containerInsights", "enhanced")
    assert [one["name"] for one in ecs.list_account_settings()["settings"]] == ["containerInsights"]
    ecs.create_cluster(clusterName="insights")
    [made] = ecs.describe_clusters(clusters=["insights"], include=["SETTINGS"])["clusters"]
    assert made["settings"] == [{"name": "containerInsights", "value": "enhanced"}]
    ecs.delete_cluster(cluster="insights")
    ecs.put_account_setting_default(name="defaultLogDriverMode", value="blocking")
    effective = ecs.list_account_settings(effectiveSettings=True)["settings"]
    assert {"containerInsights", "defaultLogDriverMode", "taskLongArnFormat"} <= {one["name"] for one in effective}
    for name in ("containerInsights", "defaultLogDriverMode"):
        ecs.delete_account_setting(name=name)
    assert ecs.list_account_settings()["settings"] == []
    refused(ecs.put_account_setting, "InvalidParameterException", name="taskLongArnFormat", value="maybe")
