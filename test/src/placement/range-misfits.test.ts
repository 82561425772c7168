import type { InstanceRequirementsRequest } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { matchProvider } from '../../../src/placement/match-provider.js';
import type { Provider } from '../../../src/placement/provider.js';
import { rangeMisfits } from '../../../src/placement/range-misfits.js';
import { usableMemory } from '../../../src/placement/usable-memory.js';
import type { TaskNeeds } from '../../../src/request/task-needs.js';
import { provider, taskNeeds } from '../aws-builders.js';

const GIB = 1024;

function required(
  requirements: Partial<InstanceRequirementsRequest>,
  changes: Partial<Provider> = {},
): Provider {
  const wide = { vCpuCount: { min: 1 }, memoryMiB: { min: 1 } };
  return provider({ requirements: { ...wide, ...requirements }, ...changes });
}

interface Wanted extends Partial<TaskNeeds> {
  readonly type?: string;
}

/** What a provider lacks where EC2 does not tell what types are made of. */
function lacking(one: Provider, { type, ...needs }: Wanted): readonly string[] {
  const match = matchProvider({
    needs: taskNeeds({ cpu: 1024, memory: GIB, ...needs }),
    machineType: type,
    provider: one,
    instanceTypes: undefined,
    volumeRole: undefined,
  });
  return match.fits ? [] : match.misfits.map(({ why }) => why);
}

const gpus = (count: number, type?: string): Wanted => ({
  accelerator: { count, ...(type !== undefined && { type }) },
});
const arm: Wanted = { architecture: 'ARM64' };
const disk = (gib: number): Wanted => ({ disk: { gib, mountPath: '/tmp' } });

