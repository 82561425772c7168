import { expect } from 'chai';
import { TaskDispatcher } from '../../../host/engine/task-dispatcher.js';
import type { TaskFollower } from '../../../host/engine/task-follower.js';
import { TaskFactory } from '../../../host/engine/task-factory.js';
import type { TaskOrder } from '../../../host/engine/task-order.js';
import { RequestError, type TaskHandler } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { ending } from './fake-plugin.js';
import { MemoryStore } from './memory-store.js';
import { newPlaces } from './new-places.js';
import { PatientExecutor } from './patient-executor.js';

const order: TaskOrder = {
  definition: { name: 'HELLO', directives: { others: {} } },
  executor: 'fake',
  script: 'true',
};
const spot = ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 1 } });

describe(TaskDispatcher.name, () => {
  let executor: PatientExecutor;
  let logger: RecordingLogger;
  let clock: FakeClock;
  let told: string[];
  let follower: TaskFollower<TaskOrder>;
  let dispatcher: TaskDispatcher<TaskOrder>;

  beforeEach(() => {
    executor = new PatientExecutor();
    logger = new RecordingLogger();
    told = [];
    follower = {
      cached: () => told.push('cached'),
      submitted: () => told.push('submitted'),
      running: () => told.push('running'),
      again: (_task, { kind }, { account, count, max }) => told.push(`${account} ${kind} ${count}/${max}`),
      succeeded: ({ attempts }) => told.push(`succeeded after ${attempts}`),
      failed: ({ attempts }, { kind, reason }, action) =>
        told.push(`${action}: ${kind} after ${attempts}: ${reason}`),
      broke: (_task, error) => told.push(`broke: ${String(error)}`),
    };
    const ground = { config: {}, store: new MemoryStore() };
    const factory = new TaskFactory({ ...ground, executors: new Map([['fake', executor]]) });
    clock = new FakeClock();
    dispatcher = new TaskDispatcher(factory, follower, { logger, clock, places: newPlaces(ground.store) });
  });

  function scheduled(index: number): TaskHandler {
    const handler = executor.scheduled[index];
    if (handler === undefined) throw new Error(`Nothing was scheduled as number ${index}.`);
    return handler;
  }

  it('lets what the infrastructure broke go again, until its budget is used up', () => {
    dispatcher.launch(order);
    dispatcher.completed(scheduled(0), spot);
    dispatcher.completed(scheduled(1), spot);
    expect(executor.scheduled).to.have.length(2);
    expect(scheduled(1).task.interruptions).to.deep.equal({ spot: 1 });
    expect(told).to.deep.equal([
      'free interrupted 1/1',
      'terminate: interrupted after 2: It ended: interrupted (the task was resubmitted once, the most allowed)',
    ]);
  });

  it('lets a task wait for its time before it goes again, and takes it back at once', async () => {
    const slow = ending('interrupted', { retry: { class: 'free', budget: 'slow', max: 9, afterMs: 5000 } });
    const task = dispatcher.launch(order);
    dispatcher.completed(scheduled(0), slow);
    expect([executor.scheduled.length, clock.timers]).to.deep.equal([1, 1]);
    await clock.advance(5000);
    expect(executor.scheduled).to.have.length(2);
    dispatcher.completed(scheduled(1), slow);
    await dispatcher.cancel(task);
    expect(clock.timers).to.equal(0);
    expect(told.slice(-1)).to.deep.equal([
      'withdrawn: killed after 2: The task was cancelled before it was submitted',
    ]);
  });

  it('takes back what no monitor has begun with once it drains, and lets the others come to their end', async () => {
    executor.holds = true;
    for (let count = 0; count < 3; count++) dispatcher.launch(order);
    await scheduled(1).task.prepare();
    dispatcher.drain();
    const begun = await scheduled(2)
      .task.prepare()
      .catch((error: unknown) => (error as Error).message);
    expect(begun).to.equal(
      'Task HELLO was not submitted: it was taken back. Nothing of it is on the backend.',
    );
    dispatcher.completed(scheduled(1), spot);
    const withdrawn = 'withdrawn: killed after 1: The task was cancelled before it was submitted';
    expect(told).to.deep.equal([
      withdrawn,
      withdrawn,
      'withdrawn: interrupted after 1: It ended: interrupted (not submitted again: the run finishes)',
    ]);
    expect(dispatcher.abandon()).to.deep.equal([]);
  });

  it('says which tasks a monitor does not let go of, and lets them end by themselves', () => {
    executor.onEvict = () => {
      throw new TypeError('no queue');
    };
    dispatcher.launch(order);
    dispatcher.drain();
    expect(logger.messages('error')).to.deep.equal(['Could not stop task HELLO: no queue']);
    dispatcher.completed(scheduled(0), ending('killed'));
    expect(told).to.deep.equal(['withdrawn: killed after 1: It ended: killed']);
  });

  it('begins nothing where a follower stops everything as it hears of the end', () => {
    follower.again = () => dispatcher.stop();
    dispatcher.launch(order);
    dispatcher.completed(scheduled(0), spot);
    expect(executor.scheduled).to.have.length(1);
    expect(told).to.deep.equal(['withdrawn: killed after 1: The task was cancelled before it was submitted']);
  });

  it('lets nothing go again once it is stopped', () => {
    dispatcher.launch(order);
    dispatcher.stop();
    dispatcher.completed(scheduled(0), spot);
    expect(told).to.deep.equal(['withdrawn: interrupted after 1: It ended: interrupted']);
  });

  it('lets a cancelled task go no other time, whatever its end', async () => {
    const task = dispatcher.launch(order);
    await scheduled(0).task.prepare();
    await dispatcher.cancel(task);
    dispatcher.completed(scheduled(0), spot);
    expect(told).to.deep.equal(['withdrawn: interrupted after 1: It ended: interrupted']);
  });

  it('takes back what its monitor has not begun with, and kills nothing', async () => {
    executor.holds = true;
    const task = dispatcher.launch(order);
    await dispatcher.cancel(task);
    await dispatcher.cancel(task);
    expect(told).to.deep.equal(['withdrawn: killed after 1: The task was cancelled before it was submitted']);
    expect((scheduled(0) as unknown as { kills: number }).kills).to.equal(0);
    expect(dispatcher.abandon()).to.deep.equal([]);
  });

  it('kills what its monitor has begun with, once', async () => {
    executor.holds = true;
    const task = dispatcher.launch(order);
    await scheduled(0).task.prepare();
    await Promise.all([dispatcher.cancel(task), dispatcher.cancel(task)]);
    expect((scheduled(0) as unknown as { kills: number }).kills).to.equal(1);
    expect(told).to.deep.equal([]);
  });

  it('says so where a task cannot be stopped, and rejects nothing', async () => {
    executor.onEvict = () => {
      throw new TypeError('no queue');
    };
    const task = dispatcher.launch(order);
    await dispatcher.cancel(task);
    expect(logger.messages('error')).to.deep.equal(['Could not stop task HELLO: no queue']);
    dispatcher.completed(scheduled(0), ending('failed'));
    expect(told).to.deep.equal(['withdrawn: failed after 1: It ended: failed']);
  });

  it('lets go of a task at whose launch the engine itself broke', () => {
    executor.onSchedule = () => {
      throw new TypeError('a defect');
    };
    expect(() => dispatcher.launch(order)).to.throw(TypeError, 'a defect');
    expect(dispatcher.abandon()).to.deep.equal([]);
    expect(told).to.deep.equal([]);
  });

  it('has nothing to cancel of a task that is over', async () => {
    const task = dispatcher.launch(order);
    dispatcher.completed(scheduled(0), ending('completed'));
    await dispatcher.cancel(task);
    expect(told).to.have.length(1);
    expect((scheduled(0) as unknown as { kills: number }).kills).to.equal(0);
  });

  it('tells the end of a task that its executor does not take', () => {
    executor.onSchedule = () => {
      throw new RequestError('Too large.', { code: 'X' });
    };
    dispatcher.launch(order);
    expect(told).to.deep.equal(['terminate: not-submitted after 1: Too large.']);
    expect(dispatcher.abandon()).to.deep.equal([]);
  });

  it('ignores news of what has ended, and says so', () => {
    dispatcher.launch(order);
    dispatcher.completed(scheduled(0), ending('completed'));
    dispatcher.completed(scheduled(0), ending('failed'));
    expect(told).to.have.length(1);
    expect(logger.messages('warn')).to.deep.equal(['Ignored news of task HELLO, which has ended already.']);
  });

  it('throws nothing into the monitor’s loop where a follower breaks', () => {
    follower.running = () => {
      throw new TypeError('a defect');
    };
    dispatcher.launch(order);
    dispatcher.running(scheduled(0));
    expect(told).to.deep.equal(['broke: TypeError: a defect']);
  });

  it('knows which attempts may still run', () => {
    dispatcher.launch(order);
    (scheduled(0) as { nativeId: string | undefined }).nativeId = 'arn:1';
    dispatcher.launch(order);
    expect(dispatcher.underWay().map(({ handler }) => handler.nativeId)).to.deep.equal(['arn:1', undefined]);
    expect(dispatcher.abandon()).to.have.length(2);
    expect(dispatcher.underWay()).to.deep.equal([]);
  });
});
