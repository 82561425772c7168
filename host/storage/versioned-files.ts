/** A small file with what tells its states apart. */
export interface VersionedFile {
  readonly text: string;
  /** Differs for every write. */
  readonly version: string;
  /** How long ago it was written, in milliseconds, by the storage's own clock alone. */
  readonly ageMs: number;
}

/** Files that several engines write, each only where nobody else has meanwhile. */
export interface VersionedFiles {
  /**
   * The whole file, or `undefined` where there is none.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  readVersion(uri: string): Promise<VersionedFile | undefined>;
  /**
   * Writes the whole file where it still is as it was read.
   * @param expected the version that was read; undefined where there was none.
   * @returns its new version; `undefined` where it is another by now, or is gone.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  writeVersion(uri: string, text: string, expected: string | undefined): Promise<string | undefined>;
}
