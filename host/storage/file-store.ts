import type { StoredFiles } from './stored-files.js';
import type { VersionedFiles } from './versioned-files.js';

/** The beginning of a file. */
export interface FileHead {
  /** A character cut in two at the end is left out. */
  readonly text: string;
  /** Size of the whole file in bytes. */
  readonly size: number;
}

/** Where work files live. Every text is UTF-8. */
export interface FileStore extends StoredFiles, VersionedFiles {
  /**
   * Writes the whole file, replacing one that is there.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  writeText(uri: string, text: string): Promise<void>;
  /**
   * The first `maxBytes` bytes (1 or more) of the file, or `undefined` where there is none.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  readHead(uri: string, maxBytes: number): Promise<FileHead | undefined>;
  /**
   * The last `maxBytes` bytes (1 or more) of the file, or `undefined` where there is none. A character cut in
   * two at the start is left out.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  readTail(uri: string, maxBytes: number): Promise<string | undefined>;
  /** @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED. */
  exists(uri: string): Promise<boolean>;
  /**
   * Whether the bucket of `uri` is there; `undefined` where nobody may say, as without permission to look.
   * @throws ExecutorError STORAGE_UNSUPPORTED.
   */
  bucketExists(uri: string): Promise<boolean | undefined>;
  /** From now on no call waits until the storage can be reached: what fails, fails at once. Idempotent. */
  hurry(): void;
  /** Lets go of connections. The store opens them again if it is used afterwards. */
  close(): void;
}
