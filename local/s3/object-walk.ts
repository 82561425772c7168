import { lowerBound } from '../lower-bound.js';
import type { DataRoot, Names } from './data-root.js';
import type { FolderCache } from './folder-cache.js';
import type { FolderEntry } from './folder.js';
import { compareKeys, encodeKey, folderObject } from './key-encoding.js';
import { orWithoutAccess } from './locked-path.js';
import { isBeyond, type Bookmark, type ListedItem } from './list-page.js';

export interface WalkOptions {
  readonly prefix: string;
  /** Only what comes after this. */
  readonly from: Bookmark | undefined;
  /** Folders below the prefix are told as one item each, not entered. */
  readonly shallow: boolean;
}

/** An object's file, or a folder that holds at least one. */
export interface WalkedItem extends ListedItem {
  readonly names: Names;
}

/** Where a walk reads from. */
interface Folders {
  readonly root: DataRoot;
  readonly cache: FolderCache;
}

/** The objects of a bucket in the order of their keys. Reads one folder at a time, and only those that matter. */
export async function* walkObjects(
  folders: Folders,
  bucket: string,
  options: WalkOptions,
): AsyncGenerator<WalkedItem> {
  const folder = options.prefix.slice(0, options.prefix.lastIndexOf('/') + 1);
  const names = [bucket, ...(folder === '' ? [] : encodeKey(folder.slice(0, -1)))];
  const start = await target(folders, names);
  if (start?.kind === 'folder') {
    yield* walk(folders, { names: start.names, key: folder, above: [] }, options);
  }
}

interface Position {
  readonly names: Names;
  /** What every key in this folder begins with. */
  readonly key: string;
  /** Folders entered on the way here: a link to one of them would lead round in a circle. */
  readonly above: readonly string[];
}

async function* walk(folders: Folders, at: Position, options: WalkOptions): AsyncGenerator<WalkedItem> {
  const path = at.names.join('/');
  if (at.above.includes(path)) return;
  const above = [...at.above, path];
  const { entries } = await folders.cache.read(at.names);
  for (let index = firstOf(entries, at.key, options); index < entries.length; index++) {
    const entry = entries[index];
    if (entry === undefined) return;
    const key = at.key + entry.order;
    if (isPast(key, options.prefix)) return;
    const item = await itemOf(folders, at, entry, options);
    if (item?.kind === 'object') yield item;
    if (item?.kind !== 'folder') continue;
    const next = { names: item.names, key, above };
    if (!options.shallow || !key.startsWith(options.prefix)) yield* walk(folders, next, options);
    else if (await holdsObject(folders, next, options.from)) yield item;
  }
}

/** What an entry is now, if anything that is wanted. */
async function itemOf(
  folders: Folders,
  at: Position,
  entry: FolderEntry,
  options: WalkOptions,
): Promise<WalkedItem | undefined> {
  const key = at.key + entry.order;
  const names = [...at.names, ...entry.names];
  const below = entry.order.endsWith('/');
  if (below ? !overlaps(key, options) : !isWanted(key, options)) return undefined;
  switch (entry.kind) {
    case 'file':
      return { kind: 'object', key, names };
    case 'folder':
      return { kind: 'folder', key, names };
    case 'folder-object':
      return (await isFile(folders, names)) ? { kind: 'object', key, names } : undefined;
    case 'link-folder': {
      const found = await target(folders, names);
      return found?.kind === 'folder' ? { kind: 'folder', key, names: found.names } : undefined;
    }
    case 'link-object':
      return linkedObject(folders, key, names);
  }
}

async function linkedObject(folders: Folders, key: string, names: Names): Promise<WalkedItem | undefined> {
  const found = await target(folders, names);
  if (found?.kind === 'file') return { kind: 'object', key, names: found.names };
  if (found === undefined) return undefined;
  const own = [...found.names, folderObject];
  return (await isFile(folders, own)) ? { kind: 'object', key, names: own } : undefined;
}

/** Where names lead, links followed; undefined for nowhere, out of the data root, or to neither file nor folder. */
async function target(
  { root }: Folders,
  names: Names,
): Promise<{ readonly kind: 'file' | 'folder'; readonly names: Names } | undefined> {
  const found = await orWithoutAccess(undefined, () => root.resolve(names, { followLast: true }));
  if (found?.kind !== 'found') return undefined;
  if (found.stats.isFile()) return { kind: 'file', names: found.names };
  return found.stats.isDirectory() ? { kind: 'folder', names: found.names } : undefined;
}

async function isFile({ root }: Folders, names: Names): Promise<boolean> {
  return (await orWithoutAccess(undefined, () => root.at(names)))?.isFile() === true;
}

async function holdsObject(folders: Folders, at: Position, from: Bookmark | undefined): Promise<boolean> {
  const all: WalkOptions = { prefix: at.key, from, shallow: false };
  const first = await walk(folders, at, all).next();
  return first.done !== true;
}

/**
 * The first entry of a folder that can matter: the one the bookmark or the prefix leads into, or the next. Nothing
 * sorts between a folder's `k/` and a key that begins with it, so that folder is the entry just before.
 */
function firstOf(entries: readonly FolderEntry[], folder: string, { prefix, from }: WalkOptions): number {
  const rests = [prefix, from?.after ?? '']
    .filter((key) => key.startsWith(folder))
    .map((key) => key.slice(folder.length));
  const before = (rest: string): number =>
    lowerBound(entries.length, (index) => compareKeys(entries[index]?.order ?? '', rest) < 0) - 1;
  return Math.max(0, ...rests.map(before));
}

/** Whether all keys from here on come after those with the prefix. */
function isPast(key: string, prefix: string): boolean {
  return !key.startsWith(prefix) && compareKeys(key, prefix) > 0;
}

function isWanted(key: string, options: WalkOptions): boolean {
  return key.startsWith(options.prefix) && isBeyond(key, options.from);
}

/** Whether a folder may hold a wanted key. */
function overlaps(folder: string, { prefix, from }: WalkOptions): boolean {
  if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) return false;
  if (from === undefined) return true;
  if (from.wholePrefix && folder.startsWith(from.after)) return false;
  return from.after.startsWith(folder) || isBeyond(folder, from);
}
