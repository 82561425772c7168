import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

describe('nf-awsecs local', () => {
  it('prints the lines that point a shell at it, and ends with 0 on Ctrl-C', async () => {
    const context = new FakeContext();
    const services = new FakeServices();
    const ended = runCommandLine(['local'], context, services);
    await settle();
    expect(context.stdout.text).to
      .equal(`The local cloud is up at http://127.0.0.1:41234 (region us-east-1, account 123456789012).
clusters: nextflow-cluster
buckets:  my-bucket
files:    /somewhere/.nf-awsecs/local

Paste this into the shell that is to use it:

export AWS_ENDPOINT_URL=http://127.0.0.1:41234
export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
export AWS_ACCESS_KEY_ID=local
export AWS_SECRET_ACCESS_KEY=local-secret
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_S3 AWS_ENDPOINT_URL_ECS AWS_ENDPOINT_URL_EC2 AWS_ENDPOINT_URL_CLOUDWATCH_LOGS AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT

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
    });
    log('a request failed');
    expect(context.stderr.text).to.equal('a request failed\n');
  });

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
