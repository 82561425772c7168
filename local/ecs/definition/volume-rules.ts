import { type DefinitionInput, has } from './definition-shape.js';
import { among, isName, repeated, unless, within } from './rule.js';
import { type EfsVolume, type S3FilesVolume, type Volume } from './volume-shape.js';

/** The kinds of volumes, by the member that makes a volume one of them. */
const kinds = [
  'host',
  'dockerVolumeConfiguration',
  'efsVolumeConfiguration',
  's3filesVolumeConfiguration',
  'fsxWindowsFileServerVolumeConfiguration',
];

/** Rules of `volumes` (facts §1c, API:Volume). */
export function volumeProblems(definition: DefinitionInput): string[] {
  const { volumes = [], taskRoleArn = '' } = definition;
  const atLaunch = volumes.filter(({ configuredAtLaunch }) => configuredAtLaunch === true);
  return [
    ...repeated(volumes.map(({ name = '' }) => name)).map((name) => `volume name '${name}' is used twice`),
    ...unless(
      atLaunch.length <= 1,
      `volumes: ${atLaunch.length} are configuredAtLaunch, a definition may have one`,
    ),
    ...unless(
      taskRoleArn !== '' || volumes.every((volume) => !has(volume, 's3filesVolumeConfiguration')),
      'volumes: s3filesVolumeConfiguration needs a taskRoleArn',
    ),
    ...volumes.flatMap((volume, index) => ownProblems(volume, `volumes[${index}]`)),
  ];
}

function ownProblems(volume: Volume, path: string): string[] {
  const { name = '', configuredAtLaunch, host } = volume;
  const given = [
    ...kinds.filter((kind) => has(volume, kind)),
    ...(configuredAtLaunch === true ? ['configuredAtLaunch'] : []),
  ];
  return [
    ...unless(isName(name), `${path}.name '${name}' must be 1 to 255 letters, digits, '-' or '_'`),
    ...unless(given.length <= 1, `${path} is of several kinds at once: ${given.join(', ')}`),
    ...unless(host?.sourcePath !== '', `${path}: host.sourcePath should not be blank.`),
    ...unless(
      (host?.sourcePath ?? '/').startsWith('/') || host?.sourcePath === '',
      `${path}.host.sourcePath '${host?.sourcePath ?? ''}' must be an absolute path`,
    ),
    ...efsProblems(volume.efsVolumeConfiguration, `${path}.efsVolumeConfiguration`),
    ...s3FilesProblems(volume.s3filesVolumeConfiguration, `${path}.s3filesVolumeConfiguration`),
  ];
}

function efsProblems(efs: EfsVolume | undefined, path: string): string[] {
  if (efs === undefined) return [];
  const { fileSystemId = '', transitEncryption = 'DISABLED', authorizationConfig = {} } = efs;
  const { accessPointId, iam = 'DISABLED' } = authorizationConfig;
  const switches = ['ENABLED', 'DISABLED'];
  return [
    ...unless(
      /^fs-[0-9a-f]{8,40}$/.test(fileSystemId),
      `${path}.fileSystemId '${fileSystemId}' is no file system's`,
    ),
    ...among(`${path}.transitEncryption`, transitEncryption, switches),
    ...among(`${path}.authorizationConfig.iam`, iam, switches),
    ...portProblems(efs.transitEncryptionPort, path),
    ...rootProblems(efs.rootDirectory, accessPointId, path),
    ...unless(
      accessPointId === undefined || /^fsap-[0-9a-f]{8,40}$/.test(accessPointId),
      `${path}.authorizationConfig.accessPointId '${accessPointId ?? ''}' is no access point's`,
    ),
    ...unless(
      transitEncryption === 'ENABLED' || (accessPointId === undefined && iam !== 'ENABLED'),
      `${path}: transitEncryption must be ENABLED where an access point or IAM authorization is used`,
    ),
  ];
}

function s3FilesProblems(files: S3FilesVolume | undefined, path: string): string[] {
  if (files === undefined) return [];
  const { fileSystemArn = '', accessPointArn } = files;
  const isArn = (arn: string): boolean => /^arn:aws[\w-]*:s3files:[\w-]+:\d+:.+$/.test(arn);
  return [
    ...unless(isArn(fileSystemArn), `${path}.fileSystemArn '${fileSystemArn}' is no ARN of S3 Files`),
    ...unless(
      accessPointArn === undefined || isArn(accessPointArn),
      `${path}.accessPointArn '${accessPointArn ?? ''}' is no ARN of S3 Files`,
    ),
    ...portProblems(files.transitEncryptionPort, path),
    ...rootProblems(files.rootDirectory, accessPointArn, path),
  ];
}

const portProblems = (port: number | undefined, path: string): string[] =>
  unless(within(port, 1, 65_535), `${path}.transitEncryptionPort ${port ?? ''} must be 1 to 65535`);

/** An access point has a root of its own. */
function rootProblems(root: string | undefined, accessPoint: string | undefined, path: string): string[] {
  return [
    ...unless(
      (root ?? '/').startsWith('/'),
      `${path}.rootDirectory '${root ?? ''}' must be an absolute path`,
    ),
    ...unless(
      accessPoint === undefined || root === undefined || root === '/',
      `${path}.rootDirectory '${root ?? ''}' must be / or absent where an access point is used`,
    ),
  ];
}
