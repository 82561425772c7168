import {
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { addDefaultVpc } from '../../../local/ec2/default-vpc.js';
import type { Ec2Network } from '../../../local/ec2/ec2-network.js';
import { Ec2Regions } from '../../../local/ec2/ec2-regions.js';
import { createEc2Service } from '../../../local/ec2/ec2-service.js';
import type { Vpc } from '../../../local/ec2/network-model.js';
import { dummyCredentials, runServer, seededRandom, type RunningServer } from '../http/running-server.js';

async function failureOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => new Error('the call succeeded'),
    (error: unknown) => error as Error,
  );
}

describe(createEc2Service.name, () => {
  let server: RunningServer;
  let client: EC2Client;
  let network: Ec2Network;
  let vpc: Vpc;
  const filter = (Name: string, ...Values: string[]): { Filters: { Name: string; Values: string[] }[] } => ({
    Filters: [{ Name, Values }],
  });

  beforeEach(async () => {
    const regions = new Ec2Regions(seededRandom());
    network = regions.in('us-east-1');
    vpc = addDefaultVpc(network);
    const service = createEc2Service({
      account: '123456789012',
      network: (region) => regions.in(region),
      now: () => 0,
    });
    server = await runServer({ ec2: service });
    client = new EC2Client({
      region: 'us-east-1',
      endpoint: server.endpoint,
      credentials: dummyCredentials,
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  it('tells the default VPC [EC2-1]', async () => {
    network.addVpc('10.0.0.0/16');
    const answer = await client.send(new DescribeVpcsCommand(filter('is-default', 'true')));
    expect(answer.Vpcs).to.have.length(1);
    expect(answer.Vpcs?.[0]).to.include({
      VpcId: vpc.id,
      CidrBlock: '172.31.0.0/16',
      IsDefault: true,
      State: 'available',
      OwnerId: '123456789012',
    });
    expect(server.calls.count('ec2', 'DescribeVpcs')).to.equal(1);
  });

  it('tells no VPC in a region nobody seeded', async () => {
    const elsewhere = new EC2Client({
      region: 'eu-west-1',
      endpoint: server.endpoint,
      credentials: dummyCredentials,
    });
    const answer = await elsewhere.send(new DescribeVpcsCommand({}));
    elsewhere.destroy();
    expect(answer.Vpcs).to.deep.equal([]);
  });

  it('tells the six default subnets of us-east-1 and filters them [EC2-1] [EC2-2]', async () => {
    const all = await client.send(new DescribeSubnetsCommand(filter('vpc-id', vpc.id)));
    expect(all.Subnets?.map((subnet) => subnet.AvailabilityZone)).to.deep.equal(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `us-east-1${letter}`),
    );
    expect(all.Subnets?.[0]).to.include({
      DefaultForAz: true,
      MapPublicIpOnLaunch: true,
      CidrBlock: '172.31.0.0/20',
      AvailableIpAddressCount: 4091,
    });
    const two = filter('availability-zone', 'us-east-1a', 'us-east-1b');
    const some = await client.send(new DescribeSubnetsCommand(two));
    expect(some.Subnets).to.have.length(2);
    const wild = await client.send(new DescribeSubnetsCommand(filter('availability-zone', '*-1?')));
    expect(wild.Subnets).to.have.length(6);
  });

  it('combines filters so that all must match [EC2-2]', async () => {
    const Filters = [
      { Name: 'default-for-az', Values: ['true'] },
      { Name: 'availability-zone', Values: ['us-east-1f'] },
    ];
    const answer = await client.send(new DescribeSubnetsCommand({ Filters }));
    expect(answer.Subnets).to.have.length(1);
  });

  it('finds groups by id, by name in the default VPC, and by filter', async () => {
    const other = network.addVpc('10.0.0.0/16');
    network.addSecurityGroup(other.id, 'tasks', 'for tasks');
    const byFilter = await client.send(
      new DescribeSecurityGroupsCommand({
        Filters: [...filter('group-name', 'default').Filters, ...filter('vpc-id', vpc.id).Filters],
      }),
    );
    const [group] = byFilter.SecurityGroups ?? [];
    expect(group).to.include({
      GroupName: 'default',
      VpcId: vpc.id,
      Description: 'default VPC security group',
    });
    const byName = await client.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }));
    expect(byName.SecurityGroups).to.deep.equal([group]);
    const byId = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [group?.GroupId ?? ''] }));
    expect(byId.SecurityGroups).to.deep.equal([group]);
    const unreachable = client.send(new DescribeSecurityGroupsCommand({ GroupNames: ['tasks'] }));
    expect(await failureOf(unreachable)).to.have.property('name', 'InvalidGroup.NotFound');
  });

  it('tells the main route table with its way to the internet [EC2-1]', async () => {
    const answer = await client.send(new DescribeRouteTablesCommand(filter('association.main', 'true')));
    const [table] = answer.RouteTables ?? [];
    expect(table?.VpcId).to.equal(vpc.id);
    expect(table?.Associations?.[0]?.Main).to.equal(true);
    expect(table?.Routes?.[0]).to.include({ DestinationCidrBlock: '172.31.0.0/16', GatewayId: 'local' });
    expect(table?.Routes?.[1]?.GatewayId).to.match(/^igw-[0-9a-f]{17}$/);
    expect(table?.Routes?.[1]).to.include({ DestinationCidrBlock: '0.0.0.0/0', State: 'active' });
  });

  it('tells the route table of a private subnet with its NAT route', async () => {
    const subnet = network.addSubnet(vpc.id, { cidr: '172.31.128.0/20', zone: 'us-east-1a' });
    const table = network.addRouteTable(vpc.id, [subnet.id]);
    network.addNatRoute(table.id);
    const answer = await client.send(
      new DescribeRouteTablesCommand(filter('association.subnet-id', subnet.id)),
    );
    expect(answer.RouteTables?.map((item) => item.RouteTableId)).to.deep.equal([table.id]);
    expect(answer.RouteTables?.[0]?.Routes?.[1]?.NatGatewayId).to.match(/^nat-/);
    expect(answer.RouteTables?.[0]?.Associations?.[0]).to.include({ SubnetId: subnet.id, Main: false });
  });

  it('tells endpoints and the routes they bring [EC2-1]', async () => {
    const main = network.mainRouteTable(vpc.id);
    const gateway = network.addGatewayEndpoint(vpc.id, 's3', [main.id]);
    network.addInterfaceEndpoint(vpc.id, 'ecr.api', [network.subnets[0]?.id ?? '']);
    const Filters = [
      ...filter('service-name', 'com.amazonaws.us-east-1.s3').Filters,
      ...filter('vpc-endpoint-type', 'Gateway').Filters,
    ];
    const answer = await client.send(new DescribeVpcEndpointsCommand({ Filters }));
    expect(answer.VpcEndpoints).to.have.length(1);
    expect(answer.VpcEndpoints?.[0]?.VpcEndpointId).to.equal(gateway.id);
    expect(answer.VpcEndpoints?.[0]?.RouteTableIds).to.deep.equal([main.id]);
    const tables = await client.send(new DescribeRouteTablesCommand(filter('route.gateway-id', gateway.id)));
    expect(tables.RouteTables?.[0]?.Routes?.at(-1)?.DestinationPrefixListId).to.match(/^pl-/);
  });

  it('refuses ids that do not exist with the code of their kind [EC2-3]', async () => {
    const calls: readonly [Promise<unknown>, string][] = [
      [client.send(new DescribeVpcsCommand({ VpcIds: ['vpc-0'] })), 'InvalidVpcID.NotFound'],
      [client.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-abc123'] })), 'InvalidSubnetID.NotFound'],
      [client.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-xyz789'] })), 'InvalidGroup.NotFound'],
      [
        client.send(new DescribeRouteTablesCommand({ RouteTableIds: ['rtb-0'] })),
        'InvalidRouteTableID.NotFound',
      ],
      [
        client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0'] })),
        'InvalidVpcEndpointId.NotFound',
      ],
    ];
    for (const [call, code] of calls) expect(await failureOf(call)).to.have.property('name', code);
  });

  it('refuses a filter and an action it does not know by name', async () => {
    const filtered = await failureOf(client.send(new DescribeVpcsCommand(filter('dhcp', 'x'))));
    expect(filtered.name).to.equal('InvalidParameterValue');
    expect(filtered.message).to.contain("The filter 'dhcp' is invalid");
    const action = await failureOf(client.send(new DescribeInstancesCommand({})));
    expect(action.name).to.equal('InvalidAction');
    expect(action.message).to.contain('DescribeInstances');
    const dry = await failureOf(client.send(new DescribeVpcsCommand({ DryRun: true })));
    expect(dry.name).to.equal('DryRunOperation');
  });

  it('refuses a parameter no operation reads rather than ignore it', async () => {
    const credential = 'AK/20260101/us-east-1/ec2/aws4_request';
    const answer = await fetch(server.endpoint, {
      method: 'POST',
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, Signature=0` },
      body: new URLSearchParams({ Action: 'DescribeVpcs', Version: '2016-11-15', Colour: 'red' }),
    });
    expect(answer.status).to.equal(400);
    const body = await answer.text();
    expect(body).to.contain('<Code>UnknownParameter</Code>').and.contain('The parameter Colour is not');
  });

  it('pages [EC2-4]', async () => {
    const first = await client.send(new DescribeSubnetsCommand({ MaxResults: 5 }));
    expect(first.Subnets).to.have.length(5);
    const second = await client.send(
      new DescribeSubnetsCommand({
        MaxResults: 5,
        ...(first.NextToken ? { NextToken: first.NextToken } : {}),
      }),
    );
    expect(second.Subnets?.map((subnet) => subnet.AvailabilityZone)).to.deep.equal(['us-east-1f']);
    expect(second.NextToken).to.equal(undefined);
    const both = { MaxResults: 5, SubnetIds: [network.subnets[0]?.id ?? ''] };
    const failure = await failureOf(client.send(new DescribeSubnetsCommand(both)));
    expect(failure).to.have.property('name', 'InvalidParameterCombination');
    for (const MaxResults of [4, 1001]) {
      const refused = await failureOf(client.send(new DescribeSubnetsCommand({ MaxResults })));
      expect(refused).to.include({ name: 'InvalidParameterValue' });
    }
  });
});
