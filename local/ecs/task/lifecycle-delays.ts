/** How long a task stays in each state by itself, in milliseconds; PROVISIONING is as long as capacity takes. */
export interface LifecycleDelays {
  /** PENDING, where pulling the image takes no longer. */
  readonly pulling: number;
  readonly activating: number;
  readonly deactivating: number;
  readonly deprovisioning: number;
  /** An EBS volume's share of ACTIVATING, when it is made and attached, and again of DEPROVISIONING. */
  readonly volume: number;
  /** How long DescribeTasks and ListTasks may not know a new task. */
  readonly consistency: number;
  /** How long a new capacity provider is PROVISIONING. */
  readonly provider: number;
}

/**
 * Magnitudes seen on AWS: 40 s from RunTask to RUNNING on a cold provider (facts §2d), of which an instance takes
 * most, seconds for the teardown of
 * network and volume (facts §3b); how many is not known.
 */
const onAws: Omit<LifecycleDelays, 'consistency'> = {
  pulling: 8_000,
  activating: 2_000,
  deactivating: 500,
  deprovisioning: 5_000,
  volume: 6_000,
  provider: 5_000,
};

/**
 * A first DescribeTasks may come "a couple of seconds" too early (facts §3b). Not part of the speed: a client that
 * takes MISSING for an end has to fail here too, and at a hundredth of two seconds it never would.
 */
const consistency = 2_000;

/** AWS's delays, `speed` times as fast but for reads. Throws RangeError unless `speed` is a positive number. */
export function lifecycleDelays(speed: number): LifecycleDelays {
  if (!(speed > 0)) throw new RangeError(`speed is ${speed}: a number above 0 is allowed`);
  return {
    pulling: onAws.pulling / speed,
    activating: onAws.activating / speed,
    deactivating: onAws.deactivating / speed,
    deprovisioning: onAws.deprovisioning / speed,
    volume: onAws.volume / speed,
    provider: onAws.provider / speed,
    consistency,
  };
}
