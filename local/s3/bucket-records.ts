import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, writeRecord } from './record-file.js';
import type { Tag } from './tag.js';

/** What is kept of a bucket beside its folder. */
export interface BucketFacts {
  /** Absent for a bucket that is only a folder: it lies in the region the cloud has. */
  readonly region?: string;
  readonly tags: readonly Tag[];
}

/** Regions and tags of buckets, one file each: two clouds may share a data folder. */
export class BucketRecords {
  constructor(private readonly folder: string) {}

  async load(bucket: string): Promise<BucketFacts> {
    const record = (await readRecord(this.path(bucket))) as Partial<BucketFacts> | undefined;
    return { ...record, tags: record?.tags ?? [] };
  }

  async save(bucket: string, facts: BucketFacts): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeRecord(this.path(bucket), facts);
  }

  async forget(bucket: string): Promise<void> {
    await rm(this.path(bucket), { force: true });
  }

  private path(bucket: string): string {
    return join(this.folder, `${bucket}.json`);
  }
}
