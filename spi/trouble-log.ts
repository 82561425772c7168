import type { Clock } from './clock.js';
import { isExecutorError } from './errors.js';
import type { LogFields, Logger } from './logger.js';
import { messageOf } from './submit-outcome.js';

/** One kind of trouble is said once in so long, however it comes and goes. */
const REPEAT_MS = 10 * 60_000;
/**
 * Trouble is over when several rounds in a row went well, and none has failed for so long: it can hit every second
 * round. No longer: who read that an outage began waits for its end. One that comes back is told every {@link REPEAT_MS}.
 */
const CALM_ROUNDS = 3;
const CALM_MS = 10_000;

/** What a monitor says of its own troubles. A logger that fails does not add to them. */
export class TroubleLog {
  /** When each kind of trouble was last said, epoch milliseconds. */
  private readonly said = new Map<string, number>();
  private lastFailure = -Infinity;
  /** Rounds since then. */
  private calm = 0;
  /** Trouble was said, and not yet that it is over. */
  private open = false;

  constructor(
    private readonly logger: Logger,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes in what went wrong in a round. Trouble is told by its kind, which is the code of an error of the SPI and the
   * name of any other: the words of a throttle change with every call.
   */
  polled(errors: readonly unknown[]): void {
    const now = this.clock.now();
    this.calm = errors.length > 0 ? 0 : this.calm + 1;
    if (errors.length > 0) this.lastFailure = now;
    else if (this.open && this.calm >= CALM_ROUNDS && now - this.lastFailure >= CALM_MS) {
      this.open = false;
      this.say('info', 'The state of tasks can be read again.');
    }
    for (const error of errors) this.warn(error, now);
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

  private warn(error: unknown, now: number): void {
    const kind = kindOf(error);
    if (now - (this.said.get(kind) ?? -Infinity) < REPEAT_MS) return;
    this.said.set(kind, now);
    this.open = true;
    const words = messageOf(error);
    this.say('warn', `The state of tasks cannot be read; asking again, no task is given up. ${words}`);
  }

  private say(level: 'info' | 'warn' | 'error', message: string, fields?: LogFields): void {
    try {
      this.logger[level](message, fields);
    } catch {
      // There is nowhere left to say it, and the tasks go on.
    }
  }
}

function kindOf(error: unknown): string {
  if (isExecutorError(error)) return `code ${error.code}`;
  return error instanceof Error ? error.name : typeof error;
}
