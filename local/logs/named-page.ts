import { invalidParameter } from '../http/aws-error.js';

/** A page after the entry the token names. The token is that entry's name, in base64. */
export function namedPage<T extends { readonly name: string }>(
  entries: readonly T[],
  token: string | undefined,
  limit: number,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const after = token === undefined ? undefined : Buffer.from(token, 'base64url').toString('utf8');
  const start = after === undefined ? 0 : entries.findIndex(({ name }) => name === after) + 1;
  if (after !== undefined && start === 0) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  const page = entries.slice(start, start + limit);
  const last = page.at(-1);
  return last === undefined || start + limit >= entries.length
    ? { page }
    : { page, nextToken: Buffer.from(last.name).toString('base64url') };
}
