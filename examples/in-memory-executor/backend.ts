import type { Clock, Timer } from 'nf-awsecs/spi';
import { programOf } from './program.js';

/** A task as the backend tells of it. */
export interface MemoryTask {
  readonly state: 'RUNNING' | 'STOPPED';
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  /** Absent where the command did not run to its end. */
  readonly status?: number;
  /** Why it ended, in the backend's words; absent where its command just exited. */
  readonly reason?: string;
}

/** What is needed to run a task. */
export interface Submit {
  /** Names this submit: with the same token it is the same task, however often it is sent. */
  readonly token: string;
  /** Whose it is; see `Session.id`. */
  readonly session: string;
  /** For people. */
  readonly name: string;
  readonly process: string;
  readonly command: readonly string[];
  /** How many of its cpus the task has. */
  readonly cpus: number;
}

/** How a call failed: `busy` did nothing, after `unanswered` nobody knows, `refused` is final. */
export class BackendError extends Error {
  constructor(
    readonly kind: 'busy' | 'unanswered' | 'refused',
    message: string,
  ) {
    super(message);
  }
}

/** The backend's calls. Each rejects with a BackendError and nothing else. */
export interface MemoryApi {
  /** Answers the task's id. */
  submit(request: Submit): Promise<string>;
  /** At most 100 ids. `gone`: it knows no such task. */
  describe(ids: readonly string[]): Promise<ReadonlyMap<string, MemoryTask | 'gone'>>;
  /** Also where the task has ended. */
  stop(id: string): Promise<void>;
  /** Everything a task has printed by now. */
  output(id: string): Promise<string>;
  /** The id of the task that was submitted with this token, also where it has ended; undefined for none. */
  find(token: string): Promise<string | undefined>;
  /** Tasks that have not ended, of one session or of all. */
  list(session?: string): Promise<readonly ListedTask[]>;
}

/** A task as a list shows it. */
export interface ListedTask {
  readonly id: string;
  readonly request: Submit;
  readonly task: MemoryTask;
}

/** The cpus of the one machine there is. */
export const MOST_CPUS = 16;

/** A backend in memory. It stands for the service yours is about: nothing here belongs to an executor. */
export class MemoryBackend implements MemoryApi {
  readonly tasks = new Map<string, MemoryTask>();
  /** What was asked for with each task, by its id. */
  readonly requests = new Map<string, Submit>();
  readonly outputs = new Map<string, string>();
  private readonly timers = new Map<string, Timer>();
  private readonly ids = new Map<string, string>();

  constructor(protected readonly clock: Clock) {}

  submit(request: Submit): Promise<string> {
    const { token, command } = request;
    const known = this.ids.get(token);
    if (known !== undefined) return Promise.resolve(known);
    const id = `task-${this.tasks.size + 1}`;
    this.ids.set(token, id);
    this.requests.set(id, request);
    this.begin(id, command);
    return Promise.resolve(id);
  }

  describe(ids: readonly string[]): Promise<ReadonlyMap<string, MemoryTask | 'gone'>> {
    return Promise.resolve(new Map(ids.map((id) => [id, this.tasks.get(id) ?? 'gone'] as const)));
  }

  stop(id: string): Promise<void> {
    this.end(id, { status: 143, reason: 'Stopped by the user' });
    return Promise.resolve();
  }

  output(id: string): Promise<string> {
    return Promise.resolve(this.outputs.get(id) ?? '');
  }

  find(token: string): Promise<string | undefined> {
    return Promise.resolve(this.ids.get(token));
  }

  list(session?: string): Promise<readonly ListedTask[]> {
    const listed = [...this.requests].flatMap(([id, request]) => {
      const task = this.tasks.get(id);
      const wanted = session === undefined || request.session === session;
      return task?.state === 'RUNNING' && wanted ? [{ id, request, task }] : [];
    });
    return Promise.resolve(listed);
  }

  /** Ends a task that runs; one that has ended stays as it is. */
  end(id: string, how: Pick<MemoryTask, 'status' | 'reason'>): void {
    const task = this.tasks.get(id);
    if (task?.state !== 'RUNNING') return;
    this.timers.get(id)?.cancel();
    this.timers.delete(id);
    this.tasks.set(id, { ...task, ...how, state: 'STOPPED', stoppedAt: this.clock.now() });
  }

  protected begin(id: string, command: readonly string[]): void {
    const { durationMs, status, output } = programOf(command);
    this.tasks.set(id, { state: 'RUNNING', startedAt: this.clock.now() });
    this.outputs.set(id, output);
    if (durationMs === Infinity) return;
    this.timers.set(
      id,
      this.clock.after(durationMs, () => this.end(id, { status })),
    );
  }
}
