import { MOST_GROUPS, MOST_SUBNETS } from '../network/network-planner.js';
import { MOST_OVERRIDES } from '../request/run-task.js';
import { MOST_TAGS } from '../request/tags.js';
import { ecsBuckets } from '../submit/ecs-buckets.js';
import type { Bucket } from '../submit/pacer.js';
import { BATCH_SIZE } from '../task-monitor.js';
import type { PlannedProcess, PlannedWay } from './run-plan.js';

/** A token bucket of the account and region beside the calls that a run makes of it. */
export interface RateQuota {
  /** The operations that share it. */
  readonly operations: readonly string[];
  /** Calls at once. */
  readonly burst: number;
  /** Calls a second once the burst is used up. */
  readonly perSecond: number;
  /** Calls of the run, where nothing has to be repeated. */
  readonly calls: number;
  readonly per: 'run' | 'poll round';
  /** Seconds that the bucket alone makes them take; 0 where they fit into its burst. */
  readonly seconds: number;
}

/** The largest value AWS takes, or the user allows, beside the largest of the plan. */
export interface SizeQuota {
  readonly what: string;
  readonly most: number;
  readonly used: number;
}

/** AWS's known quotas beside what a run uses of them. */
export interface Quotas {
  readonly rates: readonly RateQuota[];
  readonly sizes: readonly SizeQuota[];
}

/** RunTask, placementConstraints: "10 per task". */
const MOST_CONSTRAINTS = 10;
/** CreateCapacityProvider: 20 a cluster, so no more can be named (ECS developer guide, service-quotas). */
const MOST_PROVIDERS = 20;

/** Pure: counts what is planned. */
export function quotasOf(processes: readonly PlannedProcess[], queueSize: number): Quotas {
  const ways = processes.flatMap((process) => process.ways);
  const atOnce = Math.min(processes.length, queueSize);
  const definitions = distinct(ways);
  const registered = distinct(ways.filter(({ definition }) => definition.action !== 'reuse'));
  return {
    rates: [
      rate(['RunTask', 'StopTask'], ecsBuckets.taskModify, processes.length),
      { ...rate(['DescribeTasks'], ecsBuckets.taskRead, Math.ceil(atOnce / BATCH_SIZE)), per: 'poll round' },
      rate(['DescribeTaskDefinition'], ecsBuckets.definitionRead, definitions),
      rate(['RegisterTaskDefinition'], ecsBuckets.definitionModify, registered),
    ],
    sizes: [
      { what: 'tasks at once (executor.queueSize)', most: queueSize, used: processes.length },
      size('characters of overrides', MOST_OVERRIDES, ways, ({ runTask }) => length(runTask.overrides)),
      size('tags of a task', MOST_TAGS, ways, ({ runTask }) => runTask.tags?.length),
      size('subnets', MOST_SUBNETS, ways, ({ network }) => listed(network, 'subnets')),
      size('security groups', MOST_GROUPS, ways, ({ network }) => listed(network, 'securityGroups')),
      size(
        'placement constraints',
        MOST_CONSTRAINTS,
        ways,
        (way) => way.runTask.placementConstraints?.length,
      ),
      size('capacity providers in a strategy', MOST_PROVIDERS, ways, ({ strategy }) => strategy.length),
    ],
  };
}

function rate(operations: readonly string[], { burst, perSecond }: Bucket, calls: number): RateQuota {
  const seconds = Math.ceil(Math.max(0, calls - burst) / perSecond);
  return { operations, burst, perSecond, calls, per: 'run', seconds };
}

function size(
  what: string,
  most: number,
  ways: readonly PlannedWay[],
  of: (way: PlannedWay) => number | undefined,
): SizeQuota {
  return { what, most, used: Math.max(0, ...ways.map((way) => of(way) ?? 0)) };
}

function listed(network: PlannedWay['network'], list: 'subnets' | 'securityGroups'): number {
  return network.mode === 'awsvpc' ? network[list].length : 0;
}

function length(overrides: object | undefined): number {
  return JSON.stringify(overrides ?? {}).length;
}

/** Contents that differ, however many ways share them. */
function distinct(ways: readonly PlannedWay[]): number {
  return new Set(ways.map(({ definition }) => definition.family ?? JSON.stringify(definition.content))).size;
}
