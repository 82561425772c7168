import type { BackendTask } from '../../spi/index.js';
import { isHashBeginning } from '../task/work-dir.js';

/** Of a session id: fewer may be the beginning of a task's hash as well; as in `RunHistory.find`. */
const LEAST_SESSION_CHARACTERS = 8;

/**
 * Whether a task goes by a name: that of its run, its process or itself, its session id or at least eight characters of
 * its beginning, its id in the backend or the last part of that, its work dir.
 */
export function namesTask(name: string, task: BackendTask): boolean {
  const { runName, sessionId, process, name: own, nativeId, workDir } = task;
  if ([runName, process, own, nativeId, workDir].includes(name) || nativeId.endsWith(`/${name}`)) return true;
  return name.length >= LEAST_SESSION_CHARACTERS && sessionId.toLowerCase().startsWith(name.toLowerCase());
}

/** Whether a task's hash begins with what somebody typed, e.g. `ab/cd` or `abcd`. */
export function hashBegins(name: string, { hash }: Pick<BackendTask, 'hash'>): boolean {
  return isHashBeginning(name) && hash?.startsWith(name.replace('/', '').toLowerCase()) === true;
}
