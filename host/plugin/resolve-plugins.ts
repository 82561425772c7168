import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, isExecutorError, type ExecutorError } from '../../spi/index.js';
import { nearestName } from '../lang/nearest-name.js';
import { askedPlugins, type AskedPlugins, type GivenPlugins } from './asked-plugins.js';
import { foreignPlugins, providedPlugins } from './nextflow-plugins.js';
import { decidePlugins, type PluginCandidate } from './plugin-decision.js';
import {
  findPlugin,
  holdsPlugin,
  identityOf,
  installedPlugins,
  manifestAt,
  type PluginSearch,
} from './plugin-finder.js';
import { manifestInvalid, readManifest, type LocatedManifest } from './plugin-manifest.js';
import { formatPluginId, type PluginIdRequest } from './plugin-request.js';

/** Which plugins a run asks for, and where to look. */
export interface PluginWishes {
  /** What the program or its user names; absent where the configuration is to decide. */
  readonly given?: GivenPlugins;
  /** What the configuration names. */
  readonly written?: readonly PluginIdRequest[];
  /** Paths of the `plugin.json` files that the program brings itself: loaded unasked. */
  readonly builtIn?: readonly string[];
  /** Folder that paths are relative to. */
  readonly cwd: string;
  /** Folders to look ids up from, the first first; the engine's own comes last. */
  readonly searchFrom: readonly string[];
}

/** The plugins of a run, read and not yet loaded. */
export interface ResolvedPlugins {
  /** In the order of loading. */
  readonly plugins: readonly LocatedManifest[];
  /** Why others that were asked for cannot be used; the run must not start where there is one. */
  readonly refusals: readonly ExecutorError[];
  /** What people should know and nothing is wrong about; sentences. */
  readonly notices: readonly string[];
}

const engineFolder = dirname(fileURLToPath(import.meta.url));

/** Finds and reads the manifests of the plugins asked for. Imports nothing; everything wrong comes as a value. */
export async function resolvePlugins(wishes: PluginWishes): Promise<ResolvedPlugins> {
  const resolution = new Resolution(wishes);
  await resolution.addBuiltIn();
  await resolution.addPaths();
  await resolution.addIds();
  return resolution.result();
}

class Resolution {
  private readonly candidates: PluginCandidate[] = [];
  private readonly refusals: ExecutorError[];
  private readonly asked: AskedPlugins;
  private readonly ids: readonly PluginIdRequest[];
  private readonly provided: readonly PluginIdRequest[];
  private readonly starts: readonly string[];

  constructor(private readonly wishes: PluginWishes) {
    this.asked = askedPlugins(wishes.given, wishes.written ?? []);
    this.refusals = [...this.asked.refusals];
    const ids = this.asked.requests.filter((request) => request.kind === 'id');
    this.ids = ids.filter(({ packageName }) => !providedPlugins.has(packageName));
    this.provided = ids.filter(({ packageName }) => providedPlugins.has(packageName));
    this.starts = [...wishes.searchFrom, engineFolder];
  }

  async addBuiltIn(): Promise<void> {
    for (const path of this.wishes.builtIn ?? []) await this.add(path, 'built in', true);
  }

  async addPaths(): Promise<void> {
    for (const request of this.asked.requests) {
      if (request.kind === 'id') continue;
      await this.add(await manifestAt(resolve(this.wishes.cwd, request.path)), request.origin, false);
    }
  }

  /** Ids come last: one that is here already, by path or built in, is not looked for. */
  async addIds(): Promise<void> {
    for (const request of this.ids) {
      if (this.candidates.some(({ plugin }) => plugin.manifest.id === request.id)) continue;
      const search = await findPlugin(request, this.starts);
      if (search.manifestPath === undefined) this.refusals.push(await this.notFound(request, search));
      else await this.add(search.manifestPath, request.origin, false, request.id);
    }
  }

  result(): ResolvedPlugins {
    const decision = decidePlugins(this.candidates, this.ids);
    return {
      plugins: decision.plugins,
      refusals: [...this.refusals, ...decision.refusals],
      notices: [...this.asked.notices, ...this.provided.map(describeProvided)],
    };
  }

  private async add(path: string, origin: string, builtIn: boolean, id?: string): Promise<void> {
    const identity = await identityOf(path);
    if (this.candidates.some((candidate) => candidate.identity === identity)) return;
    try {
      const manifest = await readManifest(path);
      if (id !== undefined && manifest.id !== id) throw otherId(path, manifest.id, id);
      this.candidates.push({ plugin: { path, manifest }, identity, origin, builtIn });
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      this.refusals.push(error);
    }
  }

  private async notFound(request: PluginIdRequest, { bare }: PluginSearch): Promise<ConfigError> {
    const what = `Cannot find plugin ${formatPluginId(request)}, asked for by ${request.origin}`;
    const message = foreignPlugins.has(request.packageName)
      ? `${what}: it is a part of Nextflow that this engine has not and cannot load. Remove it.`
      : `${what}: ${this.whyNotFound(request, bare)}. ${await this.mend(request)}`;
    return new ConfigError(message, { code: 'PLUGIN_NOT_FOUND' });
  }

  private whyNotFound({ packageName }: PluginIdRequest, bare: string | undefined): string {
    if (bare !== undefined)
      return `the package ${bare} holds no plugin.json, so it is no plugin of this engine`;
    const folders = [...new Set(this.starts.map((start) => resolve(start)))].join(' and ');
    return `no node_modules/${packageName} with a plugin.json is in ${folders} or above them`;
  }

  private async mend(request: PluginIdRequest): Promise<string> {
    const by = this.wishes.given?.by ?? '-plugins';
    if (await holdsPlugin(resolve(this.wishes.cwd, request.packageName)))
      return `Give ${by} ./${request.packageName} to load the folder of that name.`;
    const known = this.candidates.map(({ plugin }) => plugin.manifest.id);
    const nearest = nearestName(request.packageName, [...known, ...(await installedPlugins(this.starts))]);
    const guess = nearest === undefined ? 'Install it' : `Did you mean ${nearest}? Install it otherwise`;
    return `${guess}, e.g. npm install ${formatPluginId(request)}, or give its path by ${by}.`;
  }
}

function describeProvided(request: PluginIdRequest): string {
  const what = providedPlugins.get(request.packageName) ?? '';
  return `Plugin ${formatPluginId(request)} (${request.origin}) is not loaded: ${what} part of this engine.`;
}

function otherId(path: string, found: string, expected: string): ConfigError {
  return manifestInvalid(path, [
    { path: `${path}, id`, found, message: `must be ${expected}, as the package that was asked for` },
  ]);
}
