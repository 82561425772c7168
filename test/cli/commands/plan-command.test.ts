import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { PreconditionError } from '../../../spi/index.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';
import { awsEcsPlan, plannedProcess, previewed } from '../plan/plan-builders.js';

describe('nf-awsecs plan', () => {
  let folder: string;
  let context: FakeContext;
  let services: FakeServices;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-plan-'));
    await writeFile(join(folder, 'main.nf'), '');
    context = new FakeContext({}, folder);
    services = new FakeServices();
    services.processes = [previewed('HELLO')];
    services.plan = () => Promise.resolve(awsEcsPlan());
  });

  afterEach(() => rm(folder, { recursive: true }));

  const plan = (line = ''): Promise<number> =>
    runCommandLine(['plan', 'main.nf', ...line.split(' ').filter(Boolean)], context, services);

  it('hands the options of a run to the engine and prints the plan', async () => {
    expect(
      await plan(
        '-w s3://b/w -c more.config -name calm_curie -plugins nf-x -process.cpus 2 -executor.queueSize 5',
      ),
    ).to.equal(0);
    const [request] = services.previews;
    expect(request).to.deep.include({
      scriptPath: 'main.nf',
      cwd: folder,
      workDir: 's3://b/w',
      configFiles: ['more.config'],
      runName: 'calm_curie',
      plugins: ['nf-x'],
      builtInPlugins: ['/package/plugin.json'],
    });
    expect(request!.configOverrides!.map(({ path }) => path)).to.deep.equal([
      'process.cpus',
      'executor.queueSize',
    ]);
    expect(context.stdout.text).to.match(/^Plan of main\.nf: nothing was launched/);
    expect(context.stderr.text).to.equal('');
    expect([services.runs.length, services.clouds.length, services.previewsClosed]).to.deep.equal([0, 0, 1]);
  });

  for (const option of ['-o', '-output']) {
    it(`prints one JSON document and nothing else for ${option} json`, async () => {
      services.processes = [previewed('HELLO'), previewed('HERE', 'local')];
      services.plan = () => {
        services.previews[0]!.logger.warn('No role.');
        services.previews[0]!.logger.info('Cut to its limits.');
        return Promise.resolve(awsEcsPlan());
      };
      expect(await plan(`${option} json`)).to.equal(0);
      expect(JSON.parse(context.stdout.text)).to.deep.equal({
        version: 1,
        script: 'main.nf',
        workDir: 's3://my-bucket/work',
        awsecs: awsEcsPlan(),
        notPlanned: [{ process: 'HERE', executor: 'local' }],
        warnings: ['No role.', 'Cut to its limits.'],
      });
      expect(context.stderr.text).to.equal('');
    });
  }

  it('plans the processes of awsecs alone, and asks AWS nothing where there are none', async () => {
    services.processes = [previewed('HERE', 'local'), previewed('HELLO')];
    await plan();
    expect(services.planned.map((own) => own.map(({ definition }) => definition.name))).to.deep.equal([
      ['HELLO'],
    ]);
    services.processes = [previewed('HERE', 'local')];
    expect(await plan()).to.equal(0);
    expect(services.planned).to.have.length(1);
  });

  it('says of a process once what the run says of it once', async () => {
    services.plan = () => {
      services.previews[0]!.logger.warn('Disk.');
      return Promise.resolve(awsEcsPlan({ processes: [plannedProcess({ notices: ['Disk.'] })] }));
    };
    await plan();
    expect(context.stdout.text).to.match(/notice {6}Disk\./);
    expect(context.stdout.text).to.not.include('Warnings');
  });

  it('plans against a cloud of its own with -local, told on standard error', async () => {
    expect(await plan('-local -o json')).to.equal(0);
    expect(services.clouds[0]).to.include({ runtime: 'simulated', keep: false, port: 0 });
    expect(services.previews[0]!.configOverrides).to.deep.include({
      path: 'aws.ecs.endpoint',
      value: 'http://127.0.0.1:41234',
    });
    expect(context.stderr.text).to.equal('local cloud at http://127.0.0.1:41234, for this plan alone\n');
    expect(() => JSON.parse(context.stdout.text) as unknown).to.not.throw();
    expect(services.closed).to.equal(1);
  });

  const refusal = (): PreconditionError =>
    new PreconditionError('Cannot do it: so it is. Do another thing.', { code: 'CLUSTER_NOT_FOUND' });

  for (const [who, refuse] of Object.entries({
    'the engine': () => (services.runError = refusal()),
    awsecs: () => (services.plan = () => Promise.reject(refusal())),
    'the work dir': () => {
      services.bucket = Promise.reject(refusal());
      services.bucket.catch(() => undefined);
    },
  })) {
    it(`ends with 1 and the refusal of ${who}, and prints no plan`, async () => {
      refuse();
      expect(await plan('-local')).to.equal(1);
      expect(context.stdout.text).to.equal('');
      expect(context.stderr.text).to.include('ERROR: Cannot do it').and.include('[CLUSTER_NOT_FOUND]');
      expect(services.closed).to.equal(1);
    });
  }

  it('is given up on a signal, with its exit code, however long AWS takes', async () => {
    services.plan = () => new Promise(() => undefined);
    const ended = plan('-local');
    while (services.planned.length === 0) await settle();
    context.signal('SIGINT');
    expect(await ended).to.equal(130);
    expect(context.stdout.text).to.equal('');
    expect(context.stderr.text).to.include('The plan was not finished: SIGINT came.');
    expect([services.closed, services.previewsClosed, context.listeners]).to.deep.equal([1, 1, 0]);
  });

  it('ends with 1 where something fails that nobody waits for', async () => {
    services.plan = () => new Promise(() => undefined);
    const ended = plan();
    while (services.planned.length === 0) await settle();
    context.stray(new Error('boom'));
    expect(await ended).to.equal(1);
    expect(context.stderr.text).to.include('boom');
  });

  it('refuses a format it does not have, and options of a run that plan has no use for', async () => {
    expect(await plan('-o yaml')).to.equal(2);
    expect(context.stderr.text).to.include('Option -o must be text or json (found: yaml).');
    expect(await plan('-resume')).to.equal(2);
    expect(await plan('-ansi-log false')).to.equal(2);
  });
});
