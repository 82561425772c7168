import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { ClusterFacts } from '../placement/cluster-inspector.js';
import { Takeover, type Inheritance } from '../recovery/takeover.js';
import { RequestPlanner } from '../request/request-planner.js';
import { unlessKilled } from './killed.js';
import type { RoomWait } from './room-queue.js';
import type { RoutedTask } from './routed-task.js';
import { InstanceWait } from '../watch/instance-wait.js';
import { Submitter } from './submitter.js';

/** Nothing of it was ever submitted. */
const NOTHING: Inheritance = { kind: 'try', n: 0 };

/** Task → plan → running task; or the task that runs already. */
@injectable()
export class TaskLauncher {
  constructor(
    @inject(RequestPlanner) private readonly planner: RequestPlanner,
    @inject(Submitter) private readonly submitter: Submitter,
    @inject(InstanceWait) private readonly wait: InstanceWait,
    @inject(Takeover) private readonly takeover: Takeover,
  ) {}

  /**
   * See {@link Takeover.of}, {@link RequestPlanner.plan} and {@link Submitter.submit}. What runs already waits for no
   * room and no other answer. A kill does not cut the look for it short: only its end tells what there is to stop.
   */
  async launch(
    task: TaskRun,
    cluster: ClusterFacts,
    killed: AbortSignal,
    wait: RoomWait,
  ): Promise<RoutedTask> {
    const left = task.resumes === true ? await this.takeover.of(task, cluster.arn, killed) : NOTHING;
    if (left.kind === 'runs') return { ...left.task, adopted: true };
    const plan = await unlessKilled(this.planner.plan(task, cluster), killed);
    return this.submitter.submit(plan, killed, { bound: this.wait.boundOf(task), wait, from: left.n });
  }
}
