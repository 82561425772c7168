import type { FileStore } from '../../../host/storage/file-store.js';

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

  readText(uri: string): Promise<string | undefined> {
    if (this.readFailure !== undefined) return Promise.reject(this.readFailure);
    return Promise.resolve(this.files.get(uri));
  }

  async readTail(uri: string, maxBytes: number): Promise<string | undefined> {
    return (await this.readText(uri))?.slice(-maxBytes);
  }

  exists(uri: string): Promise<boolean> {
    return Promise.resolve(this.files.has(uri));
  }

  close(): void {
    this.closed = true;
  }
}
