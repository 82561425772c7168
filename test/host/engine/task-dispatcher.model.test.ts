import { expect } from 'chai';
import * as fc from 'fast-check';
import type { LiveTask } from '../../../host/engine/live-task.js';
import { TaskDispatcher, type TaskFollower } from '../../../host/engine/task-dispatcher.js';
import { TaskFactory } from '../../../host/engine/task-factory.js';
import type { TaskOrder } from '../../../host/engine/task-order.js';
import type { TaskHandler, TaskOutcome } from '../../../spi/index.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { ending } from './fake-plugin.js';
import { MemoryStore } from './memory-store.js';
import { PatientExecutor } from './patient-executor.js';

const BUDGETS = { spot: 2, drained: 1 } as const;
type Budget = keyof typeof BUDGETS;

const OUTCOMES: readonly TaskOutcome[] = [
  ending('completed'),
  ending('failed'),
  ending('lost', { retry: { class: 'never' } }),
  ...(Object.keys(BUDGETS) as Budget[]).map((budget) =>
    ending('interrupted', { retry: { class: 'free', budget, max: BUDGETS[budget] } }),
  ),
];

type Step =
  | { readonly kind: 'launch' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'begin' | 'told submitted' | 'told running' | 'cancel'; readonly pick: number }
  | { readonly kind: 'told ended'; readonly pick: number; readonly outcome: TaskOutcome };

const pick = fc.nat(30);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('launch' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('stop' as const) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'begin' as const,
          'told submitted' as const,
          'told running' as const,
          'cancel' as const,
        ),
        pick,
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('told ended' as const),
        pick,
        outcome: fc.constantFrom(...OUTCOMES),
      }),
    },
  ),
  { maxLength: 60 },
);

/** What became of one task, as its follower saw it. */
interface Seen {
  readonly used: Map<string, number>;
  ends: number;
  attemptsAtCancel: number | undefined;
}

/** A dispatcher whose executor and user do whatever the steps say. */
class DispatcherModel {
  readonly executor = new PatientExecutor();
  readonly tasks = new Map<LiveTask, Seen>();
  readonly broken: unknown[] = [];
  scheduledAtStop: number | undefined;
  readonly dispatcher: TaskDispatcher<TaskOrder>;

  constructor() {
    this.executor.holds = true;
    const follower: TaskFollower<TaskOrder> = {
      submitted: () => undefined,
      running: () => undefined,
      resubmitted: (task, _outcome, { budget, count }) => void this.seen(task).used.set(budget, count),
      ended: (task) => void (this.seen(task).ends += 1),
      broke: (_task, error) => void this.broken.push(error),
    };
    const ground = { salt: 'salt', workDir: 's3://my-bucket/work', config: {}, store: new MemoryStore() };
    const factory = new TaskFactory({ ...ground, executors: new Map([['fake', this.executor]]) });
    this.dispatcher = new TaskDispatcher(factory, follower, new RecordingLogger());
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'launch') this.launch();
    else if (step.kind === 'stop') {
      this.dispatcher.stop();
      this.scheduledAtStop ??= this.executor.scheduled.length;
    } else if (step.kind === 'cancel') await this.cancel(step.pick);
    else await this.tell(step, chosen(this.executor.scheduled, step.pick));
  }

  /** What is over stays over, and nothing goes more often than its budgets allow. */
  expectKept(): void {
    expect(this.broken).to.deep.equal([]);
    for (const [task, { used, ends, attemptsAtCancel }] of this.tasks) {
      expect(ends).to.be.at.most(1);
      for (const [budget, count] of used) expect(count).to.be.at.most(BUDGETS[budget as Budget]);
      const resubmissions = [...used.values()].reduce((sum, count) => sum + count, 0);
      expect(task.attempts).to.equal(1 + resubmissions);
      expect(Object.entries(task.interruptions)).to.have.deep.members([...used]);
      if (attemptsAtCancel !== undefined) expect(task.attempts).to.equal(attemptsAtCancel);
    }
    const dirs = this.executor.scheduled.map(({ task }) => task.workDir);
    expect(new Set(dirs).size).to.equal(dirs.length);
    if (this.scheduledAtStop !== undefined) expect(dirs.length).to.equal(this.scheduledAtStop);
  }

  private launch(): void {
    // A follower launches nothing once it has stopped its dispatcher.
    if (this.dispatcher.stopping) return;
    const task = this.dispatcher.launch({
      definition: { name: 'HELLO', directives: { others: {} } },
      executor: 'fake',
      script: 'true',
    });
    this.seen(task);
  }

  private async cancel(index: number): Promise<void> {
    const task = chosen([...this.tasks.keys()], index);
    if (task === undefined) return;
    await this.dispatcher.cancel(task);
    if (task.cancelled) this.seen(task).attemptsAtCancel ??= task.attempts;
  }

  private async tell(step: Exclude<Step, { kind: 'launch' | 'stop' }>, handler?: TaskHandler): Promise<void> {
    if (handler === undefined) return;
    if (step.kind === 'begin') await handler.task.prepare();
    else if (step.kind === 'told submitted') this.dispatcher.submitted(handler);
    else if (step.kind === 'told running') this.dispatcher.running(handler);
    else if (step.kind === 'told ended') this.dispatcher.completed(handler, step.outcome);
  }

  private seen(task: LiveTask): Seen {
    const known = this.tasks.get(task) ?? { used: new Map(), ends: 0, attemptsAtCancel: undefined };
    this.tasks.set(task, known);
    return known;
  }
}

function chosen<T>(all: readonly T[], index: number): T | undefined {
  return all[index % Math.max(1, all.length)];
}

describe(`${TaskDispatcher.name} under any news`, () => {
  it('ends every task once, within its budgets and each attempt in a work dir of its own', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const model = new DispatcherModel();
        for (const step of sequence) {
          await model.take(step);
          model.expectKept();
        }
        const left = new Set(model.dispatcher.abandon());
        for (const [task, { ends }] of model.tasks) expect(ends).to.equal(left.has(task) ? 0 : 1);
      }),
      { numRuns: 300 },
    );
  });
});
