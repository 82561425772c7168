import { AwsError } from '../http/aws-error.js';
import { LogStream, type StreamBounds } from './log-stream.js';

/** What one region keeps: 10,000 events or 4 MiB a stream, 10,000 streams a group; the oldest go first. */
export interface LogBounds {
  readonly stream: StreamBounds;
  readonly streamsPerGroup: number;
}

export const defaultLogBounds: LogBounds = {
  stream: { events: 10_000, bytes: 4 * 1024 * 1024 },
  streamsPerGroup: 10_000,
};

export interface LogGroup {
  readonly name: string;
  readonly creationTime: number;
  readonly streams: Map<string, LogStream>;
}

/** Groups and streams of one region, in memory. */
export class LogStore {
  private readonly groups = new Map<string, LogGroup>();
  private serial = 0;

  constructor(
    private readonly now: () => number,
    private readonly bounds: LogBounds,
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
    const oldest = group.streams.keys().next().value;
    if (group.streams.size > this.bounds.streamsPerGroup && oldest !== undefined)
      group.streams.delete(oldest);
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
    stream.add({ serial: this.serial++, timestamp, ingestionTime: this.now(), message });
  }
}
