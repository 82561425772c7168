import { AwsError } from '../http/aws-error.js';
import type { ResourceKind } from './describe.js';
import type { Subnet, Vpc } from './network-model.js';
import { zonesOf } from './zones.js';

/** Addresses AWS keeps for itself in every subnet. */
const reservedAddresses = 5;

export const noVpc = (id: string): AwsError =>
  new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
export const noSubnet = (id: string): AwsError =>
  new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
export const noGroup = (id: string): AwsError =>
  new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);

export function vpcKind(account: string): ResourceKind<Vpc> {
  return {
    idParameter: 'VpcId',
    notFound: noVpc,
    filters: {
      'vpc-id': (vpc) => [vpc.id],
      'is-default': (vpc) => [String(vpc.isDefault)],
      isDefault: (vpc) => [String(vpc.isDefault)],
      cidr: (vpc) => [vpc.cidr],
      'cidr-block-association.cidr-block': (vpc) => [vpc.cidr],
      state: () => ['available'],
      'owner-id': () => [account],
    },
    setName: 'vpcSet',
    render: (vpc) => ({
      vpcId: vpc.id,
      ownerId: account,
      state: 'available',
      cidrBlock: vpc.cidr,
      instanceTenancy: 'default',
      isDefault: vpc.isDefault,
    }),
  };
}

/** @param used how many addresses of a subnet interfaces have */
export function subnetKind(
  account: string,
  region: string,
  used: (subnetId: string) => number = () => 0,
): ResourceKind<Subnet> {
  return {
    idParameter: 'SubnetId',
    notFound: noSubnet,
    filters: {
      'subnet-id': (subnet) => [subnet.id],
      'vpc-id': (subnet) => [subnet.vpcId],
      'availability-zone': (subnet) => [subnet.zone],
      availabilityZone: (subnet) => [subnet.zone],
      'availability-zone-id': (subnet) =>
        zonesOf(region).flatMap(({ id, zoneId }) => (id === subnet.zone ? [zoneId] : [])),
      'default-for-az': (subnet) => [String(subnet.defaultForAz)],
      defaultForAz: (subnet) => [String(subnet.defaultForAz)],
      'map-public-ip-on-launch': (subnet) => [String(subnet.mapPublicIp)],
      'cidr-block': (subnet) => [subnet.cidr],
      state: () => ['available'],
      'owner-id': () => [account],
    },
    setName: 'subnetSet',
    render: (subnet) => ({
      subnetId: subnet.id,
      subnetArn: `arn:aws:ec2:${region}:${account}:subnet/${subnet.id}`,
      vpcId: subnet.vpcId,
      ownerId: account,
      state: 'available',
      cidrBlock: subnet.cidr,
      availabilityZone: subnet.zone,
      availabilityZoneId: zonesOf(region).find(({ id }) => id === subnet.zone)?.zoneId,
      availableIpAddressCount:
        2 ** (32 - Number(subnet.cidr.split('/')[1])) - reservedAddresses - used(subnet.id),
      defaultForAz: subnet.defaultForAz,
      mapPublicIpOnLaunch: subnet.mapPublicIp,
    }),
  };
}
