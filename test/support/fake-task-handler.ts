import type {
  BatchContext,
  SubmitTurn,
  TaskHandler,
  TaskOutcome,
  TaskRun,
  TaskStatus,
  TraceRecord,
} from '../../spi/index.js';
import { taskRun } from './task-run-builder.js';

export type FakeState = 'PENDING' | 'RUNNING' | 'ENDED';

export const fakeCompleted: TaskOutcome = {
  kind: 'completed',
  exitStatus: 0,
  reason: 'The command exited 0',
  evidence: {},
  retry: { class: 'never' },
};

const fakeKilled: TaskOutcome = {
  kind: 'killed',
  reason: 'Killed',
  evidence: {},
  retry: { class: 'never' },
};

/** A handler over a backend that is one map: what `submit` and `kill` do is for the test to say. */
export class FakeTaskHandler implements TaskHandler<FakeState> {
  readonly task: TaskRun;
  status: TaskStatus = 'NEW';
  nativeId: string | undefined;
  outcome: TaskOutcome | undefined;
  submits = 0;
  kills = 0;
  killed = false;
  /** Replaced by a test: what the backend answers to a submit. */
  onSubmit: (turn?: SubmitTurn) => Promise<void> = () => Promise.resolve();
  /** Replaced by a test: what the backend answers to a kill. */
  onKill: () => Promise<void> = () => Promise.resolve();
  private round: BatchContext<FakeState> | undefined;

  constructor(
    readonly id: number,
    changes: Partial<TaskRun> = {},
  ) {
    this.task = taskRun({ id, ...changes });
  }

  async submit(turn?: SubmitTurn): Promise<void> {
    this.submits += 1;
    await this.onSubmit(turn);
    this.nativeId = `native-${this.id}`;
    this.status = 'SUBMITTED';
  }

  batch(context: BatchContext<FakeState>): void {
    this.round = context;
    if (this.nativeId !== undefined) context.collect(this.nativeId);
  }

  checkIfRunning(): boolean {
    const state = this.seen();
    if (this.status !== 'SUBMITTED' || state === undefined || state === 'PENDING') return false;
    this.status = 'RUNNING';
    return true;
  }

  checkIfCompleted(): Promise<boolean> {
    if (this.status === 'COMPLETED' || this.seen() !== 'ENDED') return Promise.resolve(false);
    this.status = 'COMPLETED';
    this.outcome = this.killed ? fakeKilled : fakeCompleted;
    return Promise.resolve(true);
  }

  async kill(): Promise<void> {
    this.kills += 1;
    await this.onKill();
    this.killed = true;
  }

  trace(): TraceRecord {
    const { id, hash, process, name, attempt, workDir } = this.task;
    return {
      task_id: id,
      hash,
      process,
      name,
      attempt,
      status: this.status,
      workdir: workDir,
      extra: {},
    };
  }

  private seen(): FakeState | undefined {
    return this.nativeId === undefined ? undefined : this.round?.get(this.nativeId);
  }
}
