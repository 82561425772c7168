import { inject, injectable } from 'tsyringe';
import type { TaskOutcome, TaskRun, TraceRecord } from '../spi/index.js';
import type { EcsTask } from './aws/ecs-api.js';
import { OutcomeReader, type Witness } from './outcome/outcome-reader.js';
import type { ClusterFacts } from './placement/cluster-inspector.js';
import type { RoomWait } from './submit/room-queue.js';
import type { Route, RoutedTask } from './submit/routed-task.js';
import { TaskLauncher } from './submit/task-launcher.js';
import type { TraceFacts } from './trace/trace-record.js';
import { TaskTrace } from './trace/task-trace.js';
import type { Overrun } from './watch/overrun.js';
import { TaskEnder } from './watch/task-ender.js';
import { TaskWatch } from './watch/task-watch.js';

/** What a task handler delegates to. */
export interface TaskServices {
  /** Epoch milliseconds. */
  now(): number;
  /** See {@link TaskLauncher.launch}. */
  launch(task: TaskRun, killed: AbortSignal, wait: RoomWait): Promise<RoutedTask>;
  /** See {@link TaskEnder.stop}. */
  stop(arn: string): Promise<void>;
  /** See {@link TaskWatch.overrun}. */
  overrun(task: TaskRun, seen: EcsTask | undefined, since: number, route?: Route): Overrun | undefined;
  /** See {@link TaskEnder.giveUp}. */
  giveUp(task: TaskRun, arn: string, overrun: Overrun): Promise<boolean>;
  /** See {@link OutcomeReader.outcomeOf}. */
  outcomeOf(task: TaskRun, ended: EcsTask | undefined, by: Witness): Promise<TaskOutcome | undefined>;
  /** See {@link TaskTrace.recordOf}. */
  trace(facts: TraceFacts): TraceRecord;
}

/** Makes the services of the tasks of one cluster. */
@injectable()
export class TaskServicesFactory {
  constructor(
    @inject(TaskLauncher) private readonly launcher: TaskLauncher,
    @inject(TaskEnder) private readonly ender: TaskEnder,
    @inject(OutcomeReader) private readonly outcomes: OutcomeReader,
    @inject(TaskWatch) private readonly watch: TaskWatch,
    @inject(TaskTrace) private readonly traces: TaskTrace,
  ) {}

  on(cluster: ClusterFacts): TaskServices {
    return {
      now: () => this.watch.now(),
      launch: (task, killed, wait) => this.launcher.launch(task, cluster, killed, wait),
      stop: (arn) => this.ender.stop(cluster, arn),
      overrun: (task, seen, since, route) => this.watch.overrun(task, seen, since, route),
      giveUp: (task, arn, overrun) => this.ender.giveUp(cluster, task, arn, overrun),
      outcomeOf: (task, ended, by) => this.outcomes.outcomeOf(task, ended, by),
      trace: (facts) => this.traces.recordOf(facts, cluster),
    };
  }
}
