import { AwsError } from '../../http/aws-error.js';
import { checkedTags, type tagsShape } from '../tag-rules.js';
import { type ManagedEbsVolume } from './run-task-shape.js';

interface Range {
  readonly least: number;
  readonly most: number;
}

interface VolumeType {
  readonly sizeInGiB: Range;
  /** Absent where the type takes none. */
  readonly iops?: Range;
  readonly iopsRequired?: boolean;
  readonly throughput?: Range;
}

const upTo16TiB = (least: number): Range => ({ least, most: 16_384 });

/** The API model's numbers of each type. It names no least throughput; 125 MiB/s is what every gp3 volume has. */
const volumeTypes: Readonly<Record<string, VolumeType>> = {
  gp2: { sizeInGiB: upTo16TiB(1) },
  gp3: {
    sizeInGiB: upTo16TiB(1),
    iops: { least: 3000, most: 16_000 },
    throughput: { least: 125, most: 1000 },
  },
  io1: { sizeInGiB: upTo16TiB(4), iops: { least: 100, most: 64_000 }, iopsRequired: true },
  io2: { sizeInGiB: upTo16TiB(4), iops: { least: 100, most: 256_000 }, iopsRequired: true },
  st1: { sizeInGiB: upTo16TiB(125) },
  sc1: { sizeInGiB: upTo16TiB(125) },
  standard: { sizeInGiB: { least: 1, most: 1024 } },
};

/** AWS names no default where ECS makes the volume; gp3 is what its own console and pages use. */
const usualType = 'gp3';

/** What is wrong with `managedEBSVolume` (facts §1c); each problem begins with `path`. */
export function ebsProblems(volume: ManagedEbsVolume, path: string): string[] {
  const type = volume.volumeType ?? usualType;
  const rules = Object.hasOwn(volumeTypes, type) ? volumeTypes[type] : undefined;
  return [
    ...generalProblems(volume),
    ...(rules === undefined
      ? [`.volumeType '${type}' must be one of ${Object.keys(volumeTypes).join(', ')}`]
      : typeProblems(volume, type, rules)),
    ...volumeTagProblems(volume),
  ].map((problem) => `${path}${problem}`);
}

function generalProblems(volume: ManagedEbsVolume): string[] {
  const {
    roleArn = '',
    sizeInGiB,
    snapshotId,
    filesystemType = 'xfs',
    volumeInitializationRate: rate,
  } = volume;
  return [
    ...(roleArn === '' ? ['.roleArn is missing'] : []),
    ...(roleArn === '' || /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)
      ? []
      : [`.roleArn '${roleArn}' is no ARN of a role`]),
    ...(sizeInGiB === undefined && snapshotId === undefined
      ? ['.sizeInGiB and .snapshotId are missing: give one of them']
      : []),
    ...(snapshotId === undefined || /^snap-[0-9a-f]{8,17}$/.test(snapshotId)
      ? []
      : [`.snapshotId '${snapshotId}' is no id of a snapshot`]),
    ...(['ext3', 'ext4', 'xfs'].includes(filesystemType)
      ? []
      : [`.filesystemType '${filesystemType}' must be ext3, ext4 or xfs on Linux`]),
    ...(volume.kmsKeyId !== undefined && volume.encrypted !== true
      ? ['.kmsKeyId needs encrypted to be true']
      : []),
    ...(rate === undefined ? [] : rateProblems(rate, snapshotId)),
    ...(volume.terminationPolicy !== undefined && volume.terminationPolicy.deleteOnTermination === undefined
      ? ['.terminationPolicy.deleteOnTermination is missing']
      : []),
  ];
}

/** 100 to 300 MiB/s is EBS's own range (CreateVolume). */
function rateProblems(rate: number, snapshotId: string | undefined): string[] {
  return [
    ...(snapshotId === undefined ? ['.volumeInitializationRate needs a snapshotId'] : []),
    ...outside('.volumeInitializationRate', rate, { least: 100, most: 300 }),
  ];
}

function typeProblems(volume: ManagedEbsVolume, type: string, rules: VolumeType): string[] {
  const { sizeInGiB, iops, throughput } = volume;
  return [
    ...(sizeInGiB === undefined ? [] : outside(`.sizeInGiB of ${type}`, sizeInGiB, rules.sizeInGiB)),
    ...(iops === undefined && rules.iopsRequired === true ? [`.iops is required by ${type}`] : []),
    ...given('.iops', type, iops, rules.iops),
    ...given('.throughput', type, throughput, rules.throughput),
  ];
}

function given(name: string, type: string, value: number | undefined, range: Range | undefined): string[] {
  if (value === undefined) return [];
  return range === undefined ? [`${name} is not supported by ${type}`] : outside(name, value, range);
}

const outside = (name: string, value: number, { least, most }: Range): string[] =>
  Number.isInteger(value) && value >= least && value <= most
    ? []
    : [`${name} is ${value}: ${least} to ${most} is allowed`];

/** Names ECS keeps for its own tags on the volumes it makes (API model, EBSTagSpecification). */
const reserved = ['AmazonECSCreated', 'AmazonECSManaged'];

function volumeTagProblems({ tagSpecifications = [] }: ManagedEbsVolume): string[] {
  return tagSpecifications.flatMap(({ resourceType, tags = [], propagateTags = 'NONE' }) => [
    ...(resourceType === 'volume'
      ? []
      : [`.tagSpecifications: resourceType '${resourceType ?? ''}' must be volume`]),
    ...(['TASK_DEFINITION', 'NONE'].includes(propagateTags)
      ? []
      : [`.tagSpecifications: propagateTags '${propagateTags}' is for services only`]),
    ...tagProblems(tags).map((problem) => `.tagSpecifications: ${problem}`),
    ...tags
      .filter(({ key = '' }) => reserved.includes(key))
      .map(({ key = '' }) => `.tagSpecifications: key '${key}' is reserved by ECS`),
  ]);
}

function tagProblems(tags: ReturnType<typeof tagsShape>): string[] {
  try {
    checkedTags(tags);
    return [];
  } catch (error) {
    if (error instanceof AwsError) return [error.message];
    throw error;
  }
}
