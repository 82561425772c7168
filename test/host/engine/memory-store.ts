import { createHash } from 'node:crypto';
import type { FileHead, FileStore } from '../../../host/storage/file-store.js';
import type { StoredFile } from '../../../host/storage/stored-files.js';
import type { VersionedFile } from '../../../host/storage/versioned-files.js';

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

  /** When files were written that no test dates, and the storage's time. */
  now = 0;
  readonly times = new Map<string, number>();

  async *list(prefix: string): AsyncGenerator<StoredFile> {
    for (const uri of [...this.files.keys()].sort()) {
      const file = uri.startsWith(prefix) ? await this.look(uri) : undefined;
      if (file !== undefined) yield file;
    }
  }

  async look(uri: string): Promise<StoredFile | undefined> {
    const text = await this.read(uri);
    if (text === undefined) return undefined;
    return { uri, size: Buffer.byteLength(text), modifiedAt: this.times.get(uri) ?? 0 };
  }

  async digest(uri: string): Promise<string | undefined> {
    const text = await this.read(uri);
    return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
  }

  removeAll(uris: readonly string[]): Promise<void> {
    for (const uri of uris) this.files.delete(uri);
    return Promise.resolve();
  }

  private readonly versions = new Map<string, number>();

  async readVersion(uri: string): Promise<VersionedFile | undefined> {
    const text = await this.read(uri);
    if (text === undefined) return undefined;
    return { text, version: this.versionOf(uri), ageMs: this.now - (this.times.get(uri) ?? 0) };
  }

  /** What happens to writes on a condition instead, while set. */
  conditionalWrites: ((write: () => string | undefined) => Promise<string | undefined>) | undefined;

  writeVersion(uri: string, text: string, expected: string | undefined): Promise<string | undefined> {
    const write = (): string | undefined => this.writeOver(uri, text, expected);
    return this.conditionalWrites === undefined ? Promise.resolve(write()) : this.conditionalWrites(write);
  }

  private writeOver(uri: string, text: string, expected: string | undefined): string | undefined {
    const there = this.files.has(uri) ? this.versionOf(uri) : undefined;
    if (there !== expected) return undefined;
    this.files.set(uri, text);
    this.times.set(uri, this.now);
    this.versions.set(uri, (this.versions.get(uri) ?? 0) + 1);
    return this.versionOf(uri);
  }

  private versionOf(uri: string): string {
    return `v${this.versions.get(uri) ?? 0}`;
  }

  /** What is known of the bucket. */
  bucket: boolean | undefined = true;

  bucketExists(): Promise<boolean | undefined> {
    return Promise.resolve(this.bucket);
  }

  /** Whether nobody is to wait any more. */
  hurried = false;

  hurry(): void {
    this.hurried = true;
  }

  close(): void {
    this.closed = true;
  }
}
