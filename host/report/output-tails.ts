import type { Logger } from '../../spi/index.js';
import type { FileStore } from '../storage/file-store.js';
import { joinUri } from '../storage/s3-uri.js';
import { WORK_FILES } from '../task/work-dir.js';
import type { OutputTails } from './error-report.js';
import { reasonOf } from './reason-of.js';

/** Enough for 50 lines of ordinary length; a report is for people, the files are in the work dir. */
const TAIL_BYTES = 32 * 1024;

/** Reads the ends of a task's output. A report with less in it is better than none: failures are logged. */
export async function readTails(store: FileStore, workDir: string, logger: Logger): Promise<OutputTails> {
  const read = async (name: string): Promise<string | undefined> => {
    try {
      return await store.readTail(joinUri(workDir, name), TAIL_BYTES);
    } catch (error) {
      logger.warn(`The error report lacks ${name}: ${reasonOf(error)}`);
      return undefined;
    }
  };
  const [stdout, stderr] = await Promise.all([read(WORK_FILES.stdout), read(WORK_FILES.stderr)]);
  return {
    ...(stdout === undefined ? {} : { stdout }),
    ...(stderr === undefined ? {} : { stderr }),
  };
}
