import type { DiskNeed } from '../request/task-needs.js';
import type { InstanceType } from './instance-type.js';
import type { Misfit } from './misfit.js';
import type { Provider } from './provider.js';

/** Below this every instance volume has room: it is at least as large (CreateCapacityProvider, storageSizeGiB). */
const LEAST_VOLUME_GIB = 30;
const BYTES_PER_GB = 1e9;
const BYTES_PER_GIB = 1024 ** 3;

/** How the disk space of a task can be had. */
export type DiskSource =
  /** The instance's volume, as it is. */
  | { readonly kind: 'shared' }
  /** A volume of its own. */
  | { readonly kind: 'volume'; readonly roleArn: string }
  /** An instance's volume of at least `gib`, which no other such task shares. */
  | { readonly kind: 'whole'; readonly gib: number }
  | { readonly kind: 'none'; readonly misfit: Misfit };

/** ECS cannot grow an instance's disk for a task (DG managed-instances-storage), but can attach a volume (ebs-volumes). */
export function diskSource(disk: DiskNeed | undefined, volumeRole: string | undefined): DiskSource {
  if (disk === undefined) return { kind: 'shared' };
  const settings = volumeSettings(disk);
  if (disk.gib < LEAST_VOLUME_GIB && settings.length === 0) return { kind: 'shared' };
  if (volumeRole !== undefined) return { kind: 'volume', roleArn: volumeRole };
  if (settings.length === 0) return { kind: 'whole', gib: disk.gib };
  const misfit: Misfit = {
    need: 'disk',
    why: `cannot set ${settings.join(', ')} of a disk without a volume of the task's own`,
    would: 'aws.ecs.volumeRole',
  };
  return { kind: 'none', misfit };
}

/** What only a volume of the task's own can have. */
function volumeSettings(disk: DiskNeed): readonly string[] {
  const { volumeType, iops, throughput, encrypted, filesystem } = disk;
  return Object.entries({ type: volumeType, iops, throughput, encrypted, filesystem })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
}

/** GiB of the volume that an instance of the type has for its tasks. */
export function instanceVolumeGib(provider: Provider, { localStorageGb }: InstanceType): number {
  if (provider.localStorage && localStorageGb > 0) return gibOf(localStorageGb);
  return provider.storageGib;
}

/** The same where the types are not known: what every instance has at least. */
export function leastVolumeGib({ localStorage, storageGib, requirements }: Provider): number {
  if (!localStorage) return storageGib;
  return gibOf(requirements?.totalLocalStorageGB?.min ?? 0);
}

function gibOf(gb: number): number {
  return Math.floor((gb * BYTES_PER_GB) / BYTES_PER_GIB);
}

/** Said once a process: what the user may have expected otherwise. */
export function diskNotices(disk: DiskNeed | undefined, source: DiskSource): readonly string[] {
  if (disk === undefined || source.kind === 'volume' || source.kind === 'none') return [];
  if (source.kind === 'shared') {
    return [
      `disk ${disk.gib} GiB is the instance's own volume, which its tasks share: a task has a volume of its own from ${LEAST_VOLUME_GIB} GiB on.`,
    ];
  }
  return [
    `disk ${disk.gib} GiB is the instance's own volume, one such task an instance: set aws.ecs.volumeRole to give each task a volume of its own.`,
  ];
}
