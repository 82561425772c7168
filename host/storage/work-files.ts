/** Work files, read a part at a time: they may be of any size, and grow while they are read. */
export interface WorkFiles {
  /**
   * Up to `maxBytes` bytes (1 or more) of the file behind its first `from`; none at its end, `undefined` where there is
   * no file.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  readPart(uri: string, from: number, maxBytes: number): Promise<Uint8Array | undefined>;
  /** Lets go of connections. */
  close(): void;
}
