import { CleanRuns } from '../../../host/housekeeping/clean-runs.js';
import type { CleanOptions, CleanResult, ClearedFolder } from '../../../host/housekeeping/clean-api.js';
import type { RunPlace } from '../../../host/housekeeping/run-places.js';
import type { HistoryRecord, RunBegun } from '../../../host/history/history-record.js';
import { leaseUri, type SeenLease } from '../../../host/lease/read-lease.js';
import { MemoryStore } from '../engine/memory-store.js';
import { begun, HistoryFolder, runEnded } from '../history/history-folder.js';

/** A cleaning of a folder of histories, with a storage in memory. */
export class CleanRig {
  readonly store = new MemoryStore();
  readonly told: ClearedFolder[] = [];
  readonly leases = new Map<string, SeenLease['engine']>();
  /** Tasks that the backend runs, by session. */
  readonly live = new Map<string, number>();
  readonly alive = new Set<number>();
  readonly ending = new AbortController();
  /** Sessions whose tasks were asked for. */
  readonly asked: string[] = [];

  private constructor(readonly folder: HistoryFolder) {}

  static async create(): Promise<CleanRig> {
    return new CleanRig(await HistoryFolder.create());
  }

  /** Lays a run that has ended; answers its history's file. */
  run(changes: Partial<RunBegun>, records: readonly HistoryRecord[], second = 1): Promise<string> {
    return this.folder.write(begun(second, changes), [...records, runEnded(second + 1)]);
  }

  /** Lays files of an attempt in its folder. */
  lay(
    workDir: string,
    names: readonly string[] = ['.command.sh', '.command.run', '.exitcode', 'out.txt'],
  ): void {
    for (const name of names) this.store.files.set(`${workDir}/${name}`, 'text');
  }

  clean(changes: Partial<CleanOptions> = {}): Promise<CleanResult> {
    const options: CleanOptions = {
      history: this.folder.path,
      wish: { names: ['last'] },
      force: true,
      keepLogs: false,
      isAlive: ({ pid }) => this.alive.has(pid),
      tell: (notice) => this.folder.notices.push(notice),
      cleared: (folder) => void this.told.push(folder),
      signal: this.ending.signal,
      ...changes,
    };
    return new CleanRuns(options, { of: (run) => Promise.resolve(this.placeOf(run)) }).execute();
  }

  private placeOf({ sessionId, workDir }: RunBegun): RunPlace {
    return {
      files: this.store,
      lease: () => {
        const engine = this.leases.get(sessionId);
        const uri = leaseUri(workDir, sessionId);
        return Promise.resolve(engine && { uri, version: 'v', ageMs: 0, engine });
      },
      liveTasks: () => {
        this.asked.push(sessionId);
        return Promise.resolve(this.live.get(sessionId) ?? 0);
      },
    };
  }
}
