import type { Clock } from './clock.js';
import { ShutdownError } from './errors.js';
import type { Logger } from './logger.js';
import { PollLoop } from './poll-loop.js';
import { PollRound, type FetchSnapshots } from './poll-round.js';
import { failureToPoll, submitFailure, unseenEnd, withdrawn } from './submit-outcome.js';
import type { TaskHandler } from './task-handler.js';
import type { ShutdownOptions, ShutdownReport, TaskEvents, TaskMonitor } from './task-monitor.js';
import type { TaskOutcome } from './task-outcome.js';

export interface PollingTaskMonitorOptions<S> {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: TaskEvents;
  /** Most tasks on the backend at once, 1 or more; Infinity for no limit. */
  readonly queueSize: number;
  /** Most submits in flight at once, 1 or more. */
  readonly submitConcurrency: number;
  /** Most ids in one status call, 1 or more. */
  readonly batchSize: number;
  readonly fetch: FetchSnapshots<S>;
  /** Milliseconds between rounds, given rounds without news since the last change and tasks watched. */
  readonly pollDelay: (quietRounds: number, watched: number) => number;
}

const DEFAULT_GRACE_MS = 30_000;

/**
 * The monitor an executor composes with its status call. It owns the queue slots: a handler is in exactly
 * one of `pending`, `submitting`, `running`, and leaves them exactly once, with `completed` or by `evict`.
 */
export class PollingTaskMonitor<S> implements TaskMonitor {
  private readonly pending = new Set<TaskHandler<S>>();
  private readonly submitting = new Set<TaskHandler<S>>();
  private readonly running = new Set<TaskHandler<S>>();
  private readonly loop: PollLoop;
  private started = false;
  private closing: Promise<ShutdownReport> | undefined;
  private lastPollFailure: string | undefined;
  /** Told whenever a handler changes its place; only a shutdown listens. */
  private onMove: (() => void) | undefined;

  constructor(private readonly options: PollingTaskMonitorOptions<S>) {
    this.loop = new PollLoop(
      options.clock,
      () => this.poll(),
      (quiet) => (this.running.size === 0 ? undefined : options.pollDelay(quiet, this.running.size)),
    );
  }

  start(): void {
    this.started = true;
    this.submitNext();
  }

  schedule(handler: TaskHandler<S>): void {
    if (this.closing !== undefined) {
      throw new ShutdownError(`Task ${handler.task.name} was not scheduled: the executor is shut down.`, {
        code: 'SHUT_DOWN',
      });
    }
    // Scheduled twice it is still one task: a second entry would hold a slot that nothing frees.
    if (this.submitting.has(handler) || this.running.has(handler)) return;
    this.pending.add(handler);
    this.submitNext();
  }

  evict(handler: TaskHandler<S>): boolean {
    const held =
      this.pending.delete(handler) || this.submitting.delete(handler) || this.running.delete(handler);
    if (held) {
      this.onMove?.();
      this.submitNext();
    }
    return held;
  }

  signal(): void {
    if (this.running.size > 0) this.loop.signal();
  }

  shutdown(options: ShutdownOptions = {}): Promise<ShutdownReport> {
    this.closing ??= this.close(options);
    return this.closing;
  }

  private submitNext(): void {
    const { queueSize, submitConcurrency } = this.options;
    if (!this.started || this.closing !== undefined) return;
    for (const handler of this.pending) {
      if (this.submitting.size >= submitConcurrency) return;
      if (this.submitting.size + this.running.size >= queueSize) return;
      this.pending.delete(handler);
      this.submitting.add(handler);
      void this.submit(handler);
    }
  }

  private async submit(handler: TaskHandler<S>): Promise<void> {
    let failure: TaskOutcome | undefined;
    try {
      await handler.task.prepare();
      await handler.submit();
    } catch (error) {
      failure = submitFailure(error);
    }
    if (!this.submitting.delete(handler)) return;
    this.running.add(handler);
    if (failure !== undefined) {
      this.complete(handler, failure);
      return;
    }
    this.tell(() => this.options.events.submitted(handler));
    this.onMove?.();
    this.loop.refresh();
    this.submitNext();
  }

