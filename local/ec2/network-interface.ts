import { AwsError } from '../http/aws-error.js';
import type { ResourceKind } from './describe.js';

/** A network interface of somebody EC2 does not know itself: of a task in awsvpc mode, of an instance. */
export interface NetworkInterface {
  /** `eni-` and 17 hex digits. */
  readonly id: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly zone: string;
  readonly privateIp: string;
  readonly macAddress: string;
  readonly groupIds: readonly string[];
  readonly description: string;
  /** A branch belongs to a trunk of its instance and has no attachment. */
  readonly type?: 'interface' | 'branch';
  readonly status: 'pending' | 'available' | 'in-use';
  /** Where it is attached. */
  readonly attachment?: {
    /** `eni-attach-...` */
    readonly id: string;
    readonly instanceId?: string;
    readonly deviceIndex: number;
  };
}

/** Who has network interfaces. */
export interface NetworkInterfaces {
  in(region: string): readonly NetworkInterface[];
}

export const noInterfaces: NetworkInterfaces = { in: () => [] };

/** @param nameOf the name of a security group */
export function interfaceKind(
  account: string,
  nameOf: (groupId: string) => string | undefined,
): ResourceKind<NetworkInterface> {
  return {
    idParameter: 'NetworkInterfaceId',
    notFound: (id) =>
      new AwsError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`),
    filters: {
      'network-interface-id': ({ id }) => [id],
      'vpc-id': ({ vpcId }) => [vpcId],
      'subnet-id': ({ subnetId }) => [subnetId],
      'availability-zone': ({ zone }) => [zone],
      'group-id': ({ groupIds }) => groupIds,
      'private-ip-address': ({ privateIp }) => [privateIp],
      'addresses.private-ip-address': ({ privateIp }) => [privateIp],
      'mac-address': ({ macAddress }) => [macAddress],
      'attachment.attachment-id': ({ attachment }) => (attachment === undefined ? [] : [attachment.id]),
      'attachment.instance-id': ({ attachment }) =>
        attachment?.instanceId === undefined ? [] : [attachment.instanceId],
      'interface-type': ({ type = 'interface' }) => [type],
      description: ({ description }) => [description],
      status: ({ status }) => [status],
      'owner-id': () => [account],
    },
    setName: 'networkInterfaceSet',
    render: (eni) => ({
      networkInterfaceId: eni.id,
      subnetId: eni.subnetId,
      vpcId: eni.vpcId,
      availabilityZone: eni.zone,
      description: eni.description,
      ownerId: account,
      status: eni.status,
      interfaceType: eni.type ?? 'interface',
      macAddress: eni.macAddress,
      privateIpAddress: eni.privateIp,
      sourceDestCheck: true,
      groupSet: { item: eni.groupIds.map((groupId) => ({ groupId, groupName: nameOf(groupId) })) },
      privateIpAddressesSet: { item: [{ privateIpAddress: eni.privateIp, primary: true }] },
      attachment:
        eni.attachment === undefined
          ? undefined
          : {
              attachmentId: eni.attachment.id,
              instanceId: eni.attachment.instanceId,
              deviceIndex: eni.attachment.deviceIndex,
              status: 'attached',
            },
    }),
  };
}
