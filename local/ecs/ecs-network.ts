/** What ECS must know of the region's network; the local EC2 is one. Unknown ids give `undefined`. */
export interface EcsNetwork {
  vpcOfSubnet(region: string, subnetId: string): string | undefined;
  /** Availability zone of a subnet, e.g. `us-east-1a`. */
  zoneOfSubnet(region: string, subnetId: string): string | undefined;
  groupVpc(region: string, groupId: string): string | undefined;
}
