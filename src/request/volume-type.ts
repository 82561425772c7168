/** Bounds, both included. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** What ECS takes for an EBS volume of one type. */
export interface VolumeType {
  readonly gib: Bounds;
  /** Absent where the type takes none. */
  readonly iops?: Bounds & { readonly required?: true; readonly perGib: number };
  /** MiB/s. */
  readonly throughput?: Bounds;
}

/** Of a disk that names no type: ECS documents no default of its own. */
export const DEFAULT_VOLUME_TYPE = 'gp3';

/** MiB/s that a gp3 volume may have for each of its IOPS, of which it has 3000 at least (EBS, general-purpose volumes). */
export const THROUGHPUT_PER_IOPS = 0.25;

const upTo16Tib = (least: number): Bounds => ({ least, most: 16_384 });

/**
 * Sizes, IOPS and throughput: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskManagedEBSVolumeConfiguration.html,
 * which stays below what EBS itself takes by now. IOPS for each GiB: docs.aws.amazon.com/ebs/latest/userguide, general-purpose
 * and provisioned-iops (io2 Block Express, which every Nitro instance has). 125 MiB/s is what every gp3 volume has.
 */
const volumeTypes: ReadonlyMap<string, VolumeType> = new Map<string, VolumeType>([
  [
    'gp3',
    {
      gib: upTo16Tib(1),
      iops: { least: 3000, most: 16_000, perGib: 500 },
      throughput: { least: 125, most: 1000 },
    },
  ],
  ['gp2', { gib: upTo16Tib(1) }],
  ['io1', { gib: upTo16Tib(4), iops: { least: 100, most: 64_000, perGib: 50, required: true } }],
  ['io2', { gib: upTo16Tib(4), iops: { least: 100, most: 256_000, perGib: 1000, required: true } }],
  ['st1', { gib: upTo16Tib(125) }],
  ['sc1', { gib: upTo16Tib(125) }],
  ['standard', { gib: { least: 1, most: 1024 } }],
]);

export const volumeTypeNames: readonly string[] = [...volumeTypes.keys()];

export function volumeType(name: string): VolumeType | undefined {
  return volumeTypes.get(name);
}
