import { posix } from 'node:path';
import { type Mount, type MountSource } from '../../runtime/task-runtime.js';
import { type ContainerDefinition, type DefinitionInput } from '../definition/definition-shape.js';
import { type Volume } from '../definition/volume-shape.js';

export type Mounts =
  | { readonly kind: 'mounts'; readonly mounts: readonly Mount[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** Folders of the instance's system that can be written to (facts §1c, bind mounts). */
const writable = /^\/(var|tmp)(\/|$)/;

/**
 * Everything mounted into one container: its own mount points, then those of the containers it takes volumes from.
 *
 * @param ec2Id the instance whose folders `host.sourcePath` means
 */
export function mountsOf(definition: DefinitionInput, container: ContainerDefinition, ec2Id: string): Mounts {
  const points = mountPoints(definition, container, new Set());
  const mounts: Mount[] = [];
  for (const { volume, target, readOnly } of points) {
    const found = sourceOf(definition.volumes?.find(({ name }) => name === volume) ?? {}, volume, ec2Id);
    if (typeof found === 'string') return { kind: 'failed', reason: found };
    mounts.push({ source: found, target, readOnly });
  }
  return { kind: 'mounts', mounts };
}

interface Point {
  readonly volume: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** `seen` ends a ring of containers that take volumes of each other. */
function mountPoints(
  definition: DefinitionInput,
  container: ContainerDefinition,
  seen: Set<ContainerDefinition>,
): Point[] {
  if (seen.has(container)) return [];
  seen.add(container);
  const own = (container.mountPoints ?? []).map(({ sourceVolume, containerPath, readOnly }) => ({
    volume: sourceVolume ?? '',
    target: containerPath ?? '',
    readOnly: readOnly === true,
  }));
  const taken = (container.volumesFrom ?? []).flatMap(({ sourceContainer, readOnly }) => {
    const source = definition.containerDefinitions?.find(({ name }) => name === sourceContainer);
    const points = source === undefined ? [] : mountPoints(definition, source, seen);
    return points.map((point) => ({ ...point, readOnly: point.readOnly || readOnly === true }));
  });
  return [...own, ...taken.filter(({ target }) => !own.some((point) => point.target === target))];
}

/** Where a volume is, or why it cannot be made. */
function sourceOf(volume: Volume, name: string, ec2Id: string): MountSource | string {
  const { efsVolumeConfiguration: efs, s3filesVolumeConfiguration: s3 } = volume;
  if (efs !== undefined) return fileSystem(efs.fileSystemId ?? '', efs.rootDirectory);
  if (s3 !== undefined) {
    const arn = s3.fileSystemArn ?? '';
    return fileSystem(arn.slice(arn.lastIndexOf('/') + 1), s3.rootDirectory);
  }
  const given = volume.host?.sourcePath ?? '';
  if (given === '') return { kind: 'task', volume: name };
  // Looked at as the system would walk it: /var/../etc is /etc.
  const path = posix.normalize(given);
  // The facts give the text's two ends only (§1c).
  return writable.test(path)
    ? { kind: 'instance', ec2Id, path }
    : `CannotCreateVolumeError: error creating empty volume: error while creating volume path '${path}': mkdir ${path}: read-only file system`;
}

/** Below the file system's root whatever the path says: `..` of the root is the root. */
const fileSystem = (id: string, path = '/'): MountSource => ({
  kind: 'file-system',
  id,
  path: posix.normalize(`/${path}`),
});
