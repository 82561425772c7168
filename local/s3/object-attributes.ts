import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { isAbsent } from './data-root.js';

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
  readonly attributes: Attributes;
}

/**
 * Attributes lie beside the data root, as a plain file has no place for them, and only for objects that have
 * some. They hold for the file as it was put: a task that rewrites it writes a new object.
 */
export class AttributeFiles {
  constructor(private readonly folder: string) {}

  async save(bucket: string, key: string, stats: Stats, attributes: Attributes): Promise<void> {
    if (Object.keys(attributes).length === 0) return this.forget(bucket, key);
    const record: AttributeRecord = { size: stats.size, mtimeMs: stats.mtimeMs, attributes };
    await mkdir(join(this.folder, bucket), { recursive: true });
    await writeFile(this.path(bucket, key), JSON.stringify(record));
  }

  async load(bucket: string, key: string, stats: Stats): Promise<Attributes> {
    try {
      const record = JSON.parse(await readFile(this.path(bucket, key), 'utf8')) as AttributeRecord;
      return record.size === stats.size && record.mtimeMs === stats.mtimeMs ? record.attributes : {};
    } catch (error) {
      if (isAbsent(error)) return {};
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
