import type { CapacityProvider } from '@aws-sdk/client-ecs';
import type { Session } from '../../spi/index.js';
import { CallRepeater } from '../../src/aws/call-repeater.js';
import type { EcsApi, EcsCluster, EcsInstance, EcsTask, EcsTaskDefinition } from '../../src/aws/ecs-api.js';
import { AwsServiceError, type AwsErrorKind } from '../../src/aws/service-error.js';
import type { InstanceTypesApi } from '../../src/aws/instance-types-api.js';
import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { AwsEcsConfigProvider } from '../../src/config/config-provider.js';
import { sessionEnd } from '../../src/di/session-end.js';
import type { Provider } from '../../src/placement/provider.js';
import { CapacityBook } from '../../src/placement/capacity-book.js';
import { ClusterInspector, type ClusterFacts } from '../../src/placement/cluster-inspector.js';
import type { Placement, PlacementWish } from '../../src/placement/placement.js';
import { TypeCatalogue } from '../../src/placement/type-catalogue.js';
import type { TaskNeeds } from '../../src/request/task-needs.js';
import type { TaskPlan, TaskWay } from '../../src/request/task-plan.js';
import type { Route, RoutedTask } from '../../src/submit/routed-task.js';
import { fakeSession } from '../support/fake-session.js';
import { taskRun } from '../support/task-run-builder.js';
import { stubInstanceTypesApi } from './stub-instance-types-api.js';

export const CLUSTER_ARN = 'arn:aws:ecs:us-east-1:123456789012:cluster/nextflow-cluster';
export const TASK_ARN = 'arn:aws:ecs:us-east-1:123456789012:task/nextflow-cluster/0123456789abcdef';
export const EXECUTION_ROLE = 'arn:aws:iam::123456789:role/ecsTaskExecutionRole';

export const RUNNING_CLUSTER: EcsCluster = {
  arn: CLUSTER_ARN,
  name: 'nextflow-cluster',
  status: 'ACTIVE',
  defaultStrategy: [],
};

/** The quickstart's minimal configuration as the provider reads it. */
export function awsEcsConfig(changes: Partial<AwsEcsConfig> = {}): AwsEcsConfig {
  const config = {
    aws: { region: 'us-east-1', ecs: { cluster: 'nextflow-cluster', executionRole: EXECUTION_ROLE } },
    wave: { enabled: true },
    fusion: { enabled: true },
  };
  const loaded = new AwsEcsConfigProvider({ config, workDir: 's3://my-bucket/work' }).load();
  return { ...loaded, ...changes };
}

export function ecsTask(changes: Partial<EcsTask> = {}): EcsTask {
  return { arn: TASK_ARN, lastStatus: 'RUNNING', containers: [{ name: 'main' }], ...changes };
}

/** A whole m6i.large in us-east-1a. */
export function ecsInstance(arn = 'arn:instance', changes: Partial<EcsInstance> = {}): EcsInstance {
  const id = arn.replaceAll(/\W/g, '');
  const size = { cpu: 2048, memory: 7_680, gpus: 0 };
  return { arn, ec2Id: `i-${id}`, type: 'm6i.large', zone: 'us-east-1a', ...size, ...changes };
}

export const ROUTE: Route = { provider: 'MANAGED_INSTANCES', providers: 1 };

/** A task as a submit gives it back. */
export function routedTask(changes: Partial<RoutedTask> = {}): RoutedTask {
  return { ...ecsTask(changes), route: ROUTE, ...changes };
}

/** A task ECS has stopped; `exitCode` is its container's. */
export function endedTask(exitCode: number | undefined, changes: Partial<EcsTask> = {}): EcsTask {
  return ecsTask({
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'main', ...(exitCode !== undefined && { exitCode }) }],
    ...changes,
  });
}

export function definition(
  family: string,
  content: Readonly<Record<string, unknown>> = {},
  revision = 1,
): EcsTaskDefinition {
  return {
    arn: `arn:aws:ecs:us-east-1:123456789012:task-definition/${family}:${revision}`,
    status: 'ACTIVE',
    content,
  };
}

