import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteRouteCommand,
  DeleteSubnetCommand,
  DescribeAddressesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { codeOf, startEc2, type Ec2Fixture } from './ec2-fixture.js';

type Send = (client: EC2Client, at: Place) => Promise<unknown>;

/** A VPC beside the default one, with one of each. */
interface Place {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly tableId: string;
  readonly gatewayId: string;
  readonly groupId: string;
  /** A subnet of the default VPC. */
  readonly elsewhere: string;
}

async function furnish({ client, network, vpc }: Ec2Fixture): Promise<Place> {
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const vpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await client.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.0.1.0/24' }));
  const { RouteTable } = await client.send(new CreateRouteTableCommand({ VpcId: vpcId }));
  const { InternetGateway } = await client.send(new CreateInternetGatewayCommand({}));
  const { GroupId } = await client.send(
    new CreateSecurityGroupCommand({ GroupName: 'tasks', Description: 'for tasks', VpcId: vpcId }),
  );
  return {
    vpcId,
    subnetId: Subnet?.SubnetId ?? '',
    tableId: RouteTable?.RouteTableId ?? '',
    gatewayId: InternetGateway?.InternetGatewayId ?? '',
    groupId: GroupId ?? '',
    elsewhere: network.subnets.find((one) => one.vpcId === vpc.id)?.id ?? '',
  };
}

const everywhere = { DestinationCidrBlock: '0.0.0.0/0' };
const rule = (permission: object): Send => {
  return (client, { groupId }) =>
    client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions: [permission] }));
};
const route = (more: object): Send => {
  return (client, { tableId }) =>
    client.send(new CreateRouteCommand({ RouteTableId: tableId, ...everywhere, ...more }));
};

const refusals: readonly (readonly [string, string, Send])[] = [
  ['a route without a target', 'MissingParameter', route({})],
  [
    'a route with two targets',
    'InvalidParameterCombination',
    (client, at) => route({ GatewayId: at.gatewayId, NatGatewayId: 'nat-0' })(client, at),
  ],
  ['a route to no gateway', 'InvalidGatewayID.NotFound', route({ GatewayId: 'igw-0' })],
  ['a route to no NAT gateway', 'InvalidNatGatewayID.NotFound', route({ NatGatewayId: 'nat-0' })],
  [
    'a route to no block',
    'InvalidParameterValue',
    route({ GatewayId: 'igw-0', DestinationCidrBlock: 'everywhere' }),
  ],
  [
    'to delete a route that is not there',
    'InvalidRoute.NotFound',
    (client, { tableId }) => client.send(new DeleteRouteCommand({ RouteTableId: tableId, ...everywhere })),
  ],
  [
    'a table for a subnet of another network',
    'InvalidParameterValue',
    (client, { tableId, elsewhere }) =>
      client.send(new AssociateRouteTableCommand({ RouteTableId: tableId, SubnetId: elsewhere })),
  ],
  [
    'to end an association that is not there',
    'InvalidAssociationID.NotFound',
    (client) => client.send(new DisassociateRouteTableCommand({ AssociationId: 'rtbassoc-0' })),
  ],
  [
    'a gateway for a network that has one',
    'InvalidParameterValue',
    async (client, { gatewayId, vpcId }) => {
      const second = await client.send(new CreateInternetGatewayCommand({}));
      await client.send(new AttachInternetGatewayCommand({ InternetGatewayId: gatewayId, VpcId: vpcId }));
      const InternetGatewayId = second.InternetGateway?.InternetGatewayId;
      await client.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
    },
  ],
  [
    'to detach a gateway from where it is not',
    'Gateway.NotAttached',
    (client, { gatewayId, vpcId }) =>
      client.send(new DetachInternetGatewayCommand({ InternetGatewayId: gatewayId, VpcId: vpcId })),
  ],
  [
    'a NAT gateway that is neither public nor private',
    'InvalidParameterValue',
    (client, { subnetId }) =>
      client.send(
        new CreateNatGatewayCommand({ SubnetId: subnetId, ConnectivityType: 'secret' as 'public' }),
      ),
  ],
  [
    'an address for a private NAT gateway',
    'InvalidParameterCombination',
    async (client, { subnetId }) => {
      const { AllocationId } = await client.send(new AllocateAddressCommand({ Domain: 'vpc' }));
      const wanted = { SubnetId: subnetId, ConnectivityType: 'private' as const, AllocationId };
      await client.send(new CreateNatGatewayCommand(wanted));
    },
  ],
  [
    'a client token used for something else',
    'IdempotentParameterMismatch',
    async (client, { subnetId, elsewhere }) => {
      const wanted = { ConnectivityType: 'private' as const, ClientToken: 'once' };
      await client.send(new CreateNatGatewayCommand({ ...wanted, SubnetId: subnetId }));
      await client.send(new CreateNatGatewayCommand({ ...wanted, SubnetId: elsewhere }));
    },
  ],
  [
    'an endpoint of a type it does not serve',
    'InvalidParameterValue',
    (client, { vpcId }) =>
      client.send(
        new CreateVpcEndpointCommand({
          VpcId: vpcId,
          ServiceName: 'com.amazonaws.us-east-1.s3',
          VpcEndpointType: 'GatewayLoadBalancer',
        }),
      ),
  ],
  [
    'a VPC on hardware of its own',
    'InvalidParameterValue',
    (client) => client.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16', InstanceTenancy: 'dedicated' })),
  ],
  [
    'a zone by name and by id',
    'InvalidParameterCombination',
    (client, { vpcId }) =>
      client.send(
        new CreateSubnetCommand({
          VpcId: vpcId,
          CidrBlock: '10.0.2.0/24',
          AvailabilityZone: 'us-east-1a',
          AvailabilityZoneId: 'use1-az1',
        }),
      ),
  ],
  [
    'tags of another kind of thing',
    'InvalidParameterValue',
    (client, { vpcId }) =>
      client.send(
        new CreateRouteTableCommand({
          VpcId: vpcId,
          TagSpecifications: [{ ResourceType: 'subnet', Tags: [{ Key: 'a', Value: 'b' }] }],
        }),
      ),
  ],
  [
    'to tag more things than it takes at once',
    'InvalidParameterValue',
    (client, { vpcId }) =>
      client.send(
        new CreateTagsCommand({
          Resources: Array<string>(1001).fill(vpcId),
          Tags: [{ Key: 'a', Value: 'b' }],
        }),
      ),
  ],
  [
    'a group with a description beyond ASCII',
    'InvalidParameterValue',
    (client, { vpcId }) =>
      client.send(new CreateSecurityGroupCommand({ GroupName: 'other', Description: 'für', VpcId: vpcId })),
  ],
  [
    'rules that are not given as IpPermissions',
    'MissingParameter',
    (client, { groupId }) => client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId })),
  ],
  [
    'a port there is none of',
    'InvalidParameterValue',
    rule({ IpProtocol: 'udp', FromPort: 53, ToPort: 65_536, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }),
  ],
  [
    'an IPv6 block that is none',
    'InvalidParameterValue',
    rule({ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: 'everywhere' }] }),
  ],
];

