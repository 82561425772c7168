import { invalidParameter } from '../http/aws-error.js';
import { eventBytes } from './log-stream.js';

/** One event as a client sends it; `timestamp` is epoch milliseconds. */
export interface InputEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Which events of a batch are taken, and AWS's account of the rest. */
export interface Admission {
  readonly accepted: readonly InputEvent[];
  readonly rejectedLogEventsInfo?: Readonly<Record<string, number>>;
}

const hour = 3_600_000;

/**
 * The batch rules of PutLogEvents: 1 to 10,000 events in order of time, 24 hours and 1 MiB in all, none older than
 * 14 days or the group's retention, nor two hours ahead.
 *
 * @param now epoch milliseconds
 * @param expiry epoch milliseconds before which the group keeps nothing
 */
export function admitEvents(
  events: readonly { readonly timestamp?: number; readonly message?: string }[],
  now: number,
  expiry = 0,
): Admission {
  if (events.length < 1 || events.length > 10_000) {
    throw invalidParameter(`logEvents has ${events.length} events: 1 to 10000 are allowed`);
  }
  const batch = events.map((event, index) => complete(event, index));
  const bytes = batch.reduce((sum, event) => sum + eventBytes(event.message), 0);
  if (bytes > 1_048_576) throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of 1048576`);
  if (batch.some((event, index) => index > 0 && event.timestamp < (batch[index - 1]?.timestamp ?? 0))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if ((batch.at(-1)?.timestamp ?? 0) - (batch[0]?.timestamp ?? 0) > 24 * hour) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  const tooOld = batch.filter((event) => event.timestamp < now - 14 * 24 * hour).length;
  const expired = batch.filter((event) => event.timestamp < expiry).length;
  const firstTooNew = batch.findIndex((event) => event.timestamp > now + 2 * hour);
  const accepted = batch.slice(Math.max(tooOld, expired), firstTooNew === -1 ? undefined : firstTooNew);
  const rejected = {
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
    ...(firstTooNew === -1 ? {} : { tooNewLogEventStartIndex: firstTooNew }),
  };
  return Object.keys(rejected).length > 0 ? { accepted, rejectedLogEventsInfo: rejected } : { accepted };
}

function complete(
  event: { readonly timestamp?: number; readonly message?: string },
  index: number,
): InputEvent {
  if (event.timestamp === undefined || event.message === undefined || event.message === '') {
    throw invalidParameter(`logEvents[${index}] needs a timestamp and a message of at least one character`);
  }
  if (!Number.isInteger(event.timestamp) || event.timestamp < 0) {
    throw invalidParameter(
      `logEvents[${index}].timestamp is ${event.timestamp}: whole milliseconds since 1970 are allowed`,
    );
  }
  return { timestamp: event.timestamp, message: event.message };
}
