import type {
  Executor,
  ShutdownOptions,
  ShutdownReport,
  TaskHandler,
  TaskMonitor,
  TaskOutcome,
} from '../spi/index.js';
import type { BenchOptions, Waiting } from './bench-options.js';
import { KitFailure } from './check.js';
import type { CountedClock } from './counted-clock.js';
import { withDirectives } from './directive-probes.js';
import type { BackendView, KitOptions, Loaded } from './kit-options.js';
import type { KitTime } from './kit-time.js';
import type { News } from './news.js';
import { processOf, seatOf } from './seats.js';
import type { TaskChanges } from './task-changes.js';
import { openSession, POLL_INTERVAL_MS, type OpenSession } from './test-session.js';
import { exits, paced, waits, type Work } from './work.js';

/** Two and a half times the longest interval between two status calls. */
const SILENCE_MS = 2.5 * POLL_INTERVAL_MS;

/** One executor for one test, and what a test does with it. */
export class Bench<B> {
  /** Most tasks at once that the session asks for, in tests about it. */
  static readonly slots = 2;
  static readonly fewSlots = { executor: { queueSize: Bench.slots } } as const;
  /** Which session of the kit it is. */
  readonly session: number;
  readonly sessionId: string;
  readonly executor: Executor;
  readonly backend: B;
  readonly news: News;
  readonly clock: CountedClock;
  readonly time: KitTime;
  private count = 0;

  private constructor(
    readonly kit: KitOptions<B>,
    { executor, backend }: Loaded<B>,
    { number, session, news, clock, time }: OpenSession,
  ) {
    this.session = number;
    this.sessionId = session.id;
    this.executor = executor;
    this.backend = backend;
    this.news = news;
    this.clock = clock;
    this.time = time;
  }

  /** Loads an executor and does not start it. */
  static async open<B>(kit: KitOptions<B>, options: BenchOptions<B> = {}): Promise<Bench<B>> {
    const opened = openSession(kit, options);
    const { session, time } = opened;
    return new Bench(kit, await kit.load({ session, time, backend: options.backend }), opened);
  }

  get monitor(): TaskMonitor {
    return this.executor.createTaskMonitor();
  }

  /** Starts the executor and its monitor. */
  async start(): Promise<void> {
    await this.settled('the executor has started', this.startExecutor());
    this.monitor.start();
  }

  async startExecutor(): Promise<void> {
    const task = await this.kit.makeTask(exits(0), seatOf(this.kit, this.session, 0), this.backend);
    await this.executor.start([processOf(task)]);
  }

  /** A handler that is not scheduled. */
  async make(work: Work, changes: TaskChanges = {}): Promise<TaskHandler> {
    this.count += 1;
    const seat = seatOf(this.kit, this.session, this.count, changes.name);
    const task = await this.kit.makeTask(paced(work, this.time.pace), seat, this.backend);
    const { onPrepare, environment = {}, interruptions = task.interruptions } = changes;
    const prepare = async (): Promise<void> => {
      await task.prepare();
      await onPrepare?.();
    };
    const directives = withDirectives(task.directives, changes.directives);
    const launch = { ...task.launch, environment: { ...task.launch.environment, ...environment } };
    return this.executor.createTaskHandler({ ...task, directives, interruptions, launch, prepare });
  }

  /** The handler of an attempt that a session before this one had made; it is not scheduled. */
  made({ task }: TaskHandler): TaskHandler {
    return this.executor.createTaskHandler({ ...task, resumes: true });
  }

  /** Schedules an attempt that a session before this one had made. */
  resume(before: TaskHandler): TaskHandler {
    const handler = this.made(before);
    this.monitor.schedule(handler);
    return handler;
  }

  /** Schedules an attempt that begins anew where a session before this one had made one that is over. */
  again({ task }: TaskHandler): TaskHandler {
    const handler = this.executor.createTaskHandler({ ...task, anew: true });
    this.monitor.schedule(handler);
    return handler;
  }

  /** Schedules one task with changes. */
  async schedule(work: Work, changes: TaskChanges): Promise<TaskHandler> {
    const handler = await this.make(work, changes);
    this.monitor.schedule(handler);
    return handler;
  }

  /** Schedules one task of each work, in this order. */
  async run(...works: readonly Work[]): Promise<TaskHandler[]> {
    const handlers: TaskHandler[] = [];
    for (const work of works) handlers.push(await this.make(work));
    for (const handler of handlers) this.monitor.schedule(handler);
    return handlers;
  }

