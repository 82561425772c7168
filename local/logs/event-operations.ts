import { flag, type JsonOperation, listOf, number, operation, structure, text } from '../http/aws-json.js';
import { digits } from './event-key.js';
import { checkRange, eventPage } from './event-page.js';
import { expiryOf } from './log-group.js';
import { groupName, pageLimit, streamName } from './log-names.js';
import { type LogEvent } from './log-stream.js';
import { type LogsRegion } from './logs-region.js';
import { admitEvents } from './put-rules.js';
import { served } from './served-members.js';

/** PutLogEvents and GetLogEvents. */
export function eventOperations(regionOf: (region: string) => LogsRegion): Record<string, JsonOperation> {
  return { PutLogEvents: putLogEvents(regionOf), GetLogEvents: getLogEvents(regionOf) };
}

function putLogEvents(regionOf: (region: string) => LogsRegion): JsonOperation {
  const members = {
    logGroupName: text,
    logStreamName: text,
    // Accepted and ignored, as AWS does since 2023 (API reference).
    sequenceToken: text,
    logEvents: listOf(structure({ timestamp: number, message: text })),
  };
  return operation(served('PutLogEvents', members), (input, { region }) => {
    const { store, now } = regionOf(region);
    const group = store.group(groupName(input.logGroupName));
    const stream = store.stream(group.name, streamName(input.logStreamName));
    const { accepted, ...rejected } = admitEvents(input.logEvents ?? [], now(), expiryOf(group, now()));
    for (const event of accepted) store.add(group, stream, event.timestamp, event.message);
    return { nextSequenceToken: digits(now(), 56), ...rejected };
  });
}

function getLogEvents(regionOf: (region: string) => LogsRegion): JsonOperation {
  const members = {
    logGroupName: text,
    logGroupIdentifier: text,
    logStreamName: text,
    startTime: number,
    endTime: number,
    limit: number,
    nextToken: text,
    startFromHead: flag,
    unmask: flag,
  };
  return operation(served('GetLogEvents', members), (input, { region }) => {
    const { store, habits, now } = regionOf(region);
    const group = store.group(groupName(input.logGroupName, input.logGroupIdentifier));
    const stream = store.stream(group.name, streamName(input.logStreamName));
    checkRange(input.startTime, input.endTime);
    const request = {
      token: input.nextToken,
      startFromHead: input.startFromHead ?? false,
      limit: pageLimit(input.limit, 10_000, 10_000),
      startTime: input.startTime,
      endTime: input.endTime,
    };
    const page = eventPage(store.readable(group, stream), request, now(), habits);
    return { ...page, events: page.events.map(eventView) };
  });
}

const eventView = ({ timestamp, message, ingestionTime }: LogEvent): object => ({
  timestamp,
  message,
  ingestionTime,
});
