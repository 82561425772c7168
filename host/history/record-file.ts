import { open, type FileHandle } from 'node:fs/promises';
import type { HistoryRecord } from './history-record.js';

/**
 * A file that records are added to, one a line. Nothing waits for the disk: what comes while a batch is written goes
 * with the next one. A batch is one write at the file's end, so that a crash cuts at most its last line.
 */
export class RecordFile {
  private waiting: string[] = [];
  private writing: Promise<void> | undefined;
  private failed = false;

  /** @param trouble told once, of the first write that failed; nothing is written after it. */
  private constructor(
    private readonly file: FileHandle,
    private readonly trouble: (error: unknown) => void,
  ) {}

  /**
   * Makes the file, for its owner alone.
   * @throws Error of the system, also where it is there.
   */
  static async create(path: string, trouble: (error: unknown) => void): Promise<RecordFile> {
    return new RecordFile(await open(path, 'ax', 0o600), trouble);
  }

  /** Takes a record; it is written soon. */
  add(record: HistoryRecord): void {
    if (this.failed) return;
    this.waiting.push(`${JSON.stringify(record)}\n`);
    this.writing ??= this.write();
  }

  /** Waits for what was added. Never rejects. */
  async written(): Promise<void> {
    await this.writing;
  }

  /** Never rejects. */
  async close(): Promise<void> {
    await this.written();
    await this.file.close().catch((error: unknown) => this.fail(error));
  }

  private async write(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        const batch = this.waiting.join('');
        this.waiting = [];
        await this.file.appendFile(batch);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.writing = undefined;
    }
  }

  private fail(error: unknown): void {
    if (!this.failed) this.trouble(error);
    this.failed = true;
    this.waiting = [];
  }
}
