import type { Clock, Timer } from '../../spi/index.js';

/** Lets an action run at once and then at most every so often; the last request is never lost. */
export class Throttle {
  private nextAt = -Infinity;
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    /** Shortest time between two runs in milliseconds. */
    private readonly interval: number,
    private readonly action: () => void,
  ) {}

  request(): void {
    if (this.timer !== undefined) return;
    const wait = this.nextAt - this.clock.now();
    if (wait <= 0) this.run();
    else this.timer = this.clock.after(wait, () => this.run());
  }

  /** Forgets a request that still waits. */
  cancel(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private run(): void {
    this.timer = undefined;
    this.nextAt = this.clock.now() + this.interval;
    this.action();
  }
}
