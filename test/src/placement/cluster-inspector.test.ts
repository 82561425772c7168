import { expect } from 'chai';
import { PreconditionError } from '../../../spi/index.js';
import { INTERRUPTIONS } from '../../../src/outcome/retry-account.js';
import { CapacityBook } from '../../../src/placement/capacity-book.js';
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
  provider,
  taskNeeds,
  typeCatalogue,
} from '../aws-builders.js';
import { failureOf, settledWith } from '../settle-with.js';
import { stubInstanceTypesApi } from '../stub-instance-types-api.js';
import { stubEcsApi } from '../stub-ports.js';
import { instanceTypes } from './instance-types.js';

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

  it('gives up a cluster that cannot be looked at within ten minutes, saying what it tried', async () => {
    const session = fakeSession();
    const ecs = stubEcsApi();
    ecs.describeCluster.rejects(serviceError('throttled'));
    const inspector = clusterInspector(ecs, awsEcsConfig(), session);
    const { error } = await settledWith(session.clock, inspector.inspect(), 660_000);
    expect(error).to.have.property('code', 'THROTTLED');
    expect(session.logger.messages('warn')[0]).to.include('looking at the cluster');
  });

  it('chooses by queue before its setting, and gives a refusal as a problem with its mend', async () => {
    const inspector = clusterInspector(
      stubEcsApi(),
      awsEcsConfig({ capacityProvider: ['MANAGED_INSTANCES'] }),
    );
    const configured = await inspector.choose(clusterFacts(), taskNeeds());
    expect(configured.ok && configured.placements[0].reason).to.equal('named by aws.ecs.capacityProvider');
    const refused = await inspector.choose(clusterFacts(), taskNeeds({ queue: ['nope'] }));
    expect(refused.ok ? undefined : refused.problem).to.deep.include({
      code: 'CAPACITY_PROVIDER_MISSING',
      path: 'directive queue',
      found: "'nope'",
      fix: "Name one of 'MANAGED_INSTANCES'.",
    });
  });

  it('prefers on-demand providers from as many interruptions as aws.ecs.spotFallback says, never for 0', async () => {
    const facts = clusterFacts({
      providers: [provider({ name: 'od' }), provider({ name: 'spot', capacityType: 'SPOT' })],
    });
    const needs = taskNeeds({ queue: ['spot', 'od'] });
    const chosen = async (spotFallback: number, interruptions?: number): Promise<unknown> => {
      const inspector = clusterInspector(stubEcsApi(), awsEcsConfig({ spotFallback }));
      const budgets = interruptions === undefined ? {} : { [INTERRUPTIONS]: interruptions };
      const choice = await inspector.choose(facts, needs, budgets);
      return choice.ok && choice.placements[0].provider.name;
    };
    expect(await chosen(2)).to.equal('spot');
    expect(await chosen(2, 1)).to.equal('spot');
    expect(await chosen(2, 2)).to.equal('od');
    expect(await chosen(0, 9)).to.equal('spot');
  });

  it('tries last the providers that had no room a short while ago', async () => {
    const session = fakeSession();
    const capacity = new CapacityBook(session.clock);
    const inspector = clusterInspector(stubEcsApi(), awsEcsConfig(), session, { capacity });
    const facts = clusterFacts({ providers: [provider({ name: 'a' }), provider({ name: 'b' })] });
    capacity.lost('a');
    const choice = await inspector.choose(facts, taskNeeds());
    expect(choice.ok && choice.placements.map((one) => one.provider.name)).to.deep.equal(['b', 'a']);
  });

  it('asks EC2 once for all types that providers and processes name, and for what a task names besides', async () => {
    const session = fakeSession();
    const ec2 = stubInstanceTypesApi(instanceTypes);
    const types = typeCatalogue(session, ec2);
    const ecs = stubEcsApi();
    const general = miProvider();
    const template = general.managedInstancesProvider?.instanceLaunchTemplate;
    const instanceRequirements = {
      vCpuCount: { min: 1 },
      memoryMiB: { min: 1 },
      allowedInstanceTypes: ['m6i.*', 'r6i.*'],
    };
    const listed = {
      name: 'listed',
      managedInstancesProvider: {
        instanceLaunchTemplate: {
          ...template,
          ec2InstanceProfileArn: 'a',
          networkConfiguration: {},
          instanceRequirements,
        },
      },
    };
    ecs.describeCapacityProviders.resolves([general, miProvider(listed)]);
    const inspector = clusterInspector(ecs, awsEcsConfig(), session, { types });
    const facts = await inspector.inspect([
      taskNeeds({ machineTypes: ['r6i.2xlarge', 'm6i.*'] }),
      taskNeeds({ accelerator: { count: 1, type: 't4' } }),
    ]);
    expect(ec2.matching.args).to.deep.equal([[['g4dn.*', 'm6i.*', 'r6i.*', 'r6i.2xlarge']]]);
    await inspector.choose(facts, taskNeeds({ machineTypes: ['r6i.2xlarge'] }));
    expect(ec2.matching.callCount).to.equal(1);
    const computed = await inspector.choose(facts, taskNeeds({ machineTypes: ['r6i.9xlarge'] }));
    expect(ec2.matching.args[1]).to.deep.equal([['r6i.9xlarge']]);
    expect(computed.ok ? undefined : computed.problem.message).to.include('EC2 has none in this region');
  });

  it('does not ask EC2 where nothing is named', async () => {
    const session = fakeSession();
    const ec2 = stubInstanceTypesApi();
    const inspector = clusterInspector(stubEcsApi(), awsEcsConfig(), session, {
      types: typeCatalogue(session, ec2),
    });
    const facts = await inspector.inspect([taskNeeds()]);
    expect((await inspector.choose(facts, taskNeeds())).ok).to.equal(true);
    expect(ec2.matching.callCount).to.equal(0);
  });
});
