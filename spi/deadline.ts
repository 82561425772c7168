import type { Clock, Timer } from './clock.js';

/** A moment after which nobody waits any longer; progress can put it off. */
export class Deadline {
  /** Resolves when the time is up, or when the deadline is cancelled. */
  readonly reached: Promise<void>;
  private timer: Timer;
  private resolve: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
  ) {
    this.reached = new Promise((resolve) => (this.resolve = resolve));
    this.timer = clock.after(ms, this.resolve);
  }

  /** Starts the time over. */
  extend(): void {
    this.timer.cancel();
    this.timer = this.clock.after(this.ms, this.resolve);
  }

  cancel(): void {
    this.timer.cancel();
    this.resolve();
  }
}
