import type { Clock, Timer } from '../../../spi/index.js';

interface Pending {
  readonly due: number;
  readonly action: () => void;
  timer: NodeJS.Timeout;
}

/** The machine's time, which a test can set forward: what falls due in between happens at once, in its order. */
export class LeapingClock implements Clock {
  private ahead = 0;
  private readonly pending = new Set<Pending>();

  now(): number {
    return Date.now() + this.ahead;
  }

  after(ms: number, action: () => void): Timer {
    const wait = Math.max(0, ms);
    const entry: Pending = {
      due: this.now() + wait,
      action,
      timer: setTimeout(() => this.fire(entry), wait),
    };
    this.pending.add(entry);
    return {
      cancel: () => {
        clearTimeout(entry.timer);
        this.pending.delete(entry);
      },
    };
  }

  leap(ms: number): void {
    this.ahead += ms;
    for (const entry of [...this.pending].sort((one, other) => one.due - other.due)) {
      clearTimeout(entry.timer);
      entry.timer = setTimeout(() => this.fire(entry), Math.max(0, entry.due - this.now()));
    }
  }

  private fire(entry: Pending): void {
    this.pending.delete(entry);
    entry.action();
  }
}
