import { AwsError } from '../http/aws-error.js';
import type { ResourceKind } from './describe.js';
import type { ElasticAddress, InternetGateway, NatGateway } from './network-model.js';

export const noInternetGateway = (id: string): AwsError =>
  new AwsError('InvalidInternetGatewayID.NotFound', `The internetGateway ID '${id}' does not exist`);
export const noNatGateway = (id: string): AwsError =>
  new AwsError('NatGatewayNotFound', `The Nat Gateway ${id} was not found`);
export const noAddress = (id: string): AwsError =>
  new AwsError('InvalidAllocationID.NotFound', `The allocation ID '${id}' does not exist`);

export function internetGatewayKind(account: string): ResourceKind<InternetGateway> {
  return {
    idParameter: 'InternetGatewayId',
    notFound: noInternetGateway,
    filters: {
      'internet-gateway-id': ({ id }) => [id],
      'attachment.vpc-id': ({ vpcId }) => (vpcId === undefined ? [] : [vpcId]),
      'attachment.state': ({ vpcId }) => (vpcId === undefined ? [] : ['available']),
      'owner-id': () => [account],
    },
    setName: 'internetGatewaySet',
    render: ({ id, vpcId }) => ({
      internetGatewayId: id,
      ownerId: account,
      attachmentSet: { item: vpcId === undefined ? [] : [{ vpcId, state: 'available' }] },
    }),
  };
}

/** A NAT gateway is pending at first: milliseconds of it are the cloud's to say. */
export function natState(nat: NatGateway, now: number, delay: number): string {
  if (nat.deletedAt !== undefined) return now - nat.deletedAt < delay ? 'deleting' : 'deleted';
  return now - nat.createdAt < delay ? 'pending' : 'available';
}

/** @param publicIpOf the address of an allocation */
export function natGatewayKind(
  stateOf: (nat: NatGateway) => string,
  publicIpOf: (allocationId: string) => string | undefined,
): ResourceKind<NatGateway> {
  return {
    idParameter: 'NatGatewayId',
    notFound: noNatGateway,
    filters: {
      'nat-gateway-id': ({ id }) => [id],
      'vpc-id': ({ vpcId }) => [vpcId],
      'subnet-id': ({ subnetId }) => (subnetId === undefined ? [] : [subnetId]),
      state: (nat) => [stateOf(nat)],
    },
    setName: 'natGatewaySet',
    render: (nat) => ({
      natGatewayId: nat.id,
      vpcId: nat.vpcId,
      subnetId: nat.subnetId,
      state: stateOf(nat),
      connectivityType: nat.connectivity,
      createTime: new Date(nat.createdAt).toISOString(),
      deleteTime: nat.deletedAt === undefined ? undefined : new Date(nat.deletedAt).toISOString(),
      natGatewayAddressSet: {
        item: [
          {
            allocationId: nat.allocationId,
            publicIp: nat.allocationId === undefined ? undefined : publicIpOf(nat.allocationId),
            privateIp: nat.privateIp,
            isPrimary: true,
          },
        ],
      },
    }),
  };
}

/** @param userOf the NAT gateway that has the address */
export function addressKind(
  userOf: (allocationId: string) => NatGateway | undefined,
): ResourceKind<ElasticAddress> {
  return {
    idParameter: 'AllocationId',
    notFound: noAddress,
    filters: {
      'allocation-id': ({ id }) => [id],
      'public-ip': ({ publicIp }) => [publicIp],
      domain: () => ['vpc'],
    },
    setName: 'addressesSet',
    render: ({ id, publicIp }) => ({
      allocationId: id,
      publicIp,
      domain: 'vpc',
      privateIpAddress: userOf(id)?.privateIp,
    }),
  };
}
