import type { Clock, Timer } from '../../spi/index.js';

/** A wait that ends when there was no news for a while. */
export class TimeUp {
  private timer: Timer | undefined;
  private fail: (error: Error) => void = () => undefined;
  private readonly up: Promise<never>;
  private isUp = false;

  /** It begins at once. @param ms Milliseconds without news. */
  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
  ) {
    this.up = new Promise((_, reject) => (this.fail = reject));
    // It counts for who waits; until then it must not end the process.
    this.up.catch(() => undefined);
    this.extend();
  }

  /**
   * What `work` comes to, while there is time.
   * @throws Error once the time is up: what has begun by then is nobody's matter any more, and nothing else is begun.
   */
  limit<T>(work: () => Promise<T>): Promise<T> {
    return this.isUp ? this.up : Promise.race([work(), this.up]);
  }

  /** There was news: the time begins anew, unless it is up. */
  extend(): void {
    this.timer?.cancel();
    if (this.isUp) return;
    this.timer = this.clock.after(this.ms, () => {
      this.isUp = true;
      this.fail(new Error(`there was no answer for ${this.ms / 1000} s`));
    });
  }

  /** Nobody waits any more: no timer is left. */
  end(): void {
    this.isUp = true;
    this.timer?.cancel();
  }
}
