import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { isAbsent } from './system-error.js';

/** Headers a put may bring and every read gives back. */
export type Attributes = Readonly<Record<string, string>>;

/** What SDKs send for bytes of no known type, and what a file written by a task is said to be. */
export const defaultContentType = 'application/octet-stream';

const kept = new Set(['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires']);

/** The attributes a put asks to keep. */
export function attributesOf(headers: IncomingHttpHeaders): Attributes {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && (kept.has(name) || name.startsWith('x-amz-meta-'))) {
      attributes[name] = value;
    }
  }
  if (attributes['content-type'] === defaultContentType) delete attributes['content-type'];
  // `aws-chunked` frames the request and is no property of the object.
  const encodings = (headers['content-encoding'] ?? '').split(',').map((item) => item.trim());
  const own = encodings.filter((item) => item !== '' && item !== 'aws-chunked').join(',');
  return own === '' ? attributes : { ...attributes, 'content-encoding': own };
}

interface AttributeRecord {
  readonly size: number;
  readonly mtimeMs: number;
  readonly md5: string;
  readonly attributes: Attributes;
}

/** What a put says of an object beyond its bytes. */
export interface PutFacts {
  /** In hex; absent where the file is a task's. */
  readonly md5?: string;
  readonly attributes: Attributes;
}

/**
 * Attributes and MD5 lie beside the data root, as a plain file has no place for them, and only for objects that
 * were put. They hold for the file as it was put: a task that rewrites it writes a new object. A rewrite to the
 * same size and modification time would not be noticed.
 */
export class AttributeFiles {
  constructor(private readonly folder: string) {}

  async save(bucket: string, key: string, stats: Stats, facts: Required<PutFacts>): Promise<void> {
    const record: AttributeRecord = { size: stats.size, mtimeMs: stats.mtimeMs, ...facts };
    await mkdir(join(this.folder, bucket), { recursive: true });
    await writeFile(this.path(bucket, key), JSON.stringify(record));
  }

  async load(bucket: string, key: string, stats: Stats): Promise<PutFacts> {
    try {
      const { size, mtimeMs, ...facts } = JSON.parse(
        await readFile(this.path(bucket, key), 'utf8'),
      ) as AttributeRecord;
      return size === stats.size && mtimeMs === stats.mtimeMs ? facts : { attributes: {} };
    } catch (error) {
      // A record cut short by a crash says nothing.
      if (isAbsent(error) || error instanceof SyntaxError) return { attributes: {} };
      throw error;
    }
  }

  async forget(bucket: string, key: string): Promise<void> {
    try {
      await unlink(this.path(bucket, key));
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }

  async forgetBucket(bucket: string): Promise<void> {
    await rm(join(this.folder, bucket), { recursive: true, force: true });
  }

  private path(bucket: string, key: string): string {
    return join(this.folder, bucket, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}
