import { expect } from 'chai';
import fc from 'fast-check';
import { instanceType, instanceTypes } from '../../../../local/ec2/instance-type.js';
import { mismatch, unlaunchable } from '../../../../local/ecs/capacity/requirement-match.js';
import { type InstanceRequirements } from '../../../../local/ecs/cluster/instance-requirements.js';

const anyType = fc.constantFrom(...instanceTypes().values());
const open: InstanceRequirements = {
  vCpuCount: { min: 1 },
  memoryMiB: { min: 1 },
  burstablePerformance: 'included',
  bareMetal: 'included',
  acceleratorCount: { min: 0 },
};
const reason = (required: InstanceRequirements | undefined, name: string): string | undefined =>
  mismatch(required, instanceType(name));

describe(unlaunchable.name, () => {
  it('leaves out types of one vCPU, nano and micro [8.1]', () => {
    for (const name of ['m7g.medium', 'c8a.medium', 't3.nano', 't4g.micro']) {
      expect(unlaunchable(instanceType(name)), name).to.be.a('string');
    }
    for (const name of ['t3.small', 'm7g.large']) {
      expect(unlaunchable(instanceType(name)), name).to.equal(undefined);
    }
  });
});

describe(mismatch.name, () => {
  it('takes C, M and R without accelerators where a provider says nothing [2a.1] [8.3]', () => {
    for (const name of ['m6i.large', 'c8g.xlarge', 'r7a.48xlarge']) {
      expect(reason(undefined, name), name).to.equal(undefined);
    }
    for (const name of ['g5.xlarge', 'p5.48xlarge', 'inf2.xlarge', 't3.large', 'm5.metal', 'i4i.large']) {
      expect(reason(undefined, name), name).to.equal('it is not general-purpose');
    }
  });

  const cases: [requirement: InstanceRequirements, fits: string, fails: string, member: string][] = [
    [{ allowedInstanceTypes: ['m6i.large', 'c6i.*'] }, 'c6i.4xlarge', 'c6a.large', 'allowedInstanceTypes'],
    [{ allowedInstanceTypes: ['m6*.*'] }, 'm6idn.large', 'm7i.large', 'allowedInstanceTypes'],
    [{ excludedInstanceTypes: ['m*'] }, 'c6i.large', 'm6i.large', 'excludedInstanceTypes'],
    [{ vCpuCount: { min: 4, max: 8 } }, 'm6i.2xlarge', 'm6i.4xlarge', 'vCpuCount'],
    [{ memoryMiB: { min: 16_384 } }, 'm6i.xlarge', 'c6i.xlarge', 'memoryMiB'],
    [{ memoryGiBPerVCpu: { min: 7.5 } }, 'r6i.large', 'm6i.large', 'memoryGiBPerVCpu'],
    [{ cpuManufacturers: ['amazon-web-services'] }, 'm7g.large', 'm7i.large', 'cpuManufacturers'],
    [{ cpuManufacturers: ['amd', 'intel'] }, 'm7a.large', 'm7g.large', 'cpuManufacturers'],
    [{ instanceGenerations: ['current'] }, 'm8g.large', 'm5.large', 'instanceGenerations'],
    [{ burstablePerformance: 'excluded' }, 'm6i.large', 't3.large', 'burstablePerformance'],
    [{ burstablePerformance: 'required' }, 't3.large', 'm6i.large', 'burstablePerformance'],
    [{ bareMetal: 'required' }, 'm6i.metal', 'm6i.large', 'bareMetal'],
    [{ bareMetal: 'excluded' }, 'm6i.large', 'm6i.metal', 'bareMetal'],
    [{ requireHibernateSupport: true }, 'm6i.large', 'g5.xlarge', 'requireHibernateSupport'],
    [{ networkInterfaceCount: { min: 8 } }, 'm6i.4xlarge', 'm6i.large', 'networkInterfaceCount'],
    [{ networkBandwidthGbps: { min: 20 } }, 'm6i.16xlarge', 'm6i.large', 'networkBandwidthGbps'],
    [{ baselineEbsBandwidthMbps: { min: 5000 } }, 'm6i.4xlarge', 'm6i.large', 'baselineEbsBandwidthMbps'],
    [{ localStorage: 'required' }, 'm6id.large', 'm6i.large', 'localStorage'],
    [{ localStorage: 'excluded' }, 'm6i.large', 'm6id.large', 'localStorage'],
    [{ localStorageTypes: ['hdd'] }, 'm6i.large', 'm6id.large', 'localStorageTypes'],
    [{ totalLocalStorageGB: { min: 400 } }, 'i4i.large', 'm6id.large', 'totalLocalStorageGB'],
    [{ acceleratorTypes: ['gpu'] }, 'g5.xlarge', 'inf2.xlarge', 'acceleratorTypes'],
    [{ acceleratorManufacturers: ['nvidia'] }, 'g6.xlarge', 'g4ad.xlarge', 'acceleratorManufacturers'],
    [{ acceleratorNames: ['a10g'] }, 'g5.xlarge', 'g6.xlarge', 'acceleratorNames'],
    [{ acceleratorNames: ['radeon-pro-v520'] }, 'g4ad.xlarge', 'g5.xlarge', 'acceleratorNames'],
    [{ acceleratorCount: { min: 4 } }, 'g5.12xlarge', 'g5.xlarge', 'acceleratorCount'],
    [{ acceleratorCount: { max: 0 } }, 'm6i.large', 'g5.xlarge', 'acceleratorCount'],
    [
      { acceleratorTotalMemoryMiB: { min: 100_000 } },
      'p4d.24xlarge',
      'g5.xlarge',
      'acceleratorTotalMemoryMiB',
    ],
  ];
  for (const [requirement, fits, fails, member] of cases) {
    it(`reads ${JSON.stringify(requirement)}`, () => {
      const required = { ...open, ...requirement };
      expect(reason(required, fits), fits).to.equal(undefined);
      expect(reason(required, fails), fails).to.equal(member);
    });
  }

  it('leaves out burstable types, bare metal and accelerators nobody asked for [8.3]', () => {
    const bare: InstanceRequirements = { vCpuCount: { min: 1 }, memoryMiB: { min: 1 } };
    expect(reason(bare, 't3.large')).to.equal('burstablePerformance');
    expect(reason(bare, 'm6i.metal')).to.equal('bareMetal');
    expect(reason(bare, 'g5.xlarge')).to.equal('accelerators');
    expect(reason({ ...bare, allowedInstanceTypes: ['g5.*'] }, 'g5.xlarge')).to.equal(undefined);
    expect(reason({ ...bare, acceleratorTypes: ['gpu'] }, 'm6i.large')).to.equal('acceleratorTypes');
  });

  it('knows accelerators by the names EC2 has for them: no L4, L40S, H200 or B200 among these [8.2]', () => {
    const named = (name: string): string[] =>
      [...instanceTypes().values()]
        .filter((type) => mismatch({ ...open, acceleratorNames: [name] }, type) === undefined)
        .map(({ family }) => family);
    expect(new Set(named('t4'))).to.deep.equal(new Set(['g4dn']));
    expect(new Set(named('a100'))).to.deep.equal(new Set(['p4d', 'p4de']));
    expect(new Set(named('inferentia'))).to.deep.equal(new Set(['inf1']));
    // Types that no name of the enumeration reaches are reached by their own.
    expect(reason({ ...open, allowedInstanceTypes: ['g6.*', 'p5en.*'] }, 'g6.xlarge')).to.equal(undefined);
  });

  it('lets through exactly what lies within every range', () => {
    const range = (values: readonly number[]): fc.Arbitrary<{ min: number; max: number }> =>
      fc
        .tuple(fc.constantFrom(...values), fc.constantFrom(...values))
        .map(([one, other]) => ({ min: Math.min(one, other), max: Math.max(one, other) }));
    fc.assert(
      fc.property(
        anyType,
        range([1, 2, 4, 8, 32, 96, 192]),
        range([512, 4096, 16_384, 131_072]),
        (type, cpu, memory) => {
          const fits =
            type.vCpus >= cpu.min &&
            type.vCpus <= cpu.max &&
            type.memoryMiB >= memory.min &&
            type.memoryMiB <= memory.max;
          expect(mismatch({ ...open, vCpuCount: cpu, memoryMiB: memory }, type) === undefined).to.equal(fits);
        },
      ),
    );
  });

  it('lets nothing more through for another requirement', () => {
    const requirement = fc.constantFrom(...cases.map(([one]) => one));
    fc.assert(
      fc.property(anyType, requirement, requirement, (type, one, other) => {
        if (Object.keys(one).some((member) => member in other)) return;
        const both = { ...open, ...one, ...other };
        const each = [one, other].map((part) => mismatch({ ...open, ...part }, type) === undefined);
        expect(mismatch(both, type) === undefined).to.equal(each.every(Boolean));
      }),
    );
  });
});
