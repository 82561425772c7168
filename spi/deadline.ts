import type { Clock, Timer } from './clock.js';

/** A moment after which nobody waits any longer; progress can put it off. */
export class Deadline {
  /** Resolves when the time is up, or when the deadline is cancelled. */
  readonly reached: Promise<void>;
  private timer: Timer;
  private over = false;
  private resolve: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
  ) {
    this.reached = new Promise((resolve) => (this.resolve = resolve));
    this.timer = clock.after(ms, () => this.cancel());
  }

  /** Starts the time over; nothing once it is up or the deadline is cancelled. */
  extend(): void {
    if (this.over) return;
    this.timer.cancel();
    this.timer = this.clock.after(this.ms, () => this.cancel());
  }

  cancel(): void {
    this.over = true;
    this.timer.cancel();
    this.resolve();
  }
}
