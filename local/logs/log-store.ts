import { AwsError } from '../http/aws-error.js';
import { LogStream, type StreamBounds } from './log-stream.js';

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

export interface LogGroup {
  readonly name: string;
  readonly creationTime: number;
  readonly streams: Map<string, LogStream>;
}

/** Groups and streams of one region, in memory. */
export class LogStore {
  private readonly groups = new Map<string, LogGroup>();
  /** Streams that hold events, by how long they have held some. */
  private readonly filled = new Set<LogStream>();
  private weight = 0;
  private serial = 0;
  private told = false;

  constructor(
    private readonly now: () => number,
    private readonly bounds: LogBounds,
    private readonly log: (line: string) => void,
  ) {}

  createGroup(name: string): void {
    if (this.groups.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    this.groups.set(name, { name, creationTime: this.now(), streams: new Map() });
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
    const stream = new LogStream(name, this.now(), this.bounds.stream);
    group.streams.set(name, stream);
    // A Map keeps the order of insertion, so its first key is the oldest stream.
    const [oldest] = group.streams.values();
    if (group.streams.size > this.bounds.streamsPerGroup && oldest !== undefined) {
      group.streams.delete(oldest.name);
      this.change(oldest, () => oldest.shed(oldest.weight));
    }
    return stream;
  }

  stream(groupName: string, name: string): LogStream {
    const found = this.group(groupName).streams.get(name);
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    }
    return found;
  }

  add(stream: LogStream, timestamp: number, message: string): void {
    const event = { serial: this.serial++, timestamp, ingestionTime: this.now(), message };
    this.change(stream, () => stream.add(event));
    if (this.weight > this.bounds.memory) this.shed();
  }

  /** A tenth at once, so that a full store pays for it once in thousands of events. */
  private shed(): void {
    const target = this.bounds.memory * 0.9;
    for (const stream of this.filled) {
      if (this.weight <= target) return;
      this.change(stream, () => stream.shed(this.weight - target));
    }
  }

  /** Keeps count of what a change to a stream does to the whole. */
  private change(stream: LogStream, act: () => void): void {
    const { weight, dropped } = stream;
    act();
    this.weight += stream.weight - weight;
    if (stream.weight === 0) this.filled.delete(stream);
    else this.filled.add(stream);
    if (stream.dropped === dropped || this.told) return;
    this.told = true;
    this.log(
      `log events were dropped, the oldest first (now of stream ${stream.name}): the local cloud keeps logs in memory, ${this.bounds.stream.events} events a stream and ${Math.round(this.bounds.memory / 1024 / 1024)} MiB in all`,
    );
  }
}
