import type { Clock } from '../../spi/index.js';
import type { SubmitRate } from '../config/submit-rate.js';

/**
 * The user's own rate: at most `count` calls in any window of the period. It remembers when each of the last `count`
 * calls was sent, so that no window is ever fuller than that, wherever it begins.
 */
export class RateCeiling {
  /** When calls were sent; once full, a ring whose oldest entry stands at `oldest`. */
  private readonly sent: number[] = [];
  private oldest = 0;
  /** Milliseconds since the ceiling was made; a clock that is set back does not set it back. */
  private elapsed = 0;
  private seen: number;

  constructor(
    private readonly rate: SubmitRate,
    private readonly clock: Clock,
  ) {
    this.seen = clock.now();
  }

  /** Milliseconds until a call may be sent; 0: now. */
  wait(): number {
    const oldest = this.sent.length < this.rate.count ? undefined : this.sent[this.oldest];
    return oldest === undefined ? 0 : Math.max(0, oldest + this.rate.periodMs - this.now());
  }

  /** A call is sent now. */
  spend(): void {
    this.sent[this.oldest] = this.now();
    this.oldest = (this.oldest + 1) % this.rate.count;
  }

  private now(): number {
    const now = this.clock.now();
    this.elapsed += Math.max(0, now - this.seen);
    this.seen = now;
    return this.elapsed;
  }
}
