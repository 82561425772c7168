import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { DataRoot, Names } from './data-root.js';
import { compareKeys, decodeName } from './key-encoding.js';
import { orWithoutAccess } from './locked-path.js';
import { isAbsent } from './system-error.js';

/** What a folder holds, by the segment of the key it stands for. */
export interface FolderEntry {
  readonly kind: 'file' | 'folder';
  readonly segment: string;
  /** Where it lies, links followed. */
  readonly names: Names;
}

/** A folder's files and folders in the order of their keys; what tasks linked in is followed, dead links are not there. */
export async function readFolder(root: DataRoot, names: Names): Promise<readonly FolderEntry[]> {
  const entries = await entriesOf(root, names, []);
  // A folder's keys all begin with its name and a slash, so that is what it is sorted by.
  return entries
    .map((entry) => ({ entry, order: entry.kind === 'folder' ? `${entry.segment}/` : entry.segment }))
    .sort((a, b) => compareKeys(a.order, b.order))
    .map(({ entry }) => entry);
}

/** Segments above 255 bytes lie in folders of their own; they are gathered here to be sorted with the others. */
async function entriesOf(root: DataRoot, names: Names, before: readonly string[]): Promise<FolderEntry[]> {
  const found: FolderEntry[] = [];
  for (const child of await children(root, names)) {
    const decoded = decodeName(child.name, before);
    const here = [...names, child.name];
    if (decoded.kind === 'piece' && child.isDirectory()) {
      found.push(...(await entriesOf(root, here, [...before, decoded.text])));
    }
    if (decoded.kind !== 'segment') continue;
    const entry = await entryOf(root, here, child);
    if (entry !== undefined) found.push({ ...entry, segment: decoded.segment });
  }
  return found;
}

async function entryOf(
  root: DataRoot,
  names: Names,
  child: Dirent,
): Promise<Omit<FolderEntry, 'segment'> | undefined> {
  if (child.isFile()) return { kind: 'file', names };
  if (child.isDirectory()) return { kind: 'folder', names };
  if (!child.isSymbolicLink()) return undefined;
  const target = await orWithoutAccess(undefined, () => root.resolve(names, { followLast: true }));
  if (target === undefined) return undefined;
  if (target.kind !== 'found') return undefined;
  if (target.stats.isFile()) return { kind: 'file', names: target.names };
  return target.stats.isDirectory() ? { kind: 'folder', names: target.names } : undefined;
}

/** One folder that is closed to us must not take a whole listing with it: what is in it is not told. */
async function children(root: DataRoot, names: Names): Promise<readonly Dirent[]> {
  try {
    return await orWithoutAccess([], () =>
      root.access(names, () => readdir(root.path(names), { withFileTypes: true })),
    );
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
