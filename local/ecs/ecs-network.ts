/** What ECS must know of the region's network; the local EC2 is one. Unknown ids give `undefined`. */
export interface EcsNetwork {
  vpcOfSubnet(region: string, subnetId: string): string | undefined;
  /** Availability zone of a subnet, e.g. `us-east-1a`. */
  zoneOfSubnet(region: string, subnetId: string): string | undefined;
  /** IPv4 block of a subnet, e.g. `172.31.0.0/20`. */
  cidrOfSubnet(region: string, subnetId: string): string | undefined;
  groupVpc(region: string, groupId: string): string | undefined;
  /** The VPC's `default` security group. */
  defaultGroup(region: string, vpcId: string): string | undefined;
}
