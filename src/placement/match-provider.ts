import type { PlacementConstraint } from '@aws-sdk/client-ecs';
import { diskNotices, diskSource, instanceVolumeGib, type DiskSource } from './disk-source.js';
import type { InstanceType } from './instance-type.js';
import { inGib, type FitQuestion, type Misfit } from './misfit.js';
import type { Placement } from './placement.js';
import type { Provider } from './provider.js';
import { rangeMisfits } from './range-misfits.js';
import { requirementMismatch } from './requirement-mismatch.js';
import { globsOverlap, isExact, typeConstraint, typesConstraint } from './type-glob.js';
import { acceleratorGlobs, allowedTypes } from './type-lists.js';
import { fittingTypes, memoryOn } from './type-misfits.js';

/** What a placement on a fitting provider asks for. */
export type Fit = Pick<Placement, 'constraints' | 'memory' | 'storage' | 'notices'>;

/** Whether a provider can take a task, or every reason why it cannot. */
export type Match =
  | { readonly fits: true; readonly fit: Fit }
  | { readonly fits: false; readonly misfits: readonly [Misfit, ...Misfit[]] };

/**
 * Needs × provider × known instance types. Where a list of names bounds the types (the task's or the provider's) and
 * EC2 has told of them, each is looked at; else the provider's ranges and names decide.
 */
export function matchProvider(question: FitQuestion): Match {
  const { needs, volumeRole } = question;
  const source = diskSource(needs.disk, volumeRole);
  if (source.kind === 'none') return { fits: false, misfits: [source.misfit] };
  const launched = launchedTypes(question);
  if (launched === undefined) {
    const [misfit, ...more] = rangeMisfits(question, source);
    if (misfit !== undefined) return { fits: false, misfits: [misfit, ...more] };
    return { fits: true, fit: fitOf(question, source, [], []) };
  }
  if (launched.length === 0) return { fits: false, misfits: [notLaunched(question)] };
  const verdict = fittingTypes(question, source, launched);
  if ('misfits' in verdict) return { fits: false, misfits: verdict.misfits };
  return { fits: true, fit: fitOf(question, source, launched, verdict.types) };
}

/** The globs that the task keeps its types to: one of each list must fit. */
function askedLists({ needs, machineType }: FitQuestion): readonly (readonly string[])[] {
  const families = acceleratorGlobs(needs);
  return [
    ...(machineType === undefined ? [] : [[machineType]]),
    ...(families === undefined ? [] : [families]),
  ];
}

/** The types in question that the provider launches; undefined where no list bounds them or EC2 does not tell. */
function launchedTypes(question: FitQuestion): readonly InstanceType[] | undefined {
  const { provider, instanceTypes } = question;
  const lists = askedLists(question);
  if (instanceTypes === undefined || (lists.length === 0 && allowedTypes(provider) === undefined))
    return undefined;
  return among(launchable(provider, instanceTypes), lists);
}

function among(
  types: readonly InstanceType[],
  lists: readonly (readonly string[])[],
): readonly InstanceType[] {
  return types.filter(({ name }) => lists.every((list) => list.some((glob) => globsOverlap(glob, name))));
}

/** A run asks for thousands of tasks what a provider launches, and the answer changes only with what EC2 has told. */
const launchableOf = new WeakMap<Provider, { of: readonly InstanceType[]; types: readonly InstanceType[] }>();

function launchable(provider: Provider, of: readonly InstanceType[]): readonly InstanceType[] {
  const known = launchableOf.get(provider);
  if (known?.of === of) return known.types;
  const types = of.filter((type) => mismatchOf(provider, type) === undefined);
  launchableOf.set(provider, { of, types });
  return types;
}

function mismatchOf({ requirements, capacityType }: Provider, type: InstanceType): string | undefined {
  if (capacityType === 'SPOT' && !type.spot) return 'EC2 has it on demand only';
  return requirementMismatch(requirements, type);
}

/** Why none of the types in question is launched: the word of the last hindrance, of the first type. */
function notLaunched(question: FitQuestion): Misfit {
  const { provider, machineType, needs, instanceTypes = [] } = question;
  const lists = askedLists(question);
  const [type] = among(instanceTypes, lists);
  const what = lists.map((list) => list.join(', ')).join(' with ');
  if (what === '') {
    return { why: 'has no type that meets all its requirements', would: 'wider requirements' };
  }
  const need = machineType === undefined ? 'accelerator' : 'machineType';
  if (type === undefined && lists.length > 1) {
    return {
      need: 'accelerator',
      why: `finds no accelerator of type ${needs.accelerator?.type ?? ''} in ${machineType ?? ''}`,
      would: 'a machineType that has it',
    };
  }
  if (type === undefined) {
    return { need, why: `cannot launch ${what}: EC2 has none in this region`, would: 'a type that exists' };
  }
  const hindrance = mismatchOf(provider, type) ?? '';
  return { need, why: `does not launch ${what}: ${hindrance}`, would: `${what} in its allowedInstanceTypes` };
}

function fitOf(
  question: FitQuestion,
  source: DiskSource,
  launched: readonly InstanceType[],
  fitting: readonly InstanceType[],
): Fit {
  const { needs, provider } = question;
  // A pinned type is one; of others none is the exception.
  const [pinned] = fitting;
  const memory = pinned === undefined ? needs.memory : memoryOn(question, pinned);
  return {
    memory,
    storage: source.kind === 'volume' ? source : { kind: 'instance' },
    constraints: [
      ...typeConstraints(question),
      ...(source.kind === 'whole' ? wholeInstance(provider, source.gib, launched) : []),
    ],
    notices: [
      ...diskNotices(needs.disk, source),
      ...(pinned === undefined || memory === needs.memory ? [] : [lessMemory(pinned, memory)]),
    ],
  };
}

function typeConstraints({ needs, machineType }: FitQuestion): readonly PlacementConstraint[] {
  const families = acceleratorGlobs(needs);
  const byFamily = families !== undefined && (machineType === undefined || !isExact(machineType));
  return [
    ...(machineType === undefined ? [] : [typeConstraint([machineType])]),
    ...(byFamily ? [typeConstraint(families)] : []),
  ];
}

/** Instance stores differ by type, so that only those with room may take the task. */
function wholeInstance(
  provider: Provider,
  gib: number,
  launched: readonly InstanceType[],
): readonly PlacementConstraint[] {
  const roomy = launched.filter((type) => instanceVolumeGib(provider, type) >= gib);
  return [
    { type: 'distinctInstance' },
    ...(roomy.length < launched.length ? [typesConstraint(roomy.map(({ name }) => name).sort())] : []),
  ];
}

function lessMemory({ name, memoryMiB }: InstanceType, memory: number): string {
  return (
    `memory ${inGib(memoryMiB)} is all that ${name} has, of which tasks can use less: ` +
    `they ask for ${inGib(memory)}.`
  );
}
