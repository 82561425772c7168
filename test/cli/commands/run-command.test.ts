import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunCommand } from '../../../cli/commands/run-command.js';
import type { RunResult } from '../../../host/index.js';
import { ConfigError, ShutdownError } from '../../../spi/index.js';
import { settle } from '../../support/fake-clock.js';
import { type FakeContext } from '../fake-context.js';
import { FakeServices, hello, resultOf, taskArn } from '../fake-services.js';
import { aborted, sayHello, untilAborted } from '../plays.js';
import { run, until, useRunFolder } from './run-folder.js';

describe(RunCommand.name, () => {
  const folder = useRunFolder();
  const contextOf = (isTTY = false): FakeContext => folder.contextOf(isTTY);

  it('shows a run as plain lines and ends with 0', async () => {
    const context = contextOf();
    const code = await run('main.nf -work-dir s3://my-bucket/work', context, new FakeServices(sayHello));
    expect(code).to.equal(0);
    expect(context.stdout.lines).to.deep.equal([
      'nf-awsecs 0.1.0  ~  run happy_curie',
      'script:   main.nf',
      'work dir: s3://my-bucket/work',
      '[ab/cdef01] Submitted process > HELLO',
      'Hello from ECS Managed Instances!',
      'Completed in 2.1 s: 1 succeeded',
      '',
    ]);
    expect(context.stderr.text).to.equal('');
    expect(context.listeners).to.equal(0);
  });

  it('keeps progress lines on a terminal, without a line for each task', async () => {
    const context = contextOf(true);
    expect(await run('main.nf', context, new FakeServices(sayHello))).to.equal(0);
    expect(context.stdout.text).to.include('| 1 of 1 ').and.include('executor >  awsecs (1)');
    expect(context.stdout.text).to.not.include('Submitted process');
    expect(context.clock.timers).to.equal(0);
  });

  it('prints plain lines on a terminal when asked to', async () => {
    const context = contextOf(true);
    await run('main.nf -ansi-log false', context, new FakeServices(sayHello));
    expect(context.stdout.text).to.include('Submitted process > HELLO').and.not.include('\u001B[2K');
  });

  it('hands everything it was told to the host', async () => {
    const context = contextOf();
    const services = new FakeServices();
    await run(
      'main.nf -w s3://b/w -c a.config -c b.config -name calm_noether -plugins nf-other@^1.0.0,x/plugin.json -plugins ./y -process.debug true -executor.queueSize 5',
      context,
      services,
    );
    const { logger, reporter, clock, random, environment, owner, ...options } = services.runs[0]!.options;
    expect(environment).to.equal(context.env);
    expect(owner).to.include({ program: 'nf-awsecs 0.1.0', host: 'desk', pid: 4711 });
    expect(options).to.deep.equal({
      scriptPath: 'main.nf',
      cwd: folder.path,
      workDir: 's3://b/w',
      configFiles: ['a.config', 'b.config'],
      // What they are is the matter of logs-command.test.ts.
      ...{ history: options.history, describeLogs: options.describeLogs },
      runName: 'calm_noether',
      sweep: false,
      builtInPlugins: ['/package/plugin.json'],
      plugins: ['nf-other@^1.0.0', 'x/plugin.json', './y'],
      configOverrides: [
        { path: 'process.debug', value: true },
        { path: 'executor.queueSize', value: 5 },
      ],
    });
    expect(clock).to.equal(context.clock);
    expect(random()).to.equal(0.5);
    logger.warn('no task role');
    reporter.output('text');
    expect(context.stderr.text).to.equal('WARN: no task role\n');
    expect(services.clouds).to.have.lengthOf(0);
  });

  it('refuses what is no name of a run before anything is started', async () => {
    const context = contextOf();
    const services = new FakeServices();
    expect(await run('main.nf -local -name My_run', context, services)).to.equal(2);
    expect(context.stderr.text).to.include('-name').and.include('must begin with a small letter');
    expect([services.clouds, services.runs]).to.deep.equal([[], []]);
  });

  it('runs main.nf of a folder', async () => {
    await mkdir(join(folder.path, 'pipeline'));
    await writeFile(join(folder.path, 'pipeline', 'main.nf'), '');
    const services = new FakeServices();
    expect(await run('pipeline', contextOf(), services)).to.equal(0);
    expect(services.runs[0]?.options.scriptPath).to.equal(join('pipeline', 'main.nf'));
  });

  it('says which script is missing', async () => {
    await mkdir(join(folder.path, 'empty'));
    for (const [script, why] of [
      ['nope.nf', 'there is no such file or folder'],
      ['empty', 'the folder holds no main.nf'],
      ['nextflow-io/hello', 'there is no such file or folder, and pipelines of remote repositories'],
      ['https://github.com/a/b', 'there is no such file or folder, and pipelines of remote repositories'],
    ] as const) {
      const context = contextOf();
      expect(await run(script, context, new FakeServices())).to.equal(1);
      expect(context.stderr.text)
        .to.include(`Cannot run '${script}': ${why}`)
        .and.include('SCRIPT_NOT_FOUND');
      expect(context.listeners).to.equal(0);
    }
  });

  it('prints the error block of a failed run and ends with 1', async () => {
    const context = contextOf();
    const failure = resultOf({
      status: 'failed',
      succeeded: 0,
      failed: 1,
      errorReport: "Error executing process > 'FAILING'",
    });
    expect(await run('main.nf', context, new FakeServices(() => Promise.resolve(failure)))).to.equal(1);
    expect(context.stderr.text).to.equal("\nERROR ~ Error executing process > 'FAILING'\n");
    expect(context.stdout.lines.at(-2)).to.equal('Failed after 2.1 s: 1 failed');
  });

  it('prints why nothing could be launched and ends with 1', async () => {
    const context = contextOf();
    const services = new FakeServices();
    services.runError = new ConfigError('The settings are wrong:', {
      code: 'CONFIG_INVALID',
      problems: [{ path: 'aws.ecs.cluster', message: 'is missing' }],
    });
    expect(await run('main.nf', context, services)).to.equal(1);
    expect(context.stderr.text).to.include('aws.ecs.cluster: is missing').and.include('CONFIG_INVALID');
    expect(context.listeners).to.equal(0);
  });

  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    it(`aborts on ${signal}, says so, and ends with ${exitCode}`, async () => {
      const context = contextOf();
      const services = new FakeServices(untilAborted(aborted));
      const code = run('main.nf', context, services);
      await until(() => context.stdout.text.includes('Submitted'));
      context.signal(signal);
      expect(await code).to.equal(exitCode);
      expect(context.stderr.text).to.equal(`${signal}: stopping 1 task. Ctrl-C again leaves at once.\n`);
      expect(context.stdout.text)
        .to.include('Stopping: 1 of 1 task\n')
        .and.include('Stopped after 2.1 s: 1 aborted');
      expect(services.runs[0]?.run.aborts).to.equal(1);
      expect(context.listeners).to.equal(0);
    });
  }

  it('names the tasks that the backend may still run after an abort', async () => {
    const context = contextOf();
    const code = run(
      'main.nf',
      context,
      new FakeServices(untilAborted({ ...aborted, unfinished: [taskArn] })),
    );
    await until(() => context.stdout.text.includes('Submitted'));
    context.signal('SIGINT');
    expect(await code).to.equal(130);
    expect(context.stderr.text).to.include(
      '1 task may still run.\n  Stop it: nf-awsecs stop happy_curie\n' +
        '  Go on with it: nf-awsecs run main.nf -resume session\n',
    );
  });

  it('leaves at once on a second Ctrl-C and says what still runs', async () => {
    const context = contextOf();
    let finish: (result: RunResult) => void = () => undefined;
    const services = new FakeServices((reporter) => {
      reporter.submitted(hello);
      return new Promise((resolve) => (finish = resolve));
    });
    const code = run('main.nf', context, services);
    await until(() => context.stdout.text.includes('Submitted'));
    context.signal('SIGINT');
    await context.clock.advance(1000);
    context.signal('SIGINT');
    await settle();
    expect(context.exits).to.deep.equal([130]);
    expect(context.stderr.text)
      .to.include('1 task may still run.\n  Stop it: nf-awsecs stop happy_curie\n')
      .and.include('nf-awsecs run main.nf -resume session\n');
    finish(aborted);
    await code;
  });

  for (const [title, stopped, words] of [
    [
      'all were told to stop',
      2,
      '2 tasks were told to stop and may still be ending.\n  Go on with them: nf-',
    ],
    [
      'some were told to stop',
      1,
      '2 tasks may still run: 1 was told to stop and may still be ending, 1 was not.\n  Stop it: nf-awsecs stop',
    ],
  ] as const)
    it(`says at a second Ctrl-C that ${title}, and writes the end down without waiting long for it`, async () => {
      const context = contextOf();
      let finish: (result: RunResult) => void = () => undefined;
      const services = new FakeServices((reporter, pipeline) => {
        for (const id of ['1', '2']) reporter.submitted({ ...hello, workDir: `${hello.workDir}${id}` });
        pipeline.leaving = new Promise(() => undefined);
        return new Promise((resolve) => (finish = resolve));
      });
      const code = run('main.nf', context, services);
      await until(() => context.stdout.text.includes('Submitted'));
      context.signal('SIGINT');
      const { options, run: pipeline } = services.runs[0] ?? expect.fail();
      options.reporter.stopping(stopped, 2);
      await context.clock.advance(1000);
      context.signal('SIGINT');
      await settle();
      expect(context.stderr.text).to.include(words);
      expect([pipeline.leaves, context.exits.length]).to.deep.equal([1, 0]);
      await context.clock.advance(200);
      expect(context.exits).to.deep.equal([130]);
      finish(aborted);
      await code;
    });

  it('aborts a run before it begins when the signal came first', async () => {
    const context = contextOf();
    const services = new FakeServices((_reporter, pipeline) => {
      expect(pipeline.aborts).to.equal(1);
      return Promise.resolve(aborted);
    });
    services.configuredPlace = () => {
      context.signal('SIGTERM');
      return Promise.resolve({});
    };
    expect(await run('main.nf -local', context, services)).to.equal(143);
    expect(services.closed).to.equal(1);
    expect(context.stderr.text).to.include('SIGTERM: ending the run; no task runs.');
  });

  it("keeps the signal's exit code when the run ends by an error because of it", async () => {
    const context = contextOf();
    const services = new FakeServices((_reporter, pipeline) => {
      return new Promise((_resolve, reject) => {
        pipeline.onAbort = () => reject(new ShutdownError('The session has ended.', { code: 'SHUT_DOWN' }));
        context.signal('SIGINT');
      });
    });
    expect(await run('main.nf', context, services)).to.equal(130);
    expect(context.stderr.text).to.include('The session has ended.').and.not.include('ERROR');
  });

  it('writes a trace by settings of its own, which win over the files', async () => {
    const services = new FakeServices();
    await run('main.nf -process.cpus 2 -with-trace', contextOf(), services);
    await run('main.nf -with-trace my.txt', contextOf(), services);
    expect(services.runs.map(({ options }) => options.configOverrides)).to.deep.equal([
      [
        { path: 'process.cpus', value: 2 },
        { path: 'trace.enabled', value: true },
      ],
      [
        { path: 'trace.enabled', value: true },
        { path: 'trace.file', value: 'my.txt' },
      ],
    ]);
  });
});
