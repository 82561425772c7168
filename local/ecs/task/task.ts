import { type PlacedOn } from '../capacity/capacity.js';
import { type Cluster } from '../cluster/cluster.js';
import { type TaskDefinition } from '../definition/task-definition.js';
import { type TaskOverride } from '../launch/run-task-shape.js';
import { type EcsTag } from '../tag-rules.js';
import { type Attachment } from './attachment.js';
import { type Ending } from './ending.js';

/** ECS's `lastStatus`, in the order a task passes through it (facts §3b). */
export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export type HealthStatus = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';

/** One container of a task as DescribeTasks tells of it. */
export interface TaskContainer {
  readonly arn: string;
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopTimeout: number;
  /** CPU units, `0` where it has none of its own. */
  readonly cpu: string;
  /** MiB; absent where it has none of its own. */
  readonly memory?: string;
  readonly memoryReservation?: string;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  healthStatus: HealthStatus;
  imageDigest?: string;
  gpuIds?: readonly string[];
  runtimeId?: string;
  /** Epoch milliseconds, absent until they happen; of the last start where it is restarted. */
  startedAt?: number;
  finishedAt?: number;
  exitCode?: number;
  reason?: string;
}

/** Moments of a task's life in epoch milliseconds; absent until they happen. */
export interface TaskTimes {
  readonly createdAt: number;
  connectivityAt?: number;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
}

/** What is settled about a task when RunTask accepts it. */
export interface TaskFacts {
  readonly id: string;
  readonly arn: string;
  /** Grows by one a task: the order of ListTasks. */
  readonly serial: number;
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly overrides: TaskOverride;
  /** CPU units and MiB, as text like AWS's; empty where only containers have them. */
  readonly cpu: string;
  readonly memory: string;
  readonly startedBy: string | undefined;
  readonly group: string;
  readonly provider: string;
  /** ECS Exec was asked for; there is no agent here to serve it. */
  readonly executeCommand: boolean;
  /** Subnets an awsvpc task may have its interface in; empty in host mode. */
  readonly subnets: readonly string[];
  /** Of its interface; where RunTask names none, the VPC's default one has it. */
  readonly securityGroups: readonly string[];
  /** DescribeTasks says MISSING until then (facts §3b, eventual consistency); epoch milliseconds. */
  readonly visibleFrom: number;
  /** With which RunTask started it; a stop takes them from the task (facts §3d). */
  readonly launchTags: readonly EcsTag[];
}

/** A task: facts that stay, state that {@link TaskLife} moves. */
export interface EcsTask extends TaskFacts {
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  /** Grows with every change, so that readers can order what they saw (facts §7). */
  version: number;
  tags: readonly EcsTag[];
  connectivity?: 'CONNECTED' | 'DISCONNECTED';
  /** The availability zone it is in, once it has a place. */
  zone?: string;
  readonly times: TaskTimes;
  readonly containers: readonly TaskContainer[];
  readonly attachments: readonly Attachment[];
  instance?: Pick<PlacedOn, 'arn' | 'ec2Id' | 'type' | 'subnet'>;
  ending?: Ending;
}
