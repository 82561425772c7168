import { mountProblems } from '../../../../local/ecs/definition/mount-rules.js';
import { volumeProblems } from '../../../../local/ecs/definition/volume-rules.js';
import { type Json } from '../ecs-fixture.js';
import { containers, itAccepts, itRefuses } from './definition-cases.js';

const volumes = (...given: readonly Json[]): Json => ({ volumes: given });
const efs = (changes: Json): Json =>
  volumes({ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-12345678', ...changes } });
const fileSystemArn = 'arn:aws:s3files:us-east-1:123456789012:file-system/fs-0123456789abcdef0';
const s3files = (changes: Json): Json => ({
  taskRoleArn: 'role',
  ...volumes({ name: 'v', s3filesVolumeConfiguration: { fileSystemArn, ...changes } }),
});
const accessPointId = 'fsap-12345678';

describe(volumeProblems.name, () => {
  itAccepts([
    { name: 'an empty bind mount [1c.3]', given: volumes({ name: 'v', host: {} }, { name: 'w' }) },
    {
      name: 'a folder of the instance [1c.3]',
      given: volumes({ name: 'v', host: { sourcePath: '/var/data' } }),
    },
    {
      name: 'EFS [1c.4]',
      given: efs({ rootDirectory: '/a', transitEncryption: 'ENABLED', transitEncryptionPort: 2049 }),
    },
    {
      name: 'an access point of EFS',
      given: efs({ transitEncryption: 'ENABLED', authorizationConfig: { accessPointId, iam: 'ENABLED' } }),
    },
    { name: 'S3 Files with a task role [1c.4]', given: s3files({ rootDirectory: '/a' }) },
    {
      name: 'one volume configured at launch [1c.5]',
      given: volumes({ name: 'v', configuredAtLaunch: true }),
    },
    {
      name: 'a volume that says it is not',
      given: volumes({ name: 'v', configuredAtLaunch: false, host: {} }),
    },
  ]);
  itRefuses([
    {
      name: 'two volumes configured at launch [1c.5]',
      given: volumes({ name: 'v', configuredAtLaunch: true }, { name: 'w', configuredAtLaunch: true }),
      expected: /^volumes: 2 are configuredAtLaunch/,
    },
    { name: 'a volume without a name', given: volumes({ host: {} }), expected: /volumes\[0\]\.name ''/ },
    {
      name: 'two volumes of one name',
      given: volumes({ name: 'v' }, { name: 'v' }),
      expected: /^volume name 'v' is used twice/,
    },
    {
      name: 'a volume of two kinds',
      given: volumes({ name: 'v', host: {}, configuredAtLaunch: true }),
      expected: /several kinds at once: host, configuredAtLaunch/,
    },
    {
      name: 'a blank folder of the instance',
      given: volumes({ name: 'v', host: { sourcePath: '' } }),
      expected: /host\.sourcePath should not be blank/,
    },
    {
      name: 'a relative folder of the instance',
      given: volumes({ name: 'v', host: { sourcePath: 'data' } }),
      expected: /'data' must be an absolute path/,
    },
    {
      name: 'Docker volumes [1a.27]',
      given: volumes({ name: 'v', dockerVolumeConfiguration: { scope: 'task' } }),
      expected: /dockerVolumeConfiguration is not supported on Managed/,
    },
    {
      name: 'FSx for Windows [1a.27]',
      given: volumes({ name: 'v', fsxWindowsFileServerVolumeConfiguration: { fileSystemId: 'fs-1' } }),
      expected: /fsxWindowsFileServerVolumeConfiguration is not supported/,
    },
    {
      name: 'an EFS file system that cannot be',
      given: efs({ fileSystemId: 'efs' }),
      expected: /fileSystemId 'efs'/,
    },
    {
      name: 'an access point without encryption',
      given: efs({ authorizationConfig: { accessPointId } }),
      expected: /transitEncryption must be ENABLED/,
    },
    {
      name: 'a root beside an access point’s',
      given: efs({
        rootDirectory: '/a',
        transitEncryption: 'ENABLED',
        authorizationConfig: { accessPointId },
      }),
      expected: /rootDirectory '\/a' must be \/ or absent/,
    },
    {
      name: 'an access point that cannot be',
      given: efs({ transitEncryption: 'ENABLED', authorizationConfig: { accessPointId: 'x' } }),
      expected: /accessPointId 'x'/,
    },
    {
      name: 'encryption that is neither on nor off',
      given: efs({ transitEncryption: 'YES' }),
      expected: /'YES' must be one of ENABLED, DISABLED/,
    },
    {
      name: 'a port past the last',
      given: efs({ transitEncryptionPort: 65_536 }),
      expected: /transitEncryptionPort 65536/,
    },
    {
      name: 'S3 Files without a task role [1c.4]',
      given: { ...s3files({}), taskRoleArn: undefined },
      expected: /s3filesVolumeConfiguration needs a taskRoleArn/,
    },
    {
      name: 'S3 Files by something else than its ARN',
      given: s3files({ fileSystemArn: 'arn:aws:s3:::bucket' }),
      expected: /fileSystemArn .* is no ARN of S3 Files/,
    },
  ]);
});

describe(mountProblems.name, () => {
  const mounted = (...mountPoints: readonly Json[]): Json => ({
    ...volumes({ name: 'v' }),
    ...containers({ mountPoints }),
  });
  const from = (sourceContainer: string): Json =>
    containers({ volumesFrom: [{ sourceContainer }] }, { name: 'b' });
  itAccepts([
    {
      name: 'a mount of a volume of the definition',
      given: mounted({ sourceVolume: 'v', containerPath: '/v', readOnly: true }),
    },
    { name: 'the volumes of another container', given: from('b') },
  ]);
  itRefuses([
    {
      name: 'a mount of a volume that is not there',
      given: mounted({ sourceVolume: 'w', containerPath: '/v' }),
      expected: /mountPoints\[0\]: Unknown volume 'w'\./,
    },
    {
      name: 'a mount at no path',
      given: mounted({ sourceVolume: 'v' }),
      expected: /containerPath is missing/,
    },
    {
      name: 'a mount at a relative path',
      given: mounted({ sourceVolume: 'v', containerPath: 'v' }),
      expected: /containerPath 'v' must be an absolute path/,
    },
    {
      name: 'two mounts at one path',
      given: mounted({ sourceVolume: 'v', containerPath: '/v' }, { sourceVolume: 'v', containerPath: '/v' }),
      expected: /'\/v' is mounted twice/,
    },
    {
      name: 'the volumes of a container that is not there',
      given: from('c'),
      expected: /sourceContainer 'c' is no other container/,
    },
  ]);
});
