import { flag, type JsonOperation, listOf, number, operation, structure, text } from '../http/aws-json.js';
import { AwsError } from '../http/aws-error.js';
import { eventPage } from './event-page.js';
import { filterLogEvents } from './filter-log-events.js';
import { groupName, pageLimit, streamName } from './log-names.js';
import { type LogGroup, type LogStore } from './log-store.js';
import { type LogEvent, type LogStream } from './log-stream.js';
import { admitEvents } from './put-rules.js';

const groupRef = { logGroupName: text, logGroupIdentifier: text };
const range = { startTime: number, endTime: number, limit: number, nextToken: text };

/** CloudWatch Logs' operations, by name. */
export function logOperations(
  storeOf: (region: string) => LogStore,
  account: string,
  now: () => number,
): Record<string, JsonOperation> {
  return {
    ...groupOperations(storeOf, account),
    ...streamOperations(storeOf, account),
    ...eventOperations(storeOf, now),
    FilterLogEvents: filterLogEvents(storeOf),
  };
}

function groupOperations(
  storeOf: (region: string) => LogStore,
  account: string,
): Record<string, JsonOperation> {
  return {
    CreateLogGroup: operation(structure(groupRef), (input, { region }) => {
      storeOf(region).createGroup(groupName(input.logGroupName));
      return {};
    }),
    DescribeLogGroups: operation(
      structure({ logGroupNamePrefix: text, logGroupNamePattern: text, limit: number, nextToken: text }),
      (input, { region }) => {
        const groups = storeOf(region)
          .allGroups()
          .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? ''))
          .filter(({ name }) => name.toLowerCase().includes(input.logGroupNamePattern?.toLowerCase() ?? ''));
        const { page, nextToken } = namedPage(groups, input.nextToken, pageLimit(input.limit, 50, 50));
        return {
          logGroups: page.map((group) => groupView(group, region, account)),
          ...(nextToken === undefined ? {} : { nextToken }),
        };
      },
    ),
  };
}

function streamOperations(
  storeOf: (region: string) => LogStore,
  account: string,
): Record<string, JsonOperation> {
  return {
    CreateLogStream: operation(
      structure({ logGroupName: text, logStreamName: text }),
      (input, { region }) => {
        storeOf(region).createStream(groupName(input.logGroupName), streamName(input.logStreamName));
        return {};
      },
    ),
    DescribeLogStreams: operation(
      structure({
        ...groupRef,
        logStreamNamePrefix: text,
        orderBy: text,
        descending: flag,
        limit: number,
        nextToken: text,
      }),
      (input, { region }) => {
        const group = storeOf(region).group(groupName(input.logGroupName, input.logGroupIdentifier));
        const streams = ordered(group, input.logStreamNamePrefix, input.orderBy, input.descending ?? false);
        const { page, nextToken } = namedPage(streams, input.nextToken, pageLimit(input.limit, 50, 50));
        return {
          logStreams: page.map((stream) => streamView(stream, group, region, account)),
          ...(nextToken === undefined ? {} : { nextToken }),
        };
      },
    ),
  };
}

function eventOperations(
  storeOf: (region: string) => LogStore,
  now: () => number,
): Record<string, JsonOperation> {
  return {
    PutLogEvents: operation(
      structure({
        logGroupName: text,
        logStreamName: text,
        logEvents: listOf(structure({ timestamp: number, message: text })),
      }),
      (input, { region }) => {
        const store = storeOf(region);
        const stream = store.stream(groupName(input.logGroupName), streamName(input.logStreamName));
        const { accepted, ...rejected } = admitEvents(input.logEvents ?? [], now());
        for (const event of accepted) store.add(stream, event.timestamp, event.message);
        return { nextSequenceToken: String(stream.end).padStart(56, '0'), ...rejected };
      },
    ),
    GetLogEvents: operation(
      structure({ ...groupRef, ...range, logStreamName: text, startFromHead: flag }),
      (input, { region }) => {
        const name = groupName(input.logGroupName, input.logGroupIdentifier);
        const page = eventPage(storeOf(region).stream(name, streamName(input.logStreamName)), {
          token: input.nextToken,
          startFromHead: input.startFromHead ?? false,
          limit: pageLimit(input.limit, 10_000, 10_000),
          startTime: input.startTime,
          endTime: input.endTime,
        });
        return { ...page, events: page.events.map(eventView) };
      },
    ),
  };
}

const eventView = ({ timestamp, message, ingestionTime }: LogEvent): object => ({
  timestamp,
  message,
  ingestionTime,
});

function groupView(group: LogGroup, region: string, account: string): object {
  const arn = `arn:aws:logs:${region}:${account}:log-group:${group.name}`;
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    logGroupClass: 'STANDARD',
  };
}

function streamView(stream: LogStream, group: LogGroup, region: string, account: string): object {
  const [first, last] = [stream.events[0], stream.events.at(-1)];
  return {
    logStreamName: stream.name,
    creationTime: stream.creationTime,
    arn: `arn:aws:logs:${region}:${account}:log-group:${group.name}:log-stream:${stream.name}`,
    ...(first === undefined ? {} : { firstEventTimestamp: first.timestamp }),
    ...(last === undefined
      ? {}
      : { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime }),
  };
}

function ordered(
  group: LogGroup,
  prefix: string | undefined,
  orderBy: string | undefined,
  descending: boolean,
): LogStream[] {
  if (orderBy === 'LastEventTime' && prefix !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    );
  }
  const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix ?? ''));
  const time = (stream: LogStream): number => stream.events.at(-1)?.timestamp ?? 0;
  streams.sort((one, other) => (one.name < other.name ? -1 : 1));
  if (orderBy === 'LastEventTime') streams.sort((one, other) => time(one) - time(other));
  return descending ? streams.reverse() : streams;
}

/** A page after the entry the token names. The token is that entry's name, in base64. */
function namedPage<T extends { readonly name: string }>(
  entries: readonly T[],
  token: string | undefined,
  limit: number,
): { page: readonly T[]; nextToken?: string } {
  const after = token === undefined ? undefined : Buffer.from(token, 'base64url').toString('utf8');
  const start = after === undefined ? 0 : entries.findIndex(({ name }) => name === after) + 1;
  if (after !== undefined && start === 0) {
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  const page = entries.slice(start, start + limit);
  const last = page.at(-1);
  return last === undefined || start + limit >= entries.length
    ? { page }
    : { page, nextToken: Buffer.from(last.name).toString('base64url') };
}
