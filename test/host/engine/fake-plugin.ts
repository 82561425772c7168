import {
  ShutdownError,
  type Executor,
  type ExecutorPlugin,
  type Housekeeping,
  type Problem,
  type ProcessDefinition,
  type Session,
  type ShutdownOptions,
  type ShutdownReport,
  type TaskHandler,
  type TaskMonitor,
  type TaskOutcome,
  type TaskRun,
  type TaskStatus,
  type TraceRecord,
} from '../../../spi/index.js';
import type { MemoryStore } from './memory-store.js';

/** How one attempt goes: it prints and ends, or it runs until it is killed. */
export type Attempt =
  | {
      readonly outcome: TaskOutcome;
      readonly stdout?: string;
      readonly stderr?: string;
      /** What it leaves in its work dir, by path. */
      readonly leaves?: Readonly<Record<string, string>>;
    }
  | 'hangs';

/** What the executors of the next run do. The plugin is loaded by path, so this is how a test reaches them. */
export interface Scenario {
  readonly store: MemoryStore;
  /** Attempts by process, used up in order; the last one stays. */
  readonly attempts: Readonly<Record<string, readonly Attempt[]>>;
  readonly start?: () => Promise<void>;
  readonly check?: (process: ProcessDefinition, executor: string) => readonly Problem[];
  /** Called before a handler is made; throws where the executor cannot express the task. */
  readonly make?: () => void;
  readonly fusion?: boolean;
  /** Whether attempts that resume are taken over; those are `adopted`. */
  readonly adoption?: boolean;
  /** What the backend holds of any run. */
  readonly housekeeping?: Housekeeping;
  /** Kills are refused: the tasks stay unfinished. */
  readonly unstoppable?: boolean;
}

export const stage: { scenario: Scenario | undefined; executors: FakeExecutor[] } = {
  scenario: undefined,
  executors: [],
};

export const plugin: ExecutorPlugin = {
  check(executor, process) {
    return stage.scenario?.check?.(process, executor) ?? [];
  },
  createExecutor(name, session) {
    if (stage.scenario === undefined) throw new Error('The test sets no scenario.');
    const executor = new FakeExecutor(name, session, stage.scenario);
    stage.executors.push(executor);
    return executor;
  },
};

class FakeHandler implements TaskHandler {
  status: TaskStatus = 'NEW';
  nativeId: string | undefined;
  outcome: TaskOutcome | undefined;
  constructor(readonly task: TaskRun) {}

  get adopted(): boolean {
    return this.task.resumes === true;
  }

  submit(): Promise<void> {
    this.nativeId = `native-${this.task.id}`;
    this.status = 'SUBMITTED';
    return Promise.resolve();
  }

  batch(): void {
    // The fake monitor asks no backend.
  }

  checkIfRunning(): boolean {
    return true;
  }

  checkIfCompleted(): Promise<boolean> {
    return Promise.resolve(true);
  }

  kill(): Promise<void> {
    return Promise.resolve();
  }

  trace(): TraceRecord {
    const { id, hash, process, name, attempt, workDir } = this.task;
    return { task_id: id, hash, process, name, status: this.status, attempt, workdir: workDir, extra: {} };
  }
}

export class FakeExecutor implements Executor {
  readonly capabilities;
  readonly housekeeping?: Housekeeping;
  readonly tasks: TaskRun[] = [];
  starts = 0;
  /** Names of the processes `start` was given. */
  announced: readonly string[] = [];
  monitorStarts = 0;
  shutdowns: ShutdownOptions[] = [];
  private readonly handlers = new Map<TaskHandler, FakeHandler>();
  private readonly hanging = new Set<TaskHandler>();
  private readonly used = new Map<string, number>();
  private closing: Promise<ShutdownReport> | undefined;

  constructor(
    readonly name: string,
    readonly session: Session,
    private readonly scenario: Scenario,
  ) {
    this.capabilities = {
      containerNative: true,
      secretNative: false,
      fusion: scenario.fusion ?? true,
      taskArrays: false,
      adoption: scenario.adoption ?? false,
    };
    if (scenario.housekeeping !== undefined) this.housekeeping = scenario.housekeeping;
  }

