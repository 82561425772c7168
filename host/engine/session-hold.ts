import type { LeaseRecord } from '../lease/lease-record.js';
import { SessionLease } from '../lease/session-lease.js';
import { OwnStrays } from '../leftovers/own-strays.js';
import type { EngineSession, SessionGround } from './engine-session.js';
import { inventSessionId } from './run-names.js';
import type { TaskOrder } from './task-order.js';

/** The session's lease, which is not taken yet. @param overtaken see `SessionLease`. */
export function openLease(
  { identity, workDir, store, owner, scriptPath }: SessionGround<TaskOrder>,
  overtaken: (by: LeaseRecord | undefined) => void,
): SessionLease {
  const { id: sessionId, runName, clock, logger, random } = identity;
  const holder = { sessionId, engine: inventSessionId(random), runName };
  const script = scriptPath === undefined ? {} : { scriptPath };
  return new SessionLease(
    { files: store, clock, logger, workDir: workDir.uri, owner, holder: { ...holder, ...script } },
    overtaken,
  );
}

/** Whoever ends what earlier runs of the session left; once nothing is submitted any more, and nothing has ended yet. */
export function openStrays<O extends TaskOrder>(
  { identity, workDir, store: files }: Pick<SessionGround<O>, 'identity' | 'workDir' | 'store'>,
  lease: SessionLease,
  { executors, dispatcher }: Pick<EngineSession<O>, 'executors' | 'dispatcher'>,
): OwnStrays {
  const { id: sessionId, runName, clock, logger } = identity;
  // Whatever comes of a submit under way comes to one of these.
  const attempts = dispatcher.underWay();
  return new OwnStrays({
    ...{ sessionId, runName, clock, logger, workDir: workDir.uri, files, lease },
    executors: [...executors.values()],
    held: () => new Set(attempts.flatMap(({ handler }) => handler.nativeId ?? [])),
  });
}
