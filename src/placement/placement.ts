import type { PlacementConstraint } from '@aws-sdk/client-ecs';
import type { Problem } from '../../spi/index.js';
import type { TaskNeeds } from '../request/task-needs.js';
import type { InstanceType } from './instance-type.js';
import type { Provider, StrategyItem } from './provider.js';

/** What a choice rests on. */
export interface PlacementWish {
  readonly needs: TaskNeeds;
  /** Names from `aws.ecs.capacityProvider`. */
  readonly configured: readonly string[];
  readonly providers: readonly Provider[];
  /** The cluster's default capacity provider strategy. */
  readonly defaultStrategy: readonly StrategyItem[];
  /** What is known of the instance types that the process or a provider names; undefined where EC2 does not tell. */
  readonly instanceTypes: readonly InstanceType[] | undefined;
  /** `aws.ecs.volumeRole`: without it ECS cannot attach volumes. */
  readonly volumeRole: string | undefined;
  /** The task was interrupted so often that on-demand capacity comes first (`aws.ecs.spotFallback`). */
  readonly preferOnDemand: boolean;
  /** Providers that had no capacity a short while ago: the others come first. */
  readonly strained: ReadonlySet<string>;
}

/** Where the disk space of a task comes from. */
export type TaskStorage =
  /** The volume that all tasks of the instance share. */
  | { readonly kind: 'instance' }
  /** A volume of the task's own, attached by ECS with this role. */
  | { readonly kind: 'volume'; readonly roleArn: string };

/** One place where tasks can go, and why. */
export interface Placement {
  readonly strategy: readonly StrategyItem[];
  /** The provider whose network the tasks get: the strategy's first. */
  readonly provider: Provider;
  readonly reason: string;
  /** At most 10 (RunTask). */
  readonly constraints: readonly PlacementConstraint[];
  /** MiB to ask ECS for: what the task needs, but for the one exception of docs/adr. */
  readonly memory: number;
  readonly storage: TaskStorage;
  /** Whole sentences the user should read once a process. */
  readonly notices: readonly string[];
}

/** The one provider of a placement; undefined where ECS chooses among those of a strategy: of which, nobody knows. */
export function soleProvider({
  strategy,
  provider,
}: Pick<Placement, 'strategy' | 'provider'>): string | undefined {
  return strategy.length === 1 ? provider.name : undefined;
}

/** The places in order of preference: the next one is for where the one before has no capacity. */
export type PlacementChoice =
  | { readonly ok: true; readonly placements: readonly [Placement, ...Placement[]] }
  | { readonly ok: false; readonly problem: Problem };

/** On one provider. A strategy of one still needs a weight: 0 is the default and places nothing. */
export function singlePlacement(
  provider: Provider,
  fit: Pick<Placement, 'constraints' | 'memory' | 'storage' | 'notices'>,
  reason: string,
): Placement {
  return { strategy: [{ capacityProvider: provider.name, weight: 1 }], provider, reason, ...fit };
}
