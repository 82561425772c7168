import type { DataRoot, Names } from './data-root.js';
import { readFolder, type FolderEntry } from './folder.js';
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

/** The objects of a bucket in the order of their keys. Reads one folder at a time, and only those that matter. */
export async function* walkObjects(
  root: DataRoot,
  bucket: string,
  options: WalkOptions,
): AsyncGenerator<WalkedItem> {
  const folder = options.prefix.slice(0, options.prefix.lastIndexOf('/') + 1);
  const names = [bucket, ...(folder === '' ? [] : encodeKey(folder.slice(0, -1)))];
  const start = await orWithoutAccess(undefined, () => root.resolve(names, { followLast: true }));
  if (start?.kind === 'found') yield* walk(root, { names: start.names, key: folder, above: [] }, options);
}

interface Position {
  readonly names: Names;
  /** What every key in this folder begins with. */
  readonly key: string;
  /** Folders entered on the way here: a link to one of them would lead round in a circle. */
  readonly above: readonly string[];
}

async function* walk(root: DataRoot, at: Position, options: WalkOptions): AsyncGenerator<WalkedItem> {
  const path = at.names.join('/');
  if (at.above.includes(path)) return;
  const inside = { above: [...at.above, path] };
  for (const item of await itemsOf(root, at, options)) {
    if (item.kind === 'object') {
      if (isWanted(item.key, options)) yield item;
      continue;
    }
    if (!overlaps(item.key, options)) continue;
    const next = { ...inside, names: item.names, key: item.key };
    if (!options.shallow || !item.key.startsWith(options.prefix)) yield* walk(root, next, options);
    else if (await holdsObject(root, next, options.from)) yield item;
  }
}

async function itemsOf(root: DataRoot, at: Position, options: WalkOptions): Promise<readonly WalkedItem[]> {
  const items: WalkedItem[] = [];
  for (const entry of await readFolder(root, at.names)) {
    const key = at.key + entry.segment;
    if (entry.kind === 'file') items.push({ kind: 'object', key, names: entry.names });
    else items.push(...(await folderItems(root, entry, key, options)));
  }
  // The object `k` of a folder `k/` comes before `k!`, which comes before `k/x`.
  return items.some((item) => item.names.at(-1) === folderObject)
    ? items.sort((a, b) => compareKeys(a.key, b.key))
    : items;
}

async function folderItems(
  root: DataRoot,
  entry: FolderEntry,
  key: string,
  options: WalkOptions,
): Promise<readonly WalkedItem[]> {
  const folder: WalkedItem = { kind: 'folder', key: `${key}/`, names: entry.names };
  if (!isWanted(key, options)) return [folder];
  const own = [...entry.names, folderObject];
  const exists = (await orWithoutAccess(undefined, () => root.at(own)))?.isFile() === true;
  return exists ? [{ kind: 'object', key, names: own }, folder] : [folder];
}

async function holdsObject(root: DataRoot, at: Position, from: Bookmark | undefined): Promise<boolean> {
  const all: WalkOptions = { prefix: at.key, from, shallow: false };
  const first = await walk(root, at, all).next();
  return first.done !== true;
}

function isWanted(key: string, options: WalkOptions): boolean {
  return key.startsWith(options.prefix) && isBeyond(key, options.from);
}

/** Whether a folder may hold a wanted key. */
function overlaps(folder: string, { prefix, from }: WalkOptions): boolean {
  if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) return false;
  return from === undefined || from.after.startsWith(folder) || isBeyond(folder, from);
}
