import { expect } from 'chai';
import { PreconditionError } from '../../../spi/index.js';
import { ClusterInspector } from '../../../src/placement/cluster-inspector.js';
import { fakeSession } from '../../support/fake-session.js';
import {
  awsEcsConfig,
  CLUSTER_ARN,
  clusterFacts,
  clusterInspector,
  miProvider,
  RUNNING_CLUSTER,
  serviceError,
  taskNeeds,
} from '../aws-builders.js';
import { failureOf, settledWith } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

class ClusterRig {
  readonly ecs = stubEcsApi();
  readonly inspector = clusterInspector(this.ecs);

  async refusal(): Promise<PreconditionError> {
    const error = await failureOf(this.inspector.inspect());
    expect(error).to.be.instanceOf(PreconditionError);
    return error as PreconditionError;
  }
}

describe(ClusterInspector.name, () => {
  it('reads the cluster by its configured name and its providers by its ARN', async () => {
    const rig = new ClusterRig();
    const facts = await rig.inspector.inspect();
    expect(facts.arn).to.equal(CLUSTER_ARN);
    expect(facts.providers.map(({ name }) => name)).to.deep.equal(['MANAGED_INSTANCES']);
    expect(rig.ecs.describeCluster.args).to.deep.equal([['nextflow-cluster']]);
    expect(rig.ecs.describeCapacityProviders.args).to.deep.equal([[CLUSTER_ARN]]);
  });

  it('says how to find or create a cluster that is not there', async () => {
    const rig = new ClusterRig();
    rig.ecs.describeCluster.resolves(undefined);
    const error = await rig.refusal();
    expect(error.code).to.equal('CLUSTER_NOT_FOUND');
    expect(error.message)
      .to.match(
        /^ECS cluster 'nextflow-cluster' was not found: no cluster of that name \(aws\.ecs\.cluster\)/,
      )
      .and.include('aws ecs create-cluster --cluster-name nextflow-cluster');
  });

  it('says the status of a cluster that is not active', async () => {
    const rig = new ClusterRig();
    rig.ecs.describeCluster.resolves({ ...RUNNING_CLUSTER, status: 'DEPROVISIONING' });
    const error = await rig.refusal();
    expect(error.code).to.equal('CLUSTER_INACTIVE');
    expect(error.message).to.include('DEPROVISIONING');
    expect(rig.ecs.describeCapacityProviders.callCount).to.equal(0);
  });

  it('says which providers it saw where none of them is active Managed Instances', async () => {
    const rig = new ClusterRig();
    rig.ecs.describeCapacityProviders.resolves([
      miProvider({ name: 'early', status: 'PROVISIONING' }),
      miProvider({ name: 'gone', status: 'INACTIVE' }),
      { name: 'FARGATE', type: 'FARGATE', status: 'ACTIVE' },
    ]);
    const error = await rig.refusal();
    expect(error.code).to.equal('CAPACITY_PROVIDER_MISSING');
    expect(error.message)
      .to.include("provider ('early' is PROVISIONING, 'gone' is INACTIVE). ")
      .and.include('aws ecs create-capacity-provider');
    expect(error.message).not.to.include('FARGATE');
    rig.ecs.describeCapacityProviders.resolves([]);
    const none = await rig.refusal();
    expect(none.code).to.equal('CAPACITY_PROVIDER_MISSING');
    expect(none.message).to.include(
      'no active Managed Instances capacity provider (none at all). Create one',
    );
  });

  it('gives up a cluster that cannot be looked at within a minute, saying what it tried', async () => {
    const session = fakeSession();
    const ecs = stubEcsApi();
    ecs.describeCluster.rejects(serviceError('throttled'));
    const inspector = clusterInspector(ecs, awsEcsConfig(), session);
    const { error } = await settledWith(session.clock, inspector.inspect(), 60_000);
    expect(error).to.have.property('code', 'THROTTLED');
    expect(session.logger.messages('warn')[0]).to.include('looking at the cluster');
  });

  it('chooses by queue before its setting, and gives a refusal as a problem with its mend', () => {
    const inspector = clusterInspector(
      stubEcsApi(),
      awsEcsConfig({ capacityProvider: ['MANAGED_INSTANCES'] }),
    );
    const configured = inspector.choose(clusterFacts(), taskNeeds());
    expect(configured.ok && configured.placements[0].reason).to.equal('named by aws.ecs.capacityProvider');
    const refused = inspector.choose(clusterFacts(), taskNeeds({ queue: ['nope'] }));
    expect(refused.ok ? undefined : refused.problem).to.deep.include({
      code: 'CAPACITY_PROVIDER_MISSING',
      path: 'directive queue',
      found: "'nope'",
      fix: "Name one of 'MANAGED_INSTANCES'.",
    });
  });
});
