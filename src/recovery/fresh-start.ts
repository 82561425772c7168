import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { TaggedTask } from '../aws/ecs-api.js';
import { Session } from '../di/tokens.js';
import { unlessKilled } from '../submit/killed.js';
import { MisfitStopper } from '../submit/misfit-stopper.js';
import { SubmissionRecords } from '../workdir/submission-records.js';
import { SessionTasks } from './session-tasks.js';
import { tryOf } from './task-identity.js';

/** Tries are drawn from below it, and count on from there; records of them hold nine digits. */
const DRAWN_BELOW = 100_000_000;

/**
 * Begins attempts at work dirs that earlier runs of the session may have used before. ECS keeps the client token of what
 * ran there for an hour beyond its end, and answers it with a task that is over: so such an attempt begins with a try that
 * none before it had.
 */
@injectable()
export class FreshStart {
  constructor(
    @inject(SessionTasks) private readonly tasks: SessionTasks,
    @inject(SubmissionRecords) private readonly records: SubmissionRecords,
    @inject(MisfitStopper) private readonly misfits: MisfitStopper,
    @inject(Session) private readonly session: Session,
  ) {}

  /**
   * The try to begin with, noted in the work dir: who comes after a crash finds its task by it. What still runs for the
   * work dir has lost its files, would write over those of this attempt, and is stopped.
   * @param killed aborted when the task is no longer wanted.
   * @throws SubmitError: SUBMIT_UNCERTAIN where ECS cannot be asked, STOP_FAILED where a task was not stopped;
   * AwsServiceError where the work dir cannot be written; ShutdownError where it was killed first.
   */
  async begin(task: TaskRun, clusterArn: string, killed: AbortSignal): Promise<number> {
    const live = await unlessKilled(this.tasks.of(task, clusterArn), killed);
    const n = this.tryBeyond(live);
    // Before the stops: a task of an earlier try is then a misfit for everyone, and never this attempt.
    await unlessKilled(this.records.note(task, n), killed);
    for (const { arn } of live) await this.misfits.stop(task, clusterArn, arn, 'lost its work dir');
    return n;
  }

  private tryBeyond(live: readonly TaggedTask[]): number {
    const drawn = 1 + Math.floor(this.session.random() * (DRAWN_BELOW - 1));
    return live.reduce((n, { tags }) => Math.max(n, (tryOf(tags) ?? 0) + 1), drawn);
  }
}
