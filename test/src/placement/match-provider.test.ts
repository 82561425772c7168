import type { InstanceRequirementsRequest } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { matchProvider, type Fit } from '../../../src/placement/match-provider.js';
import type { FitQuestion, Misfit } from '../../../src/placement/misfit.js';
import type { Provider } from '../../../src/placement/provider.js';
import { usableMemory } from '../../../src/placement/usable-memory.js';
import type { TaskNeeds } from '../../../src/request/task-needs.js';
import { provider, taskNeeds } from '../aws-builders.js';
import { instanceTypes } from './instance-types.js';

const GIB = 1024;

/** A provider of these types alone. */
function of(allowedInstanceTypes: string[], changes: Partial<Provider> = {}): Provider {
  return required({ allowedInstanceTypes }, changes);
}

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

function ask(one: Provider, { type, ...needs }: Wanted, changes: Partial<FitQuestion> = {}): FitQuestion {
  return {
    needs: taskNeeds({ cpu: 1024, memory: GIB, ...needs }),
    machineType: type,
    provider: one,
    instanceTypes,
    volumeRole: undefined,
    ...changes,
  };
}

function fit(question: FitQuestion): Fit {
  const match = matchProvider(question);
  if (!match.fits) throw new Error(match.misfits.map(({ why }) => why).join(', '));
  return match.fit;
}

function misfits(question: FitQuestion): readonly Misfit[] {
  const match = matchProvider(question);
  if (match.fits) throw new Error('fits');
  return match.misfits;
}

const GPU: Wanted = { accelerator: { count: 1 } };

