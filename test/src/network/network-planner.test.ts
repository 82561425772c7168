import { expect } from 'chai';
import type { Subnet } from '../../../src/aws/network-api.js';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import type { TaskNetwork } from '../../../src/network/choose-network.js';
import { NetworkDiscoveryError } from '../../../src/network/network-discovery-error.js';
import { NetworkPlanner } from '../../../src/network/network-planner.js';
import type { Provider } from '../../../src/placement/provider.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig, provider, callRepeater } from '../aws-builders.js';
import { failureOf, watch } from '../settle-with.js';
import { stubNetworkApi } from '../stub-ports.js';

function subnet(id: string, zone = 'us-east-1a', vpc = 'vpc-default'): Subnet {
  return { id, zone, vpc };
}

const DENIED = new AwsServiceError('ec2:DescribeRouteTables', 'denied', 'UnauthorizedOperation', 'no');

class NetworkRig {
  readonly ec2 = stubNetworkApi();
  readonly session = fakeSession();
  readonly logger = this.session.logger;
  readonly planner: NetworkPlanner;

  constructor(changes: Partial<AwsEcsConfig> = {}) {
    this.planner = new NetworkPlanner(
      this.ec2,
      awsEcsConfig(changes),
      this.logger,
      callRepeater(this.session),
    );
  }

  networkOf(changes: Partial<Provider> = {}): Promise<TaskNetwork> {
    return this.planner.networkOf(provider(changes));
  }

  get calls(): number {
    return Object.values(this.ec2).reduce((sum, stub) => sum + stub.callCount, 0);
  }

  behindNat(): this {
    this.ec2.routeTables.resolves([{ id: 'rtb', main: true, subnets: [], toNat: true }]);
    return this;
  }
}

