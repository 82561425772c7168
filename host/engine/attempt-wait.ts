import type { TaskOutcome } from '../../spi/index.js';
import { DAY_MS } from '../config/units.js';

/** No attempt waits longer, whatever is asked for. Timers of the machine hold 24 days at most. */
const LONGEST_MS = DAY_MS;
/** What a backend refused is not handed to it again at once. */
const REFUSED_MS = 1000;
const REFUSED_MOST_MS = 60 * 1000;

/** Milliseconds that a free resubmission waits: what the executor asks for, a day at most. */
export function freeWait({ retry }: TaskOutcome): number {
  return retry.class === 'free' ? bounded(retry.afterMs ?? 0) : 0;
}

/**
 * Milliseconds that a retry waits: what the user's strategy asks for, a day at most; after a submit that was refused,
 * 1 second at least, doubled with each retry up to a minute.
 * @param count the retry's number, from 1.
 */
export function countedWait({ kind }: TaskOutcome, askedMs: number, count: number): number {
  const least = kind === 'not-submitted' ? Math.min(REFUSED_MOST_MS, REFUSED_MS * 2 ** (count - 1)) : 0;
  return Math.max(least, bounded(askedMs));
}

function bounded(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(LONGEST_MS, Math.max(0, ms));
}
