import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, type Clock, type ExecutorPlugin } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import type { LocatedManifest } from './plugin-manifest.js';

/** How long an entry may take to load, in milliseconds: one that waits for ever must not take the run with it. */
const PATIENCE_MS = 30_000;

/**
 * Imports a plugin's entry module and takes its `plugin` export. The one place that imports by a computed name.
 * @throws ConfigError PLUGIN_LOAD_FAILED, the entry's own error as its cause.
 */
export async function importPlugin(located: LocatedManifest, clock: Clock): Promise<ExecutorPlugin> {
  const entry = await entryFile(located);
  let module: Record<string, unknown>;
  try {
    module = await atMost(clock, import(pathToFileURL(entry).href) as Promise<Record<string, unknown>>);
  } catch (error) {
    throw loadFailure(located, `its entry ${entry} failed: ${reasonOf(error)}`, error);
  }
  const plugin = module['plugin'];
  if (!answers(located, entry, plugin)) {
    throw loadFailure(
      located,
      `its entry ${entry} exports no "plugin" with the functions ${FUNCTIONS.join(' and ')}`,
    );
  }
  return plugin;
}

async function atMost<T>(clock: Clock, loading: Promise<T>): Promise<T> {
  return new Promise((loaded, failed) => {
    const timer = clock.after(PATIENCE_MS, () => {
      failed(new Error(`it was not loaded within ${PATIENCE_MS / 1000} seconds`));
    });
    void loading.then(loaded, failed).finally(() => timer.cancel());
  });
}

/** Both as written and with links resolved, the entry must lie in the plugin's folder. */
async function entryFile(located: LocatedManifest): Promise<string> {
  const { manifest, path } = located;
  const folder = dirname(resolve(path));
  const entry = resolve(folder, manifest.entry);
  if (isAbsolute(manifest.entry) || !isWithin(folder, entry)) {
    throw loadFailure(located, `its entry "${manifest.entry}" lies outside of the plugin's folder ${folder}`);
  }
  try {
    const [realFolder, realEntry] = await Promise.all([realpath(folder), realpath(entry)]);
    if (isWithin(realFolder, realEntry)) return realEntry;
  } catch (error) {
    throw loadFailure(located, `its entry ${entry} cannot be read: ${reasonOf(error)}`, error);
  }
  throw loadFailure(located, `its entry "${manifest.entry}" links out of the plugin's folder ${folder}`);
}

function isWithin(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

const FUNCTIONS = ['check', 'createExecutor'];

function isExecutorPlugin(value: unknown): value is ExecutorPlugin {
  return (
    typeof value === 'object' &&
    value !== null &&
    FUNCTIONS.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
  );
}

/** Looking at what a plugin exports may run its code: a getter, a proxy. */
function answers(located: LocatedManifest, entry: string, plugin: unknown): plugin is ExecutorPlugin {
  try {
    return isExecutorPlugin(plugin);
  } catch (error) {
    throw loadFailure(located, `its entry ${entry} failed: ${reasonOf(error)}`, error);
  }
}

function loadFailure({ manifest }: LocatedManifest, why: string, cause?: unknown): ConfigError {
  return new ConfigError(
    `Cannot load plugin ${manifest.id} ${manifest.version}: ${why}. Reinstall or rebuild the plugin.`,
    { code: 'PLUGIN_LOAD_FAILED', ...(cause === undefined ? {} : { cause }) },
  );
}
