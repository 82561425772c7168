import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { codeOf, startEc2, type Ec2Fixture } from './ec2-fixture.js';

describe('security groups of the local EC2', () => {
  let ec2: Ec2Fixture;
  let vpcId: string;

  const tcp = (port: number, CidrIp = '0.0.0.0/0'): object => ({
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp, Description: 'd' }] },
    ],
  });
  let GroupId: string;
  beforeEach(async () => {
    ec2 = await startEc2({ throttle: 'off' });
    const { Vpc } = await ec2.client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    vpcId = Vpc?.VpcId ?? '';
    const made = await ec2.client.send(
      new CreateSecurityGroupCommand({ GroupName: 'tasks', Description: 'for tasks', VpcId: vpcId }),
    );
    GroupId = made.GroupId ?? '';
  });
  afterEach(() => ec2.close());

  it('begins with everything allowed out, and keeps rules in and out [EC2-9]', async () => {
    const added = await ec2.client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, ...tcp(22) }));
    expect(added.SecurityGroupRules?.[0]).to.include({
      FromPort: 22,
      CidrIpv4: '0.0.0.0/0',
      IsEgress: false,
    });
    await ec2.client.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }],
      }),
    );
    await ec2.client.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, ...tcp(443, '10.0.0.0/8') }));
    const told = await ec2.client.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
    const [group] = told.SecurityGroups ?? [];
    expect(group?.IpPermissions?.map(({ IpProtocol }) => IpProtocol)).to.deep.equal(['tcp', '-1']);
    expect(group?.IpPermissions?.[1]?.UserIdGroupPairs?.[0]?.GroupId).to.equal(GroupId);
    expect(group?.IpPermissionsEgress?.map(({ IpRanges }) => IpRanges?.[0]?.CidrIp)).to.deep.equal([
      '0.0.0.0/0',
      '10.0.0.0/8',
    ]);
    const rules = await ec2.client.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [GroupId] }] }),
    );
    expect(rules.SecurityGroupRules).to.have.length(4);
  });

  it('takes rules away by what they say and by id [EC2-9]', async () => {
    await ec2.client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, ...tcp(22) }));
    await ec2.client.send(new RevokeSecurityGroupIngressCommand({ GroupId, ...tcp(22) }));
    const again = ec2.client.send(new RevokeSecurityGroupIngressCommand({ GroupId, ...tcp(22) }));
    expect(await codeOf(again)).to.equal('InvalidPermission.NotFound');
    const [out] = ec2.network.tables.rules.all.filter((rule) => rule.groupId === GroupId);
    await ec2.client.send(
      new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds: [out?.id ?? ''] }),
    );
    expect(ec2.network.tables.rules.all.some((rule) => rule.groupId === GroupId)).to.equal(false);
  });

  const bad: [string, object, string][] = [
    [
      'twice the same',
      { IpPermissions: [tcp(1), tcp(1)].flatMap((one) => (one as { IpPermissions: [] }).IpPermissions) },
      'InvalidPermission.Duplicate',
    ],
    [
      'no ports',
      { IpPermissions: [{ IpProtocol: 'tcp', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
      'InvalidParameterValue',
    ],
    [
      'ports the wrong way round',
      {
        IpPermissions: [{ IpProtocol: 'udp', FromPort: 2, ToPort: 1, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      },
      'InvalidParameterValue',
    ],
    ['a block that is none', tcp(1, '10.0.0.300/8'), 'InvalidParameterValue'],
    [
      'a protocol that is none',
      { IpPermissions: [{ IpProtocol: 'x', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
      'InvalidParameterValue',
    ],
    [
      'a group that is none',
      { IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0' }] }] },
      'InvalidGroup.NotFound',
    ],
    ['nobody', { IpPermissions: [{ IpProtocol: '-1' }] }, 'MissingParameter'],
  ];
  for (const [what, rules, code] of bad) {
    it(`refuses rules with ${what} [EC2-9]`, async () => {
      expect(
        await codeOf(ec2.client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, ...rules }))),
      ).to.equal(code);
    });
  }

  it('deletes a group nobody needs, and never a default one [EC2-9]', async () => {
    const fallback = ec2.network.groups.find((group) => group.vpcId === vpcId && group.name === 'default');
    const drop = (id = ''): Promise<unknown> =>
      ec2.client.send(new DeleteSecurityGroupCommand({ GroupId: id }));
    expect(await codeOf(drop(fallback?.id))).to.equal('CannotDelete');
    const permission = { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] };
    const add = new AuthorizeSecurityGroupIngressCommand({
      GroupId: fallback?.id ?? '',
      IpPermissions: [permission],
    });
    await ec2.client.send(add);
    expect(await codeOf(drop(GroupId))).to.equal('DependencyViolation');
    await ec2.client.send(new RevokeSecurityGroupIngressCommand(add.input));
    await drop(GroupId);
    expect(await codeOf(drop(GroupId))).to.equal('InvalidGroup.NotFound');
  });

  it('refuses names that are taken, reserved or malformed [EC2-9]', async () => {
    const make = (GroupName: string): Promise<string> =>
      codeOf(ec2.client.send(new CreateSecurityGroupCommand({ GroupName, Description: 'd', VpcId: vpcId })));
    expect(await make('tasks')).to.equal('InvalidGroup.Duplicate');
    expect(await make('default')).to.equal('InvalidGroup.Reserved');
    expect(await make('sg-mine')).to.equal('InvalidParameterValue');
    expect(await make('ü')).to.equal('InvalidParameterValue');
  });
});
