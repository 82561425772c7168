import { SubmitError } from '../../spi/index.js';
import type { EcsFailure, EcsTask, RunTaskAnswer } from '../aws/ecs-api.js';
import { type AwsServiceError } from '../aws/service-error.js';
import { timeSpanText } from '../config/time-span.js';
import type { TaskResources } from '../request/resources.js';
import type { TimeBound } from '../watch/time-bound.js';

/** What the answer to a RunTask means for the task and for the rest of the session. */
export type SubmitVerdict =
  | { readonly kind: 'accepted'; readonly task: EcsTask }
  /** An earlier send of the same submit had started it: it says nothing of how ECS takes this request. */
  | { readonly kind: 'adopted'; readonly task: EcsTask }
  /** The task started with other resources than asked: ECS ignored the overrides. */
  | { readonly kind: 'overrides-ignored'; readonly task: EcsTask }
  | { readonly kind: 'public-ip-refused'; readonly error: AwsServiceError }
  | { readonly kind: 'definition-inactive' }
  /** An engine before this one had used the token, for a request that started nothing, or whose task ECS has forgotten. */
  | { readonly kind: 'token-spent' }
  /** Nothing was placed, and that passes when tasks end or instances come. `words` are AWS's own. */
  | { readonly kind: 'no-room'; readonly words: string }
  | { readonly kind: 'refused'; readonly error: SubmitError };

/** HTTP 200 does not mean started: `tasks` and `failures` decide. `asked` is what travelled as overrides. */
export function judgeAnswer(
  name: string,
  answer: RunTaskAnswer,
  asked: TaskResources | undefined,
): SubmitVerdict {
  const [task] = answer.tasks;
  if (task === undefined) return judgeFailures(name, answer.failures);
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
  if (error.kind === 'refused' && PASSING_ERROR.test(error.awsMessage))
    return { kind: 'no-room', words: `${error.awsCode}: ${error.awsMessage}` };
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
/**
 * The quota on tasks in PROVISIONING comes as a ClientException; AWS's words for it are not written down, so a text that
 * speaks of both is taken for it (ECS service quotas).
 */
const PASSING_ERROR =
  /capacity is unavailable|provisioning.*\b(limit|quota|maximum)|\b(limit|quota|maximum).*provisioning/i;

function judgeFailures(name: string, failures: readonly EcsFailure[]): SubmitVerdict {
  const [first] = failures;
  if (first === undefined)
    return { kind: 'no-room', words: 'RunTask answered with neither a task nor a failure' };
  const words = `${first.reason}${first.detail === undefined ? '' : ` (${first.detail})`}`;
  if (PASSING.test(first.reason)) return { kind: 'no-room', words };
  const error = new SubmitError(
    `Task ${name} was not placed by ECS: ${words}. Check the directives of the process against the instances that the ` +
      'capacity provider allows.',
    { code: 'INVALID_PLACEMENT' },
  );
  return { kind: 'refused', error };
}

/**
 * @param waited milliseconds.
 * @param bound what ended the wait.
 */
export function noCapacity(name: string, words: string, waited: number, { setting }: TimeBound): SubmitError {
  return new SubmitError(
    `Task ${name} was not placed by ECS: there was no room for ${timeSpanText(waited)}, as long as it may wait by ` +
      `${setting} (${words}). Let it wait longer, ask for less, or let the capacity provider use more or larger instances.`,
    { code: 'NO_CAPACITY', recoverable: true },
  );
}
