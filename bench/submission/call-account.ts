import type { ApiCall } from '../../local/index.js';

/** AWS's token bucket: `burst` at once, `perSecond` after that, shared by `operations` (facts §5). */
export interface SharedBucket {
  readonly burst: number;
  readonly perSecond: number;
  readonly operations: readonly string[];
}

export const taskModify: SharedBucket = {
  burst: 100,
  perSecond: 40,
  operations: ['RunTask', 'StopTask'],
};

export const taskRead: SharedBucket = {
  burst: 100,
  perSecond: 20,
  operations: ['DescribeTasks', 'ListTasks'],
};

/** The calls of some operations, in the order they arrived: a record has them in the order they were answered. */
export const callsOf = (calls: readonly ApiCall[], ...operations: readonly string[]): readonly ApiCall[] =>
  calls.filter(({ operation }) => operations.includes(operation)).sort((one, other) => one.at - other.at);

export const accepted = ({ status }: ApiCall): boolean => status === 200;

/** Refused by a bucket of the cloud, not by a scripted fault. */
export const throttled = ({ error, fault }: ApiCall): boolean =>
  error === 'ThrottlingException' && fault === undefined;

/** How well a bucket was used after its burst. */
export interface Use {
  /** Whole seconds looked at. */
  readonly seconds: number;
  /** Those of them that used the bucket fully. */
  readonly full: number;
  /** Calls accepted in all of them, of the refill of all of them. */
  readonly share: number;
  /** How many calls were accepted in each of them. */
  readonly counts: readonly number[];
}

/** A bucket that holds half a second's refill at most is spent: what calls are held up by for a moment is not lost. */
const spent = ({ perSecond: refill }: SharedBucket): number => refill / 2;

/**
 * From the moment the burst is {@link spent} to the last call, in whole seconds. One used the bucket fully where 95 % of
 * its refill was accepted in it, or where the bucket, replayed from what was accepted, was spent at its end: a second
 * that lags and the next that catches up are both full.
 */
export function useAfterBurst(calls: readonly ApiCall[], bucket: SharedBucket): Use {
  const levels = levelsOf(callsOf(calls, ...bucket.operations).filter(accepted), bucket);
  const times = levels.map(({ at }) => at);
  const from = levels.find(({ tokens }) => tokens <= spent(bucket))?.at ?? Infinity;
  const seconds = Math.max(0, Math.floor(((times.at(-1) ?? 0) - from) / 1000));
  const counts = perSecond(times, from, seconds);
  const full = counts.filter((count, second) => {
    const end = from + (second + 1) * 1000;
    const last = levels.findLast(({ at }) => at <= end);
    const level = (last?.tokens ?? 0) + ((end - (last?.at ?? end)) * bucket.perSecond) / 1000;
    return count >= 0.95 * bucket.perSecond || level <= spent(bucket);
  }).length;
  const share = counts.reduce((one, other) => one + other, 0) / (seconds * bucket.perSecond);
  return { seconds, full, share, counts };
}

/** How many of `times` lie in each of some whole seconds after `from`, itself left out. */
export function perSecond(times: readonly number[], from: number, seconds: number): number[] {
  const counts = new Array<number>(seconds).fill(0);
  for (const at of times) {
    const second = Math.ceil((at - from) / 1000) - 1;
    if (second >= 0 && second < seconds) counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}

/** The fewest tokens a bucket held, replayed from the calls that arrived. */
export const fewestTokens = (calls: readonly ApiCall[], bucket: SharedBucket): number =>
  Math.min(
    bucket.burst,
    ...levelsOf(callsOf(calls, ...bucket.operations), bucket).map(({ tokens }) => tokens),
  );

/** What a bucket that began full held after each call. */
function levelsOf(
  calls: readonly ApiCall[],
  bucket: SharedBucket,
): { readonly at: number; readonly tokens: number }[] {
  let tokens = bucket.burst;
  let before = calls[0]?.at ?? 0;
  return calls.map(({ at }) => {
    tokens = Math.min(bucket.burst, tokens + ((at - before) * bucket.perSecond) / 1000) - 1;
    before = at;
    return { at, tokens };
  });
}
