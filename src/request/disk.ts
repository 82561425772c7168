import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { nearest } from '../nearest.js';
import { present } from '../present.js';
import { isMap, type DirectiveMap } from './directive-values.js';
import { MOUNT_PATH, reservedPath } from './container-path.js';
import { invalid, judged, refused, unsatisfiable, type Fault, type Reading } from './reading.js';
import type { DiskNeed } from './task-needs.js';
import {
  DEFAULT_VOLUME_TYPE,
  THROUGHPUT_PER_IOPS,
  volumeType,
  volumeTypeNames,
  type VolumeType,
} from './volume-type.js';

const BYTES_PER_GIB = 1024 ** 3;
/** TaskManagedEBSVolumeConfiguration, and the largest volume an instance can have (storageSizeGiB). */
const MOST_GIB = 16_384;
/** Where programs put what they do not keep, and Fusion its cache. */
export const DEFAULT_MOUNT_PATH = '/tmp';
const FILESYSTEMS: readonly string[] = ['xfs', 'ext4', 'ext3'];
const EXAMPLE = "Write it like: disk '500 GB', type: 'gp3', mountPath: '/scratch'";

type Parts = Partial<Omit<DiskNeed, 'gib' | 'mountPath'>> & { gib: number; mountPath: string };

/** What each argument must be, beside `request`. */
const ARGUMENTS: Readonly<
  Record<string, { readonly expected: string; fits(value: DirectiveValue): boolean }>
> = {
  type: {
    expected: `one of ${volumeTypeNames.join(', ')}`,
    fits: (value) => typeof value === 'string' && volumeType(value) !== undefined,
  },
  iops: { expected: 'a whole number above 0', fits: isCount },
  throughput: { expected: 'a whole number of MiB/s above 0', fits: isCount },
  encrypted: { expected: 'true or false', fits: (value) => typeof value === 'boolean' },
  filesystem: {
    expected: `one of ${FILESYSTEMS.join(', ')}`,
    fits: (value) => typeof value === 'string' && FILESYSTEMS.includes(value),
  },
  mountPath: {
    expected:
      "an absolute path of a folder inside the container, without '.', '..', ':' or blanks, and none of the system's or Fusion's own",
    fits: (value) => typeof value === 'string' && MOUNT_PATH.test(value) && !reservedPath(value),
  },
};

/** Whole GiB, never less than was asked for, with everything that EBS is to know of the volume. */
export function readDisk(value: DirectiveValue): Reading<DiskNeed> {
  if (!isMap(value)) return refused(invalid('must be a size', describeValue(value), EXAMPLE));
  const faults = [...sizeFaults(value['request']), ...argumentFaults(value)];
  if (faults.length > 0) return refused(...faults);
  const need = needOf(value);
  return judged(need, volumeFaults(need));
}

function needOf({ request, type, mountPath = DEFAULT_MOUNT_PATH, ...others }: DirectiveMap): DiskNeed {
  const { iops, throughput, encrypted, filesystem } = others as Omit<Partial<Parts>, 'gib'>;
  return {
    gib: Math.ceil((request as number) / BYTES_PER_GIB),
    mountPath: mountPath as string,
    ...present({ volumeType: type as string | undefined, iops, throughput, encrypted, filesystem }),
  };
}

function sizeFaults(bytes: DirectiveValue | undefined): Fault[] {
  if (typeof bytes !== 'number' || !Number.isFinite(bytes) || bytes <= 0)
    return [
      invalid(
        'must be a size above 0 bytes',
        bytes === undefined ? undefined : describeValue(bytes),
        EXAMPLE,
      ),
    ];
  const gib = Math.ceil(bytes / BYTES_PER_GIB);
  if (gib <= MOST_GIB) return [];
  return [
    unsatisfiable(
      `a task on ECS can have at most ${MOST_GIB} GiB of disk`,
      `${gib} GiB`,
      'Ask for less disk, or leave data in S3: Fusion reads it from there.',
    ),
  ];
}

function argumentFaults(value: DirectiveMap): Fault[] {
  return Object.entries(value).flatMap(([name, given]) => {
    if (name === 'request') return [];
    const argument = Object.hasOwn(ARGUMENTS, name) ? ARGUMENTS[name] : undefined;
    if (argument === undefined) return [unknownArgument(name)];
    if (argument.fits(given)) return [];
    return [invalid(`has ${name}, which must be ${argument.expected}`, describeValue(given), EXAMPLE)];
  });
}

function unknownArgument(name: string): Fault {
  const names = Object.keys(ARGUMENTS);
  const near = nearest(name, names);
  return invalid(
    `has no argument ${name}: it takes ${names.join(', ')}`,
    undefined,
    near === undefined ? `Remove ${name}.` : `Did you mean ${near}? If not, remove it.`,
  );
}

/** What EBS has against the volume as a whole. */
function volumeFaults({ gib, iops, throughput, volumeType: name = DEFAULT_VOLUME_TYPE }: DiskNeed): Fault[] {
  const type = volumeType(name);
  if (type === undefined) return [];
  return [
    ...boundFaults(`size of its ${name} volume`, gib, 'GiB', type.gib),
    ...iopsFaults(name, type, gib, iops),
    ...throughputFaults(name, type, throughput, iops),
  ];
}

function iopsFaults(
  name: string,
  { iops: bounds }: VolumeType,
  gib: number,
  iops: number | undefined,
): Fault[] {
  if (bounds === undefined)
    return iops === undefined ? [] : [notTaken(name, 'iops', iops, 'gp3, io1 or io2')];
  if (iops === undefined)
    return bounds.required === true
      ? [
          invalid(
            `of type ${name} needs iops`,
            undefined,
            `Add iops: ${bounds.least} or more; or take type: 'gp3'.`,
          ),
        ]
      : [];
  const most = Math.max(bounds.least, Math.min(bounds.most, gib * bounds.perGib));
  return boundFaults(`iops of its ${name} volume of ${gib} GiB`, iops, 'IOPS', { least: bounds.least, most });
}

function throughputFaults(
  name: string,
  { throughput: bounds, iops: rate }: VolumeType,
  throughput: number | undefined,
  iops: number = rate?.least ?? 0,
): Fault[] {
  if (throughput === undefined) return [];
  if (bounds === undefined) return [notTaken(name, 'throughput', throughput, 'gp3')];
  const most = Math.min(bounds.most, Math.floor(iops * THROUGHPUT_PER_IOPS));
  return boundFaults(`throughput of its ${name} volume with ${iops} iops`, throughput, 'MiB/s', {
    least: bounds.least,
    most,
  });
}

function notTaken(name: string, argument: string, value: number, instead: string): Fault {
  return invalid(
    `of type ${name} has no ${argument} to set`,
    String(value),
    `Remove ${argument}, or take type ${instead}.`,
  );
}

function boundFaults(
  what: string,
  value: number,
  unit: string,
  { least, most }: { readonly least: number; readonly most: number },
): Fault[] {
  if (value >= least && value <= most) return [];
  return [
    invalid(
      `must keep the ${what} within ${least} to ${most} ${unit}`,
      String(value),
      'Ask for a number in that range.',
    ),
  ];
}

function isCount(value: DirectiveValue): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
