import { readFile } from 'node:fs/promises';
import { Ajv, type ErrorObject } from 'ajv';
import { satisfies, valid, validRange } from 'semver';
import {
  ConfigError,
  describeValue,
  SPI_VERSION,
  type ConfigValue,
  type PluginManifest,
  type Problem,
} from '../../spi/index.js';
import { isEngineScope } from '../config/known-settings.js';
import { PLUGINS } from '../config/plugins-block.js';
import { reasonOf } from '../report/reason-of.js';
import { MANIFEST_EXAMPLE, MANIFEST_RULES, MANIFEST_SCHEMA } from './manifest-schema.js';

/** A manifest and where it stands. */
export interface LocatedManifest {
  /** Of the `plugin.json`. */
  readonly path: string;
  readonly manifest: PluginManifest;
}

/** Dotted scopes of the configuration that the plugins claim for their settings. */
export function settingScopes(plugins: readonly LocatedManifest[]): string[] {
  return [...new Set(plugins.flatMap(({ manifest }) => Object.keys(manifest.settings)))];
}

/**
 * Reads and checks a `plugin.json`.
 * @throws ConfigError PLUGIN_MANIFEST_UNREADABLE, PLUGIN_SPI_UNSUPPORTED, or PLUGIN_MANIFEST_INVALID listing
 * every problem.
 */
export async function readManifest(path: string): Promise<PluginManifest> {
  return parseManifest(await readManifestText(path), path);
}

async function readManifestText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : reasonOf(error);
    throw new ConfigError(
      `Cannot read the plugin manifest ${path}: ${why}. Give the path of a plugin's plugin.json, or of its folder.`,
      { code: 'PLUGIN_MANIFEST_UNREADABLE', cause: error },
    );
  }
}

/** The pure half of {@link readManifest}; `path` is for messages only. Throws as it does. */
export function parseManifest(text: string, path: string): PluginManifest {
  const content = parseJson(text, path);
  // A plugin for another SPI may also have another manifest: its version is the news, not the details.
  refuseOtherSpi(content, path);
  const problems = [...schemaProblems(content), ...versionProblems(content), ...scopeProblems(content)];
  // The file goes with each: they may be listed among the problems of other files.
  const named = problems.map((problem) => ({ ...problem, path: `${path}, ${problem.path}` }));
  if (named.length > 0) throw manifestInvalid(path, named);
  return content as PluginManifest;
}

/** What to say of a manifest that can be read and not be used. */
export function manifestInvalid(path: string, problems: readonly Problem[]): ConfigError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new ConfigError(
    `The plugin manifest ${path} is not valid: ${count}. Mend it, or install another version of the plugin.`,
    {
      code: 'PLUGIN_MANIFEST_INVALID',
      problems: problems.map((problem) => ({ code: 'PLUGIN_MANIFEST_INVALID', ...problem })),
    },
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    // Some editors begin a file with a byte order mark; npm passes over it as well.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigError(`The plugin manifest ${path} is no JSON: ${reasonOf(error)}. Mend the file.`, {
      code: 'PLUGIN_MANIFEST_INVALID',
      cause: error,
    });
  }
}

function refuseOtherSpi(content: unknown, path: string): void {
  const range = field(content, 'spi');
  if (typeof range !== 'string' || validRange(range) === null) return;
  if (satisfies(SPI_VERSION, range, { includePrerelease: true })) return;
  const id = field(content, 'id');
  const plugin = typeof id === 'string' ? id : 'without an id';
  throw new ConfigError(
    `Cannot load plugin ${plugin} (${path}): it was written for SPI ${range}, this engine serves SPI ${SPI_VERSION}. ` +
      'Install a version of the plugin for this engine, or the other way round.',
    { code: 'PLUGIN_SPI_UNSUPPORTED' },
  );
}

// Compiling costs a hundred times what a manifest does.
const validate = new Ajv({ allErrors: true, verbose: true }).compile(MANIFEST_SCHEMA);

function schemaProblems(content: unknown): Problem[] {
  if (validate(content)) return [];
  // What a name fails at is listed beside the name itself, and says less.
  return (validate.errors ?? []).filter(({ propertyName }) => propertyName === undefined).map(problemOf);
}

function problemOf(error: ErrorObject): Problem {
  const where = error.instancePath.slice(1).replaceAll('/', '.');
  const path = where === '' ? 'content' : where;
  if (error.keyword === 'additionalProperties') {
    const name = (error.params as { additionalProperty: string }).additionalProperty;
    const known = Object.keys(MANIFEST_SCHEMA.properties).join(', ');
    return {
      path: name,
      message: `is not a field of a plugin manifest; known are ${known}`,
      fix: 'Remove it.',
    };
  }
  if (error.keyword === 'propertyNames') {
    const { propertyName } = error.params as { propertyName: string };
    return { path: `${path}.${propertyName}`, message: 'must be a dotted scope such as acme or acme.batch' };
  }
  if (error.keyword === 'required') {
    const { missingProperty } = error.params as { missingProperty: string };
    return { path: missingProperty, message: 'is required', ...fixOf(missingProperty) };
  }
  const found = describeValue(error.data as ConfigValue);
  const rule = MANIFEST_RULES[where.split('.')[0] ?? ''];
  return {
    path,
    found,
    message: rule ?? error.message ?? error.keyword,
    ...fixOf(where.split('.')[0] ?? ''),
  };
}

function fixOf(field: string): Pick<Problem, 'fix'> {
  const example = MANIFEST_EXAMPLE[field];
  return example === undefined ? {} : { fix: `Write e.g. "${field}": ${JSON.stringify(example)}` };
}

function versionProblems(content: unknown): Problem[] {
  const problems: Problem[] = [];
  const version = field(content, 'version');
  if (typeof version === 'string' && version !== '' && valid(version) === null) {
    problems.push({
      path: 'version',
      found: describeValue(version),
      message: 'must be a semantic version such as 1.2.3',
    });
  }
  const range = field(content, 'spi');
  if (typeof range === 'string' && range !== '' && validRange(range) === null) {
    problems.push({
      path: 'spi',
      found: describeValue(range),
      message: 'must be a range of versions such as ^1.0.0',
    });
  }
  return problems;
}

/** A plugin that claimed one of the engine's own scopes would keep the engine from checking what it reads. */
function scopeProblems(content: unknown): Problem[] {
  const settings = field(content, 'settings');
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.keys(settings)
    .filter((scope) => isEngineScope(scope) || scope.split('.')[0] === PLUGINS)
    .map((scope) => ({
      path: `settings.${scope}`,
      message: 'belongs to the engine',
      fix: 'Take a scope of its own.',
    }));
}

function field(content: unknown, name: string): unknown {
  return typeof content === 'object' && content !== null
    ? (content as Record<string, unknown>)[name]
    : undefined;
}
