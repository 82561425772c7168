import type { Stats } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { Buckets } from './buckets.js';
import { writeVerdict } from './conditions.js';
import type { DataRoot } from './data-root.js';
import { ETags } from './etags.js';
import { orWithoutAccess } from './locked-path.js';
import { AttributeFiles, attributesOf, type Attributes } from './object-attributes.js';
import { ObjectFiles } from './object-files.js';
import { walkObjects, type WalkedItem, type WalkOptions } from './object-walk.js';
import { noSuchBucket, noSuchKey, preconditionFailed } from './s3-error.js';
import { SerialQueue } from './serial-queue.js';

/** An object opened for reading. Who gets it closes the handle. */
export interface OpenObject {
  readonly handle: FileHandle;
  readonly stats: Stats;
  /** Quoted. */
  readonly etag: string;
}

/** A received body that becomes an object. */
export interface FinishedUpload {
  readonly bucket: string;
  readonly key: string;
  /** The file that holds the content. It is gone afterwards, however the put went. */
  readonly path: string;
  readonly md5: string;
  readonly headers: IncomingHttpHeaders;
}

/** The buckets and objects of the local cloud. Changes run one after the other, reads beside them. */
export class ObjectStore {
  readonly buckets: Buckets;
  private readonly files: ObjectFiles;
  private readonly attributes: AttributeFiles;
  private readonly etags = new ETags();
  private readonly changes = new SerialQueue();

  /** @param folders on the data root's file system and outside it; the one for uploads exists */
  constructor(
    private readonly root: DataRoot,
    private readonly folders: { readonly attributes: string; readonly incoming: string },
  ) {
    this.buckets = new Buckets(root);
    this.files = new ObjectFiles(root);
    this.attributes = new AttributeFiles(folders.attributes);
  }

  /** Where an upload is written before it is put. */
  incomingPath(uploadId: string): string {
    return join(this.folders.incoming, uploadId);
  }

  /** @throws AwsError NoSuchBucket, AccessDenied for a link that leads out of the data root */
  async open(bucket: string, key: string): Promise<OpenObject | undefined> {
    if (!(await this.buckets.exists(bucket))) throw noSuchBucket(bucket);
    const file = await this.files.find(bucket, key);
    const opened = file === undefined ? undefined : await this.files.open(file);
    if (opened === undefined) return undefined;
    try {
      return { ...opened, etag: await this.etagOf(bucket, key, opened.stats) };
    } catch (error) {
      await opened.handle.close();
      throw error;
    }
  }

  async attributesOf(bucket: string, key: string, object: OpenObject): Promise<Attributes> {
    return (await this.attributes.load(bucket, key, object.stats)).attributes;
  }

  /** @throws AwsError NoSuchBucket, PreconditionFailed, NoSuchKey for an If-Match on nothing */
  async put(upload: FinishedUpload): Promise<void> {
    const { bucket, key, path, md5 } = upload;
    try {
      await this.changes.run(async () => {
        await this.checkConditions(upload);
        const before = await stat(path);
        const facts = { md5, attributes: attributesOf(upload.headers) };
        await this.attributes.save(bucket, key, before, facts);
        const names = await this.files.commit(path, bucket, key);
        this.learn(upload, before, await this.root.at(names));
      });
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  async remove(bucket: string, key: string): Promise<void> {
    await this.changes.run(async () => {
      if (!(await this.buckets.exists(bucket))) throw noSuchBucket(bucket);
      await this.files.remove(bucket, key);
      await this.attributes.forget(bucket, key);
    });
  }

  /** False where the bucket holds objects. */
  async removeBucket(bucket: string): Promise<boolean> {
    return this.changes.run(async () => {
      if (!(await this.buckets.exists(bucket))) throw noSuchBucket(bucket);
      const first = await this.walk(bucket, { prefix: '', from: undefined, shallow: false }).next();
      if (first.done !== true) return false;
      await this.buckets.remove(bucket);
      await this.attributes.forgetBucket(bucket);
      return true;
    });
  }

  walk(bucket: string, options: WalkOptions): AsyncGenerator<WalkedItem> {
    return walkObjects(this.root, bucket, options);
  }

  /** What a listing tells of a walked object, without opening it; undefined where it is gone by now. */
  async describe(bucket: string, item: WalkedItem): Promise<{ stats: Stats; etag: string } | undefined> {
    const stats = await orWithoutAccess(undefined, () => this.root.at(item.names));
    return stats?.isFile() === true ? { stats, etag: await this.etagOf(bucket, item.key, stats) } : undefined;
  }

  private etagOf(bucket: string, key: string, stats: Stats): Promise<string> {
    return this.etags.of(
      `${bucket}/${key}`,
      stats,
      async () => (await this.attributes.load(bucket, key, stats)).md5,
    );
  }

  /** Renaming changed the file's state, and a task may have rewritten it since: then the digest is not its own. */
  private learn({ bucket, key, md5 }: FinishedUpload, before: Stats, now: Stats | undefined): void {
    if (now?.ino === before.ino && now.size === before.size && now.mtimeMs === before.mtimeMs) {
      this.etags.remember(`${bucket}/${key}`, now, `"${md5}"`);
    }
  }

  private async checkConditions({ bucket, key, headers }: FinishedUpload): Promise<void> {
    if (!(await this.buckets.exists(bucket))) throw noSuchBucket(bucket);
    if (headers['if-none-match'] === undefined && headers['if-match'] === undefined) return;
    const there = await this.open(bucket, key);
    await there?.handle.close();
    const verdict = writeVerdict(headers, there?.etag);
    if (verdict === 'missing') throw noSuchKey(key);
    if (verdict === 'precondition-failed') {
      throw preconditionFailed(headers['if-match'] === undefined ? 'If-None-Match' : 'If-Match');
    }
  }
}
