/** How long a task stays in each state by itself, in milliseconds. */
export interface LifecycleDelays {
  /** PROVISIONING: an instance starts, an interface is attached. */
  readonly provisioning: number;
  /** PENDING: the image is pulled. */
  readonly pulling: number;
  readonly activating: number;
  readonly deactivating: number;
  readonly deprovisioning: number;
  /** How long DescribeTasks and ListTasks may not know a new task. */
  readonly consistency: number;
  /** How long a new capacity provider is PROVISIONING. */
  readonly provider: number;
}

/**
 * Magnitudes seen on AWS: 40 s from RunTask to RUNNING on a cold provider (facts §2d), a first DescribeTasks
 * "a couple of seconds" late (facts §3b), seconds for the network's teardown (facts §3b).
 */
const onAws: LifecycleDelays = {
  provisioning: 30_000,
  pulling: 8_000,
  activating: 2_000,
  deactivating: 500,
  deprovisioning: 5_000,
  consistency: 2_000,
  provider: 5_000,
};

/** AWS's delays, `speed` times as fast. Throws RangeError unless `speed` is a positive number. */
export function lifecycleDelays(speed: number): LifecycleDelays {
  if (!(speed > 0)) throw new RangeError(`speed is ${speed}: a number above 0 is allowed`);
  return {
    provisioning: onAws.provisioning / speed,
    pulling: onAws.pulling / speed,
    activating: onAws.activating / speed,
    deactivating: onAws.deactivating / speed,
    deprovisioning: onAws.deprovisioning / speed,
    consistency: onAws.consistency / speed,
    provider: onAws.provider / speed,
  };
}
