import { inject, injectable } from 'tsyringe';
import { EcsApi } from '../aws/ecs-api.js';
import { Clock, Session } from '../di/tokens.js';
import { persist } from './persist.js';

/** A stop that AWS has not taken within this is reported as not taken. */
const PATIENCE_MS = 60_000;

/** Asks ECS to stop tasks until it accepts; ECS stops a task as often as it is told, so repeating is safe. */
@injectable()
export class TaskStopper {
  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(Clock) private readonly clock: Clock,
    @inject(Session) private readonly session: Session,
  ) {}

  /** @throws AwsServiceError where the stop was not accepted. */
  async stop(clusterArn: string, taskArn: string, reason: string): Promise<void> {
    await persist(() => this.ecs.stopTask(clusterArn, taskArn, reason), {
      clock: this.clock,
      random: this.session.random,
      patience: PATIENCE_MS,
    });
  }
}
