import type { Clock } from '../../spi/index.js';
import { AwsServiceError } from './service-error.js';
import { backoffDelay, throttleDelay } from './backoff.js';

export interface Persistence {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /**
   * Milliseconds from the first failure after which the last one is given up to the caller. A clock that is set anew
   * and a machine that sleeps use up little of it.
   */
  readonly patience: number;
  /** Aborted: no further try. */
  readonly end?: AbortSignal;
  /** Aborted while waiting: the next try comes at once. */
  readonly hurry?: AbortSignal;
  /** True: stop trying; asked after each failure. */
  readonly giveUp?: (failure: AwsServiceError) => boolean;
  /** Told of each failure that is followed by another try. */
  readonly onWait: (failure: AwsServiceError) => void;
}

/** What a try counts for at most: what took longer was a leap of the clock, or sleep. */
const LONGEST_TRY_MS = 2 * 60_000;

/**
 * Repeats a call while AWS throttles it or cannot be reached, or its credentials wait to be renewed. The caller makes sure that a repeat is
 * harmless: the same client token, or a call that is idempotent by itself. Patience runs from the first
 * failure, since the first try itself may have queued for its turn.
 * @throws the last failure, when it is no passing one or the patience is used up.
 */
export async function persist<T>(action: () => Promise<T>, how: Persistence): Promise<T> {
  const wait = new Wait(how.clock);
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof AwsServiceError) || !error.recoverable || how.giveUp?.(error) === true)
        throw error;
      const delay = delayAfter(error, tries, how.random);
      if (isOver(how) || wait.before(delay) > how.patience) throw error;
      how.onWait(error);
      await pause(delay, how);
      if (isOver(how)) throw error;
    }
  }
}

/** A call that gets no share of its bucket for so many tries asks less often than the pacer lets it. */
const HASTY_TRIES = 100;

function delayAfter({ kind }: AwsServiceError, tries: number, random: () => number): number {
  if (kind !== 'throttled') return backoffDelay(tries, random);
  return tries <= HASTY_TRIES ? throttleDelay(random) : backoffDelay(tries - HASTY_TRIES, random);
}

/** How long a call has failed. */
class Wait {
  private spent = 0;
  private last: number | undefined;
  private delay = 0;

  constructor(private readonly clock: Clock) {}

  /** Milliseconds from the first failure to the end of a delay that begins now. */
  before(delay: number): number {
    const now = this.clock.now();
    const passed = now - (this.last ?? now);
    this.spent += Math.min(Math.max(0, passed), this.delay + LONGEST_TRY_MS);
    this.last = now;
    this.delay = delay;
    return this.spent + delay;
  }
}

function isOver({ end }: Persistence): boolean {
  return end?.aborted === true;
}

/** Waits, but not once somebody is in a hurry or the session is over. */
async function pause(ms: number, { clock, hurry, end }: Persistence): Promise<void> {
  const signals = [hurry, end].filter((signal) => signal !== undefined);
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      timer.cancel();
      for (const signal of signals) signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = clock.after(ms, wake);
    for (const signal of signals) signal.addEventListener('abort', wake);
  });
}
