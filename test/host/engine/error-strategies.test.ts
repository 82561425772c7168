import { expect } from 'chai';
import { assembleRun } from '../../../host/engine/create-run.js';
import type { RunObserver } from '../../../host/engine/run-observer.js';
import { settle } from '../../support/fake-clock.js';
import { ending, type Attempt } from './fake-plugin.js';
import { RunHarness, process_, workflow } from './run-harness.js';

const done = ending('completed', { exitStatus: 0 });
const spot = ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 2, afterMs: 1000 } });
const outOfMemory = ending('out-of-memory', { exitStatus: 137 });

function exit(status: number): Attempt {
  return { outcome: ending('failed', { exitStatus: status }) };
}

/** A pipeline of processes, each with its directives. */
function pipeline(directives: Readonly<Record<string, string>>): string {
  const processes = Object.entries(directives).map(([name, lines]) =>
    process_(name, `${lines}\nscript:\n'''\ntrue\n'''`),
  );
  return processes.join('') + workflow(...Object.keys(directives).map((name) => `${name}()`));
}

describe('error strategies of a run', () => {
  let harness: RunHarness;

  beforeEach(async () => {
    harness = await RunHarness.create();
  });

  afterEach(async () => {
    expect(harness.clock.timers).to.equal(0);
    await harness.remove();
  });

  describe('retry', () => {
    it('makes each attempt anew, in a work dir of its own, from what its directives say of it', async () => {
      const script = pipeline({ A: "memory { 1.GB * task.attempt }\nerrorStrategy 'retry'\nmaxRetries 3" });
      const attempts = { A: [{ outcome: outOfMemory }, { outcome: outOfMemory }, { outcome: done }] };
      const result = await (await harness.make(script, { attempts })).execute();
      expect(result).to.include({ status: 'succeeded', succeeded: 1, failed: 0, retried: 2, resubmitted: 0 });
      const { tasks } = harness.executor;
      expect(tasks.map(({ attempt }) => attempt)).to.deep.equal([1, 2, 3]);
      expect(tasks.map(({ directives }) => directives.memory)).to.deep.equal(
        [1, 2, 3].map((gb) => gb * 1024 ** 3),
      );
      expect(new Set(tasks.map(({ workDir }) => workDir)).size).to.equal(3);
      expect(harness.reporter.lines).to.include.members([
        'retried A: out-of-memory 1/3',
        'completed A: completed',
      ]);
      expect(harness.reporter.last[0]).to.include({ total: 1, succeeded: 1, retried: 2 });
    });

    it('ends the run when it is used up, and the report tells every attempt', async () => {
      const script = pipeline({ A: "memory { 1.GB * task.attempt }\nerrorStrategy 'retry'" });
      const run = await harness.make(script, { attempts: { A: [{ outcome: outOfMemory }, exit(3)] } });
      const { status, failed, retried, errorReport = '' } = await run.execute();
      expect({ status, failed, retried }).to.deep.equal({ status: 'failed', failed: 1, retried: 1 });
      expect(errorReport).to.contain('(retried once, the most that maxRetries allows)');
      expect(errorReport).to.contain(
        'Attempts:\n  1. out of memory, exit 137 (memory 1 GB)\n  2. failed, exit 3 (memory 2 GB)\n',
      );
    });

    it('goes by the exit status, in the words of a closure', async () => {
      const script = pipeline({
        A: "errorStrategy { task.exitStatus in 137..140 ? 'retry' : 'ignore' }\nmaxRetries 5",
      });
      const run = await harness.make(script, { attempts: { A: [exit(137), exit(140), exit(1)] } });
      expect(await run.execute()).to.include({ status: 'succeeded', retried: 2, ignored: 1 });
    });

    it('leaves the attempt as it is where the infrastructure pays, and waits as long as it asks', async () => {
      const script = pipeline({ A: "errorStrategy 'retry'" });
      const attempts = { A: [{ outcome: spot }, exit(1), { outcome: done }] };
      const execution = (await harness.make(script, { attempts })).execute();
      await settle();
      expect(harness.executor.tasks).to.have.length(1);
      await harness.clock.advance(1000);
      expect(await execution).to.include({ status: 'succeeded', retried: 1, resubmitted: 1 });
      expect(
        harness.executor.tasks.map(({ attempt, interruptions }) => [attempt, interruptions]),
      ).to.deep.equal([
        [1, {}],
        [1, { spot: 1 }],
        [2, { spot: 1 }],
      ]);
    });

    it('is taken back at once by the end of the run', async () => {
      const script = pipeline({
        A: "errorStrategy { sleep(60_000); return 'retry' }".replace('_', ''),
        B: '',
      });
      const run = await harness.make(script, { attempts: { A: [exit(1)], B: ['hangs'] } });
      const execution = run.execute();
      await settle();
      // One is the lease's.
      expect(harness.clock.timers).to.equal(2);
      run.abort();
      expect(await execution).to.include({ status: 'aborted', aborted: 2, retried: 1 });
      expect(harness.executor.tasks.filter(({ process }) => process === 'A')).to.have.length(1);
    });

    it('mends also output that is missing', async () => {
      const script =
        process_('A', "errorStrategy 'retry'\noutput:\nstdout\nscript:\n'''\ntrue\n'''") + workflow('A()');
      const run = await harness.make(script, {
        attempts: { A: [{ outcome: done }, { outcome: done, stdout: 'x' }] },
      });
      expect(await run.execute()).to.include({ status: 'succeeded', retried: 1 });
    });

    it('ends a task whose next attempt cannot be worked out, with that reason', async () => {
      const script = pipeline({ A: "memory { task.attempt > 1 ? 'much' : 1.GB }\nerrorStrategy 'retry'" });
      const run = await harness.make(script, { attempts: { A: [exit(1)] } });
      const { status, errorReport = '' } = await run.execute();
      expect(status).to.equal('failed');
      expect(errorReport).to.contain('is no amount of memory').and.contain('[DIRECTIVE_FAILED]');
      expect(errorReport).to.match(
        /\n {2}\(not retried: trying again cannot help\)\n {2}\[DIRECTIVE_FAILED\]\n/,
      );
      expect(errorReport).to.contain('  2. not submitted\n').and.to.not.contain('Work dir:');
      expect(errorReport).to.match(/\n\nTip: Correct .*$/);
      expect(harness.executor.tasks).to.have.length(1);
    });
  });

  it('tells the failure and what is wrong with its strategy, one below the other', async () => {
    const script = pipeline({ A: "errorStrategy { task.exitStatus == 7 ? 'rety' : 'finish' }" });
    const run = await harness.make(script, { attempts: { A: [exit(7)] } });
    const { errorReport = '' } = await run.execute();
    expect(errorReport).to.match(
      /exit status \(7\)\n {2}It ended: failed\n {2}Cannot tell what follows on attempt 1 of task A: .*\n {4}- .*rety/,
    );
    expect(errorReport).to.contain('\n  [DIRECTIVE_FAILED]\n').and.contain('Tip: Correct what is listed');
  });

  describe('ignore', () => {
    it('lets the run go on and end well', async () => {
      const script = pipeline({ A: "errorStrategy 'ignore'", B: '' });
      const run = await harness.make(script, { attempts: { A: [exit(1)], B: [{ outcome: done }] } });
      const result = await run.execute();
      expect(result).to.include({ status: 'succeeded', succeeded: 1, ignored: 1, failed: 0 });
      expect(result).to.not.have.property('errorReport');
      expect(harness.reporter.lines).to.include('ignored A: failed').and.not.include('completed A: failed');
    });

    it('is told also where no attempt could be made', async () => {
      const script = pipeline({
        A: "memory { task.attempt == 1 ? 2.GB : 'x' }\nerrorStrategy { task.exitStatus == 9 ? 'retry' : 'ignore' }",
      });
      const run = await harness.make(script, { attempts: { A: [exit(9)] } });
      expect(await run.execute()).to.include({ status: 'succeeded', ignored: 1 });
      expect(harness.reporter.lines).to.include('ignored A: not-submitted');
    });

    it('holds also for what the executor does not take', async () => {
      const script = pipeline({ A: "errorStrategy 'ignore'" });
      const attempts = { A: [{ outcome: ending('not-submitted', { retry: { class: 'never' } }) }] };
      expect(await (await harness.make(script, { attempts })).execute()).to.include({
        status: 'succeeded',
        ignored: 1,
      });
    });
  });

  describe('finish', () => {
    it('lets what runs come to its end and fails with the first failure', async () => {
      const script = pipeline({ A: "errorStrategy 'finish'", B: '', C: '' });
      const run = await harness.make(script, { attempts: { A: [exit(7)], B: ['hangs'], C: ['hangs'] } });
      const execution = run.execute();
      await settle();
      expect(harness.executor.shutdowns).to.deep.equal([]);
      expect(harness.reporter.lines).to.include('finishing A: failed, 2 waited for');
      harness.executor.finish('B', ending('failed', { exitStatus: 9 }));
      expect(harness.reporter.lines.at(-1)).to.equal('failed B: It ended: failed');
      harness.executor.finish('C', done);
      const { errorReport = '', ...result } = await execution;
      expect(result).to.include({ status: 'failed', succeeded: 1, failed: 2, aborted: 0 });
      expect(errorReport).to.contain("Error executing process > 'A'").and.contain('exit status (7)');
    });

    it('submits nothing more: neither retries nor what the infrastructure broke', async () => {
      const script = pipeline({ A: "errorStrategy 'finish'", B: "errorStrategy 'retry'", C: '' });
      const run = await harness.make(script, { attempts: { A: [exit(7)], B: ['hangs'], C: ['hangs'] } });
      const execution = run.execute();
      await settle();
      harness.executor.finish('B', ending('failed', { exitStatus: 9 }));
      harness.executor.finish('C', spot);
      expect(await execution).to.include({
        status: 'failed',
        failed: 2,
        aborted: 1,
        retried: 0,
        resubmitted: 0,
      });
      expect(harness.executor.tasks).to.have.length(3);
      expect(harness.reporter.lines).to.include.members([
        'failed B: It ended: failed (not retried: the run finishes)',
        'failed C: It ended: interrupted (not submitted again: the run finishes)',
      ]);
    });

    it('is cut short by an abort, as ever', async () => {
      const script = pipeline({ A: "errorStrategy 'finish'", B: '' });
      const run = await harness.make(script, { attempts: { A: [exit(7)], B: ['hangs'] } });
      const execution = run.execute();
      await settle();
      run.abort();
      const { errorReport = '', ...result } = await execution;
      expect(result).to.include({ status: 'aborted', failed: 1, aborted: 1 });
      expect(errorReport).to.contain("'A'");
      expect(harness.reporter.lines.filter((line) => line.startsWith('failed'))).to.deep.equal([]);
    });
  });

  it('lets no process fail more often than maxErrors says, all its tasks together', async () => {
    const script = pipeline({ A: "errorStrategy 'retry'\nmaxRetries 9\nmaxErrors 3" });
    const run = await harness.make(script, { attempts: { A: [exit(1)] } });
    const { errorReport = '', ...result } = await run.execute();
    expect(result).to.include({ status: 'failed', failed: 1, retried: 2 });
    expect(errorReport).to.contain('the process has failed 3 times, and maxErrors is 3');
  });

  it('tells every attempt’s end to the records, once', async () => {
    const told: string[] = [];
    const observer: RunObserver = {
      began: (_run, executors) =>
        Promise.resolve(void told.push(`began with ${[...executors.keys()].join()}`)),
      cached: () => undefined,
      submitted: (_order, { run, handler }) =>
        void told.push(`submitted ${run.name} ${handler.nativeId ?? '-'}`),
      ended: ({ attempt, outcome, action }) =>
        void told.push(`${action} ${attempt.run.name} ${attempt.run.attempt} ${outcome.kind}`),
      close: (result) => {
        told.push(`closed ${result?.status ?? '-'}, store ${harness.store.closed ? 'closed' : 'open'}`);
        return Promise.resolve();
      },
    };
    const script = pipeline({ A: "errorStrategy 'retry'", B: "errorStrategy 'ignore'", C: '' });
    const attempts = { A: [exit(1), { outcome: done }], B: [exit(2)], C: ['hangs' as const] };
    const options = await harness.options(script, { attempts, unstoppable: true });
    const run = await assembleRun(
      options,
      () => harness.store,
      () => [observer],
    );
    const execution = run.execute();
    await settle();
    run.abort();
    await execution;
    expect(told[0]).to.equal('began with fake');
    expect(told.at(-1)).to.equal('closed aborted, store open');
    expect(
      told
        .slice(1, -1)
        .filter((line) => !line.startsWith('submitted'))
        .sort(),
    ).to.deep.equal([
      'aborted C 1 lost',
      'completed A 2 completed',
      'ignored B 1 failed',
      'retried A 1 failed',
    ]);
    expect(told.filter((line) => line.startsWith('submitted'))).to.have.length(4);
  });

  it('refuses the run whose record cannot be kept before any executor is started', async () => {
    const refusal = new Error('the file exists');
    const observer: RunObserver = {
      began: () => Promise.reject(refusal),
      cached: () => undefined,
      submitted: () => undefined,
      ended: () => undefined,
      close: () => Promise.resolve(),
    };
    const options = await harness.options(pipeline({ A: '' }));
    const run = await assembleRun(
      options,
      () => harness.store,
      () => [observer],
    );
    expect(await run.execute().catch((error: unknown) => error)).to.equal(refusal);
    expect(harness.executor).to.include({ starts: 0 });
    expect(harness.executor.shutdowns).to.have.length(1);
  });
});
