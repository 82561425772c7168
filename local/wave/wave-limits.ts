import { type BucketRate, TokenBucket } from '../throttle/token-bucket.js';

const hour = 3600;

/**
 * Wave's limits (Wave API guide, API limits): builds and pulls, with and without an access token. A container request
 * counts as a pull. Over which window Wave counts is unknown: here a bucket of that size refills over it.
 */
const rates = {
  anonymous: {
    pull: { burst: 100, perSecond: 100 / hour },
    build: { burst: 25, perSecond: 25 / (24 * hour) },
  },
  known: {
    pull: { burst: 2000, perSecond: 2000 / 60 },
    build: { burst: 250, perSecond: 250 / hour },
  },
} as const satisfies Record<string, Record<string, BucketRate>>;

export type Caller = keyof typeof rates;
export type Spent = 'pull' | 'build';

/** The buckets of one cloud, whose users all come from one address. */
export class WaveLimits {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(private readonly now: () => number) {}

  /** Spends one; answers the seconds to wait where none is left. */
  spend(caller: Caller, what: Spent): number | undefined {
    const rate: BucketRate = rates[caller][what];
    const key = `${caller} ${what}`;
    const bucket = this.buckets.get(key) ?? new TokenBucket(rate, this.now);
    this.buckets.set(key, bucket);
    return bucket.take() ? undefined : Math.ceil(1 / rate.perSecond);
  }
}
