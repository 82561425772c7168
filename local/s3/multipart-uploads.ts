import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../remove-tree.js';
import { hasCode, isAbsent } from '../system-error.js';
import type { ChecksumType } from './checksum.js';
import type { ChecksumAlgorithm } from './digest.js';
import type { Attributes } from './object-attributes.js';
import { readRecord, writeRecord } from './record-file.js';
import { noSuchUpload } from './s3-error.js';
import type { Tag } from './tag.js';

/** What an upload in parts was created with. */
export interface UploadRecord {
  readonly key: string;
  readonly attributes: Attributes;
  readonly tags: readonly Tag[];
  readonly checksum: {
    readonly algorithm: ChecksumAlgorithm;
    readonly type: ChecksumType;
    /** False where the client asked for none: S3 then keeps one of the whole object, and tells none of parts. */
    readonly declared: boolean;
  };
}

export interface Upload extends UploadRecord {
  readonly bucket: string;
  readonly id: string;
  readonly initiated: Date;
}

export interface PartRecord {
  /** 1 to 10000. */
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  /** In hex. */
  readonly md5: string;
  /** Base64, of the upload's algorithm; absent where the upload declared none and the part brought another. */
  readonly checksum?: string;
  /** Name of its file in the upload's folder. */
  readonly file: string;
}

export interface Part extends PartRecord {
  readonly modified: Date;
  readonly path: string;
}

const uploadFile = 'upload.json';
const recordName = /^\d{5}\.json$/;

/**
 * Uploads in parts that are under way, as folders of files: nothing of them is held in memory, and they are kept
 * between starts, as S3 keeps them until somebody completes or aborts them.
 */
export class MultipartUploads {
  /**
   * @param folder on the file system of the data root
   * @param aside an existing folder of that file system, swept after a crash, for what is about to be removed
   */
  constructor(
    private readonly folder: string,
    private readonly aside: string,
  ) {}

  /**
   * @param wish 32 hex digits; random ones, but those of a seed come again after a restart
   * @returns the upload's id: the wish, or another where that is taken
   */
  async create(bucket: string, wish: string, record: UploadRecord): Promise<string> {
    await mkdir(join(this.folder, bucket), { recursive: true });
    let id = wish;
    while (!(await this.claim(bucket, id))) id = createHash('md5').update(id).digest('hex');
    await writeRecord(join(this.folder, bucket, id, uploadFile), record);
    return id;
  }

  /** @throws AwsError NoSuchUpload, also for another key's upload */
  async find(bucket: string, key: string, id: string): Promise<Upload> {
    const upload = await this.load(bucket, id);
    if (upload?.key !== key) throw noSuchUpload(id);
    return upload;
  }

  /** All of a bucket, in no order. */
  async list(bucket: string): Promise<readonly Upload[]> {
    const found: Upload[] = [];
    for (const id of await namesIn(join(this.folder, bucket))) {
      const upload = await this.load(bucket, id);
      if (upload !== undefined) found.push(upload);
    }
    return found;
  }

  /**
   * Takes a received file for a part, in place of an earlier one of its number.
   *
   * @throws AwsError NoSuchUpload where the upload ended meanwhile
   */
  async addPart(upload: Upload, given: Omit<PartRecord, 'file'>, received: string): Promise<Part> {
    const folder = this.pathOf(upload);
    const number = String(given.number).padStart(5, '0');
    const part = { ...given, file: `${number}-${given.md5}` };
    const record = join(folder, `${number}.json`);
    const path = join(folder, part.file);
    try {
      await rename(received, path);
      const before = (await readRecord(record)) as PartRecord | undefined;
      // Written aside: a part is there with its digests, or not at all.
      await writeRecord(`${path}.json`, part);
      await rename(`${path}.json`, record);
      if (before !== undefined && before.file !== part.file) {
        await rm(join(folder, before.file), { force: true });
      }
      return { ...part, path, modified: (await stat(path)).mtime };
    } catch (error) {
      if (isAbsent(error)) throw noSuchUpload(upload.id);
      throw error;
    }
  }

  /** By number. */
  async parts(upload: Upload): Promise<readonly Part[]> {
    const folder = this.pathOf(upload);
    const names = (await namesIn(folder)).filter((name) => recordName.test(name)).sort();
    const parts: Part[] = [];
    for (const name of names) {
      const part = (await readRecord(join(folder, name))) as PartRecord | undefined;
      if (part === undefined) continue;
      const path = join(folder, part.file);
      const stats = await statIfAny(path);
      if (stats !== undefined) parts.push({ ...part, path, modified: stats.mtime });
    }
    return parts;
  }

  /** Ends an upload and removes its parts. @throws AwsError NoSuchUpload where it has ended already */
  async remove(upload: Upload): Promise<void> {
    const folder = this.pathOf(upload);
    // At once for all who look for it; what removes the files may take its time.
    const aside = join(this.aside, `ended-${upload.id}`);
    try {
      await rename(folder, aside);
    } catch (error) {
      if (isAbsent(error)) throw noSuchUpload(upload.id);
      throw error;
    }
    await removeTree(aside);
  }

  async removeBucket(bucket: string): Promise<void> {
    await removeTree(join(this.folder, bucket));
  }

  private async claim(bucket: string, id: string): Promise<boolean> {
    try {
      await mkdir(join(this.folder, bucket, id));
      return true;
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false;
      throw error;
    }
  }

  private async load(bucket: string, id: string): Promise<Upload | undefined> {
    // An id becomes a path.
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
    const path = join(this.folder, bucket, id, uploadFile);
    const record = (await readRecord(path)) as UploadRecord | undefined;
    const stats = await statIfAny(path);
    return record === undefined || stats === undefined
      ? undefined
      : { ...record, bucket, id, initiated: stats.mtime };
  }

  private pathOf(upload: Upload): string {
    return join(this.folder, upload.bucket, upload.id);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function statIfAny(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
