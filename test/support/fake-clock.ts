import type { Clock, Timer } from '../../spi/index.js';

interface Pending {
  readonly at: number;
  readonly action: () => void;
}

/** A clock that moves only when told. `advance` runs what falls due and lets promises settle in between. */
export class FakeClock implements Clock {
  private readonly pending = new Set<Pending>();

  constructor(private time = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.time;
  }

  after(ms: number, action: () => void): Timer {
    const entry: Pending = { at: this.time + Math.max(0, ms), action };
    this.pending.add(entry);
    return { cancel: () => void this.pending.delete(entry) };
  }

  /** Timers still to run: 0 at the end of a test that leaked none. */
  get timers(): number {
    return this.pending.size;
  }

  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (let next = this.nextDue(end); next !== undefined; next = this.nextDue(end)) {
      this.pending.delete(next);
      this.time = Math.max(this.time, next.at);
      next.action();
      await settle();
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

/** Lets every promise that can settle without I/O do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