  /** Schedules one task. */
  async runOne(work: Work): Promise<TaskHandler> {
    return this.schedule(work, {});
  }

  /** Runs one task to its end. */
  async outcomeOf(work: Work): Promise<TaskOutcome> {
    return this.ended(await this.runOne(work));
  }

  /** The outcome of a scheduled task, once it has come. */
  async ended(handler: TaskHandler): Promise<TaskOutcome> {
    await this.until(`${handler.task.name} is completed`, () => this.news.has('completed', handler));
    const outcome = this.news.outcomeOf(handler);
    if (outcome === undefined) throw new KitFailure(`${handler.task.name} was completed without an outcome`);
    return outcome;
  }

  async allEnded(handlers: readonly TaskHandler[]): Promise<TaskOutcome[]> {
    const outcomes: TaskOutcome[] = [];
    for (const handler of handlers) outcomes.push(await this.ended(handler));
    return outcomes;
  }

  async submitted(...handlers: readonly TaskHandler[]): Promise<void> {
    const all = (): boolean => handlers.every((handler) => this.news.has('submitted', handler));
    await this.until('the tasks are submitted', all);
  }

  async running(...handlers: readonly TaskHandler[]): Promise<void> {
    const all = (): boolean => handlers.every((handler) => this.news.has('running', handler));
    await this.until('the tasks are seen running', all);
  }

  /** As many tasks as there are few slots run at once. */
  async everySlotIsFree(): Promise<void> {
    await this.running(...(await this.run(...Array.from({ length: Bench.slots }, () => waits))));
  }

  async view(): Promise<BackendView> {
    return this.kit.observe(this.backend);
  }

  /** Waits until nothing is alive on the backend. */
  async idle(): Promise<void> {
    await this.until('nothing runs on the backend', async () => (await this.view()).alive === 0);
  }

  async shutdown(options: ShutdownOptions = {}): Promise<ShutdownReport> {
    const { graceMs } = options;
    const grace = graceMs === undefined ? {} : { graceMs: graceMs * this.time.pace };
    return this.settled('the shutdown is over', this.executor.shutdown({ ...options, ...grace }));
  }

  /** What a promise comes to, while time passes. */
  async settled<T>(what: string, promise: Promise<T>, waiting: Waiting = {}): Promise<T> {
    let over = false;
    const mark = (): void => void (over = true);
    promise.then(mark, mark);
    await this.until(what, () => over, waiting);
    return promise;
  }

  /**
   * Looks again and again, each time a little later.
   * @throws KitFailure where the condition does not come about within the patience; it tells what there was instead.
   */
  async until(
    what: string,
    condition: () => boolean | Promise<boolean>,
    waiting: Waiting = {},
  ): Promise<void> {
    const { clock, step } = this.time;
    const { growth = 1.2, patience = this.time.patience } = waiting;
    const since = clock.now();
    for (let wait = step; !(await condition()); wait = Math.min(wait * growth, patience / 50)) {
      const waited = clock.now() - since;
      if (waited >= patience)
        throw new KitFailure(`waited ${seconds(waited)} in vain for this: ${what}. ${await this.state()}`);
      await this.time.pass(wait);
    }
  }

  /** Lets as many milliseconds of the test's own go by. */
  pass(ms: number): Promise<void> {
    return this.time.pass(ms * this.time.pace);
  }

  /** Lets so much time go by that whatever is still to come has come. */
  silence(): Promise<void> {
    return this.pass(SILENCE_MS);
  }

  /** Milliseconds of the clock, for lengths of time. */
  now(): number {
    return this.time.clock.now();
  }

  /** What there is, for one who wonders why something else is not. */
  private async state(): Promise<string> {
    const kinds = ['submitted', 'running', 'completed'] as const;
    const told = kinds.map(
      (kind) => `${this.news.items.filter((item) => item.kind === kind).length} ${kind}`,
    );
    const { accepted, alive, statusCalls } = await this.view();
    return `News so far: ${told.join(', ')}. On the backend: ${accepted} accepted, ${alive} alive, ${statusCalls} status calls.`;
  }

  /** Shuts down what a test left open; how that goes is the business of the tests about it. */
  async close(): Promise<void> {
    // What never ends has had its patience in the test itself.
    const over = this.executor.shutdown({ graceMs: 1_000 * this.time.pace });
    await this.settled('the shutdown is over', over, { patience: this.time.patience / 5 }).catch(
      () => undefined,
    );
    await this.kit.close?.(this.backend);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
