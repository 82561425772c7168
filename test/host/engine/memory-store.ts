import type { FileHead, FileStore } from '../../../host/storage/file-store.js';

/** Work files in memory. */
export class MemoryStore implements FileStore {
  readonly files = new Map<string, string>();
  writes = 0;
  closed = false;
  /** Thrown by every read while set. */
  readFailure: Error | undefined;

  writeText(uri: string, text: string): Promise<void> {
    this.writes += 1;
    this.files.set(uri, text);
    return Promise.resolve();
  }

  /** Reads wait for it while set. */
  reading: Promise<void> | undefined;
  /** Heads being read now, and the most there were at once. */
  readonly heads = { now: 0, most: 0 };

  async readHead(uri: string, maxBytes: number): Promise<FileHead | undefined> {
    this.heads.now += 1;
    this.heads.most = Math.max(this.heads.most, this.heads.now);
    const text = await this.read(uri).finally(() => (this.heads.now -= 1));
    return text === undefined ? undefined : { text: text.slice(0, maxBytes), size: text.length };
  }

  async readTail(uri: string, maxBytes: number): Promise<string | undefined> {
    return (await this.read(uri))?.slice(-maxBytes);
  }

  async exists(uri: string): Promise<boolean> {
    return (await this.read(uri)) !== undefined;
  }

  private async read(uri: string): Promise<string | undefined> {
    await this.reading;
    if (this.readFailure !== undefined) throw this.readFailure;
    return this.files.get(uri);
  }

  /** What is known of the bucket. */
  bucket: boolean | undefined = true;

  bucketExists(): Promise<boolean | undefined> {
    return Promise.resolve(this.bucket);
  }

  close(): void {
    this.closed = true;
  }
}
