import { inject, injectable } from 'tsyringe';
import { SubmitError, type TaskRun } from '../../spi/index.js';
import { TaskStopper } from './task-stopper.js';

/** Stops tasks that ECS started otherwise than they were asked for. */
@injectable()
export class MisfitStopper {
  constructor(@inject(TaskStopper) private readonly stopper: TaskStopper) {}

  /** @throws SubmitError (STOP_FAILED), which says how to stop it by hand. */
  async stop({ name }: TaskRun, clusterArn: string, arn: string): Promise<void> {
    try {
      await this.stopper.stop(clusterArn, arn, 'Started with other resources than asked; submitted again');
    } catch (error) {
      throw stillRuns(name, clusterArn, arn, error);
    }
  }
}

function stillRuns(name: string, clusterArn: string, arn: string, cause: unknown): SubmitError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SubmitError(
    `Task ${name} started with other resources than asked and could not be stopped: ${why} ` +
      `Stop it, should it still run: aws ecs stop-task --cluster ${clusterArn} --task ${arn}`,
    { code: 'STOP_FAILED', uncertain: true, cause },
  );
}
