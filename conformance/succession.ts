import { Bench } from './bench.js';

/**
 * Opens a session on the backend of one before it, for as long as `run` takes: the same session, as an engine that
 * resumes it would, or another one.
 */
export async function succeeding<B>(
  before: Bench<B>,
  run: (next: Bench<B>) => Promise<void>,
  as: 'the same session' | 'another session' = 'the same session',
): Promise<void> {
  const { kit, backend, time } = before;
  const same = as === 'the same session' ? { sessionId: before.sessionId } : {};
  const next = await Bench.open(kit, { backend, time, ...same });
  try {
    await next.start();
    await run(next);
  } finally {
    // The backend is for the session to close that asked for it.
    await next.shutdown({ graceMs: 1_000 });
  }
}
