import { invalidParameter } from '../http/aws-error.js';

export interface Page<T> {
  readonly entries: readonly T[];
  readonly nextToken?: string;
}

export interface PageInput {
  readonly nextToken?: string;
  readonly maxResults?: number;
}

/**
 * One page of a sorted list. The token holds the sort key of the last entry seen, so that entries which come or
 * go between two calls shift nothing.
 */
export function pageOf<T>(
  entries: readonly T[],
  key: (entry: T) => string,
  input: PageInput,
  most: number,
): Page<T> {
  const rest = (after: string | undefined): readonly T[] =>
    after === undefined ? entries : entries.filter((entry) => key(entry) > after);
  return pageFrom(rest, key, input, most);
}

/**
 * As {@link pageOf}, of a list that is too long to be looked through for every page.
 *
 * @param entriesAfter the sorted entries whose key is above the given one, all where none is given
 */
export function pageFrom<T>(
  entriesAfter: (key: string | undefined) => Iterable<T>,
  key: (entry: T) => string,
  input: PageInput,
  most: number,
): Page<T> {
  const size = pageSize(input.maxResults, most);
  const after = input.nextToken === undefined ? undefined : decodePageToken(input.nextToken);
  const taken: T[] = [];
  for (const entry of entriesAfter(after)) {
    const last = taken.at(-1);
    if (taken.length === size && last !== undefined) {
      return { entries: taken, nextToken: encodePageToken(key(last)) };
    }
    taken.push(entry);
  }
  return { entries: taken };
}

/** The entries a page may have, `most` by default. Throws AwsError InvalidParameterException. */
export function pageSize(wanted: number | undefined, most: number): number {
  const size = wanted ?? most;
  if (Number.isInteger(size) && size >= 1 && size <= most) return size;
  throw invalidParameter(`maxResults is ${size}: 1 to ${most} is allowed`);
}

const prefix = 'after:';

/** The token of the page after the entry with this key. */
export const encodePageToken = (key: string): string => Buffer.from(prefix + key).toString('base64url');

/** The key in a token. Throws AwsError InvalidParameterException where it is none of ours. */
export function decodePageToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (!key.startsWith(prefix)) {
    throw invalidParameter(`Invalid token in the request: '${token}'`);
  }
  return key.slice(prefix.length);
}
