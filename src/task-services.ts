import { inject, injectable } from 'tsyringe';
import type { TaskOutcome, TaskRun } from '../spi/index.js';
import type { EcsTask } from './aws/ecs-api.js';
import { timeSpanText } from './config/time-span.js';
import { Session } from './di/tokens.js';
import type { OurPart } from './outcome/evidence.js';
import { OutcomeReader } from './outcome/outcome-reader.js';
import type { ClusterFacts } from './placement/cluster-inspector.js';
import type { RoomWait } from './submit/room-queue.js';
import type { Route, RoutedTask } from './submit/routed-task.js';
import { TaskLauncher } from './submit/task-launcher.js';
import { TaskStopper } from './submit/task-stopper.js';
import type { BoundedPhase, Overrun } from './watch/overrun.js';
import { TaskWatch } from './watch/task-watch.js';
import { timeBoundText } from './watch/time-bound.js';

/** What a task handler delegates to. */
export interface TaskServices {
  /** Epoch milliseconds. */
  now(): number;
  /** See {@link TaskLauncher.launch}. */
  launch(task: TaskRun, killed: AbortSignal, wait: RoomWait): Promise<RoutedTask>;
  /** See {@link TaskStopper.stop}. */
  stop(arn: string): Promise<void>;
  /** See {@link TaskWatch.overrun}. */
  overrun(task: TaskRun, seen: EcsTask | undefined, since: number, route?: Route): Overrun | undefined;
  /** Stops a task for what it has overrun; false where that did not work yet. */
  giveUp(task: TaskRun, arn: string, overrun: Overrun): Promise<boolean>;
  /** See {@link OutcomeReader.outcomeOf}. */
  outcomeOf(task: TaskRun, ended: EcsTask | undefined, by: OurPart): Promise<TaskOutcome | undefined>;
}

const DID: Readonly<Record<BoundedPhase, string>> = { waited: 'waited for an instance', ran: 'ran' };

/** Makes the services of the tasks of one cluster. */
@injectable()
export class TaskServicesFactory {
  /** Tasks that could not be stopped, said once each. */
  private readonly unstoppable = new Set<TaskRun>();

  constructor(
    @inject(TaskLauncher) private readonly launcher: TaskLauncher,
    @inject(TaskStopper) private readonly stopper: TaskStopper,
    @inject(OutcomeReader) private readonly outcomes: OutcomeReader,
    @inject(TaskWatch) private readonly watch: TaskWatch,
    @inject(Session) private readonly session: Session,
  ) {}

  on(cluster: ClusterFacts): TaskServices {
    return {
      now: () => this.session.clock.now(),
      launch: (task, killed, wait) => this.launcher.launch(task, cluster, killed, wait),
      stop: (arn) => this.stop(cluster, arn),
      overrun: (task, seen, since, route) => this.watch.overrun(task, seen, since, route),
      giveUp: (task, arn, overrun) => this.giveUp(cluster, task, arn, overrun),
      outcomeOf: (task, ended, by) => this.outcomes.outcomeOf(task, ended, by),
    };
  }

  /** @param why stands in ECS's `stoppedReason`, for whoever looks at the task there. */
  private stop({ arn: clusterArn }: ClusterFacts, arn: string, why = ''): Promise<void> {
    return this.stopper.stop(clusterArn, arn, `Stopped by run ${this.session.runName}${why}`);
  }

  private async giveUp(
    cluster: ClusterFacts,
    task: TaskRun,
    arn: string,
    overrun: Overrun,
  ): Promise<boolean> {
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
