import { systemClock, type Clock, type Timer } from '../clock.js';
import { TimerHeap } from './timer-heap.js';
import type { VirtualTime } from './virtual-time.js';

/** Longest delay node's timers take: a longer one would fire at once. */
const longestRealDelay = 2 ** 31 - 1;
/** Fastest flow of a virtual clock: an hour a millisecond. Past it a real timer is too coarse to be of use. */
export const fastestRate = 3_600_000;

export interface VirtualClockOptions {
  /** Epoch milliseconds it begins at. */
  readonly start: number;
  /** Virtual milliseconds a real one, 0 to 3,600,000; 0, the default, stands still until told. */
  readonly rate?: number;
  /** Real time to flow with; its `now` need not be the epoch's but must not be set back. */
  readonly real?: Clock;
  /**
   * Lets the work that a timer began go on before the next one runs. The default gives it turns of the event loop,
   * which is enough for promises, not for files or sockets that are slow.
   */
  readonly settle?: () => Promise<void>;
}

/**
 * Timers are monotonic: they measure how long virtual time has run, as a kernel's do. So `jump` changes what `now`
 * says and moves no timer, while `advance` runs whatever falls due on the way.
 */
export class VirtualClock implements Clock, VirtualTime {
  private readonly timers = new TimerHeap();
  private readonly real: Clock;
  private readonly settle: () => Promise<void>;
  /** What `now` says when nothing has run: the start and every jump. */
  private epoch: number;
  private flow: number;
  /** Virtual milliseconds run until `since`. */
  private run = 0;
  private since: number;
  /** While timers are being run, time is what the last of them fell due at. */
  private held = false;
  /** The latest time anybody was told: a timer that runs late sees its own time, but nobody sees time go back. */
  private told = 0;
  private wake: Timer | undefined;
  private work: Promise<void> = Promise.resolve();

  /** @throws RangeError where start or rate is out of range */
  constructor({ start, rate = 0, real = monotonic, settle = turns }: VirtualClockOptions) {
    if (!Number.isFinite(start)) throw new RangeError(`start is ${start}: epoch milliseconds are allowed`);
    this.epoch = start;
    this.flow = checkedRate(rate);
    this.real = real;
    this.settle = settle;
    this.since = real.now();
  }

  now(): number {
    return Math.floor(this.epoch + this.tell());
  }

  after(ms: number, action: () => void): Timer {
    // No timer of NaN: it would be before none and after none, and lie in the heap for ever.
    const timer = this.timers.add(this.tell() + (ms > 0 ? ms : 0), action);
    if (this.timers.first() === timer) this.arm();
    return {
      cancel: () => {
        this.timers.remove(timer);
        if (this.timers.size === 0) this.disarm();
      },
    };
  }

  get pending(): number {
    return this.timers.size;
  }

  get rate(): number {
    return this.flow;
  }

  setRate(rate: number): void {
    const checked = checkedRate(rate);
    this.stand(this.elapsed());
    this.flow = checked;
    this.arm();
  }

  jump(ms: number): void {
    if (!Number.isFinite(ms)) throw new RangeError(`a jump of ${ms} ms: a finite number is allowed`);
    this.epoch += ms;
  }

  advance(ms: number): Promise<void> {
    if (!(ms >= 0 && Number.isFinite(ms)))
      throw new RangeError(`an advance by ${ms} ms: 0 or more is allowed. Use jump to set a clock back.`);
    return this.queue(() => this.runOn(ms));
  }

  private tell(): number {
    this.told = Math.max(this.told, this.elapsed());
    return this.told;
  }

  private elapsed(): number {
    if (this.held) return this.run;
    return this.run + Math.max(0, this.real.now() - this.since) * this.flow;
  }

  /** Anchors the flow: `run` virtual milliseconds have run by now. */
  private stand(run: number): void {
    this.run = run;
    this.since = this.real.now();
  }

  private queue(work: () => Promise<void>): Promise<void> {
    const done = this.work.then(work);
    this.work = done.catch(() => undefined);
    return done;
  }

  /** Runs what falls due until `ms` from now, by the flow; what flows meanwhile is not lost. */
  private async runOn(ms: number): Promise<void> {
    const end = this.elapsed() + ms;
    this.since = this.real.now();
    this.run = this.told;
    this.held = true;
    this.disarm();
    try {
      await this.settle();
      for (
        let next = this.timers.first();
        next !== undefined && next.due <= end;
        next = this.timers.first()
      ) {
        this.timers.remove(next);
        this.run = Math.max(this.run, next.due);
        next.action();
        await this.settle();
      }
      this.run = Math.max(this.run, end);
    } finally {
      this.held = false;
      this.arm();
    }
  }

  /** Keeps one real timer, for the virtual one that is next. */
  private arm(): void {
    this.disarm();
    const next = this.timers.first();
    if (next === undefined || this.flow === 0 || this.held) return;
    const wait = Math.ceil(Math.max(0, next.due - this.elapsed()) / this.flow);
    this.wake = this.real.after(Math.min(wait, longestRealDelay), () => {
      this.wake = undefined;
      // A timer that throws must be seen, as one of the machine's would be: the rejection is left unhandled.
      void this.queue(() => this.runOn(0));
    });
  }

  private disarm(): void {
    this.wake?.cancel();
    this.wake = undefined;
  }
}

function checkedRate(rate: number): number {
  if (rate >= 0 && rate <= fastestRate) return rate;
  throw new RangeError(`rate is ${rate}: 0 to ${fastestRate} virtual milliseconds a real one are allowed`);
}

/** Real time that nobody sets; its timers keep no process alive. */
const monotonic: Clock = {
  now: () => performance.now(),
  after: (ms, action) => systemClock.after(ms, action),
};

async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
