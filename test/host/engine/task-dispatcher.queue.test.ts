import { expect } from 'chai';
import { TaskDispatcher } from '../../../host/engine/task-dispatcher.js';
import { TaskFactory } from '../../../host/engine/task-factory.js';
import type { TaskOrder } from '../../../host/engine/task-order.js';
import { defaultFailurePolicy } from '../../../host/script/failure-policy.js';
import { PollingTaskMonitor, RequestError, type TaskHandler } from '../../../spi/index.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { FakeTaskHandler, type FakeState } from '../../support/fake-task-handler.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { MemoryStore } from './memory-store.js';
import { newPlaces } from './new-places.js';
import { PatientExecutor } from './patient-executor.js';

const definition = { name: 'HELLO', directives: { others: {} } };
const order: TaskOrder = {
  definition,
  dynamics: {
    definitionFor: () => definition,
    policyFor: () => ({ ...defaultFailurePolicy, strategy: 'finish' }),
  },
  executor: 'fake',
  script: 'true',
};

/** Submits its tasks through the monitor of the SPI; the first of them is refused. */
class QueueExecutor extends PatientExecutor {
  readonly handlers: FakeTaskHandler[] = [];
  readonly queue: PollingTaskMonitor<FakeState>;

  constructor(clock: FakeClock, events: () => TaskDispatcher<TaskOrder>) {
    super();
    this.queue = new PollingTaskMonitor<FakeState>({
      clock,
      logger: new RecordingLogger(),
      events: {
        submitted: (handler) => events().submitted(handler),
        running: (handler) => events().running(handler),
        completed: (handler, outcome) => events().completed(handler, outcome),
      },
      queueSize: 2,
      submitConcurrency: 2,
      batchSize: 100,
      fetch: (ids) => Promise.resolve(new Map(ids.map((id) => [id, 'ENDED' as const]))),
      pollDelay: () => 1000,
    });
  }

  override createTaskHandler(task: TaskHandler['task']): TaskHandler {
    const handler = new FakeTaskHandler(task.id, task);
    if (this.handlers.length === 0)
      handler.onSubmit = () => Promise.reject(new RequestError('Too large.', { code: 'X' }));
    this.handlers.push(handler);
    return handler;
  }

  override createTaskMonitor(): PollingTaskMonitor<FakeState> {
    return this.queue;
  }
}

describe(`${TaskDispatcher.name} before a queue`, () => {
  it('submits nothing of the queue once it drains, also with the slot that the failure made free', async () => {
    const clock = new FakeClock();
    const told: string[] = [];
    const executor = new QueueExecutor(clock, () => dispatcher);
    const store = new MemoryStore();
    const ground = { config: {}, store };
    const factory = new TaskFactory({ ...ground, executors: new Map([['fake', executor]]) });
    const dispatcher: TaskDispatcher<TaskOrder> = new TaskDispatcher(
      factory,
      {
        cached: () => undefined,
        submitted: () => undefined,
        running: () => undefined,
        again: () => told.push('again'),
        succeeded: () => told.push('succeeded'),
        failed: (_task, { kind }, action) => {
          told.push(`${kind} ${action}`);
          if (action === 'finish') dispatcher.drain();
        },
        broke: (_task, error) => told.push(String(error)),
      },
      { logger: new RecordingLogger(), clock, places: newPlaces(store) },
    );
    for (let count = 0; count < 6; count++) dispatcher.launch(order);
    executor.queue.start();
    await settle();
    await clock.advance(5000);
    expect(told).to.deep.equal([
      'not-submitted finish',
      ...Array<string>(4).fill('killed withdrawn'),
      'succeeded',
    ]);
    expect(executor.handlers.map(({ submits }) => submits)).to.deep.equal([1, 1, 0, 0, 0, 0]);
    expect(store.writes).to.equal(4);
    await executor.queue.shutdown();
    expect(dispatcher.abandon()).to.deep.equal([]);
    expect(clock.timers).to.equal(0);
  });
});
