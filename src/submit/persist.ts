import type { Clock } from '../../spi/index.js';
import { AwsServiceError } from '../aws/service-error.js';
import { backoffDelay } from './backoff.js';

export interface Persistence {
  readonly clock: Clock;
  readonly random: () => number;
  /** Milliseconds after which the last failure is given up to the caller. */
  readonly patience: number;
  /** True: stop trying; asked after each failure. */
  readonly giveUp?: (failure: AwsServiceError) => boolean;
  /** Aborted while waiting: the next try comes at once. */
  readonly hurry?: AbortSignal;
  /** Told once, at the first failure. */
  readonly onWait?: (failure: AwsServiceError) => void;
}

/**
 * Repeats a call while AWS throttles it or cannot be reached. The caller makes sure that a repeat is
 * harmless: the same client token, or a call that is idempotent by itself.
 * @throws the last failure, when it is no passing one or the patience is used up.
 */
export async function persist<T>(action: () => Promise<T>, how: Persistence): Promise<T> {
  const start = how.clock.now();
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof AwsServiceError) || !error.recoverable || how.giveUp?.(error) === true)
        throw error;
      const delay = backoffDelay(tries, how.random);
      if (how.clock.now() + delay - start > how.patience) throw error;
      if (tries === 1) how.onWait?.(error);
      await pause(delay, how);
    }
  }
}

/** Waits, but not once somebody is in a hurry. */
async function pause(ms: number, { clock, hurry }: Persistence): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      timer.cancel();
      hurry?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = clock.after(ms, wake);
    hurry?.addEventListener('abort', wake);
  });
}
