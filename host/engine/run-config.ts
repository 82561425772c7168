import type { ConfigMap, Problem } from '../../spi/index.js';
import { defaultConfigFiles } from '../config/default-config-files.js';
import { loadConfig } from '../config/load-config.js';
import { readManifests, settingScopes, type LocatedManifest } from '../plugin/plugin-manifest.js';
import type { RunOptions } from './run-api.js';

/** The options of a run that decide on its configuration. */
export type RunConfigOptions = Pick<
  RunOptions,
  'scriptPath' | 'configFiles' | 'configOverrides' | 'cwd' | 'pluginManifests'
>;

/** A run's configuration and the plugins it was read for. */
export interface RunConfig {
  /** Without the settings that are wrong. */
  readonly config: ConfigMap;
  /** What is wrong with the settings left out. */
  readonly problems: readonly Problem[];
  readonly plugins: readonly LocatedManifest[];
}

/**
 * Reads the configuration a run would use. The plugins' manifests come first: they say which scopes are theirs.
 * @throws ScriptError where a file is not in the configuration language.
 * @throws ConfigError where a manifest or a named file cannot be used.
 */
export async function readRunConfig(options: RunConfigOptions): Promise<RunConfig> {
  const plugins = await readManifests(options.pluginManifests);
  const { config, problems } = await loadConfig({
    defaultFiles: defaultConfigFiles(options.scriptPath, options.cwd ?? process.cwd()),
    files: options.configFiles ?? [],
    overrides: options.configOverrides ?? [],
    pluginScopes: settingScopes(plugins),
  });
  return { config, problems, plugins };
}
