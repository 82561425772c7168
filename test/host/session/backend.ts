import {
  PollingTaskMonitor,
  ShutdownError,
  type BatchContext,
  type Executor,
  type ExecutorPlugin,
  type Housekeeping,
  type Problem,
  type ProcessDefinition,
  type Session,
  type ShutdownOptions,
  type ShutdownReport,
  type TaskHandler,
  type TaskOutcome,
  type TaskRun,
  type TaskStatus,
  type TraceRecord,
} from '../../../spi/index.js';
import { ending } from '../engine/fake-plugin.js';
import type { MemoryStore } from '../engine/memory-store.js';

const queueSize = 2;

/** A backend that runs tasks as a test says. The plugin is loaded by path, so this is how a test reaches it. */
export class Backend {
  readonly executors: BackendExecutor[] = [];
  /** Outcomes of the tasks that have ended, by native id. */
  readonly ends = new Map<string, TaskOutcome>();
  /** Attempts that the backend took, in their order. */
  readonly accepted: TaskRun[] = [];
  onStart: () => Promise<void> = () => Promise.resolve();
  onSubmit: (task: TaskRun) => Promise<void> = () => Promise.resolve();
  onKill: () => Promise<void> = () => Promise.resolve();
  check: (process: ProcessDefinition) => readonly Problem[] = () => [];
  housekeeping: Housekeeping | undefined;

  constructor(readonly store: MemoryStore) {}

  /** Ends the attempt accepted as number `index`, and lets its executor see it. */
  finish(index: number, outcome = ending('completed', { exitStatus: 0 }), stdout?: string): void {
    const task = this.accepted[index];
    if (task === undefined) throw new Error(`The backend took no attempt number ${index}.`);
    if (stdout !== undefined) this.store.files.set(`${task.workDir}/.command.out`, stdout);
    this.ends.set(nativeIdOf(task), outcome);
    this.executors.forEach((executor) => executor.createTaskMonitor().signal());
  }
}

export const stage: { backend: Backend | undefined } = { backend: undefined };

export const plugin: ExecutorPlugin = {
  check: (_executor, process) => theBackend().check(process),
  createExecutor: (name, session) => new BackendExecutor(name, session, theBackend()),
};

function theBackend(): Backend {
  if (stage.backend === undefined) throw new Error('The test sets no backend.');
  return stage.backend;
}

function nativeIdOf(task: TaskRun): string {
  return `native-${task.hash.slice(0, 8)}`;
}

export class BackendExecutor implements Executor {
  readonly capabilities = {
    containerNative: true,
    secretNative: false,
    fusion: true,
    taskArrays: false,
    adoption: false,
  };
  announced: readonly string[] | undefined;
  readonly shutdowns: ShutdownOptions[] = [];
  readonly housekeeping?: Housekeeping;
  private readonly monitor: PollingTaskMonitor<TaskOutcome>;

  constructor(
    readonly name: string,
    readonly session: Session,
    private readonly backend: Backend,
  ) {
    backend.executors.push(this);
    if (backend.housekeeping !== undefined) this.housekeeping = backend.housekeeping;
    const { clock, logger, events } = session;
    this.monitor = new PollingTaskMonitor({
      clock,
      logger,
      events,
      queueSize,
      submitConcurrency: queueSize,
      batchSize: 100,
      fetch: () => Promise.resolve(backend.ends),
      pollDelay: () => 1000,
    });
  }

  start(processes: readonly ProcessDefinition[]): Promise<void> {
    this.announced = processes.map(({ name }) => name);
    return this.backend.onStart();
  }

  createTaskHandler(task: TaskRun): TaskHandler {
    return new BackendHandler(task, this.backend);
  }

  createTaskMonitor(): PollingTaskMonitor<TaskOutcome> {
    return this.monitor;
  }

  shutdown(options: ShutdownOptions = {}): Promise<ShutdownReport> {
    this.shutdowns.push(options);
    return this.monitor.shutdown(options);
  }
}

class BackendHandler implements TaskHandler<TaskOutcome> {
  status: TaskStatus = 'NEW';
  nativeId: string | undefined;
  outcome: TaskOutcome | undefined;
  private killed = false;
  private submission: Promise<void> | undefined;
  private round: BatchContext<TaskOutcome> | undefined;

  constructor(
    readonly task: TaskRun,
    private readonly backend: Backend,
  ) {}

  submit(): Promise<void> {
    this.submission = this.launch();
    return this.submission;
  }

  batch(context: BatchContext<TaskOutcome>): void {
    this.round = context;
    if (this.nativeId !== undefined) context.collect(this.nativeId);
  }

  checkIfRunning(): boolean {
    if (this.status !== 'SUBMITTED') return false;
    this.status = 'RUNNING';
    return true;
  }

  checkIfCompleted(): Promise<boolean> {
    const seen = this.nativeId === undefined ? undefined : this.round?.get(this.nativeId);
    if (seen === undefined) return Promise.resolve(false);
    this.status = 'COMPLETED';
    this.outcome = this.killed ? ending('killed', { retry: { class: 'never' } }) : seen;
    return Promise.resolve(true);
  }

  async kill(): Promise<void> {
    this.killed = true;
    await this.submission?.catch(() => undefined);
    await this.backend.onKill();
    if (this.nativeId !== undefined) this.backend.ends.set(this.nativeId, ending('killed'));
  }

  trace(): TraceRecord {
    const { id, hash, process, name, attempt, workDir } = this.task;
    return { task_id: id, hash, process, name, status: this.status, attempt, workdir: workDir, extra: {} };
  }

  private async launch(): Promise<void> {
    if (this.killed) throw new ShutdownError('The task was killed.', { code: 'SHUT_DOWN' });
    await this.backend.onSubmit(this.task);
    this.backend.accepted.push(this.task);
    this.nativeId = nativeIdOf(this.task);
    this.status = 'SUBMITTED';
  }
}
