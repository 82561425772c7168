import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsent } from '../system-error.js';
import type { DataRoot, Names } from './data-root.js';
import { readFolder, type Folder } from './folder.js';
import { orWithoutAccess } from './locked-path.js';

/** Entries kept over all folders: some 200 bytes each. */
const entryLimit = 300_000;

/**
 * How long a folder must have been left alone before it is kept, in milliseconds: a change within one tick of its
 * time would not be seen, and the coarsest file systems (FAT) tick every two seconds.
 */
const settled = 2500;

interface Kept extends Folder {
  readonly state: string;
}

/**
 * Sorted folders, so that a listing in pages does not read and sort a folder once for every page. S3 lists what
 * was put before the call, so a folder is only used while its own times say that no name came or went.
 */
export class FolderCache {
  private readonly kept = new Map<string, Kept>();
  private entries = 0;

  /**
   * @param now epoch milliseconds by the clock of the file system, which is the machine's, not a virtual one
   * @param limit entries kept over all folders
   */
  constructor(
    private readonly root: DataRoot,
    private readonly now: () => number,
    private readonly limit = entryLimit,
  ) {}

  /** A folder whose names are no links; an empty one where there is none. */
  async read(names: Names): Promise<Folder> {
    const path = this.root.path(names);
    const stats = await this.statsOf(names);
    const known = this.kept.get(path);
    this.forget(path);
    if (stats === undefined) return { entries: [], flat: true };
    const state = [stats.dev, stats.ino, stats.mtimeNs, stats.ctimeNs].join(':');
    if (known?.state === state) return this.keep(path, known);
    const old = this.now() - Number(stats.ctimeNs / 1_000_000n) > settled;
    const folder = await readFolder(this.root, names);
    return old && folder.flat ? this.keep(path, { ...folder, state }) : folder;
  }

  private keep(path: string, folder: Kept): Folder {
    // A folder above the limit would push out all others and itself.
    if (weight(folder) > this.limit) return folder;
    // Another call may have kept it meanwhile.
    this.forget(path);
    this.kept.set(path, folder);
    this.entries += weight(folder);
    for (const oldest of this.kept.keys()) {
      if (this.entries <= this.limit) break;
      this.forget(oldest);
    }
    return folder;
  }

  private forget(path: string): void {
    const folder = this.kept.get(path);
    if (folder === undefined) return;
    this.kept.delete(path);
    this.entries -= weight(folder);
  }

  private async statsOf(names: Names): Promise<BigIntStats | undefined> {
    try {
      return await orWithoutAccess(undefined, () =>
        this.root.access(names, () => stat(this.root.path(names), { bigint: true })),
      );
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }
}

function weight(folder: Folder): number {
  return folder.entries.length + 1;
}
