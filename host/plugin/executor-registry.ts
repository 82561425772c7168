import { ConfigError, type ExecutorPlugin } from '../../spi/index.js';
import { importPlugin } from './plugin-entry.js';
import type { LocatedManifest } from './plugin-manifest.js';

interface Registration {
  readonly pluginId: string;
  readonly plugin: ExecutorPlugin;
}

/** Which plugin brings which executor. */
export class ExecutorRegistry {
  private readonly registrations = new Map<string, Registration>();

  /** Names of the executors there are, sorted. */
  get names(): readonly string[] {
    return [...this.registrations.keys()].sort();
  }

  has(executor: string): boolean {
    return this.registrations.has(executor);
  }

  /** @throws ConfigError EXECUTOR_DUPLICATE where two plugins bring an executor of one name. */
  register(executor: string, pluginId: string, plugin: ExecutorPlugin): void {
    const other = this.registrations.get(executor);
    if (other !== undefined) {
      throw new ConfigError(
        `Cannot register executor "${executor}" of plugin ${pluginId}: plugin ${other.pluginId} brings one of ` +
          'that name already. Load only one of the two.',
        { code: 'EXECUTOR_DUPLICATE' },
      );
    }
    this.registrations.set(executor, { pluginId, plugin });
  }

  /** @throws ConfigError UNKNOWN_EXECUTOR naming those available. */
  pluginOf(executor: string): ExecutorPlugin {
    const registration = this.registrations.get(executor);
    if (registration === undefined) {
      throw new ConfigError(`There is no executor "${executor}": ${this.available()}.`, {
        code: 'UNKNOWN_EXECUTOR',
      });
    }
    return registration.plugin;
  }

  /** What there is, as part of a sentence. */
  available(): string {
    return this.names.length === 0
      ? 'no plugin brings an executor'
      : `available are ${this.names.join(', ')}`;
  }
}

/**
 * Loads plugins in the order given and registers their executors as declared.
 * @throws ConfigError PLUGIN_LOAD_FAILED or EXECUTOR_DUPLICATE.
 */
export async function loadPlugins(plugins: readonly LocatedManifest[]): Promise<ExecutorRegistry> {
  const registry = new ExecutorRegistry();
  for (const { path, manifest } of plugins) {
    const plugin = await importPlugin(manifest, path);
    for (const executor of manifest.executors) registry.register(executor, manifest.id, plugin);
  }
  return registry;
}
