import { resolve } from 'node:path';
import type { Clock, Executor, Session, TaskEvents, TaskLog } from '../../spi/index.js';
import { configInvalid } from '../config/load-config.js';
import { Refusals } from '../engine/refusals.js';
import { readRunConfig } from '../engine/run-config.js';
import type { RunBegun } from '../history/history-record.js';
import { loadPlugins, type ExecutorRegistry } from '../plugin/executor-registry.js';
import { silentLogger } from '../session/silent-logger.js';
import { FolderFiles } from '../storage/folder-files.js';
import { s3ClientSettings } from '../storage/s3-client-settings.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import type { WorkFiles } from '../storage/work-files.js';

/** How a run of the past is reached again. */
export interface BackendGround {
  /** The folder the run was started in. */
  readonly cwd: string;
  /** Beside those the run had; later ones win. */
  readonly configFiles: readonly string[];
  readonly builtInPlugins: readonly string[];
  readonly clock: Clock;
  readonly random: () => number;
}

/** Where the logs of a run's tasks are. */
export interface LogBackend {
  readonly files: WorkFiles;
  /**
   * What the backend kept of a task's output; undefined where its executor keeps nothing.
   * @throws ExecutorError where there is no such executor, or its settings are wrong.
   */
  openLog(executor: string, nativeId: string): TaskLog | undefined;
  close(): Promise<void>;
}

/**
 * Reaches the backend of a run again, by the run's own configuration. No call is made.
 * @throws ScriptError, or ExecutorError with everything that is wrong with the configuration.
 */
export async function openBackend(run: RunBegun, ground: BackendGround): Promise<LogBackend> {
  if (run.localFiles !== undefined) return folderBackend(resolve(ground.cwd, run.localFiles));
  const { scriptPath, plugins } = run;
  const { cwd, builtInPlugins, clock, random } = ground;
  const configFiles = [...run.configFiles, ...ground.configFiles];
  const asked = plugins === undefined ? {} : { plugins };
  const read = await readRunConfig({ ...{ scriptPath, cwd, configFiles, builtInPlugins }, ...asked });
  const refusals = new Refusals({ noun: 'reading of logs' });
  if (read.problems.length > 0) refusals.add(configInvalid(read.problems));
  for (const refusal of read.pluginRefusals) refusals.add(refusal);
  const { registry, refusals: unloaded } = await loadPlugins(read.plugins, clock);
  for (const refusal of unloaded) refusals.add(refusal);
  refusals.throwIfAny();
  const files = new S3FileStore(s3ClientSettings(read.config));
  return new ExecutorBackend(files, registry, sessionOf(run, { config: read.config, clock, random }));
}

/** The executors of a run, made as they are needed and never started. */
class ExecutorBackend implements LogBackend {
  private readonly executors = new Map<string, Executor>();

  constructor(
    readonly files: WorkFiles,
    private readonly registry: ExecutorRegistry,
    private readonly session: Session,
  ) {}

  openLog(name: string, nativeId: string): TaskLog | undefined {
    const executor =
      this.executors.get(name) ?? this.registry.pluginOf(name).createExecutor(name, this.session);
    this.executors.set(name, executor);
    return executor.openLog?.(nativeId);
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.executors.values()].map((executor) => executor.shutdown()));
    this.files.close();
  }
}

/** The cloud ended with the run; the folder that was its S3 is all there is. */
function folderBackend(folder: string): LogBackend {
  return { files: new FolderFiles(folder), openLog: () => undefined, close: () => Promise.resolve() };
}

/** The run as its executors saw it, for one that submits nothing. */
function sessionOf(
  { sessionId, runName, workDir }: RunBegun,
  sources: Pick<Session, 'config' | 'clock' | 'random'>,
): Session {
  const identity = { id: sessionId, runName, workDir, resolvesContainers: true };
  return { ...identity, ...sources, events: nobody, logger: silentLogger };
}

const nobody: TaskEvents = {
  submitted: () => undefined,
  running: () => undefined,
  completed: () => undefined,
};
