import type { CapacityProvider } from '@aws-sdk/client-ecs';
import type { Clock } from '../../spi/index.js';
import type { SubmitRate } from '../config/submit-rate.js';
import { ecsBuckets } from './ecs-buckets.js';
import { heed } from './heed.js';
import { killedBeforeSubmission } from './killed.js';
import { Pacer } from './pacer.js';
import { RateCeiling } from './rate-ceiling.js';
import type {
  EcsApi,
  EcsCluster,
  EcsInstance,
  EcsTaskDefinition,
  EcsTaskSnapshot,
  NamePage,
  RunTaskAnswer,
  RunTaskInput,
  TaggedTask,
  TaskDefinitionInput,
  TaskFilter,
  TaskPage,
} from '../aws/ecs-api.js';

/** What holds calls back beside AWS's buckets. */
export interface PacingLimits {
  /** The user's ceiling on RunTask, below AWS's. */
  readonly submitRate?: SubmitRate | undefined;
  /** Aborted when the session is over: nobody waits for a turn any longer. */
  readonly end?: AbortSignal;
}

/**
 * {@link EcsApi} within AWS's own token buckets, so that a run does not throttle itself. Account and region share them
 * with others: every throttle, whoever's call it hits, slows the calls of its bucket down
 * (ECS developer guide, request-throttling).
 */
export class PacedEcsApi implements EcsApi {
  private readonly taskModify: Pacer;
  private readonly taskRead: Pacer;
  private readonly definitionModify: Pacer;
  private readonly definitionRead: Pacer;
  private readonly clusterRead: Pacer;
  private readonly providerRead: Pacer;

  constructor(
    private readonly ecs: EcsApi,
    clock: Clock,
    { submitRate, end }: PacingLimits = {},
  ) {
    const ceiling = submitRate && new RateCeiling(submitRate, clock);
    this.taskModify = new Pacer(ecsBuckets.taskModify, clock, { ceiling, end });
    this.taskRead = new Pacer(ecsBuckets.taskRead, clock, { end });
    this.definitionModify = new Pacer(ecsBuckets.definitionModify, clock, { end });
    this.definitionRead = new Pacer(ecsBuckets.definitionRead, clock, { end });
    this.clusterRead = new Pacer(ecsBuckets.clusterRead, clock, { end });
    this.providerRead = new Pacer(ecsBuckets.providerRead, clock, { end });
  }

  async describeCluster(cluster: string): Promise<EcsCluster | undefined> {
    await this.clusterRead.turn();
    return heed(this.clusterRead, this.ecs.describeCluster(cluster));
  }

  async describeCapacityProviders(cluster: string): Promise<readonly CapacityProvider[]> {
    await this.providerRead.turn();
    return heed(this.providerRead, this.ecs.describeCapacityProviders(cluster));
  }

  async describeTaskDefinition(familyOrArn: string): Promise<EcsTaskDefinition | undefined> {
    await this.definitionRead.turn();
    return heed(this.definitionRead, this.ecs.describeTaskDefinition(familyOrArn));
  }

  async listTaskDefinitionFamilies(prefix: string, from?: string): Promise<NamePage> {
    await this.definitionRead.turn();
    return heed(this.definitionRead, this.ecs.listTaskDefinitionFamilies(prefix, from));
  }

  async listTaskDefinitions(family: string, from?: string): Promise<NamePage> {
    await this.definitionRead.turn();
    return heed(this.definitionRead, this.ecs.listTaskDefinitions(family, from));
  }

  async registerTaskDefinition(input: TaskDefinitionInput): Promise<EcsTaskDefinition> {
    await this.definitionModify.turn();
    return heed(this.definitionModify, this.ecs.registerTaskDefinition(input));
  }

  async deregisterTaskDefinition(arn: string): Promise<void> {
    await this.definitionModify.turn();
    return heed(this.definitionModify, this.ecs.deregisterTaskDefinition(arn));
  }

  async runTask(input: RunTaskInput, unwanted?: AbortSignal): Promise<RunTaskAnswer> {
    await this.taskModify.turn({ unwanted });
    // The wait may have outlived the run: nothing new is sent once the task is killed.
    if (unwanted?.aborted === true) throw killedBeforeSubmission();
    return heed(this.taskModify, this.ecs.runTask(input));
  }

  async listTasks(cluster: string, filter: TaskFilter, from?: string): Promise<TaskPage> {
    await this.taskRead.turn();
    return heed(this.taskRead, this.ecs.listTasks(cluster, filter, from));
  }

  async describeTasks(
    cluster: string,
    arns: readonly string[],
  ): Promise<ReadonlyMap<string, EcsTaskSnapshot>> {
    await this.taskRead.turn();
    return heed(this.taskRead, this.ecs.describeTasks(cluster, arns));
  }

  async taggedTasks(cluster: string, arns: readonly string[]): Promise<readonly TaggedTask[]> {
    await this.taskRead.turn();
    return heed(this.taskRead, this.ecs.taggedTasks(cluster, arns));
  }

  async describeContainerInstances(
    cluster: string,
    arns: readonly string[],
  ): Promise<readonly EcsInstance[]> {
    await this.taskRead.turn();
    return heed(this.taskRead, this.ecs.describeContainerInstances(cluster, arns));
  }

  async stopTask(cluster: string, arn: string, reason: string): Promise<void> {
    // A kill shares its bucket with submits and must not wait behind thousands of them.
    await this.taskModify.turn({ urgency: 'first' });
    return heed(this.taskModify, this.ecs.stopTask(cluster, arn, reason));
  }
}
