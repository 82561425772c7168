import { expect } from 'chai';
import fc from 'fast-check';
import {
  type LaunchTemplate,
  type ManagedInstancesProvider,
} from '../../../../local/ecs/cluster/capacity-provider.js';
import { type InstanceRequirements } from '../../../../local/ecs/cluster/instance-requirements.js';
import { providerNameProblems, providerProblems } from '../../../../local/ecs/cluster/provider-rules.js';
import { network, provider, region } from '../ecs-fixture.js';

const problems = (changes: ManagedInstancesProvider): string[] =>
  providerProblems({ ...provider(), ...changes }, region, network);
const templateProblems = (changes: LaunchTemplate): string[] =>
  problems({ instanceLaunchTemplate: { ...provider().instanceLaunchTemplate, ...changes } });
const requirementProblems = (changes: InstanceRequirements): string[] =>
  templateProblems({
    instanceRequirements: { vCpuCount: { min: 1 }, memoryMiB: { min: 1024 }, ...changes },
  });

describe(providerNameProblems.name, () => {
  const names: readonly { readonly name: string; readonly problem?: RegExp }[] = [
    { name: 'MANAGED_INSTANCES' },
    { name: 'x'.repeat(255) },
    { name: 'my-aws' },
    { name: '', problem: /must be 1 to 255/ },
    { name: 'x'.repeat(256), problem: /must be 1 to 255/ },
    { name: 'a.b', problem: /letters, digits/ },
    { name: 'aws-mine', problem: /may not begin with aws, ecs or fargate/ },
    { name: 'ECS1', problem: /may not begin/ },
    { name: 'Fargate', problem: /may not begin/ },
  ];
  for (const { name, problem } of names) {
    it(`${problem === undefined ? 'allows' : 'refuses'} '${name.slice(0, 20)}' (${name.length} characters)`, () => {
      const found = providerNameProblems(name);
      expect(found).to.have.length(problem === undefined ? 0 : 1);
      if (problem !== undefined) expect(found[0]).to.match(problem);
    });
  }
});

