import { PreconditionError } from '../../spi/index.js';
import { LEASE_LIFE_MS } from './judge-lease.js';
import type { SeenLease } from './read-lease.js';

const MINUTE_MS = 60_000;

/** Another engine has the session. */
export function sessionInUse(sessionId: string, { uri, ageMs, record }: SeenLease): PreconditionError {
  const left = Math.max(1, Math.ceil((LEASE_LIFE_MS - ageMs) / MINUTE_MS));
  const who =
    record === undefined
      ? 'another engine has it, whose lease this version cannot read'
      : `run ${record.runName} of ${record.program} has it (process ${record.pid} on ${record.host}, since ` +
        `${new Date(record.beganAt).toISOString()})`;
  const seen = `it was last heard of ${Math.round(ageMs / 1000)} s ago`;
  return new PreconditionError(
    `Cannot go on with session ${sessionId}: ${who}; ${seen}. Let that run end, or stop it. ` +
      `Where it is gone, its session is free in ${left} min. Free it at once with: aws s3 rm ${uri}`,
    { code: 'SESSION_IN_USE' },
  );
}
