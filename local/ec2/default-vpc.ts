import type { Ec2Network } from './ec2-network.js';
import type { Vpc } from './network-model.js';
import { zonesOf } from './zones.js';

/**
 * The VPC every region of an account starts with: 172.31.0.0/16, one public subnet a zone, a `default` group,
 * and a main route table that leads to the internet. Answers the one there is where there is one.
 */
export function addDefaultVpc(network: Ec2Network): Vpc {
  if (network.defaultVpc !== undefined) return network.defaultVpc;
  const vpc = network.addVpc('172.31.0.0/16', true);
  zonesOf(network.region).forEach(({ id: zone }, index) => {
    network.addSubnet(vpc.id, {
      cidr: `172.31.${index * 16}.0/20`,
      zone,
      defaultForAz: true,
      mapPublicIp: true,
    });
  });
  network.addInternetRoute(network.mainRouteTable(vpc.id).id);
  return vpc;
}
