import { AwsError } from '../http/aws-error.js';
import { eventBytes, type LogEvent, type LogStream } from './log-stream.js';

/** One page of GetLogEvents. */
export interface EventPage {
  readonly events: readonly LogEvent[];
  /** Equal to the token passed when the end is reached: the only sign of the end AWS gives (facts §6b). */
  readonly nextForwardToken: string;
  readonly nextBackwardToken: string;
}

export interface PageRequest {
  readonly token?: string | undefined;
  readonly startFromHead: boolean;
  readonly limit: number;
  /** Inclusive, epoch milliseconds. */
  readonly startTime?: number | undefined;
  /** Exclusive, epoch milliseconds. */
  readonly endTime?: number | undefined;
}

/** A page holds at most 1 MB (facts §6b). */
const pageBytes = 1024 * 1024;

/** AWS pads positions to 56 digits; readers must take tokens as opaque, so the form is kept, not the meaning. */
const token = (direction: 'f' | 'b', position: number): string =>
  `${direction}/${String(position).padStart(56, '0')}/s`;

function parse(value: string): { direction: string; position: number } {
  const found = /^([fb])\/(\d{56})\/s$/.exec(value);
  if (found?.[1] === undefined) {
    throw new AwsError('InvalidParameterException', `The specified nextToken is invalid: '${value}'.`);
  }
  return { direction: found[1], position: Number(found[2]) };
}

/** Reads one page: forward from a position, backward before one, or the head or tail of the stream. */
export function eventPage(stream: LogStream, request: PageRequest): EventPage {
  const from = request.token === undefined ? undefined : parse(request.token);
  const forward = from === undefined ? request.startFromHead : from.direction === 'f';
  const wanted = stream.events.filter(
    (event) =>
      (request.startTime === undefined || event.timestamp >= request.startTime) &&
      (request.endTime === undefined || event.timestamp < request.endTime) &&
      (from === undefined || (forward ? event.position >= from.position : event.position < from.position)),
  );
  const events = forward
    ? wanted.slice(0, fitting(wanted, request.limit))
    : wanted.slice(wanted.length - fitting([...wanted].reverse(), request.limit));
  const empty = from?.position ?? (forward && wanted.length === 0 ? stream.end : 0);
  return {
    events,
    nextForwardToken: token('f', (events.at(-1)?.position ?? empty - 1) + 1),
    nextBackwardToken: token('b', events[0]?.position ?? empty),
  };
}

/** How many of `events` one page takes; always one, or a reader would never get on. */
function fitting(events: readonly LogEvent[], limit: number): number {
  let bytes = 0;
  let count = 0;
  for (const event of events) {
    bytes += eventBytes(event.message);
    if (count === limit || (count > 0 && bytes > pageBytes)) break;
    count++;
  }
  return count;
}
