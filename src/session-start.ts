import { inject, injectable } from 'tsyringe';
import type { ProcessDefinition } from '../spi/index.js';
import { AwsLine } from './aws/aws-line.js';
import { Preflight } from './preflight.js';
import { TaskServicesFactory, type TaskServices } from './task-services.js';

/** Makes a session ready for its tasks, or leaves nothing of it under way. */
@injectable()
export class SessionStart {
  constructor(
    @inject(Preflight) private readonly preflight: Preflight,
    @inject(TaskServicesFactory) private readonly factory: TaskServicesFactory,
    @inject(AwsLine) private readonly line: AwsLine,
  ) {}

  /**
   * @returns what the handlers of its tasks delegate to.
   * @throws as {@link Preflight.run}.
   */
  async run(processes: readonly ProcessDefinition[]): Promise<TaskServices> {
    try {
      return this.factory.on(await this.preflight.run(processes));
    } catch (error) {
      // What else the start has under way would go on asking AWS.
      this.line.hangUp();
      throw error;
    }
  }
}
