import { DEFAULT_MOUNT_PATH } from './disk.js';
import { invalid, type Fault } from './reading.js';
import { MOST_TAGS, OUR_TAGS } from './tags.js';
import type { TaskNeeds } from './task-needs.js';

/** A fault and the directive it is told of. */
export type Clash = readonly [directive: string, fault: Fault];

/** What is fine by itself and does not go together: directives of one process, each of them read. */
export function clashes(needs: Partial<TaskNeeds>): readonly Clash[] {
  return [...secretClashes(needs), ...mountClashes(needs), ...labelClashes(needs)];
}

/** "The secret name must be unique and not shared with any … environment variables" (RegisterTaskDefinition). */
function secretClashes({ secrets = [], container }: Partial<TaskNeeds>): Clash[] {
  const variables = new Set(container?.environment?.map(({ name }) => name));
  return secrets
    .filter((name) => variables.has(name))
    .map((name) => [
      'secret',
      invalid(
        `names ${name}, which containerOptions sets by --env`,
        undefined,
        'Remove one of the two: a task cannot have both.',
      ),
    ]);
}

function mountClashes({ disk, container }: Partial<TaskNeeds>): Clash[] {
  const memory = container?.linuxParameters?.tmpfs?.find(
    ({ containerPath }) => containerPath === disk?.mountPath,
  );
  if (disk === undefined || memory === undefined) return [];
  return [
    [
      'disk',
      invalid(
        `is at ${disk.mountPath}, where containerOptions mounts memory by --tmpfs`,
        undefined,
        disk.mountPath === DEFAULT_MOUNT_PATH
          ? "Say where the disk goes: mountPath: '/scratch'"
          : 'Give one of them another path.',
      ),
    ],
  ];
}

function labelClashes({ labels = {} }: Partial<TaskNeeds>): Clash[] {
  const most = MOST_TAGS - OUR_TAGS;
  const count = Object.keys(labels).length;
  if (count <= most) return [];
  return [
    [
      'resourceLabels',
      invalid(
        `has more labels than tags a task can have: AWS takes ${MOST_TAGS}, of which ${OUR_TAGS} say which task it is`,
        String(count),
        `Take at most ${most}.`,
      ),
    ],
  ];
}
