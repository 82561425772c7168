import type { TimeBound } from './time-bound.js';

/** What a task did for longer than it may: be without an instance, be on one without its container started, or run. */
export type BoundedPhase = 'waited' | 'pended' | 'ran';

/** A task that overran one of its bounds, and is stopped for it. */
export interface Overrun {
  readonly phase: BoundedPhase;
  readonly bound: TimeBound;
  /** Milliseconds it had spent in the phase when that was found. */
  readonly spent: number;
}

/** The overrun, once `spent` milliseconds reach the bound. */
export function overrunOf(phase: BoundedPhase, spent: number, bound: TimeBound): Overrun | undefined {
  return spent >= bound.ms ? { phase, bound, spent } : undefined;
}
