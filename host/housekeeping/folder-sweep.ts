import type { ClearableFiles } from '../storage/stored-files.js';
import type { ClearedFolder } from './clean-api.js';

/** DeleteObjects (S3 API) takes as many keys. */
const KEYS_AT_ONCE = 1000;

/** What the engine wrote for and of a task, directly in its folder. */
const ENGINE_FILE = /^(?:\.command\.[^/]+|\.exitcode)$/;

/** How folders are swept. */
export interface SweepWays {
  readonly force: boolean;
  readonly keepLogs: boolean;
  readonly cleared: (folder: ClearedFolder) => Promise<void> | void;
}

/**
 * Removes the files of folders: many folders at once may be given, whose files go together in requests of a thousand. A
 * folder of any size is never held whole.
 */
export class FolderSweep {
  private batch: string[] = [];
  private through: ClearedFolder[] = [];
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly files: ClearableFiles,
    private readonly ways: SweepWays,
  ) {}

  /**
   * Takes the files of a folder; they are gone behind the `flush` that follows.
   * @param folder URI, without a slash at its end.
   * @throws ExecutorError STORAGE_FAILED.
   */
  async add(folder: string): Promise<void> {
    let [count, bytes] = [0, 0];
    for await (const { uri, size } of this.files.list(`${folder}/`)) {
      if (this.ways.keepLogs && ENGINE_FILE.test(uri.slice(folder.length + 1))) continue;
      count += 1;
      bytes += size;
      if (this.ways.force) this.batch.push(uri);
      if (this.batch.length >= KEYS_AT_ONCE) await this.flush();
    }
    if (count > 0) this.through.push({ uri: folder, files: count, size: bytes });
    if (!this.ways.force) await this.flush();
  }

  /** Removes what was taken so far, one request behind the other, and tells of the folders that are through. */
  flush(): Promise<void> {
    const [uris, through] = [this.batch, this.through];
    [this.batch, this.through] = [[], []];
    this.work = this.work.then(async () => {
      if (uris.length > 0) await this.files.removeAll(uris);
      for (const folder of through) await this.ways.cleared(folder);
    });
    return this.work;
  }
}
