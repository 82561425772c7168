import type { Problem } from '../../spi/index.js';
import type { TaskNeeds } from '../request/task-needs.js';
import { inGib, inVcpus, type Misfit, type NeedName } from './misfit.js';
import type { Provider } from './provider.js';

const CREATE =
  'aws ecs create-capacity-provider --cluster <cluster> --name <name> --managed-instances-provider file://provider.json';

/** A provider that was looked at. */
export interface Seen {
  readonly provider: Provider;
  /** Why it cannot take the task; empty where it could. */
  readonly misfits: readonly Misfit[];
}

/** What was to be chosen from. */
export interface Refused {
  readonly needs: TaskNeeds;
  /** The names to choose from, in order; undefined where none were given. */
  readonly names: readonly string[] | undefined;
  /** Where names are given. */
  readonly path: string;
  /** Every Managed Instances provider of the cluster, in name order. */
  readonly seen: readonly Seen[];
}

/** Why no provider takes the task: each one seen, why it does not fit, and what would. */
export function placementRefusal(refused: Refused): Problem {
  const { seen, names } = refused;
  const inQuestion = seen.filter(({ provider }) => names?.includes(provider.name) ?? true);
  const unfit = inQuestion.filter(({ provider, misfits }) => provider.active && misfits.length > 0);
  return unfit.length > 0 ? unsuitable(refused, unfit) : missing(refused);
}

/** Nothing to choose from: no name is an active provider's, or none may be chosen without being named. */
function missing({ names, path, seen }: Refused): Problem {
  const has = seen.length === 0 ? 'none' : seen.map(({ provider }) => inWords(provider)).join(', ');
  const usable = seen.filter(({ provider }) => provider.active);
  return {
    code: 'CAPACITY_PROVIDER_MISSING',
    path,
    message:
      names === undefined
        ? `no provider can be chosen without being named; the cluster has ${has}`
        : `is not an active Managed Instances capacity provider of the cluster, which has ${has}`,
    ...(names !== undefined && { found: names.map(quoted).join(', ') }),
    fix: usable.length > 0 ? `Name one of ${nameList(usable)}.` : `Create one: ${CREATE}`,
  };
}

function unsuitable(refused: Refused, unfit: readonly Seen[]): Problem {
  const { needs, names, path, seen } = refused;
  const blamed = blamedNeeds(unfit);
  const unknown = (names ?? []).filter((name) => seen.every(({ provider }) => provider.name !== name));
  const words = [
    ...[...byVerdict(seen, names)].map(([verdict, providers]) => `${providers.join(', ')}: ${verdict}`),
    ...unknown.map((name) => `${quoted(name)}: not in the cluster`),
  ];
  return {
    code: 'CAPACITY_PROVIDER_UNSUITABLE',
    path: blamed.length === 0 ? path : `directive ${blamed.join(', ')}`,
    message: `no capacity provider that may be used fits: ${words.join('; ')}`,
    ...(blamed.length > 0 && { found: blamed.map((need) => valueOf(needs, need)).join(', ') }),
    fix: fixOf(refused, unfit),
  };
}

/** Needs that every unfit provider fails; where there are none, all that some fail. */
function blamedNeeds(unfit: readonly Seen[]): readonly NeedName[] {
  const each = unfit.map(({ misfits }) => misfits.flatMap(({ need }) => need ?? []));
  const all = [...new Set(each.flat())].sort();
  const common = all.filter((need) => each.every((needs) => needs.includes(need)));
  return common.length > 0 ? common : all;
}

/** Providers that lack the same stand together. */
function byVerdict(
  seen: readonly Seen[],
  names: readonly string[] | undefined,
): ReadonlyMap<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const one of seen) {
    const verdict = verdictOn(one, names);
    groups.set(verdict, [...(groups.get(verdict) ?? []), inWords(one.provider)]);
  }
  return groups;
}

function verdictOn({ provider, misfits }: Seen, names: readonly string[] | undefined): string {
  if (misfits.length > 0) {
    const would = [...new Set(misfits.map((misfit) => misfit.would))].join(' and ');
    return `${[...new Set(misfits.map(({ why }) => why))].join(', ')} (it would take ${would})`;
  }
  if (!provider.active) return 'cannot be used now';
  return names === undefined
    ? 'would fit, but is used only where it is named'
    : 'would fit, but is not named';
}

function fixOf({ seen }: Refused, unfit: readonly Seen[]): string {
  const fitting = seen.filter(({ provider, misfits }) => provider.active && misfits.length === 0);
  if (fitting.length > 0) {
    const [first] = fitting;
    return `Name one that fits, ${nameList(fitting)}, e.g. by the directive queue ${quoted(first?.provider.name ?? '')}.`;
  }
  if (unfit.some(({ misfits }) => misfits.every(({ need }) => need === 'disk'))) {
    return (
      'Set aws.ecs.volumeRole to the role with which ECS attaches volumes, so that each task gets its own; ' +
      'or name a provider whose storageSizeGiB is enough.'
    );
  }
  return `Change what the process asks for, or create a provider that fits: ${CREATE}`;
}

function valueOf({ architecture, machineTypes, ...needs }: TaskNeeds, need: NeedName): string {
  switch (need) {
    case 'accelerator':
      return `${needs.accelerator?.count ?? 0} of type ${needs.accelerator?.type ?? 'any'}`;
    case 'arch':
      return architecture;
    case 'cpus':
      return String(inVcpus(needs.cpu));
    case 'disk':
      return `${needs.disk?.gib ?? 0} GiB`;
    case 'machineType':
      return machineTypes.map(quoted).join(', ');
    case 'memory':
      return inGib(needs.memory);
  }
}

function inWords({ name, status, capacityType, accelerated }: Provider): string {
  return `'${name}' (${status}, ${capacityType}${accelerated ? ', accelerated' : ''})`;
}

function nameList(seen: readonly Seen[]): string {
  return seen.map(({ provider }) => quoted(provider.name)).join(', ');
}

function quoted(name: string): string {
  return `'${name}'`;
}
