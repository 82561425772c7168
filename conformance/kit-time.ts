import type { Clock } from '../spi/index.js';
import { VirtualClock } from './virtual-clock.js';

/** The time a test lives in. */
export interface KitTime {
  readonly clock: Clock;
  /**
   * Milliseconds of the clock for one that a test asks for: below 1 tests are quicker, above 1 a backend that is
   * slow to start tasks has the time it needs.
   */
  readonly pace: number;
  /** Milliseconds of the clock between two looks at whether something came about. */
  readonly step: number;
  /** Milliseconds of the clock after which what is waited for will not come any more. */
  readonly patience: number;
  /** Lets about `ms` milliseconds of the clock go by, and whatever falls due in them be done. */
  pass(ms: number): Promise<void>;
}

/** How tests live in the machine's own time. */
export interface RealTimeOptions {
  /** See {@link KitTime.pace}. Default 0.25. */
  readonly pace?: number;
  /**
   * See {@link KitTime.patience}. Default five seconds and twenty times the pace: 10 at a quarter, 25 at 1. The runner's
   * own limit for a test should be longer, or it ends the test before the kit can say what did not come about.
   */
  readonly patience?: number;
}

/** The machine's own time, for backends that have no other. */
export function realTime({ pace = 0.25, patience = 5_000 + 20_000 * pace }: RealTimeOptions = {}): KitTime {
  const clock: Clock = {
    now: () => Date.now(),
    after: (ms, action) => {
      const timer = setTimeout(action, Math.max(0, ms));
      return { cancel: () => clearTimeout(timer) };
    },
  };
  const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  return { clock, pace, step: 20, patience, pass };
}

/** How tests live in time that only the kit moves. */
export interface VirtualTimeOptions {
  /** See {@link KitTime.patience}. Default ten minutes, which take a few real milliseconds. */
  readonly patience?: number;
  /** Waits until all I/O that has begun is over. Default: for what promises can do without I/O. */
  readonly settle?: () => Promise<void>;
}

/**
 * Time that moves only when the kit moves it, for executors and backends that take all of theirs from
 * `session.clock`: hours take milliseconds, and nothing depends on how fast the machine is.
 */
export function virtualTime(options: VirtualTimeOptions = {}): KitTime {
  const clock = new VirtualClock(options.settle ?? turns);
  return {
    clock,
    pace: 1,
    step: 100,
    patience: options.patience ?? 600_000,
    pass: (ms) => clock.advance(ms),
  };
}

/** Turns of the event loop: enough for promises. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
