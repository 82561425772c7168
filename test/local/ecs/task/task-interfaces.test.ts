import { Readable } from 'node:stream';
import { expect } from 'chai';
import { createEc2Service } from '../../../../local/ec2/ec2-service.js';
import { Ec2Regions } from '../../../../local/ec2/ec2-regions.js';
import { SubnetAddresses } from '../../../../local/ecs/task/subnet-addresses.js';
import { taskInterface } from '../../../../local/ecs/task/task-interface.js';
import { cluster, EcsFixture, type Json, region } from '../ecs-fixture.js';
import { seeded } from '../task-builder.js';

const second = 1000;
const awsvpc = (subnets: string[], securityGroups?: string[]): Json => ({
  networkConfiguration: {
    awsvpcConfiguration: { subnets, ...(securityGroups === undefined ? {} : { securityGroups }) },
  },
});
const inVpc = { networkMode: 'awsvpc' };

describe(taskInterface.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => {
    fixture = new EcsFixture();
  });
  afterEach(() => fixture.ecs.close());

  const interfaces = (): ReturnType<typeof fixture.ecs.networkInterfaces.in> =>
    fixture.ecs.networkInterfaces.in(region);

  it('tells EC2 of a task from its placement to its end, as the task tells of it [2c.7]', async () => {
    const arn = await fixture.launch(awsvpc(['subnet-a'], ['sg-1']), inVpc);
    await fixture.clock.advance(20 * second);
    expect(interfaces()).to.deep.equal([]);
    await fixture.clock.advance(19 * second);
    expect(interfaces().map(({ status }) => status)).to.deep.equal(['available']);
    await fixture.clock.advance(10 * second);
    const [attachment] = (await fixture.describe(arn)).attachments;
    const detail = (name: string): string | undefined =>
      attachment?.details.find((entry) => entry.name === name)?.value;
    expect(interfaces()).to.deep.equal([
      {
        id: detail('networkInterfaceId'),
        vpcId: 'vpc-1',
        subnetId: 'subnet-a',
        zone: 'us-east-1a',
        privateIp: detail('privateIPv4Address'),
        macAddress: detail('macAddress'),
        groupIds: ['sg-1'],
        description: `arn:aws:ecs:us-east-1:123456789012:attachment/${attachment?.id ?? ''}`,
        type: 'branch',
        status: 'in-use',
      },
    ]);
    expect(detail('privateIPv4Address')).to.match(/^10\.0\.0\.\d+$/);
    expect(fixture.ecs.networkInterfaces.in('eu-west-1')).to.deep.equal([]);
    await fixture.call('StopTask', { cluster, task: arn });
    await fixture.clock.advance(31 * second);
    expect(interfaces()).to.have.length(1);
    await fixture.clock.advance(10 * second);
    expect(interfaces()).to.deep.equal([]);
  });

  it("has the VPC's default group where the task names none, and none in host mode", async () => {
    await fixture.running(awsvpc(['subnet-a']), inVpc);
    await fixture.running();
    expect(interfaces().map(({ groupIds }) => groupIds)).to.deep.equal([['sg-default']]);
  });

  it('is attached to the instance itself where its type has no trunk', async () => {
    fixture.capacity.instance = { type: 'g4dn.xlarge' };
    await fixture.running(awsvpc(['subnet-a']), inVpc);
    const [eni] = interfaces();
    expect(eni).to.include({ type: 'interface', status: 'in-use' });
    expect(eni?.attachment).to.include({ instanceId: 'i-00000000000000000', deviceIndex: 1 });
    expect(eni?.attachment?.id).to.match(/^eni-attach-[0-9a-f]{17}$/);
  });

  it('ends a task whose subnet has no address left, and gives addresses back', async () => {
    fixture.capacity.instance = { zone: 'us-east-1b' };
    const arns: string[] = [];
    for (let task = 0; task < 12; task++) arns.push(await fixture.launch(awsvpc(['subnet-b']), inVpc));
    await fixture.clock.advance(60 * second);
    expect(new Set(interfaces().map(({ privateIp }) => privateIp)).size).to.equal(11);
    expect(await fixture.describe(arns[11] ?? '')).to.include({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason:
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet 'subnet-b': InsufficientFreeAddressesInSubnet",
    });
    fixture.runtime.containers[0]?.end({ exitCode: 0 });
    await fixture.clock.advance(60 * second);
    await fixture.running(awsvpc(['subnet-b']), inVpc);
    expect(interfaces()).to.have.length(11);
  });
});

describe(SubnetAddresses.name, () => {
  it('gives every usable address of a block once, and then none', () => {
    const addresses = new SubnetAddresses(seeded());
    const given = Array.from({ length: 11 }, () => addresses.take('subnet-1', '10.1.2.16/28'));
    expect([...given].sort()).to.deep.equal(
      Array.from({ length: 11 }, (_, index) => `10.1.2.${20 + index}`).sort(),
    );
    expect(addresses.take('subnet-1', '10.1.2.16/28')).to.equal(undefined);
    expect(addresses.take('subnet-2', '10.1.2.16/28')).to.match(/^10\.1\.2\./);
    addresses.release('subnet-1', '10.1.2.25');
    expect(addresses.take('subnet-1', '10.1.2.16/28')).to.equal('10.1.2.25');
  });
});

describe(`${createEc2Service.name} with tasks`, () => {
  it('lists interfaces by group, counts the addresses left, and keeps subnet and group from deletion', async () => {
    const regions = new Ec2Regions(seeded());
    const vpc = regions.in(region).addVpc('10.0.0.0/16');
    const subnet = regions.in(region).addSubnet(vpc.id, { cidr: '10.0.0.0/28', zone: 'us-east-1a' });
    const group = regions.in(region).addSecurityGroup(vpc.id, 'tasks');
    const eni = {
      id: 'eni-0123456789abcdef0',
      vpcId: vpc.id,
      subnetId: subnet.id,
      zone: 'us-east-1a',
      privateIp: '10.0.0.4',
      macAddress: '0e:00:00:00:00:01',
      groupIds: [group.id],
      description: 'arn:aws:ecs:us-east-1:123456789012:attachment/x',
      type: 'branch' as const,
      status: 'in-use' as const,
    };
    const service = createEc2Service({
      account: '123456789012',
      network: (name) => regions.in(name),
      now: () => 0,
      interfaces: { in: (name) => (name === region ? [eni] : []) },
    });
    const call = async (form: string): Promise<string> => {
      const response = await service.handle({
        service: 'ec2',
        region,
        requestId: 'test',
        method: 'GET',
        path: '/',
        query: new URLSearchParams(form),
        headers: {},
        body: Readable.from([]),
      });
      return typeof response.body === 'string' ? response.body : '';
    };
    const found = await call(
      `Action=DescribeNetworkInterfaces&IncludeManagedResources=true&Filter.1.Name=group-id&Filter.1.Value.1=${group.id}`,
    );
    expect(found).to.contain('<interfaceType>branch</interfaceType>').and.contain('eni-0123456789abcdef0');
    expect(found).not.to.contain('<attachment>');
    expect(await call('Action=DescribeSubnets')).to.contain('<availableIpAddressCount>10<');
    expect(await call(`Action=DeleteSubnet&SubnetId=${subnet.id}`)).to.contain('DependencyViolation');
    expect(await call(`Action=DeleteSecurityGroup&GroupId=${group.id}`)).to.contain('DependencyViolation');
  });
});
