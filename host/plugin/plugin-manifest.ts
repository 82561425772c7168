import { readFile } from 'node:fs/promises';
import { Ajv, type ErrorObject } from 'ajv';
import { satisfies, valid, validRange } from 'semver';
import { ConfigError, SPI_VERSION, type PluginManifest, type Problem } from '../../spi/index.js';
import { isEngineScope } from '../config/known-settings.js';
import { reasonOf } from '../report/reason-of.js';
import { MANIFEST_SCHEMA } from './manifest-schema.js';

/** A manifest and where it stands. */
export interface LocatedManifest {
  readonly path: string;
  readonly manifest: PluginManifest;
}

/**
 * Reads several manifests in the order given; a path named twice is read once.
 * @throws ConfigError as {@link readManifest}, for the first that cannot be used.
 */
export async function readManifests(paths: readonly string[]): Promise<LocatedManifest[]> {
  const located: LocatedManifest[] = [];
  for (const path of new Set(paths)) located.push({ path, manifest: await readManifest(path) });
  return located;
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
    throw new ConfigError(
      `Cannot read the plugin manifest ${path}: ${reasonOf(error)}. Give the path of a plugin's plugin.json.`,
      { code: 'PLUGIN_MANIFEST_UNREADABLE', cause: error },
    );
  }
}

/** The pure half of {@link readManifest}; `path` is for messages only. */
export function parseManifest(text: string, path: string): PluginManifest {
  const content = parseJson(text, path);
  // A plugin for another SPI may also have another manifest: its version is the news, not the details.
  refuseOtherSpi(content, path);
  const problems = [...schemaProblems(content), ...versionProblems(content), ...scopeProblems(content)];
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    throw new ConfigError(
      `The plugin manifest ${path} is not valid: ${count}. Mend it, or install another version of the plugin.`,
      { code: 'PLUGIN_MANIFEST_INVALID', problems },
    );
  }
  return content as PluginManifest;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
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
  const plugin = typeof id === 'string' ? id : path;
  throw new ConfigError(
    `Cannot load plugin ${plugin}: it was written for SPI ${range}, this engine serves SPI ${SPI_VERSION}. ` +
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
  const path = where === '' ? 'plugin.json' : where;
  if (error.keyword === 'additionalProperties') {
    const name = (error.params as { additionalProperty: string }).additionalProperty;
    const known = Object.keys(MANIFEST_SCHEMA.properties).join(', ');
    return { path: name, message: `is not a field of a plugin manifest; known are ${known}` };
  }
  const message = error.message ?? error.keyword;
  if (error.keyword === 'propertyNames') {
    const { propertyName } = error.params as { propertyName: string };
    return { path: `${path}.${propertyName}`, message: 'must be a dotted scope such as acme or acme.batch' };
  }
  if (error.keyword === 'required') return { path, message };
  return { path, message, found: JSON.stringify(error.data) };
}

function versionProblems(content: unknown): Problem[] {
  const problems: Problem[] = [];
  const version = field(content, 'version');
  if (typeof version === 'string' && version !== '' && valid(version) === null) {
    problems.push({ path: 'version', found: version, message: 'must be a semantic version such as 1.2.3' });
  }
  const range = field(content, 'spi');
  if (typeof range === 'string' && range !== '' && validRange(range) === null) {
    problems.push({ path: 'spi', found: range, message: 'must be a range of versions such as ^0.1.0' });
  }
  return problems;
}

/** A plugin that claimed one of the engine's own scopes would keep the engine from checking what it reads. */
function scopeProblems(content: unknown): Problem[] {
  const settings = field(content, 'settings');
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.keys(settings)
    .filter(isEngineScope)
    .map((scope) => ({
      path: `settings.${scope}`,
      message: 'belongs to the engine; take a scope of its own',
    }));
}

function field(content: unknown, name: string): unknown {
  return typeof content === 'object' && content !== null
    ? (content as Record<string, unknown>)[name]
    : undefined;
}
