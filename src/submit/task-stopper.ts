import { inject, injectable } from 'tsyringe';
import { CallRepeater, type Repetition } from '../aws/call-repeater.js';
import { EcsApi } from '../aws/ecs-api.js';

/**
 * Asks ECS to stop tasks until it accepts, or the session ends; ECS stops a task as often as it is told, so repeating is
 * safe.
 */
@injectable()
export class TaskStopper {
  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(CallRepeater) private readonly calls: CallRepeater,
  ) {}

  /**
   * @param repetition `patience` where whoever asks does not wait as long as a run does.
   * @throws AwsServiceError where the stop was not accepted.
   */
  async stop(
    clusterArn: string,
    taskArn: string,
    reason: string,
    repetition: Pick<Repetition, 'patience'> = {},
  ): Promise<void> {
    const action = (): Promise<void> => this.ecs.stopTask(clusterArn, taskArn, reason);
    await this.calls.repeat('stopping tasks', action, repetition);
  }
}
