import type { Clock, Timer } from '../clock.js';

/** Delays that end early when their server closes: on a clock that stands still they would hold it up for ever. */
export class Waits {
  private readonly open = new Map<() => void, Timer>();
  private ended = false;

  constructor(private readonly clock: Clock) {}

  /** Resolves after so many milliseconds of the clock, or at `end()`; after that, at once. */
  async wait(ms: number): Promise<void> {
    if (ms <= 0 || this.ended) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.open.delete(done);
        resolve();
      };
      this.open.set(done, this.clock.after(ms, done));
    });
  }

  end(): void {
    this.ended = true;
    for (const [done, timer] of this.open) {
      timer.cancel();
      done();
    }
  }
}
