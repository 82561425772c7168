import type { InstanceRequirementsRequest } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { choosePlacement } from '../../../src/placement/choose-provider.js';
import { managedInstancesProviders } from '../../../src/placement/provider.js';
import { miProvider, placementWish, taskNeeds } from '../aws-builders.js';

describe(managedInstancesProviders.name, () => {
  it('keeps the Managed Instances providers alone, in name order', () => {
    const found = managedInstancesProviders([
      miProvider({ name: 'b' }),
      { name: 'FARGATE', type: 'FARGATE', status: 'ACTIVE' },
      { name: 'asg', type: 'EC2_AUTOSCALING', status: 'ACTIVE' },
      miProvider({ name: 'a' }),
    ]);
    expect(found.map(({ name }) => name)).to.deep.equal(['a', 'b']);
  });

  it('reads status, capacity, requirements, storage and network', () => {
    const template = miProvider().managedInstancesProvider?.instanceLaunchTemplate;
    const [found] = managedInstancesProviders([
      miProvider({
        status: 'DEPROVISIONING',
        managedInstancesProvider: {
          instanceLaunchTemplate: {
            ec2InstanceProfileArn: 'arn',
            networkConfiguration: template?.networkConfiguration,
            capacityOptionType: 'SPOT',
            storageConfiguration: { storageSizeGiB: 200 },
            localStorageConfiguration: { useLocalStorage: true },
            instanceRequirements: {
              vCpuCount: { min: 1 },
              memoryMiB: { min: 1 },
              acceleratorTypes: ['gpu'],
            },
          },
        },
      }),
    ]);
    expect(found).to.deep.equal({
      name: 'MANAGED_INSTANCES',
      active: false,
      status: 'DEPROVISIONING',
      capacityType: 'SPOT',
      accelerated: true,
      requirements: { vCpuCount: { min: 1 }, memoryMiB: { min: 1 }, acceleratorTypes: ['gpu'] },
      storageGib: 200,
      localStorage: true,
      subnets: ['subnet-p'],
      securityGroups: ['sg-p'],
    });
  });

  it('takes an unset capacity type for on demand, and accepts a provider that says nothing of its network', () => {
    const [found] = managedInstancesProviders([{ name: 'x', type: 'MANAGED_INSTANCES' }]);
    expect(found).to.deep.include({
      capacityType: 'ON_DEMAND',
      active: false,
      status: 'UNKNOWN',
      // CreateCapacityProvider, storageSizeGiB.
      storageGib: 80,
      localStorage: false,
      subnets: [],
      securityGroups: [],
    });
    expect(found).not.to.have.property('requirements');
  });

  it('knows a Managed Instances provider by what it is made of where its type is not told', () => {
    const { type, ...untold } = miProvider();
    expect(type).to.equal('MANAGED_INSTANCES');
    expect(managedInstancesProviders([untold, { name: 'asg' }]).map(({ name }) => name)).to.deep.equal([
      'MANAGED_INSTANCES',
    ]);
  });

  it('sees a least number of accelerators as accelerated, and none as not', () => {
    const withCount = (min: number): boolean | undefined =>
      managedInstancesProviders([
        miProvider({
          managedInstancesProvider: {
            instanceLaunchTemplate: {
              ec2InstanceProfileArn: 'arn',
              networkConfiguration: {},
              instanceRequirements: {
                vCpuCount: { min: 1 },
                memoryMiB: { min: 1 },
                acceleratorCount: { min },
              },
            },
          },
        }),
      ])[0]?.accelerated;
    expect([withCount(0), withCount(1)]).to.deep.equal([false, true]);
  });

  const vCpuCount = { min: 1 };
  const memoryMiB = { min: 1 };
  const accelerated: readonly (readonly [string, boolean, Partial<InstanceRequirementsRequest>])[] = [
    ['nothing of accelerators', false, {}],
    ['empty lists', false, { acceleratorTypes: [], acceleratorManufacturers: [], acceleratorNames: [] }],
    ['accelerator types', true, { acceleratorTypes: ['inference'] }],
    ['their manufacturers', true, { acceleratorManufacturers: ['nvidia'] }],
    ['their names', true, { acceleratorNames: ['h100'] }],
    ['a least memory of theirs', true, { acceleratorTotalMemoryMiB: { min: 16_384 } }],
    ['a most memory of theirs alone', false, { acceleratorTotalMemoryMiB: { max: 16_384 } }],
    ['p5 alone', true, { allowedInstanceTypes: ['p5.48xlarge'] }],
    [
      'accelerated families alone',
      true,
      { allowedInstanceTypes: ['p5*', 'g6.xlarge', 'gr6.4xlarge', 'trn1*', 'inf2*', 'dl1*', 'vt1*', 'f2*'] },
    ],
    ['an accelerated family among others', false, { allowedInstanceTypes: ['p5.48xlarge', 'm7i.large'] }],
    [
      'plain families of the same letters',
      false,
      { allowedInstanceTypes: ['i4g.large', 'm7g.large', 'x2gd*', 'hpc7g*'] },
    ],
    ['no type at all', false, { allowedInstanceTypes: [] }],
  ];
  for (const [name, expected, requirements] of accelerated) {
    it(`takes a provider that asks for ${name} as ${expected ? '' : 'not '}accelerated`, () => {
      const [found] = managedInstancesProviders([
        miProvider({
          managedInstancesProvider: {
            instanceLaunchTemplate: {
              ec2InstanceProfileArn: 'arn',
              networkConfiguration: {},
              instanceRequirements: { vCpuCount, memoryMiB, ...requirements },
            },
          },
        }),
      ]);
      expect(found?.accelerated).to.equal(expected);
    });
  }

  it('leaves a provider of p5 alone to those who name it', () => {
    const providers = managedInstancesProviders([
      miProvider({
        name: 'a-p5',
        managedInstancesProvider: {
          instanceLaunchTemplate: {
            ec2InstanceProfileArn: 'arn',
            networkConfiguration: {},
            instanceRequirements: { vCpuCount, memoryMiB, allowedInstanceTypes: ['p5.48xlarge'] },
          },
        },
      }),
      miProvider({ name: 'b-plain' }),
    ]);
    const wish = placementWish({ providers });
    const found = choosePlacement(wish);
    expect(found.ok && found.placements[0].provider.name).to.equal('b-plain');
    expect(choosePlacement({ ...wish, providers: providers.slice(0, 1) }).ok).to.equal(false);
    const named = choosePlacement({ ...wish, needs: taskNeeds({ queue: ['a-p5'] }) });
    expect(named.ok && named.placements[0].provider.name).to.equal('a-p5');
  });
});
