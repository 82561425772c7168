import type { InstanceRequirementsRequest } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { requirementMismatch } from '../../../src/placement/requirement-mismatch.js';
import { instanceType, instanceTypes } from './instance-types.js';

const ANY: InstanceRequirementsRequest = { vCpuCount: { min: 1 }, memoryMiB: { min: 1 } };

/** InstanceRequirementsRequest of the ECS API: what each member means. */
const cases: readonly [member: string, Partial<InstanceRequirementsRequest>, yes: string, no: string][] = [
  ['allowedInstanceTypes', { allowedInstanceTypes: ['m6i.*'] }, 'm6i.large', 'c6i.large'],
  ['excludedInstanceTypes', { excludedInstanceTypes: ['m6i.2x*'] }, 'm6i.large', 'm6i.2xlarge'],
  ['vCpuCount', { vCpuCount: { min: 4 } }, 'm6i.2xlarge', 'm6i.large'],
  ['vCpuCount', { vCpuCount: { min: 1, max: 4 } }, 'm6i.large', 'm6i.2xlarge'],
  ['memoryMiB', { memoryMiB: { min: 32_768 } }, 'm6i.2xlarge', 'm6i.large'],
  ['memoryMiB', { memoryMiB: { min: 1, max: 8192 } }, 'm6i.large', 'm6i.2xlarge'],
  ['memoryGiBPerVCpu', { memoryGiBPerVCpu: { min: 8 } }, 'r6i.2xlarge', 'm6i.large'],
  ['memoryGiBPerVCpu', { memoryGiBPerVCpu: { max: 4 } }, 'm6i.large', 'r6i.2xlarge'],
  ['cpuManufacturers', { cpuManufacturers: ['intel'] }, 'm6i.large', 'c6a.48xlarge'],
  ['cpuManufacturers', { cpuManufacturers: ['amazon-web-services'] }, 'c7g.2xlarge', 'm6i.large'],
  ['instanceGenerations', { instanceGenerations: ['current'] }, 'm6i.large', 'm4.large'],
  ['instanceGenerations', { instanceGenerations: ['previous'] }, 'm4.large', 'm6i.large'],
  ['burstablePerformance', { burstablePerformance: 'required' }, 't3.large', 'm6i.large'],
  ['burstablePerformance', {}, 'm6i.large', 't3.large'],
  ['bareMetal', { bareMetal: 'required' }, 'm5.metal', 'm6i.large'],
  ['bareMetal', {}, 'm6i.large', 'm5.metal'],
  ['localStorage', { localStorage: 'required' }, 'c5d.large', 'c6i.large'],
  ['localStorage', { localStorage: 'excluded' }, 'c6i.large', 'c5d.large'],
  ['totalLocalStorageGB', { totalLocalStorageGB: { min: 100 } }, 'c5d.9xlarge', 'c5d.large'],
  ['acceleratorTypes', { acceleratorTypes: ['gpu'] }, 'g5.xlarge', 'inf2.xlarge'],
  ['acceleratorTypes', { acceleratorTypes: ['inference'] }, 'inf2.xlarge', 'm6i.large'],
  ['acceleratorManufacturers', { acceleratorManufacturers: ['nvidia'] }, 'g5.xlarge', 'inf2.xlarge'],
  [
    'acceleratorManufacturers',
    { acceleratorManufacturers: ['amazon-web-services'] },
    'inf2.xlarge',
    'g5.xlarge',
  ],
  ['acceleratorNames', { acceleratorNames: ['a10g'] }, 'g5.xlarge', 'g4dn.xlarge'],
  ['acceleratorCount', { acceleratorCount: { min: 4 } }, 'g4dn.12xlarge', 'g4dn.xlarge'],
  ['acceleratorTotalMemoryMiB', { acceleratorTotalMemoryMiB: { min: 20_000 } }, 'g5.xlarge', 'g4dn.xlarge'],
];

describe(requirementMismatch.name, () => {
  for (const [member, requirements, yes, no] of cases) {
    it(`lets ${yes} in and leaves ${no} out by ${member} ${JSON.stringify(requirements)}`, () => {
      const required = { ...ANY, ...requirements };
      expect(requirementMismatch(required, instanceType(yes))).to.equal(undefined);
      expect(requirementMismatch(required, instanceType(no))).to.equal(`its ${member} leaves it out`);
    });
  }

  it('lets burstable types and bare metal in where they are included', () => {
    const included = { ...ANY, burstablePerformance: 'included', bareMetal: 'included' } as const;
    for (const name of ['t3.large', 'm5.metal', 'm6i.large'])
      expect(requirementMismatch(included, instanceType(name))).to.equal(undefined);
  });

  it('takes empty lists for no requirement (EC2 InstanceRequirements)', () => {
    const empty = {
      ...ANY,
      allowedInstanceTypes: [],
      excludedInstanceTypes: [],
      cpuManufacturers: [],
      acceleratorNames: [],
    };
    expect(requirementMismatch(empty, instanceType('m6i.large'))).to.equal(undefined);
  });

  it('launches accelerated types only where some are asked for or types are named (facts §2a, §8)', () => {
    const words = 'without accelerator requirements no accelerated types are launched';
    expect(requirementMismatch(ANY, instanceType('g5.xlarge'))).to.equal(words);
    for (const requirements of [
      { allowedInstanceTypes: ['*'] },
      { acceleratorCount: { min: 1 } },
      { acceleratorTotalMemoryMiB: { min: 1 } },
    ])
      expect(requirementMismatch({ ...ANY, ...requirements }, instanceType('g5.xlarge'))).to.equal(undefined);
    for (const requirements of [{ acceleratorCount: { max: 0 } }, { acceleratorTotalMemoryMiB: { max: 0 } }])
      expect(requirementMismatch({ ...ANY, ...requirements }, instanceType('g5.xlarge'))).to.equal(words);
  });

  it('launches general-purpose types alone without requirements (facts §2a)', () => {
    const launched = instanceTypes.filter((type) => requirementMismatch(undefined, type) === undefined);
    expect(launched.map(({ name }) => name)).to.deep.equal([
      'c5d.large',
      'c5d.9xlarge',
      'c6a.48xlarge',
      'c6i.large',
      'c7g.2xlarge',
      'm4.large',
      'm6i.2xlarge',
      'm6i.large',
      'r6i.2xlarge',
      'r6i.4xlarge',
    ]);
    expect(requirementMismatch(undefined, instanceType('t3.large'))).to.equal(
      'without instanceRequirements only general-purpose C, M and R types are launched',
    );
  });

  it('never launches one vCPU, nano or micro (DG managed-instances-instance-types)', () => {
    const wide = { ...ANY, burstablePerformance: 'included' } as const;
    for (const name of ['c7g.medium', 't3.micro'])
      expect(requirementMismatch(wide, instanceType(name))).to.equal(
        'Managed Instances have no types of one vCPU, nano or micro',
      );
  });
});
