import { expect } from 'chai';
import { PreconditionError, type ProcessDefinition } from '../../spi/index.js';
import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { LogGroup } from '../../src/logs/log-group.js';
import { NetworkPlanner } from '../../src/network/network-planner.js';
import { Preflight } from '../../src/preflight.js';
import { SessionGround } from '../../src/session-ground.js';
import { PriceBook } from '../../src/trace/price-book.js';
import { RequestPlanner } from '../../src/request/request-planner.js';
import { fakeSession, type FakeSession } from '../support/fake-session.js';
import {
  awsEcsConfig,
  callRepeater,
  clusterInspector,
  CLUSTER_ARN,
  miProvider,
  serviceError,
  RUNNING_CLUSTER,
} from './aws-builders.js';
import { failureOf, settledWith, watch } from './settle-with.js';
import { stubEcsApi, stubEndpoint, stubLogsApi, stubNetworkApi, stubPriceFile } from './stub-ports.js';

function named(name: string, queue?: string): ProcessDefinition {
  const others = queue === undefined ? {} : { queue };
  return { name, container: 'ubuntu:latest', directives: { others } };
}

const HELLO = named('HELLO');

/** A provider nobody gets without naming it. */
function spotProvider(name: string): ReturnType<typeof miProvider> {
  const template = miProvider().managedInstancesProvider?.instanceLaunchTemplate;
  return miProvider({
    name,
    managedInstancesProvider: {
      instanceLaunchTemplate: {
        ec2InstanceProfileArn: 'arn',
        networkConfiguration: template?.networkConfiguration,
        capacityOptionType: 'SPOT',
      },
    },
  });
}

class PreflightRig {
  readonly session: FakeSession;
  readonly ecs = stubEcsApi();
  readonly ec2 = stubNetworkApi();
  readonly logs = stubLogsApi();
  readonly endpoint = stubEndpoint();
  readonly prices = stubPriceFile();
  readonly preflight: Preflight;

  constructor(changes: Partial<AwsEcsConfig> = {}, session: Partial<FakeSession> = {}) {
    const config = awsEcsConfig(changes);
    this.session = fakeSession(session);
    const { logger } = this.session;
    const cluster = clusterInspector(this.ecs, config, this.session);
    const prices = new PriceBook(config, this.prices);
    const calls = callRepeater(this.session);
    this.preflight = new Preflight(
      new SessionGround(this.endpoint, prices, this.session),
      cluster,
      new RequestPlanner(cluster, new NetworkPlanner(this.ec2, config, logger, calls), this.endpoint, config),
      new LogGroup(this.logs, config, logger, calls),
      this.session,
    );
  }
}

