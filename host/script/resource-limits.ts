import type { DirectiveValue } from '../../spi/index.js';
import { formatDuration, formatMemory } from '../config/units.js';
import { isMap } from './directive-values.js';

type Values = ReadonlyMap<string, DirectiveValue>;

/** What a process asks for once its limits hold. */
export interface LimitedResources {
  readonly values: Values;
  /** What was cut, e.g. `memory from 128 GB to 64 GB`. */
  readonly cuts: readonly string[];
}

/** How a resource's amounts are written for people. */
const shown: ReadonlyMap<string, (amount: number) => string> = new Map([
  ['cpus', String],
  ['memory', formatMemory],
  ['disk', formatMemory],
  ['time', formatDuration],
]);

/** A directive's value once its limit holds, and what was cut of it. */
interface Limited {
  readonly value: DirectiveValue;
  /** e.g. `memory from 128 GB to 64 GB`. */
  readonly cut?: string;
}

/** One directive, cut to its limit in `limits`, the value of `resourceLimits`. */
export function limitResource(name: string, value: DirectiveValue, limits: DirectiveValue): Limited {
  const write = shown.get(name);
  if (write === undefined || !isMap(limits)) return { value };
  const asked = isMap(value) ? value['request'] : value;
  const limit = limits[name];
  if (typeof asked !== 'number' || typeof limit !== 'number' || asked <= limit) return { value };
  return {
    value: isMap(value) ? { ...value, request: limit } : limit,
    cut: `${name} from ${write(asked)} to ${write(limit)}`,
  };
}

/**
 * Cuts what a process asks for to its `resourceLimits`, as Nextflow does
 * (https://docs.seqera.io/nextflow/reference/process/directives/resource-limits). What it does not ask for stays so.
 * @param values directives by name, as `findDirective` reads them.
 */
export function limitResources(values: Values): LimitedResources {
  const limits = values.get('resourceLimits') ?? null;
  const limited = new Map(values);
  const cuts: string[] = [];
  for (const name of shown.keys()) {
    const asked = values.get(name);
    if (asked === undefined) continue;
    const { value, cut } = limitResource(name, asked, limits);
    limited.set(name, value);
    if (cut !== undefined) cuts.push(cut);
  }
  return { values: limited, cuts };
}
