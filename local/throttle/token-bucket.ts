/** Burst and steady rate of one token bucket. */
export interface BucketRate {
  /** Tokens a full bucket holds. */
  readonly burst: number;
  /** Tokens that come back each second. */
  readonly perSecond: number;
}

/** A token bucket in continuous time: starts full, refills steadily, never holds more than its burst. */
export class TokenBucket {
  private tokens: number;
  private at: number;

  constructor(
    private readonly rate: BucketRate,
    private readonly now: () => number,
  ) {
    this.tokens = rate.burst;
    this.at = now();
  }

  /** Takes one token; false where none is left. */
  take(): boolean {
    const now = this.now();
    // A clock set back gives nothing and takes nothing.
    const seconds = Math.max(0, now - this.at) / 1000;
    this.tokens = Math.min(this.rate.burst, this.tokens + seconds * this.rate.perSecond);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
