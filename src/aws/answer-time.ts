import type { DescribeTasksCommand } from '@aws-sdk/client-ecs';

/**
 * Has a command note when AWS answered it.
 * @returns what tells it: epoch milliseconds to the second, by AWS's own clock; undefined where no answer told.
 */
export function noteAnswerTime(command: DescribeTasksCommand): () => number | undefined {
  let answeredAt: number | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      answeredAt = dateOf(result.response);
      return result;
    },
    { step: 'deserialize', name: 'noteAnswerTime' },
  );
  return () => answeredAt;
}

/** Of an HTTP response; every other thing tells none. */
function dateOf(response: unknown): number | undefined {
  const { headers } = (response ?? {}) as { readonly headers?: Readonly<Record<string, string | undefined>> };
  const date = Date.parse(headers?.['date'] ?? '');
  return Number.isNaN(date) ? undefined : date;
}
