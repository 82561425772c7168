import type { Clock, Timer } from '../../spi/index.js';

/** A task that waits for room. */
export interface RoomWaiter {
  /** Grows with the time a task has waited for: the lowest stands in front. */
  readonly order: number;
  /** Epoch milliseconds after which it waits no longer; absent: as long as it takes. */
  readonly until: number | undefined;
  /** It is its turn to ask. */
  readonly go: () => void;
  /** It has waited for as long as it may. */
  readonly expire: () => void;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

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
  private timer: Timer | undefined;

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
    if (this.permits === 0 && this.asking === 0) this.pause();
    this.release();
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
    if (this.timer !== undefined) return;
    const base = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 1.5 ** this.pauses);
    this.pauses += 1;
    this.timer = this.clock.after(base * (0.5 + this.random()), () => this.resume());
  }

  private resume(): void {
    this.timer = undefined;
    this.permits = 1;
    this.expireSome();
    this.release();
  }

  private expireSome(): void {
    const now = this.clock.now();
    const expired = this.waiting.filter(({ until }) => until !== undefined && now >= until);
    for (const waiter of expired) {
      this.waiting.splice(this.waiting.indexOf(waiter), 1);
      waiter.expire();
    }
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
