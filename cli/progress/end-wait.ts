import type { Clock, Timer } from '../../spi/index.js';

/** Milliseconds without news of the end after which people are told what is waited for. */
const silenceMs = 5000;

/** The wait for the end of a run: told once, where it grows long and quiet. */
export class EndWait {
  private timer: Timer | undefined;
  private done = false;

  constructor(
    private readonly clock: Clock,
    private readonly tell: () => void,
  ) {}

  /** There is news, or the wait begins. */
  news(): void {
    if (this.done) return;
    this.timer?.cancel();
    this.timer = this.clock.after(silenceMs, () => {
      this.done = true;
      this.tell();
    });
  }

  /** It is over. Idempotent. */
  over(): void {
    this.done = true;
    this.timer?.cancel();
  }
}
