import type { FileHandle } from 'node:fs/promises';

/**
 * A file that lines are added to, in their order. Nothing waits for the disk: what comes while a batch is written goes
 * with the next one. A batch is one write at the file's end, so that a crash cuts at most its last line.
 */
export class LineFile {
  /** Lines on the disk. */
  lines = 0;
  /** Whether a write has failed: nothing is written any more. */
  broken = false;
  private buffer: string[] = [];
  private writing: Promise<void> | undefined;

  /** @param breaks told once, of the first write that failed. */
  constructor(
    private readonly file: FileHandle,
    private readonly breaks: (error: unknown) => void,
  ) {}

  /** Lines that are not with the disk yet. */
  get waiting(): number {
    return this.buffer.length;
  }

  /** Takes a line, without its line break; it is written soon. */
  write(line: string): void {
    if (this.broken) return;
    this.buffer.push(`${line}\n`);
    this.writing ??= this.drain();
  }

  /** Resolves when everything taken so far is written, or a write has failed. Never rejects. */
  async written(): Promise<void> {
    await this.writing;
  }

  /** Resolves when everything is written or a write has failed, and the file is closed. Never rejects. */
  async close(): Promise<void> {
    await this.written();
    await this.file.close().catch((error: unknown) => this.fail(error));
  }

  private async drain(): Promise<void> {
    try {
      while (this.buffer.length > 0) {
        const lines = this.buffer;
        this.buffer = [];
        await this.file.appendFile(lines.join(''));
        this.lines += lines.length;
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.writing = undefined;
    }
  }

  private fail(error: unknown): void {
    this.buffer = [];
    if (this.broken) return;
    this.broken = true;
    this.breaks(error);
  }
}
