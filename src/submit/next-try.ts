import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import { SubmissionRecords } from '../workdir/submission-records.js';
import { unlessKilled } from './killed.js';
import { MisfitStopper } from './misfit-stopper.js';

/** Which try comes next, and what became of the one before. */
export interface Transition {
  /** The next one. */
  readonly n: number;
  /** ARN of the task that the one before had wrongly started. */
  readonly misfit?: string | undefined;
  /** Aborted when the task is no longer wanted: then nobody waits for the note. */
  readonly killed: AbortSignal;
}

/** Goes on to the next definite try at a submit; see client-token.ts. */
@injectable()
export class NextTry {
  constructor(
    @inject(SubmissionRecords) private readonly records: SubmissionRecords,
    @inject(MisfitStopper) private readonly misfits: MisfitStopper,
  ) {}

  /**
   * Notes the try, then stops the misfit: whoever finds it stopped, and no
   * engine, must not take its end for the task's. It is stopped also where nothing can be noted.
   * @throws AwsServiceError, SubmitError (STOP_FAILED), or ShutdownError where it was killed first.
   */
  async begin(task: TaskRun, clusterArn: string, { n, misfit, killed }: Transition): Promise<void> {
    try {
      await unlessKilled(this.records.note(task, n), killed);
    } finally {
      if (misfit !== undefined) await this.misfits.stop(task, clusterArn, misfit);
    }
  }
}
