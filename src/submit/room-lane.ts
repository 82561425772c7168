import type { Clock, Timer } from '../../spi/index.js';

/** A task that waits for room. */
export interface RoomWaiter {
  /** Grows with the time a task has waited for: the lowest stands in front. */
  readonly order: number;
  /** Epoch milliseconds after which it waits no longer. */
  readonly until: number;
  /** It is its turn to ask. */
  readonly go: () => void;
  /** It has waited for as long as it may. */
  readonly expire: () => void;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** A timer of a platform counts to 24 days. */
const LONGEST_TIMER_MS = 24 * 3_600_000;

/**
 * Tasks that want the same of a full cluster, the one that waits longest in front. Only the front asks, with growing
 * pauses; each task that finds room lets one more ask at once, so that a lane empties fast when room comes.
 */
export class RoomLane {
  /** What the backend said last of why there is no room. */
  words = '';
  /** By order. */
  private readonly waiting: RoomWaiter[] = [];
  private asking = 0;
  /** How many may ask at once; 0 while the lane pauses. */
  private permits = 0;
  /** Pauses since anyone last found room. */
  private pauses = 0;
  /** When the pause is over. */
  private askAt = Infinity;
  /** No waiter's time is up before this. */
  private soonest = Infinity;
  private timer: Timer | undefined;
  private wakeAt = Infinity;

  constructor(
    private readonly clock: Clock,
    /** Uniform in [0, 1). */
    private readonly random: () => number,
  ) {}

  /** Nobody waits and nobody asks. */
  get empty(): boolean {
    return this.waiting.length === 0 && this.asking === 0;
  }

  join(waiter: RoomWaiter): void {
    const last = this.waiting.at(-1);
    const place = last === undefined || last.order < waiter.order ? -1 : this.placeBehind(waiter.order);
    this.waiting.splice(place < 0 ? this.waiting.length : place, 0, waiter);
    this.soonest = Math.min(this.soonest, waiter.until);
    if (this.permits === 0 && this.asking === 0) this.pause();
    this.release();
    this.arm();
  }

  /** Gives up its place; nothing where it has none. */
  leave(waiter: RoomWaiter): void {
    const place = this.waiting.indexOf(waiter);
    if (place >= 0) this.waiting.splice(place, 1);
  }

  /** For a lane that is empty: nobody is left to ask when its pause is over. */
  end(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.wakeAt = Infinity;
  }

  /** One that was told to go has its answer: room, none, or something that says nothing of room. */
  answered(answer: 'room' | 'full' | 'other'): void {
    this.asking -= 1;
    if (answer === 'full') this.pause();
    else {
      if (answer === 'room') {
        this.pauses = 0;
        this.permits += 1;
      }
      this.release();
    }
  }

  private placeBehind(order: number): number {
    return this.waiting.findIndex((other) => other.order > order);
  }

  private pause(): void {
    this.permits = 0;
    if (this.askAt !== Infinity) return;
    const base = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 1.5 ** this.pauses);
    this.pauses += 1;
    this.askAt = this.clock.now() + base * (0.5 + this.random());
    this.arm();
  }

  /** One timer for the end of the pause and for the first whose time is up, whichever comes first. */
  private arm(): void {
    const next = Math.min(this.askAt, this.soonest);
    if (next === Infinity || (this.timer !== undefined && this.wakeAt <= next)) return;
    this.timer?.cancel();
    this.wakeAt = next;
    const wait = Math.max(0, next - this.clock.now());
    this.timer = this.clock.after(Math.min(wait, LONGEST_TIMER_MS), () => this.wake());
  }

  private wake(): void {
    this.timer = undefined;
    const now = this.clock.now();
    if (now >= this.soonest) this.expireSome(now);
    if (now >= this.askAt) {
      this.askAt = Infinity;
      this.permits = 1;
      this.release();
    }
    this.arm();
  }

  private expireSome(now: number): void {
    const expired = this.waiting.filter(({ until }) => now >= until);
    const left = this.waiting.filter(({ until }) => now < until);
    this.waiting.splice(0, this.waiting.length, ...left);
    this.soonest = left.reduce((soonest, { until }) => Math.min(soonest, until), Infinity);
    for (const waiter of expired) waiter.expire();
  }

  private release(): void {
    while (this.asking < this.permits) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.asking += 1;
      next.go();
    }
  }
}
