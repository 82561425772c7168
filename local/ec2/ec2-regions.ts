import { RegionMap } from '../region-map.js';
import { noState } from '../state/state-book.js';
import { Ec2Network } from './ec2-network.js';
import type { TablePlace } from './resource-table.js';

/** The networks of an account by region; one nobody has seeded is empty. */
export class Ec2Regions {
  private readonly networks: RegionMap<Ec2Network>;

  /**
   * @param random a number in [0, 1), for ids
   * @param kept where resources are kept between starts (default: nowhere)
   */
  constructor(
    random: () => number,
    kept: Omit<TablePlace, 'region'> = { state: noState, log: () => undefined },
  ) {
    this.networks = new RegionMap(
      (region) => new Ec2Network(region, random, kept),
      ({ tables }) => tables.isEmpty,
    );
  }

  in(region: string): Ec2Network {
    return this.networks.in(region);
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
}
