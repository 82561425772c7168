import { expect } from 'chai';
import { leaseUri } from '../../../host/lease/read-lease.js';
import type { RunResult } from '../../../host/engine/run-api.js';
import { systemOwner } from '../../../host/session/system-sources.js';
import { leaseRecord } from '../lease/lease-records.js';
import { FakeHousekeeping, type FakeTask } from '../leftovers/fake-housekeeping.js';
import { refusalOf } from '../refusal-of.js';
import { ending, type Scenario } from './fake-plugin.js';
import { HELLO, RunHarness } from './run-harness.js';

const SESSION = '12345678-9abc-4def-8123-456789abcdef';
const workDir = 's3://my-bucket/work';
const lease = leaseUri(workDir, SESSION);
const prints = { outcome: ending('completed', { exitStatus: 0 }), stdout: 'hello\n' };

describe('the end of a run that goes on with a session', () => {
  let harness: RunHarness;
  let backend: FakeHousekeeping;

  beforeEach(async () => {
    harness = await RunHarness.create();
    backend = new FakeHousekeeping();
    backend.running.set(SESSION, [stray('aa'), stray('bb')]);
  });

  afterEach(async () => {
    await harness.remove();
    expect(harness.clock.timers).to.equal(0);
  });

  function stray(start: string): FakeTask {
    const rest = '0'.repeat(30);
    return { nativeId: start, hash: `${start}${rest}`, workDir: `${workDir}/${start}/${rest}` };
  }

  function leave(changes: Parameters<typeof leaseRecord>[0]): string {
    const text = JSON.stringify(leaseRecord({ sessionId: SESSION, ...changes }));
    harness.store.files.set(lease, text);
    return text;
  }

  async function run(
    scenario: Partial<Omit<Scenario, 'store'>>,
    { abort = false, resumes = true } = {},
  ): Promise<RunResult> {
    const run = await harness.make(
      HELLO,
      { housekeeping: backend, ...scenario },
      resumes ? { resume: SESSION } : {},
    );
    if (abort) harness.reporter.onSubmitted = () => run.abort();
    return run.execute();
  }

  it('stops what an earlier run left and it has not taken over, before its connections close', async () => {
    const seen: number[] = [];
    backend.onStop = () => Promise.resolve(void seen.push(harness.executor.shutdowns.length));
    backend.running.set(SESSION, [stray('aa'), { ...stray('bb'), nativeId: 'native-1' }]);
    const result = await run({ attempts: {} }, { abort: true });
    expect(result).to.deep.include({ status: 'aborted', aborted: 1, unfinished: [] });
    expect([backend.stopped, seen]).to.deep.equal([['aa'], [0]]);
    const told = harness.reporter.lines.filter((line) => line.startsWith('stopping'));
    expect(told).to.deep.equal(['stopping 1/1', 'stopping 2/2']);
    expect(harness.store.files.has(lease)).to.equal(false);
  });

  it('stops them also where it ended well: nothing of the pipeline asks for them', async () => {
    harness.store.files.set(`${workDir}/bb/${'0'.repeat(30)}/.exitcode`, '0');
    const result = await run({ attempts: { HELLO: [prints] } });
    expect(result).to.deep.include({ status: 'succeeded', unfinished: [] });
    expect(backend.stopped).to.deep.equal(['aa']);
    expect(harness.logger.messages('info')).to.include(
      'Stopped 1 task of this session that nothing waited for.',
    );
  });

  it('looks for none in a session of its own', async () => {
    await run({ attempts: { HELLO: [prints] } }, { resumes: false });
    expect(backend.asked.filter((session) => session === SESSION)).to.deep.equal([]);
    expect(harness.logger.messages('info')).to.deep.equal([]);
  });

  it('names those that it could not stop, and leaves the lease to tell of them', async () => {
    backend.running.set(SESSION, [{ ...stray('aa'), nativeId: 'stubborn' }]);
    const result = await run({ attempts: { HELLO: [prints] } });
    expect(result.unfinished).to.deep.equal(['stubborn']);
    expect(JSON.parse(harness.store.files.get(lease) ?? '')).to.include({ state: 'ended', unfinished: 1 });
  });

  it('leaves the lease to tell of what it could not look at', async () => {
    backend.failure = new Error('ecs is away');
    const result = await run({ attempts: { HELLO: [prints] } });
    expect(result).to.deep.include({ status: 'succeeded', unfinished: [] });
    expect(JSON.parse(harness.store.files.get(lease) ?? '')).to.include({ state: 'ended', unfinished: 1 });
  });

  it('touches nothing where it was ended before it held the session, and says so', async () => {
    let abort = (): void => undefined;
    const before = leave({ state: 'ended', unfinished: 2 });
    const run = await harness.make(
      HELLO,
      { housekeeping: backend, attempts: {}, start: () => Promise.resolve().then(abort) },
      { resume: SESSION },
    );
    abort = () => run.abort();
    expect(await run.execute()).to.include({ status: 'aborted' });
    expect([backend.asked, backend.stopped]).to.deep.equal([[], []]);
    expect(harness.store.files.get(lease)).to.equal(before);
    expect(harness.logger.messages('info')[0]).to.include('this run does not hold the session');
  });

  it('stops them where it was ended while it took the session', async () => {
    const made = await harness.make(HELLO, { housekeeping: backend, attempts: {} }, { resume: SESSION });
    harness.store.conditionalWrites = (write) => {
      harness.store.conditionalWrites = undefined;
      made.abort();
      return Promise.resolve().then(write);
    };
    expect(await made.execute()).to.include({ status: 'aborted' });
    expect(harness.executor.tasks).to.deep.equal([]);
    expect([...backend.stopped].sort()).to.deep.equal(['aa', 'bb']);
    expect(harness.store.files.has(lease)).to.equal(false);
  });

  it('touches nothing of a session that another engine has', async () => {
    const theirs = leave({ processSpace: `not ${systemOwner().processSpace}` });
    expect((await refusalOf(run({ attempts: {} }))).code).to.equal('SESSION_IN_USE');
    expect([backend.asked, backend.stopped, harness.logger.messages('info')]).to.deep.equal([[], [], []]);
    expect(harness.store.files.get(lease)).to.equal(theirs);
  });
});
