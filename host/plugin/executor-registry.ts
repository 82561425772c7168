import {
  ConfigError,
  isExecutorError,
  type Clock,
  type ExecutorError,
  type ExecutorPlugin,
} from '../../spi/index.js';
import { guardPlugin } from './guarded-plugin.js';
import { importPlugin } from './plugin-entry.js';
import type { LocatedManifest } from './plugin-manifest.js';

/** Which plugin brings which executor. */
export class ExecutorRegistry {
  private readonly plugins = new Map<string, ExecutorPlugin>();

  /** Names of the executors there are, sorted. */
  get names(): readonly string[] {
    return [...this.plugins.keys()].sort();
  }

  has(executor: string): boolean {
    return this.plugins.has(executor);
  }

  /** @throws Error where there is an executor of that name: {@link loadPlugins} refuses two before it loads any. */
  register(executor: string, plugin: ExecutorPlugin): void {
    if (this.plugins.has(executor)) throw new Error(`Executor ${executor} is registered twice.`);
    this.plugins.set(executor, plugin);
  }

  /** @throws ConfigError UNKNOWN_EXECUTOR naming those available. */
  pluginOf(executor: string): ExecutorPlugin {
    const plugin = this.plugins.get(executor);
    if (plugin === undefined) {
      throw new ConfigError(`There is no executor "${executor}": ${this.available()}.`, {
        code: 'UNKNOWN_EXECUTOR',
      });
    }
    return plugin;
  }

  /** What there is, as part of a sentence. */
  available(): string {
    return this.names.length === 0
      ? 'no plugin brings an executor'
      : `available are ${this.names.join(', ')}`;
  }
}

/** The executors of plugins that were loaded, and why others were not. */
export interface LoadedPlugins {
  readonly registry: ExecutorRegistry;
  /** EXECUTOR_DUPLICATE and PLUGIN_LOAD_FAILED; the run must not start where there is one. */
  readonly refusals: readonly ExecutorError[];
}

/**
 * Loads plugins in the order given and registers their executors as declared. Where two declare one name nothing is
 * loaded: which of them runs first would otherwise be an accident.
 * @param clock gives up on an entry that takes too long.
 */
export async function loadPlugins(plugins: readonly LocatedManifest[], clock: Clock): Promise<LoadedPlugins> {
  const registry = new ExecutorRegistry();
  const duplicates = duplicateExecutors(plugins);
  if (duplicates.length > 0) return { registry, refusals: duplicates };
  const refusals: ExecutorError[] = [];
  for (const located of plugins) {
    try {
      const plugin = guardPlugin(await importPlugin(located, clock), located);
      for (const executor of located.manifest.executors) registry.register(executor, plugin);
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      refusals.push(error);
    }
  }
  return { registry, refusals };
}

function duplicateExecutors(plugins: readonly LocatedManifest[]): ConfigError[] {
  const owners = new Map<string, LocatedManifest>();
  const refusals: ConfigError[] = [];
  for (const plugin of plugins) {
    for (const executor of plugin.manifest.executors) {
      const owner = owners.get(executor);
      if (owner === undefined) owners.set(executor, plugin);
      else refusals.push(duplicate(executor, owner, plugin));
    }
  }
  return refusals;
}

function duplicate(executor: string, one: LocatedManifest, other: LocatedManifest): ConfigError {
  const describe = ({ path, manifest }: LocatedManifest): string =>
    `plugin ${manifest.id} ${manifest.version} at ${path}`;
  return new ConfigError(
    `Cannot load two executors of one name: "${executor}" is brought by ${describe(one)} and by ` +
      `${describe(other)}. Load only one of the two.`,
    { code: 'EXECUTOR_DUPLICATE' },
  );
}
