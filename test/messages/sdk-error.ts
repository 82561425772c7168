/** An error as the AWS SDK throws it: with an HTTP status where AWS answered, a system's code where nothing did. */
export function sdkError(
  name: string,
  message: string,
  { status, code }: { readonly status?: number; readonly code?: string } = {},
): Error {
  return Object.assign(new Error(message), {
    name,
    ...(code !== undefined && { code }),
    ...(status !== undefined && {
      $fault: status < 500 ? 'client' : 'server',
      $metadata: { httpStatusCode: status },
    }),
  });
}
