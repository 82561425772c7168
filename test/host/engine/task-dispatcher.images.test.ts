import { expect } from 'chai';
import { TaskDispatcher } from '../../../host/engine/task-dispatcher.js';
import type { TaskFollower } from '../../../host/engine/task-follower.js';
import { TaskFactory } from '../../../host/engine/task-factory.js';
import type { TaskOrder } from '../../../host/engine/task-order.js';
import type { ImageSource } from '../../../host/wave/image-source.js';
import { PreconditionError } from '../../../spi/index.js';
import { Deferred } from '../../support/deferred.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { ending } from './fake-plugin.js';
import { MemoryStore } from './memory-store.js';
import { newPlaces } from './new-places.js';
import { PatientExecutor } from './patient-executor.js';

const spot = ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 1 } });

function orderOf(container: string): TaskOrder {
  return {
    definition: { name: 'HELLO', container, directives: { others: {} } },
    executor: 'fake',
    script: 'true',
  };
}

describe(`${TaskDispatcher.name} with images that must be asked for`, () => {
  let executor: PatientExecutor;
  let told: string[];
  let asked: { readonly image: string; readonly answer: Deferred<string> }[];
  let renewal: () => Promise<string>;
  let dispatcher: TaskDispatcher<TaskOrder>;

  beforeEach(() => {
    executor = new PatientExecutor();
    told = [];
    asked = [];
    renewal = () => Promise.resolve('renewed');
    const follower: TaskFollower<TaskOrder> = {
      cached: () => told.push('cached'),
      submitted: () => told.push('submitted'),
      running: () => told.push('running'),
      again: (_task, { kind }) => told.push(`again ${kind}`),
      succeeded: (_task, { kind }) => told.push(`succeeded ${kind}`),
      failed: (_task, { kind, reason, retry }) => told.push(`ended ${kind} (${retry.class}): ${reason}`),
      broke: (_task, error) => told.push(`broke: ${String(error)}`),
    };
    const images: ImageSource = {
      check: () => [],
      changes: () => true,
      imageFor: ({ container = '' }) => {
        const answer = new Deferred<string>();
        asked.push({ image: container, answer });
        return answer.promise;
      },
      renewed: () => renewal(),
      close: () => undefined,
    };
    const ground = { config: {}, store: new MemoryStore() };
    const factory = new TaskFactory({ ...ground, executors: new Map([['fake', executor]]), images });
    dispatcher = new TaskDispatcher(factory, follower, {
      logger: new RecordingLogger(),
      clock: new FakeClock(),
      places: newPlaces(ground.store),
      images,
    });
  });

  function resolve(index: number, image: string): Promise<void> {
    asked[index]?.answer.resolve(image);
    return settle();
  }

  it('schedules a task once its image is there, and others before it where theirs are', async () => {
    dispatcher.launch(orderOf('slow'));
    dispatcher.launch(orderOf('quick'));
    expect(executor.scheduled).to.have.length(0);
    await resolve(1, 'wave/quick');
    expect(executor.scheduled.map(({ task }) => task.container)).to.deep.equal(['wave/quick']);
    await resolve(0, 'wave/slow');
    expect(executor.scheduled.map(({ task }) => task.container)).to.deep.equal(['wave/quick', 'wave/slow']);
  });

  it('gives a task that has waited the name that is good when it is submitted', async () => {
    const task = dispatcher.launch(orderOf('a'));
    await resolve(0, 'wave/first');
    const run = task.attempt?.run;
    expect(run?.container).to.equal('wave/first');
    await run?.prepare();
    expect(run?.container).to.equal('renewed');
  });

  it('lets the submit fail where the name cannot be renewed', async () => {
    renewal = () => Promise.reject(new PreconditionError('Wave is gone.', { code: 'WAVE_UNREACHABLE' }));
    dispatcher.launch(orderOf('a'));
    await resolve(0, 'wave/first');
    const failure: unknown = await executor.scheduled[0]?.task.prepare().catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'WAVE_UNREACHABLE');
  });

  it('asks for the image of a resubmission too', async () => {
    dispatcher.launch(orderOf('a'));
    await resolve(0, 'wave/1');
    const [first] = executor.scheduled;
    if (first === undefined) throw new Error('Nothing was scheduled.');
    dispatcher.completed(first, spot);
    expect(asked).to.have.length(2);
    await resolve(1, 'wave/2');
    expect(executor.scheduled[1]?.task.container).to.equal('wave/2');
    expect(executor.scheduled[1]?.task.interruptions).to.deep.equal({ spot: 1 });
  });

  it('ends a task whose image cannot be had, to be tried again where that may pass', async () => {
    dispatcher.launch(orderOf('a'));
    dispatcher.launch(orderOf('b'));
    asked[0]?.answer.reject(new PreconditionError('No such image.', { code: 'WAVE_REFUSED' }));
    asked[1]?.answer.reject(new PreconditionError('Full.', { code: 'WAVE_LIMITED', recoverable: true }));
    await settle();
    expect(told).to.deep.equal([
      'ended not-submitted (never): No such image.',
      'ended not-submitted (counted): Full.',
    ]);
    expect(executor.scheduled).to.have.length(0);
  });

  it('tells a defect as one', async () => {
    dispatcher.launch(orderOf('a'));
    asked[0]?.answer.reject(new TypeError('undefined is not a function'));
    await settle();
    expect(told).to.deep.equal(['broke: TypeError: undefined is not a function']);
  });

  it('takes back a task that waits for its image, once', async () => {
    const task = dispatcher.launch(orderOf('a'));
    await dispatcher.cancel(task);
    await dispatcher.cancel(task);
    await resolve(0, 'wave/a');
    expect(told).to.deep.equal(['ended killed (never): The task was cancelled before it was submitted']);
    expect(executor.scheduled).to.have.length(0);
  });

  it('submits nothing after it was stopped, and ends what waits', async () => {
    dispatcher.launch(orderOf('a'));
    dispatcher.launch(orderOf('b'));
    dispatcher.stop();
    await resolve(0, 'wave/a');
    expect(told).to.deep.equal(
      Array(2).fill('ended killed (never): The task was cancelled before it was submitted'),
    );
    expect(executor.scheduled).to.have.length(0);
    expect(dispatcher.abandon()).to.deep.equal([]);
  });
});
