import { invalidParameter } from '../http/aws-error.js';
import { after, type EventKey, firstFrom } from './event-key.js';
import { eventBytes, type LogEvent } from './log-stream.js';
import { fullPages, pageSize, type PagingHabits } from './paging-habits.js';
import { type Position, positionDigits, readPosition } from './position-token.js';

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
export const pageBytes = 1024 * 1024;

interface Cursor {
  readonly forward: boolean;
  readonly token?: string;
  readonly position?: Position;
}

/**
 * Reads one page of events in order: forward from a position, backward before one, or the head or the tail.
 *
 * @param now epoch milliseconds, for the age of tokens
 */
export function eventPage(
  events: readonly LogEvent[],
  request: PageRequest,
  now: number,
  habits: PagingHabits = fullPages,
): EventPage {
  const cursor = cursorOf(request, now);
  const { from, to } = window(events, request, cursor);
  const fits = fitting(events, { from, to }, request.limit, cursor.forward);
  const taken = pageSize(habits, fits, cursor.position?.blanks ?? 0);
  const page = cursor.forward ? events.slice(from, from + taken) : events.slice(to - taken, to);
  const [first, last] = [page[0], page.at(-1)];
  if (first === undefined || last === undefined) return blankPage(events, { from, to }, cursor, now);
  return {
    events: page,
    nextForwardToken: `f/${positionDigits({ key: after(last), blanks: 0 }, now)}/s`,
    nextBackwardToken: `b/${positionDigits({ key: first, blanks: 0 }, now)}/s`,
  };
}

function cursorOf({ token, startFromHead }: PageRequest, now: number): Cursor {
  if (token === undefined) return { forward: startFromHead };
  const found = /^([fb])\/(\d+)\/s$/.exec(token);
  return { forward: found?.[1] !== 'b', token, position: readPosition(token, found?.[2], now) };
}

/** Indexes of the events within range and on the cursor's side. */
function window(events: readonly LogEvent[], request: PageRequest, { forward, position }: Cursor): Span {
  const head = firstFrom(events, { timestamp: request.startTime ?? 0, serial: 0 });
  const tail =
    request.endTime === undefined
      ? events.length
      : firstFrom(events, { timestamp: request.endTime, serial: 0 });
  const at = position === undefined ? undefined : firstFrom(events, position.key);
  const from = forward ? Math.max(head, at ?? 0) : head;
  const to = forward ? tail : Math.min(tail, at ?? tail);
  return { from: Math.min(from, to), to };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** How many events one page takes; always one, or a reader would never get on. */
function fitting(events: readonly LogEvent[], { from, to }: Span, limit: number, forward: boolean): number {
  let bytes = 0;
  let count = 0;
  for (; count < to - from; count++) {
    bytes += eventBytes(events[forward ? from + count : to - 1 - count]?.message ?? '');
    if (count === limit || (count > 0 && bytes > pageBytes)) break;
  }
  return count;
}

/**
 * At the end the token passed comes back as it was; while more exist it does not, and where it points stays.
 * Without a token the page stands at the head or the tail it was to start from.
 */
function blankPage(
  events: readonly LogEvent[],
  { from, to }: Span,
  { forward, token, position }: Cursor,
  now: number,
): EventPage {
  const key = position?.key ?? edge(events, forward ? from : to);
  const blanks = from < to ? (position?.blanks ?? 0) + 1 : 0;
  const ahead = positionDigits({ key, blanks }, now);
  const behind = positionDigits({ key, blanks: 0 }, now);
  const onward = token !== undefined && from === to ? token : undefined;
  return {
    events: [],
    nextForwardToken: (forward ? onward : undefined) ?? `f/${forward ? ahead : behind}/s`,
    nextBackwardToken: (forward ? undefined : onward) ?? `b/${forward ? behind : ahead}/s`,
  };
}

/** The position before the event at `index`, or after the last. */
function edge(events: readonly LogEvent[], index: number): EventKey {
  const last = events.at(-1);
  return events[index] ?? (last === undefined ? { timestamp: 0, serial: 0 } : after(last));
}

/** @throws AwsError InvalidParameterException where the range is none */
export function checkRange(startTime: number | undefined, endTime: number | undefined): void {
  const times = [startTime, endTime].filter((time) => time !== undefined);
  if (times.some((time) => !Number.isInteger(time) || time < 0)) {
    throw invalidParameter(
      `startTime and endTime are ${startTime ?? 'absent'} and ${endTime ?? 'absent'}: whole milliseconds since 1970 are allowed`,
    );
  }
}
