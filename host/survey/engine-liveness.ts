import type { BackendTask, Logger } from '../../spi/index.js';
import type { LeaseWitness } from '../lease/judge-lease.js';
import { leaseUri, readLease } from '../lease/read-lease.js';
import { reasonOf } from '../report/reason-of.js';
import type { VersionedFiles } from '../storage/versioned-files.js';
import type { EngineSight } from './survey-api.js';

const UNKNOWN: EngineSight = { state: 'unknown' };
/** `<root>/ab/cdef...`: what lies above the two is where the run worked. */
const TASK_FOLDERS = /\/[0-9a-f]{2}\/[0-9a-f]{30}$/;

/** Tells by the leases of their sessions whether the engines of tasks live: one read for a session. */
export class EngineLiveness {
  private readonly seen = new Map<string, Promise<EngineSight>>();
  private told = false;

  /** @param files undefined where there is no storage that engines share. */
  constructor(
    private readonly files: Pick<VersionedFiles, 'readVersion'> | undefined,
    private readonly witness: LeaseWitness,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Never rejects. */
  async of({ workDir, sessionId }: Pick<BackendTask, 'workDir' | 'sessionId'>): Promise<EngineSight> {
    if (workDir === undefined || !TASK_FOLDERS.test(workDir)) return UNKNOWN;
    const uri = leaseUri(workDir.replace(TASK_FOLDERS, ''), sessionId);
    const seen = this.seen.get(uri) ?? this.look(uri);
    this.seen.set(uri, seen);
    return seen;
  }

  private async look(uri: string): Promise<EngineSight> {
    if (this.files === undefined) return UNKNOWN;
    try {
      const lease = await readLease(this.files, uri, this.witness);
      if (lease === undefined) return UNKNOWN;
      const state = lease.engine === 'dead' ? 'dead' : 'alive';
      return lease.record === undefined ? { state } : { state, holder: lease.record };
    } catch (error) {
      if (!this.told) this.logger.warn(`Whether engines live is not known everywhere: ${reasonOf(error)}`);
      this.told = true;
      return UNKNOWN;
    }
  }
}
