import { expect } from 'chai';
import { PreconditionError } from '../../spi/index.js';
import { AwsServiceError } from '../../src/aws/service-error.js';
import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { LogGroup } from '../../src/logs/log-group.js';
import { NetworkPlanner } from '../../src/network/network-planner.js';
import { ClusterInspector } from '../../src/placement/cluster-inspector.js';
import { Preflight } from '../../src/preflight.js';
import { fakeSession, type FakeSession } from '../support/fake-session.js';
import { awsEcsConfig, CLUSTER_ARN, serviceError } from './aws-builders.js';
import { failureOf, settledWith } from './settle-with.js';
import { stubEcsApi, stubEndpoint, stubLogsApi, stubNetworkApi } from './stub-ports.js';

class PreflightRig {
  readonly session: FakeSession;
  readonly ecs = stubEcsApi();
  readonly ec2 = stubNetworkApi();
  readonly logs = stubLogsApi();
  readonly endpoint = stubEndpoint();
  readonly preflight: Preflight;

  constructor(changes: Partial<AwsEcsConfig> = {}, session: Partial<FakeSession> = {}) {
    const config = awsEcsConfig(changes);
    this.session = fakeSession(session);
    const { logger } = this.session;
    this.preflight = new Preflight(
      this.endpoint,
      new ClusterInspector(this.ecs, config),
      new NetworkPlanner(this.ec2, config, logger),
      new LogGroup(this.logs, config, logger),
      this.session,
    );
  }
}

describe(Preflight.name, () => {
  it('finds cluster, provider, network and log group, and says where tasks will run and why', async () => {
    const rig = new PreflightRig();
    const facts = await rig.preflight.run();
    expect(facts.arn).to.equal(CLUSTER_ARN);
    expect(rig.logs.createGroup.callCount).to.equal(1);
    expect(rig.session.logger.messages('info').at(-1)).to.equal(
      "Tasks run on capacity provider MANAGED_INSTANCES (the cluster's first on-demand provider without accelerators), network mode host, in us-east-1.",
    );
    expect(rig.ecs.runTask.callCount + rig.ecs.registerTaskDefinition.callCount).to.equal(0);
  });

  it('refuses to send unresolved images to AWS, before any call', async () => {
    const rig = new PreflightRig({}, { resolvesContainers: false });
    rig.endpoint.isLoopback.resolves(false);
    const error = await failureOf(rig.preflight.run());
    expect(error).to.be.instanceOf(PreconditionError).with.property('code', 'WAVE_UNRESOLVED');
    expect((error as Error).message).to.include('-local');
    expect(rig.ecs.describeCluster.callCount + rig.logs.createGroup.callCount).to.equal(0);
  });

  it('takes unresolved images on this machine, and resolved ones anywhere', async () => {
    await new PreflightRig({}, { resolvesContainers: false }).preflight.run();
    const remote = new PreflightRig({}, { resolvesContainers: true });
    remote.endpoint.isLoopback.resolves(false);
    await remote.preflight.run();
  });

  it('fails where no region is set, before anything else', async () => {
    const rig = new PreflightRig();
    const failure = new PreconditionError('no region', { code: 'REGION_MISSING' });
    rig.endpoint.region.rejects(failure);
    expect(await failureOf(rig.preflight.run())).to.equal(failure);
    expect(rig.ecs.describeCluster.callCount).to.equal(0);
  });

  it('waits out a throttled cluster look-up, for a minute', async () => {
    const rig = new PreflightRig();
    rig.ecs.describeCluster.onCall(0).rejects(serviceError('throttled'));
    const result = await settledWith(rig.session.clock, rig.preflight.run());
    expect(result.value?.arn).to.equal(CLUSTER_ARN);
    rig.ecs.describeCluster.reset();
    rig.ecs.describeCluster.rejects(serviceError('unavailable'));
    const failed = await settledWith(rig.session.clock, rig.preflight.run(), 61_000);
    expect(failed.error).to.be.instanceOf(AwsServiceError).with.property('kind', 'unavailable');
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('fails with the cluster’s own reason, and where the named provider is missing', async () => {
    const gone = new PreflightRig();
    gone.ecs.describeCluster.resolves(undefined);
    expect(await failureOf(gone.preflight.run())).to.have.property('code', 'CLUSTER_NOT_FOUND');
    const unnamed = new PreflightRig({ capacityProvider: ['nope'] });
    expect(await failureOf(unnamed.preflight.run())).to.have.property('code', 'CAPACITY_PROVIDER_MISSING');
  });
});
