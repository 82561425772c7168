import { expect } from 'chai';
import * as fc from 'fast-check';
import type { TaskAttempt } from '../../../host/engine/live-task.js';
import { CallOutputs } from '../../../host/engine/call-outputs.js';
import type { PlannedCall } from '../../../host/engine/planned-call.js';
import type { ProcessProgress } from '../../../host/engine/run-api.js';
import type { EndAction } from '../../../host/engine/run-observer.js';
import { RunRecords } from '../../../host/engine/run-records.js';
import { TaskBoard } from '../../../host/engine/task-board.js';
import { TaskConductor } from '../../../host/engine/task-conductor.js';
import { TaskDispatcher } from '../../../host/engine/task-dispatcher.js';
import { TaskFactory } from '../../../host/engine/task-factory.js';
import { defaultFailurePolicy, type FailurePolicy } from '../../../host/script/failure-policy.js';
import type { TaskOutcome } from '../../../spi/index.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { ending } from './fake-plugin.js';
import { MemoryStore } from './memory-store.js';
import { newPlaces } from './new-places.js';
import { PatientExecutor } from './patient-executor.js';
import { RecordingReporter } from './recording-reporter.js';

const OUTCOMES: readonly TaskOutcome[] = [
  ending('completed'),
  ending('failed', { exitStatus: 1 }),
  ending('out-of-memory', { exitStatus: 137 }),
  ending('image-pull-failed', { retry: { class: 'never' } }),
  ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 1, afterMs: 1000 } }),
];

interface Process {
  readonly policy: FailurePolicy;
  /** Its output is wanted; where there is none, it has failed. */
  readonly outputsStdout: boolean;
}

type Step =
  | { readonly kind: 'submitted' | 'running'; readonly pick: number }
  | { readonly kind: 'ended'; readonly pick: number; readonly outcome: TaskOutcome }
  | { readonly kind: 'wait' | 'abort' };

const pick = fc.nat(20);
const process: fc.Arbitrary<Process> = fc.record({
  policy: fc.record({
    strategy: fc.constantFrom('terminate' as const, 'finish' as const, 'ignore' as const, 'retry' as const),
    maxRetries: fc.nat(2),
    maxErrors: fc.constantFrom(-1, 2),
    delayMs: fc.constantFrom(0, 1000),
  }),
  outputsStdout: fc.boolean(),
});
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constantFrom('submitted' as const, 'running' as const), pick }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('ended' as const),
        pick,
        outcome: fc.constantFrom(...OUTCOMES),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort' as const) }) },
  ),
  { maxLength: 30 },
);

/** A run whose executor tells whatever the steps say. */
class RunModel {
  readonly executor = new PatientExecutor();
  readonly clock = new FakeClock();
  readonly reporter = new RecordingReporter();
  readonly ends = new Map<TaskAttempt, EndAction[]>();
  readonly conductor: TaskConductor;
  readonly dispatcher: TaskDispatcher<PlannedCall>;
  private readonly records: RunRecords;
  private settled = false;

  constructor(private readonly processes: readonly Process[]) {
    const logger = new RecordingLogger();
    const store = new MemoryStore();
    this.executor.holds = true;
    this.records = new RunRecords(
      [
        {
          began: () => Promise.resolve(),
          cached: () => undefined,
          submitted: () => undefined,
          ended: ({ attempt, action }) =>
            void this.ends.set(attempt, [...(this.ends.get(attempt) ?? []), action]),
          close: () => Promise.resolve(),
        },
      ],
      logger,
    );
    this.conductor = new TaskConductor(
      new CallOutputs(store),
      new TaskBoard(this.reporter, this.records),
      logger,
    );
    const ground = { config: {}, store };
    const factory = new TaskFactory({ ...ground, executors: new Map([['fake', this.executor]]) });
    this.dispatcher = new TaskDispatcher(factory, this.conductor, {
      logger,
      clock: this.clock,
      places: newPlaces(store),
    });
  }

  async begin(): Promise<void> {
    await this.records.began({} as never, new Map());
    void this.conductor.settled.then(() => (this.settled = true));
    this.conductor.plan(this.processes.map(callOf), this.dispatcher);
    this.conductor.launchAll();
  }

  async take(step: Step): Promise<void> {
    const { scheduled } = this.executor;
    if ('pick' in step) {
      const handler = scheduled[step.pick % Math.max(1, scheduled.length)];
      if (handler === undefined) return;
      // Its monitor has begun with whatever it tells of.
      await handler.task.prepare().catch(() => undefined);
      if (step.kind === 'ended') this.dispatcher.completed(handler, step.outcome);
      else this.dispatcher[step.kind](handler);
    } else if (step.kind === 'wait') await this.clock.advance(1000);
    else this.dispatcher.stop();
    await settle();
  }

  /** No task is lost or counted twice, and the run goes on exactly as long as it should. */
  expectKept(): void {
    for (const counts of this.reporter.last) {
      expect(Object.values(stagesOf(counts)).every((count) => count >= 0)).to.equal(true);
      expect(sumOf(counts)).to.be.at.most(counts.total);
    }
    for (const actions of this.ends.values()) expect(actions).to.have.length(1);
    const over = this.conductor.idle || this.conductor.stopping;
    expect(this.settled).to.equal(over);
  }

  /** Every task is over in one way, and every attempt has had its last word. */
  async expectEnded(): Promise<void> {
    this.dispatcher.stop();
    await this.conductor.abandon();
    for (const counts of this.reporter.last) {
      expect(counts).to.include({ submitted: 0, running: 0 });
      expect(sumOf(counts)).to.equal(counts.total);
    }
    expect(this.ends.size).to.equal(this.executor.scheduled.length);
    const { tally } = this.conductor.board;
    const actions = [...this.ends.values()].flat();
    for (const [action, sum] of [
      ['retried', tally.sum('retried')],
      ['resubmitted', tally.sum('resubmitted')],
      ['ignored', tally.sum('ignored')],
      ['completed', tally.sum('succeeded')],
      ['failed', tally.sum('failed')],
    ] as const)
      expect(actions.filter((one) => one === action)).to.have.length(sum);
    expect(this.clock.timers).to.equal(0);
    await this.conductor.settled;
  }
}

function callOf({ policy, outputsStdout }: Process, index: number): PlannedCall {
  const definition = { name: `P${index}`, directives: { others: {} } };
  const dynamics = {
    definitionFor: () => definition,
    policyFor: () => ({ ...defaultFailurePolicy, ...policy }),
  };
  return { definition, dynamics, executor: 'fake', script: 'true', outputsStdout, debug: false, view: false };
}

function stagesOf(counts: ProcessProgress): Readonly<Record<string, number>> {
  const { submitted, running, succeeded, ignored, failed, aborted } = counts;
  return { submitted, running, succeeded, ignored, failed, aborted };
}

function sumOf(counts: ProcessProgress): number {
  return Object.values(stagesOf(counts)).reduce((sum, count) => sum + count, 0);
}

describe(`${TaskConductor.name} under any news`, () => {
  it('counts every task once, tells every attempt’s end once, and lets the run end when it should', async () => {
    const processes = fc.array(process, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(processes, steps, async (declared, sequence) => {
        const model = new RunModel(declared);
        await model.begin();
        for (const step of sequence) {
          await model.take(step);
          model.expectKept();
        }
        await model.expectEnded();
      }),
      { numRuns: 150 },
    );
  });
});
