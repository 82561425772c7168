import { expect } from 'chai';
import type { TaskView } from '../../../host/engine/run-api.js';
import { openSession } from '../../../host/session/open-session.js';
import { PreconditionError } from '../../../spi/index.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { refusalOf } from '../refusal-of.js';
import { SessionHarness } from './session-harness.js';

const hello = { process: 'HELLO', container: 'ubuntu:latest' } as const;
const UUID = '12345678-9abc-4def-8123-456789abcdef';

describe(openSession.name, () => {
  let harness: SessionHarness;

  beforeEach(async () => {
    harness = await SessionHarness.create();
  });

  afterEach(async () => {
    await harness.remove();
  });

  it('starts the only executor there is and tells it of the processes that are announced', async () => {
    const session = await harness.open({ processes: [{ ...hello, cpus: 2 }] });
    expect(session.executors).to.deep.equal(['steady']);
    expect(harness.executor.announced).to.deep.equal(['HELLO']);
  });

  it('gives the executor the session with the settings merged', async () => {
    const config = [
      { acme: { batch: { a: 1, b: 1 } }, executor: { pollInterval: '2 sec' } },
      { acme: { batch: { b: 2 } }, wave: { enabled: true } },
    ];
    const session = await harness.open({
      config,
      sessionId: UUID,
      runName: 'my-run',
    });
    expect(session).to.include({ id: UUID, runName: 'my-run', workDir: 's3://my-bucket/work' });
    expect(harness.executor.session).to.include({ id: UUID, runName: 'my-run', resolvesContainers: true });
    expect(harness.executor.session.config).to.deep.equal({
      acme: { batch: { a: 1, b: 2 } },
      executor: { pollInterval: 2000 },
      wave: { enabled: true },
    });
  });

  it('finds plugins by paths from the folder it is given', async () => {
    const session = await harness.open({ plugins: ['./plugin.json'], cwd: harness.path('.') });
    expect(session.executors).to.deep.equal(['steady']);
  });

  it('is refused the id of a session that is open, in its process too', async () => {
    const first = await harness.open({ sessionId: UUID, program: 'acme 1.2.0' });
    const refusal = await refusalOf(harness.open({ sessionId: UUID }));
    expect(refusal.code).to.equal('SESSION_IN_USE');
    expect(refusal.message).to.include('of acme 1.2.0 has it');
    await first.close();
    expect((await harness.open({ sessionId: UUID })).id).to.equal(UUID);
  });

  it('does not do again what a session of its id has done, and does it where its output is gone', async () => {
    const task = { ...hello, script: 'true' };
    const first = await harness.open({ sessionId: UUID });
    const running = first.run(task);
    await settle();
    const workDir = harness.backend.accepted[0]?.workDir ?? '';
    harness.store.files.set(`${workDir}/.exitcode`, '0');
    harness.backend.finish(0, undefined, 'hello\n');
    await running;
    await first.close();
    const cached: string[] = [];
    const observer = { cached: (task: TaskView) => void cached.push(task.workDir) };
    const again = await harness.open({ sessionId: UUID, observer });
    expect(await again.run(task)).to.deep.include({ cached: true, attempts: 0, stdout: 'hello\n', workDir });
    expect(cached).to.deep.equal([workDir]);
    await again.close();
    harness.store.files.delete(`${workDir}/.command.out`);
    void (await harness.open({ sessionId: UUID })).run(task);
    await settle();
    const folders = harness.backend.accepted.map((accepted) => accepted.workDir);
    expect([folders.length, new Set(folders).size]).to.deep.equal([2, 2]);
  });

  it('takes the work dir of the configuration where none is given', async () => {
    const session = await harness.open({
      config: { workDir: 's3://my-bucket/set/' },
      workDir: undefined as never,
    });
    expect(session.workDir).to.equal('s3://my-bucket/set');
  });

  describe('executors', () => {
    beforeEach(async () => {
      await harness.writePlugin('many.json', { id: 'nf-many', executors: ['one', 'two', 'three'] });
    });

    const many = (): { plugins: string[] } => ({ plugins: [harness.path('many.json')] });

    it('are those named, and the first takes what names none', async () => {
      const session = await harness.open({ ...many(), executors: ['two', 'one'] });
      void session.run({ ...hello, script: 'true', executor: 'one' });
      void session.run({ ...hello, script: 'true' });
      await settle();
      expect(session.executors).to.deep.equal(['two', 'one']);
      const taken = harness.backend.executors.map(({ name, session: { events } }) => [name, typeof events]);
      expect(taken).to.deep.equal([
        ['two', 'object'],
        ['one', 'object'],
      ]);
    });

    it('are that of the configuration, and those of the processes announced', async () => {
      const config = { executor: { name: 'three' } };
      const processes = [
        { ...hello, executor: 'one' },
        { ...hello, process: 'OTHER' },
      ];
      const session = await harness.open({ ...many(), config, processes });
      expect(session.executors).to.deep.equal(['three', 'one']);
      expect(harness.backend.executors.map(({ announced }) => announced)).to.deep.equal([
        ['OTHER'],
        ['HELLO'],
      ]);
    });

    it('must be named where there are several', async () => {
      const error = await refusalOf(harness.open(many()));
      expect(error.code).to.equal('EXECUTOR_MISSING');
      expect(error.problems.map(({ path }) => path)).to.deep.equal(['executors']);
    });

    it('must exist', async () => {
      const error = await refusalOf(harness.open({ ...many(), executors: ['twoo'] }));
      expect(error.code).to.equal('UNKNOWN_EXECUTOR');
      expect(error.problems[0]).to.include({ path: 'executors', found: "'twoo'" });
      expect(error.message).to.contain('two');
    });
  });

  describe('refused', () => {
    it('lists settings, executors, work dir and processes that are wrong in one error, and starts nothing', async () => {
      harness.backend.check = ({ name }) => [{ path: `process ${name}`, message: 'asks too much' }];
      const error = await refusalOf(
        harness.open({
          config: {
            aws: { regoin: 'x' },
            executor: { queueSize: 0 },
            process: { debug: true, errorStrategy: 'finish' },
            trace: { enabled: true },
          },
          workDir: 's3://My_Bucket/work',
          processes: [hello, { ...hello, process: 'TWO', cpus: 0 }, { ...hello, executor: 'steadi' }],
        }),
      );
      expect(error.problems.map(({ path }) => path)).to.deep.equal([
        'aws.regoin',
        'executor.queueSize',
        'process.debug',
        'process.errorStrategy',
        'trace.enabled',
        'process HELLO, directive executor',
        'process TWO, directive cpus',
        'work dir',
        'process HELLO',
      ]);
      expect(harness.executor.announced).to.equal(undefined);
      expect(harness.executor.shutdowns).to.have.length(1);
    });

    it('leaves nothing where an executor does not start', async () => {
      harness.backend.onStart = () => Promise.reject(new PreconditionError('no cluster', { code: 'X' }));
      expect(await refusalOf(harness.open())).to.include({ message: 'no cluster' });
      expect(harness.executor.shutdowns).to.have.length(1);
      expect(harness.store.closed).to.equal(true);
    });

    it('leaves nothing where the bucket is not there', async () => {
      harness.store.bucket = false;
      expect((await refusalOf(harness.open())).code).to.equal('WORK_DIR_UNUSABLE');
      expect(harness.executor.shutdowns).to.have.length(1);
    });

    it('names an id that is no UUID and a run name that is none', async () => {
      expect((await refusalOf(harness.open({ sessionId: 'mine' }))).code).to.equal('SESSION_ID_INVALID');
      expect((await refusalOf(harness.open({ runName: 'My run' }))).code).to.equal('RUN_NAME_INVALID');
    });

    it('passes on half of a pair of credentials', async () => {
      const config = { aws: { accessKey: 'AKID' } };
      const plugins = [harness.path('plugin.json')];
      const error = await refusalOf(openSession({ plugins, config, workDir: 's3://my-bucket/work' }));
      expect(error.code).to.equal('CREDENTIALS_INCOMPLETE');
      expect(error.message).to.not.contain('AKID');
    });
  });

  describe('with a signal', () => {
    it('loads nothing where it was aborted before', async () => {
      const reason = new Error('given up');
      const error = await refusalOf(harness.open({ signal: AbortSignal.abort(reason) }));
      expect(error).to.include({ name: 'ShutdownError', code: 'SHUT_DOWN', cause: reason });
      expect(harness.backend.executors).to.have.length(0);
    });

    it('does not wait for an executor that is slow to start', async () => {
      const started = new Deferred<void>();
      harness.backend.onStart = () => started.promise;
      const controller = new AbortController();
      const opening = refusalOf(harness.open({ signal: controller.signal }));
      while (harness.backend.executors.length === 0) await settle();
      await settle();
      controller.abort();
      expect((await opening).code).to.equal('SHUT_DOWN');
      expect(harness.executor.shutdowns).to.have.length(1);
      started.resolve();
    });
  });
});
