import type {
  Route,
  RouteTable,
  RouteTarget,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from './network-model.js';

export interface SubnetSpec {
  readonly cidr: string;
  readonly zone: string;
  readonly defaultForAz?: boolean;
  readonly mapPublicIp?: boolean;
}

/**
 * The VPCs of one region, in memory. Built by whoever owns the cloud (a seed, a test); clients only read it.
 * Adding to an id that does not exist throws, since that is a mistake in the seed.
 */
export class Ec2Network {
  private readonly vpcById = new Map<string, Vpc>();
  private readonly subnetById = new Map<string, Subnet>();
  private readonly groupById = new Map<string, SecurityGroup>();
  private readonly tableById = new Map<string, RouteTable>();
  private readonly endpointById = new Map<string, VpcEndpoint>();

  /**
   * @param region e.g. `us-east-1`
   * @param random a number in [0, 1), for ids
   */
  constructor(
    readonly region: string,
    private readonly random: () => number,
  ) {}

  get vpcs(): readonly Vpc[] {
    return [...this.vpcById.values()];
  }

  get subnets(): readonly Subnet[] {
    return [...this.subnetById.values()];
  }

  get groups(): readonly SecurityGroup[] {
    return [...this.groupById.values()];
  }

  get routeTables(): readonly RouteTable[] {
    return [...this.tableById.values()];
  }

  get endpoints(): readonly VpcEndpoint[] {
    return [...this.endpointById.values()];
  }

  subnet(id: string): Subnet | undefined {
    return this.subnetById.get(id);
  }

  group(id: string): SecurityGroup | undefined {
    return this.groupById.get(id);
  }

  get defaultVpc(): Vpc | undefined {
    return this.vpcs.find((vpc) => vpc.isDefault);
  }

  /** A VPC with what every one has: a `default` group and a main route table with the local route. */
  addVpc(cidr: string, isDefault = false): Vpc {
    if (isDefault && this.defaultVpc !== undefined)
      throw new Error(`${this.region} has a default VPC already`);
    const vpc: Vpc = { id: this.newId('vpc'), cidr, isDefault };
    this.vpcById.set(vpc.id, vpc);
    this.addSecurityGroup(vpc.id, 'default', 'default VPC security group');
    this.putTable(vpc, [], [{ id: this.newId('rtbassoc') }]);
    return vpc;
  }

  addSubnet(vpcId: string, spec: SubnetSpec): Subnet {
    const subnet: Subnet = {
      id: this.newId('subnet'),
      vpcId: this.vpc(vpcId).id,
      cidr: spec.cidr,
      zone: spec.zone,
      defaultForAz: spec.defaultForAz ?? false,
      mapPublicIp: spec.mapPublicIp ?? false,
    };
    this.subnetById.set(subnet.id, subnet);
    return subnet;
  }

  addSecurityGroup(vpcId: string, name: string, description = name): SecurityGroup {
    const group: SecurityGroup = { id: this.newId('sg'), vpcId: this.vpc(vpcId).id, name, description };
    this.groupById.set(group.id, group);
    return group;
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
    const table = this.tableById.get(tableId);
    if (table === undefined) throw new Error(`there is no route table ${tableId}`);
    this.tableById.set(tableId, { ...table, routes: [...table.routes, { destination, target }] });
  }

  /** The default route to a new internet gateway: subnets of this table are public. */
  addInternetRoute(tableId: string): void {
    this.addRoute(tableId, '0.0.0.0/0', `igw-${this.hex()}`);
  }

  /** The default route to a new NAT gateway: what has no public address reaches the internet too. */
  addNatRoute(tableId: string): void {
    this.addRoute(tableId, '0.0.0.0/0', `nat-${this.hex()}`);
  }

  /** A gateway endpoint of `service` (`s3`, `dynamodb`) with its route in each table. */
  addGatewayEndpoint(vpcId: string, service: string, tableIds: readonly string[]): VpcEndpoint {
    const id = `vpce-${this.hex()}` as const;
    const prefixList = this.newId('pl');
    for (const tableId of tableIds) this.addRoute(tableId, prefixList, id);
    return this.putEndpoint({
      id,
      vpcId,
      type: 'Gateway',
      serviceName: this.serviceName(service),
      routeTableIds: tableIds,
      subnetIds: [],
    });
  }

  addInterfaceEndpoint(vpcId: string, service: string, subnetIds: readonly string[]): VpcEndpoint {
    return this.putEndpoint({
      id: this.newId('vpce'),
      vpcId,
      type: 'Interface',
      serviceName: this.serviceName(service),
      routeTableIds: [],
      subnetIds,
    });
  }

  /** Removes a VPC with all in it, e.g. the default one that many organisations do away with. */
  removeVpc(vpcId: string): void {
    this.vpcById.delete(vpcId);
    const inside = [this.subnetById, this.groupById, this.tableById, this.endpointById];
    for (const resources of inside) {
      for (const [id, resource] of resources) if (resource.vpcId === vpcId) resources.delete(id);
    }
  }

  private vpc(id: string): Vpc {
    const vpc = this.vpcById.get(id);
    if (vpc === undefined) throw new Error(`there is no VPC ${id}`);
    return vpc;
  }

  private putTable(vpc: Vpc, routes: readonly Route[], associations: RouteTable['associations']): RouteTable {
    const local: Route = { destination: vpc.cidr, target: 'local' };
    const table: RouteTable = {
      id: this.newId('rtb'),
      vpcId: vpc.id,
      routes: [local, ...routes],
      associations,
    };
    this.tableById.set(table.id, table);
    return table;
  }

  private putEndpoint(endpoint: VpcEndpoint): VpcEndpoint {
    this.endpointById.set(endpoint.id, { ...endpoint, vpcId: this.vpc(endpoint.vpcId).id });
    return endpoint;
  }

  private serviceName(service: string): string {
    return `com.amazonaws.${this.region}.${service}`;
  }

  private newId(kind: string): string {
    return `${kind}-${this.hex()}`;
  }

  /** The 17 hex digits of an id. */
  private hex(): string {
    return Array.from({ length: 17 }, () => Math.floor(this.random() * 16).toString(16)).join('');
  }
}
