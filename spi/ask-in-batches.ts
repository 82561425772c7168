import { PollRound, type FetchSnapshots } from './poll-round.js';
import type { TaskHandler } from './task-handler.js';

/** How many handlers are asked about. */
export interface Asking<S> {
  readonly fetch: FetchSnapshots<S>;
  /** Most ids in one status call, 1 or more. */
  readonly batchSize: number;
  /** Takes what is thrown: one handler or call that fails costs the others nothing. */
  readonly errors: unknown[];
}

/**
 * Asks about handlers, as many together as one status call takes, and has each looked at before the next call is made: no
 * news waits for the end of a long round, and none of it is kept for longer than its own call's handlers need it.
 */
export async function askInBatches<S>(
  handlers: Iterable<TaskHandler<S>>,
  { fetch, batchSize, errors }: Asking<S>,
  look: (handler: TaskHandler<S>) => void,
): Promise<void> {
  let round = new PollRound<S>();
  let asked: TaskHandler<S>[] = [];
  const flush = async (): Promise<void> => {
    errors.push(...(await round.load(fetch, batchSize)));
    for (const handler of asked) attempt(errors, () => look(handler));
    round = new PollRound<S>();
    asked = [];
  };
  for (const handler of handlers) {
    if (attempt(errors, () => handler.batch(round))) asked.push(handler);
    if (round.size >= batchSize) await flush();
  }
  await flush();
}

function attempt(errors: unknown[], action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    errors.push(error);
    return false;
  }
}
