import type { Problem } from './errors.js';
import type { Housekeeping } from './housekeeping.js';
import type { Session } from './session.js';
import type { TaskHandler } from './task-handler.js';
import type { ShutdownOptions, ShutdownReport, TaskMonitor } from './task-monitor.js';
import type { TaskLog } from './task-log.js';
import type { TraceField } from './trace-record.js';
import type { ProcessDefinition, TaskRun } from './task-run.js';

/** What an executor can do, as data. A host branches on these, never on an executor's name. */
export interface ExecutorCapabilities {
  /** The backend starts the container; the host must not wrap the command in one. */
  readonly containerNative: boolean;
  /** The backend injects secrets. */
  readonly secretNative: boolean;
  /** Tasks see the work dir through Fusion: the host's `launch` starts `/usr/bin/fusion`. */
  readonly fusion: boolean;
  /** The backend runs many tasks from one submit. */
  readonly taskArrays: boolean;
  /** Tasks of a dead run can be found again and adopted. */
  readonly adoption: boolean;
}

/** One way of running tasks, for the length of one session. */
export interface Executor {
  readonly name: string;
  readonly capabilities: ExecutorCapabilities;
  /**
   * Checks the backend and readies what tasks will share, for the processes that will run. Called once, before
   * any task. The host starts the monitor itself.
   * @throws PreconditionError naming every problem and its mend. The host then still calls `shutdown`.
   */
  start(processes: readonly ProcessDefinition[]): Promise<void>;
  /** Fields of its own that its tasks' traces may hold, in the order they are shown. None where absent. */
  readonly traceFields?: readonly TraceField[];
  /**
   * What the backend kept of the output of one of its tasks, also of an earlier run. No call before its first `read`,
   * and no need of `start`. Absent where the backend keeps none.
   */
  openLog?(nativeId: string): TaskLog;
  /**
   * What the backend holds of any run, and how it is cleared away. No call before its first use, and no need of
   * `start`. Absent where the backend cannot tell what is whose.
   */
  readonly housekeeping?: Housekeeping;
  /** Makes the handler of one attempt. No I/O. */
  createTaskHandler(task: TaskRun): TaskHandler;
  /** The monitor of this executor; always the same one. */
  createTaskMonitor(): TaskMonitor;
  /**
   * Shuts the monitor down, then lets go of everything else: afterwards no call is made and no timer is left.
   * May come before, during or after `start`, also after a failed one. Idempotent.
   */
  shutdown(options?: ShutdownOptions): Promise<ShutdownReport>;
}

/** What a plugin's entry exports under the name `plugin`. */
export interface ExecutorPlugin {
  /**
   * What about a process can never run on one of the plugin's executors, whatever the configuration; empty when
   * nothing. Pure: the host asks about every process before anything is launched, and reports all that is
   * wrong at once.
   */
  check(executor: string, process: ProcessDefinition): readonly Problem[];
  /**
   * Makes an executor that `plugin.json` declares. It reads and checks the configuration and builds objects;
   * it makes no call to a backend.
   * @throws ConfigError or PreconditionError naming every problem at once.
   */
  createExecutor(name: string, session: Session): Executor;
}

/** The content of `plugin.json`. */
export interface PluginManifest {
  /** The plugin's id, e.g. `nf-awsecs`. */
  readonly id: string;
  readonly version: string;
  /** Semver range of SPI versions the plugin was written for. */
  readonly spi: string;
  /** Names of the executors it brings. */
  readonly executors: readonly string[];
  /** Path of the entry module, relative to the manifest's folder. */
  readonly entry: string;
  /** JSON Schema of the plugin's own configuration, keyed by its scope, e.g. `aws.ecs`. */
  readonly settings: Readonly<Record<string, object>>;
}
