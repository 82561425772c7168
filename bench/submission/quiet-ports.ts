import { AwsClients } from '../../src/aws/clients.js';
import { EcsApi, type EcsTask, type EcsTaskSnapshot } from '../../src/aws/ecs-api.js';
import { EcsEndpoint } from '../../src/aws/endpoint.js';
import { LogsApi } from '../../src/aws/logs-api.js';
import { override, type Override } from '../../src/di/compose.js';

const account = 'us-east-1:123456789012';
const clusterArn = `arn:aws:ecs:${account}:cluster/nextflow-cluster`;

/** An ECS that takes every task and finds it running. It keeps nothing of them, so that only the executor's memory grows. */
class QuietEcs implements EcsApi {
  describes = 0;
  private started = 0;

  describeCluster(name: string): ReturnType<EcsApi['describeCluster']> {
    return Promise.resolve({ arn: clusterArn, name, status: 'ACTIVE', defaultStrategy: [] });
  }

  describeCapacityProviders(): ReturnType<EcsApi['describeCapacityProviders']> {
    const managedInstancesProvider = {
      infrastructureRoleArn: 'arn:aws:iam::123456789012:role/ecsInfrastructureRole',
      instanceLaunchTemplate: {
        ec2InstanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/ecsInstanceRole',
        networkConfiguration: { subnets: ['subnet-a'] },
      },
    };
    const provider = { name: 'on-demand', cluster: clusterArn, status: 'ACTIVE' as const };
    return Promise.resolve([{ ...provider, managedInstancesProvider }]);
  }

  describeTaskDefinition(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  registerTaskDefinition({
    family = '',
  }: Parameters<EcsApi['registerTaskDefinition']>[0]): ReturnType<EcsApi['registerTaskDefinition']> {
    const arn = `arn:aws:ecs:${account}:task-definition/${family}:1`;
    return Promise.resolve({ arn, status: 'ACTIVE', content: {} });
  }

  runTask({ overrides }: Parameters<EcsApi['runTask']>[0]): ReturnType<EcsApi['runTask']> {
    const id = (this.started += 1).toString(16).padStart(32, '0');
    const task = taskAt(`arn:aws:ecs:${account}:task/nextflow-cluster/${id}`, 'PROVISIONING');
    const { cpu = '1024', memory = '2048' } = overrides ?? {};
    return Promise.resolve({ tasks: [{ ...task, cpu, memory }], failures: [] });
  }

  listTaskDefinitionFamilies(): ReturnType<EcsApi['listTaskDefinitionFamilies']> {
    return Promise.resolve({ names: [] });
  }

  listTaskDefinitions(): ReturnType<EcsApi['listTaskDefinitions']> {
    return Promise.resolve({ names: [] });
  }

  deregisterTaskDefinition(): Promise<void> {
    return Promise.resolve();
  }

  listTasks(): ReturnType<EcsApi['listTasks']> {
    return Promise.resolve({ arns: [] });
  }

  describeTasks(_cluster: string, arns: readonly string[]): Promise<ReadonlyMap<string, EcsTaskSnapshot>> {
    this.describes += 1;
    return Promise.resolve(
      new Map(arns.map((arn) => [arn, { kind: 'found', task: taskAt(arn, 'RUNNING') }] as const)),
    );
  }

  taggedTasks(): ReturnType<EcsApi['taggedTasks']> {
    return Promise.resolve([]);
  }

  describeContainerInstances(): ReturnType<EcsApi['describeContainerInstances']> {
    return Promise.resolve([]);
  }

  stopTask(): Promise<void> {
    return Promise.resolve();
  }
}

/** As large as what is kept of ECS's own answer. */
function taskAt(arn: string, lastStatus: string): EcsTask {
  return {
    arn,
    lastStatus,
    cpu: '1024',
    memory: '2048',
    createdAt: 1_780_000_000_000,
    startedAt: 1_780_000_001_000,
    capacityProvider: 'on-demand',
    availabilityZone: 'us-east-1a',
    containers: [{ name: 'main', imageDigest: `sha256:${'0'.repeat(64)}` }],
  };
}

/** The ports of an executor whose AWS answers at once, and how often it was asked about tasks. */
export function quietPorts(): {
  readonly overrides: readonly Override[];
  readonly ecs: { describes: number };
} {
  const ecs = new QuietEcs();
  const clients: Pick<AwsClients, 'close'> = { close: () => undefined };
  const overrides = [
    override(EcsApi, ecs),
    override(EcsEndpoint, {
      region: () => Promise.resolve('us-east-1'),
      isLoopback: () => Promise.resolve(true),
    }),
    override(LogsApi, {
      readPage: () => Promise.resolve(undefined),
      createGroup: () => Promise.resolve('exists' as const),
    }),
    override(AwsClients, clients as AwsClients),
  ];
  return { overrides, ecs };
}
