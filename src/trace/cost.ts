import type { EcsInstance, EcsTask } from '../aws/ecs-api.js';
import type { Provider } from '../placement/provider.js';
import { priceOf, type InstancePrice, type PriceTable } from './price-table.js';

/** What a task is reckoned to have cost. Nobody bills it: AWS bills instances, and a task has a share of one. */
export interface CostEstimate {
  readonly dollars: number;
  /** Which price it rests on, for people. */
  readonly basis: string;
}

/** How the instance a task ran on is paid. */
export type PriceModel = 'on-demand' | 'spot' | 'reserved';

const MODELS: Readonly<Record<Provider['capacityType'], PriceModel>> = {
  ON_DEMAND: 'on-demand',
  SPOT: 'spot',
  RESERVED: 'reserved',
};

/** Told by the capacity provider a task is on; undefined where that is not among those of the cluster's. */
export function priceModelOf(
  { capacityProvider }: EcsTask,
  providers: readonly Provider[],
): PriceModel | undefined {
  const provider = providers.find(({ name }) => name === capacityProvider);
  return provider && MODELS[provider.capacityType];
}

/**
 * The estimated cost of a task; undefined where its instance or the price is not known, and before it had a place.
 * @param now epoch milliseconds: what one that has not ended cost so far; where absent, such a one has no cost.
 * Fee and instance are billed by the second with a minimum of a minute (AWS's page on ECS pricing).
 */
export function costOf(
  task: EcsTask,
  instance: EcsInstance | undefined,
  model: PriceModel | undefined,
  table: PriceTable,
  now?: number,
): CostEstimate | undefined {
  const price = instance?.type === undefined ? undefined : priceOf(table, instance.type);
  const share = instance && shareOf(task, instance);
  const ms = billedMs(task, now);
  if (price === undefined || share === undefined || ms === undefined) return undefined;
  const { rate, basis } = rateOf(price, model);
  const dollars = (rate + price.fee) * share * (ms / HOUR_MS);
  return { dollars, basis: `${basis} (${table.region}, ${table.date})` };
}

const HOUR_MS = 3_600_000;
const SHORTEST_MS = 60_000;

/**
 * The weights of AWS's own split of costs: a vCPU as much as 9 GB of memory, a GPU as much as 10 vCPUs
 * (AWS Data Exports user guide, example-split-cost-allocation-data and example-accelerated-instances).
 */
const WEIGHT = { vCpu: 9, gib: 1, gpu: 90 };

/**
 * The share of an instance that was a task's alone, above 0 up to 1: what it asked for of what tasks can have. Undefined
 * where ECS does not tell both.
 */
export function shareOf(task: EcsTask, instance: EcsInstance): number | undefined {
  const gpus = task.containers.reduce((sum, { gpuIds = [] }) => sum + gpuIds.length, 0);
  const part = weightOf(Number(task.cpu), Number(task.memory), gpus);
  const whole = weightOf(instance.cpu, instance.memory, instance.gpus);
  const share = part / whole;
  // Also where one of them is no number.
  return share > 0 && whole > 0 ? Math.min(1, share) : undefined;
}

function weightOf(cpuUnits: number, mib: number, gpus: number): number {
  return WEIGHT.vCpu * (cpuUnits / 1024) + WEIGHT.gib * (mib / 1024) + WEIGHT.gpu * gpus;
}

/** From when the image was pulled, or ECS last could have given it its place, to when it let go of it. */
function billedMs(task: EcsTask, now: number | undefined): number | undefined {
  const { pullStartedAt, createdAt, startedAt, stoppedAt, executionStoppedAt } = task;
  const ended = stoppedAt ?? executionStoppedAt;
  // Of one that has not ended, a pull that did not begin means that it still waits.
  const from = pullStartedAt ?? startedAt ?? (ended === undefined ? undefined : createdAt);
  const to = ended ?? now;
  return from === undefined || to === undefined ? undefined : Math.max(SHORTEST_MS, to - from);
}

/** Dollars an hour of a whole instance without its fee. What cannot be known is reckoned at the most it can be. */
function rateOf(
  { onDemand, spot }: InstancePrice,
  model: PriceModel | undefined,
): { readonly rate: number; readonly basis: string } {
  if (model === 'spot' && spot !== undefined) return { rate: spot, basis: 'spot price' };
  if (model === 'on-demand') return { rate: onDemand, basis: 'on-demand price' };
  return { rate: onDemand, basis: 'at most, by the on-demand price' };
}
