import { randomHex } from '../random-id.js';
import { noState } from '../state/state-book.js';
import { addressText, parseCidr } from './cidr.js';
import { Ec2Tables } from './ec2-tables.js';
import type {
  InternetGateway,
  Route,
  RouteTable,
  RouteTarget,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from './network-model.js';
import { prefixListId } from './prefix-list.js';
import type { TablePlace } from './resource-table.js';

export interface SubnetSpec {
  readonly cidr: string;
  readonly zone: string;
  readonly defaultForAz?: boolean;
  readonly mapPublicIp?: boolean;
}

/**
 * The VPCs of one region. Built by whoever owns the cloud (a seed, a test) with these methods, and by clients
 * through EC2's API. Adding to an id that does not exist throws, since that is a mistake in the seed.
 */
export class Ec2Network {
  /** What there is, for EC2's own operations. */
  readonly tables: Ec2Tables;

  /**
   * @param region e.g. `us-east-1`
   * @param random a number in [0, 1), for ids
   * @param kept where resources are kept between starts (default: nowhere)
   */
  constructor(
    readonly region: string,
    private readonly random: () => number,
    kept: Omit<TablePlace, 'region'> = { state: noState, log: () => undefined },
  ) {
    this.tables = new Ec2Tables({ region, ...kept });
  }

  get vpcs(): readonly Vpc[] {
    return this.tables.vpcs.all;
  }

  get subnets(): readonly Subnet[] {
    return this.tables.subnets.all;
  }

  get groups(): readonly SecurityGroup[] {
    return this.tables.groups.all;
  }

  get routeTables(): readonly RouteTable[] {
    return this.tables.routeTables.all;
  }

  get endpoints(): readonly VpcEndpoint[] {
    return this.tables.endpoints.all;
  }

  subnet(id: string): Subnet | undefined {
    return this.tables.subnets.get(id);
  }

  group(id: string): SecurityGroup | undefined {
    return this.tables.groups.get(id);
  }

  get defaultVpc(): Vpc | undefined {
    return this.vpcs.find((vpc) => vpc.isDefault);
  }

  /** A VPC with what every one has: a `default` group and a main route table with the local route. */
  addVpc(cidr: string, isDefault = false): Vpc {
    if (isDefault && this.defaultVpc !== undefined)
      throw new Error(`${this.region} has a default VPC already`);
    const vpc = this.tables.vpcs.put({ id: this.newId('vpc'), cidr, isDefault });
    const group = this.addSecurityGroup(vpc.id, 'default', 'default VPC security group');
    this.tables.rules.put({
      id: this.newId('sgr'),
      vpcId: vpc.id,
      groupId: group.id,
      egress: false,
      protocol: '-1',
      peer: { kind: 'group', value: group.id },
    });
    this.putTable(vpc, [], [{ id: this.newId('rtbassoc') }]);
    return vpc;
  }

  addSubnet(vpcId: string, spec: SubnetSpec): Subnet {
    return this.tables.subnets.put({
      id: this.newId('subnet'),
      vpcId: this.vpc(vpcId).id,
      cidr: spec.cidr,
      zone: spec.zone,
      defaultForAz: spec.defaultForAz ?? false,
      mapPublicIp: spec.mapPublicIp ?? false,
    });
  }

  /** A group with the rule each begins with: everything may go out. */
  addSecurityGroup(vpcId: string, name: string, description = name): SecurityGroup {
    const group = { id: this.newId('sg'), vpcId: this.vpc(vpcId).id, name, description };
    this.tables.rules.put({
      id: this.newId('sgr'),
      vpcId,
      groupId: group.id,
      egress: true,
      protocol: '-1',
      peer: { kind: 'cidr', value: '0.0.0.0/0' },
    });
    return this.tables.groups.put(group);
  }

  /** A route table beside the main one, for the subnets named. */
  addRouteTable(vpcId: string, subnetIds: readonly string[], routes: readonly Route[] = []): RouteTable {
    const associations = subnetIds.map((subnetId) => ({ id: this.newId('rtbassoc'), subnetId }));
    return this.putTable(this.vpc(vpcId), routes, associations);
  }

  mainRouteTable(vpcId: string): RouteTable {
    const main = this.routeTables.find(
      (table) => table.vpcId === vpcId && table.associations.some((item) => item.subnetId === undefined),
    );
    if (main === undefined) throw new Error(`${vpcId} has no main route table`);
    return main;
  }

  addRoute(tableId: string, destination: string, target: RouteTarget): void {
    const table = this.routeTable(tableId);
    this.tables.routeTables.put({ ...table, routes: [...table.routes, { destination, target }] });
  }

  /** The default route to the VPC's internet gateway, made where missing: subnets of this table are public. */
  addInternetRoute(tableId: string): void {
    const { vpcId } = this.routeTable(tableId);
    const known = this.tables.internetGateways.all.find((gateway) => gateway.vpcId === vpcId);
    const gateway =
      known ?? this.tables.internetGateways.put<InternetGateway>({ id: `igw-${this.hex()}`, vpcId });
    this.addRoute(tableId, '0.0.0.0/0', gateway.id);
  }

  /** The default route to a new NAT gateway: what has no public address reaches the internet too. */
  addNatRoute(tableId: string): void {
    const { vpcId, associations } = this.routeTable(tableId);
    const inVpc = this.subnets.filter((subnet) => subnet.vpcId === vpcId);
    const outside = inVpc.find(({ id }) => !associations.some(({ subnetId }) => subnetId === id));
    const subnet = outside ?? inVpc[0];
    const nat = this.tables.putNat({
      id: `nat-${this.hex()}`,
      vpcId,
      ...(subnet === undefined ? {} : { subnetId: subnet.id }),
      connectivity: 'public',
      privateIp: this.addressIn(subnet?.cidr ?? this.vpc(vpcId).cidr),
      createdAt: 0,
    });
    this.addRoute(tableId, '0.0.0.0/0', nat.id);
  }

  /** A gateway endpoint of `service` (`s3`, `dynamodb`) with its route in each table. */
  addGatewayEndpoint(vpcId: string, service: string, tableIds: readonly string[]): VpcEndpoint {
    const id = `vpce-${this.hex()}` as const;
    const serviceName = this.serviceName(service);
    for (const tableId of tableIds) this.addRoute(tableId, prefixListId(serviceName), id);
    const routeTableIds = [...tableIds];
    return this.tables.endpoints.put({
      id,
      vpcId: this.vpc(vpcId).id,
      type: 'Gateway',
      serviceName,
      routeTableIds,
      subnetIds: [],
    });
  }

  addInterfaceEndpoint(vpcId: string, service: string, subnetIds: readonly string[]): VpcEndpoint {
    return this.tables.endpoints.put({
      id: `vpce-${this.hex()}`,
      vpcId: this.vpc(vpcId).id,
      type: 'Interface',
      serviceName: this.serviceName(service),
      routeTableIds: [],
      subnetIds: [...subnetIds],
    });
  }

  /** Removes a VPC with all in it, e.g. the default one that many organisations do away with. */
  removeVpc(vpcId: string): void {
    const { subnets, groups, rules, routeTables, endpoints, internetGateways } = this.tables;
    const nats = this.tables.natGateways(0);
    const inside = [subnets, groups, rules, routeTables, endpoints, internetGateways].flatMap(({ all }) => [
      ...(all as readonly { readonly id: string; readonly vpcId?: string }[]),
    ]);
    for (const resource of [...inside, ...nats])
      if (resource.vpcId === vpcId) this.tables.delete(resource.id);
    this.tables.delete(vpcId);
  }

  /** E.g. `vpc-` and 17 hex digits. */
  newId(kind: string): string {
    return `${kind}-${this.hex()}`;
  }

  /** An address of a block, past those EC2 keeps for itself. */
  addressIn(cidr: string): string {
    const block = parseCidr(cidr) ?? { first: 0, bits: 24 };
    const usable = 2 ** (32 - block.bits) - 5;
    return addressText(block.first + 4 + Math.floor(this.random() * usable));
  }

  private vpc(id: string): Vpc {
    const vpc = this.tables.vpcs.get(id);
    if (vpc === undefined) throw new Error(`there is no VPC ${id}`);
    return vpc;
  }

  private routeTable(id: string): RouteTable {
    const table = this.tables.routeTables.get(id);
    if (table === undefined) throw new Error(`there is no route table ${id}`);
    return table;
  }

  private putTable(vpc: Vpc, routes: readonly Route[], associations: RouteTable['associations']): RouteTable {
    const local: Route = { destination: vpc.cidr, target: 'local' };
    return this.tables.routeTables.put({
      id: this.newId('rtb'),
      vpcId: vpc.id,
      routes: [local, ...routes],
      associations,
    });
  }

  private serviceName(service: string): string {
    return `com.amazonaws.${this.region}.${service}`;
  }

  /** The 17 hex digits of an id. */
  private hex(): string {
    return randomHex(this.random, 17);
  }
}
