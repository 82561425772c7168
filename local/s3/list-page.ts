import { compareKeys } from './key-encoding.js';

/** Where a page of a listing ended. */
export interface Bookmark {
  readonly after: string;
  /** `after` is a common prefix, and everything that begins with it has been listed. */
  readonly wholePrefix: boolean;
}

/** An object, or a folder already known to hold some. */
export interface ListedItem {
  readonly kind: 'object' | 'folder';
  readonly key: string;
}

export interface ListPage<T extends ListedItem> {
  readonly objects: readonly T[];
  readonly commonPrefixes: readonly string[];
  /** Absent on the last page. */
  readonly next?: Bookmark;
}

export interface PageOptions {
  readonly prefix: string;
  /** Empty where keys are not to be grouped. */
  readonly delimiter: string;
  /** Objects and common prefixes together, 0 to 1000. */
  readonly maxKeys: number;
}

export function isBeyond(key: string, from: Bookmark | undefined): boolean {
  if (from === undefined) return true;
  if (from.wholePrefix && key.startsWith(from.after)) return false;
  return compareKeys(key, from.after) > 0;
}

/** Takes one page from items in key order; reads one item past the page at most, to know whether more follow. */
export async function listPage<T extends ListedItem>(
  items: AsyncIterable<T>,
  options: PageOptions,
): Promise<ListPage<T>> {
  const objects: T[] = [];
  const commonPrefixes: string[] = [];
  let last: Bookmark | undefined;
  if (options.maxKeys === 0) return { objects, commonPrefixes };
  for await (const item of items) {
    const group = item.kind === 'folder' ? item.key : groupOf(item.key, options);
    if (group !== undefined && group === commonPrefixes.at(-1)) continue;
    if (objects.length + commonPrefixes.length === options.maxKeys && last !== undefined) {
      return { objects, commonPrefixes, next: last };
    }
    if (group === undefined) objects.push(item);
    else commonPrefixes.push(group);
    last = { after: group ?? item.key, wholePrefix: group !== undefined };
  }
  return { objects, commonPrefixes };
}

/** What a key is grouped under: all up to the first delimiter after the prefix; undefined where it is not. */
export function groupOf(
  key: string,
  { prefix, delimiter }: Pick<PageOptions, 'prefix' | 'delimiter'>,
): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

/** A bookmark as the continuation token a client hands back. */
export function encodeToken(bookmark: Bookmark): string {
  return Buffer.from(JSON.stringify([bookmark.after, bookmark.wholePrefix])).toString('base64url');
}

/** Undefined where the text is no token of ours. */
export function decodeToken(token: string): Bookmark | undefined {
  try {
    const [after, wholePrefix] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown[];
    return typeof after === 'string' && typeof wholePrefix === 'boolean' ? { after, wholePrefix } : undefined;
  } catch {
    return undefined;
  }
}
