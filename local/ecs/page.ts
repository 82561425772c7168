import { AwsError } from '../http/aws-error.js';

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
  const size = input.maxResults ?? most;
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw new AwsError('InvalidParameterException', `maxResults is ${size}: 1 to ${most} is allowed`);
  }
  const taken: T[] = [];
  for (const entry of entriesAfter(input.nextToken === undefined ? undefined : decode(input.nextToken))) {
    const last = taken.at(-1);
    if (taken.length === size && last !== undefined) return { entries: taken, nextToken: encode(key(last)) };
    taken.push(entry);
  }
  return { entries: taken };
}

const prefix = 'after:';
const encode = (key: string): string => Buffer.from(prefix + key).toString('base64url');

function decode(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (!key.startsWith(prefix)) {
    throw new AwsError('InvalidParameterException', `Invalid token in the request: '${token}'`);
  }
  return key.slice(prefix.length);
}
