import {
  DescribeAvailabilityZonesCommand,
  DescribeInternetGatewaysCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  DescribePrefixListsCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  CreateVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { type NetworkInterface } from '../../../local/ec2/network-interface.js';
import { zonesOf } from '../../../local/ec2/zones.js';
import { codeOf, startEc2, type Ec2Fixture } from './ec2-fixture.js';

const eni: NetworkInterface = {
  id: 'eni-0123456789abcdef0',
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  zone: 'us-east-1a',
  privateIp: '10.0.1.5',
  macAddress: '02:00:00:00:00:01',
  groupIds: ['sg-1'],
  description: 'of a task',
  status: 'in-use',
  attachment: { id: 'eni-attach-1', instanceId: 'i-1', deviceIndex: 1 },
};

describe('what the local EC2 tells of a region', () => {
  let ec2: Ec2Fixture;
  afterEach(() => ec2.close());

  it('tells zones and regions [EC2-13]', async () => {
    ec2 = await startEc2();
    const all = await ec2.client.send(new DescribeAvailabilityZonesCommand({}));
    expect(all.AvailabilityZones?.map(({ ZoneId }) => ZoneId)).to.deep.equal(
      [1, 2, 3, 4, 5, 6].map((number) => `use1-az${number}`),
    );
    const one = await ec2.client.send(new DescribeAvailabilityZonesCommand({ ZoneNames: ['us-east-1b'] }));
    expect(one.AvailabilityZones?.[0]).to.include({ ZoneName: 'us-east-1b', State: 'available' });
    expect(
      await codeOf(ec2.client.send(new DescribeAvailabilityZonesCommand({ ZoneNames: ['us-east-1x'] }))),
    ).to.equal('InvalidParameterValue');
    const regions = await ec2.client.send(new DescribeRegionsCommand({}));
    expect(regions.Regions).to.have.length(17);
    expect(regions.Regions?.[0]).to.include({
      RegionName: 'ap-northeast-1',
      OptInStatus: 'opt-in-not-required',
    });
  });

  it('names zones as AWS does', async () => {
    ec2 = await startEc2();
    const ids = ['ap-southeast-2', 'eu-central-1', 'us-gov-west-1'].map(
      (region) => zonesOf(region)[0]?.zoneId,
    );
    expect(ids).to.deep.equal(['apse2-az1', 'euc1-az1', 'usgw1-az1']);
  });

  it('tells AWS’s prefix lists, which gateway endpoints route to [EC2-13]', async () => {
    ec2 = await startEc2();
    const Filters = [{ Name: 'prefix-list-name', Values: ['com.amazonaws.us-east-1.s3'] }];
    const plain = await ec2.client.send(new DescribePrefixListsCommand({ Filters }));
    const managed = await ec2.client.send(new DescribeManagedPrefixListsCommand({ Filters }));
    expect(plain.PrefixLists?.[0]).to.deep.include({
      PrefixListId: 'pl-63a5400a',
      Cidrs: ['198.51.100.0/24'],
    });
    expect(managed.PrefixLists?.[0]).to.include({ PrefixListId: 'pl-63a5400a', OwnerId: 'AWS' });
  });

  it('knows no tags of prefix lists that are not told as managed [EC2-13]', async () => {
    ec2 = await startEc2();
    const Filters = [{ Name: 'tag:Name', Values: ['*'] }];
    expect(await codeOf(ec2.client.send(new DescribePrefixListsCommand({ Filters })))).to.equal(
      'InvalidParameterValue',
    );
    const managed = await ec2.client.send(new DescribeManagedPrefixListsCommand({ Filters }));
    expect(managed.PrefixLists).to.deep.equal([]);
  });

  it('tells the internet gateway of the default VPC [EC2-13]', async () => {
    ec2 = await startEc2();
    const Filters = [{ Name: 'attachment.vpc-id', Values: [ec2.vpc.id] }];
    const told = await ec2.client.send(new DescribeInternetGatewaysCommand({ Filters }));
    expect(told.InternetGateways?.[0]?.Attachments).to.deep.equal([
      { State: 'available', VpcId: ec2.vpc.id },
    ]);
  });

  it('tells the network interfaces others have, or none [EC2-13]', async () => {
    ec2 = await startEc2({ interfaces: { in: (region) => (region === 'us-east-1' ? [eni] : []) } });
    const Filters = [{ Name: 'attachment.instance-id', Values: ['i-1'] }];
    const told = await ec2.client.send(new DescribeNetworkInterfacesCommand({ Filters }));
    expect(told.NetworkInterfaces?.[0]).to.deep.include({
      NetworkInterfaceId: eni.id,
      PrivateIpAddress: '10.0.1.5',
      Status: 'in-use',
    });
    const unknown = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-0'] });
    expect(await codeOf(ec2.client.send(unknown))).to.equal('InvalidNetworkInterfaceID.NotFound');
  });

  it('limits requests an action, with status 503, less where all there is is asked for at once [EC2-6]', async () => {
    ec2 = await startEc2();
    const heavy = (): Promise<string> => codeOf(ec2.client.send(new DescribeSecurityGroupsCommand({})));
    for (let count = 0; count < 50; count++) expect(await heavy()).to.equal('it worked');
    const refused = await ec2.client
      .send(new DescribeSecurityGroupsCommand({}))
      .catch((error: unknown) => error);
    expect(refused).to.include({ name: 'RequestLimitExceeded', message: 'Request limit exceeded.' });
    expect(refused).to.have.nested.property('$metadata.httpStatusCode', 503);
    const paged = new DescribeSecurityGroupsCommand({ MaxResults: 5 });
    expect(await codeOf(ec2.client.send(paged))).to.equal('it worked');
    for (let count = 0; count < 100; count++) await ec2.client.send(new DescribeVpcsCommand({}));
    expect(await codeOf(ec2.client.send(new DescribeVpcsCommand({})))).to.equal('RequestLimitExceeded');
    await ec2.clock.advance(100);
    expect(await heavy()).to.equal('it worked');
    expect(await heavy()).to.equal('RequestLimitExceeded');
  });

  it('limits endpoints to four requests and three in ten seconds after that [EC2-6]', async () => {
    ec2 = await startEc2();
    const make = (): Promise<string> =>
      codeOf(ec2.client.send(new CreateVpcEndpointCommand({ VpcId: 'vpc-0', ServiceName: 'x' })));
    for (let count = 0; count < 4; count++) expect(await make()).to.equal('InvalidVpcID.NotFound');
    expect(await make()).to.equal('RequestLimitExceeded');
    await ec2.clock.advance(3_400);
    expect(await make()).to.equal('InvalidVpcID.NotFound');
  });
});
