import type { Clock, Timer } from '../../spi/index.js';

/** An AWS token bucket: `burst` at once, `perSecond` after that. */
export interface Bucket {
  readonly burst: number;
  readonly perSecond: number;
}

type Urgency = 'first' | 'normal';

/** Lets calls through at the rate of one token bucket, the urgent ones (kills) before the others. */
export class Pacer {
  private tokens: number;
  private filledAt: number;
  private timer: Timer | undefined;
  private readonly waiting: Record<Urgency, Set<() => void>> = { first: new Set(), normal: new Set() };

  constructor(
    private readonly bucket: Bucket,
    private readonly clock: Clock,
  ) {
    this.tokens = bucket.burst;
    this.filledAt = clock.now();
  }

  /** Resolves when the call may be sent. */
  async turn(urgency: Urgency = 'normal'): Promise<void> {
    await new Promise<void>((resolve) => {
      this.waiting[urgency].add(resolve);
      this.release();
    });
  }

  private release(): void {
    this.refill();
    for (const queue of [this.waiting.first, this.waiting.normal]) {
      for (const resume of queue) {
        if (this.tokens < 1) {
          this.arm();
          return;
        }
        this.tokens -= 1;
        queue.delete(resume);
        resume();
      }
    }
  }

  private refill(): void {
    const now = this.clock.now();
    // A clock set back must not take tokens away.
    const passed = Math.max(0, now - this.filledAt) / 1000;
    this.filledAt = now;
    this.tokens = Math.min(this.bucket.burst, this.tokens + passed * this.bucket.perSecond);
  }

  private arm(): void {
    if (this.timer !== undefined) return;
    const wait = Math.ceil(((1 - this.tokens) * 1000) / this.bucket.perSecond);
    this.timer = this.clock.after(wait, () => {
      this.timer = undefined;
      this.release();
    });
  }
}
