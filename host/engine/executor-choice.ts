import { ConfigError, type ConfigMap, type Problem } from '../../spi/index.js';
import { lookupString } from '../config/config-lookup.js';
import { nearestName } from '../lang/nearest-name.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';

/** What the choice needs to know of a process. */
export interface ExecutorWish {
  readonly process: string;
  /** The `executor` directive, the configuration's default included. */
  readonly executor?: string;
}

/**
 * The executor of every process: its directive, else `executor.name`.
 * @returns executor names by process.
 * @throws ConfigError UNKNOWN_EXECUTOR or EXECUTOR_MISSING listing every process without one that exists.
 */
export function chooseExecutors(
  wishes: readonly ExecutorWish[],
  config: ConfigMap,
  registry: Pick<ExecutorRegistry, 'names' | 'has' | 'available'>,
): ReadonlyMap<string, string> {
  const common = lookupString(config, 'executor.name');
  const choices = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { process, executor = common } of wishes) {
    if (executor === undefined) problems.push(noExecutor(process, registry));
    else if (registry.has(executor)) choices.set(process, executor);
    else problems.push(unknownExecutor(process, executor, registry));
  }
  if (problems.length === 0) return choices;
  const unknown = problems.some((problem) => problem.found !== undefined);
  const why = unknown ? 'the executor asked for does not exist' : 'no executor is chosen';
  throw new ConfigError(`Cannot run the pipeline: ${why}; ${registry.available()}. Correct what is listed.`, {
    code: unknown ? 'UNKNOWN_EXECUTOR' : 'EXECUTOR_MISSING',
    problems,
  });
}

function noExecutor(process: string, registry: Pick<ExecutorRegistry, 'names'>): Problem {
  const [first] = registry.names;
  return {
    path: `process ${process}`,
    message: 'has no executor',
    ...(first === undefined ? {} : { fix: `Add to nextflow.config: process.executor = '${first}'` }),
  };
}

function unknownExecutor(
  process: string,
  executor: string,
  registry: Pick<ExecutorRegistry, 'names' | 'available'>,
): Problem {
  const nearest = nearestName(executor, registry.names) ?? registry.names[0];
  return {
    path: `process ${process}, directive executor`,
    found: executor,
    message: `is not the name of an executor; ${registry.available()}`,
    ...(nearest === undefined ? {} : { fix: `Set process.executor = '${nearest}'` }),
  };
}
