import { expect } from 'chai';
import { createRun } from '../../../host/engine/create-run.js';
import { PreconditionError, RequestError } from '../../../spi/index.js';
import { SHOWN_BYTES } from '../../../host/engine/task-stdout.js';
import { refusalOf } from '../refusal-of.js';
import { ending, stage } from './fake-plugin.js';
import { CONFIG, HELLO, RunHarness, process_, workflow } from './run-harness.js';

const done = ending('completed', { exitStatus: 0 });
const spot = ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 2 } });
const script = (text: string): string => `script:\n'''\n${text}\n'''`;

describe('createRun', () => {
  let harness: RunHarness;

  beforeEach(async () => {
    harness = await RunHarness.create();
  });

  afterEach(async () => {
    await harness.remove();
  });

  describe('a run that succeeds', () => {
    it('submits one task for each call and counts it', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done, stdout: 'hello\n' }] } });
      const result = await run.execute();
      expect(result).to.deep.equal({
        status: 'succeeded',
        duration: 0,
        cached: 0,
        succeeded: 1,
        ignored: 0,
        failed: 0,
        aborted: 0,
        retried: 0,
        resubmitted: 0,
        unfinished: [],
      });
      expect(harness.reporter.lines).to.deep.equal([
        'started',
        'submitted HELLO',
        'completed HELLO: completed',
      ]);
      expect(harness.reporter.last).to.deep.equal([
        {
          process: 'HELLO',
          executor: 'fake',
          total: 1,
          submitted: 0,
          running: 0,
          cached: 0,
          succeeded: 1,
          ignored: 0,
          failed: 0,
          aborted: 0,
          retried: 0,
          resubmitted: 0,
          lastHash: harness.reporter.views[0]?.shortHash,
        },
      ]);
    });

    it('starts the executor, then its monitor, and shuts down at the end', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done, stdout: '' }] } });
      expect(harness.executor.starts).to.equal(0);
      await run.execute();
      const { starts, monitorStarts, shutdowns } = harness.executor;
      expect({ starts, monitorStarts, shutdowns: shutdowns.length }).to.deep.equal({
        starts: 1,
        monitorStarts: 1,
        shutdowns: 1,
      });
      expect(harness.store.closed).to.equal(true);
    });

    it('cuts tasks to the limits and says so before the run starts', async () => {
      const pipeline = process_('BIG', `cpus 32\n${script('true')}`) + workflow('BIG()');
      const run = await harness.make(
        pipeline,
        { attempts: { BIG: [{ outcome: done, stdout: '' }] } },
        { config: `${CONFIG}process.resourceLimits = [cpus: 16]\n` },
      );
      expect(harness.logger.messages('info')).to.deep.equal([
        'Process BIG asks for more than its resourceLimits: cut cpus from 32 to 16.',
      ]);
      await run.execute();
      expect(harness.executor.tasks[0]?.directives).to.deep.equal({ cpus: 16, others: {} });
    });

    it('gives the executor a session and a task with their identities', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done, stdout: '' }] } });
      await run.execute();
      const { session, tasks } = harness.executor;
      expect(session.id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(session).to.include({ id: run.sessionId, runName: run.runName, workDir: 's3://my-bucket/work' });
      expect(session.resolvesContainers).to.equal(false);
      const [task] = tasks;
      expect(task).to.include({
        id: 1,
        name: 'HELLO',
        process: 'HELLO',
        attempt: 1,
        container: 'ubuntu:latest',
      });
      expect(task?.hash).to.match(/^[0-9a-f]{32}$/);
      expect(task?.workDir).to.equal(
        `s3://my-bucket/work/${task?.hash.slice(0, 2) ?? ''}/${task?.hash.slice(2) ?? ''}`,
      );
      expect(task?.launch.command).to.deep.equal([
        'bash',
        `/fusion/${task?.workDir.replace('s3://', 's3/') ?? ''}/.command.run`,
      ]);
    });

    it('writes the work files of a task once', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done, stdout: '' }] } });
      await run.execute();
      const [task] = harness.executor.tasks;
      await task?.prepare();
      expect(harness.store.writes).to.equal(2);
      expect(harness.store.files.get(`${task?.workDir ?? ''}/.command.sh`)).to.equal(
        '#!/bin/bash -ue\necho hello\n',
      );
    });

    it('takes the run name it is given and refuses one that is none', async () => {
      expect((await harness.make(HELLO, {}, { runName: 'my_run-2' })).runName).to.equal('my_run-2');
      expect(await refusalOf(harness.make(HELLO, {}, { runName: 'My run' }))).to.include({
        code: 'RUN_NAME_INVALID',
      });
    });

    it('runs once only', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done, stdout: '' }] } });
      await run.execute();
      let message = '';
      await run.execute().catch((error: unknown) => (message = String(error)));
      expect(message).to.contain('was executed already');
    });
  });

  describe('output', () => {
    it('prints what a task with debug printed', async () => {
      const config = "process.executor = 'fake'\nprocess.debug = true\n";
      const scenario = { attempts: { HELLO: [{ outcome: done, stdout: 'one\ntwo\n' }] } };
      await (await harness.make(HELLO, scenario, { config })).execute();
      expect(harness.reporter.outputs).to.deep.equal(['one\ntwo\n']);
    });

    it('shows the value of an output under view, and a line break', async () => {
      const text = HELLO.replace('HELLO()', 'HELLO() | view');
      const scenario = { attempts: { HELLO: [{ outcome: done, stdout: 'one\n' }] } };
      await (await harness.make(text, scenario)).execute();
      expect(harness.reporter.outputs).to.deep.equal(['one\n\n']);
    });

    it('prints nothing otherwise', async () => {
      const scenario = { attempts: { HELLO: [{ outcome: done, stdout: 'one\n' }] } };
      await (await harness.make(HELLO, scenario)).execute();
      expect(harness.reporter.outputs).to.deep.equal([]);
    });

    it('fails a task whose standard output is missing', async () => {
      const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done }] } });
      const result = await run.execute();
      expect(result).to.include({ status: 'failed', failed: 1, succeeded: 0 });
      expect(result.errorReport).to.contain(
        'standard output cannot be read: there is no s3://my-bucket/work/',
      );
    });

    it('names the whole of an output too long to show', async () => {
      const text = process_('LONG', `debug true\n${script('yes')}`) + workflow('LONG()');
      const stdout = 'y'.repeat(SHOWN_BYTES + 1);
      const result = await (
        await harness.make(text, { attempts: { LONG: [{ outcome: done, stdout }] } })
      ).execute();
      expect(result.status).to.equal('succeeded');
      expect(harness.reporter.outputs.map(({ length }) => length)).to.deep.equal([SHOWN_BYTES]);
      expect(harness.logger.messages('warn')).to.deep.equal([
        `Output of task LONG: only the first 10 MB of ${SHOWN_BYTES + 1} bytes are shown. See all of it with: ` +
          `aws s3 cp ${harness.executor.tasks[0]?.workDir ?? ''}/.command.out -`,
      ]);
    });

    it('reads nothing that nobody wants to see', async () => {
      const scenario = { attempts: { HELLO: [{ outcome: done, stdout: 'one\n' }] } };
      await (await harness.make(HELLO, scenario)).execute();
      expect(harness.store.heads.most).to.equal(0);
    });

    it('only warns where the output is for show', async () => {
      const text = process_('PLAIN', `debug true\n${script('true')}`) + workflow('PLAIN()');
      const result = await (await harness.make(text, { attempts: { PLAIN: [{ outcome: done }] } })).execute();
      expect(result.status).to.equal('succeeded');
      expect(harness.logger.messages('warn')[0]).to.contain('Cannot print what task PLAIN printed');
    });
  });

  describe('a task that fails', () => {
    const failed = ending('failed', { exitStatus: 3, reason: 'Essential container in task exited' });

    it("ends the run with Nextflow's error block", async () => {
      const scenario = {
        attempts: { HELLO: [{ outcome: failed, stdout: 'some out\n', stderr: 'some err\n' }] },
      };
      const result = await (await harness.make(HELLO, scenario)).execute();
      expect(result).to.include({ status: 'failed', failed: 1 });
      expect(result.errorReport).to.contain("Error executing process > 'HELLO'");
      expect(result.errorReport).to.contain('Command exit status:\n  3\n');
      expect(result.errorReport).to.contain('Command output:\n  some out\n');
      expect(result.errorReport).to.contain('Command error:\n  some err\n');
      expect(result.errorReport).to.contain(`Work dir:\n  ${harness.executor.tasks[0]?.workDir ?? ''}`);
    });

    it('kills the others and reports the first failure', async () => {
      const text =
        process_('SLOW', script('sleep')) + process_('BAD', script('false')) + workflow('SLOW()', 'BAD()');
      const scenario = { attempts: { SLOW: ['hangs'] as const, BAD: [{ outcome: failed }] } };
      const result = await (await harness.make(text, scenario)).execute();
      expect(result).to.include({ status: 'failed', failed: 1, aborted: 1, succeeded: 0 });
      expect(result.errorReport).to.contain("'BAD'");
      expect(harness.reporter.lines.slice(-2)).to.deep.equal(['stopping 1/1', 'completed SLOW: killed']);
      expect(harness.executor.shutdowns).to.have.length(1);
    });

    it('reports also where the tails cannot be read', async () => {
      harness.store.readFailure = new Error('no access');
      const result = await (
        await harness.make(HELLO, { attempts: { HELLO: [{ outcome: failed }] } })
      ).execute();
      expect(result.errorReport).to.contain('Command output:\n  (empty)');
      expect(harness.logger.messages('warn').join()).to.contain(
        'The error report lacks .command.out: no access',
      );
    });
  });

  describe('a task the infrastructure broke', () => {
    it('goes again in a new work dir, visibly, and keeps count of its budget', async () => {
      const scenario = { attempts: { HELLO: [{ outcome: spot }, { outcome: done, stdout: '' }] } };
      const result = await (await harness.make(HELLO, scenario)).execute();
      expect(result).to.include({ status: 'succeeded', succeeded: 1, failed: 0 });
      const [first, second] = harness.executor.tasks;
      expect(second?.workDir).to.not.equal(first?.workDir);
      expect([first?.interruptions, second?.interruptions]).to.deep.equal([{}, { spot: 1 }]);
      expect(second?.attempt).to.equal(1);
      expect(harness.reporter.lines).to.deep.equal([
        'started',
        'submitted HELLO',
        'resubmitted HELLO: interrupted 1/2',
        'submitted HELLO',
        'completed HELLO: completed',
      ]);
      expect(harness.reporter.last[0]).to.include({ total: 1, resubmitted: 1, succeeded: 1 });
    });

    it('fails when its budget is used up', async () => {
      const result = await (
        await harness.make(HELLO, { attempts: { HELLO: [{ outcome: spot }] } })
      ).execute();
      expect(harness.executor.tasks).to.have.length(3);
      expect(result).to.include({ status: 'failed', failed: 1 });
      expect(result.errorReport).to.contain('(the task was resubmitted 2 times, the most allowed)');
    });
  });

  describe('what cannot run', () => {
    it('passes on why the executor does not start, and still shuts it down', async () => {
      const start = (): Promise<void> => Promise.reject(new PreconditionError('no cluster', { code: 'X' }));
      const run = await harness.make(HELLO, { start });
      expect(await refusalOf(run.execute())).to.include({ message: 'no cluster' });
      expect(harness.executor.shutdowns).to.have.length(1);
      expect(harness.store.closed).to.equal(true);
    });

    it('lists the problems of all processes at once before anything starts', async () => {
      const check = ({ name }: { name: string }, executor: string) => [
        { path: `process ${name}`, message: `not on ${executor}` },
      ];
      const text = process_('A', script('a')) + process_('B', script('b')) + workflow('A()', 'B()');
      const error = await refusalOf(harness.make(text, { check }));
      expect(error.code).to.equal('PROCESS_UNSUPPORTED');
      expect(error.problems).to.deep.equal([
        { path: 'process A', message: 'not on fake' },
        { path: 'process B', message: 'not on fake' },
      ]);
      expect(harness.executor).to.include({ starts: 0 });
      expect(harness.executor.shutdowns).to.have.length(1);
    });

    it('names the executors there are where one is unknown', async () => {
      const error = await refusalOf(harness.make(HELLO, {}, { config: "process.executor = 'fak'\n" }));
      expect(error.code).to.equal('UNKNOWN_EXECUTOR');
      expect(error.problems).to.deep.equal([
        {
          path: 'process HELLO, directive executor',
          found: "'fak'",
          message: 'is not the name of an executor; available are fake, other',
          fix: "Name an executor there is, e.g. 'fake'.",
        },
      ]);
    });

    it('wants an executor, and takes executor.name', async () => {
      expect((await refusalOf(harness.make(HELLO, {}, { config: '' }))).code).to.equal('EXECUTOR_MISSING');
      await harness.make(HELLO, {}, { config: "executor.name = 'other'\n" });
      expect(harness.executor.name).to.equal('other');
    });

    it('lets every process have its own executor', async () => {
      const text =
        process_('A', `executor 'other'\n${script('a')}`) +
        process_('B', script('b')) +
        workflow('A()', 'B()');
      const attempts = { A: [{ outcome: done }], B: [{ outcome: done }] };
      const result = await (await harness.make(text, { attempts })).execute();
      expect(result).to.include({ status: 'succeeded', succeeded: 2 });
      expect(
        stage.executors.map(({ name, announced, tasks }) => [name, announced, tasks[0]?.process]),
      ).to.deep.equal([
        ['other', ['A'], 'A'],
        ['fake', ['B'], 'B'],
      ]);
    });

    it('takes the settings in the scopes of its plugins, unchecked, and no others', async () => {
      const config = "process.executor = 'fake'\nacme.batch.anything = 1\n";
      await harness.make(HELLO, {}, { config });
      expect(harness.executor.session.config).to.deep.include({ acme: { batch: { anything: 1 } } });
      const error = await refusalOf(harness.make(HELLO, {}, { config: `${config}acme.other = 1\n` }));
      expect(error.problems.map(({ path, message }) => [path, message.split(' (')[0]])).to.deep.equal([
        ['acme.other', 'unknown setting'],
      ]);
    });

    it('points at no files of a task that never was', async () => {
      const run = await harness.make(HELLO, {
        make: () => {
          throw new RequestError('The task is too large.', { code: 'X' });
        },
      });
      const { errorReport = '' } = await run.execute();
      expect(errorReport).to.contain('The task is too large.').and.to.not.contain('Work dir:');
      expect(errorReport).to.match(/Tip: Correct what the reason names, then run again\.$/);
    });

    it('wants a work dir and names the option', async () => {
      const error = await refusalOf(harness.make(HELLO, {}, { workDir: '' }));
      expect(error.code).to.equal('WORK_DIR_MISSING');
      expect(error.message).to.contain('-work-dir');
    });

    it('refuses an executor without Fusion', async () => {
      expect((await refusalOf(harness.make(HELLO, { fusion: false }))).code).to.equal('LAUNCH_UNSUPPORTED');
    });

    it('refuses half of a pair of credentials before anything starts', async () => {
      await harness.make(HELLO);
      stage.executors = [];
      const options = {
        scriptPath: `${harness.folder}/main.nf`,
        cwd: harness.folder,
        configOverrides: [{ path: 'aws.accessKey', value: 'AKID' }],
        workDir: 's3://my-bucket/work',
        builtInPlugins: [`${harness.folder}/plugin.json`],
        clock: harness.clock,
        random: () => 0,
        logger: harness.logger,
        reporter: harness.reporter,
      };
      expect((await refusalOf(createRun(options))).code).to.equal('CREDENTIALS_INCOMPLETE');
      expect(harness.executor).to.include({ starts: 0 });
      expect(harness.executor.shutdowns).to.have.length(1);
    });
  });

  it('does not let a broken display change the run', async () => {
    harness.reporter.onSubmitted = () => {
      throw new Error('broken pipe');
    };
    const result = await (
      await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done, stdout: '' }] } })
    ).execute();
    expect(result.status).to.equal('succeeded');
    expect(harness.logger.messages('error')).to.deep.equal(['The progress display failed: broken pipe']);
  });
});
