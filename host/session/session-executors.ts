import type { ConfigError, ConfigMap } from '../../spi/index.js';
import { lookup, lookupString } from '../config/config-lookup.js';
import { aSession } from '../engine/asker.js';
import { chooseExecutors, type ExecutorWish } from '../engine/executor-choice.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import type { SessionOptions } from './session-api.js';

/** The executors a session starts. */
export interface SessionExecutors {
  /** Without those that do not exist; the first takes the tasks that name none. */
  readonly names: readonly string[];
  readonly refusal?: ConfigError;
}

/** Chooses the executors of a session: those it names and those its processes name. */
export function sessionExecutors(
  { executors = [], processes = [] }: Pick<SessionOptions, 'executors' | 'processes'>,
  config: ConfigMap,
  registry: Pick<ExecutorRegistry, 'names' | 'has' | 'available'>,
): SessionExecutors {
  const named = executors.map((executor) => ({ process: '', executor, path: 'executors' }));
  const wishes: ExecutorWish[] = [
    ...(named.length > 0 ? named : [{ process: '', path: 'executors', ...byConfig(config, registry.names) }]),
    ...processes.flatMap(({ process, executor }) => (executor === undefined ? [] : [{ process, executor }])),
  ];
  const names = new Set(
    wishes.flatMap(({ executor }) => executor ?? []).filter((name) => registry.has(name)),
  );
  const { refusal } = chooseExecutors(wishes, { asker: aSession, config, registry });
  return { names: [...names], ...(refusal === undefined ? {} : { refusal }) };
}

function byConfig(config: ConfigMap, names: readonly string[]): { readonly executor?: string } {
  const [only] = names.length === 1 ? names : [];
  const directive = lookup(config, 'process.executor');
  const executor =
    typeof directive === 'string' ? directive : (lookupString(config, 'executor.name') ?? only);
  return executor === undefined ? {} : { executor };
}
