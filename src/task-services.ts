import { inject, injectable } from 'tsyringe';
import type { TaskOutcome, TaskRun } from '../spi/index.js';
import type { EcsTask } from './aws/ecs-api.js';
import { Session } from './di/tokens.js';
import type { OurPart } from './outcome/evidence.js';
import { OutcomeReader } from './outcome/outcome-reader.js';
import type { ClusterFacts } from './placement/cluster-inspector.js';
import { InstanceWait } from './submit/instance-wait.js';
import type { RoomWait } from './submit/room-queue.js';
import { TaskLauncher } from './submit/task-launcher.js';
import { TaskStopper } from './submit/task-stopper.js';
import type { WaitBound } from './submit/wait-bound.js';

/** What a task handler delegates to. */
export interface TaskServices {
  /** Epoch milliseconds. */
  now(): number;
  /** See {@link TaskLauncher.launch}. */
  launch(task: TaskRun, killed: AbortSignal, wait: RoomWait): Promise<EcsTask>;
  /** See {@link TaskStopper.stop}. */
  stop(arn: string): Promise<void>;
  /** See {@link InstanceWait.exceeded}. */
  waitExceeded(task: TaskRun, seen: EcsTask | undefined, since: number): WaitBound | undefined;
  /** Stops a task that waited for too long; false where that did not work yet. */
  giveUp(task: TaskRun, arn: string): Promise<boolean>;
  /** See {@link OutcomeReader.outcomeOf}. */
  outcomeOf(task: TaskRun, ended: EcsTask | undefined, by: OurPart): Promise<TaskOutcome | undefined>;
}

/** Makes the services of the tasks of one cluster. */
@injectable()
export class TaskServicesFactory {
  /** Tasks that could not be stopped, said once each. */
  private readonly unstoppable = new Set<TaskRun>();

  constructor(
    @inject(TaskLauncher) private readonly launcher: TaskLauncher,
    @inject(TaskStopper) private readonly stopper: TaskStopper,
    @inject(OutcomeReader) private readonly outcomes: OutcomeReader,
    @inject(InstanceWait) private readonly wait: InstanceWait,
    @inject(Session) private readonly session: Session,
  ) {}

  on(cluster: ClusterFacts): TaskServices {
    return {
      now: () => this.session.clock.now(),
      launch: (task, killed, wait) => this.launcher.launch(task, cluster, killed, wait),
      stop: (arn) => this.stop(cluster, arn),
      waitExceeded: (task, seen, since) => this.wait.exceeded(task, seen, since),
      giveUp: (task, arn) => this.giveUp(cluster, task, arn),
      outcomeOf: (task, ended, by) => this.outcomes.outcomeOf(task, ended, by),
    };
  }

  private stop({ arn: clusterArn }: ClusterFacts, arn: string): Promise<void> {
    return this.stopper.stop(clusterArn, arn, `Stopped by run ${this.session.runName}`);
  }

  private async giveUp(cluster: ClusterFacts, task: TaskRun, arn: string): Promise<boolean> {
    try {
      await this.stop(cluster, arn);
      return true;
    } catch (error) {
      if (this.unstoppable.has(task)) return false;
      this.unstoppable.add(task);
      const why = error instanceof Error ? error.message : String(error);
      this.session.logger.error(
        `Task ${task.name} waits for an instance for longer than it may and could not be stopped: ${why} ` +
          `Stop it: aws ecs stop-task --cluster ${cluster.arn} --task ${arn}`,
      );
      return false;
    }
  }
}
