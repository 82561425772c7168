import type { Stats } from 'node:fs';

/** A file's time as documents tell it. S3 keeps whole seconds; headers have no room for more, and both must agree. */
export function listedTime(stats: Pick<Stats, 'mtimeMs'>): string {
  return new Date(Math.floor(stats.mtimeMs / 1000) * 1000).toISOString();
}
