import type { Clock, Timer } from './clock.js';

/** Milliseconds to the next round where the delay itself cannot be had: a broken hook ends no polling. */
const FALLBACK_MS = 10_000;

/**
 * Repeats a round while there is something to watch. Never two rounds at once; a request that comes during
 * a round is served by another round right after it.
 */
export class PollLoop {
  private timer: Timer | undefined;
  private due = Infinity;
  private round: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private quiet = 0;
  /** Something new came during the round under way. */
  private fresh = false;

  constructor(
    private readonly clock: Clock,
    /** One round; resolves to whether anything changed. */
    private readonly runRound: () => Promise<boolean>,
    /** Milliseconds from one round to the next after `quiet` rounds without news; undefined: nothing to watch. */
    private readonly delay: (quiet: number) => number | undefined,
  ) {}

  /** Something new is to be watched: the next round comes at the shortest interval. */
  refresh(): void {
    this.quiet = 0;
    if (this.round === undefined) this.arm(0);
    else this.fresh = true;
  }

  /** Runs a round now, or once more after the one under way. */
  signal(): void {
    if (this.stopped) return;
    if (this.round === undefined) this.begin();
    else this.again = true;
  }

  /** Ends the loop; resolves when no round is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.disarm();
    await this.round;
  }

  /** @param spent milliseconds of the interval that are over; the interval runs from one start to the next. */
  private arm(spent: number): void {
    const interval = this.stopped ? undefined : this.nextDelay();
    if (interval === undefined) {
      this.disarm();
      return;
    }
    const delay = Math.max(0, interval - spent);
    const due = this.clock.now() + delay;
    // Only ever brought forward: tasks submitted one after the other would else put the round off for ever.
    if (due >= this.due) return;
    this.disarm();
    this.due = due;
    this.timer = this.clock.after(delay, () => this.begin());
  }

  private nextDelay(): number | undefined {
    try {
      return this.delay(this.quiet);
    } catch {
      return FALLBACK_MS;
    }
  }

  private disarm(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.due = Infinity;
  }

  private begin(): void {
    this.disarm();
    const begun = this.clock.now();
    const over = (changed: boolean): void => {
      this.round = undefined;
      this.quiet = changed || this.fresh ? 0 : this.quiet + 1;
      this.fresh = false;
      const again = this.again && !this.stopped;
      this.again = false;
      if (again) this.begin();
      // A clock set back must not put the next round off.
      else this.arm(Math.max(0, this.clock.now() - begun));
    };
    // A round that breaks is a round without news: the loop goes on.
    this.round = this.runRound().then(over, () => over(false));
  }
}
