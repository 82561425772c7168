import { listOf, number, structure, text } from '../../http/aws-json.js';
import { type Json } from '../../state/state-book.js';
import { clusterArn, type EcsPlace, providerArn } from '../arns.js';
import { checkedTags, tagsShape } from '../tag-rules.js';
import { type CapacityProvider, managedInstancesShape } from './capacity-provider.js';
import { changedSettings, clusterConfigurationShape, clusterSettingsShape } from './cluster-settings.js';
import { type Cluster } from './cluster.js';
import { checkedStrategy, strategyShape } from './strategy.js';

const providerRecord = structure({
  name: text,
  tags: tagsShape,
  managedInstances: managedInstancesShape,
  activeFrom: number,
  updatedAt: number,
  deletedAt: number,
  inactiveFrom: number,
});

const clusterRecord = structure({
  name: text,
  tags: tagsShape,
  settings: clusterSettingsShape,
  configuration: clusterConfigurationShape,
  awsOwned: listOf(text),
  providers: listOf(providerRecord),
  defaultStrategy: strategyShape,
  inactiveFrom: number,
});

/** What is kept of a cluster. ARNs are not: they follow from names and the account. */
export function recordOf(cluster: Cluster): Json {
  const { name, tags, settings, configuration, awsOwned, defaultStrategy, inactiveFrom } = cluster;
  return {
    name,
    tags: tags.map((tag) => ({ ...tag })),
    settings: settings.map((setting) => ({ ...setting })),
    configuration,
    awsOwned,
    providers: [...cluster.providers.values()].map(providerRecordOf),
    defaultStrategy: defaultStrategy.map((item) => ({ ...item })),
    inactiveFrom,
  };
}

function providerRecordOf(provider: CapacityProvider): Json {
  const { name, tags, managedInstances, activeFrom, updatedAt, deletedAt, inactiveFrom } = provider;
  return {
    name,
    tags: tags.map((tag) => ({ ...tag })),
    managedInstances,
    activeFrom,
    updatedAt,
    deletedAt,
    inactiveFrom,
  };
}

/**
 * A cluster as it was kept.
 *
 * Moments later than `now` (epoch milliseconds) become now: a cloud on virtual time may have been days ahead.
 *
 * @throws AwsError where the record is not one of a cluster
 */
export function clusterFrom(place: EcsPlace, record: Json, now: number): Cluster {
  const kept = clusterRecord(record, '');
  const name = kept.name ?? '';
  return {
    name,
    arn: clusterArn(place, name),
    tags: checkedTags(kept.tags),
    settings: changedSettings([], kept.settings),
    configuration: kept.configuration,
    awsOwned: kept.awsOwned ?? [],
    providers: new Map(
      (kept.providers ?? []).map((provider) => [provider.name ?? '', providerFrom(place, provider, now)]),
    ),
    defaultStrategy: checkedStrategy(kept.defaultStrategy ?? []),
    ...(kept.inactiveFrom === undefined ? {} : { inactiveFrom: Math.min(kept.inactiveFrom, now) }),
  };
}

function providerFrom(
  place: EcsPlace,
  kept: ReturnType<typeof providerRecord>,
  now: number,
): CapacityProvider {
  const past = (at: number): number => Math.min(at, now);
  return {
    name: kept.name ?? '',
    arn: providerArn(place, kept.name ?? ''),
    tags: checkedTags(kept.tags),
    managedInstances: kept.managedInstances ?? {},
    activeFrom: past(kept.activeFrom ?? now),
    ...(kept.updatedAt === undefined ? {} : { updatedAt: past(kept.updatedAt) }),
    ...(kept.deletedAt === undefined ? {} : { deletedAt: past(kept.deletedAt) }),
    ...(kept.inactiveFrom === undefined ? {} : { inactiveFrom: past(kept.inactiveFrom) }),
  };
}
