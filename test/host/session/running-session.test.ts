import { expect } from 'chai';
import { RunningSession } from '../../../host/session/running-session.js';
import type { TaskResult, TaskSpec } from '../../../host/session/session-api.js';
import { RequestError } from '../../../spi/index.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { ending } from '../engine/fake-plugin.js';
import { refusalOf } from '../refusal-of.js';
import { SessionHarness } from './session-harness.js';

const hello: TaskSpec = { process: 'HELLO', container: 'ubuntu:latest', script: 'echo hello' };
const done = ending('completed', { exitStatus: 0 });
const spot = ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 1 } });

describe(RunningSession.name, () => {
  let harness: SessionHarness;

  beforeEach(async () => {
    harness = await SessionHarness.create();
  });

  afterEach(async () => {
    await harness.remove();
  });

  describe('run', () => {
    it('runs a task and gives its outcome with what it printed', async () => {
      const session = await harness.open();
      const result = session.run(hello);
      await settle();
      harness.backend.finish(0, done, 'hello\n');
      const { trace, ...rest } = await result;
      const [task] = harness.backend.accepted;
      expect(rest).to.deep.equal({
        outcome: done,
        stdout: 'hello\n',
        stdoutCut: false,
        cached: false,
        attempts: 1,
        workDir: task?.workDir,
        nativeId: `native-${task?.hash.slice(0, 8) ?? ''}`,
      });
      expect(trace).to.include({ process: 'HELLO', status: 'COMPLETED' });
      expect(harness.store.files.get(`${task?.workDir ?? ''}/.command.sh`)).to.contain('echo hello');
    });

    it('hands its executor the directives in plain units, with the defaults of the configuration', async () => {
      const config = { process: { memory: '2 GB', queue: 'common' } };
      const session = await harness.open({ config });
      void session.run({ ...hello, cpus: 2, queue: 'own', resourceLabels: { team: 'a' }, name: 'first' });
      await settle();
      const [task] = harness.backend.accepted;
      expect(task).to.include({ name: 'first', process: 'HELLO', container: 'ubuntu:latest' });
      expect(task?.directives).to.deep.equal({
        cpus: 2,
        memory: 2 * 1024 ** 3,
        others: { queue: 'own', resourceLabels: { team: 'a' } },
      });
    });

    it('runs many tasks side by side, as many as the executor takes at once, each in its own work dir', async () => {
      const session = await harness.open();
      const results = [1, 2, 3, 4].map(() => session.run({ ...hello, stdoutBytes: 0 }));
      await settle();
      expect(harness.backend.accepted.map(({ name }) => name)).to.deep.equal(['HELLO (1)', 'HELLO (2)']);
      harness.backend.finish(0);
      harness.backend.finish(1);
      await settle();
      harness.backend.finish(2);
      harness.backend.finish(3);
      const folders = (await Promise.all(results)).map(({ workDir }) => workDir);
      expect(new Set(folders).size).to.equal(4);
    });

    it('exports the variables of a task to its command', async () => {
      const session = await harness.open();
      void session.run({ ...hello, environment: { GREETING: "it's" } });
      await settle();
      const wrapper = harness.store.files.get(`${harness.backend.accepted[0]?.workDir ?? ''}/.command.run`);
      expect(wrapper).to.contain("export GREETING='it'\\''s'");
    });

    it('takes the indentation of a template literal away from the script', async () => {
      const session = await harness.open();
      const script = `
        if true; then
          echo hello
        fi
      `;
      void session.run({ ...hello, script });
      await settle();
      expect(harness.store.files.get(`${harness.backend.accepted[0]?.workDir ?? ''}/.command.sh`)).to.equal(
        '#!/bin/bash -ue\nif true; then\n  echo hello\nfi\n',
      );
    });

    it('gives the beginning of a long output and says that there is more', async () => {
      const session = await harness.open();
      const result = session.run({ ...hello, stdoutBytes: 4 });
      await settle();
      harness.backend.finish(0, done, 'hello\n');
      expect(await result).to.include({ stdout: 'hell', stdoutCut: true });
    });

    it('fails a task whose output cannot be read, unless nobody wants it', async () => {
      const session = await harness.open();
      const results = [session.run(hello), session.run({ ...hello, stdoutBytes: 0 })];
      await settle();
      harness.backend.finish(0);
      harness.backend.finish(1);
      const [wanted, unwanted] = await Promise.all(results);
      expect(wanted?.outcome.kind).to.equal('failed');
      expect(wanted?.outcome.reason).to.contain('standard output cannot be read');
      expect(unwanted).to.deep.include({ outcome: done, stdout: '' });
    });
  });

  describe('a task that fails', () => {
    it('is an outcome with its error report, and the others go on', async () => {
      const session = await harness.open();
      const results = [session.run(hello), session.run(hello)];
      await settle();
      const failed = ending('failed', { exitStatus: 3 });
      harness.store.files.set(`${harness.backend.accepted[0]?.workDir ?? ''}/.command.err`, 'no such file\n');
      harness.backend.finish(0, failed, 'half\n');
      harness.backend.finish(1, done, 'hello\n');
      const [bad, good] = await Promise.all(results);
      expect(bad).to.deep.include({ outcome: failed, stdout: 'half\n' });
      expect(bad?.errorReport)
        .to.contain("Error executing process > 'HELLO (1)'")
        .and.contain('no such file');
      expect(good).to.include({ stdout: 'hello\n' }).and.not.have.property('errorReport');
    });

    it('that the backend does not take is an outcome too', async () => {
      harness.backend.onSubmit = () => Promise.reject(new RequestError('Too large.', { code: 'X' }));
      const session = await harness.open();
      const { outcome } = await session.run(hello);
      expect(outcome).to.include({ kind: 'not-submitted', reason: 'Too large.' });
    });

    it('goes again at the infrastructure’s cost, and tells the observer', async () => {
      const told: string[] = [];
      const session = await harness.open({
        observer: {
          submitted: ({ name }) => told.push(`submitted ${name}`),
          running: ({ name }) => told.push(`running ${name}`),
          resubmitted: (_task, { kind }, count, max) => told.push(`resubmitted ${kind} ${count}/${max}`),
          completed: (_task, { kind }) => told.push(`completed ${kind}`),
        },
      });
      const result = session.run(hello);
      await settle();
      harness.backend.finish(0, spot);
      await settle();
      harness.backend.finish(1, done, 'hello\n');
      expect(await result).to.deep.include({ outcome: done, attempts: 2 });
      const [first, second] = harness.backend.accepted;
      expect(second?.workDir).to.not.equal(first?.workDir);
      expect(second?.interruptions).to.deep.equal({ spot: 1 });
      expect(told).to.deep.equal([
        'submitted HELLO (1)',
        'running HELLO (1)',
        'resubmitted interrupted 1/1',
        'submitted HELLO (1)',
        'running HELLO (1)',
        'completed completed',
      ]);
    });

    it('is not changed by an observer that breaks', async () => {
      const observer = {
        submitted: () => {
          throw new Error('broken');
        },
      };
      const session = await harness.open({ observer });
      const result = session.run(hello);
      await settle();
      harness.backend.finish(0, done, 'hello\n');
      expect((await result).outcome).to.equal(done);
      expect(harness.logger.messages('error')).to.deep.equal(["The session's observer failed: broken"]);
    });
  });

  describe('an aborted signal', () => {
    it('kills the task that runs', async () => {
      const session = await harness.open();
      const controller = new AbortController();
      const result = session.run(hello, { signal: controller.signal });
      await settle();
      controller.abort();
      expect((await result).outcome.kind).to.equal('killed');
      expect((await result).errorReport).to.equal(undefined);
    });

    it('takes back a task that waits, without troubling the backend', async () => {
      const session = await harness.open();
      const controller = new AbortController();
      void session.run(hello);
      void session.run(hello);
      const waiting = session.run(hello, { signal: controller.signal });
      await settle();
      controller.abort();
      expect((await waiting).outcome).to.include({
        kind: 'killed',
        reason: 'The task was cancelled before it was submitted',
      });
      expect(harness.backend.accepted).to.have.length(2);
    });

    it('also stops a task whose submit is in flight', async () => {
      const answer = new Deferred<void>();
      harness.backend.onSubmit = () => answer.promise;
      const session = await harness.open();
      const controller = new AbortController();
      const result = session.run(hello, { signal: controller.signal });
      await settle();
      controller.abort();
      answer.resolve();
      expect((await result).outcome.kind).to.equal('killed');
    });

    it('lets no task begin', async () => {
      const session = await harness.open();
      const result = await session.run(hello, { signal: AbortSignal.abort() });
      expect(result).to.deep.include({ stdout: '', attempts: 0 });
      expect(result.outcome.kind).to.equal('killed');
      expect(harness.backend.accepted).to.have.length(0);
    });

    it('says it in the log when the backend refuses to stop the task, which then ends by itself', async () => {
      const session = await harness.open();
      const controller = new AbortController();
      harness.backend.onKill = () => Promise.reject(new Error('no permission'));
      const result = session.run(hello, { signal: controller.signal });
      await settle();
      controller.abort();
      await settle();
      expect(harness.logger.messages('error')).to.deep.equal([
        'Could not stop task HELLO (1): no permission',
      ]);
      harness.backend.finish(0);
      expect((await result).outcome.kind).to.equal('killed');
    });

    it('is not listened to after the task', async () => {
      const session = await harness.open();
      const controller = new AbortController();
      const result = session.run({ ...hello, stdoutBytes: 0 }, { signal: controller.signal });
      await settle();
      harness.backend.finish(0);
      await result;
      let kills = 0;
      harness.backend.onKill = () => Promise.resolve(void (kills += 1));
      controller.abort();
      await settle();
      expect(kills).to.equal(0);
    });
  });

  describe('close', () => {
    const kindsOf = async (results: readonly Promise<TaskResult>[]): Promise<string[]> =>
      (await Promise.all(results)).map(({ outcome }) => outcome.kind);

    it('kills what runs, withdraws what waits and brings every run to its result', async () => {
      const session = await harness.open();
      const results = [1, 2, 3].map(() => session.run(hello));
      await settle();
      const end = session.close();
      await harness.clock.advance(30_000);
      expect(await end).to.deep.equal({ unfinished: [] });
      expect(await kindsOf(results)).to.deep.equal(['killed', 'killed', 'killed']);
      expect(harness.store.closed).to.equal(true);
    });

    it('waits for a submit in flight, so that nothing is left', async () => {
      const answer = new Deferred<void>();
      harness.backend.onSubmit = () => answer.promise;
      const session = await harness.open();
      const result = session.run(hello);
      await settle();
      const end = session.close();
      await settle();
      answer.resolve();
      await harness.clock.advance(30_000);
      expect(await end).to.deep.equal({ unfinished: [] });
      expect((await result).outcome.kind).to.equal('killed');
    });

    it('never rejects, whatever it is given, and then kills what runs', async () => {
      const session = await harness.open();
      const result = session.run(hello);
      await settle();
      const end = session.close(null as never);
      await harness.clock.advance(60_000);
      await end;
      expect((await result).outcome.kind).to.equal('killed');
      const error = await refusalOf(session.run(undefined as never));
      expect(error.message).to.match(
        /^A task of a process without a name was not run: the session is closed/,
      );
    });

    it('leaves alone what it is told to leave, and names it', async () => {
      const session = await harness.open();
      const result = session.run(hello);
      await settle();
      const end = await session.close({ leaveRunning: true });
      expect(end.unfinished).to.deep.equal([`native-${harness.backend.accepted[0]?.hash.slice(0, 8) ?? ''}`]);
      expect(await result).to.not.have.property('errorReport');
      expect((await result).outcome.kind).to.equal('lost');
      expect(harness.backend.ends.size).to.equal(0);
    });

    it('twice is once', async () => {
      const session = await harness.open();
      const [first, second] = await Promise.all([session.close(), session.close({ leaveRunning: true })]);
      expect(second).to.equal(first);
      expect(harness.executor.shutdowns).to.have.length(1);
      await session[Symbol.asyncDispose]();
    });

    it('accepts no task any more', async () => {
      const session = await harness.open();
      const end = session.close();
      expect(await refusalOf(session.run(hello))).to.include({ name: 'ShutdownError', code: 'SHUT_DOWN' });
      await end;
    });

    it('is what the end of an await using block does', async () => {
      {
        await using session = await harness.open();
        expect(session.executors).to.deep.equal(['steady']);
      }
      expect(harness.executor.shutdowns).to.have.length(1);
    });

    it('ends tasks on an executor that does not shut down, too', async () => {
      const session = await harness.open();
      const result = session.run(hello);
      await settle();
      const { executor } = harness;
      const shutdown = executor.shutdown.bind(executor);
      executor.shutdown = () => Promise.reject(new Error('broken'));
      const { unfinished } = await session.close();
      expect(unfinished).to.have.length(1);
      expect((await result).outcome.kind).to.equal('lost');
      await shutdown({ leaveRunning: true });
    });

    it('follows from an abort of the session’s signal', async () => {
      const controller = new AbortController();
      const session = await harness.open({ signal: controller.signal });
      const result = session.run(hello);
      await settle();
      controller.abort();
      await harness.clock.advance(30_000);
      expect((await result).outcome.kind).to.equal('killed');
      expect((await refusalOf(session.run(hello))).code).to.equal('SHUT_DOWN');
    });
  });

  it('keeps two sessions apart', async () => {
    const [one, other] = [await harness.open(), await harness.open({ workDir: 's3://my-bucket/other' })];
    const [ofOne, ofOther] = [one.run(hello), other.run(hello)];
    await settle();
    expect(one.id).to.not.equal(other.id);
    await Promise.all([one.close(), harness.clock.advance(30_000)]);
    expect((await ofOne).outcome.kind).to.equal('killed');
    harness.backend.finish(1, done, 'hello\n');
    expect(await ofOther).to.deep.include({ outcome: done, stdout: 'hello\n' });
  });
});
