import { gpuShares } from '../container/gpu-shares.js';
import { overridden } from '../container/container-spec.js';
import { type PlacedOn } from '../capacity/capacity.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type Random } from '../../random-id.js';
import { attach, type InterfacePlace } from './attachment.js';
import { type SubnetAddresses } from './subnet-addresses.js';
import { type EcsTask } from './task.js';

export interface SettleDeps {
  readonly region: string;
  readonly random: Random;
  readonly network: EcsNetwork;
  readonly addresses: SubnetAddresses;
}

/**
 * Gives a task what it has of its instance: zone, GPUs, network interface, volume. Answers why it cannot have its
 * interface; then the task has its instance and nothing else.
 */
export function settleIn(task: EcsTask, instance: PlacedOn, deps: SettleDeps): string | undefined {
  const { network, region } = deps;
  const { arn, ec2Id, type, subnet: home } = instance;
  task.instance = { arn, ec2Id, type, subnet: home };
  task.connectivity = 'CONNECTED';
  const subnet = interfaceSubnet(task, instance, deps);
  const zone = (subnet === undefined ? undefined : network.zoneOfSubnet(region, subnet)) ?? instance.zone;
  if (zone !== '') task.zone = zone;
  const place = subnet === undefined ? undefined : interfacePlace(subnet, deps);
  if (typeof place === 'string') return place;
  for (const attachment of task.attachments) attach(attachment, place, deps.random);
  shareGpus(task, instance.gpuIds);
  return undefined;
}

/** A subnet of the task's in its instance's zone: an interface cannot be attached across zones. */
function interfaceSubnet(
  task: EcsTask,
  instance: PlacedOn,
  { network, region }: SettleDeps,
): string | undefined {
  const near = task.subnets.find((subnet) => network.zoneOfSubnet(region, subnet) === instance.zone);
  return near ?? task.subnets[0];
}

/** The text is ECS's where an interface cannot be made; that of Managed Instances is unknown. */
function interfacePlace(subnet: string, { network, addresses, region }: SettleDeps): InterfacePlace | string {
  const cidr = network.cidrOfSubnet(region, subnet);
  const address = cidr === undefined ? undefined : addresses.take(subnet, cidr);
  if (address !== undefined) return { subnet, address };
  const why = cidr === undefined ? 'InvalidSubnetID.NotFound' : 'InsufficientFreeAddressesInSubnet';
  return `Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet '${subnet}': ${why}`;
}

function shareGpus(task: EcsTask, gpuIds: readonly string[]): void {
  if (gpuIds.length === 0) return;
  const definitions = task.definition.content.containerDefinitions ?? [];
  const wanted = definitions.map(
    (container) => overridden(container, task.overrides).resourceRequirements ?? [],
  );
  for (const [index, share] of gpuShares(gpuIds, wanted).entries()) {
    const container = task.containers[index];
    if (container !== undefined && share.length > 0) container.gpuIds = share;
  }
}
