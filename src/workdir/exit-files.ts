import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import { AwsServiceError } from '../aws/service-error.js';
import { WorkDirApi } from '../aws/work-dir-api.js';
import { Logger } from '../di/tokens.js';
import { readExitFile } from './exit-file.js';

/** Reads the exit files of ended tasks, and says where that cannot be done. */
@injectable()
export class ExitFiles {
  private trouble: string | undefined;

  constructor(
    @inject(WorkDirApi) private readonly workDir: WorkDirApi,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  /**
   * The status the wrapper wrote; undefined where there is none, or where it may not be read.
   * @throws AwsServiceError while it cannot be read; that was said.
   */
  async statusOf(task: TaskRun): Promise<number | undefined> {
    try {
      const status = await readExitFile(this.workDir, task);
      this.trouble = undefined;
      return status;
    } catch (error) {
      if (!(error instanceof AwsServiceError)) throw error;
      if (!isFinal(error)) {
        this.waitFor(error);
        throw error;
      }
      this.logger.warn(
        `The exit file of task ${task.name} cannot be read: ${error.awsCode} (${task.workDir}/.exitcode). ` +
          'Its end is judged without. Allow s3:GetObject and s3:ListBucket on the work dir.',
      );
      return undefined;
    }
  }

  /** Said once a cause, however many tasks wait for it. */
  private waitFor(error: AwsServiceError): void {
    if (this.trouble === error.awsCode) return;
    this.trouble = error.awsCode;
    this.logger.warn(
      `Exit files in the work dir cannot be read: ${error.message} Tasks that need theirs wait until they can be.`,
    );
  }
}

/**
 * No repeat would help. Without s3:ListBucket S3 answers AccessDenied for an object that is not there; other
 * denials (expired credentials) can be mended while the run waits.
 */
function isFinal({ kind, awsCode }: AwsServiceError): boolean {
  return kind === 'refused' || awsCode === 'AccessDenied';
}
