import { dirname, resolve } from 'node:path';
import type { ConfigMap, ExecutorError, Problem } from '../../spi/index.js';
import type { Closure } from '../lang/closure.js';
import { defaultConfigFiles } from '../config/default-config-files.js';
import { checkConfiguration, readConfiguration } from '../config/load-config.js';
import { settingScopes, type LocatedManifest } from '../plugin/plugin-manifest.js';
import { resolvePlugins } from '../plugin/resolve-plugins.js';
import type { RunOptions } from './run-api.js';

/** The options of a run that decide on its configuration. */
export type RunConfigOptions = Pick<
  RunOptions,
  'scriptPath' | 'configFiles' | 'configOverrides' | 'cwd' | 'plugins' | 'builtInPlugins'
>;

/** A run's configuration and the plugins it was read for. */
export interface RunConfig {
  /** Without the settings that are wrong. */
  readonly config: ConfigMap;
  /** The directives of `process` that are closures, by name; `config` holds their texts. */
  readonly closures: ReadonlyMap<string, Closure>;
  /** What is wrong with the settings left out. */
  readonly problems: readonly Problem[];
  /** Found and read, not yet loaded. */
  readonly plugins: readonly LocatedManifest[];
  /** Why other plugins that were asked for cannot be used. */
  readonly pluginRefusals: readonly ExecutorError[];
  /** What people should know about the plugins; sentences. */
  readonly notices: readonly string[];
}

/**
 * Reads the configuration a run would use: first as written, since it may name plugins, then as the plugins' manifests
 * make it readable, which say which scopes are theirs.
 * @throws ScriptError where a file is not in the configuration language.
 * @throws ConfigError where a named file cannot be read.
 */
export async function readRunConfig(options: RunConfigOptions): Promise<RunConfig> {
  const { scriptPath, cwd = process.cwd() } = options;
  const written = await readConfiguration({
    defaultFiles: defaultConfigFiles(scriptPath, cwd),
    files: options.configFiles ?? [],
    overrides: options.configOverrides ?? [],
  });
  const { plugins, refusals, notices } = await resolvePlugins({
    ...(options.plugins === undefined ? {} : { given: { names: options.plugins, by: '-plugins' } }),
    written: written.plugins,
    builtIn: options.builtInPlugins ?? [],
    cwd,
    searchFrom: [resolve(cwd, dirname(scriptPath)), cwd],
  });
  const claims = { scopes: settingScopes(plugins), incomplete: refusals.length > 0 };
  return { ...checkConfiguration(written, claims), plugins, pluginRefusals: refusals, notices };
}
