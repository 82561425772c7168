import { lstat, mkdir, readdir, stat } from 'node:fs/promises';
import { removeTree } from '../remove-tree.js';
import { isAbsent } from '../system-error.js';
import type { DataRoot } from './data-root.js';

export interface Bucket {
  readonly name: string;
  readonly created: Date;
}

/** S3's rules for names, which also make every one a safe name of a folder. */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\./.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name)
  );
}

/** Buckets as the folders of the data root. */
export class Buckets {
  constructor(private readonly root: DataRoot) {}

  async list(): Promise<readonly Bucket[]> {
    const found: Bucket[] = [];
    for (const child of await readdir(this.root.folder, { withFileTypes: true })) {
      if (!child.isDirectory() || !isBucketName(child.name)) continue;
      found.push({ name: child.name, created: (await stat(this.root.path([child.name]))).birthtime });
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async exists(name: string): Promise<boolean> {
    if (!isBucketName(name)) return false;
    try {
      return (await lstat(this.root.path([name]))).isDirectory();
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  }

  async create(name: string): Promise<void> {
    await mkdir(this.root.path([name]), { recursive: true });
  }

  /** Removes the bucket with the empty folders tasks may have left; that it holds no object is the caller's to know. */
  async remove(name: string): Promise<void> {
    await removeTree(this.root.path([name]));
  }
}
