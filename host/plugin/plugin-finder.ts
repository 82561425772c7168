import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { PluginIdRequest } from './plugin-request.js';

/** What the look-up of an id came to. */
export interface PluginSearch {
  /** Path of the `plugin.json`. */
  readonly manifestPath?: string;
  /** Folder of a package of that name that holds no `plugin.json`; only where nothing was found. */
  readonly bare?: string;
}

/**
 * Looks an id up as Node looks up packages: in `node_modules` of each folder of `starts` and of those above it, and in
 * the package itself that a start belongs to, so that a plugin's own examples find it.
 */
export async function findPlugin(request: PluginIdRequest, starts: readonly string[]): Promise<PluginSearch> {
  let bare: string | undefined;
  const packages = new Set(await Promise.all(starts.map(packageOf)));
  for (const folder of foldersAbove(starts)) {
    const own = join(folder, 'plugin.json');
    if (packages.has(folder) && (await idIn(own)) === request.id) return { manifestPath: own };
    const installed = join(folder, 'node_modules', request.packageName);
    if (await isFile(join(installed, 'plugin.json'))) return { manifestPath: join(installed, 'plugin.json') };
    if (bare === undefined && (await isFolder(installed))) bare = installed;
  }
  return bare === undefined ? {} : { bare };
}

/** Ids of the plugins that a look-up from `starts` can find in `node_modules`; those of an npm scope are left out. */
export async function installedPlugins(starts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of foldersAbove(starts)) {
    const modules = join(folder, 'node_modules');
    const names = await readdir(modules).catch(() => []);
    const plugins = await Promise.all(names.map((name) => isFile(join(modules, name, 'plugin.json'))));
    found.push(...names.filter((_, index) => plugins[index]));
  }
  return [...new Set(found)];
}

/** The manifest a path stands for: itself, or `plugin.json` in the folder it names. */
export async function manifestAt(path: string): Promise<string> {
  return (await isFolder(path)) ? join(path, 'plugin.json') : path;
}

/** Whether the folder holds a `plugin.json`. */
export async function holdsPlugin(folder: string): Promise<boolean> {
  return isFile(join(folder, 'plugin.json'));
}

/** The path without links, by which one file is told from another; as given where it cannot be followed. */
export async function identityOf(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

/** The folder of the package that a folder belongs to: whatever else lies above it may be anybody's, as in `/tmp`. */
async function packageOf(start: string): Promise<string | undefined> {
  for (const folder of foldersAbove([start])) {
    if (await isFile(join(folder, 'package.json'))) return folder;
    if (basename(dirname(folder)) === 'node_modules') return undefined;
  }
  return undefined;
}

/** Each start and the folders above it, nearest first, none twice. */
function foldersAbove(starts: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const start of starts) {
    for (let folder = resolve(start); ; folder = dirname(folder)) {
      // What lies directly in node_modules is packages, never their node_modules.
      if (basename(folder) !== 'node_modules') folders.add(folder);
      if (dirname(folder) === folder) break;
    }
  }
  return [...folders];
}

async function idIn(manifestPath: string): Promise<unknown> {
  const text = await readFile(manifestPath, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return (JSON.parse(text) as { readonly id?: unknown } | null)?.id;
  } catch {
    // Some other program's file of that name is none of our business.
    return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
