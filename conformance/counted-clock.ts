import type { Clock, Timer } from '../spi/index.js';

/** A clock that knows which of the timers it gave still wait. */
export class CountedClock implements Clock {
  private readonly waiting = new Set<object>();

  constructor(private readonly clock: Clock) {}

  get timers(): number {
    return this.waiting.size;
  }

  now(): number {
    return this.clock.now();
  }

  after(ms: number, action: () => void): Timer {
    const entry = {};
    this.waiting.add(entry);
    const timer = this.clock.after(ms, () => {
      this.waiting.delete(entry);
      action();
    });
    return {
      cancel: () => {
        this.waiting.delete(entry);
        timer.cancel();
      },
    };
  }
}
