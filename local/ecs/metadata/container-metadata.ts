import { addressText, parseCidr } from '../../ec2/cidr.js';
import { agentLabels } from '../container/container-spec.js';
import { logTarget } from '../container/log-target.js';
import { detailOf } from '../task/attachment.js';
import { type EcsTask, type TaskContainer } from '../task/task.js';
import { type ContainerDoor } from './task-doors.js';

/** What the endpoint tells of the network beside the task. */
export interface MetadataPlace {
  readonly region: string;
  readonly vpcOfSubnet: (subnetId: string) => string | undefined;
  readonly cidrOfSubnet: (subnetId: string) => string | undefined;
}

/** A container as `${ECS_CONTAINER_METADATA_URI_V4}` tells it (guide, task-metadata-endpoint-v4-managed-instances). */
export function containerMetadata(
  { task, container, definition }: ContainerDoor,
  place: MetadataPlace,
): object {
  const { family, revision } = task.definition;
  return {
    DockerId: container.runtimeId ?? '',
    Name: container.name,
    // The agent adds a part of its own making, to tell copies on one instance apart.
    DockerName: `ecs-${family}-${revision}-${container.name}-${container.arn.slice(-20)}`,
    Image: container.image,
    ImageID: container.imageDigest ?? '',
    Labels: { ...definition.dockerLabels, ...agentLabels(task, definition) },
    DesiredStatus: task.desiredStatus,
    KnownStatus: container.lastStatus === 'PENDING' ? 'PULLED' : container.lastStatus,
    ...(container.exitCode === undefined ? {} : { ExitCode: container.exitCode }),
    Limits: {
      CPU: Number(container.cpu),
      ...(container.memory === undefined ? {} : { Memory: Number(container.memory) }),
    },
    ...timesOf(container),
    Type: 'NORMAL',
    ...(definition.healthCheck === undefined ? {} : { Health: { status: container.healthStatus } }),
    ...logOf(task, { definition }),
    ContainerARN: container.arn,
    Networks: [networkOf(task, place)],
  };
}

export const isoTime = (at: number): string => new Date(at).toISOString();

function timesOf({ startedAt, finishedAt }: TaskContainer): object {
  return {
    // When it was made and when it was started are one moment here.
    ...(startedAt === undefined ? {} : { CreatedAt: isoTime(startedAt), StartedAt: isoTime(startedAt) }),
    ...(finishedAt === undefined ? {} : { FinishedAt: isoTime(finishedAt) }),
  };
}

function logOf(task: EcsTask, { definition }: Pick<ContainerDoor, 'definition'>): object {
  const { logDriver, options = {} } = definition.logConfiguration ?? {};
  if (logDriver === undefined) return {};
  const target = logTarget(task, definition);
  const { 'awslogs-stream-prefix': prefix, ...rest } = options;
  return {
    LogDriver: logDriver,
    LogOptions:
      target === undefined || prefix === undefined ? options : { ...rest, 'awslogs-stream': target.stream },
  };
}

/** The resolver's address is left out: it hangs on the VPC's options. */
function networkOf(task: EcsTask, { region, cidrOfSubnet }: MetadataPlace): object {
  const eni = task.attachments.find(({ type }) => type === 'ElasticNetworkInterface');
  if (eni === undefined)
    return { NetworkMode: task.definition.content.networkMode ?? 'host', IPv4Addresses: [] };
  const address = detailOf(eni, 'privateIPv4Address') ?? '';
  const cidr = cidrOfSubnet(detailOf(eni, 'subnetId') ?? '');
  const block = cidr === undefined ? undefined : parseCidr(cidr);
  // Of old, us-east-1 has a domain without its name.
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return {
    NetworkMode: 'awsvpc',
    IPv4Addresses: [address],
    AttachmentIndex: 0,
    MACAddress: detailOf(eni, 'macAddress'),
    ...(cidr === undefined ? {} : { IPv4SubnetCIDRBlock: cidr }),
    DomainNameSearchList: [domain],
    PrivateDNSName: `ip-${address.replaceAll('.', '-')}.${domain}`,
    ...(block === undefined
      ? {}
      : { SubnetGatewayIpv4Address: `${addressText(block.first + 1)}/${block.bits}` }),
  };
}
