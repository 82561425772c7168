import type { TaskRun } from '../../spi/index.js';
import type { EcsInstance, EcsTask } from '../aws/ecs-api.js';
import { INTERRUPTIONS } from '../outcome/retry-account.js';
import type { ClusterFacts } from '../placement/cluster-inspector.js';
import { present } from '../present.js';
import { CONTAINER_NAME } from '../request/task-definition.js';
import { costOf, priceModelOf } from './cost.js';
import type { PriceTable } from './price-table.js';
import type { TraceExtra } from './trace-fields.js';

/** What the executor's own fields are made of. */
export interface ExtraFacts {
  readonly task: TaskRun;
  readonly cluster: ClusterFacts;
  /** What ECS last said of the task; absent before the submit. */
  readonly seen: EcsTask | undefined;
  readonly instance: EcsInstance | undefined;
  readonly prices: PriceTable;
}

const MIB = 1024 ** 2;

/** Pure: the executor's own fields, as far as they are known. */
export function traceExtra({ task, cluster, seen, instance, prices }: ExtraFacts): TraceExtra {
  const own = { cluster: nameOf(cluster.arn), interruptions: task.interruptions[INTERRUPTIONS] ?? 0 };
  if (seen === undefined) return own;
  const model = priceModelOf(seen, cluster.providers);
  const cost = costOf(seen, instance, model, prices);
  return present({
    ...own,
    capacity_provider: seen.capacityProvider,
    instance_id: instance?.ec2Id,
    instance_type: instance?.type,
    zone: seen.availabilityZone ?? instance?.zone,
    price_model: model,
    image_digest: seen.containers.find(({ name }) => name === CONTAINER_NAME)?.imageDigest,
    cpus_asked: scaled(seen.cpu, 1 / 1024),
    memory_asked: scaled(seen.memory, MIB),
    pull_time: between(seen.pullStartedAt, seen.pullStoppedAt),
    queue_time: between(seen.createdAt, seen.startedAt),
    cost: cost?.dollars,
    cost_basis: cost?.basis,
  });
}

function nameOf(clusterArn: string): string {
  return clusterArn.slice(clusterArn.lastIndexOf('/') + 1);
}

/** ECS tells amounts as text, CPU units and MiB. */
function scaled(amount: string | undefined, unit: number): number | undefined {
  const value = Number(amount) * unit;
  return Number.isFinite(value) ? value : undefined;
}

function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}
