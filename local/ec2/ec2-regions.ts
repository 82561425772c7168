import { noState } from '../state/state-book.js';
import { Ec2Network } from './ec2-network.js';
import type { TablePlace } from './resource-table.js';

/** Networks without a resource that are remembered at once: a client can make up any number of regions. */
const mostEmpty = 100;

/** The networks of an account by region; one nobody has seeded is empty. */
export class Ec2Regions {
  private readonly networks = new Map<string, Ec2Network>();

  /**
   * @param random a number in [0, 1), for ids
   * @param kept where resources are kept between starts (default: nowhere)
   */
  constructor(
    private readonly random: () => number,
    private readonly kept: Omit<TablePlace, 'region'> = { state: noState, log: () => undefined },
  ) {}

  in(region: string): Ec2Network {
    const known = this.networks.get(region);
    if (known !== undefined) return known;
    if (this.networks.size >= mostEmpty) this.forgetEmpty();
    const network = new Ec2Network(region, this.random, this.kept);
    this.networks.set(region, network);
    return network;
  }

  vpcOfSubnet(region: string, subnetId: string): string | undefined {
    return this.in(region).subnet(subnetId)?.vpcId;
  }

  zoneOfSubnet(region: string, subnetId: string): string | undefined {
    return this.in(region).subnet(subnetId)?.zone;
  }

  cidrOfSubnet(region: string, subnetId: string): string | undefined {
    return this.in(region).subnet(subnetId)?.cidr;
  }

  defaultGroup(region: string, vpcId: string): string | undefined {
    return this.in(region).groups.find((group) => group.vpcId === vpcId && group.name === 'default')?.id;
  }

  groupVpc(region: string, groupId: string): string | undefined {
    return this.in(region).group(groupId)?.vpcId;
  }

  private forgetEmpty(): void {
    for (const [region, network] of this.networks) {
      if (network.tables.isEmpty) this.networks.delete(region);
    }
  }
}