describe('what the local EC2 refuses and tells of a network', () => {
  let ec2: Ec2Fixture;
  let place: Place;

  beforeEach(async () => {
    ec2 = await startEc2({ throttle: 'off' });
    place = await furnish(ec2);
  });
  afterEach(() => ec2.close());

  for (const [what, code, send] of refusals) {
    it(`refuses ${what} with ${code}`, async () => {
      expect(await codeOf(send(ec2.client, place))).to.equal(code);
    });
  }

  it('takes ICMP without ports, and IPv6 blocks in small letters', async () => {
    await rule({ IpProtocol: 'icmp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] })(ec2.client, place);
    await rule({ IpProtocol: '58', Ipv6Ranges: [{ CidrIpv6: '2001:DB8::/32' }] })(ec2.client, place);
    const Filters = [{ Name: 'ip-permission.cidr', Values: ['10.0.0.0/8'] }];
    const told = await ec2.client.send(new DescribeSecurityGroupsCommand({ Filters }));
    const [group] = told.SecurityGroups ?? [];
    expect(told.SecurityGroups).to.have.length(1);
    expect(group?.GroupId).to.equal(place.groupId);
    expect(group?.IpPermissions?.map(({ IpProtocol, FromPort }) => [IpProtocol, FromPort])).to.deep.equal([
      ['icmp', undefined],
      ['icmpv6', undefined],
    ]);
    expect(group?.IpPermissions?.[1]?.Ipv6Ranges?.[0]?.CidrIpv6).to.equal('2001:db8::/32');
  });

  it('finds route tables by where their routes lead', async () => {
    const { gatewayId, vpcId } = place;
    await ec2.client.send(new AttachInternetGatewayCommand({ InternetGatewayId: gatewayId, VpcId: vpcId }));
    await route({ GatewayId: gatewayId })(ec2.client, place);
    const Filters = [
      { Name: 'vpc-id', Values: [vpcId] },
      { Name: 'route.destination-cidr-block', Values: ['0.0.0.0/0'] },
    ];
    const told = await ec2.client.send(new DescribeRouteTablesCommand({ Filters }));
    expect(told.RouteTables?.map(({ RouteTableId }) => RouteTableId)).to.deep.equal([place.tableId]);
  });

  it('takes a deleted subnet out of its route table', async () => {
    const { tableId, subnetId } = place;
    await ec2.client.send(new AssociateRouteTableCommand({ RouteTableId: tableId, SubnetId: subnetId }));
    await ec2.client.send(new DeleteSubnetCommand({ SubnetId: subnetId }));
    const told = await ec2.client.send(new DescribeRouteTablesCommand({ RouteTableIds: [tableId] }));
    expect(told.RouteTables?.[0]?.Associations ?? []).to.deep.equal([]);
  });

  it('tells addresses, with the NAT gateway that uses one', async () => {
    const free = await ec2.client.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    const used = await ec2.client.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    const made = await ec2.client.send(
      new CreateNatGatewayCommand({ SubnetId: place.subnetId, AllocationId: used.AllocationId }),
    );
    const { Addresses = [] } = await ec2.client.send(new DescribeAddressesCommand({}));
    const privateIp = new Map(Addresses.map((one) => [one.AllocationId, one.PrivateIpAddress]));
    expect(privateIp.get(free.AllocationId)).to.equal(undefined);
    expect(privateIp.get(used.AllocationId)).to.match(/^10\.0\.1\.\d+$/);
    expect(made.NatGateway?.SubnetId).to.equal(place.subnetId);
    const one = new DescribeAddressesCommand({
      Filters: [{ Name: 'allocation-id', Values: [free.AllocationId ?? ''] }],
    });
    expect((await ec2.client.send(one)).Addresses?.[0]).to.include({
      PublicIp: free.PublicIp,
      Domain: 'vpc',
    });
  });
});