describe(Preflight.name, () => {
  it('finds cluster, provider, network and log group, and says where tasks will run and why', async () => {
    const rig = new PreflightRig();
    const facts = await rig.preflight.run([HELLO]);
    expect(facts.arn).to.equal(CLUSTER_ARN);
    expect(rig.logs.createGroup.callCount).to.equal(1);
    expect(rig.session.logger.messages('info').at(-1)).to.equal(
      "Tasks run on capacity provider MANAGED_INSTANCES (the cluster's first on-demand provider without accelerators), network mode host, in us-east-1.",
    );
    expect(rig.ecs.runTask.callCount + rig.ecs.registerTaskDefinition.callCount).to.equal(0);
  });

  it('says which processes run where and why, those of one place together, and plans each network once', async () => {
    const rig = new PreflightRig();
    rig.ecs.describeCapacityProviders.resolves([miProvider(), spotProvider('spot')]);
    const processes = [HELLO, named('ALIGN', 'spot'), named('SORT', 'spot'), named('MERGE')];
    await rig.preflight.run([...processes, named('CALL', 'spot, MANAGED_INSTANCES')]);
    const told = rig.session.logger.messages('info').filter((message) => message.includes('run on capacity'));
    expect(told.map((message) => message.split(' (')[0])).to.deep.equal([
      'Tasks of HELLO, MERGE run on capacity provider MANAGED_INSTANCES',
      'Tasks of ALIGN, SORT run on capacity provider spot',
      'Tasks of CALL run on capacity provider spot, else on MANAGED_INSTANCES',
    ]);
    expect(rig.ec2.subnets.callCount).to.equal(2);
  });

  it('starts on a cluster of Spot providers alone where every process names one', async () => {
    const rig = new PreflightRig();
    rig.ecs.describeCapacityProviders.resolves([spotProvider('spot')]);
    const facts = await rig.preflight.run([named('ALIGN', 'spot'), named('SORT', 'gone, spot')]);
    expect(facts.providers.map(({ name }) => name)).to.deep.equal(['spot']);
  });

  it('refuses every process without a provider in one error, those without a queue once', async () => {
    const rig = new PreflightRig();
    rig.ecs.describeCapacityProviders.resolves([spotProvider('spot')]);
    const processes = [
      HELLO,
      named('ALIGN', 'nope'),
      named('SORT', 'spot'),
      named('MERGE'),
      named('CALL', 'x'),
    ];
    const error = await failureOf(rig.preflight.run(processes));
    expect(error).to.be.instanceOf(PreconditionError).with.property('code', 'CAPACITY_PROVIDER_MISSING');
    const { problems, message } = error as PreconditionError;
    expect(problems.map(({ path, found }) => [path, found])).to.deep.equal([
      ['aws.ecs.capacityProvider', undefined],
      ['process ALIGN, directive queue', "'nope'"],
      ['process CALL, directive queue', "'x'"],
    ]);
    expect(message).to.include("Name one of 'spot'");
    expect(rig.ec2.subnets.callCount).to.equal(0);
  });

  it('refuses what processes ask of the configuration and it does not have, all at once and before any call', async () => {
    const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter/token';
    const rig = new PreflightRig({ secrets: { MY_TOKEN: arn } });
    const withSecret = (name: string, secret: string): ProcessDefinition => ({
      ...named(name),
      directives: { others: { secret: [secret] } },
    });
    const processes = [withSecret('A', 'MY_TOKEN'), withSecret('B', 'OTHER'), withSecret('C', 'THIRD')];
    const error = (await failureOf(rig.preflight.run(processes))) as PreconditionError;
    expect(error).to.be.instanceOf(PreconditionError).with.property('code', 'SECRET_UNKNOWN');
    expect(error.problems.map(({ path, found }) => [path, found])).to.deep.equal([
      ['process B, directive secret', "'OTHER'"],
      ['process C, directive secret', "'THIRD'"],
    ]);
    expect(rig.ecs.describeCluster.callCount + rig.logs.createGroup.callCount).to.equal(0);
  });

  it('refuses to send unresolved images to AWS, before any call', async () => {
    const rig = new PreflightRig({}, { resolvesContainers: false });
    rig.endpoint.isLoopback.resolves(false);
    const error = await failureOf(rig.preflight.run([HELLO]));
    expect(error).to.be.instanceOf(PreconditionError).with.property('code', 'WAVE_UNRESOLVED');
    expect((error as Error).message).to.include('-local');
    expect(rig.ecs.describeCluster.callCount + rig.logs.createGroup.callCount).to.equal(0);
  });

  it('takes unresolved images on this machine, and resolved ones anywhere', async () => {
    await new PreflightRig({}, { resolvesContainers: false }).preflight.run([HELLO]);
    const remote = new PreflightRig({}, { resolvesContainers: true });
    remote.endpoint.isLoopback.resolves(false);
    await remote.preflight.run([HELLO]);
  });

  it('fails where no region is set, before anything else', async () => {
    const rig = new PreflightRig();
    const failure = new PreconditionError('no region', { code: 'REGION_MISSING' });
    rig.endpoint.region.rejects(failure);
    expect(await failureOf(rig.preflight.run([HELLO]))).to.equal(failure);
    expect(rig.ecs.describeCluster.callCount).to.equal(0);
  });

  it('refuses a table of prices it cannot use, before any call', async () => {
    const rig = new PreflightRig({ priceTable: 'prices.json' });
    expect(await failureOf(rig.preflight.run([HELLO]))).to.have.property('code', 'PRICE_TABLE_INVALID');
    expect(rig.ecs.describeCluster.callCount + rig.logs.createGroup.callCount).to.equal(0);
  });

  it('waits out a throttled cluster look-up, and five minutes without an answer', async () => {
    const rig = new PreflightRig();
    rig.ecs.describeCluster.onCall(0).rejects(serviceError('throttled'));
    const result = await settledWith(rig.session.clock, rig.preflight.run([HELLO]));
    expect(result.value?.arn).to.equal(CLUSTER_ARN);
    const down = new PreflightRig();
    down.ecs.describeCluster.rejects(serviceError('unavailable'));
    const waiting = watch(down.preflight.run([HELLO]));
    await down.session.clock.advance(300_000);
    expect(waiting.done).to.equal(false);
    down.ecs.describeCluster.resolves(RUNNING_CLUSTER);
    await down.session.clock.advance(60_000);
    expect(waiting.value?.arn).to.equal(CLUSTER_ARN);
    expect(down.session.clock.timers).to.equal(0);
  });

  it('fails with the cluster’s own reason, and where the named provider is missing', async () => {
    const gone = new PreflightRig();
    gone.ecs.describeCluster.resolves(undefined);
    expect(await failureOf(gone.preflight.run([HELLO]))).to.have.property('code', 'CLUSTER_NOT_FOUND');
    const unnamed = new PreflightRig({ capacityProvider: ['nope'] });
    expect(await failureOf(unnamed.preflight.run([HELLO]))).to.have.property(
      'code',
      'CAPACITY_PROVIDER_MISSING',
    );
  });
});
