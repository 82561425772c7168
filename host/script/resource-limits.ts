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
const shown: Readonly<Record<string, (amount: number) => string>> = {
  cpus: String,
  memory: formatMemory,
  disk: formatMemory,
  time: formatDuration,
};

/**
 * Cuts what a process asks for to its `resourceLimits`, as Nextflow does
 * (https://docs.seqera.io/nextflow/reference/process/directives/resource-limits). What it does not ask for stays so.
 * @param values directives by name, as `findDirective` reads them.
 */
export function limitResources(values: Values): LimitedResources {
  const limits = values.get('resourceLimits') ?? null;
  if (!isMap(limits)) return { values, cuts: [] };
  const limited = new Map(values);
  const cuts: string[] = [];
  for (const [name, write] of Object.entries(shown)) {
    const value = values.get(name) ?? null;
    const asked = isMap(value) ? value['request'] : value;
    const limit = limits[name];
    if (typeof asked !== 'number' || typeof limit !== 'number' || asked <= limit) continue;
    limited.set(name, isMap(value) ? { ...value, request: limit } : limit);
    cuts.push(`${name} from ${write(asked)} to ${write(limit)}`);
  }
  return { values: limited, cuts };
}
