import { expect } from 'chai';
import * as fc from 'fast-check';
import type { LiveTask } from '../../../host/engine/live-task.js';
import { TaskDispatcher } from '../../../host/engine/task-dispatcher.js';
import type { TaskFollower } from '../../../host/engine/task-follower.js';
import { TaskFactory } from '../../../host/engine/task-factory.js';
import type { TaskOrder } from '../../../host/engine/task-order.js';
import { defaultFailurePolicy } from '../../../host/script/failure-policy.js';
import type { TaskHandler, TaskOutcome } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { ending } from './fake-plugin.js';
import { MemoryStore } from './memory-store.js';
import { newPlaces } from './new-places.js';
import { PatientExecutor } from './patient-executor.js';

const BUDGETS = { spot: 2, drained: 1 } as const;
type Budget = keyof typeof BUDGETS;

const MAX_RETRIES = 2;
const MAX_ERRORS = 4;
/** Of the budget `drained`; retries wait for a third of it. */
const PAUSE_MS = 3000;

const OUTCOMES: readonly TaskOutcome[] = [
  ending('completed'),
  ending('failed'),
  ending('lost', { retry: { class: 'never' } }),
  ending('interrupted', { retry: { class: 'free', budget: 'spot', max: BUDGETS.spot } }),
  ending('interrupted', {
    retry: { class: 'free', budget: 'drained', max: BUDGETS.drained, afterMs: PAUSE_MS },
  }),
];

type Step =
  | { readonly kind: 'launch'; readonly retries: boolean }
  | { readonly kind: 'drain' | 'stop' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'begin' | 'told submitted' | 'told running' | 'cancel'; readonly pick: number }
  | { readonly kind: 'told ended'; readonly pick: number; readonly outcome: TaskOutcome };

const pick = fc.nat(30);
const kinds = <K extends string>(...all: readonly K[]): fc.Arbitrary<K> => fc.constantFrom(...all);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: kinds('launch'), retries: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: kinds('drain', 'stop') }) },
    { weight: 6, arbitrary: fc.record({ kind: kinds('wait'), ms: fc.nat(2 * PAUSE_MS) }) },
    {
      weight: 10,
      arbitrary: fc.record({ kind: kinds('begin', 'told submitted', 'told running', 'cancel'), pick }),
    },
    {
      weight: 16,
      arbitrary: fc.record({ kind: kinds('told ended'), pick, outcome: fc.constantFrom(...OUTCOMES) }),
    },
  ),
  { maxLength: 60 },
);

/** What became of one task, as its follower saw it. */
interface Seen {
  free: number;
  counted: number;
  ends: number;
  attemptsAtCancel: number | undefined;
}

/** A dispatcher whose executor and user do whatever the steps say. */
class DispatcherModel {
  readonly executor = new PatientExecutor();
  readonly clock = new FakeClock();
  readonly tasks = new Map<LiveTask, Seen>();
  readonly broken: unknown[] = [];
  scheduledAtEnd: number | undefined;
  readonly dispatcher: TaskDispatcher<TaskOrder>;

