import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunCommand } from '../../../cli/commands/run-command.js';
import type { RunResult } from '../../../host/index.js';
import { settle } from '../../support/fake-clock.js';
import { type FakeContext } from '../fake-context.js';
import { FakeServices, hello, taskArn } from '../fake-services.js';
import { aborted, untilAborted } from '../plays.js';
import { run, until, useRunFolder } from './run-folder.js';

describe(`${RunCommand.name} with -local`, () => {
  const folder = useRunFolder();
  const contextOf = (isTTY = false): FakeContext => folder.contextOf(isTTY);

  it('starts a cloud in the region of the configuration and ties the run to it, whatever the user set', async () => {
    const context = contextOf();
    const services = new FakeServices();
    services.region = 'eu-west-3';
    const line = 'main.nf -local -c my.config -plugins other.json -process.debug true';
    expect(await run(line, context, services)).to.equal(0);
    const overrides = [{ path: 'process.debug', value: true }];
    expect(services.configRequests).to.deep.equal([
      {
        scriptPath: 'main.nf',
        builtInPlugins: ['/package/plugin.json'],
        plugins: ['other.json'],
        configFiles: ['my.config'],
        configOverrides: overrides,
      },
    ]);
    const [cloud] = services.clouds;
    expect(cloud).to.include({
      dataDir: join(folder.path, '.nf-awsecs/local'),
      port: 0,
      region: 'eu-west-3',
    });
    const given = services.runs[0]!.options.configOverrides ?? [];
    expect(given[0]).to.deep.equal(overrides[0]);
    expect(given.slice(1)).to.deep.include({ path: 'aws.ecs.endpoint', value: 'http://127.0.0.1:41234' });
    expect(given.slice(1)).to.deep.include({ path: 'aws.region', value: 'eu-west-3' });
    expect(services.runs[0]!.options).to.not.have.property('environment');
    expect(context.stdout.text).to.include('.nf-awsecs/local');
    expect(services.closed).to.equal(1);
  });

  for (const [option, configured, buckets] of [
    ['', undefined, ['my-bucket']],
    ['-w s3://mine/work', 's3://other/work', ['my-bucket', 'mine']],
    ['', 's3://other/work', ['my-bucket', 'other']],
    ['-w s3://My_Bucket/work', undefined, ['my-bucket']],
  ] as const) {
    it(`has the buckets ${buckets.join()} with option "${option}" and workDir ${configured}`, async () => {
      const services = new FakeServices();
      services.workDir = configured;
      await run(`main.nf -local ${option}`.trim(), contextOf(), services);
      expect(services.clouds[0]?.buckets).to.deep.equal(buckets);
    });
  }

  it('lets advice name the folder of a work dir', async () => {
    const services = new FakeServices();
    await run('main.nf -local', contextOf(), services);
    expect(services.runs[0]?.options.describeWorkDir?.('s3://b/work/ab/cd')).to.equal(
      '.nf-awsecs/local/s3/b/work/ab/cd',
    );
  });

  it('stands in us-east-1 where the configuration names no region', async () => {
    const services = new FakeServices();
    await run('main.nf -local', contextOf(), services);
    expect(services.clouds[0]?.region).to.equal('us-east-1');
    expect(services.runs[0]?.options.configOverrides).to.deep.include({
      path: 'aws.region',
      value: 'us-east-1',
    });
  });

  it('says once what runs the tasks and how to choose, and keeps no state', async () => {
    const context = contextOf();
    const services = new FakeServices();
    services.startWords.push('runtime container passed over: no engine');
    await run('main.nf -local', context, services);
    expect(services.clouds[0]).to.include({ runtime: 'auto', keep: false });
    expect(context.stdout.text).to.include('local cloud: runtime container passed over: no engine\n');
    expect(context.stderr.text).to.equal('');
    expect(context.stdout.lines.filter((line) => line.startsWith('tasks: '))).to.deep.equal([
      'tasks: plain processes; -local-runtime chooses: auto, container, sandbox, process, simulated',
    ]);
  });

  it('starts the runtime and the scenario that were asked for', async () => {
    await writeFile(
      join(folder.path, 'slow.json'),
      '{"calls": [{"effect": {"kind": "latency", "ms": "2s"}}]}',
    );
    const services = new FakeServices();
    const line = 'main.nf -local -local-runtime process -local-scenario slow.json';
    expect(await run(line, contextOf(), services)).to.equal(0);
    expect(services.clouds[0]).to.deep.include({
      runtime: 'process',
      scenario: { calls: [{ effect: { kind: 'latency', ms: 2000 } }] },
    });
  });

  it('names a scenario that is not there before it starts a cloud', async () => {
    const context = contextOf();
    const services = new FakeServices();
    expect(await run('main.nf -local -local-scenario nope.json', context, services)).to.equal(1);
    expect(context.stderr.text)
      .to.include('The scenario file nope.json cannot be read: ENOENT')
      .and.include('LOCAL_SCENARIO_UNREADABLE');
    expect(services.clouds).to.deep.equal([]);
  });

  it('refuses options of its cloud without -local, all in one error', async () => {
    const context = contextOf();
    const services = new FakeServices();
    const line = 'main.nf -local-runtime process -local-scenario slow.json';
    expect(await run(line, context, services)).to.equal(2);
    expect(context.stderr.text)
      .to.include('-local-runtime is for the cloud that -local starts')
      .and.include('-local-scenario is for the cloud that -local starts');
    expect([services.clouds, services.runs]).to.deep.equal([[], []]);
  });

  it('closes the cloud also when the run cannot start', async () => {
    const services = new FakeServices();
    services.runError = new Error('broken');
    expect(await run('main.nf -local', contextOf(), services)).to.equal(1);
    expect(services.closed).to.equal(1);
  });

  it('gives no advice on tasks that end with its own cloud', async () => {
    const context = contextOf();
    const services = new FakeServices(untilAborted({ ...aborted, unfinished: [taskArn] }));
    const code = run('main.nf -local', context, services);
    await until(() => context.stdout.text.includes('Submitted'));
    context.signal('SIGINT');
    expect(await code).to.equal(130);
    expect(services.closed).to.equal(1);
    expect(context.stderr.text).to.not.include('nf-awsecs stop');
  });

  it('closes the cloud, so that no task outlives it, before a second Ctrl-C leaves', async () => {
    const context = contextOf();
    let finish: (result: RunResult) => void = () => undefined;
    const services = new FakeServices((reporter) => {
      reporter.submitted(hello);
      return new Promise((resolve) => (finish = resolve));
    });
    const code = run('main.nf -local', context, services);
    await until(() => context.stdout.text.includes('Submitted'));
    context.signal('SIGINT');
    await context.clock.advance(1000);
    context.signal('SIGINT');
    await settle();
    expect(services.closed).to.equal(1);
    expect(context.exits).to.deep.equal([130]);
    expect(context.stderr.text).to.not.include('nf-awsecs stop');
    expect(context.clock.timers).to.equal(0);
    finish(aborted);
    await code;
  });
});
