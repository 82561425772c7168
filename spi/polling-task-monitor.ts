import { askInBatches } from './ask-in-batches.js';
import type { Clock } from './clock.js';
import { Deadline } from './deadline.js';
import { ShutdownError } from './errors.js';
import type { Logger } from './logger.js';
import { PollLoop } from './poll-loop.js';
import type { FetchSnapshots } from './poll-round.js';
import { stopTasks } from './stop-tasks.js';
import { submitFailure, unseenEnd, withdrawn } from './submit-outcome.js';
import type { TaskHandler } from './task-handler.js';
import type { ShutdownOptions, ShutdownReport, TaskEvents, TaskMonitor } from './task-monitor.js';
import type { TaskOutcome } from './task-outcome.js';
import { TaskRoster } from './task-roster.js';
import { TroubleLog } from './trouble-log.js';

/** What a monitor needs of the engine and of its backend. */
export interface PollingTaskMonitorOptions<S> {
  /** The session's own. */
  readonly clock: Clock;
  /** Told of trouble with submits, polls and stops. */
  readonly logger: Logger;
  /** Where news goes: the session's own `events`. */
  readonly events: TaskEvents;
  /** Most tasks on the backend at once, 1 or more; Infinity for no limit. */
  readonly queueSize: number;
  /** Most submits in flight at once that have not passed their turn on, 1 or more. */
  readonly submitConcurrency: number;
  /** Most ids in one status call, 1 or more. */
  readonly batchSize: number;
  /** The status call; may reject: its tasks are asked about again. */
  readonly fetch: FetchSnapshots<S>;
  /** Milliseconds between rounds, given rounds without news since the last change and tasks watched. */
  readonly pollDelay: (quietRounds: number, watched: number) => number;
}

const DEFAULT_GRACE_MS = 30_000;
/** A round under way at the end is waited for no longer: its tasks have their stops by then. */
const LAST_ROUND_MS = 90_000;

/**
 * The monitor an executor composes with its status call: it submits what waits, asks about what runs, and
 * brings every scheduled handler to its `completed` exactly once.
 */
export class PollingTaskMonitor<S> implements TaskMonitor {
  private readonly roster = new TaskRoster<S>();
  /** Their work files are being written: nothing of theirs is on the backend. */
  private readonly preparing = new Set<TaskHandler<S>>();
  /** Being asked whether they ended: a slow answer holds up its own task only. */
  private readonly judging = new Set<TaskHandler<S>>();
  /** The backend may run them and nobody knows: their submit was sent and never answered. */
  private readonly unaccounted: TaskHandler[] = [];
  private readonly loop: PollLoop;
  private started = false;
  private closing: Promise<ShutdownReport> | undefined;
  /** What checks threw since the last round: said with the next, or each would seem new trouble. */
  private readonly checkErrors: unknown[] = [];
  private readonly trouble: TroubleLog;

  constructor(private readonly options: PollingTaskMonitorOptions<S>) {
    this.trouble = new TroubleLog(options.logger, options.clock);
    this.loop = new PollLoop(
      options.clock,
      () => this.poll(),
      (quiet) =>
        this.roster.running.size === 0 ? undefined : options.pollDelay(quiet, this.roster.running.size),
    );
  }

  start(): void {
    this.started = true;
    this.submitNext();
  }

  schedule(handler: TaskHandler<S>): void {
    if (this.closing !== undefined) {
      throw new ShutdownError(
        `Task ${handler.task.name} was not scheduled: the executor is shut down. Start another run.`,
        {
          code: 'SHUT_DOWN',
        },
      );
    }
    this.roster.add(handler);
    this.submitNext();
  }

  evict(handler: TaskHandler<S>): boolean {
    const held = this.roster.evict(handler);
    if (held) this.submitNext();
    return held;
  }

  signal(): void {
    if (this.roster.running.size > 0) this.loop.signal();
  }

  shutdown(options: ShutdownOptions = {}): Promise<ShutdownReport> {
    this.closing ??= this.close(options);
    return this.closing;
  }

  private submitNext(): void {
    const { queueSize, submitConcurrency } = this.options;
    while (this.started && this.closing === undefined) {
      if (this.roster.turns >= submitConcurrency || this.roster.taken >= queueSize) return;
      // Those were taken before any that still waits.
      if (this.roster.resume()) continue;
      const handler = this.roster.take();
      if (handler === undefined) return;
      void this.submit(handler);
    }
  }

  private async submit(handler: TaskHandler<S>): Promise<void> {
    const failure = await this.trySubmit(handler);
    if (failure?.kind === 'lost') {
      this.unaccounted.push(handler);
      this.trouble.error(failure.reason);
    }
    if (this.roster.arrive(handler)) {
      if (failure === undefined) {
        this.trouble.tell(() => this.options.events.submitted(handler));
        this.loop.refresh();
      } else this.complete(handler, failure);
    }
    this.submitNext();
  }

