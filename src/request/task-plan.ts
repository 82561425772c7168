import type { TaskRun } from '../../spi/index.js';
import type { TaskNetwork } from '../network/choose-network.js';
import type { Placement } from '../placement/placement.js';
import type { TaskResources } from './resources.js';
import type { TaskNeeds } from './task-needs.js';

/** One way to run a task: where, in which network, with what. */
export interface TaskWay {
  readonly placement: Placement;
  readonly network: TaskNetwork;
  readonly resources: TaskResources;
}

/** What is settled about a task's submit before ECS is asked; adaptations and the token come on top. */
export interface TaskPlan {
  readonly task: TaskRun;
  readonly needs: TaskNeeds;
  readonly clusterArn: string;
  readonly region: string;
  /** In order of preference: the next one is for where the one before has no capacity. */
  readonly ways: readonly [TaskWay, ...TaskWay[]];
}
