import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Clock } from '../di/tokens.js';
import { overrunOf, type Overrun } from './overrun.js';
import { pendingBound } from './time-bound.js';
import { WaitNotices } from './wait-notices.js';
import { startStage, startWaitReason, type StartStage } from './wait-reason.js';

/** Where a start takes longer than this, people are told; an image of many gigabytes is pulled for minutes. */
const NEWS_AFTER_MS: Readonly<Record<StartStage, number>> = {
  'no-pull': 5 * 60_000,
  pulling: 15 * 60_000,
  pulled: 5 * 60_000,
};

/**
 * Watches over tasks that have an instance and are not started there (PENDING, ACTIVATING), which is another wait than
 * the one for an instance: a task can be held up there while nothing is the matter with capacity (facts §3e). ECS does
 * not tell since when a task is PENDING, so it counts from the first answer that shows it so, by ECS's own clock.
 */
@injectable()
export class StartWait {
  /** Epoch milliseconds by ECS's clock; only of tasks that wait so. */
  private readonly since = new Map<TaskRun, number>();

  constructor(
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(WaitNotices) private readonly notices: WaitNotices,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Takes in what ECS says of a task in PENDING or ACTIVATING.
   * @returns the overrun, once it has waited for as long as `aws.ecs.pendingTimeout` allows.
   */
  overrun(task: TaskRun, seen: EcsTask): Overrun | undefined {
    const now = seen.describedAt ?? this.clock.now();
    const since = this.since.get(task) ?? now;
    this.since.set(task, since);
    const waited = now - since;
    const bound = pendingBound(this.config);
    const overrun = bound && overrunOf('pended', waited, bound);
    // Its own end tells of it.
    if (overrun !== undefined) this.notices.drop(task);
    else if (waited >= NEWS_AFTER_MS[startStage(seen)]) {
      const { capacityProvider: provider } = seen;
      this.notices.note(task, startWaitReason({ name: task.name, seen, waited, bound, provider }));
    } else this.notices.forget(task);
    return overrun;
  }

  /** It waits so no longer. */
  forget(task: TaskRun): void {
    this.since.delete(task);
  }
}
