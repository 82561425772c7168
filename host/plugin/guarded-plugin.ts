import {
  isExecutorError,
  type Executor,
  type ExecutorPlugin,
  type Problem,
  type ProcessDefinition,
  type Session,
} from '../../spi/index.js';
import { GuardedExecutor } from './guarded-executor.js';
import { pluginBroken } from './plugin-broken.js';
import type { LocatedManifest } from './plugin-manifest.js';
import { flawsOfExecutor, flawsOfProblems } from './spi-shapes.js';

/**
 * Stands between the engine and a plugin: what the plugin throws beside its refusals, and answers that are not as the
 * SPI has them, become PLUGIN_BROKEN, which names the plugin and what it did. Refusals pass as they are.
 */
export function guardPlugin(plugin: ExecutorPlugin, { manifest, path }: LocatedManifest): ExecutorPlugin {
  const name = `${manifest.id} ${manifest.version} (${path})`;
  return {
    check(executor: string, process: ProcessDefinition): readonly Problem[] {
      const call = `check("${executor}", process ${process.name})`;
      return guardCall(name, call, () => plugin.check(executor, process), flawsOfProblems);
    },
    createExecutor(executor: string, session: Session): Executor {
      const made = guardCall(
        name,
        `createExecutor("${executor}")`,
        () => plugin.createExecutor(executor, session),
        (value) => flawsOfExecutor(value, executor),
      );
      return new GuardedExecutor(made, name);
    },
  };
}

function guardCall<T>(
  plugin: string,
  call: string,
  act: () => T,
  flawsOf: (value: unknown) => readonly string[],
): T {
  let value: T;
  try {
    value = act();
  } catch (error) {
    if (isExecutorError(error)) throw error;
    throw pluginBroken(plugin, `${call} threw`, error);
  }
  const flaws = flawsOf(value);
  if (flaws.length > 0) throw pluginBroken(plugin, `${call} returned ${flaws.join(', ')}`);
  return value;
}
