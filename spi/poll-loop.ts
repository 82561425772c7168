import type { Clock, Timer } from './clock.js';

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

  constructor(
    private readonly clock: Clock,
    /** One round; resolves to whether anything changed. Must not throw. */
    private readonly runRound: () => Promise<boolean>,
    /** Milliseconds until the next round after `quiet` rounds without news; undefined: nothing to watch. */
    private readonly delay: (quiet: number) => number | undefined,
  ) {}

  /** Something new is to be watched: the next round comes at the shortest interval. */
  refresh(): void {
    this.quiet = 0;
    if (this.round === undefined) this.arm();
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

  private arm(): void {
    const delay = this.stopped ? undefined : this.delay(this.quiet);
    if (delay === undefined) {
      this.disarm();
      return;
    }
    const due = this.clock.now() + delay;
    // Only ever brought forward: tasks submitted one after the other would else put the round off for ever.
    if (due >= this.due) return;
    this.disarm();
    this.due = due;
    this.timer = this.clock.after(delay, () => this.begin());
  }

  private disarm(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.due = Infinity;
  }

  private begin(): void {
    this.disarm();
    this.round = this.runRound().then((changed) => {
      this.round = undefined;
      this.quiet = changed ? 0 : this.quiet + 1;
      const again = this.again && !this.stopped;
      this.again = false;
      if (again) this.begin();
      else this.arm();
    });
  }
}
