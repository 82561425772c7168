import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { ClusterFacts } from '../placement/cluster-inspector.js';
import { RequestPlanner } from '../request/request-planner.js';
import { unlessKilled } from './killed.js';
import type { RoomWait } from './room-queue.js';
import type { RoutedTask } from './routed-task.js';
import { InstanceWait } from '../watch/instance-wait.js';
import { Submitter } from './submitter.js';

/** Task → plan → running task. */
@injectable()
export class TaskLauncher {
  constructor(
    @inject(RequestPlanner) private readonly planner: RequestPlanner,
    @inject(Submitter) private readonly submitter: Submitter,
    @inject(InstanceWait) private readonly wait: InstanceWait,
  ) {}

  /** See {@link Submitter.submit} and {@link RequestPlanner.plan}. */
  async launch(
    task: TaskRun,
    cluster: ClusterFacts,
    killed: AbortSignal,
    wait: RoomWait,
  ): Promise<RoutedTask> {
    const plan = await unlessKilled(this.planner.plan(task, cluster), killed);
    return this.submitter.submit(plan, killed, { bound: this.wait.boundOf(task), wait });
  }
}
