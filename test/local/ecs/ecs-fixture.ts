import { Readable } from 'node:stream';
import { fleetDelays } from '../../../local/ecs/capacity/fleet-delays.js';
import { Fleets } from '../../../local/ecs/capacity/fleets.js';
import { createEcsService, type EcsDeps, type EcsService } from '../../../local/ecs/ecs-service.js';
import { type ManagedInstancesProvider } from '../../../local/ecs/cluster/capacity-provider.js';
import { type EcsNetwork } from '../../../local/ecs/ecs-network.js';
import { type LocalService } from '../../../local/http/service.js';
import { createLogsService, type LogsService } from '../../../local/logs/logs-service.js';
import { noState } from '../../../local/state/state-book.js';
import { FakeClock } from '../../support/fake-clock.js';
import { FakeCapacity } from './fake-capacity.js';
import { FakeRuntime } from './fake-runtime.js';

export const region = 'us-east-1';
export const cluster = 'nextflow-cluster';

/** A request as a test writes it. */
export type Json = Readonly<Record<string, unknown>>;

/** The members of a task, on the wire, that tests look at. Times are epoch seconds. */
export interface TaskAnswer {
  readonly taskArn: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly containers: readonly {
    readonly name: string;
    readonly lastStatus: string;
    readonly healthStatus: string;
    readonly [other: string]: unknown;
    readonly exitCode?: number;
    readonly reason?: string;
    readonly runtimeId?: string;
  }[];
  readonly attachments: readonly {
    readonly id: string;
    readonly type: string;
    readonly status: string;
    readonly details: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly version: number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly executionStoppedAt?: number;
  readonly [other: string]: unknown;
}

/** Any answer of ECS: each test reads the members its operation gives. */
export interface Answer {
  readonly status: number;
  readonly __type?: string;
  readonly message: string;
  readonly resourceIds?: readonly string[];
  readonly tasks: readonly TaskAnswer[];
  readonly task: TaskAnswer;
  readonly failures: readonly { readonly arn: string; readonly reason: string }[];
  readonly taskArns: readonly string[];
  readonly clusterArns: readonly string[];
  readonly taskDefinitionArns: readonly string[];
  readonly taskDefinition: {
    readonly taskDefinitionArn: string;
    readonly revision: number;
    readonly [other: string]: unknown;
  };
  readonly capacityProvider: { readonly name: string; readonly [other: string]: unknown };
  readonly cluster: { readonly capacityProviders: readonly string[]; readonly [other: string]: unknown };
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly setting: { readonly name: string; readonly value: string };
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  readonly capacityProviders: readonly {
    readonly name: string;
    readonly status: string;
    readonly type: string;
    readonly [other: string]: unknown;
  }[];
  readonly clusters: readonly { readonly clusterName: string; readonly [other: string]: unknown }[];
  readonly nextToken?: string;
}

type Requirements = NonNullable<
  NonNullable<ManagedInstancesProvider['instanceLaunchTemplate']>['instanceRequirements']
>;

/** Two VPCs: subnet-a, subnet-b and sg-1 in the provider's, subnet-x and sg-x in another. */
export const network: EcsNetwork = {
  vpcOfSubnet: (_region, id) => ({ 'subnet-a': 'vpc-1', 'subnet-b': 'vpc-1', 'subnet-x': 'vpc-2' })[id],
  zoneOfSubnet: (_region, id) => ({ 'subnet-a': 'us-east-1a', 'subnet-b': 'us-east-1b' })[id],
  cidrOfSubnet: (_region, id) =>
    ({ 'subnet-a': '10.0.0.0/24', 'subnet-b': '10.0.1.0/28', 'subnet-x': '10.9.0.0/24' })[id],
  groupVpc: (_region, id) => ({ 'sg-1': 'vpc-1', 'sg-x': 'vpc-2' })[id],
  defaultGroup: (_region, vpc) => ({ 'vpc-1': 'sg-default' })[vpc],
};

export const provider = (requirements?: Requirements): ManagedInstancesProvider => ({
  infrastructureRoleArn: 'arn:aws:iam::123456789012:role/ecsInfrastructureRole',
  instanceLaunchTemplate: {
    ec2InstanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/ecsInstanceRole',
    networkConfiguration: { subnets: ['subnet-a'], securityGroups: ['sg-1'] },
    ...(requirements === undefined ? {} : { instanceRequirements: requirements }),
  },
});

export const container = (changes: Json = {}): Json => ({
  name: 'main',
  image: 'ubuntu:latest',
  entryPoint: ['/usr/bin/fusion'],
  command: ['true'],
  logConfiguration: {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': '/aws/ecs/nextflow',
      'awslogs-region': region,
      'awslogs-stream-prefix': 'nf',
    },
  },
  ...changes,
});

