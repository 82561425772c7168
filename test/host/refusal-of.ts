import { isExecutorError, type ExecutorError } from '../../spi/index.js';

/** The ExecutorError an attempt fails with; any other end is the test's failure. */
export async function refusalOf(attempt: Promise<unknown>): Promise<ExecutorError> {
  const outcome: unknown = await attempt.catch((error: unknown) => error);
  if (isExecutorError(outcome)) return outcome;
  if (outcome instanceof Error) throw outcome;
  throw new Error(`It was not refused: ${String(outcome)}`);
}
