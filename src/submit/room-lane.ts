import type { Clock, Timer } from '../../spi/index.js';
import type { TimeBound } from '../watch/time-bound.js';

/** A task that waits for room. */
export interface RoomWaiter {
  /** Grows with the time a task has waited for: the lowest stands in front. */
  readonly order: number;
  /** Epoch milliseconds from which its wait counts. */
  readonly since: number;
  /** How long it waits. */
  readonly bound: Pick<TimeBound, 'ms' | 'renews'>;
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
  private readonly waiting = new Set<RoomWaiter>();
  /** By order; those that have left stay in it until it is their turn, for they can be many. */
  private line: RoomWaiter[] = [];
  private asking = 0;
  /** How many may ask at once; 0 while the lane pauses. */
  private permits = 0;
  /** Pauses since anyone last found room. */
  private pauses = 0;
  /** When anyone last found room. */
  private roomAt = -Infinity;
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
    return this.waiting.size === 0 && this.asking === 0;
  }

  join(waiter: RoomWaiter): void {
    const last = this.line.at(-1);
    const place = last === undefined || last.order < waiter.order ? -1 : this.placeBehind(waiter.order);
    this.line.splice(place < 0 ? this.line.length : place, 0, waiter);
    this.waiting.add(waiter);
    this.soonest = Math.min(this.soonest, this.until(waiter));
    if (this.permits === 0 && this.asking === 0) this.pause();
    this.release();
    this.arm();
  }

  /** Gives up its place; nothing where it has none. */
  leave(waiter: RoomWaiter): void {
    if (this.waiting.delete(waiter)) this.arm();
  }

  /** Epoch milliseconds from which a wait counts by now. */
  since({ since, bound }: Pick<RoomWaiter, 'since' | 'bound'>): number {
    return bound.renews === true ? Math.max(since, this.roomAt) : since;
  }

  /** Where nothing is to come: nobody is left to ask when its pause is over. */
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
        this.roomAt = this.clock.now();
      }
      this.release();
      this.arm();
    }
  }

  private placeBehind(order: number): number {
    return this.line.findIndex((other) => other.order > order);
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
    // Where all have gone to ask or have left, nobody's time is up: a shutdown must find no timer of theirs.
    if (this.waiting.size === 0) this.soonest = Infinity;
    const next = Math.min(this.askAt, this.soonest);
    if (next === Infinity) {
      this.end();
      return;
    }
    if (this.timer !== undefined && this.wakeAt <= next) return;
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
    this.soonest = Infinity;
    const expired: RoomWaiter[] = [];
    for (const waiter of this.waiting) {
      const until = this.until(waiter);
      if (until <= now) expired.push(waiter);
      else this.soonest = Math.min(this.soonest, until);
    }
    for (const waiter of expired) this.waiting.delete(waiter);
    // Each sweep looks at all: of 100,000 that came one after the other not every one is worth a sweep of its own.
    this.soonest = Math.max(this.soonest, now + Math.floor(this.waiting.size / 100));
    this.line = this.line.filter((waiter) => this.waiting.has(waiter));
    for (const waiter of expired) waiter.expire();
  }

  private until(waiter: RoomWaiter): number {
    return this.since(waiter) + waiter.bound.ms;
  }

  private release(): void {
    while (this.asking < this.permits) {
      const next = this.line.shift();
      if (next === undefined) return;
      if (!this.waiting.delete(next)) continue;
      this.asking += 1;
      next.go();
    }
  }
}
