import {
  RequestError,
  ShutdownError,
  SubmitError,
  isExecutorError,
  type BatchContext,
  type Clock,
  type Problem,
  type TaskHandler,
  type TaskOutcome,
  type TaskRun,
  type TaskStatus,
  type TraceRecord,
} from 'nf-awsecs/spi';
import { BackendError, type MemoryApi, type MemoryTask } from './backend.js';
import { problemsOf } from './directives.js';
import { outcomeOf } from './outcome.js';

/** What the handlers of one executor share. */
export interface HandlerServices {
  readonly api: MemoryApi;
  readonly clock: Clock;
  /** Id of the session. */
  readonly session: string;
  /** Milliseconds a task may be unknown before it counts as lost. */
  readonly lostAfter: number;
}

const TRIES = 10;
const PAUSE_MS = 500;

/** The state machine of one task. */
export class MemoryTaskHandler implements TaskHandler<MemoryTask | 'gone'> {
  status: TaskStatus = 'NEW';
  nativeId: string | undefined;
  outcome: TaskOutcome | undefined;
  adopted = false;
  protected killed = false;
  protected submission: Promise<void> | undefined;
  protected round: BatchContext<MemoryTask | 'gone'> | undefined;
  /** When the backend last knew the task. */
  private knownAt = 0;
  private submittedAt: number | undefined;
  /** How many submits for the work dir went before this one and are not it. */
  private before = 0;
  private seen: MemoryTask | undefined;

  constructor(
    readonly task: TaskRun,
    protected readonly services: HandlerServices,
  ) {}

  submit(): Promise<void> {
    this.submission ??= this.launch();
    return this.submission;
  }

  batch(context: BatchContext<MemoryTask | 'gone'>): void {
    this.round = context;
    if (this.nativeId !== undefined) context.collect(this.nativeId);
  }

  checkIfRunning(): boolean {
    const task = this.look();
    if (this.status !== 'SUBMITTED' || task === undefined || task === 'gone') return false;
    if (task.startedAt === undefined) return false;
    this.status = 'RUNNING';
    return true;
  }

  checkIfCompleted(): Promise<boolean> {
    const task = this.look();
    if (this.status === 'COMPLETED' || task === undefined || !this.hasEnded(task))
      return Promise.resolve(false);
    this.outcome = this.judge(task);
    this.status = 'COMPLETED';
    this.round = undefined;
    return Promise.resolve(true);
  }

  async kill(): Promise<void> {
    this.killed = true;
    // Only the answer to a submit in flight tells what there is to stop.
    await this.submission?.catch((error: unknown) => {
      if (isExecutorError(error) && error.uncertain) throw error;
    });
    if (this.nativeId !== undefined && this.status !== 'COMPLETED') await this.stop(this.nativeId);
  }

  trace(): TraceRecord {
    const { task, status, nativeId, outcome, submittedAt, seen } = this;
    return {
      task_id: task.id,
      hash: task.hash,
      process: task.process,
      name: task.name,
      attempt: task.attempt,
      workdir: task.workDir,
      status,
      ...(nativeId !== undefined && { native_id: nativeId }),
      ...(outcome?.exitStatus !== undefined && { exit: outcome.exitStatus }),
      ...(submittedAt !== undefined && { submit: submittedAt }),
      ...(seen?.startedAt !== undefined && { start: seen.startedAt }),
      ...(seen?.stoppedAt !== undefined && { complete: seen.stoppedAt }),
      extra: {},
    };
  }

  /** What the end of the task means. */
  protected judge(task: MemoryTask | 'gone'): TaskOutcome {
    return outcomeOf(task, this.killed);
  }

  /** A task can be unknown because it is new: only its age tells that it is gone. */
  protected hasEnded(task: MemoryTask | 'gone'): boolean {
    if (task !== 'gone') return task.state === 'STOPPED';
    return this.services.clock.now() - this.knownAt >= this.services.lostAfter;
  }

