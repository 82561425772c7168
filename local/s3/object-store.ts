import type { Stats } from 'node:fs';
import { rm, stat, type FileHandle } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { BucketRecords } from './bucket-records.js';
import { Buckets } from './buckets.js';
import { deleteVerdict, writeVerdict } from './conditions.js';
import type { DataRoot } from './data-root.js';
import { FolderCache } from './folder-cache.js';
import { orWithoutAccess } from './locked-path.js';
import { ObjectFiles } from './object-files.js';
import { ObjectRecords, type ObjectFacts } from './object-records.js';
import { ObjectSummaries, summaryOf, type ObjectSummary } from './object-summaries.js';
import { walkObjects, type WalkedItem, type WalkOptions } from './object-walk.js';
import { noSuchBucket, noSuchKey, preconditionFailed } from './s3-error.js';
import { SerialQueue } from './serial-queue.js';
import type { Tag } from './tag.js';

/** An object opened for reading. Who gets it closes the handle. */
export interface OpenObject {
  readonly handle: FileHandle;
  readonly stats: Stats;
  /** Quoted. */
  readonly etag: string;
  readonly facts: ObjectFacts;
}

/** A received body that becomes an object. */
export interface FinishedUpload {
  readonly bucket: string;
  readonly key: string;
  /** The file that holds the content. It is gone afterwards, however the put went. */
  readonly path: string;
  readonly facts: ObjectFacts;
  /** For the conditions of the put. */
  readonly headers: IncomingHttpHeaders;
}

export interface StoreFolders {
  /** For what S3 knows beyond files; outside the data root. */
  readonly state: string;
  /** For uploads under way: exists, on the data root's file system and outside it. */
  readonly incoming: string;
}

/** The buckets and objects of the local cloud. Changes run one after the other, reads beside them. */
export class ObjectStore {
  readonly buckets: Buckets;
  readonly bucketRecords: BucketRecords;
  private readonly files: ObjectFiles;
  private readonly records: ObjectRecords;
  private readonly summaries = new ObjectSummaries();
  private readonly cache: FolderCache;
  private readonly changes = new SerialQueue();

  /** @param now epoch milliseconds of the machine, with which files' times are compared */
  constructor(
    private readonly root: DataRoot,
    private readonly folders: StoreFolders,
    now: () => number,
  ) {
    this.buckets = new Buckets(root);
    this.bucketRecords = new BucketRecords(join(folders.state, 'buckets'));
    this.files = new ObjectFiles(root);
    this.records = new ObjectRecords(join(folders.state, 'attributes'));
    this.cache = new FolderCache(root, now);
  }

  /** Where an upload is written before it is put. */
  incomingPath(uploadId: string): string {
    return join(this.folders.incoming, uploadId);
  }

