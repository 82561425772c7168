import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import { timeSpanText } from '../config/time-span.js';
import { Session } from '../di/tokens.js';
import type { ClusterFacts } from '../placement/cluster-inspector.js';
import { TaskStopper } from '../submit/task-stopper.js';
import type { BoundedPhase, Overrun } from './overrun.js';
import { timeBoundText } from './time-bound.js';

const DID: Readonly<Record<BoundedPhase, string>> = {
  waited: 'waited for an instance',
  pended: 'was on an instance without being started',
  ran: 'ran',
};

/** Ends tasks of a cluster before they end by themselves. */
@injectable()
export class TaskEnder {
  /** Tasks that could not be stopped, said once each. */
  private readonly unstoppable = new Set<TaskRun>();

  constructor(
    @inject(TaskStopper) private readonly stopper: TaskStopper,
    @inject(Session) private readonly session: Session,
  ) {}

  /** @param why stands in ECS's `stoppedReason`, for whoever looks at the task there. */
  stop({ arn: clusterArn }: ClusterFacts, arn: string, why = ''): Promise<void> {
    return this.stopper.stop(clusterArn, arn, `Stopped by run ${this.session.runName}${why}`);
  }

  /** Stops a task for what it has overrun; false where that did not work yet. */
  async giveUp(cluster: ClusterFacts, task: TaskRun, arn: string, overrun: Overrun): Promise<boolean> {
    try {
      await this.stop(
        cluster,
        arn,
        `: it ${DID[overrun.phase]} for longer than ${timeBoundText(overrun.bound)}`,
      );
      return true;
    } catch (error) {
      if (this.unstoppable.has(task)) return false;
      this.unstoppable.add(task);
      const why = error instanceof Error ? error.message : String(error);
      this.session.logger.error(
        `Task ${task.name} ${DID[overrun.phase]} for ${timeSpanText(overrun.spent)} of ${timeBoundText(overrun.bound)} and could ` +
          `not be stopped: ${why} Stop it: aws ecs stop-task --cluster ${cluster.arn} --task ${arn}`,
      );
      return false;
    }
  }
}
