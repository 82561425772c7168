import type { DirectiveValue } from '../../../../spi/index.js';
import { directiveCases, VOLUME_ROLE } from './directive-cases.js';

const GIB = 1024 ** 3;
const EBS = 'API TaskManagedEBSVolumeConfiguration';
const RATIO = 'EBS user guide, volume types: IOPS per GiB';
const INSTANCE = 'design §4 disk: the volume of the instance';
const MOUNT = 'facts §1c bind mounts';

/** A volume as RunTask gets it, with what the cases leave as it is. */
function volume(members: object): object[] {
  return [
    {
      name: 'disk',
      managedEBSVolume: {
        roleArn: VOLUME_ROLE,
        volumeType: 'gp3',
        terminationPolicy: { deleteOnTermination: true },
        tagSpecifications: [{ resourceType: 'volume', tags: [] }],
        ...members,
      },
    },
  ];
}
function disk(gib: number, more: Readonly<Record<string, DirectiveValue>> = {}): { disk: DirectiveValue } {
  return { disk: { request: gib * GIB, ...more } };
}

directiveCases('disk', {
  served: [
    {
      written: 'nothing',
      source: INSTANCE,
      definition: { volumes: undefined, ephemeralStorage: undefined },
      main: { mountPoints: undefined },
      run: { volumeConfigurations: undefined },
    },
    {
      written: "disk '500 GB' with a volume of its own",
      source: 'facts §1c EBS at launch',
      others: disk(500),
      storage: 'volume',
      definition: { volumes: [{ name: 'disk', configuredAtLaunch: true }], ephemeralStorage: undefined },
      main: { mountPoints: [{ sourceVolume: 'disk', containerPath: '/tmp' }] },
      run: { volumeConfigurations: volume({ sizeInGiB: 500 }) },
    },
    {
      written: "disk '500 GB' on the instance's volume",
      source: INSTANCE,
      others: disk(500),
      definition: { volumes: undefined },
      main: { mountPoints: undefined },
      run: { volumeConfigurations: undefined },
    },
    {
      written: "disk '20 GB', mountPath: '/scratch' on the instance's volume",
      source: MOUNT,
      others: disk(20, { mountPath: '/scratch' }),
      definition: { volumes: [{ name: 'disk', host: {} }] },
      main: { mountPoints: [{ sourceVolume: 'disk', containerPath: '/scratch' }] },
      run: { volumeConfigurations: undefined },
    },
    {
      written: "disk '500 GB', mountPath: '/data/big'",
      source: MOUNT,
      others: disk(500, { mountPath: '/data/big' }),
      storage: 'volume',
      main: { mountPoints: [{ sourceVolume: 'disk', containerPath: '/data/big' }] },
    },
    {
      written: 'a byte above 500 GB, rounded up',
      source: 'issue 6: rounding never shrinks',
      others: { disk: { request: 500 * GIB + 1 } },
      needs: { disk: { gib: 501, mountPath: '/tmp' } },
    },
    {
      written: "disk '1 B', rounded up",
      source: 'issue 6: rounding never shrinks',
      others: { disk: { request: 1 } },
      needs: { disk: { gib: 1, mountPath: '/tmp' } },
    },
    {
      written: "disk '16384 GB'",
      source: EBS,
      others: disk(16_384),
      needs: { disk: { gib: 16_384, mountPath: '/tmp' } },
    },
    {
      written: "disk '500 GB', type: 'gp3', iops: 4000, throughput: 250, encrypted: true, filesystem: 'ext4'",
      source: EBS,
      others: disk(500, { type: 'gp3', iops: 4000, throughput: 250, encrypted: true, filesystem: 'ext4' }),
      storage: 'volume',
      run: {
        volumeConfigurations: volume({
          sizeInGiB: 500,
          iops: 4000,
          throughput: 250,
          encrypted: true,
          filesystemType: 'ext4',
        }),
      },
    },
    {
      written: "disk '500 GB' with labels, which the volume has too",
      source: 'API EBSTagSpecification',
      others: { ...disk(500, { encrypted: false }), resourceLabels: { team: 'a' } },
      storage: 'volume',
      run: {
        volumeConfigurations: volume({
          sizeInGiB: 500,
          encrypted: false,
          tagSpecifications: [{ resourceType: 'volume', tags: [{ key: 'team', value: 'a' }] }],
        }),
      },
    },
    ...(
      [
        [4, { type: 'io1', iops: 200 }],
        [500, { type: 'io1', iops: 25_000 }],
        [4, { type: 'io2', iops: 4000 }],
        [256, { type: 'io2', iops: 256_000 }],
        [125, { type: 'st1' }],
        [125, { type: 'sc1' }],
        [1024, { type: 'standard' }],
        [1, { type: 'gp2' }],
        [1, { type: 'gp3', iops: 3000 }],
        [32, { iops: 16_000, throughput: 1000 }],
        [1, { throughput: 750 }],
        [1, { throughput: 125 }],
      ] as const
    ).map(([gib, more]) => ({
      written: `disk '${gib} GB', ${JSON.stringify(more)}`,
      source: `${EBS}; ${RATIO}`,
      others: disk(gib, more),
    })),
    ...['xfs', 'ext3', 'ext4'].map((filesystem) => ({
      written: `disk '30 GB', filesystem: '${filesystem}'`,
      source: EBS,
      others: disk(30, { filesystem }),
      needs: { disk: { gib: 30, filesystem, mountPath: '/tmp' } },
    })),
  ],
  refused: [
    {
      written: "disk '16385 GB'",
      source: EBS,
      others: disk(16_385),
      code: 'RESOURCES_UNSATISFIABLE',
      says: /at most 16384 GiB of disk \(16385 GiB\) .*leave data in S3/,
    },
    ...[0, -1, Number.NaN, Infinity, '500 GB', null].map((request) => ({
      written: `disk ${JSON.stringify(request)}`,
      source: EBS,
      others: { disk: { request } },
      code: 'DIRECTIVE_INVALID',
      says: /must be a size above 0 bytes \(.+\) .*disk '500 GB'/,
    })),
    {
      written: "disk type: 'gp3'",
      source: EBS,
      others: { disk: { type: 'gp3' } },
      code: 'DIRECTIVE_INVALID',
      says: /must be a size above 0 bytes \(\) /,
    },
    {
      written: "disk '500 GB' as a text",
      source: 'spi: any engine may hand it over',
      others: { disk: '500 GB' },
      code: 'DIRECTIVE_INVALID',
      says: /must be a size \('500 GB'\)/,
    },
    ...(
      [
        [
          500,
          { type: 'ssd' },
          /has type, which must be one of gp3, gp2, io1, io2, st1, sc1, standard \('ssd'\)/,
        ],
        [500, { iops: 0 }, /has iops, which must be a whole number above 0 \(0\)/],
        [500, { iops: 3000.5 }, /whole number above 0 \(3000\.5\)/],
        [500, { throughput: '250' }, /whole number of MiB\/s above 0 \('250'\)/],
        [500, { encrypted: 'yes' }, /true or false \('yes'\)/],
        [500, { filesystem: 'btrfs' }, /one of xfs, ext4, ext3 \('btrfs'\)/],
        [500, { filesystem: 3 }, /one of xfs, ext4, ext3 \(3\)/],
        [
          500,
          { thruput: 1 },
          /has no argument thruput: it takes type, iops, .*mountPath \(\) Remove thruput/,
        ],
        [500, { throughputs: 1 }, /no argument throughputs.*Did you mean throughput\?/],
        [500, { constructor: 1 }, /has no argument constructor/],
      ] as const
    ).map(([gib, more, says]) => ({
      written: `disk '${gib} GB', ${JSON.stringify(more)}`,
      source: EBS,
      others: disk(gib, more),
      code: 'DIRECTIVE_INVALID',
      says,
    })),
    ...(
      [
        [3, { type: 'io1', iops: 100 }, /size of its io1 volume within 4 to 16384 GiB \(3\)/],
        [124, { type: 'st1' }, /size of its st1 volume within 125 to 16384 GiB \(124\)/],
        [124, { type: 'sc1' }, /size of its sc1 volume within 125 to/],
        [1025, { type: 'standard' }, /size of its standard volume within 1 to 1024 GiB \(1025\)/],
        [500, { iops: 2999 }, /iops of its gp3 volume of 500 GiB within 3000 to 16000 IOPS \(2999\)/],
        [500, { iops: 16_001 }, /3000 to 16000 IOPS \(16001\)/],
        [10, { iops: 5001 }, /iops of its gp3 volume of 10 GiB within 3000 to 5000 IOPS \(5001\)/],
        [1, { iops: 3001 }, /within 3000 to 3000 IOPS \(3001\)/],
        [10, { type: 'io1', iops: 501 }, /100 to 500 IOPS \(501\)/],
        [10_000, { type: 'io1', iops: 64_001 }, /100 to 64000 IOPS/],
        [10_000, { type: 'io2', iops: 256_001 }, /100 to 256000 IOPS/],
        [500, { type: 'io2', iops: 99 }, /100 to 256000 IOPS \(99\)/],
        [500, { type: 'io1' }, /of type io1 needs iops \(\) Add iops: 100 or more/],
        [500, { type: 'io2' }, /of type io2 needs iops/],
        [
          500,
          { type: 'gp2', iops: 3000 },
          /of type gp2 has no iops to set \(3000\) Remove iops, or take type gp3/,
        ],
        [500, { type: 'st1', iops: 3000 }, /of type st1 has no iops to set/],
        [
          500,
          { type: 'gp2', throughput: 250 },
          /of type gp2 has no throughput to set \(250\) Remove throughput, or take type gp3/,
        ],
        [500, { type: 'io1', iops: 100, throughput: 250 }, /of type io1 has no throughput to set/],
        [
          500,
          { throughput: 124 },
          /throughput of its gp3 volume with 3000 iops within 125 to 750 MiB\/s \(124\)/,
        ],
        [500, { throughput: 751 }, /within 125 to 750 MiB\/s \(751\)/],
        [500, { throughput: 1001, iops: 16_000 }, /with 16000 iops within 125 to 1000 MiB\/s \(1001\)/],
      ] as const
    ).map(([gib, more, says]) => ({
      written: `disk '${gib} GB', ${JSON.stringify(more)}`,
      source: `${EBS}; ${RATIO}`,
      others: disk(gib, more),
      code: 'DIRECTIVE_INVALID',
      says,
    })),
    ...[
      'scratch',
      './x',
      '/',
      '/a/../etc',
      '/a//b',
      '/a/',
      '/a b',
      '/a:b',
      '/a,b',
      '',
      7,
      '/usr',
      '/etc/x',
      '/fusion/s3',
      '/proc',
      '/a\nb',
    ].map((mountPath) => ({
      written: `disk '500 GB', mountPath: ${JSON.stringify(mountPath)}`,
      source: MOUNT,
      others: disk(500, { mountPath }),
      code: 'DIRECTIVE_INVALID',
      says: /has mountPath, which must be an absolute path of a folder inside the container/,
    })),
    {
      written: 'disk with memory mounted at the same path',
      source: 'Docker: one mount for a path',
      others: { ...disk(500), containerOptions: '--tmpfs /tmp:size=1g' },
      code: 'DIRECTIVE_INVALID',
      says: /is at \/tmp, where containerOptions mounts memory by --tmpfs \(\) Say where the disk goes: mountPath/,
    },
    {
      written: 'disk with memory mounted at its own path',
      source: 'Docker: one mount for a path',
      others: {
        ...disk(500, { mountPath: '/x' }),
        containerOptions: '--tmpfs /x:size=1g --tmpfs /y:size=1g',
      },
      code: 'DIRECTIVE_INVALID',
      says: /is at \/x, .* Give one of them another path/,
    },
  ],
});
