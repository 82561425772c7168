import type { Clock, Timer } from '../../spi/index.js';
import { sessionOver } from '../di/session-end.js';
import type { RateCeiling } from './rate-ceiling.js';

/** An AWS token bucket: `burst` at once, `perSecond` after that. */
export interface Bucket {
  readonly burst: number;
  readonly perSecond: number;
}

type Urgency = 'first' | 'normal';

/** How a call asks for its turn. */
export interface Turn {
  readonly urgency?: Urgency;
  /** Aborted when the call is no longer wanted. */
  readonly unwanted?: AbortSignal | undefined;
}

/** What holds calls back beside the bucket. */
export interface PacerLimits {
  /** Holds back all but the urgent. */
  readonly ceiling?: RateCeiling | undefined;
  /** Aborted when the session is over: nobody waits any longer. */
  readonly end?: AbortSignal | undefined;
}

/** What is left of the rate after a throttle. */
const CUT = 0.7;
/** Calls in flight are throttled together: that is one sign, not many. */
const CUT_INTERVAL_MS = 1_000;
/** The rate never falls below this share of the bucket's: a probe must go on. */
const LEAST_SHARE = 0.05;
/** From nothing back to the whole bucket without a throttle. */
const RECOVERY_S = 25;
/**
 * What of the burst stays untouched, in seconds of refill: calls that were sent apart arrive together where the network
 * or the machine holds some up, and one throttle costs far more than these few calls.
 */
const JITTER_S = 0.25;
/** A timer of a platform counts to 24 days. */
const LONGEST_TIMER_MS = 24 * 3_600_000;

/**
 * Lets calls through at the rate of one token bucket, the urgent ones (kills) before the others. Account and region
 * share the bucket with other runs and tools, so a throttle means that less of it is ours: the rate falls at once
 * and grows back steadily, as TCP shares a line (additive increase, multiplicative decrease).
 */
export class Pacer {
  private tokens: number;
  /** Tokens a second that we take the bucket to have for us. */
  private rate: number;
  private filledAt: number;
  private cutAt = -Infinity;
  private timer: Timer | undefined;
  private due = Infinity;
  private readonly waiting: Record<Urgency, Set<() => void>> = { first: new Set(), normal: new Set() };

  constructor(
    private readonly bucket: Bucket,
    private readonly clock: Clock,
    private readonly limits: PacerLimits = {},
  ) {
    limits.end?.addEventListener('abort', () => this.leaveAll(), { once: true });
    this.rate = bucket.perSecond;
    this.tokens = this.most();
    this.filledAt = clock.now();
  }

  /**
   * Resolves when the call may be sent, or when it is no longer wanted: then it has taken nothing.
   * @throws ShutdownError once the session is over.
   */
  async turn({ urgency = 'normal', unwanted }: Turn = {}): Promise<void> {
    this.refuseAfterEnd();
    if (unwanted?.aborted === true) return;
    let leave: () => void = () => undefined;
    try {
      await new Promise<void>((resolve) => {
        leave = () => {
          this.waiting[urgency].delete(resolve);
          this.rest();
          resolve();
        };
        unwanted?.addEventListener('abort', leave, { once: true });
        this.waiting[urgency].add(resolve);
        this.release();
      });
    } finally {
      unwanted?.removeEventListener('abort', leave);
    }
    this.refuseAfterEnd();
  }

  /** AWS refused a call of this bucket for its rate: the bucket is empty, whatever we thought. */
  throttled(): void {
    this.refill();
    this.tokens = 0;
    const now = this.clock.now();
    if (Math.abs(now - this.cutAt) < CUT_INTERVAL_MS) return;
    this.cutAt = now;
    this.rate = Math.max(this.bucket.perSecond * LEAST_SHARE, this.rate * CUT);
  }

  private release(): void {
    this.refill();
    for (const urgency of ['first', 'normal'] as const) {
      for (const resume of this.waiting[urgency]) {
        const wait = this.waitOf(urgency);
        if (wait > 0) {
          this.arm(wait);
          return;
        }
        this.tokens -= 1;
        if (urgency === 'normal') this.limits.ceiling?.spend();
        this.waiting[urgency].delete(resume);
        resume();
      }
    }
  }

  private waitOf(urgency: Urgency): number {
    const forToken = this.tokens < 1 ? Math.ceil(((1 - this.tokens) * 1000) / this.rate) : 0;
    return urgency === 'first' ? forToken : Math.max(forToken, this.limits.ceiling?.wait() ?? 0);
  }

  private refill(): void {
    const now = this.clock.now();
    // A clock set back must not take tokens away.
    const passed = Math.max(0, now - this.filledAt) / 1000;
    this.filledAt = now;
    const { perSecond } = this.bucket;
    const before = this.rate;
    this.rate = Math.min(perSecond, before + (passed * perSecond) / RECOVERY_S);
    this.tokens = Math.min(this.most(), this.tokens + (passed * (before + this.rate)) / 2);
  }

  /** What we have of the burst, which shrinks with our share of the refill; a bucket gives a call at least. */
  private most(): number {
    const { burst, perSecond } = this.bucket;
    return Math.max(1, ((burst - perSecond * JITTER_S) * this.rate) / perSecond);
  }

  private refuseAfterEnd(): void {
    if (this.limits.end?.aborted === true) throw sessionOver();
  }

  private leaveAll(): void {
    for (const queue of Object.values(this.waiting)) {
      for (const resume of queue) resume();
      queue.clear();
    }
    this.rest();
  }

  /** A timer for nobody would outlive the session. */
  private rest(): void {
    if (this.waiting.first.size + this.waiting.normal.size > 0) return;
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** One timer for all: brought forward where an urgent call comes while the others wait for the ceiling. */
  private arm(wait: number): void {
    const due = this.clock.now() + wait;
    if (this.timer !== undefined && this.due <= due) return;
    this.timer?.cancel();
    this.due = due;
    this.timer = this.clock.after(Math.min(wait, LONGEST_TIMER_MS), () => {
      this.timer = undefined;
      this.release();
    });
  }
}
