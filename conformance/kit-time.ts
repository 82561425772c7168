import type { Clock } from '../spi/index.js';
import { VirtualClock } from './virtual-clock.js';

/** The time a test lives in. */
export interface KitTime {
  readonly clock: Clock;
  /** Milliseconds of the clock between two looks at whether something came about. */
  readonly step: number;
  /** Milliseconds of the clock after which what is waited for will not come any more. */
  readonly patience: number;
  /** Milliseconds of the clock in which whatever is still to come would have come. */
  readonly silence: number;
  /** Lets about `ms` milliseconds of the clock go by, and whatever falls due in them be done. */
  pass(ms: number): Promise<void>;
}

/** The machine's own time, for backends that have no other. */
export function realTime(patience = 30_000): KitTime {
  const clock: Clock = {
    now: () => Date.now(),
    after: (ms, action) => {
      const timer = setTimeout(action, Math.max(0, ms));
      return { cancel: () => clearTimeout(timer) };
    },
  };
  const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  return { clock, step: 20, patience, silence: 3_000, pass };
}

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
    step: 100,
    patience: options.patience ?? 600_000,
    silence: 20_000,
    pass: (ms) => clock.advance(ms),
  };
}

/** Turns of the event loop: enough for promises. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
