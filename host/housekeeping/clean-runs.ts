import { rm } from 'node:fs/promises';
import { type PastRun, RunHistory } from '../history/run-history.js';
import { leaseUri } from '../lease/read-lease.js';
import { attemptFolder } from './attempt-folder.js';
import type { ClearedFolder, CleanOptions, CleanResult } from './clean-api.js';
import { type CleanPlan, planCleaning } from './clean-plan.js';
import { FolderSweep } from './folder-sweep.js';
import { foldersOf } from './run-folders.js';
import type { RunPlaces } from './run-places.js';

/** Folders that are listed at once. */
const FOLDERS_AT_ONCE = 16;

/** What a cleaning counts. */
interface Tally {
  folders: number;
  files: number;
  size: number;
  shared: number;
}

/**
 * Removes what runs of a folder left: the folders of their attempts, then their history and the lease of their session.
 * A folder that a run uses which stays is left to it. Nothing is removed before everything is checked.
 */
export class CleanRuns {
  private readonly history: RunHistory;
  private readonly tally: Tally = { folders: 0, files: 0, size: 0, shared: 0 };
  private readonly sharedBy = new Set<string>();

  constructor(
    private readonly options: CleanOptions,
    private readonly places: Pick<RunPlaces, 'of'>,
  ) {
    this.history = new RunHistory(options.history, options.tell);
  }

  /**
   * Cleans, or tells what it would.
   * @throws PreconditionError HISTORY_EMPTY, RUN_UNKNOWN or HISTORY_UNSAFE before anything is removed; ExecutorError
   * where a configuration is wrong, or a storage or a backend fails: what is gone then was told, and the rest can be
   * cleaned later.
   */
  async execute(): Promise<CleanResult> {
    const plan = await planCleaning(this.history, this.options, this.places);
    const cleaned = [];
    for (const run of plan.cleaned) {
      if (this.wasEnded()) break;
      await this.clean(run, plan);
      if (!this.wasEnded()) cleaned.push(run.begun);
    }
    const { kept } = plan;
    const interrupted = this.wasEnded();
    return { runs: cleaned, kept, ...this.tally, sharedBy: [...this.sharedBy], interrupted };
  }

  private async clean(run: PastRun, plan: CleanPlan): Promise<void> {
    const { begun } = run;
    const { force, keepLogs } = this.options;
    const used = await this.foldersInUse(run, plan.staying);
    const place = await this.places.of(begun);
    const sweep = new FolderSweep(place.files, {
      ...{ force, keepLogs },
      cleared: (folder) => this.cleared(folder),
    });
    await atOnce(FOLDERS_AT_ONCE, this.folders(run, plan, used), (uri) => sweep.add(uri));
    await sweep.flush();
    if (!force || keepLogs || this.wasEnded()) return;
    if (!plan.staying.some((other) => other.begun.sessionId === begun.sessionId))
      await place.files.removeAll([leaseUri(begun.workDir, begun.sessionId)]);
    // Last: what is not through can be cleaned again.
    await rm(run.file, { force: true });
  }

  /** Hashes of the folders that runs of the same session use which stay, with the name of one of them. */
  private async foldersInUse(
    { begun }: PastRun,
    staying: readonly PastRun[],
  ): Promise<ReadonlyMap<string, string>> {
    const used = new Map<string, string>();
    for (const run of staying)
      if (run.begun.sessionId === begun.sessionId)
        for await (const { hash } of foldersOf(this.history, run)) used.set(hash, run.begun.runName);
    return used;
  }

  private async *folders(
    run: PastRun,
    plan: CleanPlan,
    used: ReadonlyMap<string, string>,
  ): AsyncGenerator<string> {
    const told = await this.toldBefore(run, plan);
    for await (const folder of foldersOf(this.history, run)) {
      if (this.wasEnded()) return;
      const user = used.get(folder.hash);
      const uri = attemptFolder(run.begun.workDir, folder);
      if (user !== undefined) {
        this.tally.shared += 1;
        this.sharedBy.add(user);
      } else if (uri !== undefined && !told.has(folder.hash)) yield uri;
    }
  }

  /** A dry run removes nothing: what an older run of the session had would be told twice. */
  private async toldBefore(run: PastRun, plan: CleanPlan): Promise<ReadonlySet<string>> {
    const told = new Set<string>();
    if (this.options.force) return told;
    for (const other of plan.cleaned) {
      if (other === run) break;
      if (other.begun.sessionId === run.begun.sessionId)
        for await (const { hash } of foldersOf(this.history, other)) told.add(hash);
    }
    return told;
  }

  private wasEnded(): boolean {
    return this.options.signal.aborted;
  }

  private async cleared(folder: ClearedFolder): Promise<void> {
    this.tally.folders += 1;
    this.tally.files += folder.files;
    this.tally.size += folder.size;
    await this.options.cleared(folder);
  }
}

/** Acts on what a stream brings, on so many at once; waits for all. */
async function atOnce<T>(
  width: number,
  items: AsyncGenerator<T>,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const work = async (): Promise<void> => {
    for (let next = await items.next(); next.done !== true; next = await items.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: width }, work));
}
