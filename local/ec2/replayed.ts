import { AwsError } from '../http/aws-error.js';

/**
 * What an earlier request with the same token made, so that a lost answer can be asked for again.
 *
 * @param same whether it is what this request asks for
 * @throws AwsError IdempotentParameterMismatch where the token was used for something else
 */
export function replayed<T extends { readonly clientToken?: string }>(
  there: readonly T[],
  token: string | undefined,
  same: (earlier: T) => boolean,
): T | undefined {
  const earlier = token === undefined ? undefined : there.find(({ clientToken }) => clientToken === token);
  if (earlier === undefined || same(earlier)) return earlier;
  throw new AwsError(
    'IdempotentParameterMismatch',
    `The client token '${token ?? ''}' was used for a request with other parameters. Take a new one.`,
  );
}
