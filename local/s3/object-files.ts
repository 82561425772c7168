import { constants, type Stats } from 'node:fs';
import { mkdir, open, rename, rmdir, unlink, type FileHandle } from 'node:fs/promises';
import { AwsError } from '../http/aws-error.js';
import { hasCode, isAbsent } from '../system-error.js';
import type { DataRoot, Names } from './data-root.js';
import { encodeKey, folderObject } from './key-encoding.js';
import { orWithoutAccess } from './locked-path.js';

export interface StoredFile {
  readonly names: Names;
  readonly stats: Stats;
}

/** Attempts at a put whose path a task keeps changing from file to folder and back. */
const attempts = 5;

/**
 * Objects as files. A caller runs {@link ObjectFiles.commit} and {@link ObjectFiles.remove} one at a time, since
 * both move what lies around the object; tasks may still change files under our hands, so both look again.
 */
export class ObjectFiles {
  constructor(private readonly root: DataRoot) {}

  /** The file of an object, links followed; undefined where there is none. */
  async find(bucket: string, key: string): Promise<StoredFile | undefined> {
    const names = [bucket, ...encodeKey(key)];
    const plain = await this.file(names);
    return plain === 'folder' ? asFile(await this.file([...names, folderObject])) : plain;
  }

  /** Opens what {@link find} found. Undefined where it is gone by now. */
  async open(file: Pick<StoredFile, 'names'>): Promise<{ handle: FileHandle; stats: Stats } | undefined> {
    let handle: FileHandle | undefined;
    try {
      // The path holds no link any more; one put there since must not be followed, nor a FIFO waited for.
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      handle = await this.root.access(file.names, () => open(this.root.path(file.names), flags));
      const stats = await handle.stat();
      if (stats.isFile()) return { handle, stats };
      await handle.close();
    } catch (error) {
      await handle?.close();
      if (!isAbsent(error) && !hasCode(error, 'ELOOP', 'ENXIO')) throw error;
    }
    return undefined;
  }

  /** Puts a finished file in an object's place, whole or not at all; answers where that is. */
  async commit(finished: string, bucket: string, key: string): Promise<Names> {
    for (let attempt = 1; ; attempt++) {
      const target = await this.place([bucket, ...encodeKey(key)], finished);
      try {
        await this.root.access(target.slice(0, -1), () => this.move(finished, target));
        return target;
      } catch (error) {
        const raced = hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY');
        if (!raced || attempt === attempts) throw error;
      }
    }
  }

  /** Removes an object, and the folders it leaves empty: S3 has none. A link goes, not what it leads to. */
  async remove(bucket: string, key: string): Promise<void> {
    const names = [bucket, ...encodeKey(key)];
    const found = await this.root.resolve(names, { followLast: false });
    if (found.kind === 'refused') throw refused(key, found.why);
    if (found.kind !== 'found') return;
    const file = found.stats.isDirectory() ? [...found.names, folderObject] : found.names;
    try {
      await this.root.access(file.slice(0, -1), () => unlink(this.root.path(file)));
    } catch (error) {
      if (!isAbsent(error)) throw error;
      return;
    }
    await this.prune(file.slice(0, -1));
  }

  private async file(names: Names): Promise<StoredFile | 'folder' | undefined> {
    const found = await this.root.resolve(names, { followLast: true });
    if (found.kind === 'refused') throw refused(names.slice(1).join('/'), found.why);
    if (found.kind !== 'found') return undefined;
    if (found.stats.isDirectory()) return 'folder';
    return found.stats.isFile() ? found : undefined;
  }

  /** Where a put goes. Files in the way of the object's folders become those folders' own objects. */
  private async place(names: Names, finished: string): Promise<Names> {
    for (;;) {
      const found = await this.root.resolve(names, { followLast: false });
      if (found.kind === 'refused') throw refused(names.slice(1).join('/'), found.why);
      if (found.kind === 'blocked') {
        await this.displace(found.names, `${finished}.displaced`);
        continue;
      }
      if (found.kind === 'missing' || !found.stats.isDirectory()) return found.names;
      const emptied = await this.removeFolder(found.names);
      return emptied ? found.names : [...found.names, folderObject];
    }
  }

  private async displace(names: Names, aside: string): Promise<void> {
    await this.root.access(names.slice(0, -1), () => rename(this.root.path(names), aside));
    await this.root.access(names, () => this.move(aside, [...names, folderObject]));
  }

  private async move(path: string, target: Names): Promise<void> {
    try {
      await rename(path, this.root.path(target));
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      await mkdir(this.root.path(target.slice(0, -1)), { recursive: true });
      await rename(path, this.root.path(target));
    }
  }

  private async prune(folder: Names): Promise<void> {
    for (let names = folder; names.length > 1; names = names.slice(0, -1)) {
      if (!(await this.removeFolder(names))) return;
    }
  }

  /** False where it holds something, or is a task's by now. */
  private async removeFolder(names: Names): Promise<boolean> {
    try {
      return await orWithoutAccess(false, async () => {
        await this.root.access(names.slice(0, -1), () => rmdir(this.root.path(names)));
        return true;
      });
    } catch (error) {
      if (isAbsent(error) || hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EBUSY')) return false;
      throw error;
    }
  }
}

function asFile(file: StoredFile | 'folder' | undefined): StoredFile | undefined {
  return file === 'folder' ? undefined : file;
}

function refused(key: string, why: string): AwsError {
  return new AwsError('AccessDenied', `Access Denied: '${key}' is not served: ${why}`, 403);
}
