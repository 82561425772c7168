import type {
  ElasticAddress,
  InternetGateway,
  NatGateway,
  RouteTable,
  SecurityGroup,
  SecurityRule,
  Subnet,
  Vpc,
  VpcEndpoint,
} from './network-model.js';
import { ResourceTable, type TablePlace } from './resource-table.js';

/** The tags of one resource. */
interface Tagged {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** How long a NAT gateway that was deleted is still shown, in milliseconds: about an hour (API reference). */
const afterlife = 3_600_000;

/** Everything EC2's network is made of, of one region. */
export class Ec2Tables {
  readonly vpcs: ResourceTable<Vpc>;
  readonly subnets: ResourceTable<Subnet>;
  readonly groups: ResourceTable<SecurityGroup>;
  readonly rules: ResourceTable<SecurityRule>;
  readonly routeTables: ResourceTable<RouteTable>;
  readonly internetGateways: ResourceTable<InternetGateway>;
  readonly addresses: ResourceTable<ElasticAddress>;
  readonly endpoints: ResourceTable<VpcEndpoint>;
  private readonly nats: ResourceTable<NatGateway>;
  private readonly tagged: ResourceTable<Tagged>;

  constructor(place: TablePlace) {
    this.vpcs = new ResourceTable('ec2-vpc', place, ['cidr']);
    this.subnets = new ResourceTable('ec2-subnet', place, ['vpcId', 'cidr', 'zone']);
    this.groups = new ResourceTable('ec2-group', place, ['vpcId', 'name']);
    this.rules = new ResourceTable('ec2-rule', place, ['vpcId', 'groupId', 'protocol', 'peer']);
    this.routeTables = new ResourceTable('ec2-route-table', place, ['vpcId', 'routes', 'associations']);
    this.internetGateways = new ResourceTable('ec2-internet-gateway', place, []);
    this.addresses = new ResourceTable('ec2-address', place, ['publicIp']);
    this.endpoints = new ResourceTable('ec2-endpoint', place, [
      'vpcId',
      'serviceName',
      'routeTableIds',
      'subnetIds',
    ]);
    this.nats = new ResourceTable('ec2-nat-gateway', place, ['vpcId', 'createdAt']);
    this.tagged = new ResourceTable('ec2-tags', place, ['tags']);
  }

  get isEmpty(): boolean {
    return this.vpcs.size + this.internetGateways.size + this.addresses.size === 0;
  }

  /** NAT gateways that are there, or have not been gone for long. */
  natGateways(now: number): readonly NatGateway[] {
    for (const { id, deletedAt } of this.nats.all) {
      if (deletedAt !== undefined && now - deletedAt > afterlife) this.delete(id);
    }
    return this.nats.all;
  }

  putNat(nat: NatGateway): NatGateway {
    return this.nats.put(nat);
  }

  nat(id: string): NatGateway | undefined {
    return this.nats.get(id);
  }

  /** Whether traffic can go there: a route to what is gone is a black hole. */
  leads(target: string): boolean {
    if (target.startsWith('igw-')) return this.internetGateways.get(target)?.vpcId !== undefined;
    if (target.startsWith('nat-')) {
      const nat = this.nat(target);
      return nat !== undefined && nat.deletedAt === undefined;
    }
    return target === 'local' || this.endpoints.get(target) !== undefined;
  }

  /** Removes whatever has this id, with its tags. */
  delete(id: string): void {
    for (const table of this.tables) table.delete(id);
  }

  /** Whether any resource has this id. */
  has(id: string): boolean {
    return this.tables.some((table) => table !== this.tagged && table.get(id) !== undefined);
  }

  tagsOf(id: string): ReadonlyMap<string, string> {
    return new Map(Object.entries(this.tagged.get(id)?.tags ?? {}));
  }

  setTags(id: string, tags: ReadonlyMap<string, string>): void {
    if (tags.size === 0) this.tagged.delete(id);
    else this.tagged.put({ id, tags: Object.fromEntries(tags) });
  }

  /** Ids of all that has tags. */
  get taggedIds(): readonly string[] {
    return this.tagged.all.map(({ id }) => id);
  }

  private get tables(): readonly ResourceTable<{ readonly id: string }>[] {
    return [
      this.vpcs,
      this.subnets,
      this.groups,
      this.rules,
      this.routeTables,
      this.internetGateways,
      this.addresses,
      this.endpoints,
      this.nats,
      this.tagged,
    ];
  }
}
