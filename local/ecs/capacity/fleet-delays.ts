/** How long instances take, in milliseconds of the clock. */
export interface FleetDelays {
  /** How long tasks without room are gathered before instances are launched for them together. */
  readonly gather: number;
  /** From launch to an instance that takes tasks. */
  readonly launch: number;
  /** Until a task on a running instance hears of its place. */
  readonly placement: number;
  /** How long an idle instance stays where the provider leaves it to ECS (facts §2d, scaleInAfter null). */
  readonly scaleIn: number;
  /** One second of `scaleInAfter`. */
  readonly second: number;
  /** From DEREGISTERING to the end of the instance. */
  readonly shutdown: number;
  /** From a Spot notice to the end (facts §4): never faster than AWS, since tasks' own code uses the time. */
  readonly spotNotice: number;
}

/** An instance drains at this age, and ends with all on it seven days later (facts §2d); milliseconds. */
export const drainAge = 14 * 24 * 3_600_000;
export const drainTime = 7 * 24 * 3_600_000;

/**
 * AWS's delays, `speed` times as fast. Third parties saw 40 s from RunTask to RUNNING on a cold provider (facts §2d);
 * the rest is unknown and guessed: five minutes of idleness, half a minute to shut down.
 *
 * @throws RangeError unless `speed` is a positive number
 */
export function fleetDelays(speed: number): FleetDelays {
  if (!(speed > 0)) throw new RangeError(`speed is ${speed}: a number above 0 is allowed`);
  return {
    gather: 1_000 / speed,
    launch: 28_000 / speed,
    placement: 1_000 / speed,
    scaleIn: 300_000 / speed,
    second: 1_000 / speed,
    shutdown: 30_000 / speed,
    spotNotice: 120_000,
  };
}
