import { expect } from 'chai';
import { addDefaultVpc } from '../../../local/ec2/default-vpc.js';
import { Ec2Network } from '../../../local/ec2/ec2-network.js';
import { Ec2Regions } from '../../../local/ec2/ec2-regions.js';
import { seededRandom } from '../http/running-server.js';
import { MemoryBook } from '../memory-book.js';

describe(Ec2Network.name, () => {
  const network = (region = 'us-east-1'): Ec2Network => new Ec2Network(region, seededRandom());

  it('gives ids of AWS form', () => {
    expect(network().addVpc('10.0.0.0/16').id).to.match(/^vpc-[0-9a-f]{17}$/);
  });

  it('gives every VPC a default group and a main route table', () => {
    const built = network();
    const vpc = built.addVpc('10.0.0.0/16');
    expect(built.groups.map((group) => group.name)).to.deep.equal(['default']);
    expect(built.mainRouteTable(vpc.id).routes).to.deep.equal([
      { destination: '10.0.0.0/16', target: 'local' },
    ]);
    expect(built.defaultVpc).to.equal(undefined);
  });

  it('has one default VPC at most, however often it is seeded', () => {
    const built = network();
    const vpc = addDefaultVpc(built);
    expect(addDefaultVpc(built)).to.equal(vpc);
    expect(built.vpcs).to.have.length(1);
    expect(() => built.addVpc('10.0.0.0/16', true)).to.throw('us-east-1 has a default VPC already');
  });

  it('finds everything again after a start, under the same ids, and seeds nothing twice [EC2-10]', () => {
    const state = new MemoryBook();
    const log = (): void => undefined;
    const before = new Ec2Network('us-east-1', seededRandom(), { state, log });
    const vpc = addDefaultVpc(before);
    before.addNatRoute(before.addRouteTable(vpc.id, [before.subnets[0]!.id]).id);
    before.addGatewayEndpoint(vpc.id, 's3', [before.mainRouteTable(vpc.id).id]);
    before.tables.setTags(vpc.id, new Map([['Name', 'home']]));
    before.removeVpc(before.addVpc('10.0.0.0/16').id);
    const other = new Ec2Network('eu-west-1', seededRandom(2), { state, log });
    addDefaultVpc(other);

    const after = new Ec2Network('us-east-1', seededRandom(3), { state: state.reopened(), log });
    expect(addDefaultVpc(after)).to.deep.equal(vpc);
    for (const part of ['vpcs', 'subnets', 'groups', 'routeTables', 'endpoints'] as const) {
      expect(after[part]).to.deep.equal(before[part]);
    }
    expect(after.tables.rules.all).to.deep.equal(before.tables.rules.all);
    expect(after.tables.natGateways(0)).to.deep.equal(before.tables.natGateways(0));
    expect(after.tables.tagsOf(vpc.id).get('Name')).to.equal('home');
  });

  it('leaves out a broken record and says so', () => {
    const state = new MemoryBook();
    state.note('ec2-vpc', 'us-east-1/vpc-1', () => ({ id: 'vpc-1' }));
    state.note('ec2-subnet', 'us-east-1/subnet-1', () => null);
    const said: string[] = [];
    const kept = { state: state.reopened(), log: (line: string): unknown => said.push(line) };
    expect(new Ec2Network('us-east-1', seededRandom(), kept).vpcs).to.deep.equal([]);
    expect(said).to.deep.equal([
      'the record us-east-1/vpc-1 of ec2-vpc is broken and left out',
      'the record us-east-1/subnet-1 of ec2-subnet is broken and left out',
    ]);
  });

  it('removes a VPC with all in it', () => {
    const built = network();
    const kept = built.addVpc('10.0.0.0/16');
    built.removeVpc(addDefaultVpc(built).id);
    expect(built.vpcs).to.deep.equal([kept]);
    expect(built.subnets).to.deep.equal([]);
    expect(built.groups).to.have.length(1);
    expect(built.routeTables).to.have.length(1);
  });

  it('refuses to add to what does not exist', () => {
    expect(() => network().addSecurityGroup('vpc-0', 'x')).to.throw('there is no VPC vpc-0');
    expect(() => network().addNatRoute('rtb-0')).to.throw('there is no route table rtb-0');
  });

  it('gives three zones outside us-east-1', () => {
    const built = network('eu-west-1');
    addDefaultVpc(built);
    expect(built.subnets.map((subnet) => subnet.zone)).to.deep.equal([
      'eu-west-1a',
      'eu-west-1b',
      'eu-west-1c',
    ]);
  });
});

describe(Ec2Regions.name, () => {
  it('keeps regions apart and answers ECS by id', () => {
    const regions = new Ec2Regions(seededRandom());
    const vpc = addDefaultVpc(regions.in('us-east-1'));
    const [subnet] = regions.in('us-east-1').subnets;
    const [group] = regions.in('us-east-1').groups;
    expect(regions.vpcOfSubnet('us-east-1', subnet?.id ?? '')).to.equal(vpc.id);
    expect(regions.zoneOfSubnet('us-east-1', subnet?.id ?? '')).to.equal('us-east-1a');
    expect(regions.groupVpc('us-east-1', group?.id ?? '')).to.equal(vpc.id);
    expect(regions.vpcOfSubnet('eu-west-1', subnet?.id ?? '')).to.equal(undefined);
  });

  it('remembers no more empty regions than a hundred', () => {
    const regions = new Ec2Regions(seededRandom());
    const [used, empty] = [regions.in('us-east-1'), regions.in('x-0')];
    addDefaultVpc(used);
    for (let index = 1; index <= 100; index++) regions.in(`x-${index}`);
    expect(regions.in('us-east-1')).to.equal(used);
    expect(regions.in('x-0')).not.to.equal(empty);
  });
});