  constructor() {
    this.executor.holds = true;
    const follower: TaskFollower<TaskOrder> = {
      cached: () => undefined,
      submitted: () => undefined,
      running: () => undefined,
      again: (task, _outcome, { account, count, max }) => {
        expect(count).to.be.at.most(max);
        this.seen(task)[account] += 1;
      },
      succeeded: (task) => void (this.seen(task).ends += 1),
      failed: (task) => void (this.seen(task).ends += 1),
      broke: (_task, error) => void this.broken.push(error),
    };
    const ground = { config: {}, store: new MemoryStore() };
    const factory = new TaskFactory({ ...ground, executors: new Map([['fake', this.executor]]) });
    this.dispatcher = new TaskDispatcher(factory, follower, {
      logger: new RecordingLogger(),
      clock: this.clock,
      places: newPlaces(ground.store),
    });
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'launch') this.launch(step.retries);
    else if (isEnd(step)) {
      this.dispatcher[step.kind]();
      this.scheduledAtEnd ??= this.executor.scheduled.length;
    } else if (step.kind === 'wait') await this.clock.advance(step.ms);
    else if (step.kind === 'cancel') await this.cancel(step.pick);
    else await this.tell(step, chosen(this.executor.scheduled, step.pick));
  }

  /** What is over stays over, and nothing goes more often than its accounts allow. */
  expectKept(): void {
    expect(this.broken).to.deep.equal([]);
    let retried = 0;
    for (const [task, { free, counted, ends, attemptsAtCancel }] of this.tasks) {
      expect(ends).to.be.at.most(1);
      for (const [budget, count] of Object.entries(task.interruptions))
        expect(count).to.be.at.most(BUDGETS[budget as Budget]);
      expect(Object.values(task.interruptions).reduce((sum, count) => sum + count, 0)).to.equal(free);
      expect(counted).to.be.at.most(task.order.dynamics === undefined ? 0 : MAX_RETRIES);
      retried += counted;
      // One of them may still wait for its time, or have been taken back while it did.
      expect(task.attempts).to.be.within(free + counted, 1 + free + counted);
      if (attemptsAtCancel !== undefined) expect(task.attempts).to.equal(attemptsAtCancel);
    }
    expect(retried).to.be.below(MAX_ERRORS);
    const dirs = this.executor.scheduled.map(({ task }) => task.workDir);
    expect(new Set(dirs).size).to.equal(dirs.length);
    if (this.scheduledAtEnd === undefined) return;
    expect(dirs.length).to.equal(this.scheduledAtEnd);
    expect(this.clock.timers).to.equal(0);
  }

  /** Every task has come to one end, but for those that only the executor could tell of. */
  expectEnded(): void {
    this.dispatcher.stop();
    const left = new Set(this.dispatcher.abandon());
    for (const [task, { ends }] of this.tasks) expect(ends).to.equal(left.has(task) ? 0 : 1);
    expect(this.clock.timers).to.equal(0);
  }

  private launch(retries: boolean): void {
    // A follower launches nothing once it has stopped its dispatcher.
    if (!this.dispatcher.accepting) return;
    const definition = { name: 'HELLO', directives: { others: {} } };
    const policy = { ...defaultFailurePolicy, strategy: 'retry', maxRetries: MAX_RETRIES } as const;
    const dynamics = {
      definitionFor: () => definition,
      policyFor: () => ({ ...policy, maxErrors: MAX_ERRORS, delayMs: PAUSE_MS / 3 }),
    };
    const order = { definition, executor: 'fake', script: 'true', ...(retries ? { dynamics } : {}) };
    this.seen(this.dispatcher.launch(order));
  }

  private async cancel(index: number): Promise<void> {
    const task = chosen([...this.tasks.keys()], index);
    if (task === undefined) return;
    await this.dispatcher.cancel(task);
    if (task.cancelled) this.seen(task).attemptsAtCancel ??= task.attempts;
  }

  private async tell(
    step: Extract<Step, { readonly pick: number }>,
    handler: TaskHandler | undefined,
  ): Promise<void> {
    if (handler === undefined) return;
    if (step.kind === 'begin') await handler.task.prepare().catch(() => undefined);
    else if (step.kind === 'told submitted') this.dispatcher.submitted(handler);
    else if (step.kind === 'told running') this.dispatcher.running(handler);
    else if (step.kind === 'told ended') this.dispatcher.completed(handler, step.outcome);
  }

  private seen(task: LiveTask): Seen {
    const known = this.tasks.get(task) ?? { free: 0, counted: 0, ends: 0, attemptsAtCancel: undefined };
    this.tasks.set(task, known);
    return known;
  }
}

function isEnd(step: Step): step is Extract<Step, { readonly kind: 'drain' | 'stop' }> {
  return step.kind === 'drain' || step.kind === 'stop';
}

function chosen<T>(all: readonly T[], index: number): T | undefined {
  return all[index % Math.max(1, all.length)];
}

describe(`${TaskDispatcher.name} under any news`, () => {
  it('ends every task once, within its accounts and each attempt in a work dir of its own', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const model = new DispatcherModel();
        for (const step of sequence) {
          await model.take(step);
          model.expectKept();
        }
        model.expectEnded();
      }),
      { numRuns: 300 },
    );
  });
});
