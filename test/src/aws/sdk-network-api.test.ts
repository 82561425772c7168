import { expect } from 'chai';
import type { NetworkApi } from '../../../src/aws/network-api.js';
import { SdkNetworkApi } from '../../../src/aws/sdk-network-api.js';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { failureOf } from '../settle-with.js';
import { WireStub } from './wire-stub.js';

function answer(operation: string, content: string): string {
  return `<?xml version="1.0"?><${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${content}</${operation}Response>`;
}

function subnets(ids: readonly string[], nextToken = ''): string {
  const items = ids.map(
    (id) =>
      `<item><subnetId>${id}</subnetId><vpcId>vpc-1</vpcId><availabilityZone>us-east-1a</availabilityZone></item>`,
  );
  const next = nextToken === '' ? '' : `<nextToken>${nextToken}</nextToken>`;
  return answer('DescribeSubnets', `<subnetSet>${items.join('')}</subnetSet>${next}`);
}

describe(SdkNetworkApi.name, () => {
  let wire: WireStub;
  let ec2: NetworkApi;

  beforeEach(async () => {
    wire = await WireStub.start();
    ec2 = new SdkNetworkApi(wire.connect().ec2);
  });

  afterEach(() => wire.stop());

  it('reads subnets by id', async () => {
    wire.xml(subnets(['subnet-1', 'subnet-2']));
    expect(await ec2.subnets(['subnet-1', 'subnet-2'])).to.deep.equal([
      { id: 'subnet-1', vpc: 'vpc-1', zone: 'us-east-1a' },
      { id: 'subnet-2', vpc: 'vpc-1', zone: 'us-east-1a' },
    ]);
    expect(wire.queries[0]).to.include({
      Action: 'DescribeSubnets',
      'SubnetId.1': 'subnet-1',
      'SubnetId.2': 'subnet-2',
    });
  });

  it('finds the default VPC, and undefined where the region has none', async () => {
    wire.xml(
      answer('DescribeVpcs', '<vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet>'),
      answer('DescribeVpcs', '<vpcSet/>'),
    );
    expect(await ec2.defaultVpc()).to.equal('vpc-1');
    expect(await ec2.defaultVpc()).to.equal(undefined);
    expect(wire.queries[0]).to.include({ 'Filter.1.Name': 'is-default', 'Filter.1.Value.1': 'true' });
  });

  it('gathers the default subnets of all pages', async () => {
    wire.xml(subnets(['subnet-1'], 'more'), subnets(['subnet-2']));
    expect((await ec2.defaultSubnets('vpc-1')).map(({ id }) => id)).to.deep.equal(['subnet-1', 'subnet-2']);
    expect(wire.queries[0]).to.include({ 'Filter.1.Name': 'vpc-id', 'Filter.2.Name': 'default-for-az' });
    expect(wire.queries[1]).to.include({ NextToken: 'more' });
  });

  it('finds the VPC’s own default group', async () => {
    wire.xml(
      answer(
        'DescribeSecurityGroups',
        '<securityGroupInfo><item><groupId>sg-1</groupId></item></securityGroupInfo>',
      ),
      answer('DescribeSecurityGroups', '<securityGroupInfo/>'),
    );
    expect(await ec2.defaultSecurityGroup('vpc-1')).to.equal('sg-1');
    expect(await ec2.defaultSecurityGroup('vpc-1')).to.equal(undefined);
    expect(wire.queries[0]).to.include({ 'Filter.2.Name': 'group-name', 'Filter.2.Value.1': 'default' });
  });

  const routes: readonly { name: string; route: string; toNat: boolean; to?: string }[] = [
    { name: 'an internet gateway', route: '<gatewayId>igw-1</gatewayId><state>active</state>', toNat: false },
    { name: 'the VPC itself', route: '<gatewayId>local</gatewayId><state>active</state>', toNat: false },
    { name: 'a NAT gateway', route: '<natGatewayId>nat-1</natGatewayId><state>active</state>', toNat: true },
    {
      name: 'a NAT gateway that is gone',
      route: '<natGatewayId>nat-1</natGatewayId><state>blackhole</state>',
      toNat: false,
    },
    { name: 'a NAT instance', route: '<instanceId>i-1</instanceId><state>active</state>', toNat: true },
    {
      name: 'a transit gateway',
      route: '<transitGatewayId>tgw-1</transitGatewayId><state>active</state>',
      toNat: true,
    },
    {
      name: 'another network behind a transit gateway',
      to: '10.0.0.0/8',
      route: '<transitGatewayId>tgw-1</transitGatewayId><state>active</state>',
      toNat: false,
    },
    {
      name: 'another network behind a NAT gateway',
      to: '192.168.0.0/16',
      route: '<natGatewayId>nat-1</natGatewayId><state>active</state>',
      toNat: false,
    },
  ];
  for (const { name, route, toNat, to = '0.0.0.0/0' } of routes) {
    it(`sees a route to ${name} as ${toNat ? 'a' : 'no'} way out`, async () => {
      const table =
        '<item><routeTableId>rtb-1</routeTableId><associationSet><item><main>true</main></item>' +
        '<item><subnetId>subnet-1</subnetId><main>false</main></item></associationSet>' +
        `<routeSet><item><destinationCidrBlock>${to}</destinationCidrBlock>${route}</item></routeSet></item>`;
      wire.xml(answer('DescribeRouteTables', `<routeTableSet>${table}</routeTableSet>`));
      expect(await ec2.routeTables('vpc-1')).to.deep.equal([
        { id: 'rtb-1', main: true, subnets: ['subnet-1'], toNat },
      ]);
    });
  }

  it('keeps the endpoints that lead to S3 and are available', async () => {
    const endpoint = (service: string, type: string, state: string, dns: boolean, table: string): string =>
      `<item><serviceName>com.amazonaws.us-east-1.${service}</serviceName><vpcEndpointType>${type}</vpcEndpointType>` +
      `<state>${state}</state><privateDnsEnabled>${String(dns)}</privateDnsEnabled>` +
      `<routeTableIdSet><item>${table}</item></routeTableIdSet></item>`;
    const items = [
      endpoint('s3', 'Gateway', 'available', false, 'rtb-gateway'),
      endpoint('s3', 'Interface', 'available', true, 'rtb-interface'),
      endpoint('s3', 'Interface', 'available', false, 'rtb-without-dns'),
      endpoint('s3', 'Gateway', 'pending', false, 'rtb-pending'),
      endpoint('dynamodb', 'Gateway', 'available', false, 'rtb-dynamodb'),
    ];
    wire.xml(answer('DescribeVpcEndpoints', `<vpcEndpointSet>${items.join('')}</vpcEndpointSet>`));
    expect(await ec2.s3Endpoints('vpc-1')).to.deep.equal([
      { kind: 'gateway', routeTables: ['rtb-gateway'] },
      { kind: 'interface', routeTables: ['rtb-interface'] },
    ]);
  });

  it('gives every failure its meaning and names the call', async () => {
    wire.answer({
      status: 403,
      type: 'text/xml',
      body: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>',
    });
    const calls = [
      ['ec2:DescribeSubnets', ec2.subnets(['subnet-1'])],
      ['ec2:DescribeVpcs', ec2.defaultVpc()],
      ['ec2:DescribeSubnets', ec2.defaultSubnets('vpc-1')],
      ['ec2:DescribeSecurityGroups', ec2.defaultSecurityGroup('vpc-1')],
      ['ec2:DescribeRouteTables', ec2.routeTables('vpc-1')],
      ['ec2:DescribeVpcEndpoints', ec2.s3Endpoints('vpc-1')],
    ] as const;
    for (const [operation, call] of calls) {
      const error = await failureOf(call);
      expect(error)
        .to.be.instanceOf(AwsServiceError)
        .and.include({ operation, kind: 'denied', awsCode: 'UnauthorizedOperation' });
    }
  });
});