  protected async stop(id: string): Promise<void> {
    try {
      await this.services.api.stop(id);
    } catch (error) {
      throw this.failure('was not stopped', error);
    }
  }

  /** Repeats the same bytes, so that a lost answer is no second task. */
  protected async send(): Promise<string> {
    const { launch, directives, name, process } = this.task;
    const { session } = this.services;
    const token = this.tokenOf(this.before);
    const request = { token, session, name, process, command: launch.command, cpus: directives.cpus ?? 1 };
    let unanswered = false;
    for (let tries = 1; ; tries++) {
      // Once an answer was lost the task may exist: then even a kill needs the answer to a repeat.
      if (this.killed && !unanswered) throw this.cancelled();
      try {
        return await this.services.api.submit(request);
      } catch (error) {
        const kind = kindOf(error);
        if (kind === 'refused' || tries === TRIES) throw this.failure('was not accepted', error);
        unanswered ||= kind === 'unanswered';
      }
      await new Promise<void>((resolve) => this.services.clock.after(PAUSE_MS, resolve));
    }
  }

  /** What an engine before this one has submitted for the attempt. A kill waits for it: it is to be stopped then. */
  protected async find(): Promise<string | undefined> {
    const ids = await this.earlier();
    this.before = Math.max(0, ids.length - 1);
    return ids.at(-1);
  }

  /** All that was submitted for the work dir before is over: the backend must not take this submit for one of those. */
  protected async passOver(): Promise<void> {
    this.before = (await this.earlier()).length;
  }

  protected cancelled(): ShutdownError {
    return new ShutdownError(`Task ${this.task.name} was killed before it was submitted`, {
      code: 'SHUT_DOWN',
    });
  }

  /** What it asks for and cannot have. */
  protected problems(): readonly Problem[] {
    return problemsOf({ name: this.task.process, directives: this.task.directives });
  }

  private async launch(): Promise<void> {
    const problems = this.problems();
    if (problems.length > 0) {
      const message = `Task ${this.task.name} asks for what it cannot have. Correct what is listed.`;
      throw new RequestError(message, { code: 'MEMORY_DIRECTIVES', problems });
    }
    const { resumes, anew } = this.task;
    const found = resumes === true ? await this.find() : undefined;
    if (anew === true) await this.passOver();
    this.adopted = found !== undefined;
    this.nativeId = found ?? (await this.send());
    this.submittedAt = this.services.clock.now();
    this.knownAt = this.submittedAt;
    this.status = 'SUBMITTED';
  }

  /** Ids of what was submitted for the work dir, in that order. */
  private async earlier(): Promise<readonly string[]> {
    const ids: string[] = [];
    try {
      for (;;) {
        const id = await this.services.api.find(this.tokenOf(ids.length));
        if (id === undefined) return ids;
        ids.push(id);
      }
    } catch (error) {
      throw this.failure('could not be looked for', error);
    }
  }

  /** The work dir differs for every attempt and stays the same however often one is sent. */
  private tokenOf(before: number): string {
    const { workDir } = this.task;
    return before === 0 ? workDir : `${workDir}#${before}`;
  }

  private look(): MemoryTask | 'gone' | undefined {
    const task = this.nativeId === undefined ? undefined : this.round?.get(this.nativeId);
    if (task === undefined || task === 'gone') return task;
    this.seen = task;
    this.knownAt = this.services.clock.now();
    return task;
  }

  /** Whatever the backend says reaches the engine as an error of the SPI. */
  private failure(what: string, cause: unknown): SubmitError {
    const kind = kindOf(cause);
    const why = cause instanceof Error ? cause.message : String(cause);
    return new SubmitError(`Task ${this.task.name} ${what}: ${why}`, {
      code: kind === 'refused' ? 'MEMORY_REFUSED' : 'MEMORY_BUSY',
      recoverable: kind !== 'refused',
      uncertain: kind === 'unanswered',
      cause,
    });
  }
}

function kindOf(error: unknown): BackendError['kind'] {
  return error instanceof BackendError ? error.kind : 'refused';
}
