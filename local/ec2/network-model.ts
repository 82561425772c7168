export interface Vpc {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  /** E.g. `us-east-1a`. */
  readonly zone: string;
  /** One of the subnets a default VPC comes with. */
  readonly defaultForAz: boolean;
  /** Whether an instance started here gets a public address. */
  readonly mapPublicIp: boolean;
}

export interface SecurityGroup {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
}

/** Where a route leads: `local`, or the id of a gateway, whose prefix tells its kind. */
export type RouteTarget = 'local' | `igw-${string}` | `nat-${string}` | `vpce-${string}`;

export interface Route {
  /** A CIDR block, or a prefix list's id (`pl-...`) for a gateway endpoint. */
  readonly destination: string;
  readonly target: RouteTarget;
}

export interface RouteTableAssociation {
  readonly id: string;
  /** Absent for the main association, which holds for every subnet without one of its own. */
  readonly subnetId?: string;
}

export interface RouteTable {
  readonly id: string;
  readonly vpcId: string;
  readonly routes: readonly Route[];
  readonly associations: readonly RouteTableAssociation[];
}

export interface VpcEndpoint {
  readonly id: string;
  readonly vpcId: string;
  readonly type: 'Gateway' | 'Interface';
  /** E.g. `com.amazonaws.us-east-1.s3`. */
  readonly serviceName: string;
  /** Of a Gateway endpoint. */
  readonly routeTableIds: readonly string[];
  /** Of an Interface endpoint. */
  readonly subnetIds: readonly string[];
}