describe(providerProblems.name, () => {
  it('has nothing against a provider with every member of the API [1c.1] [8.2]', () => {
    const range = { min: 1, max: 4 };
    const full: ManagedInstancesProvider = {
      infrastructureRoleArn: 'arn:aws:iam::123456789012:role/ecsInfrastructureRole',
      instanceLaunchTemplate: {
        ec2InstanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/ecsInstanceRole',
        networkConfiguration: { subnets: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1'] },
        storageConfiguration: { storageSizeGiB: 16_384 },
        localStorageConfiguration: { useLocalStorage: true },
        monitoring: 'DETAILED',
        capacityOptionType: 'RESERVED',
        capacityReservations: { reservationGroupArn: 'arn:x', reservationPreference: 'RESERVATIONS_FIRST' },
        instanceMetadataTagsPropagation: false,
        fipsEnabled: true,
        instanceRequirements: {
          vCpuCount: range,
          memoryMiB: range,
          cpuManufacturers: ['intel', 'amd', 'amazon-web-services'],
          memoryGiBPerVCpu: { min: 0.5, max: 8 },
          excludedInstanceTypes: ['t3.*', 'm5.large'],
          instanceGenerations: ['current', 'previous'],
          spotMaxPricePercentageOverLowestPrice: 100,
          onDemandMaxPricePercentageOverLowestPrice: 20,
          bareMetal: 'excluded',
          burstablePerformance: 'included',
          requireHibernateSupport: false,
          networkInterfaceCount: range,
          localStorage: 'required',
          localStorageTypes: ['hdd', 'ssd'],
          totalLocalStorageGB: { min: 0.5 },
          baselineEbsBandwidthMbps: range,
          acceleratorTypes: ['gpu', 'fpga', 'inference'],
          acceleratorCount: { min: 0, max: 0 },
          acceleratorManufacturers: ['amazon-web-services', 'amd', 'habana', 'nvidia', 'xilinx'],
          acceleratorNames: ['a100', 'a10g', 'h100', 't4', 't4g', 'v100'],
          acceleratorTotalMemoryMiB: range,
          networkBandwidthGbps: { max: 12.5 },
        },
      },
      propagateTags: 'CAPACITY_PROVIDER',
      infrastructureOptimization: { scaleInAfter: 3600 },
      autoRepairConfiguration: { actionsStatus: 'ENABLED' },
    };
    expect(providerProblems(full, region, network)).to.deep.equal([]);
  });

  const given: readonly {
    readonly what: string;
    readonly found: () => string[];
    readonly expected: RegExp;
  }[] = [
    {
      what: 'no role',
      found: () => problems({ infrastructureRoleArn: '' }),
      expected: /^infrastructureRoleArn is missing$/,
    },
    {
      what: 'a role that is none',
      found: () => problems({ infrastructureRoleArn: 'admin' }),
      expected: /'admin' is not an ARN/,
    },
    {
      what: 'propagateTags ALL',
      found: () => problems({ propagateTags: 'ALL' }),
      expected: /propagateTags 'ALL' is unknown: CAPACITY_PROVIDER, NONE/,
    },
    {
      what: 'auto repair ON',
      found: () => problems({ autoRepairConfiguration: { actionsStatus: 'ON' } }),
      expected: /actionsStatus 'ON'/,
    },
    {
      what: 'no instance profile',
      found: () => templateProblems({ ec2InstanceProfileArn: '' }),
      expected: /ec2InstanceProfileArn is missing/,
    },
    {
      what: 'a role for a profile',
      found: () => templateProblems({ ec2InstanceProfileArn: 'arn:aws:iam::1:role/x' }),
      expected: /not an ARN of that kind/,
    },
    {
      what: 'monitoring FULL',
      found: () => templateProblems({ monitoring: 'FULL' }),
      expected: /monitoring 'FULL' is unknown/,
    },
    {
      what: 'option CHEAP',
      found: () => templateProblems({ capacityOptionType: 'CHEAP' }),
      expected: /'CHEAP' is unknown: ON_DEMAND, SPOT, RESERVED/,
    },
    {
      what: 'no subnet',
      found: () => templateProblems({ networkConfiguration: { subnets: [] } }),
      expected: /subnets is missing/,
    },
    {
      what: 'an unknown subnet',
      found: () => templateProblems({ networkConfiguration: { subnets: ['subnet-q'] } }),
      expected: /no subnet subnet-q/,
    },
    {
      what: 'an unknown group',
      found: () =>
        templateProblems({ networkConfiguration: { subnets: ['subnet-a'], securityGroups: ['sg-q'] } }),
      expected: /no security group sg-q/,
    },
    {
      what: 'two VPCs',
      found: () => templateProblems({ networkConfiguration: { subnets: ['subnet-a', 'subnet-x'] } }),
      expected: /not all of one VPC/,
    },
    {
      what: 'reservations of SPOT',
      found: () => templateProblems({ capacityOptionType: 'SPOT', capacityReservations: {} }),
      expected: /need capacityOptionType RESERVED, not SPOT/,
    },
    {
      what: 'an unknown preference',
      found: () =>
        templateProblems({
          capacityOptionType: 'RESERVED',
          capacityReservations: { reservationPreference: 'X' },
        }),
      expected: /reservationPreference 'X'/,
    },
    {
      what: 'no least vCPUs',
      found: () => requirementProblems({ vCpuCount: { max: 4 } }),
      expected: /vCpuCount.min is missing/,
    },
    {
      what: 'no least memory',
      found: () => requirementProblems({ memoryMiB: {} }),
      expected: /memoryMiB.min is missing/,
    },
    {
      what: 'bounds the wrong way round',
      found: () => requirementProblems({ vCpuCount: { min: 8, max: 4 } }),
      expected: /vCpuCount: min 8 is above max 4/,
    },
    {
      what: 'half a GPU',
      found: () => requirementProblems({ acceleratorCount: { min: 0.5 } }),
      expected: /acceleratorCount.min 0.5: a whole number from 0/,
    },
    {
      what: 'allowed and excluded types',
      found: () => requirementProblems({ allowedInstanceTypes: ['m5.*'], excludedInstanceTypes: ['t3.*'] }),
      expected: /cannot be given together/,
    },
    {
      what: 'a type that is none',
      found: () => requirementProblems({ allowedInstanceTypes: ['m5 large'] }),
      expected: /'m5 large' is neither a type nor a pattern/,
    },
    {
      what: '401 types',
      found: () => requirementProblems({ allowedInstanceTypes: Array<string>(401).fill('m5.*') }),
      expected: /401 entries: at most 400/,
    },
    {
      what: 'a negative price',
      found: () => requirementProblems({ onDemandMaxPricePercentageOverLowestPrice: -1 }),
      expected: /-1: a whole number from 0/,
    },
    {
      what: 'two Spot prices',
      found: () =>
        requirementProblems({
          spotMaxPricePercentageOverLowestPrice: 1,
          maxSpotPriceAsPercentageOfOptimalOnDemandPrice: 1,
        }),
      expected: /not both/,
    },
  ];
  for (const { what, found, expected } of given) {
    it(`refuses ${what}`, () => {
      const list = found();
      expect(list).to.have.length(1);
      expect(list[0]).to.match(expected);
    });
  }

  const enums: readonly (keyof InstanceRequirements)[] = [
    'cpuManufacturers',
    'instanceGenerations',
    'localStorageTypes',
    'acceleratorTypes',
    'acceleratorManufacturers',
    'acceleratorNames',
  ];
  for (const name of enums) {
    it(`refuses an unknown value in ${name}${name === 'acceleratorNames' ? ' [8.2]' : ''}`, () => {
      // l4 is sold, and not in the enum.
      expect(requirementProblems({ [name]: ['l4'] })[0]).to.match(new RegExp(`${name} 'l4': .* are allowed`));
    });
  }
  for (const name of ['bareMetal', 'burstablePerformance', 'localStorage'] as const) {
    it(`refuses ${name} that is neither included, excluded nor required`, () => {
      expect(requirementProblems({ [name]: 'yes' })[0]).to.match(/included, excluded, required are allowed/);
    });
  }

  it('allows storage from 30 to 16384 GiB and nothing else [1c.1]', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 20_000 }), (storageSizeGiB) => {
        const found = templateProblems({ storageConfiguration: { storageSizeGiB } });
        expect(found.length === 0).to.equal(storageSizeGiB >= 30 && storageSizeGiB <= 16_384);
      }),
    );
    expect(templateProblems({ storageConfiguration: { storageSizeGiB: 30.5 } })).to.have.length(1);
  });

  it('allows scaleInAfter of -1 to 3600 whole seconds, or none [2d.3]', () => {
    for (const scaleInAfter of [-1, 0, 3600]) {
      expect(problems({ infrastructureOptimization: { scaleInAfter } })).to.deep.equal([]);
    }
    expect(problems({ infrastructureOptimization: {} })).to.deep.equal([]);
    for (const scaleInAfter of [-2, 3601, 1.5]) {
      expect(problems({ infrastructureOptimization: { scaleInAfter } })[0]).to.match(
        /-1 \(never\) or 0 to 3600/,
      );
    }
  });

  it('tells of every problem at once', () => {
    expect(providerProblems({}, region, network)).to.deep.equal([
      'infrastructureRoleArn is missing',
      'instanceLaunchTemplate is missing',
    ]);
    const found = templateProblems({ monitoring: 'X', capacityOptionType: 'Y', networkConfiguration: {} });
    expect(found).to.have.length(3);
  });
});