  /** Removes an upload that did not become an object, if it is there. */
  async discard(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** @throws AwsError NoSuchBucket, AccessDenied for a link that leads out of the data root */
  async open(bucket: string, key: string): Promise<OpenObject | undefined> {
    const object = await this.openNow(bucket, key);
    if (object?.stale !== true) return object;
    // A put may be between its record and its file: then the next look finds both. Or a task has rewritten it.
    await object.handle.close();
    await this.changes.run(() => Promise.resolve());
    return this.openNow(bucket, key);
  }

  /** As {@link open}, also from within a change. */
  private async openNow(
    bucket: string,
    key: string,
  ): Promise<(OpenObject & { readonly stale: boolean }) | undefined> {
    await this.needBucket(bucket);
    const file = await this.files.find(bucket, key);
    const opened = file === undefined ? undefined : await this.files.open(file);
    if (opened === undefined) return undefined;
    try {
      const { facts, stale } = await this.records.load(bucket, key, opened.stats);
      return { ...opened, facts, stale, etag: summaryOf(facts, opened.stats).etag };
    } catch (error) {
      await opened.handle.close();
      throw error;
    }
  }

  /**
   * @returns the object's file as it was put
   * @throws AwsError NoSuchBucket, PreconditionFailed, NoSuchKey for an If-Match on nothing
   */
  async put({ bucket, key, path, facts, headers }: FinishedUpload): Promise<Stats> {
    const record = `${path}.record`;
    try {
      const stats = await stat(path);
      await this.records.stage(stats, facts, record);
      await this.changes.run(async () => {
        await this.needBucket(bucket);
        await this.checkWrite(bucket, key, headers);
        await this.records.commit(record, bucket, key);
        await this.files.commit(path, bucket, key);
      });
      return stats;
    } catch (error) {
      await Promise.all([path, record].map((file) => rm(file, { force: true })));
      throw error;
    }
  }

  /**
   * Removes an object; nothing there is fine.
   *
   * @param match the delete's If-Match
   */
  async remove(bucket: string, key: string, match?: string): Promise<void> {
    await this.changes.run(async () => {
      await this.needBucket(bucket);
      if (match !== undefined) {
        const verdict = deleteVerdict(match, await this.etagOf(bucket, key));
        if (verdict === 'missing') throw noSuchKey(key);
        if (verdict === 'precondition-failed') throw preconditionFailed('If-Match');
      }
      await this.files.remove(bucket, key);
      await this.records.forget(bucket, key);
    });
  }

  /**
   * @param aside a name for a file of its own, e.g. the request's id
   * @throws AwsError NoSuchBucket, NoSuchKey
   */
  async retag(bucket: string, key: string, tags: readonly Tag[], aside: string): Promise<void> {
    const record = this.incomingPath(aside);
    await this.changes.run(async () => {
      const object = await this.openNow(bucket, key);
      if (object === undefined) throw noSuchKey(key);
      await object.handle.close();
      await this.records.stage(object.stats, { ...object.facts, tags }, record);
      await this.records.commit(record, bucket, key);
    });
  }

  /** @returns false where it is there already, which then stays as it is */
  async createBucket(bucket: string, region: string): Promise<boolean> {
    return this.changes.run(async () => {
      if (await this.buckets.exists(bucket)) return false;
      await this.bucketRecords.save(bucket, { region, tags: [] });
      await this.buckets.create(bucket);
      return true;
    });
  }

  /** @throws AwsError NoSuchBucket */
  async tagBucket(bucket: string, tags: readonly Tag[]): Promise<void> {
    await this.changes.run(async () => {
      await this.needBucket(bucket);
      await this.bucketRecords.save(bucket, { ...(await this.bucketRecords.load(bucket)), tags });
    });
  }

  /** False where the bucket holds objects. */
  async removeBucket(bucket: string): Promise<boolean> {
    return this.changes.run(async () => {
      await this.needBucket(bucket);
      const first = await this.walk(bucket, { prefix: '', from: undefined, shallow: false }).next();
      if (first.done !== true) return false;
      await this.buckets.remove(bucket);
      await this.records.forgetBucket(bucket);
      await this.bucketRecords.forget(bucket);
      return true;
    });
  }

  walk(bucket: string, options: WalkOptions): AsyncGenerator<WalkedItem> {
    return walkObjects({ root: this.root, cache: this.cache }, bucket, options);
  }

  /** What a listing tells of a walked object, without opening it; undefined where it is gone by now. */
  async describe(
    bucket: string,
    item: WalkedItem,
  ): Promise<{ readonly stats: Stats; readonly summary: ObjectSummary } | undefined> {
    const stats = await orWithoutAccess(undefined, () => this.root.at(item.names));
    if (stats?.isFile() !== true) return undefined;
    const load = async (): Promise<ObjectFacts> => (await this.records.load(bucket, item.key, stats)).facts;
    return { stats, summary: await this.summaries.of(`${bucket}/${item.key}`, stats, load) };
  }

  /** @throws AwsError NoSuchBucket */
  async needBucket(bucket: string): Promise<void> {
    if (!(await this.buckets.exists(bucket))) throw noSuchBucket(bucket);
  }

  private async etagOf(bucket: string, key: string): Promise<string | undefined> {
    const object = await this.openNow(bucket, key);
    await object?.handle.close();
    return object?.etag;
  }

  private async checkWrite(bucket: string, key: string, headers: IncomingHttpHeaders): Promise<void> {
    if (headers['if-none-match'] === undefined && headers['if-match'] === undefined) return;
    const verdict = writeVerdict(headers, await this.etagOf(bucket, key));
    if (verdict === 'missing') throw noSuchKey(key);
    if (verdict === 'precondition-failed') {
      throw preconditionFailed(headers['if-match'] === undefined ? 'If-None-Match' : 'If-Match');
    }
  }
}
