import { invalidParameter } from '../http/aws-error.js';
import { flag, type JsonOperation, number, operation, text } from '../http/aws-json.js';
import { type LogGroup } from './log-group.js';
import { groupName, pageLimit, streamName } from './log-names.js';
import { type LogStore } from './log-store.js';
import { type LogStream } from './log-stream.js';
import { type LogsRegion } from './logs-region.js';
import { namedPage } from './named-page.js';
import { served } from './served-members.js';

const streamRef = { logGroupName: text, logStreamName: text };

/** Operations on log streams. */
export function streamOperations(
  regionOf: (region: string) => LogsRegion,
  account: string,
): Record<string, JsonOperation> {
  return {
    CreateLogStream: operation(served('CreateLogStream', streamRef), (input, { region }) => {
      const name = streamName(input.logStreamName);
      regionOf(region).store.createStream(groupName(input.logGroupName), name);
      return {};
    }),
    DeleteLogStream: operation(served('DeleteLogStream', streamRef), (input, { region }) => {
      const name = streamName(input.logStreamName);
      regionOf(region).store.deleteStream(groupName(input.logGroupName), name);
      return {};
    }),
    DescribeLogStreams: describeStreams(regionOf, account),
  };
}

function describeStreams(regionOf: (region: string) => LogsRegion, account: string): JsonOperation {
  const members = {
    logGroupName: text,
    logGroupIdentifier: text,
    logStreamNamePrefix: text,
    orderBy: text,
    descending: flag,
    limit: number,
    nextToken: text,
  };
  return operation(served('DescribeLogStreams', members), (input, { region }) => {
    const { store } = regionOf(region);
    const group = store.group(groupName(input.logGroupName, input.logGroupIdentifier));
    const order = checkedOrder(input.orderBy, input.logStreamNamePrefix);
    const streams = ordered(group, input.logStreamNamePrefix ?? '', order);
    if (input.descending === true) streams.reverse();
    const { page, nextToken } = namedPage(streams, input.nextToken, pageLimit(input.limit, 50, 50));
    return {
      logStreams: page.map((stream) => streamView(store, group, stream, { region, account })),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  });
}

type Order = 'LogStreamName' | 'LastEventTime';

function checkedOrder(orderBy: string | undefined, prefix: string | undefined): Order {
  const order = orderBy ?? 'LogStreamName';
  if (order !== 'LogStreamName' && order !== 'LastEventTime') {
    throw invalidParameter(`orderBy is '${order}': LogStreamName or LastEventTime is allowed`);
  }
  if (order === 'LastEventTime' && prefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  return order;
}

function ordered(group: LogGroup, prefix: string, order: Order): LogStream[] {
  const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix));
  const time = (stream: LogStream): number => stream.events.at(-1)?.timestamp ?? 0;
  streams.sort((one, other) => (one.name < other.name ? -1 : 1));
  if (order === 'LastEventTime') streams.sort((one, other) => time(one) - time(other));
  return streams;
}

function streamView(
  store: LogStore,
  group: LogGroup,
  stream: LogStream,
  { region, account }: { readonly region: string; readonly account: string },
): object {
  const events = store.readable(group, stream);
  const [first, last] = [events[0], events.at(-1)];
  return {
    logStreamName: stream.name,
    creationTime: stream.creationTime,
    arn: `arn:aws:logs:${region}:${account}:log-group:${group.name}:log-stream:${stream.name}`,
    // AWS has told 0 of every stream since 2019 (API reference, LogStream).
    storedBytes: 0,
    ...(first === undefined ? {} : { firstEventTimestamp: first.timestamp }),
    ...(last === undefined
      ? {}
      : { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime }),
  };
}
