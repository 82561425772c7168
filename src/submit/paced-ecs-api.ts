import type { CapacityProvider } from '@aws-sdk/client-ecs';
import type { Clock } from '../../spi/index.js';
import { killedBeforeSubmission } from './killed.js';
import { Pacer } from './pacer.js';
import type {
  EcsApi,
  EcsCluster,
  EcsTaskDefinition,
  EcsTaskSnapshot,
  RunTaskAnswer,
  RunTaskInput,
  TaskDefinitionInput,
} from '../aws/ecs-api.js';

/**
 * {@link EcsApi} within AWS's own token buckets, so that a run does not throttle itself. Account and region
 * share them with others, which is why throttles are still handled where they come back
 * (ECS developer guide, request-throttling).
 */
export class PacedEcsApi implements EcsApi {
  private readonly clusterModify: Pacer;
  private readonly clusterRead: Pacer;
  private readonly definitionModify: Pacer;
  private readonly definitionRead: Pacer;

  constructor(
    private readonly ecs: EcsApi,
    clock: Clock,
  ) {
    this.clusterModify = new Pacer({ burst: 100, perSecond: 40 }, clock);
    this.clusterRead = new Pacer({ burst: 100, perSecond: 20 }, clock);
    this.definitionModify = new Pacer({ burst: 20, perSecond: 1 }, clock);
    this.definitionRead = new Pacer({ burst: 50, perSecond: 20 }, clock);
  }

  // DescribeClusters and DescribeCapacityProviders happen a handful of times a session.
  describeCluster(cluster: string): Promise<EcsCluster | undefined> {
    return this.ecs.describeCluster(cluster);
  }

  describeCapacityProviders(cluster: string): Promise<readonly CapacityProvider[]> {
    return this.ecs.describeCapacityProviders(cluster);
  }

  async describeTaskDefinition(family: string): Promise<EcsTaskDefinition | undefined> {
    await this.definitionRead.turn();
    return this.ecs.describeTaskDefinition(family);
  }

  async registerTaskDefinition(input: TaskDefinitionInput): Promise<EcsTaskDefinition> {
    await this.definitionModify.turn();
    return this.ecs.registerTaskDefinition(input);
  }

  async runTask(input: RunTaskInput, unwanted?: AbortSignal): Promise<RunTaskAnswer> {
    await this.clusterModify.turn();
    // The wait may have outlived the run: nothing new is sent once the task is killed.
    if (unwanted?.aborted === true) throw killedBeforeSubmission();
    return this.ecs.runTask(input);
  }

  async describeTasks(
    cluster: string,
    arns: readonly string[],
  ): Promise<ReadonlyMap<string, EcsTaskSnapshot>> {
    await this.clusterRead.turn();
    return this.ecs.describeTasks(cluster, arns);
  }

  async stopTask(cluster: string, arn: string, reason: string): Promise<void> {
    // A kill shares its bucket with submits and must not wait behind thousands of them.
    await this.clusterModify.turn('first');
    return this.ecs.stopTask(cluster, arn, reason);
  }
}
