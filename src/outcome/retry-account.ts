import type { RetryAdvice } from '../../spi/index.js';

/** Budget of the free resubmissions after an interruption; its size is `aws.ecs.maxSpotAttempts`. */
export const INTERRUPTIONS = 'interruptions';
/** Budget of the free resubmissions after want of capacity; its size is the number of providers to go to. */
export const CAPACITY = 'capacity';
/** Budget of the free resubmissions after a start that failed for a passing reason; its size is 3. */
export const DISTURBANCES = 'disturbances';
/** Budget of the free resubmissions of tasks that were stopped while no engine watched them; its size is 3. */
export const RESUMPTION = 'resumption';

/**
 * On whose account a task may be tried again: the user's, nobody's, that of machines taken away, that of providers
 * without capacity (where there is another one to try), that of starts that something passing disturbed, or that of
 * resumed runs.
 */
export type RetryAccount = 'counted' | 'never' | 'interruptions' | 'capacity' | 'disturbances' | 'resumption';

/** What the accounts hold. */
export interface RetryMeans {
  /** `aws.ecs.maxSpotAttempts`. */
  readonly maxInterruptions: number;
  /** Capacity providers the task could have gone to, 1 or more. */
  readonly providers: number;
  /** Resubmissions of the task so far, by budget. */
  readonly used: Readonly<Record<string, number>>;
}

/** About 1 start in 100 to 300 fails for nobody's fault (facts/peers.md, ask 16): more in a row have a cause. */
const MOST_DISTURBANCES = 3;
/** One would do; more stand for engines that die one after the other. */
const MOST_RESUMPTIONS = 3;
/** The pause after the first; what disturbed it, a limit of calls above all, needs time to pass. */
const FIRST_PAUSE_MS = 5_000;
/** How much longer each pause is than the one before. */
const GROWTH = 4;

/** Want of capacity is free only where there is another provider to go to: the same one would only be as full again. */
export function retryOf(account: RetryAccount, means: RetryMeans): RetryAdvice {
  switch (account) {
    case 'interruptions':
      return { class: 'free', budget: INTERRUPTIONS, max: means.maxInterruptions };
    case 'capacity':
      return means.providers > 1
        ? { class: 'free', budget: CAPACITY, max: means.providers }
        : { class: 'counted' };
    case 'disturbances':
      return {
        class: 'free',
        budget: DISTURBANCES,
        max: MOST_DISTURBANCES,
        afterMs: FIRST_PAUSE_MS * GROWTH ** Math.min(means.used[DISTURBANCES] ?? 0, MOST_DISTURBANCES),
      };
    case 'resumption':
      return { class: 'free', budget: RESUMPTION, max: MOST_RESUMPTIONS };
    default:
      return { class: account };
  }
}
