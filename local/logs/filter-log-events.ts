import { AwsError, invalidParameter } from '../http/aws-error.js';
import { flag, type JsonOperation, listOf, number, operation, text } from '../http/aws-json.js';
import { after, type EventKey, eventId } from './event-key.js';
import { checkRange, pageBytes } from './event-page.js';
import { filterPattern } from './filter-pattern.js';
import { groupName, pageLimit } from './log-names.js';
import { type LogGroup } from './log-group.js';
import { type LogsRegion } from './logs-region.js';
import { eventBytes, type LogStream } from './log-stream.js';
import { type FoundEvent, mergedEvents } from './merged-events.js';
import { pageSize } from './paging-habits.js';
import { type Position, positionDigits, readPosition } from './position-token.js';
import { served } from './served-members.js';

const input = served('FilterLogEvents', {
  logGroupName: text,
  logGroupIdentifier: text,
  logStreamNames: listOf(text),
  logStreamNamePrefix: text,
  filterPattern: text,
  interleaved: flag,
  startTime: number,
  endTime: number,
  limit: number,
  nextToken: text,
  unmask: flag,
});

/** Events one page looks at: CloudWatch too answers what it has found after a while, with a token to go on (facts §6b). */
const scanLimit = 50_000;

interface Search {
  readonly from: EventKey;
  /** Inclusive. */
  readonly endTime: number;
  readonly limit: number;
  readonly matches: (message: string) => boolean;
}

/** FilterLogEvents: events of several streams in order of time; the end is where no token is given (facts §6b). */
export function filterLogEvents(regionOf: (region: string) => LogsRegion): JsonOperation {
  return operation(input, (request, { region }) => {
    const { store, habits, now } = regionOf(region);
    const group = store.group(groupName(request.logGroupName, request.logGroupIdentifier));
    checkRange(request.startTime, request.endTime);
    const position = positionOf(request.nextToken, now());
    const found = search(
      chosen(group, request.logStreamNames, request.logStreamNamePrefix).map((stream) => ({
        name: stream.name,
        events: store.readable(group, stream),
      })),
      {
        from: position?.key ?? { timestamp: request.startTime ?? 0, serial: 0 },
        endTime: request.endTime ?? Number.MAX_SAFE_INTEGER,
        limit: pageLimit(request.limit, 10_000, 10_000),
        matches: filterPattern(request.filterPattern),
      },
    );
    const page = found.page.slice(0, pageSize(habits, found.page.length, position?.blanks ?? 0));
    const next = nextPosition(page, found, position);
    return {
      events: page.map(view),
      // AWS has answered an empty list since 2020 (API reference).
      searchedLogStreams: [],
      ...(next === undefined ? {} : { nextToken: positionDigits(next, now()) }),
    };
  });
}

function positionOf(token: string | undefined, now: number): Position | undefined {
  return token === undefined ? undefined : readPosition(token, token, now);
}

interface Findings {
  readonly page: readonly FoundEvent[];
  /** Where the search goes on; absent at the end. */
  readonly rest?: EventKey;
}

function search(
  streams: Parameters<typeof mergedEvents>[0],
  { from, endTime, limit, matches }: Search,
): Findings {
  const page: FoundEvent[] = [];
  let bytes = 0;
  let looked = 0;
  for (const found of mergedEvents(streams, from)) {
    if (found.event.timestamp > endTime) break;
    if (looked++ === scanLimit) return { page, rest: found.event };
    if (!matches(found.event.message)) continue;
    bytes += eventBytes(found.event.message);
    if (page.length === limit || (page.length > 0 && bytes > pageBytes)) return { page, rest: found.event };
    page.push(found);
  }
  return { page };
}

/** After the last event told, where habit kept some back; else where the search stopped. */
function nextPosition(
  page: readonly FoundEvent[],
  found: Findings,
  passed: Position | undefined,
): Position | undefined {
  const last = page.at(-1);
  if (page.length === found.page.length) {
    return found.rest === undefined ? undefined : { key: found.rest, blanks: 0 };
  }
  if (last !== undefined) return { key: after(last.event), blanks: 0 };
  const [first] = found.page;
  return first === undefined ? undefined : { key: first.event, blanks: (passed?.blanks ?? 0) + 1 };
}

function chosen(group: LogGroup, names?: readonly string[], prefix?: string): LogStream[] {
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix cannot be given together.');
  }
  if (names === undefined) {
    return [...group.streams.values()].filter(({ name }) => name.startsWith(prefix ?? ''));
  }
  if (names.length < 1 || names.length > 100) {
    throw invalidParameter(`logStreamNames has ${names.length} names: 1 to 100 are allowed`);
  }
  return [...new Set(names)].map((name) => {
    const stream = group.streams.get(name);
    if (stream === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    }
    return stream;
  });
}

const view = ({ stream, event }: FoundEvent): object => ({
  logStreamName: stream,
  timestamp: event.timestamp,
  message: event.message,
  ingestionTime: event.ingestionTime,
  eventId: eventId(event),
});
