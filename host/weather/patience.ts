import type { Clock, Logger } from '../../spi/index.js';
import { formatDuration } from '../config/units.js';
import { pause } from '../engine/pause.js';
import { reasonOf } from '../report/reason-of.js';

/** What a wait is measured by, and who is told of it. */
export interface WeatherGround {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
}

/** Milliseconds. Nothing is lost by waiting, and what gives up kills the run: so a night is waited out. */
const LONGEST_MS = 12 * 3_600_000;
/** The same for a service that was never reached: there a wrong address or proxy is likelier than weather. */
const LONGEST_FIRST_MS = 10 * 60_000;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** What a try counts for at most: what took longer was a leap of the clock, or a machine asleep. */
const LONGEST_TRY_MS = 2 * 60_000;

/**
 * Waits out that a service cannot be reached or is ill. It says so once when that begins and once when all that met it
 * are through, however many calls wait: trouble can hit one call in ten, and the other nine are no sign of its end.
 */
export class Patience {
  private readonly end = new AbortController();
  /** Whether the service has answered anything. */
  private reached = false;
  /** Calls that wait; undefined while no trouble was said. */
  private waiting: number | undefined;

  /** @param service as people call it, e.g. `S3`. */
  constructor(
    private readonly ground: WeatherGround,
    private readonly service: string,
  ) {}

  /**
   * Repeats a call that is harmless to repeat.
   * @param passes whether a failure may pass by itself, or by somebody's doing while the run waits.
   * @throws the last failure: one that does not pass, or when patience or {@link hurry} ends the wait.
   */
  async repeat<T>(call: () => Promise<T>, passes: (error: unknown) => boolean): Promise<T> {
    const wait = new Wait(this.ground, this.reached ? LONGEST_MS : LONGEST_FIRST_MS);
    let answered = false;
    try {
      for (;;) {
        try {
          const answer = await call();
          answered = true;
          return answer;
        } catch (error) {
          answered = !passes(error);
          const delay = answered || this.end.signal.aborted ? undefined : wait.next();
          if (delay === undefined) throw error;
          if (wait.tries === 1) this.meet(error, wait.longest);
          await pause(delay, this.ground.clock, this.end.signal);
          if (this.end.signal.aborted) throw error;
        }
      }
    } finally {
      this.reached ||= answered;
      this.leave(wait.tries > 0, answered);
    }
  }

  /** From now on nobody waits: what fails, fails at once. Idempotent. */
  hurry(): void {
    this.end.abort();
  }

  private meet(error: unknown, longest: number): void {
    this.waiting = (this.waiting ?? 0) + 1;
    if (this.waiting > 1) return;
    this.ground.logger.warn(
      `${this.service} cannot be used for now; trying again for up to ${formatDuration(longest)}, nothing is lost. ${reasonOf(error)}`,
    );
  }

  private leave(waited: boolean, answered: boolean): void {
    if (this.waiting === undefined) return;
    if (waited) this.waiting -= 1;
    if (!answered || this.waiting > 0) return;
    this.waiting = undefined;
    this.ground.logger.info(`${this.service} answers again.`);
  }
}

/** How long one call has failed. */
class Wait {
  tries = 0;
  private spent = 0;
  private last: number | undefined;
  private delay = 0;

  constructor(
    private readonly ground: WeatherGround,
    readonly longest: number,
  ) {}

  /** Milliseconds to the next try; undefined where patience does not last so long. */
  next(): number | undefined {
    const now = this.ground.clock.now();
    const passed = Math.max(0, now - (this.last ?? now));
    this.spent += Math.min(passed, this.delay + LONGEST_TRY_MS);
    this.last = now;
    // Spread by half, so that clients which failed together part.
    this.delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.tries) * (0.5 + this.ground.random());
    if (this.spent + this.delay > this.longest) return undefined;
    this.tries += 1;
    return this.delay;
  }
}
