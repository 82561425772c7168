/** Chooses instances; every member given must match. Globs are allowed but in `ec2Id`. */
export interface InstanceSelector {
  readonly ec2Id?: string;
  readonly cluster?: string;
  readonly provider?: string;
  readonly type?: string;
  readonly zone?: string;
}

/** The health checks ECS does of Managed Instances (facts §2d). */
export const hostChecks = ['AGENT_CONNECTIVITY', 'ACCELERATED_COMPUTE', 'DAEMON'] as const;
/** One of them. */
export type HostCheck = (typeof hostChecks)[number];

/** EC2 has nothing to give: no instance that matches is launched until it ends. */
export interface Drought {
  readonly provider?: string;
  readonly type?: string;
  readonly zone?: string;
  readonly capacityOption?: 'ON_DEMAND' | 'SPOT';
}

/** What an operator, or the sky, can do to a region of ECS, beyond AWS's API. Each answers how many it struck. */
export interface CloudActs {
  /** Gives the two-minute notice to Spot instances, then ends them; at most `count` of them, all by default. */
  reclaimSpot(region: string, which: InstanceSelector, count?: number): number;
  /** Ends instances at once, without notice; at most `count` of them, all by default. */
  loseHosts(region: string, which: InstanceSelector, count?: number): number;
  /**
   * Makes a health check of instances fail, at most `count` of them, all by default. With auto repair, ECS's default,
   * each is drained and replaced.
   */
  impairHosts(region: string, which: InstanceSelector, check: HostCheck, count?: number): number;
  /**
   * Drains instances as on their fourteenth day, at most `count` of them, all by default: they take no more tasks. With
   * `stopping` those that run are stopped, as Batch's page says; else they go on, as ECS's does (facts §2d).
   */
  drainHosts(region: string, which: InstanceSelector, stopping: boolean, count?: number): number;
  /** Begins a drought; the answer ends it. */
  drought(region: string, which: Drought): () => void;
  /** Sets a quota of running vCPUs; `undefined` lifts it. */
  vcpuQuota(region: string, of: 'ON_DEMAND' | 'SPOT' | 'GPU', vCpus: number | undefined): void;
}
