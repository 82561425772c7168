import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this package stands on disk and which version it is. */
export interface PackageRoot {
  /** Absolute path of the folder that holds `package.json` and `plugin.json`. */
  readonly folder: string;
  readonly version: string;
}

/**
 * Climbs from a module to the package it belongs to: the layout differs between the source tree's `dist/` and
 * an installed package, the nearest `package.json` of our name does not.
 * @throws Error when no folder above is ours.
 */
export async function findPackageRoot(moduleUrl: string): Promise<PackageRoot> {
  let folder = dirname(fileURLToPath(moduleUrl));
  for (;;) {
    const version = await ownVersion(join(folder, 'package.json'));
    if (version !== undefined) return { folder, version };
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`no package.json of nf-awsecs in a folder above ${moduleUrl}. Install it anew.`);
    folder = parent;
  }
}

async function ownVersion(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const { name, version } = manifest as { name?: unknown; version?: unknown };
  return name === 'nf-awsecs' && typeof version === 'string' ? version : undefined;
}
