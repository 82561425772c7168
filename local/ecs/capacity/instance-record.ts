import { instanceTypes } from '../../ec2/instance-type.js';
import { type Json } from '../../state/state-book.js';
import { type EcsTag } from '../tag-rules.js';
import { InstanceRoom } from './instance-room.js';
import { ManagedInstance } from './managed-instance.js';

/** Kind of these records in the state book; their keys are the instances' ARNs. */
export const instanceKind = 'container-instance';

/** What is kept of an instance between starts of the cloud. */
export function instanceRecord(
  { facts, registeredAt, endedAt, tags }: ManagedInstance,
  region: string,
): Json {
  const { type, place, ...rest } = facts;
  return {
    ...rest,
    ...place,
    type: type.name,
    region,
    registeredAt,
    endedAt,
    tags: tags.map(({ key, value }) => ({ key, value })),
  };
}

/**
 * An instance as it was kept, and ended: it cannot outlive the cloud it ran in. `undefined` for a record that is none.
 *
 * @param now epoch milliseconds, the end of one that was alive
 */
export function restoredInstance(
  record: Json,
  now: number,
): { readonly region: string; readonly instance: ManagedInstance } | undefined {
  if (!isRecord(record)) return undefined;
  const { id, arn, ec2Id, subnet, zone, cluster, provider, spot, launchedAt } = record;
  const type = instanceTypes().get(record.type);
  if (type === undefined) return undefined;
  const facts = { id, arn, ec2Id, type, place: { subnet, zone }, cluster, provider, spot, launchedAt };
  const instance = new ManagedInstance(facts, new InstanceRoom(type, () => ''), record.tags);
  instance.status = 'INACTIVE';
  if (typeof record.registeredAt === 'number') instance.registeredAt = record.registeredAt;
  instance.endedAt = record.endedAt ?? now;
  return { region: record.region, instance };
}

interface InstanceRecord {
  readonly id: string;
  readonly arn: string;
  readonly ec2Id: string;
  readonly type: string;
  readonly subnet: string;
  readonly zone: string;
  readonly cluster: string;
  readonly provider: string;
  readonly region: string;
  readonly spot: boolean;
  readonly launchedAt: number;
  readonly registeredAt?: number;
  readonly endedAt?: number;
  readonly tags: readonly EcsTag[];
}

const texts = ['id', 'arn', 'ec2Id', 'type', 'subnet', 'zone', 'cluster', 'provider', 'region'];

/** Light: these are our own files, but one may be of an older version or cut short. */
function isRecord(value: unknown): value is InstanceRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return (
    texts.every((name) => typeof record[name] === 'string') &&
    typeof record['launchedAt'] === 'number' &&
    typeof record['spot'] === 'boolean' &&
    Array.isArray(record['tags'])
  );
}
