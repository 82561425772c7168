import { leaseUri, readLease, type SeenLease } from '../lease/read-lease.js';
import { witnessOf } from '../lease/session-lease.js';
import type { RunOwner } from '../lease/run-owner.js';
import type { Backend } from '../backend/backend.js';
import type { BackendGround, openRunBackend } from '../backend/open-backend.js';
import type { RunBegun } from '../history/history-record.js';
import type { ClearableFiles } from '../storage/stored-files.js';

/** What a run of the past left, where it is. */
export interface RunPlace {
  readonly files: ClearableFiles;
  /** The lease of its session; undefined where there is none. @throws ExecutorError STORAGE_FAILED. */
  lease(): Promise<SeenLease | undefined>;
  /** Tasks of its session that the backend runs; 0 where it cannot tell. @throws ExecutorError where it cannot be asked. */
  liveTasks(): Promise<number>;
}

/** Reaches what runs left, each by its own configuration, which is read once for runs that share it. */
export class RunPlaces {
  private readonly backends = new Map<string, Promise<Backend>>();

  constructor(
    private readonly ground: BackendGround,
    private readonly owner: RunOwner,
    private readonly open: typeof openRunBackend,
  ) {}

  /** @throws ScriptError, or ExecutorError with everything that is wrong with the run's configuration. */
  async of(run: RunBegun): Promise<RunPlace> {
    const { sessionId, workDir } = run;
    const backend = await this.backendOf(run);
    const { files, store } = backend;
    return {
      files,
      lease: async () => store && readLease(store, leaseUri(workDir, sessionId), witnessOf(this.owner)),
      liveTasks: () => liveTasks(backend, sessionId),
    };
  }

  /** Lets go of all of them. */
  async close(): Promise<void> {
    for (const opening of this.backends.values())
      await opening.then(
        (backend) => backend.close(),
        () => undefined,
      );
  }

  private backendOf(run: RunBegun): Promise<Backend> {
    const { scriptPath, configFiles, plugins, localFiles, executors } = run;
    const key = JSON.stringify([scriptPath, configFiles, plugins, localFiles, executors]);
    const known = this.backends.get(key) ?? this.open(run, this.ground);
    this.backends.set(key, known);
    return known;
  }
}

async function liveTasks(backend: Backend, sessionId: string): Promise<number> {
  const ids = new Set<string>();
  for (const { housekeeping } of backend.housekeepers())
    for await (const { nativeId } of housekeeping.tasks(sessionId)) ids.add(nativeId);
  return ids.size;
}
