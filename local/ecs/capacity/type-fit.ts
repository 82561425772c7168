import { type InstanceType, instanceTypes } from '../../ec2/instance-type.js';
import { type ManagedInstancesProvider } from '../cluster/capacity-provider.js';
import { type CapacityRequest } from './capacity.js';
import { lacks, tasksHeld } from './instance-room.js';
import { mismatch, unlaunchable } from './requirement-match.js';
import { typeWeight } from './type-weight.js';

/** A type that can hold a task, and how many of its kind. */
export interface TypeFit {
  readonly type: InstanceType;
  /** See {@link typeWeight}. */
  readonly weight: number;
  /** Tasks of these needs that an empty instance holds, at least 1. */
  readonly held: number;
}

/** The part of a request that its type hangs on. */
export type TypeQuestion = Pick<CapacityRequest, 'needs' | 'architecture' | 'provider'>;

/** The types that can hold a task, lightest first; where there are none, why, in the words of `failures[].reason`. */
export type Fits =
  | { readonly types: readonly TypeFit[]; readonly reason?: undefined }
  | { readonly types: readonly []; readonly reason: string };

/** A type as a provider may launch it. */
interface Candidate {
  readonly type: InstanceType;
  readonly weight: number;
}

/** By configuration: an update makes a new one, and the old one goes with the garbage. */
const byProvider = new WeakMap<ManagedInstancesProvider, readonly Candidate[]>();

/** What the provider may launch, lightest first, then by name: the same order on every machine. */
function candidates(provider: ManagedInstancesProvider): readonly Candidate[] {
  const known = byProvider.get(provider);
  if (known !== undefined) return known;
  const { instanceRequirements, capacityOptionType } = provider.instanceLaunchTemplate ?? {};
  const found = [...instanceTypes().values()]
    .filter((type) => unlaunchable(type) === undefined && mismatch(instanceRequirements, type) === undefined)
    .filter((type) => type.spot || capacityOptionType !== 'SPOT')
    .map((type) => ({ type, weight: typeWeight(type) }))
    .sort((one, other) => one.weight - other.weight || (one.type.name < other.type.name ? -1 : 1));
  byProvider.set(provider, found);
  return found;
}

/** The types the provider may launch, lightest first. */
export const providerTypes = (provider: ManagedInstancesProvider): readonly InstanceType[] =>
  candidates(provider).map(({ type }) => type);

const architectures = { X86_64: 'x86_64', ARM64: 'arm64' } as const;

/** Without an architecture any the provider allows will do (facts §1a). */
function ofArchitecture({ architecture, provider }: TypeQuestion): readonly Candidate[] {
  const all = candidates(provider.managedInstances);
  if (architecture === undefined) return all;
  return all.filter(({ type }) => type.architecture === architectures[architecture]);
}

/** Which of the provider's types can hold the task. */
export function fitsOf(request: CapacityRequest): Fits {
  const { needs, networkMode } = request;
  const types: TypeFit[] = [];
  for (const { type, weight } of ofArchitecture(request)) {
    const held = tasksHeld(type, needs, networkMode);
    if (held > 0) types.push({ type, weight, held });
  }
  return types.length > 0 ? { types } : { types: [], reason: misfitOf(request) ?? 'ATTRIBUTE' };
}

/**
 * Why none of the provider's types can ever hold the task, in the words of `failures[].reason`: what those lack that
 * come nearest, since one that has the CPU but not the memory is nearer than one with neither.
 */
export function misfitOf(request: TypeQuestion): string | undefined {
  const reasons = new Set<string>();
  for (const { type } of ofArchitecture(request)) {
    const lacking = lacks(type, request.needs);
    if (lacking === undefined) return undefined;
    reasons.add(lacking);
  }
  const nearest = ['GPU', 'MEMORY', 'CPU'].find((reason) => reasons.has(reason));
  return nearest === undefined ? 'ATTRIBUTE' : `RESOURCE:${nearest}`;
}
