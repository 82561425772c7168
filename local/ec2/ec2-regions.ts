import { Ec2Network } from './ec2-network.js';

/** The networks of an account by region; one nobody has seeded is empty. */
export class Ec2Regions {
  private readonly networks = new Map<string, Ec2Network>();

  /** @param random a number in [0, 1), for ids */
  constructor(private readonly random: () => number) {}

  in(region: string): Ec2Network {
    const known = this.networks.get(region);
    if (known !== undefined) return known;
    const network = new Ec2Network(region, this.random);
    this.networks.set(region, network);
    return network;
  }

  vpcOfSubnet(region: string, subnetId: string): string | undefined {
    return this.in(region).subnet(subnetId)?.vpcId;
  }

  zoneOfSubnet(region: string, subnetId: string): string | undefined {
    return this.in(region).subnet(subnetId)?.zone;
  }

  groupVpc(region: string, groupId: string): string | undefined {
    return this.in(region).group(groupId)?.vpcId;
  }
}
