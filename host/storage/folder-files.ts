import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { ExecutorError } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import { parseS3Uri } from './s3-uri.js';
import type { ClearableFiles, StoredFile } from './stored-files.js';
import type { WorkFiles } from './work-files.js';

/** Files removed at once. */
const AT_ONCE = 50;

/**
 * Work files in a folder that stands for S3: a cloud on this machine keeps each object as a plain file there. No link is
 * ever followed: a task may have made one that leads out of the folder.
 */
export class FolderFiles implements WorkFiles, ClearableFiles {
  /** @param folder its subfolders are buckets. */
  constructor(private readonly folder: string) {}

  async readPart(uri: string, from: number, maxBytes: number): Promise<Uint8Array | undefined> {
    return guard('read', this.pathOf(uri), async (path) => {
      const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, from);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    });
  }

  /** A `prefix` that ends with a slash is a folder; of any other, the files beside it that begin so, and what is below. */
  async *list(prefix: string): AsyncGenerator<StoredFile> {
    const { bucket, key } = parseS3Uri(prefix);
    const slash = key.lastIndexOf('/');
    const folder = join(this.folder, bucket, key.slice(0, slash + 1));
    if (!(await this.isInside(folder))) return;
    for await (const path of this.walk(folder, key.slice(slash + 1))) {
      const found = await guard('look at', path, (one) => lstat(one));
      if (found !== undefined)
        yield { uri: this.uriOf(path), size: found.size, modifiedAt: Math.floor(found.mtimeMs) };
    }
  }

  /** Folders that this leaves empty go, too: in S3 they never were. */
  async removeAll(uris: readonly string[]): Promise<void> {
    for (let from = 0; from < uris.length; from += AT_ONCE)
      await Promise.all(uris.slice(from, from + AT_ONCE).map((uri) => this.remove(uri)));
  }

  close(): void {
    // Nothing is held open.
  }

  private async remove(uri: string): Promise<void> {
    const path = this.pathOf(uri);
    const folder = dirname(path);
    if (!(await this.isInside(folder))) return;
    await guard('remove', path, (one) => rm(one));
    const { bucket } = parseS3Uri(uri);
    const root = join(this.folder, bucket);
    for (let empty = folder; empty !== root; empty = dirname(empty)) {
      // One that is not empty, or is gone, ends it.
      const gone = await rmdir(empty).then(
        () => true,
        () => false,
      );
      if (!gone) return;
    }
  }

  private async *walk(folder: string, beginning = ''): AsyncGenerator<string> {
    const entries = await guard('list', folder, (path) => readdir(path, { withFileTypes: true }));
    for (const entry of (entries ?? []).sort(byKey)) {
      if (!entry.name.startsWith(beginning)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) yield* this.walk(path);
      else yield path;
    }
  }

  /** Whether it is a folder and no link stands between its bucket, which may be one of the user's, and it. */
  private async isInside(folder: string): Promise<boolean> {
    const [bucket = '', ...names] = relative(this.folder, folder).split(sep).filter(Boolean);
    let path = join(this.folder, bucket);
    for (const name of names) {
      path = join(path, name);
      const found = await guard('look at', path, (one) => lstat(one));
      if (found?.isDirectory() !== true) return false;
    }
    return true;
  }

  private pathOf(uri: string): string {
    const { bucket, key } = parseS3Uri(uri);
    return join(this.folder, bucket, key);
  }

  private uriOf(path: string): string {
    return `s3://${relative(this.folder, path).split(sep).join('/')}`;
  }
}

/** S3's order: a folder's name stands there with its slash. */
function byKey(one: Dirent, other: Dirent): number {
  return Buffer.compare(keyOf(one), keyOf(other));
}

function keyOf(entry: Dirent): Buffer {
  return Buffer.from(entry.isDirectory() ? `${entry.name}/` : entry.name);
}

/** What is not there becomes `undefined`. */
async function guard<T>(
  verb: string,
  path: string,
  action: (path: string) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await action(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ExecutorError(
      `Cannot ${verb} ${path}: ${reasonOf(error)}. Look at the file's kind and permissions.`,
      { code: 'STORAGE_FAILED', cause: error },
    );
  }
}
