import { ShutdownError } from '../../spi/index.js';

/** The task was killed while nothing had been sent for it. */
export function killedBeforeSubmission(): ShutdownError {
  return new ShutdownError(
    'The task was not submitted: it was killed first. Start another run to have it done.',
    {
      code: 'SHUT_DOWN',
    },
  );
}

/**
 * The result of `work`, unless the task is killed first: then nobody waits for it any longer. Only for work that
 * starts no task.
 * @throws ShutdownError when killed.
 */
export async function unlessKilled<T>(work: Promise<T>, killed: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const kill = new Promise<never>((_resolve, reject) => {
    stop = () => reject(killedBeforeSubmission());
    if (killed.aborted) stop();
    else killed.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, kill]);
  } finally {
    killed.removeEventListener('abort', stop);
  }
}
