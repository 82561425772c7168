import {
  isExecutorError,
  type BatchContext,
  type SubmitTurn,
  type TaskHandler,
  type TaskOutcome,
  type TaskRun,
  type TaskStatus,
  type TraceRecord,
} from '../spi/index.js';
import type { EcsTask, EcsTaskSnapshot } from './aws/ecs-api.js';
import { hasEnded, hasStarted, isEarly, isEnding } from './outcome/task-state.js';
import { killedBeforeSubmission } from './submit/killed.js';
import type { Route } from './submit/routed-task.js';
import type { TaskServices } from './task-services.js';
import type { Overrun } from './watch/overrun.js';

/** The state machine of one task on ECS; every verb is one delegation. */
export class AwsEcsTaskHandler implements TaskHandler<EcsTaskSnapshot> {
  status: TaskStatus = 'NEW';
  nativeId: string | undefined;
  outcome: TaskOutcome | undefined;
  adopted = false;
  private readonly killed = new AbortController();
  private submission: Promise<void> | undefined;
  private stop: Promise<void> | undefined;
  private submittedAt: number | undefined;
  /** Since when ECS has said MISSING every time it said anything, epoch milliseconds. */
  private missingSince: number | undefined;
  /** From when its wait for an instance counts: ECS had no room for it, or took it; epoch milliseconds. */
  private waitsSince: number | undefined;
  /** What it was stopped for. */
  private overrun: Overrun | undefined;
  private route: Route | undefined;
  /** How it stood when it was taken over. */
  private takenOver: 'alive' | 'ending' | undefined;
  private round: BatchContext<EcsTaskSnapshot> | undefined;
  private seen: EcsTask | undefined;

  constructor(
    readonly task: TaskRun,
    private readonly services: TaskServices,
  ) {}

  submit(turn?: SubmitTurn): Promise<void> {
    this.submission ??= this.launch(turn);
    return this.submission;
  }

  batch(context: BatchContext<EcsTaskSnapshot>): void {
    this.round = context;
    if (this.nativeId !== undefined) context.collect(this.nativeId);
  }

  checkIfRunning(): boolean {
    const task = this.look();
    if (this.status !== 'SUBMITTED' || task === undefined || !hasStarted(task)) return false;
    this.status = 'RUNNING';
    return true;
  }

  async checkIfCompleted(): Promise<boolean> {
    const snapshot = this.snapshot();
    if (this.status === 'COMPLETED' || snapshot === undefined) return false;
    if (snapshot.kind === 'found' && !hasEnded(snapshot.task)) return this.mindBounds(snapshot.task);
    if (snapshot.kind === 'missing' && this.mayStillAppear()) return false;
    const ended = snapshot.kind === 'found' ? snapshot.task : undefined;
    const killed = this.killed.signal.aborted;
    const { overrun, route, takenOver, seen: lastSeen } = this;
    const now = this.services.now();
    const outcome = await this.services.outcomeOf(this.task, ended, {
      killed,
      overrun,
      route,
      takenOver,
      lastSeen,
      now,
    });
    // A kill that came while the exit file was read has the last word.
    if (killed !== this.killed.signal.aborted) return this.checkIfCompleted();
    if (outcome === undefined) return false;
    if (outcome.kind === 'lost') await this.stopUnseen();
    this.services.overrun(this.task, ended, this.services.now());
    this.outcome = outcome;
    this.status = 'COMPLETED';
    // It holds the snapshots of every task of its round.
    this.round = undefined;
    return true;
  }

  kill(): Promise<void> {
    this.killed.abort();
    this.stop ??= this.stopWhatRuns().catch((error: unknown) => {
      // Not taken by ECS: the next kill tries again.
      this.stop = undefined;
      throw error;
    });
    return this.stop;
  }

  trace(): TraceRecord {
    const { task, status, submittedAt, nativeId, outcome } = this;
    return this.services.trace({ task, status, submittedAt, nativeId, outcome, seen: this.seen });
  }

  private async launch(turn: SubmitTurn | undefined): Promise<void> {
    if (this.killed.signal.aborted) throw killedBeforeSubmission();
    const accepted = await this.services.launch(this.task, this.killed.signal, {
      begin: () => turn?.pass(),
      again: async () => turn?.again(),
      counts: (since) => (this.waitsSince = since),
    });
    this.nativeId = accepted.arn;
    this.route = accepted.route;
    this.seen = accepted;
    this.adopted = accepted.adopted === true;
    if (this.adopted) this.takenOver = isEnding(accepted) ? 'ending' : 'alive';
    const now = this.services.now();
    this.submittedAt = this.adopted ? (accepted.createdAt ?? now) : now;
    this.waitsSince ??= this.submittedAt;
    this.status = 'SUBMITTED';
  }

  /** A submit in flight decides first whether there is a task to stop; one that nobody can tell of is no stop. */
  private async stopWhatRuns(): Promise<void> {
    await this.submission?.catch((error: unknown) => {
      if (isExecutorError(error) && error.uncertain) throw error;
    });
    if (this.nativeId !== undefined && this.status !== 'COMPLETED') await this.services.stop(this.nativeId);
  }

  /** ECS calls it MISSING; should it run all the same, nobody would end it any more. */
  private async stopUnseen(): Promise<void> {
    if (this.nativeId !== undefined) await this.services.stop(this.nativeId).catch(() => undefined);
  }

  /** A task that waits for an instance or runs for longer than it may is stopped; its end comes with a later round. */
  private async mindBounds(task: EcsTask): Promise<false> {
    if (this.overrun !== undefined || this.killed.signal.aborted) return false;
    const since = this.waitsSince ?? this.services.now();
    const overrun = this.services.overrun(this.task, task, since, this.route);
    if (overrun !== undefined && (await this.services.giveUp(this.task, task.arn, overrun)))
      this.overrun = overrun;
    return false;
  }

  private snapshot(): EcsTaskSnapshot | undefined {
    return this.nativeId === undefined ? undefined : this.round?.get(this.nativeId);
  }

  private look(): EcsTask | undefined {
    const snapshot = this.snapshot();
    if (snapshot?.kind !== 'found') return undefined;
    this.seen = snapshot.task;
    this.missingSince = undefined;
    return snapshot.task;
  }

  /**
   * Counted from the first MISSING, not from when ECS last knew the task: after an outage that is long ago, and one
   * stale answer would end a task that runs.
   */
  private mayStillAppear(): boolean {
    const now = this.services.now();
    this.missingSince ??= now;
    return isEarly(now - this.missingSince);
  }
}
