import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** Objects whose digest is remembered; the oldest is forgotten first. */
const remembered = 20_000;

/** MD5 digests of files, computed once for each state a file is seen in: tasks write files without telling us. */
export class ETags {
  private readonly known = new Map<string, string>();

  /** The quoted ETag of an open file. */
  async of(handle: FileHandle, stats: Stats): Promise<string> {
    const state = stateOf(stats);
    const known = this.known.get(state);
    if (known !== undefined) return known;
    const hash = createHash('md5');
    for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
      hash.update(chunk as Buffer);
    }
    const etag = `"${hash.digest('hex')}"`;
    // What was appended while we read belongs to a later state.
    const after = await handle.stat();
    if (stateOf(after) === state) this.remember(stats, etag);
    return etag;
  }

  remember(stats: Stats, etag: string): void {
    const state = stateOf(stats);
    this.known.delete(state);
    this.known.set(state, etag);
    const oldest = this.known.size > remembered ? this.known.keys().next().value : undefined;
    if (oldest !== undefined) this.known.delete(oldest);
  }
}

/** The change time tells a rewrite within one tick of the modification time apart, and cannot be set back. */
function stateOf(stats: Stats): string {
  return [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(':');
}
