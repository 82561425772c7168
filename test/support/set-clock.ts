import type { Clock, Timer } from '../../spi/index.js';

/** A clock whose time of day somebody sets anew: timers go on, for no machine runs them by it. */
export class SetClock implements Clock {
  private offset = 0;

  constructor(private readonly clock: Clock) {}

  now(): number {
    return this.clock.now() + this.offset;
  }

  after(ms: number, action: () => void): Timer {
    return this.clock.after(ms, action);
  }

  /** Sets it `ms` milliseconds forwards, or back where that is negative. */
  set(ms: number): void {
    this.offset += ms;
  }
}
