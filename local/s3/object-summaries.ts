import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import type { Checksum } from './checksum.js';
import { storedClass } from './object-attributes.js';
import type { ObjectFacts } from './object-records.js';

/** What a listing tells of an object beside its file's size and time. */
export interface ObjectSummary {
  /** Quoted. */
  readonly etag: string;
  readonly storageClass: string;
  readonly checksum?: Pick<Checksum, 'algorithm' | 'type'>;
}

/** Objects that are remembered; the oldest is forgotten first. */
const remembered = 20_000;

/**
 * ETags without reading content: a put's is the MD5 that was computed as it came in; a file a task wrote gets one
 * of its state, in the form of an upload in parts. That is no MD5 either, and it is how Fusion uploads on AWS.
 */
export class ObjectSummaries {
  private readonly known = new Map<string, ObjectSummary>();

  /**
   * @param object bucket and key: what tells two links to one file apart, of which one was put
   * @param load asked where nothing is remembered
   */
  async of(object: string, stats: Stats, load: () => Promise<ObjectFacts>): Promise<ObjectSummary> {
    const state = `${object} ${stateOf(stats)}`;
    const known = this.known.get(state);
    if (known !== undefined) return known;
    const summary = summaryOf(await load(), stats);
    this.known.set(state, summary);
    const oldest = this.known.size > remembered ? this.known.keys().next().value : undefined;
    if (oldest !== undefined) this.known.delete(oldest);
    return summary;
  }
}

export function summaryOf(facts: ObjectFacts, stats: Stats): ObjectSummary {
  const { checksum } = facts;
  return {
    etag: `"${facts.etag ?? `${createHash('md5').update(stateOf(stats)).digest('hex')}-1`}"`,
    storageClass: storedClass(facts.attributes),
    ...(checksum === undefined ? {} : { checksum: { algorithm: checksum.algorithm, type: checksum.type } }),
  };
}

/** The change time tells a rewrite within one tick of the modification time apart, and cannot be set back. */
function stateOf(stats: Stats): string {
  return [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(':');
}
