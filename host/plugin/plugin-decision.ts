import { intersects, satisfies } from 'semver';
import { ConfigError } from '../../spi/index.js';
import type { LocatedManifest } from './plugin-manifest.js';
import { formatPluginId, type PluginIdRequest } from './plugin-request.js';

/** A plugin that a run could load. */
export interface PluginCandidate {
  readonly plugin: LocatedManifest;
  /** What tells one place from another: the manifest's path without links. */
  readonly identity: string;
  /** Who brought it up, for messages. */
  readonly origin: string;
  /** Whether the program brings it unasked: it then gives way to one of its id that was asked for by path. */
  readonly builtIn: boolean;
}

/** What to load, in this order, and what stands in the way. */
export interface PluginDecision {
  /** One for each id, also where something is wrong about it: its settings are then still known by name. */
  readonly plugins: readonly LocatedManifest[];
  readonly refusals: readonly ConfigError[];
}

/**
 * Decides which of the candidates a run loads: one for each id, in a version that everybody who asks for it accepts.
 * Refuses PLUGIN_CONFLICT and PLUGIN_VERSION_MISMATCH.
 */
export function decidePlugins(
  candidates: readonly PluginCandidate[],
  requests: readonly PluginIdRequest[],
): PluginDecision {
  const plugins: LocatedManifest[] = [];
  const refusals: ConfigError[] = [];
  for (const [id, rivals] of byId(candidates)) {
    const [chosen, other] = rivals;
    plugins.push(chosen.plugin);
    if (other !== undefined) refusals.push(twoPlaces(chosen, other));
    const asking = requests.filter((request) => request.id === id);
    const quarrel = contradiction(asking);
    if (quarrel === undefined) refusals.push(...mismatches(chosen, asking));
    else refusals.push(quarrel);
  }
  return { plugins, refusals };
}

type Rivals = readonly [PluginCandidate, ...PluginCandidate[]];

/** The candidates of each id that differ, those that give way left out. */
function byId(candidates: readonly PluginCandidate[]): Map<string, Rivals> {
  const groups = new Map<string, Rivals>();
  for (const candidate of candidates) {
    const { id } = candidate.plugin.manifest;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [candidate]);
    else if (group.every(({ identity }) => identity !== candidate.identity))
      groups.set(id, group[0].builtIn ? [candidate] : [...group, candidate]);
  }
  return groups;
}

function twoPlaces(one: PluginCandidate, other: PluginCandidate): ConfigError {
  const describe = ({ plugin: { manifest, path }, origin }: PluginCandidate): string =>
    `version ${manifest.version} at ${path} (${origin})`;
  return new ConfigError(
    `Cannot load plugin ${one.plugin.manifest.id}: it is found twice, ${describe(one)} and ${describe(other)}. ` +
      'Ask for one of the two only.',
    { code: 'PLUGIN_CONFLICT' },
  );
}

/** The first two who ask for versions that no release can meet both. */
function contradiction(requests: readonly PluginIdRequest[]): ConfigError | undefined {
  for (const [index, one] of requests.entries()) {
    const other = requests.slice(index + 1).find((later) => disagree(one.range, later.range));
    if (other === undefined) continue;
    return new ConfigError(
      `Cannot load plugin ${one.id}: ${formatPluginId(one)} is asked for by ${one.origin}, and ` +
        `${formatPluginId(other)} by ${other.origin}; no version is both. Keep one of the two.`,
      { code: 'PLUGIN_CONFLICT' },
    );
  }
  return undefined;
}

function disagree(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && !intersects(one, other, { includePrerelease: true });
}

function mismatches(chosen: PluginCandidate, requests: readonly PluginIdRequest[]): ConfigError[] {
  const { manifest, path } = chosen.plugin;
  return requests
    .filter(
      ({ range }) => range !== undefined && !satisfies(manifest.version, range, { includePrerelease: true }),
    )
    .map((request) => {
      const wanted = formatPluginId(request);
      const mend = chosen.builtIn
        ? 'use a release of this program that brings what is asked for'
        : `install that one (npm install ${wanted})`;
      const where = chosen.builtIn ? 'built into this program' : `at ${path}`;
      return new ConfigError(
        `Cannot load plugin ${wanted}, asked for by ${request.origin}: the one ${where} is version ` +
          `${manifest.version}. Ask for ${request.packageName}@${manifest.version}, or ${mend}.`,
        { code: 'PLUGIN_VERSION_MISMATCH' },
      );
    });
}