describe(matchProvider.name, () => {
  const fitting: readonly [what: string, provider: Provider, needs: Wanted][] = [
    ['cpus up to all of a type', of(['m6i.*']), { cpu: 8 * 1024 }],
    ['memory up to what tasks can use', of(['m6i.*']), { memory: usableMemory(32 * GIB) }],
    ['ARM where Graviton is allowed', of(['c7g.*', 'm6i.*']), { architecture: 'ARM64' }],
    ['a GPU', of(['g4dn.*']), GPU],
    ['four GPUs', of(['g4dn.*']), { accelerator: { count: 4 } }],
    ['a GPU of a type, among others', of(['g4dn.*', 'g5.*']), { accelerator: { count: 1, type: 't4' } }],
    ['a fraction of a GPU', of(['g6f.*', 'g5.*']), { accelerator: { count: 0.5 } }],
    ['a smaller fraction than there is', of(['g6f.*']), { accelerator: { count: 0.125 } }],
    ['a whole GPU beside fractional ones', of(['g6f.*', 'g5.*']), GPU],
    ['a type by name', of(['m6i.*']), { type: 'm6i.large' }],
    ['a glob of types', of(['m6i.*']), { type: 'm*' }],
    [
      'a type without a list, by its ranges',
      required({ vCpuCount: { min: 2, max: 8 } }),
      { type: 'm6i.large' },
    ],
    ['a general-purpose type without requirements', provider(), { type: 'r6i.2xlarge' }],
    ['a GPU type by name without a list', required({ acceleratorTypes: ['gpu'] }), { type: 'g5.xlarge' }],
    ['a type on Spot', of(['m6i.*'], { capacityType: 'SPOT' }), { type: 'm6i.large' }],
  ];
  for (const [what, one, needs] of fitting) {
    it(`takes ${what}`, () => {
      expect(fit(ask(one, needs)).storage).to.deep.equal({ kind: 'instance' });
    });
  }

  const unfit: readonly [what: string, Provider, Wanted, why: string, need: string | undefined][] = [
    ['too many cpus', of(['m6i.*']), { cpu: 9 * 1024 }, 'has at most 8 vCPUs an instance', 'cpus'],
    [
      'a hair more memory than tasks can use (facts §2d)',
      of(['m6i.*']),
      { memory: usableMemory(32 * GIB) + 1 },
      'has at most 30.7 GiB an instance that tasks can use',
      'memory',
    ],
    ['ARM', of(['m6i.*']), { architecture: 'ARM64' }, 'has X86_64 types only', 'arch'],
    ['x86', of(['c7g.*']), {}, 'has ARM64 types only', 'arch'],
    ['GPUs', of(['m6i.*']), GPU, 'has no whole GPUs', 'accelerator'],
    [
      'too many GPUs',
      of(['g4dn.*']),
      { accelerator: { count: 5 } },
      'has at most 4 GPUs an instance',
      'accelerator',
    ],
    [
      'a fraction of whole GPUs (DG ecs-gpu-specifying)',
      of(['g5.*']),
      { accelerator: { count: 0.5 } },
      'has no fractional GPUs',
      'accelerator',
    ],
    [
      'a larger fraction than there is',
      of(['g6f.large']),
      { accelerator: { count: 0.25 } },
      'has at most 0.125 GPUs an instance',
      'accelerator',
    ],
    ['a whole GPU of fractions', of(['g6f.*']), GPU, 'has no whole GPUs', 'accelerator'],
    [
      'another GPU than it has',
      of(['g5.*']),
      { accelerator: { count: 1, type: 't4' } },
      'does not launch g4dn.*: its allowedInstanceTypes leaves it out',
      'accelerator',
    ],
    ['Gaudi as a GPU', of(['dl1.*']), GPU, 'has no whole GPUs', 'accelerator'],
    ['Inferentia as a GPU', of(['inf2.*']), GPU, 'has no whole GPUs', 'accelerator'],
    [
      'a type it does not allow',
      of(['m6i.*']),
      { type: 'c6i.large' },
      'does not launch c6i.large: its allowedInstanceTypes leaves it out',
      'machineType',
    ],
    [
      'a GPU type without requirements',
      provider(),
      { type: 'g5.xlarge' },
      'does not launch g5.xlarge: without instanceRequirements only general-purpose C, M and R types are launched',
      'machineType',
    ],
    [
      'a type that EC2 does not have',
      of(['m6i.*']),
      { type: 'm6i.3xlarge' },
      'cannot launch m6i.3xlarge: EC2 has none in this region',
      'machineType',
    ],
    [
      'a GPU that is not in the type asked for',
      of(['g5.*', 'g4dn.*']),
      { type: 'g5.xlarge', accelerator: { count: 1, type: 'nvidia-t4' } },
      'finds no accelerator of type nvidia-t4 in g5.xlarge',
      'accelerator',
    ],
    [
      'a type that Spot does not have',
      required({ allowedInstanceTypes: ['u7i-12tb.*'] }, { capacityType: 'SPOT' }),
      { type: 'u7i-12tb.224xlarge' },
      'does not launch u7i-12tb.224xlarge: EC2 has it on demand only',
      'machineType',
    ],
    [
      'anything, where its list and its ranges exclude each other',
      required({ allowedInstanceTypes: ['m6i.*'], vCpuCount: { min: 100 } }),
      {},
      'has no type that meets all its requirements',
      undefined,
    ],
    [
      'cpus of one type with the memory of another',
      of(['c6a.48xlarge', 'p5.48xlarge', 'r6i.4xlarge', 'g4dn.*']),
      { cpu: 48 * 1024, memory: 300 * GIB, accelerator: { count: 4, type: 't4' } },
      'has at most 185.5 GiB an instance that tasks can use',
      'memory',
    ],
    [
      'what no type has at once',
      of(['m6i.2xlarge', 'g4dn.xlarge']),
      { cpu: 8 * 1024, accelerator: { count: 1 } },
      'has no type with all of it at once: 8 vCPUs, 1 GiB and the rest',
      undefined,
    ],
  ];
  for (const [what, one, needs, why, need] of unfit) {
    it(`refuses ${what}`, () => {
      const [found, ...others] = misfits(ask(one, needs));
      expect(found).to.deep.include({ why });
      expect(found?.need).to.equal(need);
      expect(found?.would).not.to.equal('');
      expect(others).to.deep.equal([]);
    });
  }

  it('tells every reason at once, and what would do', () => {
    const needs: Wanted = {
      cpu: 16 * 1024,
      memory: 64 * GIB,
      architecture: 'ARM64',
      accelerator: { count: 2 },
    };
    expect(misfits(ask(of(['m6i.*']), needs)).map(({ need, would }) => [need, would])).to.deep.equal([
      ['arch', 'types of ARM64'],
      ['accelerator', 'types with 2 GPUs'],
      ['cpus', 'types with 16 vCPUs'],
      ['memory', 'types with more than 64 GiB'],
    ]);
  });

  describe('memory equal to a pinned type’s nominal memory', () => {
    const nominal = { memory: 64 * GIB, cpu: 4096 };

    it('asks for what r6i.2xlarge can give, and says so (the quickstart’s example)', () => {
      const { memory, notices } = fit(ask(provider(), { type: 'r6i.2xlarge', ...nominal }));
      expect(memory).to.equal(usableMemory(64 * GIB));
      expect(notices).to.deep.equal([
        'memory 64 GiB is all that r6i.2xlarge has, of which tasks can use less: they ask for 61.66 GiB.',
      ]);
    });

    it('asks for what was written on any other memory, of a larger type, or of a glob', () => {
      for (const wanted of [
        { type: 'r6i.2xlarge', memory: 60 * GIB },
        { type: 'r6i.4xlarge', ...nominal },
        { type: 'r6i.*', ...nominal },
      ])
        expect(fit(ask(provider(), wanted))).to.deep.include({ memory: wanted.memory, notices: [] });
    });

    it('refuses a little less than nominal, which is still more than there is', () => {
      const [found] = misfits(ask(provider(), { type: 'r6i.2xlarge', memory: 64 * GIB - 1 }));
      expect(found).to.deep.include({ need: 'memory' });
    });
  });

  describe('placement constraints', () => {
    const expressions = (question: FitQuestion): unknown[] =>
      fit(question).constraints.map(({ type, expression }) => expression ?? type);

    it('keep a task to the type it names', () => {
      expect(expressions(ask(of(['m6i.*']), { type: 'm6i.large' }))).to.deep.equal([
        'attribute:ecs.instance-type == m6i.large',
      ]);
    });

    it('keep a task to the families of its GPU', () => {
      expect(expressions(ask(of(['g*']), { accelerator: { count: 0.5, type: 'l4' } }))).to.deep.equal([
        'attribute:ecs.instance-type =~ g6[.].* or attribute:ecs.instance-type =~ g6f[.].* or ' +
          'attribute:ecs.instance-type =~ gr6[.].* or attribute:ecs.instance-type =~ gr6f[.].*',
      ]);
    });

    it('keep a glob of types to those with its GPU, and leave a named type alone', () => {
      const accelerator = { count: 1, type: 't4' };
      expect(expressions(ask(of(['g*']), { type: 'g*', accelerator }))).to.have.length(2);
      expect(expressions(ask(of(['g*']), { type: 'g4dn.xlarge', accelerator }))).to.have.length(1);
    });

    it('are none where any type will do', () => {
      expect(expressions(ask(of(['g*']), GPU))).to.deep.equal([]);
      expect(expressions(ask(provider(), {}))).to.deep.equal([]);
    });
  });

  describe('disk', () => {
    const disk = { gib: 500, mountPath: '/tmp' };
    const volumeRole = 'arn:aws:iam::123456789012:role/volumes';

    it('is a volume of the task’s own where ECS has a role to attach it with (DG ebs-volumes)', () => {
      const found = fit(ask(provider(), { disk }, { volumeRole }));
      expect(found).to.deep.include({
        storage: { kind: 'volume', roleArn: volumeRole },
        constraints: [],
        notices: [],
      });
    });

    it('is a whole instance’s volume without the role', () => {
      const found = fit(ask(of(['m6i.*'], { storageGib: 500 }), { disk }));
      expect(found).to.deep.include({
        storage: { kind: 'instance' },
        constraints: [{ type: 'distinctInstance' }],
      });
      expect(found.notices).to.have.length(1);
    });

    it('is refused where neither is there, with both ways out', () => {
      const types = misfits(ask(of(['m6i.*'], { storageGib: 499 }), { disk }));
      expect(types).to.deep.equal([
        {
          need: 'disk',
          why: 'has at most 499 GiB of disk an instance',
          would: 'aws.ecs.volumeRole, or a storageSizeGiB of 500',
        },
      ]);
    });

    it('is kept to the types whose instance store is large enough (localStorageConfiguration)', () => {
      const stores = of(['c5d.*', 'c6i.*'], { localStorage: true });
      expect(fit(ask(stores, { disk })).constraints).to.deep.equal([
        { type: 'distinctInstance' },
        { type: 'memberOf', expression: 'attribute:ecs.instance-type in [c5d.9xlarge]' },
      ]);
      // 900 GB are 838 GiB.
      expect(matchProvider(ask(stores, { disk: { ...disk, gib: 838 } })).fits).to.equal(true);
      expect(matchProvider(ask(stores, { disk: { ...disk, gib: 839 } })).fits).to.equal(false);
    });

    it('falls back to the provider’s volume on types without an instance store', () => {
      const stores = of(['c5d.large', 'c6i.large'], { localStorage: true, storageGib: 600 });
      expect(fit(ask(stores, { disk })).constraints[1]?.expression).to.match(/in \[c6i\.large\]$/);
    });

    it('does not count an instance store that the provider does not use', () => {
      expect(matchProvider(ask(of(['c5d.*']), { disk })).fits).to.equal(false);
    });

    it('refuses what only a volume of its own can have where there is no role', () => {
      const [found] = misfits(ask(of(['m6i.*'], { storageGib: 900 }), { disk: { ...disk, iops: 4000 } }));
      expect(found).to.deep.include({ need: 'disk', would: 'aws.ecs.volumeRole' });
    });
  });

  it('sees what EC2 tells later, and what another provider of the same name launches', () => {
    const one = of(['m6i.*']);
    expect(matchProvider(ask(one, {}, { instanceTypes: [] })).fits).to.equal(false);
    expect(matchProvider(ask(one, {})).fits).to.equal(true);
    expect(matchProvider(ask(of(['c7g.*']), {})).fits).to.equal(false);
  });
});
