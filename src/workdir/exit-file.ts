import type { TaskRun } from '../../spi/index.js';
import type { WorkDirApi } from '../aws/work-dir-api.js';

/**
 * The status the wrapper wrote when the command ended; undefined where there is none, or where it is cut off.
 * Throws AwsServiceError while S3 cannot be read, which is not the same as "none".
 */
export async function readExitFile(workDir: WorkDirApi, task: TaskRun): Promise<number | undefined> {
  const text = await workDir.readText(`${task.workDir}/.exitcode`);
  if (text === undefined || !/^\s*\d{1,3}\s*$/.test(text)) return undefined;
  return Number(text);
}
