import { token } from '../di/token.js';

export interface Subnet {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
}

/** Where a route table sends traffic that leaves the VPC. */
export interface RouteTable {
  readonly id: string;
  /** The table of every subnet that names no other. */
  readonly main: boolean;
  readonly subnets: readonly string[];
  /** Has a route through a NAT gateway or NAT instance. */
  readonly toNat: boolean;
}

/** A way to S3 inside the VPC. */
export interface S3Endpoint {
  /** Route tables of a gateway endpoint; empty for an interface endpoint, which serves the whole VPC. */
  readonly routeTables: readonly string[];
  readonly kind: 'gateway' | 'interface';
}

/** The calls to EC2, one method each. Every method throws AwsServiceError and nothing else. */
export interface NetworkApi {
  subnets(ids: readonly string[]): Promise<readonly Subnet[]>;
  /** Id of the region's default VPC; undefined where it has none. */
  defaultVpc(): Promise<string | undefined>;
  /** The subnets of a VPC that are the default of their zone. */
  defaultSubnets(vpc: string): Promise<readonly Subnet[]>;
  /** Id of the VPC's own default security group. */
  defaultSecurityGroup(vpc: string): Promise<string | undefined>;
  routeTables(vpc: string): Promise<readonly RouteTable[]>;
  s3Endpoints(vpc: string): Promise<readonly S3Endpoint[]>;
}

export const NetworkApi = token<NetworkApi>('NetworkApi');