  private async trySubmit(handler: TaskHandler<S>): Promise<TaskOutcome | undefined> {
    try {
      this.preparing.add(handler);
      await handler.task.prepare().finally(() => this.preparing.delete(handler));
      // The shutdown may have come meanwhile, and has told of the task's end.
      if (this.closing !== undefined) return withdrawn;
      await handler.submit({ pass: () => this.pass(handler), again: () => this.again(handler) });
      return undefined;
    } catch (error) {
      return submitFailure(error);
    }
  }

  private pass(handler: TaskHandler<S>): void {
    this.roster.park(handler);
    // The shutdown would wait for its answer, and what it waits for may come when nobody is left to see it.
    if (this.closing !== undefined) void this.stop([handler]);
    this.submitNext();
  }

  private again(handler: TaskHandler<S>): Promise<void> {
    if (this.closing !== undefined) return Promise.reject(noMoreSlots());
    const claim = this.roster.claim(handler);
    this.submitNext();
    return claim;
  }

  private async poll(): Promise<boolean> {
    const { fetch, batchSize, events } = this.options;
    const errors: unknown[] = this.checkErrors.splice(0);
    let changed = false;
    await askInBatches(this.toAskAbout(), { fetch, batchSize, errors }, (handler) => {
      try {
        if (!handler.checkIfRunning()) return;
        changed = true;
        if (this.roster.running.has(handler)) this.trouble.tell(() => events.running(handler));
      } finally {
        void this.judge(handler);
      }
    });
    this.trouble.polled(errors);
    return changed;
  }

  /** Those that run as the round begins, unless they are let go of before it is their turn. */
  private *toAskAbout(): Generator<TaskHandler<S>> {
    for (const handler of [...this.roster.running]) {
      if (this.roster.running.has(handler) && !this.judging.has(handler)) yield handler;
    }
  }

  /** A check that throws is no verdict on the task: it is asked again next round. */
  private async judge(handler: TaskHandler<S>): Promise<void> {
    this.judging.add(handler);
    try {
      if (!(await handler.checkIfCompleted())) return;
      this.complete(handler, handler.outcome ?? unseenEnd('The executor gave no outcome'));
      this.loop.refresh();
    } catch (error) {
      this.checkErrors.push(error);
    } finally {
      this.judging.delete(handler);
    }
  }

  private complete(handler: TaskHandler<S>, outcome: TaskOutcome): void {
    if (!this.roster.remove(handler)) return;
    this.trouble.tell(() => this.options.events.completed(handler, outcome));
    this.submitNext();
  }

  private async close(options: ShutdownOptions): Promise<ShutdownReport> {
    // `closing` is not assigned yet while this runs synchronously, so leave the caller's turn first.
    await Promise.resolve();
    // A storage that hangs holds nothing up: what it is asked for now is needed no more.
    const unsent = this.roster.held.filter((handler) => this.preparing.has(handler));
    for (const handler of [...this.roster.pending, ...unsent]) this.complete(handler, withdrawn);
    this.roster.refuseClaims(noMoreSlots());
    const leave = options.leaveRunning === true;
    const stopped = leave
      ? await this.stop(this.roster.parking)
      : await this.stop(this.roster.held, options.progress);
    // A submit in flight is waited for in any case: only its answer tells which task is left. One that waits for room
    // has none, and could wait for ever.
    const over = (): boolean => this.roster.submitting + (leave ? 0 : this.roster.running.size) === 0;
    await this.until(over, options.graceMs ?? DEFAULT_GRACE_MS);
    const patience = new Deadline(this.options.clock, LAST_ROUND_MS);
    await Promise.race([this.loop.stop(), patience.reached]);
    patience.cancel();
    const unfinished = this.roster.held;
    const why = leave ? 'The run left the task running' : 'The run ended first';
    for (const handler of unfinished) this.complete(handler, unseenEnd(why));
    return { stopped, unfinished: [...this.unaccounted, ...unfinished] };
  }

  private stop(targets: readonly TaskHandler[], progress?: ShutdownOptions['progress']): Promise<number> {
    const { clock } = this.options;
    return stopTasks(targets, { clock, trouble: this.trouble, progress });
  }

  /** Polls until `done`, for `ms` milliseconds at most. */
  private async until(done: () => boolean, ms: number): Promise<void> {
    if (done()) return;
    this.loop.refresh();
    const deadline = new Deadline(this.options.clock, ms);
    this.roster.onMove = () => {
      if (done()) deadline.cancel();
    };
    await deadline.reached;
    this.roster.onMove = undefined;
  }
}

function noMoreSlots(): ShutdownError {
  return new ShutdownError('The task was not submitted: the run ended while it waited. Start another run.', {
    code: 'SHUT_DOWN',
  });
}
