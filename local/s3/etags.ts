import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';

/** Objects whose ETag is remembered; the oldest is forgotten first. */
const remembered = 20_000;

/**
 * ETags without reading content: a put's is the MD5 that was computed as it came in; a file a task wrote gets one
 * of its state, in the form of an upload in parts. That is no MD5 either, and it is how Fusion uploads on AWS.
 */
export class ETags {
  private readonly known = new Map<string, string>();

  /**
   * The quoted ETag of an object's file.
   *
   * @param recorded asked where none is remembered: the MD5 a put left for this very file, if any
   */
  async of(object: string, stats: Stats, recorded: () => Promise<string | undefined>): Promise<string> {
    const state = stateOf(stats);
    const known = this.known.get(`${object} ${state}`);
    if (known !== undefined) return known;
    const md5 = await recorded();
    const etag = md5 === undefined ? `"${createHash('md5').update(state).digest('hex')}-1"` : `"${md5}"`;
    this.remember(object, stats, etag);
    return etag;
  }

  /** @param object bucket and key: what tells two links to one file apart, of which one was put */
  remember(object: string, stats: Stats, etag: string): void {
    const state = `${object} ${stateOf(stats)}`;
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