/** A Managed Instances provider as DescribeCapacityProviders shows it. */
export function miProvider(changes: Partial<CapacityProvider> = {}): CapacityProvider {
  return {
    name: 'MANAGED_INSTANCES',
    status: 'ACTIVE',
    type: 'MANAGED_INSTANCES',
    managedInstancesProvider: {
      instanceLaunchTemplate: {
        ec2InstanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/ecsInstanceRole',
        networkConfiguration: { subnets: ['subnet-p'], securityGroups: ['sg-p'] },
      },
    },
    ...changes,
  };
}

/** The same as placement sees it. */
export function provider(changes: Partial<Provider> = {}): Provider {
  return {
    name: 'MANAGED_INSTANCES',
    active: true,
    status: 'ACTIVE',
    capacityType: 'ON_DEMAND',
    accelerated: false,
    storageGib: 80,
    localStorage: false,
    subnets: ['subnet-p'],
    securityGroups: ['sg-p'],
    ...changes,
  };
}

export function clusterFacts(changes: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    arn: CLUSTER_ARN,
    providers: [provider()],
    defaultStrategy: [],
    ...changes,
  };
}

/** What the quickstart's HELLO asks for. */
export function taskNeeds(changes: Partial<TaskNeeds> = {}): TaskNeeds {
  return {
    image: 'ubuntu:latest',
    cpu: 2048,
    memory: 4096,
    architecture: 'X86_64',
    queue: [],
    machineTypes: [],
    container: {},
    labels: {},
    secrets: [],
    ...changes,
  };
}

export function placement(changes: Partial<Placement> = {}): Placement {
  return {
    strategy: [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1 }],
    provider: provider(),
    reason: 'a test',
    constraints: [],
    memory: 4096,
    storage: { kind: 'instance' },
    notices: [],
    ...changes,
  };
}

/** A wish for the quickstart's HELLO in a cluster without providers. */
export function placementWish(changes: Partial<PlacementWish> = {}): PlacementWish {
  return {
    needs: taskNeeds(),
    configured: [],
    providers: [],
    defaultStrategy: [],
    instanceTypes: undefined,
    volumeRole: undefined,
    preferOnDemand: false,
    strained: new Set(),
    ...changes,
  };
}

export function taskWay(changes: Partial<TaskWay> = {}): TaskWay {
  return {
    placement: placement(),
    network: { mode: 'host' },
    resources: { cpu: '2048', memory: '4096' },
    ...changes,
  };
}

export function taskPlan(changes: Partial<TaskPlan> = {}): TaskPlan {
  return {
    task: taskRun(),
    needs: taskNeeds(),
    clusterArn: CLUSTER_ARN,
    region: 'us-east-1',
    ways: [taskWay()],
    ...changes,
  };
}

export function clusterInspector(
  ecs: EcsApi,
  config: AwsEcsConfig = awsEcsConfig(),
  session: Session = fakeSession(),
  {
    capacity = new CapacityBook(session.clock),
    types = typeCatalogue(session),
  }: { readonly capacity?: CapacityBook; readonly types?: TypeCatalogue } = {},
): ClusterInspector {
  return new ClusterInspector(ecs, config, callRepeater(session), capacity, types);
}

/** One to which EC2 tells of no type, unless it is given another. */
export function typeCatalogue(
  session: Session,
  ec2: InstanceTypesApi = stubInstanceTypesApi(),
): TypeCatalogue {
  return new TypeCatalogue(ec2, callRepeater(session), session.logger);
}

/** Repeats calls until `end` is aborted. */
export function callRepeater(session: Session, end = sessionEnd()): CallRepeater {
  return new CallRepeater(session, end);
}

const AWS_CODES: Readonly<Record<AwsErrorKind, string>> = {
  throttled: 'ThrottlingException',
  unavailable: 'ServerException',
  lapsed: 'ExpiredTokenException',
  denied: 'AccessDeniedException',
  conflict: 'ConflictException',
  refused: 'InvalidParameterException',
};

export function serviceError(
  kind: AwsErrorKind,
  message = 'AWS said so',
  awsCode = AWS_CODES[kind],
): AwsServiceError {
  return new AwsServiceError('ecs:RunTask', kind, awsCode, message);
}
