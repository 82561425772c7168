import type { Ec2Network } from './ec2-network.js';
import type { Vpc } from './network-model.js';

/** us-east-1 has six zones; three is what most regions have at least. */
const zoneLetters = (region: string): readonly string[] =>
  region === 'us-east-1' ? ['a', 'b', 'c', 'd', 'e', 'f'] : ['a', 'b', 'c'];

/**
 * The VPC every region of an account starts with: 172.31.0.0/16, one public subnet a zone, a `default` group,
 * and a main route table that leads to the internet.
 */
export function addDefaultVpc(network: Ec2Network): Vpc {
  const vpc = network.addVpc('172.31.0.0/16', true);
  zoneLetters(network.region).forEach((letter, index) => {
    network.addSubnet(vpc.id, {
      cidr: `172.31.${index * 16}.0/20`,
      zone: `${network.region}${letter}`,
      defaultForAz: true,
      mapPublicIp: true,
    });
  });
  network.addInternetRoute(network.mainRouteTable(vpc.id).id);
  return vpc;
}
