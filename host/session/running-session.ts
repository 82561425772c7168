import { ShutdownError } from '../../spi/index.js';
import type { EngineSession } from '../engine/engine-session.js';
import type { LiveTask } from '../engine/live-task.js';
import { CANCELLED } from '../engine/engine-outcomes.js';
import type { FileStore } from '../storage/file-store.js';
import type {
  CloseOptions,
  SessionEnd,
  TaskOptions,
  TaskResult,
  TaskSession,
  TaskSpec,
} from './session-api.js';
import { taskOptionProblems } from './session-options.js';
import type { SessionOrder, TaskResults } from './task-results.js';
import { processNamed, type TaskSpecReader } from './task-spec-reader.js';

/** What a session consists of; it owns and ends `engine` and `store`. */
export interface SessionParts {
  readonly id: string;
  readonly runName: string;
  readonly workDir: string;
  readonly engine: EngineSession<SessionOrder>;
  readonly results: TaskResults;
  readonly reader: TaskSpecReader;
  readonly store: FileStore;
  readonly signal?: AbortSignal;
}

/** The result of a task that was cancelled before anything was made of it. */
const WITHDRAWN: TaskResult = {
  outcome: CANCELLED,
  stdout: '',
  stdoutCut: false,
  cached: false,
  attempts: 0,
};

/** A session from the moment its executors are made. */
export class RunningSession implements TaskSession {
  readonly id: string;
  readonly runName: string;
  readonly workDir: string;
  private readonly indices = new Map<string, number>();
  private closing: Promise<SessionEnd> | undefined;
  private readonly abort = (): void => void this.close();

  constructor(private readonly parts: SessionParts) {
    ({ id: this.id, runName: this.runName, workDir: this.workDir } = parts);
    parts.results.follow(parts.engine.dispatcher);
    void parts.engine.overtaken.then(() => this.close({ leaveRunning: true }));
  }

  get executors(): readonly string[] {
    return [...this.parts.engine.executors.keys()];
  }

  /**
   * Starts the executors. Where that fails, or the session's signal aborts it, nothing is left.
   * @throws ExecutorError
   */
  async start(): Promise<void> {
    const { engine, signal } = this.parts;
    signal?.addEventListener('abort', this.abort, { once: true });
    try {
      if (signal?.aborted !== true) await engine.start();
      if (signal?.aborted === true) throw sessionClosed('The session was not opened', signal);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Asynchronous so that a wrong task is a rejection; up to the launch it runs in the caller's turn. */
  async run(spec: TaskSpec, options: TaskOptions = {}): Promise<TaskResult> {
    if (this.closing !== undefined) throw sessionClosed(`A task of ${processNamed(spec)} was not run`);
    const read = this.parts.reader.read(spec, taskOptionProblems(options));
    const { signal } = options;
    if (signal?.aborted === true) return WITHDRAWN;
    const process = read.definition.name;
    const index = (this.indices.get(process) ?? 0) + 1;
    this.indices.set(process, index);
    const outputsStdout = read.stdoutBytes > 0;
    return this.launch({ name: `${process} (${index})`, ...read, index, outputsStdout }, signal);
  }

  close(options?: CloseOptions): Promise<SessionEnd> {
    // Whatever a program hands in: closing never fails, and leaves nothing running unless it was clearly asked to.
    this.closing ??= this.end(options?.leaveRunning === true);
    return this.closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private launch(order: Omit<SessionOrder, 'resolve' | 'reject'>, signal?: AbortSignal): Promise<TaskResult> {
    const { dispatcher } = this.parts.engine;
    let task: LiveTask<SessionOrder> | undefined;
    const cancel = (): void => {
      if (task !== undefined) void dispatcher.cancel(task);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    const result = new Promise<TaskResult>((resolve, reject) => {
      task = dispatcher.launch({ ...order, resolve, reject });
    });
    return result.finally(() => signal?.removeEventListener('abort', cancel));
  }

  private async end(leaveRunning: boolean): Promise<SessionEnd> {
    const { engine, results, store, signal } = this.parts;
    signal?.removeEventListener('abort', this.abort);
    engine.halt();
    results.close();
    const unfinished = await engine.shutDown({ leaveRunning });
    await results.settle(engine.dispatcher.abandon());
    store.close();
    return { unfinished };
  }
}

/** What to say of what comes after the end of a session. */
export function sessionClosed(what: string, signal?: AbortSignal): ShutdownError {
  const why = signal === undefined ? 'the session is closed' : 'its signal was aborted';
  return new ShutdownError(`${what}: ${why}. Open another session.`, {
    code: 'SHUT_DOWN',
    ...(signal === undefined ? {} : { cause: signal.reason }),
  });
}
