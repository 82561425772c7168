import { ShutdownError } from '../../spi/index.js';

/** The task was killed while nothing had been sent for it. */
export function killedBeforeSubmission(): ShutdownError {
  return new ShutdownError('The task was killed before it was submitted', { code: 'SHUT_DOWN' });
}
