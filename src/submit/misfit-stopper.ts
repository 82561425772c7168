import { inject, injectable } from 'tsyringe';
import { SubmitError, type TaskRun } from '../../spi/index.js';
import { TaskStopper } from './task-stopper.js';

/** What is wrong with a task that must not go on; a predicate. */
export type Fault = 'started with other resources than asked' | 'lost its work dir';

/** Stops tasks that stand in the way of their attempt. */
@injectable()
export class MisfitStopper {
  constructor(@inject(TaskStopper) private readonly stopper: TaskStopper) {}

  /** @throws SubmitError (STOP_FAILED), which says how to stop it by hand. */
  async stop(
    { name }: TaskRun,
    clusterArn: string,
    arn: string,
    fault: Fault = 'started with other resources than asked',
  ): Promise<void> {
    const reason = `${fault.charAt(0).toUpperCase()}${fault.slice(1)}; submitted again`;
    try {
      await this.stopper.stop(clusterArn, arn, reason);
    } catch (error) {
      throw stillRuns(`Task ${name} ${fault}`, clusterArn, arn, error);
    }
  }
}

function stillRuns(what: string, clusterArn: string, arn: string, cause: unknown): SubmitError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SubmitError(
    `${what} and could not be stopped: ${why} ` +
      `Stop it, should it still run: aws ecs stop-task --cluster ${clusterArn} --task ${arn}`,
    { code: 'STOP_FAILED', uncertain: true, cause },
  );
}
