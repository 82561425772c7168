import type { FileHandle } from 'node:fs/promises';

/** Writes rows to a file in their order, as many at once as there are by then. */
export class RowWriter {
  /** Rows on the disk. */
  rows = 0;
  /** Whether a write has failed: nothing is written any more. */
  broken = false;
  private buffer: string[] = [];
  private writing: Promise<void> = Promise.resolve();
  private idle = true;

  /** @param breaks told of the first write that fails. */
  constructor(
    private readonly file: FileHandle,
    private readonly breaks: (error: unknown) => void,
  ) {}

  write(row: string): void {
    if (this.broken) return;
    this.buffer.push(`${row}\n`);
    if (!this.idle) return;
    this.idle = false;
    this.writing = this.drain();
  }

  /** Resolves when everything is written or a write has failed, and the file is closed. Never rejects. */
  async close(): Promise<void> {
    await this.writing;
    await this.file.close().catch((error: unknown) => this.fail(error));
  }

  /** Rows that are not written yet. */
  get waiting(): number {
    return this.buffer.length;
  }

  private async drain(): Promise<void> {
    while (this.buffer.length > 0) {
      const rows = this.buffer;
      this.buffer = [];
      try {
        await this.file.appendFile(rows.join(''));
        this.rows += rows.length;
      } catch (error) {
        this.buffer = [];
        this.fail(error);
      }
    }
    this.idle = true;
  }

  private fail(error: unknown): void {
    if (this.broken) return;
    this.broken = true;
    this.breaks(error);
  }
}
