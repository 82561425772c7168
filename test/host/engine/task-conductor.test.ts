import { expect } from 'chai';
import { CallOutputs } from '../../../host/engine/call-outputs.js';
import type { PlannedCall } from '../../../host/engine/planned-call.js';
import { RunRecords } from '../../../host/engine/run-records.js';
import { TaskBoard } from '../../../host/engine/task-board.js';
import { TaskConductor } from '../../../host/engine/task-conductor.js';
import { TaskDispatcher } from '../../../host/engine/task-dispatcher.js';
import { TaskFactory } from '../../../host/engine/task-factory.js';
import { Deferred } from '../../support/deferred.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { ending } from './fake-plugin.js';
import { MemoryStore } from './memory-store.js';
import { newPlaces } from './new-places.js';
import { PatientExecutor } from './patient-executor.js';
import { RecordingReporter } from './recording-reporter.js';

const call: PlannedCall = {
  definition: { name: 'HELLO', directives: { others: {} } },
  executor: 'fake',
  script: 'true',
  outputsStdout: true,
  debug: true,
  view: false,
};
const done = ending('completed', { exitStatus: 0 });

describe(TaskConductor.name, () => {
  let store: MemoryStore;
  let reporter: RecordingReporter;
  let logger: RecordingLogger;
  let executor: PatientExecutor;
  let conductor: TaskConductor;
  let dispatcher: TaskDispatcher<PlannedCall>;

  beforeEach(() => {
    store = new MemoryStore();
    reporter = new RecordingReporter();
    logger = new RecordingLogger();
    executor = new PatientExecutor();
    conductor = conductorOver();
  });

  function conductorOver(): TaskConductor {
    const board = new TaskBoard(reporter, new RunRecords([], logger));
    return new TaskConductor(new CallOutputs(store), board, logger);
  }

  function launch(calls: readonly PlannedCall[]): void {
    const executors = new Map([['fake', executor]]);
    const factory = new TaskFactory({ config: {}, store, executors });
    dispatcher = new TaskDispatcher(factory, conductor, {
      logger,
      clock: new FakeClock(),
      places: newPlaces(store),
    });
    conductor.plan(calls, dispatcher);
    conductor.launchAll();
  }

  it('counts an end that is told again, while its output is being read, once', async () => {
    const reading = new Deferred<void>();
    launch([call]);
    const [handler] = executor.scheduled;
    if (handler === undefined) throw new Error('Nothing was scheduled.');
    store.files.set(`${handler.task.workDir}/.command.out`, 'printed\n');
    store.reading = reading.promise;
    dispatcher.submitted(handler);
    dispatcher.completed(handler, done);
    await settle();
    dispatcher.completed(handler, ending('failed'));
    reading.resolve();
    await conductor.settled;
    expect(conductor.failure).to.equal(undefined);
    expect(reporter.outputs).to.deep.equal(['printed\n']);
    expect(reporter.lines).to.deep.equal(['submitted HELLO', 'completed HELLO: completed']);
    expect(reporter.last[0]).to.include({ total: 1, succeeded: 1, failed: 0, submitted: 0, running: 0 });
    expect(logger.messages('warn')).to.deep.equal(['Ignored news of task HELLO, which has ended already.']);
  });

  it('ends the run with a defect of our own, and throws nothing back at the monitor', async () => {
    const defect = new Error('a defect');
    launch([call]);
    reporter.onSubmitted = () => {
      throw defect;
    };
    dispatcher.submitted(executor.scheduled[0]!);
    expect(await conductor.settled.catch((error: unknown) => error)).to.equal(defect);
  });

  it('launches what was planned in its order, and counts what it did not launch as aborted', async () => {
    const calls = ['A', 'B', 'C'].map((name) => ({ ...call, definition: { ...call.definition, name } }));
    executor.onSchedule = ({ task }) => {
      if (task.process === 'B') dispatcher.stop();
    };
    launch(calls);
    expect(executor.scheduled.map(({ task }) => task.process)).to.deep.equal(['A', 'B']);
    expect(conductor.idle).to.equal(false);
    await conductor.abandon();
    expect(conductor.idle).to.equal(true);
    expect(reporter.last.map(({ process, aborted }) => [process, aborted])).to.deep.equal([
      ['A', 1],
      ['B', 1],
      ['C', 1],
    ]);
  });

  it('takes time in proportion to the number of tasks', function () {
    // The ratio is what counts: on a busy machine both take long.
    this.timeout(120_000);
    const timeOf = (count: number): number => {
      conductor = conductorOver();
      executor = new PatientExecutor();
      const began = performance.now();
      launch(Array.from({ length: count }, () => call));
      expect(executor.scheduled).to.have.length(count);
      return performance.now() - began;
    };
    timeOf(1000);
    const [few, many] = [timeOf(5_000), timeOf(50_000)];
    // Ten times as many tasks; the square of that would be a hundred.
    expect(many / few).to.be.below(30);
  });
});
