import { inject, injectable } from 'tsyringe';
import { isExecutorError, type Problem } from '../../spi/index.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi, type EcsInstance, type EcsTask } from '../aws/ecs-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Session } from '../di/tokens.js';
import { managedInstancesProviders, type Provider } from '../placement/provider.js';
import { costOf, priceModelOf } from '../trace/cost.js';
import { PriceBook } from '../trace/price-book.js';
import { RecentMap } from '../trace/recent-map.js';

/** DescribeContainerInstances takes at most 100. */
const MOST_ASKED = 100;
/** Instances that are remembered: a page of tasks is on others than the page before only in part. */
const MOST_KNOWN = 10_000;
/** Costs are an addition: nobody waits for them long. */
const PATIENCE_MS = 10_000;

/** What running tasks cost so far. What cannot be learnt is said once, and from then on there are no costs. */
@injectable()
export class TaskCosts {
  private readonly instances = new RecentMap<string, EcsInstance>(MOST_KNOWN);
  private providers: Promise<readonly Provider[]> | undefined;
  private given = true;

  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(PriceBook) private readonly prices: PriceBook,
    @inject(Session) private readonly session: Session,
  ) {}

  /**
   * Estimated dollars by ARN, of those whose are known.
   * @param tasks at most 100.
   */
  async of(tasks: readonly EcsTask[]): Promise<ReadonlyMap<string, number>> {
    const placed = tasks.filter(({ instanceArn }) => instanceArn !== undefined);
    if (!this.given || placed.length === 0) return new Map();
    try {
      return await this.reckon(placed);
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      this.given = false;
      this.session.logger.warn(
        `Costs are not told: ${error.message}${error.problems.map(asSentence).join('')}`,
      );
      return new Map();
    }
  }

  private async reckon(tasks: readonly EcsTask[]): Promise<ReadonlyMap<string, number>> {
    const providers = await (this.providers ??= this.lookAtProviders());
    await this.learn(tasks);
    const costs = new Map<string, number>();
    for (const task of tasks) {
      const instance = this.instances.get(task.instanceArn ?? '');
      const model = priceModelOf(task, providers);
      const cost = costOf(task, instance, model, this.prices.table, this.session.clock.now());
      if (cost !== undefined) costs.set(task.arn, cost.dollars);
    }
    return costs;
  }

  private async lookAtProviders(): Promise<readonly Provider[]> {
    await this.prices.load();
    return managedInstancesProviders(
      await this.ask(() => this.ecs.describeCapacityProviders(this.config.cluster)),
    );
  }

  private async learn(tasks: readonly EcsTask[]): Promise<void> {
    const wanted = new Set(tasks.flatMap(({ instanceArn }) => instanceArn ?? []));
    const unknown = [...wanted].filter((arn) => this.instances.get(arn) === undefined);
    if (unknown.length === 0) return;
    const arns = unknown.slice(0, MOST_ASKED);
    const found = await this.ask(() => this.ecs.describeContainerInstances(this.config.cluster, arns));
    for (const instance of found) this.instances.set(instance.arn, instance);
  }

  private ask<T>(call: () => Promise<T>): Promise<T> {
    return this.calls.repeat('looking at instances', call, { patience: PATIENCE_MS });
  }
}

function asSentence({ path, message }: Problem): string {
  return ` ${path} ${message}.`;
}
