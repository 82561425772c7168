import type { LogFields, Logger } from './logger.js';
import { messageOf } from './submit-outcome.js';

/** What a monitor says of its own troubles. A logger that fails does not add to them. */
export class TroubleLog {
  private lastPollFailure: string | undefined;

  constructor(private readonly logger: Logger) {}

  /** Says why a round failed, once for as long as the reason is the same; none ends the trouble. */
  pollFailed(errors: readonly unknown[]): void {
    const failure = errors.length === 0 ? undefined : messageOf(errors[0]);
    if (failure !== undefined && failure !== this.lastPollFailure) {
      this.say('warn', `The state of tasks cannot be read; asking again, no task is given up. ${failure}`);
    }
    this.lastPollFailure = failure;
  }

  error(message: string, fields?: LogFields): void {
    this.say('error', message, fields);
  }

  /** Brings news to the engine: what fails there must never break the loop that brings it. */
  tell(news: () => void): void {
    try {
      news();
    } catch (error) {
      this.error(`The engine failed on news of a task: ${messageOf(error)}`);
    }
  }

  private say(level: 'warn' | 'error', message: string, fields?: LogFields): void {
    try {
      this.logger[level](message, fields);
    } catch {
      // There is nowhere left to say it, and the tasks go on.
    }
  }
}
