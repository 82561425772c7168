import type { BackendTask } from '../../spi/index.js';

/** Of a session id: fewer may be the beginning of a task's hash as well; as in `RunHistory.find`. */
const LEAST_SESSION_CHARACTERS = 8;
const HASH = /^(?:[0-9a-f]{2}\/[0-9a-f]{6,30}|[0-9a-f]{32})$/i;

/**
 * Whether a task goes by a name: that of its run, its session id or at least eight characters of its beginning, its hash
 * as a run prints it (`ab/cdef01`, or more of it), its id in the backend or the last part of that.
 */
export function namesTask(name: string, task: BackendTask): boolean {
  const { runName, sessionId, hash, nativeId } = task;
  if (runName === name || nativeId === name || nativeId.endsWith(`/${name}`)) return true;
  if (name.length >= LEAST_SESSION_CHARACTERS && sessionId.toLowerCase().startsWith(name.toLowerCase()))
    return true;
  return HASH.test(name) && hash?.startsWith(name.replace('/', '').toLowerCase()) === true;
}
