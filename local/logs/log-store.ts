import { AwsError } from '../http/aws-error.js';
import { type LogBook } from './log-book.js';
import { expiryOf, type LogGroup } from './log-group.js';
import { type LogEvent, LogStream, type StreamBounds } from './log-stream.js';

/** What one region keeps; the oldest goes first. */
export interface LogBounds {
  readonly stream: StreamBounds;
  readonly streamsPerGroup: number;
  /** Memory of all events together in bytes, what each needs beside its text included. */
  readonly memory: number;
}

export const defaultLogBounds: LogBounds = {
  stream: { events: 10_000, bytes: 4 * 1024 * 1024 },
  streamsPerGroup: 10_000,
  memory: 128 * 1024 * 1024,
};

export interface LogStoreDeps {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly bounds: LogBounds;
  readonly book: LogBook;
  readonly log: (line: string) => void;
  /** Milliseconds until an event can be read (default 0). */
  readonly ingestionDelay?: number;
}

/** Groups and streams of one region, in memory. */
export class LogStore {
  private readonly groups = new Map<string, LogGroup>();
  /** Streams that hold events with their groups, by how long they have held some. */
  private readonly filled = new Map<LogStream, LogGroup>();
  private weight = 0;
  private serial = 0;
  private told = false;

  constructor(
    private readonly deps: LogStoreDeps,
    kept: readonly LogGroup[] = [],
  ) {
    for (const group of kept) this.take(group);
  }

  createGroup(name: string, tags: ReadonlyMap<string, string> = new Map()): LogGroup {
    if (this.groups.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    const group: LogGroup = {
      name,
      creationTime: this.deps.now(),
      tags: new Map(tags),
      streams: new Map(),
    };
    this.groups.set(name, group);
    this.deps.book.noteGroup(group);
    return group;
  }

  deleteGroup(name: string): void {
    const group = this.group(name);
    for (const stream of [...group.streams.values()]) this.removeStream(group, stream);
    this.groups.delete(name);
    this.deps.book.dropGroup(group);
  }

  /** Changes what is told of a group, and keeps it. */
  changeGroup(name: string, change: (group: LogGroup) => void): void {
    const group = this.group(name);
    change(group);
    this.deps.book.noteGroup(group);
  }

  findGroup(name: string): LogGroup | undefined {
    return this.groups.get(name);
  }

  group(name: string): LogGroup {
    const found = this.groups.get(name);
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    return found;
  }

  allGroups(): LogGroup[] {
    return [...this.groups.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  createStream(groupName: string, name: string): LogStream {
    const group = this.group(groupName);
    if (group.streams.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    const stream = new LogStream(name, this.deps.now(), this.deps.bounds.stream);
    group.streams.set(name, stream);
    this.deps.book.noteStream(groupName, stream);
    // A Map keeps the order of insertion, so its first key is the oldest stream.
    const [oldest] = group.streams.values();
    if (group.streams.size > this.deps.bounds.streamsPerGroup && oldest !== undefined) {
      if (oldest.weight > 0) this.tell(oldest);
      this.removeStream(group, oldest);
    }
    return stream;
  }

  deleteStream(groupName: string, name: string): void {
    this.removeStream(this.group(groupName), this.stream(groupName, name));
  }

  stream(groupName: string, name: string): LogStream {
    const found = this.group(groupName).streams.get(name);
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    }
    return found;
  }

  add(group: LogGroup, stream: LogStream, timestamp: number, message: string): void {
    const arrival = { serial: this.serial++, timestamp, ingestionTime: this.deps.now(), message };
    this.change(group, stream, () => {
      this.deps.book.noteEvent(group.name, stream, stream.add(arrival));
    });
    if (this.weight > this.deps.bounds.memory) this.shed();
  }

  /** What a reader finds of a stream now: neither what has expired nor what has only just arrived. */
  readable(group: LogGroup, stream: LogStream): readonly LogEvent[] {
    const now = this.deps.now();
    this.change(group, stream, () => stream.expire(expiryOf(group, now)));
    return stream.arrivedBy(now - (this.deps.ingestionDelay ?? 0));
  }

  private take(group: LogGroup): void {
    this.groups.set(group.name, group);
    for (const stream of group.streams.values()) {
      this.weight += stream.weight;
      if (stream.weight > 0) this.filled.set(stream, group);
      for (const { serial } of stream.events) this.serial = Math.max(this.serial, serial + 1);
    }
  }

  private removeStream(group: LogGroup, stream: LogStream): void {
    group.streams.delete(stream.name);
    this.deps.book.dropStream(group.name, stream);
    this.filled.delete(stream);
    this.weight -= stream.weight;
  }

  /** A tenth at once, so that a full store pays for it once in thousands of events. */
  private shed(): void {
    const target = this.deps.bounds.memory * 0.9;
    for (const [stream, group] of this.filled) {
      if (this.weight <= target) return;
      this.change(group, stream, () => stream.shed(this.weight - target));
    }
  }

  /** Keeps count of what a change to a stream does to the whole. */
  private change(group: LogGroup, stream: LogStream, act: () => void): void {
    const { weight, dropped } = stream;
    act();
    this.deps.book.dropEmptied(group.name, stream);
    this.weight += stream.weight - weight;
    if (stream.weight === 0) this.filled.delete(stream);
    else this.filled.set(stream, group);
    if (stream.dropped !== dropped) this.tell(stream);
  }

  private tell(stream: LogStream): void {
    if (this.told) return;
    this.told = true;
    const { bounds, log } = this.deps;
    log(
      `log events were dropped, the oldest first (now of stream ${stream.name}): the local cloud keeps logs in memory, ${bounds.stream.events} events a stream and ${Math.round(bounds.memory / 1024 / 1024)} MiB in all`,
    );
  }
}
