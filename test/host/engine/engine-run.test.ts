import { expect } from 'chai';
import sinon from 'sinon';
import { RunRecords } from '../../../host/engine/run-records.js';
import { EngineRun } from '../../../host/engine/engine-run.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { ending, stage } from './fake-plugin.js';
import { HELLO, RunHarness, process_, workflow } from './run-harness.js';

const done = ending('completed', { exitStatus: 0 });
const spot = ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 2 } });
const script = (text: string): string => `script:\n'''\n${text}\n'''`;

describe(EngineRun.name, () => {
  let harness: RunHarness;

  beforeEach(async () => {
    harness = await RunHarness.create();
  });

  afterEach(async () => {
    await harness.remove();
  });

  describe('abort', () => {
    it('stops what runs and counts it', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: ['hangs'] } });
      const execution = run.execute();
      await settle();
      run.abort();
      run.abort();
      const result = await execution;
      expect(result).to.include({ status: 'aborted', aborted: 1, failed: 0 });
      expect(result).to.not.have.property('errorReport');
      expect(harness.executor.shutdowns[0]?.graceMs).to.equal(30_000);
      expect(harness.executor.tasks).to.have.length(1);
    });

    it('leaves an end in the records of a run that is not waited for', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: ['hangs'] } });
      const records = sinon.spy(RunRecords.prototype, 'close');
      try {
        await run.leave();
        expect(records.callCount).to.equal(0);
        const execution = run.execute();
        await settle();
        run.abort();
        await run.leave();
        expect(records.firstCall.args[0]).to.include({ status: 'aborted' });
        await execution;
      } finally {
        records.restore();
      }
    });

    it('names the tasks the backend may still run', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: ['hangs'] }, unstoppable: true });
      const execution = run.execute();
      await settle();
      run.abort();
      expect((await execution).unfinished).to.deep.equal(['native-1']);
    });

    it('names the tasks of an executor that fails to shut down: nobody knows whether they run', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: ['hangs'] } });
      const execution = run.execute();
      await settle();
      harness.executor.shutdown = () => Promise.reject(new Error('the backend is gone'));
      run.abort();
      expect((await execution).unfinished).to.deep.equal(['native-1']);
    });

    it('launches nothing when it comes first', async () => {
      const run = await harness.make(HELLO);
      run.abort();
      expect(await run.execute()).to.include({ status: 'aborted', aborted: 1 });
      expect(harness.executor).to.include({ starts: 0 });
      expect(harness.executor.shutdowns).to.have.length(1);
    });

    it('does not wait for an executor that is slow to start', async () => {
      const run = await harness.make(HELLO, { start: () => new Promise<void>(() => undefined) });
      const execution = run.execute();
      await settle();
      run.abort();
      expect(await execution).to.include({ status: 'aborted', aborted: 1 });
      expect(harness.executor.tasks).to.have.length(0);
    });

    it('starts nothing more when a slow executor has started after all', async () => {
      const started = new Deferred<void>();
      const text =
        process_('A', `executor 'other'\n${script('a')}`) +
        process_('B', script('b')) +
        workflow('A()', 'B()');
      const run = await harness.make(text, { start: () => started.promise });
      const execution = run.execute();
      await settle();
      run.abort();
      expect(await execution).to.include({ status: 'aborted', aborted: 2 });
      started.resolve();
      await settle();
      expect(stage.executors.map(({ starts, monitorStarts }) => [starts, monitorStarts])).to.deep.equal([
        [1, 0],
        [0, 0],
      ]);
    });

    it('resubmits nothing', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: spot }] } });
      harness.reporter.onSubmitted = () => run.abort();
      expect(await run.execute()).to.include({ status: 'aborted', aborted: 1 });
      expect(harness.executor.tasks).to.have.length(1);
    });

    it('changes nothing after the end', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done, stdout: '' }] } });
      const result = await run.execute();
      run.abort();
      expect(result.status).to.equal('succeeded');
    });
  });
});
