import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteTagsCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  ModifySubnetAttributeCommand,
  ReleaseAddressCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { codeOf, startEc2, type Ec2Fixture } from './ec2-fixture.js';

describe('changes to the local EC2’s network', () => {
  let ec2: Ec2Fixture;
  let vpcId: string;
  beforeEach(async () => {
    ec2 = await startEc2({ throttle: 'off' });
    const { Vpc } = await ec2.client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    vpcId = Vpc?.VpcId ?? '';
  });
  afterEach(() => ec2.close());

  const subnet = async (CidrBlock: string, more: object = {}): Promise<string> => {
    const answer = await ec2.client.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock, ...more }));
    return answer.Subnet?.SubnetId ?? '';
  };

  it('makes a VPC with its group and table, and deletes it when nothing is inside [EC2-5]', async () => {
    const groups = await ec2.client.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
    );
    expect(groups.SecurityGroups?.[0]).to.include({ GroupName: 'default', VpcId: vpcId });
    const inside = await subnet('10.0.1.0/24');
    expect(await codeOf(ec2.client.send(new DeleteVpcCommand({ VpcId: vpcId })))).to.equal(
      'DependencyViolation',
    );
    await ec2.client.send(new DeleteSubnetCommand({ SubnetId: inside }));
    await ec2.client.send(new DeleteVpcCommand({ VpcId: vpcId }));
    const left = await ec2.client.send(new DescribeVpcsCommand({}));
    expect(left.Vpcs?.map((vpc) => vpc.VpcId)).to.deep.equal([ec2.vpc.id]);
  });

  const blocks: [string, string, string][] = [
    ['10.0.0.0/8', 'InvalidVpc.Range', 'InvalidSubnet.Range'],
    ['10.0.0.0/29', 'InvalidVpc.Range', 'InvalidSubnet.Range'],
    ['ten', 'InvalidParameterValue', 'InvalidParameterValue'],
  ];
  for (const [CidrBlock, ofVpc, ofSubnet] of blocks) {
    it(`refuses the block ${CidrBlock} [EC2-5]`, async () => {
      expect(await codeOf(ec2.client.send(new CreateVpcCommand({ CidrBlock })))).to.equal(ofVpc);
      expect(await codeOf(subnet(CidrBlock))).to.equal(ofSubnet);
    });
  }

  it('refuses subnets outside, over others, and in zones there are none [EC2-5]', async () => {
    await subnet('10.0.1.0/24', { AvailabilityZone: 'us-east-1b' });
    expect(await codeOf(subnet('10.1.0.0/24'))).to.equal('InvalidSubnet.Range');
    expect(await codeOf(subnet('10.0.1.128/25'))).to.equal('InvalidSubnet.Conflict');
    expect(await codeOf(subnet('10.0.2.0/24', { AvailabilityZone: 'us-east-1z' }))).to.equal(
      'InvalidParameterValue',
    );
    const byId = await subnet('10.0.2.0/24', { AvailabilityZoneId: 'use1-az3' });
    await ec2.client.send(
      new ModifySubnetAttributeCommand({ SubnetId: byId, MapPublicIpOnLaunch: { Value: true } }),
    );
    const told = await ec2.client.send(new DescribeSubnetsCommand({ SubnetIds: [byId] }));
    expect(told.Subnets?.[0]).to.include({ AvailabilityZone: 'us-east-1c', MapPublicIpOnLaunch: true });
  });

  it('keeps to the quotas of an account [EC2-8]', async () => {
    for (let index = 1; index < 4; index++) {
      await ec2.client.send(new CreateVpcCommand({ CidrBlock: `10.${index}.0.0/16` }));
    }
    expect(await codeOf(ec2.client.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' })))).to.equal(
      'VpcLimitExceeded',
    );
  });

  it('only tries where it is told to, after all checks [EC2-7]', async () => {
    const DryRun = true;
    expect(await codeOf(subnet('10.0.1.0/24', { DryRun }))).to.equal('DryRunOperation');
    expect(await codeOf(subnet('10.9.1.0/24', { DryRun }))).to.equal('InvalidSubnet.Range');
    expect(ec2.network.subnets.filter((one) => one.vpcId === vpcId)).to.deep.equal([]);
    const status = await ec2.client
      .send(new DeleteVpcCommand({ VpcId: vpcId, DryRun }))
      .catch((error: unknown) => error);
    expect(status).to.have.nested.property('$metadata.httpStatusCode', 412);
  });

  it('refuses a parameter it would not heed, before it changes anything', async () => {
    const dual = new CreateVpcCommand({ CidrBlock: '10.5.0.0/16', AmazonProvidedIpv6CidrBlock: true });
    expect(await codeOf(ec2.client.send(dual))).to.equal('UnknownParameter');
    expect(ec2.network.vpcs).to.have.length(2);
  });

  describe('routes and gateways', () => {
    const everywhere = { DestinationCidrBlock: '0.0.0.0/0' };
    let RouteTableId: string;
    beforeEach(async () => {
      const made = await ec2.client.send(new CreateRouteTableCommand({ VpcId: vpcId }));
      RouteTableId = made.RouteTable?.RouteTableId ?? '';
    });
    const routes = async (): Promise<(string | undefined)[][]> => {
      const told = await ec2.client.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
      return (told.RouteTables?.[0]?.Routes ?? []).map((route) => [
        route.DestinationCidrBlock ?? route.DestinationPrefixListId,
        route.State,
      ]);
    };

    it('makes a subnet public with an internet gateway, and undoes it [EC2-11]', async () => {
      const made = await ec2.client.send(new CreateInternetGatewayCommand({}));
      const InternetGatewayId = made.InternetGateway?.InternetGatewayId ?? '';
      const route = new CreateRouteCommand({ RouteTableId, GatewayId: InternetGatewayId, ...everywhere });
      expect(await codeOf(ec2.client.send(route))).to.equal('InvalidParameterValue');
      await ec2.client.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
      expect(
        await codeOf(ec2.client.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }))),
      ).to.equal('Resource.AlreadyAssociated');
      await ec2.client.send(route);
      expect(await codeOf(ec2.client.send(route))).to.equal('RouteAlreadyExists');
      const SubnetId = await subnet('10.0.1.0/24');
      const { AssociationId } = await ec2.client.send(
        new AssociateRouteTableCommand({ RouteTableId, SubnetId }),
      );
      expect(
        await codeOf(ec2.client.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }))),
      ).to.equal('Resource.AlreadyAssociated');
      expect(await codeOf(ec2.client.send(new DeleteRouteTableCommand({ RouteTableId })))).to.equal(
        'DependencyViolation',
      );
      expect(await codeOf(ec2.client.send(new DeleteInternetGatewayCommand({ InternetGatewayId })))).to.equal(
        'DependencyViolation',
      );
      await ec2.client.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
      expect(await routes()).to.deep.include(['0.0.0.0/0', 'blackhole']);
      await ec2.client.send(new DeleteRouteCommand({ RouteTableId, ...everywhere }));
      await ec2.client.send(new DisassociateRouteTableCommand({ AssociationId }));
      await ec2.client.send(new DeleteRouteTableCommand({ RouteTableId }));
      await ec2.client.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
    });

    it('gives a private subnet a NAT gateway that is pending at first [EC2-11]', async () => {
      const SubnetId = await subnet('10.0.1.0/24');
      expect(await codeOf(ec2.client.send(new CreateNatGatewayCommand({ SubnetId })))).to.equal(
        'MissingParameter',
      );
      const { AllocationId } = await ec2.client.send(new AllocateAddressCommand({ Domain: 'vpc' }));
      const create = { SubnetId, AllocationId, ClientToken: 'once' };
      const made = await ec2.client.send(new CreateNatGatewayCommand(create));
      const NatGatewayId = made.NatGateway?.NatGatewayId ?? '';
      const again = await ec2.client.send(new CreateNatGatewayCommand(create));
      expect(again.NatGateway?.NatGatewayId).to.equal(NatGatewayId);
      expect(
        await codeOf(ec2.client.send(new CreateNatGatewayCommand({ ...create, ClientToken: 'other' }))),
      ).to.equal('Resource.AlreadyAssociated');
      const state = async (): Promise<string | undefined> => {
        const told = await ec2.client.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [NatGatewayId] }));
        return told.NatGateways?.[0]?.State;
      };
      expect(await state()).to.equal('pending');
      await ec2.clock.advance(1000);
      expect(await state()).to.equal('available');
      await ec2.client.send(new CreateRouteCommand({ RouteTableId, NatGatewayId, ...everywhere }));
      expect(await codeOf(ec2.client.send(new ReleaseAddressCommand({ AllocationId })))).to.equal(
        'InvalidIPAddress.InUse',
      );
      expect(await codeOf(ec2.client.send(new DeleteSubnetCommand({ SubnetId })))).to.equal(
        'DependencyViolation',
      );
      await ec2.client.send(new DeleteNatGatewayCommand({ NatGatewayId }));
      expect(await state()).to.equal('deleting');
      await ec2.clock.advance(1000);
      expect(await state()).to.equal('deleted');
      expect(await routes()).to.deep.include(['0.0.0.0/0', 'blackhole']);
      await ec2.client.send(new ReleaseAddressCommand({ AllocationId }));
      await ec2.clock.advance(3_600_000);
      expect(await codeOf(state())).to.equal('NatGatewayNotFound');
    });

    it('adds routes of a gateway endpoint to its tables, and takes them away with it [EC2-11]', async () => {
      const ServiceName = 'com.amazonaws.us-east-1.s3';
      const wanted = { VpcId: vpcId, ServiceName, RouteTableIds: [RouteTableId] };
      const made = await ec2.client.send(new CreateVpcEndpointCommand(wanted));
      const id = made.VpcEndpoint?.VpcEndpointId ?? '';
      expect(await routes()).to.deep.include(['pl-63a5400a', 'active']);
      expect(await codeOf(ec2.client.send(new CreateVpcEndpointCommand(wanted)))).to.equal(
        'RouteAlreadyExists',
      );
      const gone = await ec2.client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0', id] }));
      expect(
        gone.Unsuccessful?.map(({ ResourceId, Error: error }) => [ResourceId, error?.Code]),
      ).to.deep.equal([['vpce-0', 'InvalidVpcEndpointId.NotFound']]);
      expect(await routes()).to.have.length(1);
    });

    it('makes interface endpoints in subnets, of services that can have them [EC2-11]', async () => {
      const SubnetIds = [await subnet('10.0.1.0/24')];
      const make = (type: 'Gateway' | 'Interface', service: string, more: object = {}): Promise<string> =>
        codeOf(
          ec2.client.send(
            new CreateVpcEndpointCommand({
              VpcId: vpcId,
              VpcEndpointType: type,
              ServiceName: service,
              ...more,
            }),
          ),
        );
      expect(await make('Interface', 'com.amazonaws.us-east-1.ecr.api', { SubnetIds })).to.equal('it worked');
      expect(await make('Gateway', 'com.amazonaws.us-east-1.ecr.api')).to.equal('InvalidServiceName');
      expect(await make('Interface', 'com.amazonaws.eu-west-1.logs')).to.equal('InvalidServiceName');
      expect(await make('Gateway', 'com.amazonaws.us-east-1.s3', { SubnetIds })).to.equal('InvalidParameter');
      expect(await codeOf(ec2.client.send(new DeleteSubnetCommand({ SubnetId: SubnetIds[0] })))).to.equal(
        'DependencyViolation',
      );
    });

    it('keeps the local route and the main association [EC2-11]', async () => {
      const local = new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: '10.0.0.0/16' });
      expect(await codeOf(ec2.client.send(local))).to.equal('InvalidParameterValue');
      const [main] = ec2.network.mainRouteTable(vpcId).associations;
      const part = new DisassociateRouteTableCommand({ AssociationId: main?.id });
      expect(await codeOf(ec2.client.send(part))).to.equal('InvalidParameterValue');
    });
  });

  describe('tags', () => {
    it('are set when a thing is made and later, filtered by, listed and taken away [EC2-12]', async () => {
      const Tags = [{ Key: 'Name', Value: 'one' }];
      const id = await subnet('10.0.1.0/24', { TagSpecifications: [{ ResourceType: 'subnet', Tags }] });
      await ec2.client.send(
        new CreateTagsCommand({ Resources: [id, vpcId], Tags: [{ Key: 'team', Value: 'x' }] }),
      );
      const byTag = async (Name: string, value: string): Promise<(string | undefined)[]> => {
        const told = await ec2.client.send(
          new DescribeSubnetsCommand({ Filters: [{ Name, Values: [value] }] }),
        );
        return (told.Subnets ?? []).map((one) => one.SubnetId);
      };
      expect(await byTag('tag:Name', 'o*')).to.deep.equal([id]);
      expect(await byTag('tag-key', 'team')).to.deep.equal([id]);
      expect(await byTag('tag:Name', 'two')).to.deep.equal([]);
      const told = await ec2.client.send(
        new DescribeTagsCommand({ Filters: [{ Name: 'resource-type', Values: ['subnet'] }] }),
      );
      expect(told.Tags?.map(({ Key, Value, ResourceId }) => [ResourceId, Key, Value])).to.deep.equal([
        [id, 'Name', 'one'],
        [id, 'team', 'x'],
      ]);
      await ec2.client.send(
        new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'Name', Value: 'other' }, { Key: 'team' }] }),
      );
      const left = await ec2.client.send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
      expect(left.Subnets?.[0]?.Tags).to.deep.equal(Tags);
    });

    it('are refused on what is not there, and past fifty [EC2-12]', async () => {
      const tag = (Resources: string[], Tags: object[]): Promise<string> =>
        codeOf(ec2.client.send(new CreateTagsCommand({ Resources, Tags })));
      expect(await tag(['vpc-0'], [{ Key: 'a', Value: '' }])).to.equal('InvalidVpcID.NotFound');
      expect(await tag(['xyz-0'], [{ Key: 'a', Value: '' }])).to.equal('InvalidID');
      expect(await tag([vpcId], [{ Key: 'aws:a', Value: '' }])).to.equal('InvalidParameterValue');
      const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
      expect(await tag([vpcId], many)).to.equal('TagLimitExceeded');
    });
  });
});
