import { expect } from 'chai';
import { managedInstancesProviders } from '../../../src/placement/provider.js';
import { miProvider } from '../aws-builders.js';

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

  it('reads status, capacity, accelerators and network', () => {
    const template = miProvider().managedInstancesProvider?.instanceLaunchTemplate;
    const [found] = managedInstancesProviders([
      miProvider({
        status: 'DEPROVISIONING',
        managedInstancesProvider: {
          instanceLaunchTemplate: {
            ec2InstanceProfileArn: 'arn',
            networkConfiguration: template?.networkConfiguration,
            capacityOptionType: 'SPOT',
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
      subnets: [],
    });
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
});
