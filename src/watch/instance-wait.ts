import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { timeSpanText } from '../config/time-span.js';
import { Session } from '../di/tokens.js';
import { overrunOf, type Overrun } from './overrun.js';
import { timeBoundText, waitBound, type TimeBound } from './time-bound.js';

/** An instance that has not come by then is news: a cold start takes a minute or two. */
const NEWS_AFTER_MS = 10 * 60_000;

/**
 * Watches over tasks that ECS has taken and has no instance for (PROVISIONING). AWS says nothing of how long that may
 * last on Managed Instances, so the bound is ours. People are told once while any task waits for long, not once a task.
 */
@injectable()
export class InstanceWait {
  private readonly long = new Set<TaskRun>();

  constructor(
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Session) private readonly session: Session,
  ) {}

  boundOf(task: TaskRun): TimeBound {
    return waitBound(task.directives, this.config);
  }

  /**
   * Takes in what ECS says of a task now; undefined where it says nothing any more.
   * @param since epoch milliseconds from which it has waited.
   * @returns the overrun, once the task has waited for as long as it may.
   */
  overrun(task: TaskRun, seen: EcsTask | undefined, since: number): Overrun | undefined {
    if (seen?.lastStatus !== 'PROVISIONING') {
      this.forget(task);
      return undefined;
    }
    const waited = this.session.clock.now() - since;
    const bound = this.boundOf(task);
    const overrun = overrunOf('waited', waited, bound);
    // Its own end tells of it.
    if (overrun !== undefined) this.long.delete(task);
    else if (waited >= NEWS_AFTER_MS) this.note(task, waited, bound);
    return overrun;
  }

  private note(task: TaskRun, waited: number, bound: TimeBound): void {
    if (this.long.size === 0) {
      this.session.logger.warn(
        `ECS has no instance for task ${task.name} yet: it has waited for ${timeSpanText(waited)}, the last of it in ` +
          `PROVISIONING. It waits, as others may, for up to ${timeBoundText(bound)}. Should nothing come: see whether the ` +
          'capacity provider has an instance type that is large enough, and the account the vCPU quota for it.',
      );
    }
    this.long.add(task);
  }

  private forget(task: TaskRun): void {
    if (this.long.delete(task) && this.long.size === 0)
      this.session.logger.info('No task has waited for an instance for long any more.');
  }
}