  start(processes: readonly ProcessDefinition[]): Promise<void> {
    this.starts += 1;
    this.announced = processes.map(({ name }) => name);
    return this.scenario.start?.() ?? Promise.resolve();
  }

  createTaskHandler(task: TaskRun): TaskHandler {
    this.scenario.make?.();
    this.tasks.push(task);
    const handler = new FakeHandler(task);
    this.handlers.set(handler, handler);
    return handler;
  }

  createTaskMonitor(): TaskMonitor {
    return {
      start: () => void (this.monitorStarts += 1),
      schedule: (handler) => this.schedule(handler),
      evict: (handler) => this.hanging.delete(handler),
      signal: () => undefined,
      shutdown: (options) => this.end(options),
    };
  }

  /** Ends the attempt at a task of `process` that hangs. */
  finish(process: string, outcome: TaskOutcome): void {
    for (const handler of this.hanging) {
      if (handler.task.process !== process) continue;
      this.hanging.delete(handler);
      this.session.events.completed(handler, outcome);
    }
  }

  private schedule(scheduled: TaskHandler): void {
    if (this.closing !== undefined)
      throw new ShutdownError('The executor is shut down.', { code: 'SHUT_DOWN' });
    const handler = this.handlers.get(scheduled);
    if (handler === undefined) throw new Error('That handler is not ours.');
    void this.drive(handler);
  }

  shutdown(options: ShutdownOptions = {}): Promise<ShutdownReport> {
    this.shutdowns.push(options);
    return this.end(options);
  }

  private end(options: ShutdownOptions = {}): Promise<ShutdownReport> {
    this.closing ??= this.close(options);
    return this.closing;
  }

  private async close(options: ShutdownOptions): Promise<ShutdownReport> {
    // `closing` is not assigned yet while this runs synchronously.
    await Promise.resolve();
    const held = [...this.hanging];
    this.hanging.clear();
    const kind = this.scenario.unstoppable === true ? 'lost' : 'killed';
    held.forEach((handler, index) => {
      if (kind === 'killed') options.progress?.(index + 1, held.length);
      this.session.events.completed(handler, ending(kind));
    });
    return kind === 'killed' ? { stopped: held.length, unfinished: [] } : { stopped: 0, unfinished: held };
  }

  private async drive(handler: FakeHandler): Promise<void> {
    const { events } = this.session;
    await handler.task.prepare();
    await handler.submit();
    events.submitted(handler);
    handler.status = 'RUNNING';
    events.running(handler);
    const attempt = this.nextAttempt(handler.task.process);
    if (attempt === 'hangs') {
      if (this.closing !== undefined) events.completed(handler, ending('killed'));
      else this.hanging.add(handler);
      return;
    }
    const { files } = this.scenario.store;
    const { exitStatus } = attempt.outcome;
    if (exitStatus !== undefined) files.set(`${handler.task.workDir}/.exitcode`, String(exitStatus));
    for (const [path, text] of Object.entries(attempt.leaves ?? {}))
      files.set(`${handler.task.workDir}/${path}`, text);
    if (attempt.stdout !== undefined) files.set(`${handler.task.workDir}/.command.out`, attempt.stdout);
    if (attempt.stderr !== undefined) files.set(`${handler.task.workDir}/.command.err`, attempt.stderr);
    handler.outcome = attempt.outcome;
    handler.status = 'COMPLETED';
    events.completed(handler, attempt.outcome);
  }

  private nextAttempt(process: string): Attempt {
    const attempts = this.scenario.attempts[process] ?? [];
    const index = this.used.get(process) ?? 0;
    this.used.set(process, index + 1);
    return attempts[Math.min(index, attempts.length - 1)] ?? 'hangs';
  }
}

export function ending(kind: TaskOutcome['kind'], more: Partial<TaskOutcome> = {}): TaskOutcome {
  return { kind, reason: `It ended: ${kind}`, evidence: {}, retry: { class: 'counted' }, ...more };
}
