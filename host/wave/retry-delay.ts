import type { RetryPolicy } from './wave-settings.js';

/** Part of a delay by which it is spread, so that clients that failed together part. */
const SPREAD = 0.25;

/**
 * Milliseconds before try `tries + 1`, or undefined where the service wants a longer wait than the policy allows: whoever
 * waits is better told.
 * @param retryAfter the header of that name: seconds, or a date.
 */
export function retryDelay(
  tries: number,
  { delay, maxDelay }: RetryPolicy,
  {
    random,
    now,
    retryAfter,
  }: { readonly random: number; readonly now: number; readonly retryAfter?: string },
): number | undefined {
  const own = Math.min(maxDelay, delay * 2 ** (tries - 1)) * (1 - SPREAD + 2 * SPREAD * random);
  const asked = askedWait(retryAfter, now);
  return asked !== undefined && asked > maxDelay ? undefined : Math.max(own, asked ?? 0);
}

/** Milliseconds a Retry-After asks for; undefined where it says nothing one can go by. */
export function askedWait(retryAfter: string | undefined, now: number): number | undefined {
  const text = retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
