import { inject, injectable } from 'tsyringe';
import type { TaskOutcome, TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { AwsServiceError } from '../aws/service-error.js';
import { WorkDirApi } from '../aws/work-dir-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Logger } from '../di/tokens.js';
import { CapacityBook } from '../placement/capacity-book.js';
import { readExitFile } from '../workdir/exit-file.js';
import { diagnose } from './diagnose.js';
import { containerExit, type OurPart } from './evidence.js';
import { isInterruption, lostForCapacity, neverStarted } from './stop-signs.js';

/** Gathers what an end rests on and has it diagnosed. */
@injectable()
export class OutcomeReader {
  private trouble: string | undefined;

  constructor(
    @inject(WorkDirApi) private readonly workDir: WorkDirApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CapacityBook) private readonly capacity: CapacityBook,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  /**
   * The outcome of an ended task; `ended` is undefined where ECS no longer knows it. Undefined while the exit
   * file is needed and S3 cannot be read yet: a verdict without it could call a finished task lost.
   */
  async outcomeOf(task: TaskRun, ended: EcsTask | undefined, by: OurPart): Promise<TaskOutcome | undefined> {
    try {
      const exitFile = needsExitFile(ended) ? await this.exitFileOf(task) : undefined;
      const end = { task: ended, exitFile, ...by };
      const provider = ended?.capacityProvider ?? by.route?.provider;
      if (provider !== undefined && lostForCapacity(end)) this.capacity.lost(provider);
      return diagnose(end, this.config.maxSpotAttempts);
    } catch (error) {
      if (!(error instanceof AwsServiceError)) throw error;
      this.waitFor(error);
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

  private async exitFileOf(task: TaskRun): Promise<number | undefined> {
    try {
      const status = await readExitFile(this.workDir, task);
      this.trouble = undefined;
      return status;
    } catch (error) {
      if (!isFinal(error)) throw error;
      this.logger.warn(
        `The exit file of task ${task.name} cannot be read: ${error.awsCode} (${task.workDir}/.exitcode). ` +
          'Its end is judged without. Allow s3:GetObject and s3:ListBucket on the work dir.',
      );
      return undefined;
    }
  }
}

/**
 * No repeat would help. Without s3:ListBucket S3 answers AccessDenied for an object that is not there; other
 * denials (expired credentials) can be mended while the run waits.
 */
function isFinal(error: unknown): error is AwsServiceError {
  return error instanceof AwsServiceError && (error.kind === 'refused' || error.awsCode === 'AccessDenied');
}

/**
 * ECS's own status wins, and a container that never started left no file. Where the machine was taken away the
 * file tells whether the command had finished before.
 */
function needsExitFile(ended: EcsTask | undefined): boolean {
  if (ended === undefined) return true;
  return !neverStarted(ended) && (containerExit(ended) === undefined || isInterruption(ended));
}
