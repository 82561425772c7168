import { AwsError } from '../http/aws-error.js';
import { flag, type JsonOperation, listOf, number, operation, structure, text } from '../http/aws-json.js';
import { filterPattern } from './filter-pattern.js';
import { groupName, pageLimit } from './log-names.js';
import { type LogGroup, type LogStore } from './log-store.js';
import { type LogEvent, type LogStream } from './log-stream.js';

interface Found extends LogEvent {
  readonly stream: string;
}

const input = structure({
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
});

/** FilterLogEvents: events of several streams in order of time; the end is where no token is given (facts §6b). */
export function filterLogEvents(storeOf: (region: string) => LogStore): JsonOperation {
  return operation(input, (request, { region }) => {
    const group = storeOf(region).group(groupName(request.logGroupName, request.logGroupIdentifier));
    const matches = filterPattern(request.filterPattern);
    const after = request.nextToken === undefined ? undefined : position(request.nextToken);
    const found = chosen(group, request.logStreamNames, request.logStreamNamePrefix)
      .flatMap((stream) => stream.events.map((event): Found => ({ ...event, stream: stream.name })))
      .filter((event) => event.timestamp >= (request.startTime ?? 0))
      .filter((event) => event.timestamp <= (request.endTime ?? Number.MAX_SAFE_INTEGER))
      .filter((event) => after === undefined || compare(event, after) > 0)
      .filter((event) => matches(event.message))
      .sort(compare);
    const limit = pageLimit(request.limit, 10_000, 10_000);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      events: page.map(view),
      searchedLogStreams: [],
      ...(last === undefined || found.length <= limit
        ? {}
        : { nextToken: `${last.timestamp}/${last.serial}` }),
    };
  });
}

function chosen(group: LogGroup, names?: readonly string[], prefix?: string): LogStream[] {
  if (names !== undefined && prefix !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'logStreamNames and logStreamNamePrefix cannot be given together.',
    );
  }
  if (names === undefined) {
    return [...group.streams.values()].filter(({ name }) => name.startsWith(prefix ?? ''));
  }
  return names.map((name) => {
    const stream = group.streams.get(name);
    if (stream === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    }
    return stream;
  });
}

type Order = Pick<LogEvent, 'timestamp' | 'serial'>;

const compare = (one: Order, other: Order): number =>
  one.timestamp - other.timestamp || one.serial - other.serial;

function position(token: string): Order {
  const found = /^(\d+)\/(\d+)$/.exec(token);
  if (found === null) {
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  return { timestamp: Number(found[1]), serial: Number(found[2]) };
}

const view = (event: Found): object => ({
  logStreamName: event.stream,
  timestamp: event.timestamp,
  message: event.message,
  ingestionTime: event.ingestionTime,
  eventId: String(event.serial).padStart(56, '0'),
});
