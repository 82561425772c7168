import type { BackendTask, Executor, Housekeeping } from '../../spi/index.js';
import type { LeaseWitness } from '../lease/judge-lease.js';
import type { LeaseRecord } from '../lease/lease-record.js';
import { leaseFolder, leaseUri, readLease } from '../lease/read-lease.js';
import type { FileStore } from '../storage/file-store.js';
import type { StoredFile } from '../storage/stored-files.js';

/** Leases that are looked into, the newest first: each costs a read. */
const MOST_LEASES = 20;
const READS_AT_ONCE = 10;

/** Where dead runs are looked for. */
export interface DeadRunGround {
  readonly files: Pick<FileStore, 'list' | 'readVersion'>;
  /** URI, without a slash at its end. */
  readonly workDir: string;
  /** Absolute path: runs of another script are nobody's matter here. */
  readonly scriptPath: string;
  /** The session that looks: what is left of its own earlier runs is gone on with. */
  readonly sessionId: string;
  readonly witness: LeaseWitness;
}

/** A run whose engine is dead, and that may have left tasks. */
export interface DeadRun {
  readonly uri: string;
  readonly record: LeaseRecord;
  /** Milliseconds since it was heard of, by the storage's clock. */
  readonly ageMs: number;
}

/** A task that somebody left, and who can stop it. */
export interface LeftTask {
  readonly task: BackendTask;
  readonly housekeeping: Pick<Housekeeping, 'stop'>;
}

/**
 * Runs of a script in a work dir whose engine is dead, the newest first; those that ended with nothing left are not
 * among them.
 * @throws ExecutorError STORAGE_FAILED.
 */
export async function findDeadRuns(ground: DeadRunGround): Promise<readonly DeadRun[]> {
  const { files, witness, scriptPath } = ground;
  const dead: DeadRun[] = [];
  const newest = await newestLeases(ground);
  for (let from = 0; from < newest.length; from += READS_AT_ONCE) {
    const batch = newest.slice(from, from + READS_AT_ONCE);
    const seen = await Promise.all(batch.map(({ uri }) => readLease(files, uri, witness)));
    for (const lease of seen) {
      if (lease?.engine !== 'dead' || lease.record?.scriptPath !== scriptPath) continue;
      const { uri, record, ageMs } = lease;
      if (record.state === 'held' || record.unfinished > 0) dead.push({ uri, record, ageMs });
    }
  }
  return dead;
}

/**
 * The tasks of a session that executors can tell of.
 * @throws ExecutorError where a backend cannot be asked.
 */
export async function tasksOfSession(
  sessionId: string,
  executors: Iterable<Executor>,
): Promise<readonly LeftTask[]> {
  const left = new Map<string, LeftTask>();
  for (const { housekeeping } of executors) {
    if (housekeeping === undefined) continue;
    // Two executors of one backend see the same tasks.
    for await (const task of housekeeping.tasks(sessionId)) left.set(task.nativeId, { task, housekeeping });
  }
  return [...left.values()];
}

async function newestLeases({ files, workDir, sessionId }: DeadRunGround): Promise<readonly StoredFile[]> {
  const own = leaseUri(workDir, sessionId);
  const found: StoredFile[] = [];
  for await (const file of files.list(leaseFolder(workDir)))
    if (file.uri !== own && file.uri.endsWith('.json')) found.push(file);
  return found.sort((one, other) => other.modifiedAt - one.modifiedAt).slice(0, MOST_LEASES);
}
