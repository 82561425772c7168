import type { BackendTask } from '../../spi/index.js';
import type { FileStore } from '../storage/file-store.js';
import { joinUri } from '../storage/s3-uri.js';
import { taskWorkDir, WORK_FILES } from '../task/work-dir.js';

/** Where a session's work files are. */
export interface StrayPlace {
  /** URI of the session's work dir, without a slash at its end. */
  readonly workDir: string;
  readonly files: Pick<FileStore, 'exists'>;
}

/**
 * `ended`: its command is over, and what its container still does is leaving its files. `elsewhere`: it works in another
 * work dir, where another engine may hold the session. `unknown`: the backend does not tell which attempt it is.
 */
export type StrayStanding = 'stray' | 'ended' | 'elsewhere' | 'unknown';

/**
 * What is to be thought of a task that no handler has. Its own files tell, so no run needs to remember what it has found
 * done: one look at the storage, two where the backend does not tell the work dir.
 * @throws ExecutorError STORAGE_FAILED.
 */
export async function standingOf(
  { hash, workDir: told }: Pick<BackendTask, 'hash' | 'workDir'>,
  { workDir, files }: StrayPlace,
): Promise<StrayStanding> {
  if (hash === undefined) return 'unknown';
  const own = taskWorkDir(workDir, hash);
  const isHere = told === undefined ? files.exists(joinUri(own, WORK_FILES.run)) : isSameFolder(told, own);
  if (!(await isHere)) return 'elsewhere';
  return (await files.exists(joinUri(own, WORK_FILES.exitCode))) ? 'ended' : 'stray';
}

/** Backends cannot keep every character: they put `_` in the place of others. */
function isSameFolder(told: string, own: string): boolean {
  const letters = Array.from(own);
  const kept = Array.from(told);
  return kept.length === letters.length && letters.every((letter, at) => isSameLetter(kept[at], letter));
}

function isSameLetter(told: string | undefined, own: string): boolean {
  return told === own || (told === '_' && /[^\w./:-]/.test(own));
}
