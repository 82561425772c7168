import { type CapacityRequest, type TaskNeeds } from './capacity.js';
import { type NetworkMode } from './instance-room.js';
import { isDistinct, memberQueries } from './placement-constraints.js';
import { type ClusterQuery } from './query/cluster-query.js';
import { type TaskClaim } from './task-claim.js';

/**
 * Tasks that ask for the same: what has been found out for one holds for all. Thousands of tasks of a run have few
 * shapes, so that the work grows with shapes and instances, not with their product with tasks.
 */
export interface TaskShape {
  readonly key: string;
  /** What all that can share an instance's launch have in common: everything but sizes and names. */
  readonly demand: string;
  readonly needs: TaskNeeds;
  readonly networkMode: NetworkMode;
  readonly architecture: 'x86_64' | 'arm64' | undefined;
  /** `undefined`: any. */
  readonly zones: ReadonlySet<string> | undefined;
  readonly group: string;
  readonly distinct: boolean;
  readonly queries: readonly ClusterQuery[];
  /** In order of arrival. */
  readonly waiting: Set<TaskClaim>;
  /** The pool's count of freed places when no instance had room; while it stands there is none still. */
  fullAt?: number;
}

export function shapeKey({ needs, group, constraints, ...request }: CapacityRequest): string {
  const { architecture, networkMode, zones } = request;
  const apart = isDistinct(constraints) ? group : '';
  return JSON.stringify([needs, architecture, networkMode, zones, constraints, apart]);
}

/** @throws QueryError for constraints that `constraintProblems` refuses */
export function shapeOf(request: CapacityRequest): TaskShape {
  const { needs, architecture, networkMode, zones, group, constraints } = request;
  const { gpus, allGpus, allNeuronDevices } = needs;
  const distinct = isDistinct(constraints);
  return {
    key: shapeKey(request),
    demand: JSON.stringify([gpus, allGpus, allNeuronDevices, architecture, networkMode, zones, constraints]),
    needs,
    networkMode,
    architecture: architecture === undefined ? undefined : architecture === 'ARM64' ? 'arm64' : 'x86_64',
    zones: zones === undefined ? undefined : new Set(zones),
    group,
    distinct,
    queries: memberQueries(constraints),
    waiting: new Set(),
  };
}
