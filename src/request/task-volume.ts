import type { MountPoint, TaskVolumeConfiguration, Volume } from '@aws-sdk/client-ecs';
import type { Tag } from '@aws-sdk/client-ecs';
import type { TaskStorage } from '../placement/placement.js';
import { present } from '../present.js';
import { DEFAULT_MOUNT_PATH } from './disk.js';
import type { DiskNeed, TaskNeeds } from './task-needs.js';
import { DEFAULT_VOLUME_TYPE } from './volume-type.js';

/** The one volume of a task. */
const VOLUME_NAME = 'disk';

/** The volume as the definition has it, and where it is mounted. */
export interface MountedVolume {
  readonly volumes: Volume[];
  readonly mountPoints: MountPoint[];
}

/**
 * A volume of the task's own is configured at launch, so that its size does not make a definition of its own. On the
 * instance's volume a path is mounted where it was asked for: the container's own files are on that volume anyway.
 */
export function mountedVolume({ disk }: TaskNeeds, storage: TaskStorage): MountedVolume | undefined {
  if (disk === undefined) return undefined;
  const own = storage.kind === 'volume';
  if (!own && disk.mountPath === DEFAULT_MOUNT_PATH) return undefined;
  return {
    volumes: [{ name: VOLUME_NAME, ...(own ? { configuredAtLaunch: true } : { host: {} }) }],
    mountPoints: [{ sourceVolume: VOLUME_NAME, containerPath: disk.mountPath }],
  };
}

/**
 * The EBS volume of one task (RunTask, volumeConfigurations). It goes with the task: `deleteOnTermination` is said
 * although it is the default, since a volume left behind costs money for ever.
 */
export function volumeConfigurations(
  { disk }: TaskNeeds,
  storage: TaskStorage,
  tags: readonly Tag[],
): TaskVolumeConfiguration[] | undefined {
  if (disk === undefined || storage.kind !== 'volume') return undefined;
  return [{ name: VOLUME_NAME, managedEBSVolume: managedVolume(disk, storage.roleArn, tags) }];
}

function managedVolume(
  { gib, volumeType = DEFAULT_VOLUME_TYPE, iops, throughput, encrypted, filesystem }: DiskNeed,
  roleArn: string,
  tags: readonly Tag[],
): NonNullable<TaskVolumeConfiguration['managedEBSVolume']> {
  return {
    roleArn,
    sizeInGiB: gib,
    volumeType,
    ...present({ iops, throughput, encrypted, filesystemType: filesystem }),
    terminationPolicy: { deleteOnTermination: true },
    tagSpecifications: [{ resourceType: 'volume', tags: [...tags] }],
  };
}