export const definition = (changes: Json = {}): Json => ({
  family: 'nf-ubuntu',
  requiresCompatibilities: ['MANAGED_INSTANCES'],
  networkMode: 'host',
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  containerDefinitions: [container()],
  ...changes,
});

/** One call in the service's own protocol, without a socket between. */
export async function callService(service: LocalService, target: string, input: Json = {}): Promise<Answer> {
  const response = await service.handle({
    service: 'ecs',
    region,
    requestId: 'test',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': target },
    body: Readable.from([Buffer.from(JSON.stringify(input))]),
  });
  const body = typeof response.body === 'string' ? response.body : '{}';
  return { ...(JSON.parse(body) as Omit<Answer, 'status'>), status: response.status };
}

/** ECS with a fake clock and runtime, seeded with one cluster, one provider and the log group. */
export class EcsFixture {
  readonly runtime = new FakeRuntime();
  readonly capacity: FakeCapacity;
  /** No task gets to its instances: the fake capacity has its own. */
  readonly fleets: Fleets;
  readonly lines: string[] = [];
  readonly logs: LogsService;
  readonly ecs: EcsService;

  constructor(
    changes: Partial<EcsDeps> = {},
    readonly clock = new FakeClock(),
  ) {
    const log = (line: string): void => void this.lines.push(line);
    let seed = 1;
    // A fixed linear congruential generator: ids differ, runs do not.
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const shared = { clock: this.clock, random, log, account: '123456789012' };
    this.logs = createLogsService(shared);
    this.capacity = new FakeCapacity(this.clock, 30_000 / (changes.speed ?? 1));
    this.fleets = new Fleets({ ...shared, network, delays: fleetDelays(1), state: changes.state ?? noState });
    this.ecs = createEcsService({
      ...shared,
      fleets: this.fleets,
      network,
      runtime: this.runtime,
      logs: this.logs,
      capacity: this.capacity,
      speed: 1,
      maxRunning: 1000,
      ...changes,
    });
    this.logs.ensureGroup(region, '/aws/ecs/nextflow');
    this.ecs.createCluster(region, cluster);
    this.ecs.createProvider(region, cluster, 'MANAGED_INSTANCES', provider());
    this.ecs.setDefaultStrategy(region, cluster, [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1 }]);
  }

  call(operation: string, input: Json = {}): Promise<Answer> {
    return callService(this.ecs, `AmazonEC2ContainerServiceV20141113.${operation}`, input);
  }

  register(changes: Json = {}): Promise<Answer> {
    return this.call('RegisterTaskDefinition', definition(changes));
  }

  run(changes: Json = {}): Promise<Answer> {
    return this.call('RunTask', { cluster, taskDefinition: 'nf-ubuntu', ...changes });
  }

  /** Registers the usual definition and runs one task of it; answers its ARN. */
  async launch(changes: Json = {}, definitionChanges: Json = {}): Promise<string> {
    const registered = await this.register(definitionChanges);
    if (registered.status !== 200) throw new Error(registered.message);
    const answer = await this.run(changes);
    const task = answer.status === 200 ? answer.tasks[0] : undefined;
    if (task === undefined) throw new Error(answer.message);
    return task.taskArn;
  }

  /** Answers once the task's containers have been started: from RunTask on a cold provider, at AWS's speed. */
  async running(changes: Json = {}, definitionChanges: Json = {}): Promise<string> {
    const arn = await this.launch(changes, definitionChanges);
    await this.clock.advance(50_000);
    return arn;
  }

  async describe(arn: string, include: string[] = []): Promise<TaskAnswer> {
    const answer = await this.call('DescribeTasks', { cluster, tasks: [arn], include });
    const task = answer.tasks[0];
    if (task === undefined) throw new Error(`${arn} is ${answer.failures[0]?.reason ?? answer.message}`);
    return task;
  }
}
