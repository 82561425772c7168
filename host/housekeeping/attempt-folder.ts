import type { AttemptFacts } from '../history/history-record.js';
import { folderFaults, withoutTrailingSlash } from '../storage/s3-uri.js';
import { taskWorkDir } from '../task/work-dir.js';

const HASH = /^[0-9a-f]{32}$/;

/**
 * The folder of an attempt, as its run's history names it; undefined where that is not what this engine makes of its
 * run's work dir and its hash. Whoever removes a folder trusts nothing else: the history is a file that anybody may edit.
 * @param workDir of the run.
 */
export function attemptFolder(
  workDir: string,
  attempt: Pick<AttemptFacts, 'hash' | 'workDir'>,
): string | undefined {
  if (!HASH.test(attempt.hash) || folderFaults(workDir).length > 0) return undefined;
  const expected = taskWorkDir(withoutTrailingSlash(workDir), attempt.hash);
  return attempt.workDir === expected ? expected : undefined;
}
