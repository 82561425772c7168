/** A file as a listing shows it. */
export interface StoredFile {
  readonly uri: string;
  /** Bytes. */
  readonly size: number;
  /** By the storage's own clock, epoch milliseconds. */
  readonly modifiedAt: number;
}

/** Finding files and clearing them away. */
export interface ClearableFiles {
  /**
   * Every file whose URI begins with `prefix`, in the order of their keys' bytes.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  list(prefix: string): AsyncIterable<StoredFile>;
  /**
   * Removes files of one bucket, in requests of a thousand; those that are not there count as removed.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED; some may be removed then.
   */
  removeAll(uris: readonly string[]): Promise<void>;
}

/** Looking for files and removing them. */
export interface StoredFiles extends ClearableFiles {
  /**
   * The file, or `undefined` where there is none.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  look(uri: string): Promise<StoredFile | undefined>;
  /**
   * SHA-256 of the file's bytes in hexadecimal digits, or `undefined` where there is none. All of it is read, and never
   * held in memory whole.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  digest(uri: string): Promise<string | undefined>;
}
