import { clusterArn } from '../../../local/ecs/arns.js';
import { type CapacityProvider } from '../../../local/ecs/cluster/capacity-provider.js';
import { type Cluster } from '../../../local/ecs/cluster/cluster.js';
import { type TaskDefinition } from '../../../local/ecs/definition/task-definition.js';
import { type DefinitionInput } from '../../../local/ecs/definition/definition-shape.js';
import { newTask } from '../../../local/ecs/launch/new-task.js';
import { type RunTaskInput } from '../../../local/ecs/launch/run-task-shape.js';
import { type EcsTask } from '../../../local/ecs/task/task.js';
import { container, definition, type Json, provider, region } from './ecs-fixture.js';

export const place = { region, account: '123456789012' };

/** Numbers in [0, 1) that differ, the same in every run. */
export function seeded(): () => number {
  let seed = 7;
  return () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const random = seeded();

export const aCluster = (name = 'nextflow-cluster'): Cluster => ({
  name,
  arn: clusterArn(place, name),
  tags: [],
  settings: [],
  configuration: {},
  awsOwned: [],
  providers: new Map(),
  defaultStrategy: [],
});

export const aProvider = (): CapacityProvider => ({
  name: 'MI',
  arn: 'arn:aws:ecs:us-east-1:123456789012:capacity-provider/MI',
  tags: [],
  managedInstances: provider(),
  activeFrom: 0,
});

export const aDefinition = (changes: Json = {}): TaskDefinition => {
  const content = definition(changes) as DefinitionInput;
  return {
    arn: `arn:aws:ecs:us-east-1:123456789012:task-definition/${content.family ?? ''}:1`,
    family: content.family ?? '',
    revision: 1,
    content,
    tags: [],
    compatibilities: ['MANAGED_INSTANCES'],
    registeredAt: 0,
    status: 'ACTIVE',
  };
};

/** What a task may be told apart by. */
export interface TaskWishes {
  /** Of the task definition. */
  readonly definition?: Json;
  readonly input?: RunTaskInput;
  readonly cluster?: Cluster;
  readonly serial?: number;
  readonly now?: number;
}

/** A task as RunTask makes it, without the rules of RunTask. */
export function aTask({
  definition: changes,
  input = {},
  cluster,
  serial = 0,
  now = 0,
}: TaskWishes = {}): EcsTask {
  return newTask(
    {
      place,
      cluster: cluster ?? aCluster(),
      definition: aDefinition(changes),
      provider: aProvider(),
      input,
      tags: [],
      serial,
      now,
      consistency: 0,
    },
    random,
  );
}

/** A container without a log, so that no log group has to be there. */
export const quiet = (changes: Json = {}): Json => container({ logConfiguration: undefined, ...changes });
