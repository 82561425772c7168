import type { LogLine, TaskLog, TaskLogPart } from '../../../spi/index.js';
import type { WorkFiles } from '../../../host/storage/work-files.js';

const START = Date.UTC(2026, 0, 1);

/** A line at so many seconds after the first of January. */
export function line(second: number, text: string): LogLine {
  return { time: START + second * 1000, text };
}

/** A log that brings one part a read, and then what its last part said. */
export class FakeLog implements TaskLog {
  readonly place: string;
  reads = 0;
  private reading = false;
  private last: TaskLogPart = { lines: [], state: 'ended' };

  constructor(
    name: string,
    readonly parts: (TaskLogPart | Error)[],
  ) {
    this.place = `log of ${name}`;
  }

  async read(): Promise<TaskLogPart> {
    if (this.reading) throw new Error('two reads at once');
    this.reading = true;
    this.reads += 1;
    await Promise.resolve();
    this.reading = false;
    const part = this.parts.shift() ?? { ...this.last, lines: [] };
    if (part instanceof Error) throw part;
    this.last = part;
    return part;
  }
}

/** Work files in memory, of which a few bytes are read at a time. */
export class FakeFiles implements WorkFiles {
  readonly texts = new Map<string, string>();
  failure: Error | undefined;
  closed = 0;

  readPart(uri: string, from: number, maxBytes: number): Promise<Uint8Array | undefined> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const text = this.texts.get(uri);
    return Promise.resolve(
      text === undefined ? undefined : Buffer.from(text).subarray(from, from + maxBytes),
    );
  }

  close(): void {
    this.closed += 1;
  }
}
