import { setMaxListeners } from 'node:events';
import { ShutdownError } from '../../spi/index.js';
import { token } from './token.js';

/** Aborted when the session is over: whatever still waits for AWS then stops waiting. */
export type SessionEnd = AbortController;
export const SessionEnd = token<AbortController>('SessionEnd');

/** The end of one session, to come. */
export function sessionEnd(): SessionEnd {
  const end = new AbortController();
  // Every call that waits listens, and Node would warn of a leak at the eleventh.
  setMaxListeners(0, end.signal);
  return end;
}

/** What a call gets that comes too late. */
export function sessionOver(): ShutdownError {
  return new ShutdownError('The session is over: AWS is not asked any more', { code: 'SHUT_DOWN' });
}
