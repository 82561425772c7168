import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

describe('nf-awsecs local', () => {
  it('prints the lines that point a shell at it, and ends with 0 on Ctrl-C', async () => {
    const context = new FakeContext();
    const services = new FakeServices();
    services.startWords.push('runtime container passed over: no engine');
    const ended = runCommandLine(['local'], context, services);
    await settle();
    expect(context.stdout.text).to
      .equal(`The local cloud is up at http://127.0.0.1:41234 (region us-east-1, account 123456789012).
clusters: nextflow-cluster, mixed-cluster
buckets:  my-bucket
files:    /somewhere/.nf-awsecs/local
state:    kept there for the next start
tasks:    plain processes; -runtime chooses: auto, container, sandbox, process, simulated
note:     runtime container passed over: no engine
control:  http://127.0.0.1:41234/_local/
docs:     /package/docs/local.md

Paste this into the shell that is to use it:

export AWS_ENDPOINT_URL=http://127.0.0.1:41234
export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
export AWS_ACCESS_KEY_ID=local
export AWS_SECRET_ACCESS_KEY=local-secret
export WAVE_API_ENDPOINT=http://127.0.0.1:41234 FUSION_CONTAINER_CONFIG_URL=http://127.0.0.1:41234/fusion/layer.json
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_S3 AWS_ENDPOINT_URL_ECS AWS_ENDPOINT_URL_EC2 AWS_ENDPOINT_URL_CLOUDWATCH_LOGS AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT TOWER_ACCESS_TOKEN

Then, for example:

nf-awsecs run main.nf -work-dir s3://my-bucket/work
aws ecs list-tasks --cluster nextflow-cluster

Ctrl-C stops it.
`);
    expect(services.closed).to.equal(0);
    context.signal('SIGINT');
    expect(await ended).to.equal(0);
    expect(services.closed).to.equal(1);
    expect(context.listeners).to.equal(0);
  });

  it('starts the cloud it was asked for', async () => {
    const context = new FakeContext();
    const services = new FakeServices();
    const line =
      'local -port 4570 -data cloud -bucket one -bucket two -cluster c1 -region eu-west-1 -speed 10';
    const ended = runCommandLine(line.split(' '), context, services);
    await settle();
    context.signal('SIGTERM');
    expect(await ended).to.equal(0);
    const { log, ...request } = services.clouds[0]!;
    expect(request).to.deep.equal({
      port: 4570,
      dataDir: '/somewhere/cloud',
      buckets: ['one', 'two'],
      clusters: ['c1'],
      region: 'eu-west-1',
      speed: 10,
      runtime: 'auto',
      keep: true,
      throttle: 'aws',
    });
    log('a request failed');
    expect(context.stderr.text).to.equal('a request failed\n');
  });

  describe('with files', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-local-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('starts a simulated cloud of virtual time with scenario and secrets, says so, and shows no secret', async () => {
      await writeFile(
        join(folder, 'day.json'),
        '{"events": [{"at": "1s", "do": "jump-clock", "by": "-30s"}]}',
      );
      await writeFile(join(folder, 'secrets.json'), '{"token": "hunter2"}');
      const context = new FakeContext({}, folder);
      const services = new FakeServices();
      const line =
        'local -runtime simulated -virtual-time 0 -scenario day.json -secrets secrets.json -max-tasks 3 -throttle off';
      const ended = runCommandLine(line.split(' '), context, services);
      while (services.clouds.length === 0 && context.stderr.text === '') await settle();
      await settle();
      context.signal('SIGTERM');
      expect(await ended, context.stderr.text).to.equal(0);
      expect(services.clouds[0]).to.deep.include({
        runtime: 'simulated',
        virtualTime: 0,
        keep: false,
        scenario: { events: [{ at: 1000, do: 'jump-clock', by: -30_000 }] },
        secrets: { token: 'hunter2' },
        maxRunning: 3,
        throttle: 'off',
      });
      expect(context.stdout.text)
        .to.include('state:    not kept\n')
        .and.include('time:     virtual; it stands still until it is advanced\n')
        .and.include('scenario: day.json\n')
        .and.not.include('hunter2');
    });

    it('refuses a scenario before anything is started, naming the file and every problem', async () => {
      await writeFile(join(folder, 'bad.json'), '{"simulated": [], "tsks": [], "events": 5}');
      const context = new FakeContext({}, folder);
      const services = new FakeServices();
      expect(await runCommandLine(['local', '-scenario', 'bad.json'], context, services)).to.equal(1);
      expect(context.stderr.text)
        .to.include('The scenario bad.json cannot be used: ')
        .and.include('tsks: is unknown')
        .and.include('events: is 5')
        .and.include('runtime `simulated`')
        .and.include('LOCAL_SCENARIO_INVALID');
      expect(services.clouds).to.deep.equal([]);
      expect(context.listeners).to.equal(0);
    });
  });

  it('keeps nothing with -fresh', async () => {
    const context = new FakeContext();
    const services = new FakeServices();
    const ended = runCommandLine(['local', '-fresh'], context, services);
    await settle();
    context.signal('SIGTERM');
    await ended;
    expect(services.clouds[0]?.keep).to.equal(false);
    expect(context.stdout.text).to.include('state:    not kept\n');
  });

  for (const [line, why] of [
    ['-runtime docker', 'must be one of auto, container, sandbox, process, simulated'],
    ['-runtime simulated -virtual-time -1', 'must be a number from 0 to 3600000'],
    ['-runtime simulated -virtual-time 3600001', 'must be a number from 0 to 3600000'],
    ['-virtual-time 60', 'goes with -runtime simulated only'],
    ['-runtime auto -virtual-time 0', 'goes with -runtime simulated only'],
    ['-max-tasks 0', 'must be a whole number from 1'],
    ['-throttle on', 'must be aws or off'],
    ['-local-runtime process', 'Unknown option -local-runtime'],
  ] as const) {
    it(`refuses ${line} with 2, starting nothing`, async () => {
      const context = new FakeContext();
      const services = new FakeServices();
      expect(await runCommandLine(['local', ...line.split(' ')], context, services)).to.equal(2);
      expect(context.stderr.text).to.include(why);
      expect(services.clouds).to.deep.equal([]);
    });
  }

  it('waits three seconds at most for its tasks when Ctrl-C comes again', async () => {
    const context = new FakeContext();
    const services = new FakeServices();
    let close: () => void = () => undefined;
    services.closing = new Promise((resolve) => (close = resolve));
    const ended = runCommandLine(['local'], context, services);
    await settle();
    context.signal('SIGINT');
    await context.clock.advance(1000);
    context.signal('SIGINT');
    await context.clock.advance(2999);
    expect(context.exits).to.deep.equal([]);
    await context.clock.advance(1);
    expect(context.exits).to.deep.equal([130]);
    close();
    await ended;
  });
});
