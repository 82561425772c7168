import { inject, injectable } from 'tsyringe';
import { SubmitError, type TaskRun } from '../../spi/index.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi, type RunTaskAnswer, type RunTaskInput } from '../aws/ecs-api.js';
import { AwsServiceError, isUnanswered, whyUnanswered, type UnansweredCall } from '../aws/service-error.js';
import { Clock } from '../di/tokens.js';
import { killedBeforeSubmission } from './killed.js';

/** How long a submit whose answer was lost is followed up once the task is killed. */
const PATIENCE_WHEN_KILLED_MS = 60_000;

/** The calls of one submit, each repeated as long as that is safe and useful. */
@injectable()
export class SubmitCalls {
  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Sends the same bytes until an answer comes. A lost answer means that the task may exist: then even a
   * kill waits for the answer of a repeat, or the task would be left running unseen.
   * @throws AwsServiceError, ShutdownError where it was killed and ECS had taken nothing, or SubmitError
   * (SUBMIT_UNCERTAIN) where ECS may have started the task and nobody can tell.
   */
  async runTask(task: TaskRun, input: RunTaskInput, killed: AbortSignal): Promise<RunTaskAnswer> {
    const sent = { lost: false };
    let killedAt: number | undefined;
    const giveUp = (failure: AwsServiceError): boolean => {
      sent.lost ||= failure.kind === 'unavailable';
      if (!killed.aborted) return false;
      killedAt ??= this.clock.now();
      // Every answer so far was a throttle, so ECS took nothing: there is no task, and none is wanted.
      if (!sent.lost) throw killedBeforeSubmission();
      return this.clock.now() - killedAt > PATIENCE_WHEN_KILLED_MS;
    };
    try {
      const send = (): Promise<RunTaskAnswer> => this.ecs.runTask(input, sent.lost ? undefined : killed);
      return await this.calls.repeat('submitting tasks', send, { hurry: killed, giveUp });
    } catch (error) {
      throw sent.lost && isUnanswered(error) && !answersLostSends(error)
        ? uncertain(task, input, error)
        : error;
    }
  }
}

/**
 * A definite no of ECS does: the same token would have replayed their task (ECS_Idempotency). Credentials and permissions
 * are judged before anyone looks at a token.
 */
function answersLostSends(error: UnansweredCall): boolean {
  return error instanceof AwsServiceError && !error.recoverable && error.kind !== 'denied';
}

function uncertain(task: TaskRun, input: RunTaskInput, cause: UnansweredCall): SubmitError {
  return new SubmitError(
    `Task ${task.name} may run on ECS unseen: it was submitted and no answer came back (` +
      `${whyUnanswered(cause)}). Look for it, and stop what is not wanted: aws ecs list-tasks ` +
      `--cluster ${String(input.cluster)} --started-by ${String(input.startedBy)}`,
    { code: 'SUBMIT_UNCERTAIN', uncertain: true, cause },
  );
}
