import { expect } from 'chai';
import { OwnStrays, type StraysLeft } from '../../../host/leftovers/own-strays.js';
import { ExecutorError, type Executor } from '../../../spi/index.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { MemoryStore } from '../engine/memory-store.js';
import { FakeHousekeeping, type FakeTask } from './fake-housekeeping.js';

const workDir = 's3://my-bucket/my~work';
const sessionId = '11111111-1111-4111-8111-111111111111';

describe(OwnStrays.name, () => {
  let store: MemoryStore;
  let backend: FakeHousekeeping;
  let logger: RecordingLogger;
  let clock: FakeClock;
  let held: string[];
  let lease: { isHeld: boolean; settled: () => Promise<void> };
  let told: string[];

  beforeEach(() => {
    store = new MemoryStore();
    backend = new FakeHousekeeping();
    logger = new RecordingLogger();
    clock = new FakeClock();
    held = [];
    lease = { isHeld: true, settled: () => Promise.resolve() };
    told = [];
  });

  afterEach(() => expect(clock.timers).to.equal(0));

  const hashOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32);
  const folderOf = (name: string): string =>
    `${workDir}/${hashOf(name).slice(0, 2)}/${hashOf(name).slice(2)}`;
  const left = (name: string, changes: Partial<FakeTask> = {}): FakeTask => ({
    nativeId: name,
    hash: hashOf(name),
    workDir: folderOf(name),
    ...changes,
  });

  function end(
    tasks: readonly FakeTask[],
    executors: readonly unknown[] = [{ housekeeping: backend }, { name: 'blind' }],
  ): Promise<StraysLeft> {
    backend.running.set(sessionId, tasks);
    return new OwnStrays({
      ...{ sessionId, runName: 'own_run', workDir, files: store, clock, logger, lease },
      executors: executors as readonly Executor[],
      held: () => new Set(held),
    }).end((stopped, total) => told.push(`${stopped} of ${total}`));
  }

  it('stops what no handler has, and says how many that were', async () => {
    held = ['b'];
    expect(await end([left('a'), left('b'), left('c')])).to.deep.equal({ unfinished: [], unseen: false });
    expect([backend.asked, backend.stopped, told]).to.deep.equal([
      [sessionId],
      ['a', 'c'],
      ['1 of 2', '2 of 2'],
    ]);
    expect(logger.messages('info')).to.deep.equal([
      'Stopped 2 tasks of this session that nothing waited for.',
    ]);
    expect(logger.messages('warn')).to.deep.equal([]);
  });

  it('leaves what has ended to leave its files', async () => {
    store.files.set(`${folderOf('a')}/.exitcode`, '0');
    expect(await end([left('a')])).to.deep.equal({ unfinished: [], unseen: false });
    expect([backend.stopped, logger.entries]).to.deep.equal([[], []]);
  });

  it('leaves what works in another work dir: another engine may hold the session there', async () => {
    await end([left('a', { workDir: folderOf('a').replace('my~work', 'my-work') })]);
    expect([backend.stopped, logger.entries]).to.deep.equal([[], []]);
  });

  it('knows its own by the work dir also where the backend cannot keep all of its letters', async () => {
    await end([left('a', { workDir: folderOf('a').replace('~', '_') })]);
    expect(backend.stopped).to.deep.equal(['a']);
  });

  it('knows its own by the files where the backend tells no work dir', async () => {
    store.files.set(`${folderOf('a')}/.command.run`, '');
    const untold = ['a', 'b'].map((name) => ({ nativeId: name, hash: hashOf(name) }));
    await end(untold);
    expect(backend.stopped).to.deep.equal(['a']);
  });

  it('leaves alone what the backend does not tell the attempt of, and says so', async () => {
    expect(await end([{ nativeId: 'a' }])).to.deep.equal({ unfinished: ['a'], unseen: false });
    expect(backend.stopped).to.deep.equal([]);
    expect(logger.messages('warn')[0])
      .to.include('1 task of this session')
      .and.include('a: the backend does not');
  });

  it('names what could not be stopped, and stops the rest', async () => {
    expect(await end([left('stubborn'), left('b')])).to.deep.equal({
      unfinished: ['stubborn'],
      unseen: false,
    });
    expect(backend.stopped).to.deep.equal(['b']);
    expect(logger.messages('warn')).to.deep.equal([
      '1 task of this session that nothing waits for could not be stopped: stubborn: not authorized. What runs of them ' +
        'goes on: stop it, or go on with the session.',
    ]);
  });

  it('stops nothing of which it cannot tell whether it has ended', async () => {
    store.readFailure = new ExecutorError('S3 is down', { code: 'STORAGE_FAILED' });
    expect(await end([left('a')])).to.deep.equal({ unfinished: ['a'], unseen: false });
    expect(backend.stopped).to.deep.equal([]);
  });

  it('says that it could not look, and looks at the other backends', async () => {
    const broken = new FakeHousekeeping();
    broken.failure = new Error('ecs:ListTasks is denied');
    const both = [{ housekeeping: broken }, { housekeeping: backend }];
    expect(await end([left('a')], both)).to.deep.equal({ unfinished: [], unseen: true });
    expect(backend.stopped).to.deep.equal(['a']);
    expect(logger.messages('warn')).to.deep.equal([
      'Tasks that earlier runs of the session may have left could not be looked for: ecs:ListTasks is denied. They may ' +
        'go on running: stop them, or go on with the session.',
    ]);
  });

  it('stops a task once where two executors see it', async () => {
    await end([left('a')], [{ housekeeping: backend }, { housekeeping: backend }]);
    expect(backend.stopped).to.deep.equal(['a']);
  });

  it('touches nothing without the lease, and says so', async () => {
    lease.isHeld = false;
    expect(await end([left('a')])).to.deep.equal({ unfinished: [], unseen: false });
    expect([backend.asked, backend.stopped]).to.deep.equal([[], []]);
    expect(logger.messages('info')[0]).to.include('this run does not hold the session');
  });

  it('waits for the lease that is being taken', async () => {
    lease.isHeld = false;
    lease.settled = () => Promise.resolve().then(() => void (lease.isHeld = true));
    await end([left('a')]);
    expect(backend.stopped).to.deep.equal(['a']);
  });

  it('stops nothing more once another engine may have the session', async () => {
    backend.onStop = () => Promise.resolve(void (lease.isHeld = false));
    const many = Array.from({ length: 30 }, (_, number) => left(`task-${number}`));
    const { unfinished } = await end(many);
    expect(unfinished.length + backend.stopped.length).to.equal(30);
    expect(backend.stopped.length).to.be.lessThan(30);
  });

  it('says nothing where no executor can tell of tasks', async () => {
    lease.isHeld = false;
    await end([left('a')], [{ name: 'blind' }]);
    expect(logger.entries).to.deep.equal([]);
  });

  it('waits half a minute for a backend that answers nothing', async () => {
    const mute = {
      tasks: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }),
    };
    let result: StraysLeft | undefined;
    void end([], [{ housekeeping: mute }]).then((left) => (result = left));
    await clock.advance(29_999);
    expect(result).to.equal(undefined);
    await clock.advance(1);
    expect(result).to.deep.equal({ unfinished: [], unseen: true });
    expect(logger.messages('warn')[0]).to.include('could not be looked for: there was no answer for 30 s');
  });

  it('waits for as long as stops are accepted, and sends none after that', async () => {
    const waits: (() => void)[] = [];
    backend.onStop = () => new Promise((resolve) => waits.push(resolve));
    let result: StraysLeft | undefined;
    void end(Array.from({ length: 25 }, (_, number) => left(`task-${number}`))).then((it) => (result = it));
    await settle();
    expect(waits).to.have.length(20);
    await clock.advance(20_000);
    waits[0]?.();
    await clock.advance(29_999);
    expect(result).to.equal(undefined);
    await clock.advance(1);
    expect(result?.unfinished).to.have.length(24);
    expect([waits.length, told]).to.deep.equal([21, ['1 of 25']]);
  });
});
