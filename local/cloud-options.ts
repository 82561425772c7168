import { resolve } from 'node:path';
import { systemClock, type Clock } from './clock.js';
import { type Scenario } from './faults/scenario/scenario.js';
import { type RuntimeChoice, runtimeChoices } from './runtime/choose-runtime.js';
import type { TaskRuntime } from './runtime/task-runtime.js';
import { isBucketName } from './s3/buckets.js';
import { seededClusters } from './seeded-clusters.js';

/** How a local cloud is to be; all but the folder has a default. */
export interface LocalCloudOptions {
  /** Where objects, task scratch and state are kept; made where missing. */
  readonly dataDir: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Twelve digits; default `123456789012`. */
  readonly account?: string;
  /** Real time unless it is given; `virtualTime` is the other way to have another. */
  readonly clock?: Clock;
  /** A number in [0, 1), for ids. */
  readonly random?: () => number;
  /** Gets what a user of the cloud may want to know, a line at a time. Default: nobody. */
  readonly log?: (line: string) => void;
  /** How many times faster than AWS tasks start and end, and instances come and go (default 100). */
  readonly speed?: number;
  /** Milliseconds DescribeTasks and ListTasks do not know a new task; default 2000 as on AWS, whatever the speed. */
  readonly consistency?: number;
  /** Tasks that have processes at once, 1 or more; default two a core, at least 4, and any number simulated. */
  readonly maxRunning?: number;
  /**
   * Clusters with a Managed Instances provider. Default `nextflow-cluster`, and `mixed-cluster`, which has providers of
   * Spot and of GPUs beside it.
   */
  readonly clusters?: readonly string[];
  /** Default `my-bucket`. */
  readonly buckets?: readonly string[];
  /** What runs tasks, or a runtime of the caller's own, which the cloud closes. Default `auto`. */
  readonly runtime?: RuntimeChoice | TaskRuntime;
  /** Begins when the cloud is up; docs/local-scenarios.md. */
  readonly scenario?: Scenario;
  /** Virtual milliseconds a real one; 0: time moves by `control.time` alone. Only with runtime `simulated`. */
  readonly virtualTime?: number;
  /** Keeps what the services know in the data folder, for the next start. Default false; objects are always kept. */
  readonly keep?: boolean;
  /** AWS's request quotas, or none. Default `aws`. */
  readonly throttle?: 'aws' | 'off';
  /** Secrets Manager and Parameter Store: values by ARN or name. Never logged. Default: none. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Access tokens that Wave takes. Never logged. Default: any is good. */
  readonly waveTokens?: readonly string[];
}

type WithDefaults =
  | 'port'
  | 'region'
  | 'account'
  | 'clock'
  | 'random'
  | 'log'
  | 'speed'
  | 'clusters'
  | 'buckets'
  | 'runtime'
  | 'keep'
  | 'throttle'
  | 'secrets';

/** With every default filled in; what stays optional has none. */
export type CloudSettings = LocalCloudOptions & Required<Pick<LocalCloudOptions, WithDefaults>>;

/** @throws RangeError naming every option that is out of range */
export function cloudSettings(options: LocalCloudOptions): CloudSettings {
  const settings: CloudSettings = {
    port: 0,
    region: 'us-east-1',
    account: '123456789012',
    clock: systemClock,
    random: Math.random,
    log: () => undefined,
    speed: 100,
    clusters: seededClusters,
    buckets: ['my-bucket'],
    runtime: 'auto',
    keep: false,
    throttle: 'aws',
    secrets: {},
    ...options,
    dataDir: resolve(options.dataDir),
  };
  const problems = [...problemsOf(settings), ...timeProblems(settings), ...nameProblems(settings)];
  if (problems.length === 0) return settings;
  throw new RangeError(`The local cloud cannot start: ${problems.join('; ')}. Correct these options.`);
}

function problemsOf(settings: CloudSettings): readonly string[] {
  const { port, region, account, speed, consistency = 0, maxRunning, runtime, throttle } = settings;
  return [
    ...(Number.isInteger(port) && port >= 0 && port <= 65_535 ? [] : [`port is ${port}, not 0 to 65535`]),
    ...(/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? [] : [`region is '${region}', not one like us-east-1`]),
    ...(/^\d{12}$/.test(account) ? [] : [`account is '${account}', not twelve digits`]),
    ...(speed > 0 && Number.isFinite(speed) ? [] : [`speed is ${speed}, not a number above 0`]),
    ...(consistency >= 0 && Number.isFinite(consistency)
      ? []
      : [`consistency is ${consistency}, not a number from 0`]),
    ...(maxRunning === undefined || (Number.isInteger(maxRunning) && maxRunning >= 1)
      ? []
      : [`maxRunning is ${maxRunning}, not a whole number above 0`]),
    ...(typeof runtime !== 'string' || runtimeChoices.includes(runtime)
      ? []
      : [`runtime is '${runtime}', not one of ${runtimeChoices.join(', ')}`]),
    ...(['aws', 'off'].includes(throttle) ? [] : [`throttle is '${throttle}', not aws or off`]),
  ];
}

/** Processes take the time they take, so only a simulation can go by a time that is not the world's. */
function timeProblems({ virtualTime, runtime, clock, keep }: CloudSettings): readonly string[] {
  if (virtualTime === undefined) return [];
  return [
    ...(virtualTime >= 0 && Number.isFinite(virtualTime)
      ? []
      : [`virtualTime is ${virtualTime}, not a number from 0`]),
    ...(runtime === 'simulated' ? [] : ['virtualTime goes with runtime simulated only']),
    ...(clock === systemClock ? [] : ['virtualTime and clock cannot be given together']),
    ...(keep ? ['virtualTime and keep cannot be given together: the next start would be in the past'] : []),
  ];
}

function nameProblems({ clusters, buckets }: CloudSettings): readonly string[] {
  return [
    ...clusters
      .filter((name) => !/^[A-Za-z0-9_-]{1,255}$/.test(name))
      .map((name) => `cluster '${name}' is not 1 to 255 letters, digits, '-' and '_'`),
    ...buckets
      .filter((name) => !isBucketName(name))
      .map((name) => `bucket '${name}' is not a bucket's name (3 to 63 of a-z, 0-9, '.', '-')`),
  ];
}
