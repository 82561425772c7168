import { expect } from 'chai';
import { addDefaultVpc } from '../../../local/ec2/default-vpc.js';
import { Ec2Network } from '../../../local/ec2/ec2-network.js';
import { Ec2Regions } from '../../../local/ec2/ec2-regions.js';
import { seededRandom } from '../http/running-server.js';

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

  it('has one default VPC at most', () => {
    const built = network();
    addDefaultVpc(built);
    expect(() => addDefaultVpc(built)).to.throw('us-east-1 has a default VPC already');
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
});
