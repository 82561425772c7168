/** One log event as kept. */
export interface LogEvent {
  /** Position in its stream, from 0; never reused, also not after the oldest are dropped. */
  readonly position: number;
  /** Order over all streams of a region, for a stable sort of equal timestamps. */
  readonly serial: number;
  readonly timestamp: number;
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

/** Events of one stream in order of arrival, within {@link StreamBounds}. */
export class LogStream {
  private readonly kept: LogEvent[] = [];
  private bytes = 0;
  private nextPosition = 0;
  /** Events dropped to stay within the bounds. */
  dropped = 0;
  /** Bytes of memory its events take, about. */
  weight = 0;

  constructor(
    readonly name: string,
    readonly creationTime: number,
    private readonly bounds: StreamBounds,
  ) {}

  add(event: Omit<LogEvent, 'position'>): void {
    const kept = { ...event, position: this.nextPosition++ };
    this.kept.push(kept);
    this.bytes += eventBytes(event.message);
    this.weight += weightOf(kept);
    this.trim();
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
    this.drop(count);
  }

  get events(): readonly LogEvent[] {
    return this.kept;
  }

  /** Position the next event will get: where a reader who has seen all waits. */
  get end(): number {
    return this.nextPosition;
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
    this.drop(count);
  }

  private drop(count: number): void {
    for (const event of this.kept.splice(0, count)) {
      this.bytes -= eventBytes(event.message);
      this.weight -= weightOf(event);
    }
    this.dropped += count;
  }
}
