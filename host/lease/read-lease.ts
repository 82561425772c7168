import type { VersionedFiles } from '../storage/versioned-files.js';
import { judgeLease, type LeaseWitness } from './judge-lease.js';
import { parseLease, type LeaseRecord } from './lease-record.js';

/** A lease as it was found. */
export interface SeenLease {
  readonly uri: string;
  /** See `VersionedFile.version`. */
  readonly version: string;
  /** Milliseconds since it was written, by the storage's clock. */
  readonly ageMs: number;
  /** Absent where it cannot be read. */
  readonly record?: LeaseRecord;
  /** `ours`: the looker's own. */
  readonly engine: 'alive' | 'dead' | 'ours';
}

/**
 * The beginning of the URIs of all leases of a work dir.
 * @param workDir URI, without a slash at its end.
 */
export function leaseFolder(workDir: string): string {
  return `${workDir}/.nf-sessions/`;
}

/** URI of the lease of a session. */
export function leaseUri(workDir: string, sessionId: string): string {
  return `${leaseFolder(workDir)}${sessionId.toLowerCase()}.json`;
}

/**
 * Looks at a lease; undefined where there is none.
 * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
 */
export async function readLease(
  files: Pick<VersionedFiles, 'readVersion'>,
  uri: string,
  witness: LeaseWitness,
): Promise<SeenLease | undefined> {
  const found = await files.readVersion(uri);
  if (found === undefined) return undefined;
  const { text, version, ageMs } = found;
  const record = parseLease(text);
  const engine = judgeLease(record, ageMs, witness);
  return { uri, version, ageMs, ...(record === undefined ? {} : { record }), engine };
}
