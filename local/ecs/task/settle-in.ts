import { gpuShares } from '../container/gpu-shares.js';
import { overridden } from '../container/container-spec.js';
import { type PlacedOn } from '../capacity/capacity.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type Random } from '../../random-id.js';
import { attach } from './attachment.js';
import { type EcsTask } from './task.js';

/** Gives a task what it has of its instance: zone, GPUs, network interface, volume. */
export function settleIn(
  task: EcsTask,
  instance: PlacedOn,
  { random, network }: { readonly random: Random; readonly network: EcsNetwork },
  region: string,
): void {
  task.instance = { arn: instance.arn, ec2Id: instance.ec2Id };
  task.connectivity = 'CONNECTED';
  const subnet = interfaceSubnet(task, instance, network, region);
  const zone = (subnet === undefined ? undefined : network.zoneOfSubnet(region, subnet)) ?? instance.zone;
  if (zone !== '') task.zone = zone;
  const place = subnet === undefined ? undefined : { subnet, address: address(random) };
  for (const attachment of task.attachments) attach(attachment, place, random);
  shareGpus(task, instance.gpuIds);
}

/** A subnet of the task's in its instance's zone: an interface cannot be attached across zones. */
function interfaceSubnet(
  task: EcsTask,
  instance: PlacedOn,
  network: EcsNetwork,
  region: string,
): string | undefined {
  const near = task.subnets.find((subnet) => network.zoneOfSubnet(region, subnet) === instance.zone);
  return near ?? task.subnets[0];
}

/** Of the default VPC's range. Nothing listens there: tasks share this machine's network. */
function address(random: Random): string {
  const byte = (): number => 4 + Math.floor(random() * 250);
  return `172.31.${byte()}.${byte()}`;
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
