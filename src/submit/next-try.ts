import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import { SubmissionRecords } from '../workdir/submission-records.js';
import { MisfitStopper } from './misfit-stopper.js';

/** Goes on to the next definite try at a submit; see client-token.ts. */
@injectable()
export class NextTry {
  constructor(
    @inject(SubmissionRecords) private readonly records: SubmissionRecords,
    @inject(MisfitStopper) private readonly misfits: MisfitStopper,
  ) {}

  /**
   * Notes the try, then stops the task that the one before had wrongly started: whoever finds it stopped, and no
   * engine, must not take its end for the task's. It is stopped also where nothing can be noted.
   * @throws AwsServiceError, or SubmitError (STOP_FAILED).
   */
  async begin(task: TaskRun, clusterArn: string, n: number, misfit?: string): Promise<void> {
    try {
      await this.records.note(task, n);
    } finally {
      if (misfit !== undefined) await this.misfits.stop(task, clusterArn, misfit);
    }
  }
}
