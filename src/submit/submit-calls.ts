import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import { EcsApi, type RunTaskAnswer, type RunTaskInput } from '../aws/ecs-api.js';
import type { AwsServiceError } from '../aws/service-error.js';
import { WorkDirApi } from '../aws/work-dir-api.js';
import { Session } from '../di/tokens.js';
import { submissionRecord, submissionRecordUri } from '../workdir/submission-record.js';
import { killedBeforeSubmission } from './killed.js';
import { persist } from './persist.js';
import { TaskStopper } from './task-stopper.js';

/** How long a submit is repeated while ECS throttles or cannot be reached. Well inside a token's 24 hours. */
const PATIENCE_MS = 15 * 60_000;
/** How long a submit whose answer was lost is followed up once the task is killed. */
const PATIENCE_WHEN_KILLED_MS = 60_000;

/** The calls of one submit, each repeated as long as that is safe and useful. */
@injectable()
export class SubmitCalls {
  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(WorkDirApi) private readonly workDir: WorkDirApi,
    @inject(TaskStopper) private readonly stopper: TaskStopper,
    @inject(Session) private readonly session: Session,
  ) {}

  /**
   * Sends the same bytes until an answer comes. A lost answer means that the task may exist: then even a
   * kill waits for the answer of a repeat, or the task would be left running unseen.
   * @throws AwsServiceError, or ShutdownError where it was killed and ECS had taken nothing.
   */
  async runTask(input: RunTaskInput, killed: AbortSignal): Promise<RunTaskAnswer> {
    const { clock, random, logger } = this.session;
    let lost = false;
    let killedAt: number | undefined;
    return persist(() => this.ecs.runTask(input, lost ? undefined : killed), {
      clock,
      random,
      patience: PATIENCE_MS,
      hurry: killed,
      giveUp: (failure) => {
        lost ||= failure.kind === 'unavailable';
        if (killed.aborted) killedAt ??= clock.now();
        // Every answer so far was a throttle, so ECS took nothing: there is no task, and none is wanted.
        if (killedAt !== undefined && !lost) throw killedBeforeSubmission();
        return killedAt !== undefined && clock.now() - killedAt > PATIENCE_WHEN_KILLED_MS;
      },
      onWait: (failure) => logger.warn(waiting(failure)),
    });
  }

  /** Written before the send, so that whoever finds the work dir knows which token may be in use. */
  async record(task: TaskRun, n: number): Promise<void> {
    await this.workDir.writeText(submissionRecordUri(task), submissionRecord(n));
  }

  stop(clusterArn: string, taskArn: string, reason: string): Promise<void> {
    return this.stopper.stop(clusterArn, taskArn, reason);
  }
}

function waiting(failure: AwsServiceError): string {
  const what = failure.kind === 'throttled' ? 'limits the rate of submits' : 'cannot be reached';
  return `ECS ${what} (${failure.awsCode}: ${failure.awsMessage}). Submits are repeated; no task is lost or doubled.`;
}
