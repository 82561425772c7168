import { expect } from 'chai';
import { instanceType } from '../../../../local/ec2/instance-type.js';
import { type CapacityRequest } from '../../../../local/ecs/capacity/capacity.js';
import { fitsOf, misfitOf, providerTypes } from '../../../../local/ecs/capacity/type-fit.js';
import { usableMemory } from '../../../../local/ecs/capacity/usable-memory.js';
import { only, provider, request } from './fleet-fixture.js';

const bounded = provider({
  requirements: { vCpuCount: { min: 1, max: 8 }, memoryMiB: { min: 1, max: 32_768 } },
});
const asking = (cpu: number, memoryMiB: number, gpus = 0, of = bounded): CapacityRequest =>
  request({ needs: { cpu, memoryMiB, gpus }, provider: of });

describe(misfitOf.name, () => {
  it('names what no type of the provider has, CPU, memory and GPUs taken together [8.9] [3a.19]', () => {
    expect(misfitOf(asking(8192, 16_384))).to.equal(undefined);
    expect(misfitOf(asking(8193, 16_384))).to.equal('RESOURCE:CPU');
    expect(misfitOf(asking(1024, 32_768))).to.equal('RESOURCE:MEMORY');
    expect(misfitOf(asking(1024, 1024, 1))).to.equal('RESOURCE:GPU');
    const g5 = provider({ requirements: only('g5.xlarge', 'm6i.32xlarge') });
    expect(misfitOf(asking(4096, 8192, 1, g5))).to.equal(undefined);
    expect(misfitOf(asking(8192, 8192, 1, g5))).to.equal('RESOURCE:GPU');
  });

  it('takes no instance for a request of its nominal memory [2d.6]', () => {
    const strict = provider({ requirements: only('m6i.2xlarge') });
    expect(misfitOf(asking(1024, 32_768, 0, strict))).to.equal('RESOURCE:MEMORY');
    expect(misfitOf(asking(1024, usableMemory(32_768), 0, strict))).to.equal(undefined);
  });

  it('says ATTRIBUTE where the provider has no type at all of the architecture [3a.21]', () => {
    const arm = provider({ requirements: only('m7g.*') });
    expect(misfitOf({ ...asking(1024, 1024, 0, arm), architecture: 'X86_64' })).to.equal('ATTRIBUTE');
    expect(misfitOf({ ...asking(1024, 1024, 0, arm), architecture: 'ARM64' })).to.equal(undefined);
  });
});

describe(fitsOf.name, () => {
  it('takes any architecture the provider allows where the task names none [1a.3]', () => {
    const mixed = provider({ requirements: only('m7g.large', 'm7i.large') });
    const fits = (architecture: CapacityRequest['architecture']): string[] =>
      fitsOf({ ...asking(1024, 1024, 0, mixed), architecture }).types.map(({ type }) => type.name);
    expect(fits(undefined)).to.deep.equal(['m7g.large', 'm7i.large']);
    expect(fits('X86_64')).to.deep.equal(['m7i.large']);
  });

  it('leads a fraction of a GPU to fractional types and whole ones to the others, of one provider [8.4] [8.5]', () => {
    const both = provider({ requirements: only('g6.xlarge', 'g6f.*', 'gr6f.*') });
    const fits = (gpus: number): string[] =>
      fitsOf(asking(1024, 1024, gpus, both)).types.map(({ type }) => type.name);
    expect(fits(1)).to.deep.equal(['g6.xlarge']);
    expect(fits(0.125)).to.have.members([
      'g6f.large',
      'g6f.xlarge',
      'g6f.2xlarge',
      'g6f.4xlarge',
      'gr6f.4xlarge',
    ]);
    expect(fits(0.5)).to.have.members(['g6f.4xlarge', 'gr6f.4xlarge']);
  });

  it('counts how many tasks an instance holds by what runs out first [2c.10]', () => {
    const held = (
      type: string,
      needs: CapacityRequest['needs'],
      networkMode: 'awsvpc' | 'host',
    ): number | undefined =>
      fitsOf({ ...request({ needs, networkMode }), provider: provider({ requirements: only(type) }) })
        .types[0]?.held;
    expect(held('m6i.xlarge', { cpu: 1024, memoryMiB: 512, gpus: 0 }, 'host')).to.equal(4);
    expect(held('m6i.xlarge', { cpu: 128, memoryMiB: 5000, gpus: 0 }, 'host')).to.equal(3);
    expect(held('m6i.xlarge', { cpu: 128, memoryMiB: 64, gpus: 0 }, 'host')).to.equal(32);
    expect(held('m6i.xlarge', { cpu: 128, memoryMiB: 64, gpus: 0 }, 'awsvpc')).to.equal(20);
    // Without trunking only the interfaces beside the primary one are left.
    expect(held('g4dn.xlarge', { cpu: 128, memoryMiB: 64, gpus: 0 }, 'awsvpc')).to.equal(2);
  });
});

describe(providerTypes.name, () => {
  it('puts the lightest first, so that the same provider launches the same everywhere', () => {
    const names = providerTypes(provider({ requirements: only('m6i.*', 'c6i.*', 'r6i.*') }).managedInstances);
    expect(names.slice(0, 4).map(({ name }) => name)).to.deep.equal([
      'c6i.large',
      'm6i.large',
      'r6i.large',
      'c6i.xlarge',
    ]);
  });

  it('has no type for Spot that EC2 does not sell there', () => {
    const onDemandOnly = [...providerTypes(provider({ requirements: only('hpc7a.*') }).managedInstances)];
    expect(onDemandOnly.length).to.be.above(0);
    expect(instanceType('hpc7a.12xlarge').spot).to.equal(false);
    expect(
      providerTypes(provider({ requirements: only('hpc7a.*'), option: 'SPOT' }).managedInstances),
    ).to.deep.equal([]);
  });
});
