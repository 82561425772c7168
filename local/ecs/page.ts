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
  const size = input.maxResults ?? most;
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw new AwsError('InvalidParameterException', `maxResults is ${size}: 1 to ${most} is allowed`);
  }
  const after = input.nextToken === undefined ? undefined : decode(input.nextToken);
  const rest = after === undefined ? entries : entries.filter((entry) => key(entry) > after);
  const last = rest[size - 1];
  const taken = rest.slice(0, size);
  return last === undefined || rest.length === size
    ? { entries: taken }
    : { entries: taken, nextToken: encode(key(last)) };
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
