import { compareKeys, type EventKey, firstFrom } from './event-key.js';

/** One log event as kept. */
export interface LogEvent extends EventKey {
  /** Order of arrival in its stream, from 0; never used twice. */
  readonly position: number;
  /** Epoch milliseconds. */
  readonly ingestionTime: number;
  readonly message: string;
}

/** How much of one stream is kept; the oldest events go first. AWS keeps all: memory is the limit here. */
export interface StreamBounds {
  readonly events: number;
  readonly bytes: number;
}

/** AWS counts each event as its UTF-8 bytes plus 26 (API reference, PutLogEvents). */
export const eventBytes = (message: string): number => Buffer.byteLength(message) + 26;

/** Memory one kept event takes beside its text, in bytes: an estimate of what the engine needs for its record. */
const overhead = 150;

const weightOf = ({ message }: LogEvent): number => eventBytes(message) + overhead;

/** Events are kept on disk in segments of this many, by arrival, so that a new one rewrites little. */
const segmentSize = 256;

/** The segment an event belongs to. */
export const segmentOf = ({ position }: LogEvent): number => Math.floor(position / segmentSize);

/** Events of one stream in order of time, within {@link StreamBounds}. */
export class LogStream {
  private readonly kept: LogEvent[] = [];
  private readonly emptied = new Set<number>();
  private nextPosition = 0;
  private lastIngestion = 0;
  /** Bytes as AWS counts them. */
  bytes = 0;
  /** Events dropped to stay within the bounds. */
  dropped = 0;
  /** Bytes of memory its events take, about. */
  weight = 0;

  constructor(
    readonly name: string,
    readonly creationTime: number,
    private readonly bounds: StreamBounds,
  ) {}

  /** Appends what has just arrived; what comes late stands where its time puts it, as in CloudWatch. */
  add(arrival: Omit<LogEvent, 'position'>): LogEvent {
    const event = { ...arrival, position: this.nextPosition };
    this.restore(event);
    this.trim();
    return event;
  }

  /** Puts back an event that was kept before. */
  restore(event: LogEvent): void {
    const last = this.kept.at(-1);
    if (last === undefined || compareKeys(event, last) > 0) this.kept.push(event);
    else this.kept.splice(firstFrom(this.kept, event), 0, event);
    this.bytes += eventBytes(event.message);
    this.weight += weightOf(event);
    this.nextPosition = Math.max(this.nextPosition, event.position + 1);
    this.lastIngestion = Math.max(this.lastIngestion, event.ingestionTime);
  }

  /** Drops the oldest events until `weight` bytes of memory are free, or none are left. */
  shed(weight: number): void {
    const wanted = this.weight - weight;
    let left = this.weight;
    let count = 0;
    for (const event of this.kept) {
      if (left <= wanted) break;
      left -= weightOf(event);
      count++;
    }
    this.dropped += count;
    this.remove(count);
  }

  /** Removes what is older than `time`: retention's work, no loss. */
  expire(time: number): void {
    if ((this.kept[0]?.timestamp ?? time) >= time) return;
    this.remove(firstFrom(this.kept, { timestamp: time, serial: 0 }));
  }

  get events(): readonly LogEvent[] {
    return this.kept;
  }

  /** The events that arrived at `time` or before. */
  arrivedBy(time: number): readonly LogEvent[] {
    if (this.lastIngestion <= time) return this.kept;
    return this.kept.filter((event) => event.ingestionTime <= time);
  }

  /** What one segment holds now. */
  segment(number: number): readonly LogEvent[] {
    return this.kept.filter((event) => segmentOf(event) === number);
  }

  /** Segments of which nothing is kept any more, each told once. */
  takeEmptied(): readonly number[] {
    const numbers = [...this.emptied];
    this.emptied.clear();
    return numbers;
  }

  /** Dropped in batches: `splice` from the front costs as much as what stays. */
  private trim(): void {
    if (this.kept.length <= this.bounds.events && this.bytes <= this.bounds.bytes) return;
    const events = Math.floor(this.bounds.events * 0.9);
    const bytes = this.bounds.bytes * 0.9;
    let left = this.bytes;
    let count = 0;
    while (count < this.kept.length - 1 && (this.kept.length - count > events || left > bytes)) {
      left -= eventBytes(this.kept[count]?.message ?? '');
      count++;
    }
    this.dropped += count;
    this.remove(count);
  }

  private remove(count: number): void {
    if (count === 0) return;
    for (const event of this.kept.splice(0, count)) {
      this.bytes -= eventBytes(event.message);
      this.weight -= weightOf(event);
      this.emptied.add(segmentOf(event));
    }
    for (const event of this.kept) this.emptied.delete(segmentOf(event));
  }
}
