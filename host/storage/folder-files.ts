import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ExecutorError } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import { parseS3Uri } from './s3-uri.js';
import type { WorkFiles } from './work-files.js';

/** Work files in a folder that stands for S3: a cloud on this machine keeps each object as a plain file there. */
export class FolderFiles implements WorkFiles {
  /** @param folder its subfolders are buckets. */
  constructor(private readonly folder: string) {}

  async readPart(uri: string, from: number, maxBytes: number): Promise<Uint8Array | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    const path = join(this.folder, bucket, key);
    try {
      // Never through a link: a task may have made one that leads out of the folder.
      const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, from);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new ExecutorError(
        `Cannot read ${path}: ${reasonOf(error)}. Look at the file's kind and permissions.`,
        {
          code: 'STORAGE_FAILED',
          cause: error,
        },
      );
    }
  }

  close(): void {
    // Nothing is held open.
  }
}
