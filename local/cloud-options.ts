import { resolve } from 'node:path';
import { systemClock, type Clock } from './clock.js';
import type { TaskRuntime } from './runtime/task-runtime.js';
import { isBucketName } from './s3/buckets.js';

export interface LocalCloudOptions {
  /** Where objects, task scratch and state are kept; made where missing. */
  readonly dataDir: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Twelve digits; default `123456789012`. */
  readonly account?: string;
  readonly clock?: Clock;
  /** A number in [0, 1), for ids. */
  readonly random?: () => number;
  /** Gets what a user of the cloud may want to know, a line at a time. Default: nobody. */
  readonly log?: (line: string) => void;
  /** How many times faster than AWS tasks start and end; the default is ECS's of this cloud. */
  readonly speed?: number;
  /** Tasks that run at once, 1 or more; the others stay PROVISIONING. The default is ECS's of this cloud. */
  readonly maxRunning?: number;
  /** Clusters with a Managed Instances provider. Default `nextflow-cluster`. */
  readonly clusters?: readonly string[];
  /** Default `my-bucket`. */
  readonly buckets?: readonly string[];
  /** Default: plain processes of this machine. The cloud closes it. */
  readonly runtime?: TaskRuntime;
}

/** With every default filled in, but for those that other parts have. */
export type CloudSettings = Required<Omit<LocalCloudOptions, 'speed' | 'maxRunning' | 'runtime'>> &
  Pick<LocalCloudOptions, 'speed' | 'maxRunning' | 'runtime'>;

/** @throws RangeError naming every option that is out of range */
export function cloudSettings(options: LocalCloudOptions): CloudSettings {
  const settings: CloudSettings = {
    port: 0,
    region: 'us-east-1',
    account: '123456789012',
    clock: systemClock,
    random: Math.random,
    log: () => undefined,
    clusters: ['nextflow-cluster'],
    buckets: ['my-bucket'],
    ...options,
    dataDir: resolve(options.dataDir),
  };
  const problems = problemsOf(settings);
  if (problems.length === 0) return settings;
  throw new RangeError(`The local cloud cannot start: ${problems.join('; ')}. Correct these options.`);
}

function problemsOf({
  port,
  region,
  account,
  speed,
  maxRunning,
  clusters,
  buckets,
}: CloudSettings): readonly string[] {
  return [
    ...(Number.isInteger(port) && port >= 0 && port <= 65_535 ? [] : [`port is ${port}, not 0 to 65535`]),
    ...(/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? [] : [`region is '${region}', not one like us-east-1`]),
    ...(/^\d{12}$/.test(account) ? [] : [`account is '${account}', not twelve digits`]),
    ...(speed === undefined || (speed > 0 && Number.isFinite(speed))
      ? []
      : [`speed is ${speed}, not a number above 0`]),
    ...(maxRunning === undefined || (Number.isInteger(maxRunning) && maxRunning >= 1)
      ? []
      : [`maxRunning is ${maxRunning}, not a whole number above 0`]),
    ...clusters
      .filter((name) => !/^[A-Za-z0-9_-]{1,255}$/.test(name))
      .map((name) => `cluster '${name}' is not 1 to 255 letters, digits, '-' and '_'`),
    ...buckets
      .filter((name) => !isBucketName(name))
      .map((name) => `bucket '${name}' is not a bucket's name (3 to 63 of a-z, 0-9, '.', '-')`),
  ];
}