  private async poll(): Promise<boolean> {
    const round = new PollRound<S>();
    const errors: unknown[] = [];
    const watched = [...this.running].filter((handler) => attempt(errors, () => handler.batch(round)));
    errors.push(...(await round.load(this.options.fetch, this.options.batchSize)));
    const changes = await Promise.all(watched.map((handler) => this.check(handler, errors)));
    this.notePollFailure(errors);
    return changes.includes(true);
  }

  /** A check that throws is no verdict on the task: it is asked again next round. */
  private async check(handler: TaskHandler<S>, errors: unknown[]): Promise<boolean> {
    let changed = false;
    try {
      changed = handler.checkIfRunning();
      if (changed && this.running.has(handler)) this.tell(() => this.options.events.running(handler));
      if (await handler.checkIfCompleted()) {
        this.complete(handler, handler.outcome ?? unseenEnd('The executor gave no outcome'));
        changed = true;
      }
    } catch (error) {
      errors.push(error);
    }
    return changed;
  }

  private complete(handler: TaskHandler<S>, outcome: TaskOutcome): void {
    if (this.evict(handler)) this.tell(() => this.options.events.completed(handler, outcome));
  }

  private async close(options: ShutdownOptions): Promise<ShutdownReport> {
    // `closing` is not assigned yet while this runs synchronously, so leave the caller's turn first.
    await Promise.resolve();
    for (const handler of this.pending) this.complete(handler, withdrawn);
    const grace = options.graceMs ?? DEFAULT_GRACE_MS;
    const leave = options.leaveRunning === true;
    const stopped = leave ? 0 : await this.killAll(options.progress);
    // A submit in flight is waited for in any case: only its answer tells which task is left.
    await this.until(() => this.submitting.size + (leave ? 0 : this.running.size) === 0, grace);
    await this.loop.stop();
    const unfinished = [...this.submitting, ...this.running];
    const why = leave ? 'The run left the task running' : 'The run ended first';
    for (const handler of unfinished) this.complete(handler, unseenEnd(why));
    return { stopped, unfinished };
  }

  private async killAll(progress: ShutdownOptions['progress']): Promise<number> {
    const targets = [...this.submitting, ...this.running];
    let stopped = 0;
    const kill = async (handler: TaskHandler<S>): Promise<void> => {
      try {
        await handler.kill();
        stopped += 1;
        this.tell(() => progress?.(stopped, targets.length));
      } catch (error) {
        this.options.logger.error(`Could not stop task ${handler.task.name}: ${reasonOf(error)}`, {
          nativeId: handler.nativeId,
        });
      }
    };
    await Promise.all(targets.map(kill));
    return stopped;
  }

  /** Polls until `done`, for `ms` milliseconds at most. */
  private async until(done: () => boolean, ms: number): Promise<void> {
    if (done()) return;
    this.loop.refresh();
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        deadline.cancel();
        this.onMove = undefined;
        resolve();
      };
      const deadline = this.options.clock.after(ms, finish);
      this.onMove = () => {
        if (done()) finish();
      };
    });
  }

  private notePollFailure(errors: readonly unknown[]): void {
    const failure = failureToPoll(errors);
    if (failure !== undefined && failure !== this.lastPollFailure) {
      this.options.logger.warn(
        `The state of tasks cannot be read; asking again, no task is given up. ${failure}`,
      );
    }
    this.lastPollFailure = failure;
  }

  /** News must never break the loop that brings it. */
  private tell(news: () => void): void {
    try {
      news();
    } catch (error) {
      this.options.logger.error(`The engine failed on news of a task: ${reasonOf(error)}`);
    }
  }
}

function attempt(errors: unknown[], action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    errors.push(error);
    return false;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
