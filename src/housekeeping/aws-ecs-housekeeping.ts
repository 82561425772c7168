import { inject, injectable } from 'tsyringe';
import type { BackendTask, Housekeeping, Registration } from '../../spi/index.js';
import { EcsEndpoint } from '../aws/endpoint.js';
import { Registrations } from '../definitions/registrations.js';
import { TaskStopper } from '../submit/task-stopper.js';
import { backendTask } from './backend-task.js';
import { RunningTasks } from './running-tasks.js';
import { TaskCosts } from './task-costs.js';

/** Whoever clears up is told in time that it does not work, and gives the same command again. */
const PATIENCE_MS = 60_000;

/** What runs hold on the configured cluster, and how it is cleared away. It needs no start of the executor. */
@injectable()
export class AwsEcsHousekeeping implements Housekeeping {
  constructor(
    @inject(RunningTasks) private readonly running: RunningTasks,
    @inject(TaskCosts) private readonly costs: TaskCosts,
    @inject(TaskStopper) private readonly stopper: TaskStopper,
    @inject(Registrations) private readonly definitions: Registrations,
    @inject(EcsEndpoint) private readonly endpoint: EcsEndpoint,
  ) {}

  /** @throws AwsServiceError where ECS cannot be asked, PreconditionError REGION_MISSING. */
  async *tasks(sessionId?: string): AsyncGenerator<BackendTask> {
    await this.endpoint.region();
    for await (const page of this.running.pages(sessionId)) {
      const costs = await this.costs.of(page);
      for (const task of page) {
        const told = backendTask(task, costs.get(task.arn));
        if (told !== undefined) yield told;
      }
    }
  }

  /** @throws AwsServiceError where ECS did not accept it. */
  async stop(arn: string, reason: string): Promise<void> {
    await this.stopper.stop(this.running.clusterOf(arn), arn, reason, { patience: PATIENCE_MS });
  }

  /** @throws AwsServiceError where ECS cannot be asked, PreconditionError REGION_MISSING. */
  async *registrations(): AsyncGenerator<Registration> {
    await this.endpoint.region();
    yield* this.definitions.list();
  }

  /** @throws AwsServiceError where ECS has not taken it back. */
  deregister(arn: string): Promise<void> {
    return this.definitions.deregister(arn);
  }
}
