import { ConfigError, describeValue, type ConfigMap, type Problem } from '../../spi/index.js';
import { lookupScope, lookupString } from '../config/config-lookup.js';
import { nearestName } from '../lang/nearest-name.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import type { Asker } from './asker.js';

/** What the choice needs to know of a process. */
export interface ExecutorWish {
  readonly process: string;
  /** The `executor` directive, the configuration's default included. */
  readonly executor?: string;
  /** Where the wish stands, for messages; the process's directive where absent. */
  readonly path?: string;
}

/** The executors processes run on, and what is wrong about the wishes that name none. */
export interface ExecutorChoices {
  /** Executor names by process; without the processes that have no usable one. */
  readonly byProcess: ReadonlyMap<string, string>;
  /** UNKNOWN_EXECUTOR or EXECUTOR_MISSING, listing every process without an executor that exists. */
  readonly refusal?: ConfigError;
}

type Names = Pick<ExecutorRegistry, 'names' | 'has' | 'available'>;

/** What the choice rests on beside the wishes. */
export interface ChoiceGround {
  readonly asker: Asker;
  readonly config: ConfigMap;
  readonly registry: Names;
}

/** The executor of every process: its directive, else `executor.name`. */
export function chooseExecutors(
  wishes: readonly ExecutorWish[],
  { asker, config, registry }: ChoiceGround,
): ExecutorChoices {
  const common = lookupString(config, 'executor.name');
  const byProcess = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { process, executor = common, path = `process ${process}, directive executor` } of wishes) {
    if (executor === undefined) problems.push(noExecutor(path, registry, asker));
    else if (registry.has(executor)) byProcess.set(process, executor);
    else problems.push(unknownExecutor(path, executor, registry));
  }
  if (problems.length === 0) return { byProcess };
  const unknown = problems.some((problem) => problem.found !== undefined);
  const why = unknown ? 'the executor asked for does not exist' : 'no executor is chosen';
  const refusal = new ConfigError(
    `Cannot ${asker.deed}: ${why}; ${registry.available()}. Correct what is listed.`,
    { code: unknown ? 'UNKNOWN_EXECUTOR' : 'EXECUTOR_MISSING', problems },
  );
  return { byProcess, refusal };
}

/** What is set for executors that nobody brings (`executor.$awsec.queueSize`): it would never be read. */
export function refuseOwnerlessSettings(config: ConfigMap, registry: Names): ConfigError | undefined {
  const strangers = Object.keys(lookupScope(config, 'executor')).filter(
    (name) => name.startsWith('$') && !registry.has(name.slice(1)),
  );
  if (strangers.length === 0) return undefined;
  const problems = strangers.map((name): Problem => {
    const nearest = nearestName(name.slice(1), registry.names);
    return {
      path: `executor.${name}`,
      message: `is for an executor that does not exist; ${registry.available()}`,
      fix: nearest === undefined ? 'Leave it out.' : `Did you mean executor.$${nearest}?`,
    };
  });
  return new ConfigError('Cannot use the configuration: it sets up executors that do not exist.', {
    code: 'CONFIG_INVALID',
    problems,
  });
}

function noExecutor(path: string, registry: Names, asker: Asker): Problem {
  const [first] = registry.names;
  return {
    path,
    message: 'is missing',
    ...(first === undefined ? {} : { fix: asker.giveExecutor(first) }),
  };
}

function unknownExecutor(path: string, executor: string, registry: Names): Problem {
  const nearest = nearestName(executor, registry.names) ?? registry.names[0];
  return {
    path,
    found: describeValue(executor),
    message: `is not the name of an executor; ${registry.available()}`,
    ...(nearest === undefined ? {} : { fix: `Name an executor there is, e.g. '${nearest}'.` }),
  };
}
