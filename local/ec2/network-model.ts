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

/** Whom a rule lets in or out. */
export interface RulePeer {
  readonly kind: 'cidr' | 'cidr6' | 'prefixList' | 'group';
  /** The block, or the id. */
  readonly value: string;
}

export interface SecurityRule {
  readonly id: string;
  readonly vpcId: string;
  readonly groupId: string;
  readonly egress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol's number, or `-1` for all. */
  readonly protocol: string;
  /** Absent for all protocols. */
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer: RulePeer;
  readonly description?: string;
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
  /** Of the request that made it: the same one again makes no second. */
  readonly clientToken?: string;
}

export interface InternetGateway {
  readonly id: `igw-${string}`;
  /** Absent while it is attached to none. */
  readonly vpcId?: string;
}

export interface NatGateway {
  readonly id: `nat-${string}`;
  readonly vpcId: string;
  /** Absent where a seed said none. */
  readonly subnetId?: string;
  readonly connectivity: 'public' | 'private';
  /** Of its Elastic IP address. */
  readonly allocationId?: string;
  readonly privateIp: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds; it is shown for an hour more. */
  readonly deletedAt?: number;
  readonly clientToken?: string;
}

/** An Elastic IP address. */
export interface ElasticAddress {
  readonly id: string;
  readonly publicIp: string;
}

export interface VpcEndpoint {
  readonly id: `vpce-${string}`;
  readonly vpcId: string;
  readonly type: 'Gateway' | 'Interface';
  /** E.g. `com.amazonaws.us-east-1.s3`. */
  readonly serviceName: string;
  /** Of a Gateway endpoint. */
  readonly routeTableIds: readonly string[];
  /** Of an Interface endpoint. */
  readonly subnetIds: readonly string[];
  /** Of an Interface endpoint. */
  readonly groupIds?: readonly string[];
  readonly privateDns?: boolean;
  readonly clientToken?: string;
}
