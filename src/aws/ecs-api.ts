import type {
  CapacityProvider,
  CapacityProviderStrategyItem,
  RegisterTaskDefinitionCommandInput,
  RunTaskCommandInput,
} from '@aws-sdk/client-ecs';
import { token } from '../di/token.js';

/** What we read of a cluster. */
export interface EcsCluster {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly defaultStrategy: readonly CapacityProviderStrategyItem[];
}

/** What we read of a task definition. */
export interface EcsTaskDefinition {
  /** ARN with the revision. */
  readonly arn: string;
  readonly status: string;
  /** Epoch milliseconds. */
  readonly registeredAt?: number;
  /** The content as AWS gives it back: ours plus AWS's defaults. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** What we read of a container of a task. */
export interface EcsContainer {
  readonly name: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly imageDigest?: string;
  /** The GPUs it was given; absent for none. */
  readonly gpuIds?: readonly string[];
}

/** What we read of a task; times are epoch milliseconds. */
export interface EcsTask {
  readonly arn: string;
  readonly lastStatus: string;
  /** Who started it, e.g. `nf-<session id>`. */
  readonly startedBy?: string;
  /** ARN of its task definition, with the revision. */
  readonly definition?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly createdAt?: number;
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  readonly startedAt?: number;
  readonly stoppingAt?: number;
  /** When its containers had ended. */
  readonly executionStoppedAt?: number;
  readonly stoppedAt?: number;
  /** When ECS said this of the task, by its own clock and to the second. */
  readonly describedAt?: number;
  readonly capacityProvider?: string;
  readonly availabilityZone?: string;
  /** ARN of the container instance; absent until it has one. */
  readonly instanceArn?: string;
  /** Status of the attachment of its network interface, e.g. `ATTACHING`; absent where it has none of its own. */
  readonly eni?: string;
  readonly containers: readonly EcsContainer[];
}

/** What we read of a container instance: the machine that tasks run on. */
export interface EcsInstance {
  readonly arn: string;
  /** e.g. `i-0123456789abcdef0`. */
  readonly ec2Id?: string;
  /** e.g. `m6i.large`. */
  readonly type?: string;
  readonly zone?: string;
  /** CPU units for tasks, 1024 to a vCPU; 0 where ECS does not tell. */
  readonly cpu: number;
  /** MiB for tasks, less than the type's nominal memory; 0 where ECS does not tell. */
  readonly memory: number;
  readonly gpus: number;
}

/** One entry of RunTask's `failures[]`. */
export interface EcsFailure {
  readonly reason: string;
  readonly detail?: string;
}

/** RunTask answers 200 also when nothing started: look at both. */
export interface RunTaskAnswer {
  readonly tasks: readonly EcsTask[];
  readonly failures: readonly EcsFailure[];
  /** ARNs of the tasks that hold the client token, started by other parameters (ConflictException). */
  readonly holders?: readonly string[];
}

/** A task with its tags. */
export interface TaggedTask extends EcsTask {
  /** ECS takes them from a task that is stopped (StopTask, API reference). */
  readonly tags: Readonly<Record<string, string>>;
  /** What its container was told to run in place of the image's command. */
  readonly command?: readonly string[];
}

/** Which tasks to list. ECS takes `startedBy` alone only, and then leaves out what was stopped (API reference, ListTasks). */
export type TaskFilter =
  | { readonly startedBy: string }
  | {
      readonly family?: string;
      /** What ECS wants of them, not what they are: `RUNNING` (the default) also while they are provisioned. */
      readonly desiredStatus?: 'RUNNING' | 'STOPPED';
    };

/** At most 100 ARNs of tasks. */
export interface TaskPage {
  readonly arns: readonly string[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}

/** At most 100 names. */
export interface NamePage {
  readonly names: readonly string[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}

/** What DescribeTasks said of one ARN. `missing`: ECS does not know it (not yet, or no more). */
export type EcsTaskSnapshot =
  { readonly kind: 'found'; readonly task: EcsTask } | { readonly kind: 'missing' };

export type TaskDefinitionInput = RegisterTaskDefinitionCommandInput;
export type RunTaskInput = RunTaskCommandInput;

/** The calls to ECS, one method each. Every method throws AwsServiceError, or ShutdownError once the session is over. */
export interface EcsApi {
  /** Undefined where the cluster does not exist. */
  describeCluster(cluster: string): Promise<EcsCluster | undefined>;
  /** All providers of the cluster, over all pages. */
  describeCapacityProviders(cluster: string): Promise<readonly CapacityProvider[]>;
  /** The latest ACTIVE revision of a family, or the revision of an ARN in any status; undefined where there is none. */
  describeTaskDefinition(familyOrArn: string): Promise<EcsTaskDefinition | undefined>;
  registerTaskDefinition(input: TaskDefinitionInput): Promise<EcsTaskDefinition>;
  /** A page of the families whose names begin so and that have ACTIVE revisions. @param from as of `listTasks`. */
  listTaskDefinitionFamilies(prefix: string, from?: string): Promise<NamePage>;
  /** A page of the ARNs of a family's ACTIVE revisions. @param from as of `listTasks`. */
  listTaskDefinitions(family: string, from?: string): Promise<NamePage>;
  /** Makes a revision INACTIVE: what runs goes on, nothing new starts from it. */
  deregisterTaskDefinition(arn: string): Promise<void>;
  /** @throws ShutdownError instead, where `unwanted` is aborted before the call was sent. */
  runTask(input: RunTaskInput, unwanted?: AbortSignal): Promise<RunTaskAnswer>;
  /** One page, so that one that failed can be asked for again. @param from the `next` of the page before. */
  listTasks(cluster: string, filter: TaskFilter, from?: string): Promise<TaskPage>;
  /** At most 100 ARNs. */
  describeTasks(cluster: string, arns: readonly string[]): Promise<ReadonlyMap<string, EcsTaskSnapshot>>;
  /** Those of at most 100 ARNs that ECS knows. */
  taggedTasks(cluster: string, arns: readonly string[]): Promise<readonly TaggedTask[]>;
  /** Those of 1 to 100 container instances that ECS knows; it forgets one about an hour after its end. */
  describeContainerInstances(cluster: string, arns: readonly string[]): Promise<readonly EcsInstance[]>;
  /** Resolves also where the task has already ended or is no longer known. */
  stopTask(cluster: string, arn: string, reason: string): Promise<void>;
}

export const EcsApi = token<EcsApi>('EcsApi');
