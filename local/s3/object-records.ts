import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from '../system-error.js';
import type { Checksum } from './checksum.js';
import type { Attributes } from './object-attributes.js';
import type { Tag } from './tag.js';
import { readRecord, writeRecord } from './record-file.js';

/** One part of the upload an object came from. */
export interface ObjectPart {
  /** Bytes. */
  readonly size: number;
  /** Base64. */
  readonly checksum?: string;
}

/** What S3 knows of an object beyond its bytes. */
export interface ObjectFacts {
  /** Without quotes; absent where the file is a task's. */
  readonly etag?: string;
  readonly attributes: Attributes;
  readonly tags: readonly Tag[];
  readonly checksum?: Checksum;
  /** Of an upload in parts only. */
  readonly parts?: readonly ObjectPart[];
}

/** What is known of a file that a task wrote. */
const nothing: ObjectFacts = { attributes: {}, tags: [] };

interface StoredRecord extends Partial<ObjectFacts> {
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * What a plain file has no place for lies beside the data root, and only for objects that were put or tagged. It
 * holds for the file as it was then: a task that rewrites it writes a new object. A rewrite to the same size and
 * modification time would not be noticed.
 */
export class ObjectRecords {
  constructor(private readonly folder: string) {}

  /**
   * Writes a record aside, to be put in its place by {@link ObjectRecords.commit}: so it is there whole or not at
   * all, and what takes time is done before others are kept waiting.
   *
   * @param aside a new file on the records' file system
   */
  async stage(stats: Stats, facts: ObjectFacts, aside: string): Promise<void> {
    const record: StoredRecord = { size: stats.size, mtimeMs: stats.mtimeMs, ...facts };
    await writeRecord(aside, record);
  }

  async commit(aside: string, bucket: string, key: string): Promise<void> {
    try {
      await rename(aside, this.path(bucket, key));
    } catch (error) {
      if (!isAbsent(error)) throw error;
      await mkdir(join(this.folder, bucket), { recursive: true });
      await rename(aside, this.path(bucket, key));
    }
  }

  /** What is known of a file; `stale` where all there is holds for another one that had its key. */
  async load(
    bucket: string,
    key: string,
    stats: Stats,
  ): Promise<{ readonly facts: ObjectFacts; readonly stale: boolean }> {
    const record = (await readRecord(this.path(bucket, key))) as StoredRecord | undefined;
    if (record === undefined) return { facts: nothing, stale: false };
    const stale = record.size !== stats.size || record.mtimeMs !== stats.mtimeMs;
    return { facts: stale ? nothing : factsOf(record), stale };
  }

  async forget(bucket: string, key: string): Promise<void> {
    await rm(this.path(bucket, key), { force: true });
  }

  async forgetBucket(bucket: string): Promise<void> {
    await rm(join(this.folder, bucket), { recursive: true, force: true });
  }

  private path(bucket: string, key: string): string {
    return join(this.folder, bucket, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}

function factsOf({ etag, attributes, tags, checksum, parts }: StoredRecord): ObjectFacts {
  return {
    attributes: attributes ?? {},
    tags: tags ?? [],
    ...(etag === undefined ? {} : { etag }),
    ...(checksum === undefined ? {} : { checksum }),
    ...(parts === undefined ? {} : { parts }),
  };
}
