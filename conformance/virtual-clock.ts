import type { Clock, Timer } from '../spi/index.js';

interface Pending {
  readonly at: number;
  readonly action: () => void;
}

/** A clock that stands still until it is advanced; timers run in the order of their time, each at its own. */
export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private readonly pending = new Set<Pending>();

  /** @param settle lets the work a timer began be done before the next one runs */
  constructor(private readonly settle: () => Promise<void>) {}

  now(): number {
    return this.time;
  }

  after(ms: number, action: () => void): Timer {
    const entry: Pending = { at: this.time + Math.max(0, ms), action };
    this.pending.add(entry);
    return { cancel: () => void this.pending.delete(entry) };
  }

  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await this.settle();
    for (let next = this.nextDue(end); next !== undefined; next = this.nextDue(end)) {
      this.pending.delete(next);
      this.time = Math.max(this.time, next.at);
      next.action();
      // Those of one moment run together: a thousand tasks that end at once settle once.
      if (this.nextDue(this.time) === undefined) await this.settle();
    }
    this.time = end;
  }

  private nextDue(end: number): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of this.pending) {
      if (entry.at <= end && (first === undefined || entry.at < first.at)) first = entry;
    }
    return first;
  }
}
