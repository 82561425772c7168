import { inject, injectable } from 'tsyringe';
import type { SubmitTurn, TaskOutcome, TaskRun } from '../spi/index.js';
import type { EcsTask } from './aws/ecs-api.js';
import { Session } from './di/tokens.js';
import { OutcomeReader } from './outcome/outcome-reader.js';
import type { ClusterFacts } from './placement/cluster-inspector.js';
import { RequestPlanner } from './request/request-planner.js';
import { unlessKilled } from './submit/killed.js';
import { Submitter } from './submit/submitter.js';
import { TaskStopper } from './submit/task-stopper.js';

/** What a task handler delegates to. */
export interface TaskServices {
  /** Epoch milliseconds. */
  now(): number;
  /** See {@link Submitter.submit}. */
  launch(task: TaskRun, killed: AbortSignal, turn?: SubmitTurn): Promise<EcsTask>;
  /** See {@link TaskStopper.stop}. */
  stop(arn: string): Promise<void>;
  /** See {@link OutcomeReader.outcomeOf}. */
  outcomeOf(task: TaskRun, ended: EcsTask | undefined, killed: boolean): Promise<TaskOutcome | undefined>;
}

/** Makes the services of the tasks of one cluster. */
@injectable()
export class TaskServicesFactory {
  constructor(
    @inject(RequestPlanner) private readonly planner: RequestPlanner,
    @inject(Submitter) private readonly submitter: Submitter,
    @inject(TaskStopper) private readonly stopper: TaskStopper,
    @inject(OutcomeReader) private readonly outcomes: OutcomeReader,
    @inject(Session) private readonly session: Session,
  ) {}

  on(cluster: ClusterFacts): TaskServices {
    return {
      now: () => this.session.clock.now(),
      launch: async (task, killed, turn) => {
        const plan = await unlessKilled(this.planner.plan(task, cluster), killed);
        return this.submitter.submit(plan, killed, turn);
      },
      stop: (arn) => this.stopper.stop(cluster.arn, arn, `Stopped by run ${this.session.runName}`),
      outcomeOf: (task, ended, killed) => this.outcomes.outcomeOf(task, ended, killed),
    };
  }
}
