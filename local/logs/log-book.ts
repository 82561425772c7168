import { errorText } from '../error-text.js';
import { type Json, type StateBook } from '../state/state-book.js';
import { type LogGroup } from './log-group.js';
import { type LogEvent, LogStream, segmentOf, type StreamBounds } from './log-stream.js';

const kinds = { group: 'logs-group', stream: 'logs-stream', events: 'logs-events' } as const;

/** Names hold any character but control ones, so keys are lists as JSON. */
const keyOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

/** What CloudWatch Logs keeps between starts of the cloud, of one region. */
export class LogBook {
  constructor(
    private readonly region: string,
    private readonly state: StateBook,
  ) {}

  noteGroup(group: LogGroup): void {
    this.state.note(kinds.group, keyOf(this.region, group.name), () => ({
      creationTime: group.creationTime,
      retentionInDays: group.retentionInDays,
      tags: Object.fromEntries(group.tags),
    }));
  }

  /** Its streams are dropped one by one. */
  dropGroup(group: LogGroup): void {
    this.state.drop(kinds.group, keyOf(this.region, group.name));
  }

  noteStream(group: string, { name, creationTime }: LogStream): void {
    this.state.note(kinds.stream, keyOf(this.region, group, name), () => ({ creationTime }));
  }

  dropStream(group: string, stream: LogStream): void {
    for (const segment of new Set(stream.events.map(segmentOf))) this.dropSegment(group, stream, segment);
    this.dropEmptied(group, stream);
    this.state.drop(kinds.stream, keyOf(this.region, group, stream.name));
  }

  noteEvent(group: string, stream: LogStream, event: LogEvent): void {
    const segment = segmentOf(event);
    this.state.note(kinds.events, keyOf(this.region, group, stream.name, segment), () =>
      stream
        .segment(segment)
        .map((kept) => [kept.position, kept.serial, kept.timestamp, kept.ingestionTime, kept.message]),
    );
  }

  /** Forgets what the stream itself has forgotten. */
  dropEmptied(group: string, stream: LogStream): void {
    for (const segment of stream.takeEmptied()) this.dropSegment(group, stream, segment);
  }

  private dropSegment(group: string, { name }: LogStream, segment: number): void {
    this.state.drop(kinds.events, keyOf(this.region, group, name, segment));
  }
}

/** The groups kept of each region, with streams and events; a broken record is left out and said. */
export function keptGroups(
  state: StateBook,
  bounds: StreamBounds,
  log: (line: string) => void,
): ReadonlyMap<string, readonly LogGroup[]> {
  const groups = new Map<string, LogGroup>();
  const regions = new Map<string, LogGroup[]>();
  restoreEach(state, kinds.group, log, ([region, name], record) => {
    const { creationTime, retentionInDays, tags } = record as Record<string, Json>;
    const group: LogGroup = {
      name: text(name),
      creationTime: count(creationTime),
      ...(retentionInDays === undefined ? {} : { retentionInDays: count(retentionInDays) }),
      tags: new Map(Object.entries(tags as Record<string, string>)),
      streams: new Map(),
    };
    groups.set(keyOf(text(region), group.name), group);
    regions.set(text(region), [...(regions.get(text(region)) ?? []), group]);
  });
  restoreEach(state, kinds.stream, log, ([region, group, name], record) => {
    const created = count((record as Record<string, Json>)['creationTime']);
    const stream = new LogStream(text(name), created, bounds);
    found(groups.get(keyOf(text(region), text(group)))).streams.set(stream.name, stream);
  });
  restoreEach(state, kinds.events, log, ([region, group, name], record) => {
    const stream = found(found(groups.get(keyOf(text(region), text(group)))).streams.get(text(name)));
    for (const [position, serial, timestamp, ingestionTime, message] of record as readonly Json[][]) {
      stream.restore({
        position: count(position),
        serial: count(serial),
        timestamp: count(timestamp),
        ingestionTime: count(ingestionTime),
        message: text(message),
      });
    }
  });
  return regions;
}

function restoreEach(
  state: StateBook,
  kind: string,
  log: (line: string) => void,
  restore: (key: readonly Json[], record: Json) => void,
): void {
  for (const [key, record] of state.all(kind)) {
    try {
      restore(JSON.parse(key) as Json[], record);
    } catch (error) {
      log(`a record of ${kind} is broken and left out: ${errorText(error)}`);
    }
  }
}

function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new TypeError('a text is missing');
  return value;
}

function count(value: Json | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new TypeError('a whole number is missing');
  }
  return value;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('what it belongs to is missing');
  return value;
}
