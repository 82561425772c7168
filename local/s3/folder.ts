import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsent } from '../system-error.js';
import type { DataRoot, Names } from './data-root.js';
import { compareKeys, decodeName, folderObject } from './key-encoding.js';
import { orWithoutAccess } from './locked-path.js';

/**
 * What may be an object or hold some. A folder `k` is two entries: the object `k` that may lie in it, and all keys
 * that begin with `k/`, which come later (`k!` lies between). So is a link, which may lead to a file or a folder.
 */
export interface FolderEntry {
  /** What keys have after that of the folder: a segment, and a slash where the entry stands for all below it. */
  readonly order: string;
  readonly kind: 'file' | 'folder-object' | 'folder' | 'link-object' | 'link-folder';
  /** From the folder down: more than one for a segment above 255 bytes. */
  readonly names: Names;
}

export interface Folder {
  /** In the order of their keys. */
  readonly entries: readonly FolderEntry[];
  /** Whether all of it changes with the folder's own time: pieces of long segments lie in folders of their own. */
  readonly flat: boolean;
}

/**
 * One folder's entries, sorted. Nothing is asked of them here, not even where a link leads: a page looks only at
 * those that are on it.
 */
export async function readFolder(root: DataRoot, names: Names): Promise<Folder> {
  const entries: FolderEntry[] = [];
  const flat = await gather(root, { names, below: [], before: [] }, entries);
  return { entries: entries.sort((a, b) => compareKeys(a.order, b.order)), flat };
}

interface Place {
  readonly names: Names;
  /** From the folder down to here: folders of pieces. */
  readonly below: Names;
  /** The pieces' text. */
  readonly before: readonly string[];
}

async function gather(root: DataRoot, place: Place, found: FolderEntry[]): Promise<boolean> {
  let flat = true;
  for (const child of await children(root, place.names)) {
    const decoded = decodeName(child.name, place.before);
    const names = [...place.below, child.name];
    if (decoded.kind === 'segment') found.push(...entriesOf(child, decoded.segment, names));
    if (decoded.kind !== 'piece' || !child.isDirectory()) continue;
    flat = false;
    const inside = {
      names: [...place.names, child.name],
      below: names,
      before: [...place.before, decoded.text],
    };
    await gather(root, inside, found);
  }
  return flat;
}

function entriesOf(child: Dirent, segment: string, names: Names): readonly FolderEntry[] {
  if (child.isFile()) return [{ order: segment, kind: 'file', names }];
  if (child.isDirectory()) {
    return [
      { order: segment, kind: 'folder-object', names: [...names, folderObject] },
      { order: `${segment}/`, kind: 'folder', names },
    ];
  }
  if (!child.isSymbolicLink()) return [];
  return [
    { order: segment, kind: 'link-object', names },
    { order: `${segment}/`, kind: 'link-folder', names },
  ];
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