describe(NetworkPlanner.name, () => {
  it('asks EC2 nothing in host mode, nor where subnets and groups are set', async () => {
    const host = new NetworkRig({ networkMode: 'host' });
    expect(await host.networkOf()).to.deep.equal({ mode: 'host' });
    const given = new NetworkRig({ subnets: ['subnet-1'], securityGroups: ['sg-1'] });
    expect(await given.networkOf()).to.deep.equal({
      mode: 'awsvpc',
      subnets: ['subnet-1'],
      securityGroups: ['sg-1'],
    });
    expect(host.calls + given.calls).to.equal(0);
    expect(host.logger.entries).to.deep.equal([]);
  });

  it('takes the default VPC’s own subnets in the provider’s zones and its default group', async () => {
    const rig = new NetworkRig().behindNat();
    rig.ec2.defaultSubnets.resolves([
      subnet('subnet-a'),
      subnet('subnet-b', 'us-east-1b'),
      subnet('subnet-c', 'us-east-1c'),
    ]);
    rig.ec2.subnets.resolves([subnet('subnet-p', 'us-east-1b')]);
    expect(await rig.networkOf()).to.deep.equal({
      mode: 'awsvpc',
      subnets: ['subnet-b'],
      securityGroups: ['sg-default'],
    });
    expect(rig.logger.entries).to.deep.equal([]);
  });

  it('keeps the provider’s subnets where the default VPC has none of its own in their zones', async () => {
    const rig = new NetworkRig().behindNat();
    rig.ec2.defaultSubnets.resolves([subnet('subnet-b', 'us-east-1b')]);
    expect(await rig.networkOf()).to.deep.include({ subnets: ['subnet-p'] });
  });

  it('takes the provider’s own network where it lies in another VPC', async () => {
    const rig = new NetworkRig().behindNat();
    rig.ec2.subnets.resolves([subnet('subnet-p', 'us-east-1a', 'vpc-own')]);
    expect(await rig.networkOf()).to.deep.equal({
      mode: 'awsvpc',
      subnets: ['subnet-p'],
      securityGroups: ['sg-p'],
    });
    expect(rig.ec2.routeTables.args).to.deep.equal([['vpc-own']]);
  });

  it('takes that VPC’s default group where the provider names none', async () => {
    const rig = new NetworkRig().behindNat();
    rig.ec2.subnets.resolves([subnet('subnet-p', 'us-east-1a', 'vpc-own')]);
    expect(await rig.networkOf({ securityGroups: [] })).to.deep.include({ securityGroups: ['sg-default'] });
    expect(rig.ec2.defaultSecurityGroup.args).to.deep.equal([['vpc-own']]);
  });

  it('falls back to the default VPC where the provider’s network cannot be read', async () => {
    const rig = new NetworkRig().behindNat();
    expect(await rig.networkOf({ subnets: [] })).to.deep.include({ subnets: ['subnet-a'] });
    expect(rig.ec2.subnets.callCount).to.equal(0);
  });

  it('finds the group of configured subnets, and the subnets of configured groups, without asking for a way to S3', async () => {
    const subnets = new NetworkRig({ subnets: ['subnet-1'] });
    expect(await subnets.networkOf()).to.deep.equal({
      mode: 'awsvpc',
      subnets: ['subnet-1'],
      securityGroups: ['sg-default'],
    });
    const groups = new NetworkRig({ securityGroups: ['sg-1'] });
    expect(await groups.networkOf()).to.deep.equal({
      mode: 'awsvpc',
      subnets: ['subnet-a'],
      securityGroups: ['sg-1'],
    });
    expect(subnets.ec2.routeTables.callCount + groups.ec2.routeTables.callCount).to.equal(0);
  });

  it('discovers in awsvpc mode whether or not the subnets lead to S3', async () => {
    const rig = new NetworkRig({ networkMode: 'awsvpc' });
    expect(await rig.networkOf()).to.deep.include({ mode: 'awsvpc', subnets: ['subnet-a'] });
  });

  it('sends at most 16 subnets and 5 groups', async () => {
    const rig = new NetworkRig().behindNat();
    const own = Array.from({ length: 20 }, (_, n) => subnet(`subnet-${n}`, 'us-east-1a', 'vpc-own'));
    rig.ec2.subnets.resolves(own);
    const network = await rig.networkOf({
      securityGroups: ['1', '2', '3', '4', '5', '6'].map((n) => `sg-${n}`),
    });
    if (network.mode !== 'awsvpc') throw new Error('host mode');
    expect(network.subnets.length).to.equal(16);
    expect(network.securityGroups).to.deep.equal(['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5']);
  });

  it('uses host mode where the subnets have no way to S3, and says so once a session', async () => {
    const rig = new NetworkRig();
    expect(await rig.networkOf()).to.deep.equal({ mode: 'host' });
    expect(await rig.networkOf({ name: 'other' })).to.deep.equal({ mode: 'host' });
    const [notice, ...more] = rig.logger.messages('info');
    expect(notice).to.include('host mode').and.include('neither a NAT gateway nor an S3 endpoint');
    expect(more).to.deep.equal([]);
  });

  it('uses host mode where EC2 denies the look, and says which call', async () => {
    const rig = new NetworkRig();
    rig.ec2.routeTables.rejects(DENIED);
    expect(await rig.networkOf()).to.deep.equal({ mode: 'host' });
    expect(rig.logger.messages('info')[0]).to.include('ec2:DescribeRouteTables: UnauthorizedOperation');
  });

  it('does not turn to host mode where the user wants awsvpc, nor for a failure that is no denial', async () => {
    const wanted = new NetworkRig({ networkMode: 'awsvpc' });
    wanted.ec2.subnets.rejects(DENIED);
    expect(await failureOf(wanted.networkOf())).to.equal(DENIED);
    const broken = new NetworkRig();
    const failure = new AwsServiceError('ec2:DescribeSubnets', 'refused', 'X', 'y');
    broken.ec2.subnets.rejects(failure);
    expect(await failureOf(broken.networkOf())).to.equal(failure);
  });

  it('says which network is missing and the setting that mends it', async () => {
    const noVpc = new NetworkRig();
    noVpc.ec2.defaultVpc.resolves(undefined);
    const noSubnets = new NetworkRig();
    noSubnets.ec2.subnets.resolves([]);
    const noGroup = new NetworkRig({ networkMode: 'awsvpc' });
    noGroup.ec2.defaultSecurityGroup.resolves(undefined);
    const cases = [
      { planned: noVpc.networkOf({ subnets: [] }), code: 'NO_DEFAULT_VPC', setting: 'aws.ecs.subnets' },
      { planned: noSubnets.networkOf(), code: 'NO_SUBNETS', setting: 'aws.ecs.subnets' },
      { planned: noGroup.networkOf(), code: 'NO_SECURITY_GROUP', setting: 'aws.ecs.securityGroups' },
    ];
    for (const { planned, code, setting } of cases) {
      const error = await failureOf(planned);
      expect(error).to.be.instanceOf(NetworkDiscoveryError).with.property('code', code);
      expect((error as Error).message).to.include(setting);
    }
  });

  it('plans once for all tasks of a provider, also while they ask at once', async () => {
    const rig = new NetworkRig();
    const plans = await Promise.all([1, 2, 3].map(() => rig.networkOf()));
    expect(new Set(plans).size).to.equal(1);
    await rig.networkOf();
    expect(rig.ec2.subnets.callCount).to.equal(1);
    await rig.networkOf({ name: 'other' });
    expect(rig.ec2.subnets.callCount).to.equal(2);
  });

  it('waits out five minutes without EC2, and says so once', async () => {
    const rig = new NetworkRig().behindNat();
    rig.ec2.routeTables.rejects(new AwsServiceError('ec2:DescribeRouteTables', 'unavailable', 'X', 'y'));
    const planned = watch(rig.networkOf());
    await rig.session.clock.advance(300_000);
    expect(planned.done).to.equal(false);
    rig.behindNat();
    await rig.session.clock.advance(60_000);
    expect(planned.value).to.have.property('mode', 'awsvpc');
    expect(rig.session.logger.entries.map(({ message }) => message.split(';')[0])).to.deep.equal([
      'AWS cannot be reached for looking at the network',
      'AWS answers again: looking at the network.',
    ]);
  });

  it('forgets a failure, so that the next task asks again', async () => {
    const rig = new NetworkRig();
    rig.ec2.subnets.onCall(0).rejects(new AwsServiceError('ec2:DescribeSubnets', 'refused', 'X', 'y'));
    await failureOf(rig.networkOf());
    expect(await rig.networkOf()).to.deep.equal({ mode: 'host' });
  });

  it('names aws.ecs.subnets where EC2 refuses the subnets the user set', async () => {
    const rig = new NetworkRig({ subnets: ['subnet-nope'] });
    const refusal = new AwsServiceError('ec2:DescribeSubnets', 'refused', 'InvalidSubnetID.NotFound', 'no');
    rig.ec2.subnets.rejects(refusal);
    const error = await failureOf(rig.networkOf());
    expect(error).to.be.instanceOf(NetworkDiscoveryError).and.include({ code: 'NO_SUBNETS', cause: refusal });
    expect((error as Error).message)
      .to.include('aws.ecs.subnets: subnet-nope')
      .and.include('InvalidSubnetID.NotFound');
  });

  it('gives AWS’s own refusal where the subnets are the provider’s', async () => {
    const rig = new NetworkRig();
    const refusal = new AwsServiceError('ec2:DescribeSubnets', 'refused', 'InvalidSubnetID.NotFound', 'no');
    rig.ec2.subnets.rejects(refusal);
    expect(await failureOf(rig.networkOf())).to.equal(refusal);
  });

  it('gives a denied look at the user’s own subnets as it is', async () => {
    const rig = new NetworkRig({ subnets: ['subnet-1'] });
    rig.ec2.subnets.rejects(DENIED);
    expect(await failureOf(rig.networkOf())).to.equal(DENIED);
  });
});