/** InstanceRequirementsRequest of the ECS API, by names and ranges alone. */
const cases: readonly [what: string, Provider, Wanted, why?: string][] = [
  ['anything general', provider(), {}],
  ['cpus within the range', required({ vCpuCount: { min: 2, max: 8 } }), { cpu: 8192 }],
  [
    'cpus above it',
    required({ vCpuCount: { min: 2, max: 8 } }),
    { cpu: 8193 },
    'has at most 8 vCPUs an instance',
  ],
  [
    'memory within the range',
    required({ memoryMiB: { min: 1, max: 32_768 } }),
    { memory: usableMemory(32_768) },
  ],
  [
    'memory above what of it tasks can use',
    required({ memoryMiB: { min: 1, max: 32_768 } }),
    { memory: 32_768 },
    'has at most 30.7 GiB an instance that tasks can use',
  ],
  ['a type of its list', required({ allowedInstanceTypes: ['m6i.*', 'c6i.*'] }), { type: 'c6i.large' }],
  ['a glob beside its list', required({ allowedInstanceTypes: ['m6i.*'] }), { type: '*.large' }],
  [
    'a type not in it',
    required({ allowedInstanceTypes: ['m6i.*'] }),
    { type: 'c6i.large' },
    'launches no c6i.large',
  ],
  [
    'a type it excludes',
    required({ excludedInstanceTypes: ['c6i.large'] }),
    { type: 'c6i.large' },
    'launches no c6i.large',
  ],
  [
    'a type a glob excludes',
    required({ excludedInstanceTypes: ['c6*'] }),
    { type: 'c6i.large' },
    'launches no c6i.large',
  ],
  [
    'a glob of which some are excluded',
    required({ excludedInstanceTypes: ['c6i.large'] }),
    { type: 'c6i.*' },
  ],
  [
    'a glob that it excludes as it stands',
    required({ excludedInstanceTypes: ['c6i.*'] }),
    { type: 'c6i.*' },
    'launches no c6i.*',
  ],
  ['a general-purpose type without requirements', provider(), { type: 'r6i.2xlarge' }],
  ['a glob of those', provider(), { type: '*.large' }],
  ['a glob of their family', provider(), { type: 'c*' }],
  ['another type without requirements', provider(), { type: 'x2gd.large', ...arm }, 'launches no x2gd.large'],
  [
    'a GPU type without accelerator requirements',
    required({}),
    { type: 'g5.xlarge' },
    'launches no g5.xlarge',
  ],
  ['a GPU type with them', required({ acceleratorCount: { min: 1 } }), { type: 'g5.xlarge' }],
  ['a GPU of a GPU provider', required({ acceleratorTypes: ['gpu'] }), gpus(1)],
  ['a GPU by maker', required({ acceleratorManufacturers: ['nvidia'] }), gpus(1)],
  ['a GPU by AMD', required({ acceleratorManufacturers: ['amd'] }), gpus(1)],
  ['a GPU by its list', required({ allowedInstanceTypes: ['g5.*'] }), gpus(1)],
  ['a GPU by a vague list', required({ allowedInstanceTypes: ['*.xlarge'] }), gpus(1)],
  ['a GPU of large families', required({ allowedInstanceTypes: ['p5.*', 'gr6.*'] }), gpus(1)],
  ['a GPU without requirements', provider(), gpus(1), 'has no GPUs'],
  ['a GPU without accelerator requirements', required({}), gpus(1), 'has no GPUs'],
  ['a GPU by a list without', required({ allowedInstanceTypes: ['m6i.*'] }), gpus(1), 'has no GPUs'],
  ['a GPU by inference types', required({ acceleratorTypes: ['inference'] }), gpus(1), 'has no GPUs'],
  ['a GPU by AWS', required({ acceleratorManufacturers: ['amazon-web-services'] }), gpus(1), 'has no GPUs'],
  ['a GPU by the names of others', required({ acceleratorNames: ['inferentia'] }), gpus(1), 'has no GPUs'],
  ['a GPU by one of its names', required({ acceleratorNames: ['inferentia', 't4'] }), gpus(1)],
  ['a GPU of a type by name', required({ acceleratorNames: ['t4'] }), gpus(1, 'nvidia-tesla-t4')],
  [
    'a GPU of another name',
    required({ acceleratorNames: ['a10g'] }),
    gpus(1, 't4'),
    'has no GPUs of type t4',
  ],
  [
    'a GPU that has no name there',
    required({ acceleratorNames: ['t4'] }),
    gpus(1, 'l4'),
    'has no GPUs of type l4',
  ],
  ['a GPU of a type by list', required({ allowedInstanceTypes: ['g4dn.*'] }), gpus(1, 't4')],
  [
    'a GPU of a type not in it',
    required({ allowedInstanceTypes: ['g5.*'] }),
    gpus(1, 't4'),
    'has no GPUs of type t4',
  ],
  ['a GPU of a type, of any', required({ acceleratorTypes: ['gpu'] }), gpus(1, 'l4')],
  [
    'a GPU of a type nobody knows',
    required({ acceleratorTypes: ['gpu'] }),
    gpus(1, 'zx'),
    'has no GPUs of type zx',
  ],
  [
    'a GPU that the type asked for has not',
    required({ acceleratorTypes: ['gpu'] }),
    { type: 'g5.xlarge', ...gpus(1, 't4') },
    'finds no GPUs of type t4 in g5.xlarge',
  ],
  [
    'the GPU of the type asked for',
    required({ acceleratorTypes: ['gpu'] }),
    { type: 'g5.*', ...gpus(1, 'a10g') },
  ],
  ['as many accelerators as it has', required({ acceleratorCount: { min: 1, max: 4 } }), gpus(4)],
  [
    'more than it has',
    required({ acceleratorCount: { min: 1, max: 4 } }),
    gpus(5),
    'has at most 4 accelerators an instance',
  ],
  ['ARM by maker', required({ cpuManufacturers: ['amazon-web-services'] }), arm],
  ['ARM by makers', required({ cpuManufacturers: ['intel', 'amazon-web-services'] }), arm],
  ['ARM without', required({ cpuManufacturers: ['intel', 'amd'] }), arm, 'has no types of ARM64'],
  ['x86 without', required({ cpuManufacturers: ['amazon-web-services'] }), {}, 'has no types of X86_64'],
  ['ARM by list', required({ allowedInstanceTypes: ['c7g.*'] }), arm],
  ['ARM by a list without', required({ allowedInstanceTypes: ['c7i.*'] }), arm, 'has no types of ARM64'],
  [
    'x86 by a list without',
    required({ allowedInstanceTypes: ['c7g.*', 'g5g.*', 'im4gn.*'] }),
    {},
    'has no types of X86_64',
  ],
  ['ARM by a vague list', required({ allowedInstanceTypes: ['c7*'] }), arm],
  ['ARM on the type asked for', provider(), { type: 'm7g.large', ...arm }],
  ['x86 on it', provider(), { type: 'm7g.large' }, 'has no types of X86_64'],
  ['disk under 30 GiB', provider(), disk(29)],
  ['disk up to the instance’s', provider({ storageGib: 100 }), disk(100)],
  ['more disk than that', provider({ storageGib: 100 }), disk(101), 'has 100 GiB of disk an instance'],
  [
    'disk by the least instance store',
    required({ totalLocalStorageGB: { min: 1000 } }, { localStorage: true }),
    disk(931),
  ],
  [
    'more disk than the least instance store',
    required({ totalLocalStorageGB: { min: 1000 } }, { localStorage: true }),
    disk(932),
    'has 931 GiB of disk an instance',
  ],
  [
    'disk by instance stores of any size',
    provider({ localStorage: true, storageGib: 900 }),
    disk(100),
    'has 0 GiB of disk an instance',
  ],
];

describe(rangeMisfits.name, () => {
  for (const [what, one, needs, why] of cases) {
    it(`${why === undefined ? 'takes' : 'refuses'} ${what}`, () => {
      expect(lacking(one, needs)).to.deep.equal(why === undefined ? [] : [why]);
    });
  }

  it('tells every reason at once', () => {
    const small = required({
      vCpuCount: { min: 1, max: 4 },
      memoryMiB: { min: 1, max: 4096 },
      allowedInstanceTypes: ['m6i.*'],
    });
    const all = { cpu: 8192, memory: 8192, type: 'c7g.large', ...gpus(1), ...disk(500) };
    expect(lacking(small, all)).to.have.length(6);
  });

  it('keeps to the memory asked for, since nominal sizes are not known', () => {
    const match = matchProvider({
      needs: taskNeeds({ memory: 65_536 }),
      machineType: 'r6i.2xlarge',
      provider: provider(),
      instanceTypes: undefined,
      volumeRole: undefined,
    });
    expect(match.fits && match.fit).to.deep.include({ memory: 65_536, notices: [] });
  });
});
