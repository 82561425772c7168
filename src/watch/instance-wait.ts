import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Clock } from '../di/tokens.js';
import { CapacityBook } from '../placement/capacity-book.js';
import type { Route } from '../submit/routed-task.js';
import { overrunOf, type Overrun } from './overrun.js';
import { waitBound, type TimeBound } from './time-bound.js';
import { WaitNotices } from './wait-notices.js';
import { instanceWaitReason } from './wait-reason.js';

/** An instance that has not come by then is news: a cold start takes a minute or two. */
const NEWS_AFTER_MS = 10 * 60_000;

/**
 * Watches over tasks that ECS has taken and has no instance for (PROVISIONING). AWS says nothing of how long that may
 * last on Managed Instances, so the bound is ours.
 */
@injectable()
export class InstanceWait {
  constructor(
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CapacityBook) private readonly capacity: CapacityBook,
    @inject(WaitNotices) private readonly notices: WaitNotices,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  boundOf(task: TaskRun): TimeBound {
    return waitBound(task.directives, this.config);
  }

  /**
   * Takes in what ECS says of a task in PROVISIONING.
   * @param since epoch milliseconds from which it has waited.
   * @returns the overrun, once the task has waited for as long as it may.
   */
  overrun(task: TaskRun, seen: EcsTask, since: number, route?: Route): Overrun | undefined {
    const waited = this.clock.now() - since;
    const bound = this.boundOf(task);
    const overrun = overrunOf('waited', waited, bound);
    // Its own end tells of it.
    if (overrun !== undefined) this.notices.drop(task);
    else if (waited >= NEWS_AFTER_MS) {
      const provider = seen.capacityProvider ?? route?.provider;
      const words = provider === undefined ? undefined : this.capacity.wordsOn(provider);
      this.notices.note(task, instanceWaitReason({ name: task.name, seen, waited, bound, provider, words }));
    }
    return overrun;
  }
}
