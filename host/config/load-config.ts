import { ConfigError, type ConfigMap, type Problem } from '../../spi/index.js';
import type { ConfigOverride } from '../engine/run-api.js';
import { firstOfEachPath } from '../report/first-of-each-path.js';
import type { PluginIdRequest } from '../plugin/plugin-request.js';
import { readDefaultFile, readNamedFile, type ConfigFileText } from './config-file.js';
import { readConfig } from './config-reader.js';
import { checkSettings, describeConflict } from './settings-check.js';
import type { Closure } from '../lang/closure.js';
import { toConfigMap } from './settings-freezer.js';
import {
  closuresOf,
  emptyScope,
  mergeInto,
  setAt,
  withoutPaths,
  type SettingConflict,
  type SettingScope,
} from './settings-tree.js';
import { withoutUnclaimed } from './unclaimed-scopes.js';

/** Where the configuration of a run comes from; later sources win. */
export interface ConfigSources {
  /** Paths that are read where they exist; see `defaultConfigFiles`. */
  readonly defaultFiles?: readonly string[];
  /** Paths the user named; each must exist. */
  readonly files?: readonly string[];
  /** Settings of the command line. */
  readonly overrides?: readonly ConfigOverride[];
}

/** A configuration as written: only the run's plugins say which settings there are. */
export interface WrittenConfig {
  readonly root: SettingScope;
  /** What is wrong with it whoever reads it. */
  readonly problems: readonly Problem[];
}

/** The configuration that files and the command line make. */
export interface ReadConfig extends WrittenConfig {
  /** What its `plugins` blocks ask for, in the order of the files. */
  readonly plugins: readonly PluginIdRequest[];
}

/** What the plugins of a run claim of its configuration. */
export interface PluginClaims {
  /** Dotted scopes that belong to plugins, which check what stands in them. */
  readonly scopes: readonly string[];
  /** Whether there are plugins that nobody could ask: scopes no other part knows may then be theirs. */
  readonly incomplete?: boolean;
}

/** A configuration as checked. */
export interface LoadedConfig {
  /** The settings that the engine serves and can use, deeply frozen. */
  readonly config: ConfigMap;
  /** The directives of `process` that are closures, by name; `config` holds their texts. */
  readonly closures: ReadonlyMap<string, Closure>;
  /** What is wrong with the others. They are left out, so that nobody trips over them a second time. */
  readonly problems: readonly Problem[];
}

/**
 * Reads and merges the configuration of a run.
 * @throws ScriptError where a file is not in the configuration language.
 * @throws ConfigError CONFIG_UNREADABLE when a named file cannot be read.
 */
export async function readConfiguration(sources: ConfigSources): Promise<ReadConfig> {
  const files = (await readAll(sources)).map(({ path, text }) => readConfig(text, path));
  const root = emptyScope('the configuration');
  const conflicts: SettingConflict[] = [];
  for (const file of files) conflicts.push(...file.conflicts, ...mergeInto(root, file.root));
  const malformed = applyOverrides(root, sources.overrides ?? [], conflicts);
  return {
    root,
    problems: [...malformed, ...conflicts.map(describeConflict)],
    plugins: files.flatMap(({ plugins }) => plugins),
  };
}

/** Checks a configuration against what the engine and the run's plugins serve. */
export function checkConfiguration(written: WrittenConfig, claims: PluginClaims): LoadedConfig {
  const root = claims.incomplete === true ? withoutUnclaimed(written.root, claims.scopes) : written.root;
  const wrong = checkSettings(root, claims.scopes);
  const usable = withoutPaths(root, new Set(wrong.map(({ path }) => path)));
  // A conflict often makes the setting wrong in a second way too; that would be said twice.
  const problems = firstOfEachPath([...written.problems, ...wrong]);
  return { config: toConfigMap(usable), closures: closuresOf(usable), problems };
}

/** What to say of problems that {@link checkConfiguration} found. */
export function configInvalid(problems: readonly Problem[]): ConfigError {
  return new ConfigError(summary(problems.length), { code: 'CONFIG_INVALID', problems });
}

function applyOverrides(
  root: SettingScope,
  overrides: readonly ConfigOverride[],
  conflicts: SettingConflict[],
): Problem[] {
  const problems: Problem[] = [];
  for (const { path, value } of overrides) {
    const names = path.split('.');
    if (names.includes('')) {
      problems.push({
        path,
        message: 'is no path of a setting (given on the command line)',
        fix: 'Write names with single dots between them.',
      });
    } else {
      conflicts.push(...setAt(root, names, { kind: 'value', value, origin: 'the command line' }));
    }
  }
  return problems;
}

async function readAll(sources: ConfigSources): Promise<ConfigFileText[]> {
  const defaults = await Promise.all((sources.defaultFiles ?? []).map(readDefaultFile));
  const named = await Promise.all((sources.files ?? []).map(readNamedFile));
  const outcomes = [...defaults, ...named];
  const problems = outcomes.flatMap((outcome) => ('problem' in outcome ? [outcome.problem] : []));
  if (problems.length > 0) {
    const files = problems.length === 1 ? 'one file is' : `${problems.length} files are`;
    const message = `Cannot read the configuration: ${files} missing or unreadable. Correct what is listed.`;
    throw new ConfigError(message, { code: 'CONFIG_UNREADABLE', problems });
  }
  return outcomes.flatMap((outcome) => ('text' in outcome ? [outcome] : []));
}

function summary(count: number): string {
  const what = count === 1 ? 'one setting is wrong' : `${count} settings are wrong`;
  return `Cannot use the configuration: ${what}. Correct what is listed and run again.`;
}
