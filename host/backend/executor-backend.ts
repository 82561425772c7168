import type { Executor, Session } from '../../spi/index.js';
import { Refusals } from '../engine/refusals.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import type { FileStore } from '../storage/file-store.js';
import type { WorkFiles } from '../storage/work-files.js';
import type { Backend, Housekeeper } from './backend.js';

/** What a backend is made of. */
export interface BackendParts {
  readonly store: FileStore & WorkFiles;
  readonly registry: ExecutorRegistry;
  readonly session: Session;
  /** Executors that are asked for by their names; where absent, whichever of the registry can be had. */
  readonly wanted?: readonly string[];
  /** What it is opened for, e.g. `listing of tasks`. */
  readonly noun: string;
}

/** The backends behind a configuration: their executors are made as they are needed and never started. */
export class ExecutorBackend implements Backend {
  readonly files: FileStore & WorkFiles;
  readonly store: FileStore;
  private readonly executors = new Map<string, Executor>();

  constructor(private readonly parts: BackendParts) {
    this.files = parts.store;
    this.store = parts.store;
  }

  executor(name: string): Executor {
    const { registry, session } = this.parts;
    const made = this.executors.get(name) ?? registry.pluginOf(name).createExecutor(name, session);
    this.executors.set(name, made);
    return made;
  }

  housekeepers(): readonly Housekeeper[] {
    const { wanted, registry, noun } = this.parts;
    const refusals = new Refusals({ noun });
    const made = (wanted ?? registry.names).flatMap(
      (name) => refusals.collect(() => this.executor(name)) ?? [],
    );
    // One that nobody named and that is not set up is not in use.
    if (wanted !== undefined || made.length === 0) refusals.throwIfAny();
    return made.flatMap(({ name, housekeeping }) =>
      housekeeping === undefined ? [] : [{ executor: name, housekeeping }],
    );
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.executors.values()].map((executor) => executor.shutdown()));
    this.store.close();
  }
}
