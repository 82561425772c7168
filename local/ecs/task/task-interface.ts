import { type NetworkInterface } from '../../ec2/network-interface.js';
import { hasTrunk } from '../capacity/interface-density.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type Attachment, detailOf } from './attachment.js';
import { type EcsTask } from './task.js';

/** The network interface of an awsvpc task as EC2 tells of it, while it lives; `undefined` where there is none. */
export function taskInterface(
  task: EcsTask,
  region: string,
  network: EcsNetwork,
): NetworkInterface | undefined {
  const attachment = task.attachments.find(({ type }) => type === 'ElasticNetworkInterface');
  const id = attachment && detailOf(attachment, 'networkInterfaceId');
  if (attachment === undefined || id === undefined || attachment.status === 'DELETED') return undefined;
  const detail = (name: string): string => detailOf(attachment, name) ?? '';
  const subnetId = detail('subnetId');
  const vpcId = network.vpcOfSubnet(region, subnetId) ?? '';
  const standard = network.defaultGroup(region, vpcId);
  const account = task.arn.split(':')[4] ?? '';
  const branch = hasTrunk(task.instance?.type.split('.')[0] ?? '');
  return {
    id,
    vpcId,
    subnetId,
    zone: task.zone ?? '',
    privateIp: detail('privateIPv4Address'),
    macAddress: detail('macAddress'),
    groupIds: task.securityGroups.length === 0 && standard !== undefined ? [standard] : task.securityGroups,
    description: `arn:aws:ecs:${region}:${account}:attachment/${attachment.id}`,
    type: branch ? 'branch' : 'interface',
    ...stateOf(task, attachment, branch),
  };
}

/**
 * A branch is in use by the association with its trunk, which EC2 tells elsewhere: it has no attachment. Without a
 * trunk the interface is the instance's own, as on EC2 with ECS.
 */
function stateOf(
  task: EcsTask,
  { id, status }: Attachment,
  branch: boolean,
): Pick<NetworkInterface, 'status' | 'attachment'> {
  if (status !== 'ATTACHED' && status !== 'DETACHING') return { status: 'available' };
  if (branch) return { status: 'in-use' };
  const instanceId = task.instance?.ec2Id;
  return {
    status: 'in-use',
    attachment: {
      id: `eni-attach-0${id.replaceAll('-', '').slice(0, 16)}`,
      ...(instanceId === undefined ? {} : { instanceId }),
      deviceIndex: 1,
    },
  };
}
