import { PreconditionError, type Executor, type ProcessDefinition, type Session } from '../../spi/index.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import type { Refusals } from './refusals.js';

/** What executors are made of. */
export interface ExecutorSource {
  readonly registry: ExecutorRegistry;
  readonly session: Session;
  readonly refusals: Refusals;
}

/** A process and the executor it is to run on. */
export interface PlacedProcess {
  readonly definition: ProcessDefinition;
  readonly executor: string;
}

/** Makes executors by name, into `made`; adds why one cannot be had, or not be used here, to `refusals`. */
export function createExecutors(
  names: Iterable<string>,
  { registry, session, refusals }: ExecutorSource,
  made: Map<string, Executor>,
): void {
  for (const name of new Set(names)) {
    const executor = refusals.collect(() => registry.pluginOf(name).createExecutor(name, session));
    if (executor === undefined) continue;
    made.set(name, executor);
    refusals.collect(() => requireFusion(executor));
  }
}

function requireFusion({ name, capabilities }: Executor): void {
  if (capabilities.fusion) return;
  throw new PreconditionError(
    `Cannot use executor "${name}": its tasks do not see their work dir through Fusion (capability fusion is ` +
      'false), and this engine knows no other way yet. Choose an executor with Fusion.',
    { code: 'LAUNCH_UNSUPPORTED' },
  );
}

/** Starts executors one after the other, each with its own processes, and their monitors; until `stopped`. */
export async function startExecutors(
  executors: ReadonlyMap<string, Executor>,
  processes: readonly PlacedProcess[],
  stopped: () => boolean,
): Promise<void> {
  for (const [name, executor] of executors) {
    const own = processes.filter((process) => process.executor === name);
    await executor.start(own.map(({ definition }) => definition));
    if (stopped()) return;
    executor.createTaskMonitor().start();
  }
}
