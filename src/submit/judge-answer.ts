import { SubmitError } from '../../spi/index.js';
import type { EcsFailure, EcsTask, RunTaskAnswer } from '../aws/ecs-api.js';
import { type AwsServiceError } from '../aws/service-error.js';
import type { TaskResources } from '../request/resources.js';

/** What the answer to a RunTask means for the task and for the rest of the session. */
export type SubmitVerdict =
  | { readonly kind: 'accepted'; readonly task: EcsTask }
  /** The task started with other resources than asked: ECS ignored the overrides. */
  | { readonly kind: 'overrides-ignored'; readonly task: EcsTask }
  | { readonly kind: 'public-ip-refused'; readonly error: AwsServiceError }
  | { readonly kind: 'definition-inactive' }
  | { readonly kind: 'refused'; readonly error: SubmitError };

/** HTTP 200 does not mean started: `tasks` and `failures` decide. `asked` is what travelled as overrides. */
export function judgeAnswer(
  name: string,
  answer: RunTaskAnswer,
  asked: TaskResources | undefined,
): SubmitVerdict {
  const [task] = answer.tasks;
  if (task === undefined) return { kind: 'refused', error: placementFailure(name, answer.failures) };
  if (asked !== undefined && ignored(task, asked)) return { kind: 'overrides-ignored', task };
  return { kind: 'accepted', task };
}

/** A definite no of ECS. Passing failures never get here. */
export function judgeError(name: string, error: AwsServiceError): SubmitVerdict {
  if (error.kind === 'refused' && /assignPublicIp|public ip/i.test(error.awsMessage)) {
    return { kind: 'public-ip-refused', error };
  }
  if (
    error.kind === 'refused' &&
    /task ?definition.*inactive|inactive.*task ?definition/i.test(error.awsMessage)
  ) {
    return { kind: 'definition-inactive' };
  }
  return { kind: 'refused', error: submitError(name, error) };
}

export function submitError(name: string, error: AwsServiceError, advice = ''): SubmitError {
  return new SubmitError(`Task ${name} was not accepted by ECS: ${error.message}${advice}`, {
    code: error.code,
    recoverable: error.recoverable,
    cause: error,
  });
}

function ignored(task: EcsTask, asked: TaskResources): boolean {
  return (task.cpu ?? asked.cpu) !== asked.cpu || (task.memory ?? asked.memory) !== asked.memory;
}

/** Reasons that pass when tasks end or instances come (DG api_failures_messages). */
const PASSING = /^RESOURCE:|^AGENT$|capacity is unavailable/i;

function placementFailure(name: string, failures: readonly EcsFailure[]): SubmitError {
  const [first] = failures;
  if (first === undefined) {
    return new SubmitError(
      `Task ${name} was not accepted by ECS: RunTask answered with neither a task nor a failure. Run again.`,
      {
        code: 'NO_CAPACITY',
        recoverable: true,
      },
    );
  }
  const words = `${first.reason}${first.detail === undefined ? '' : ` (${first.detail})`}`;
  const passing = PASSING.test(first.reason);
  const advice = passing
    ? 'Wait for room in the cluster, ask for less, or let the capacity provider use larger instances.'
    : 'Check the directives of the process against the instances that the capacity provider allows.';
  return new SubmitError(`Task ${name} was not placed by ECS: ${words}. ${advice}`, {
    code: passing ? 'NO_CAPACITY' : 'INVALID_PLACEMENT',
    recoverable: passing,
  });
}
