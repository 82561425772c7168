import { expect } from 'chai';
import { stat } from 'node:fs/promises';
import { instanceType, instanceTypes } from '../../../local/ec2/instance-type.js';

describe('the catalogue of instance types', () => {
  it('has the families of Managed Instances [8.1]', () => {
    const families = new Set([...instanceTypes().values()].map(({ family }) => family));
    const accelerated =
      'dl1 g4ad g4dn g5 g5g g6 g6e g6f g7e gr6 gr6f inf1 inf2 p3dn p4d p4de p5 p5en p6-b200 p6-b300 trn1';
    const others = 'c5 c6i c7g c8a m5 m6a m7i m8g m9g r5 r6id r7a r8i t3 t4g x2idn x8g i4i i7ie hpc7a';
    for (const family of `${accelerated} ${others}`.split(' ')) expect(families).to.include(family);
    for (const family of ['c4', 'm4', 'r4', 't2', 'p2', 'mac2', 'vt1'])
      expect(families).not.to.include(family);
  });

  it('tells what a type is made of', () => {
    expect(instanceType('m6id.2xlarge')).to.deep.include({
      family: 'm6id',
      size: '2xlarge',
      vCpus: 8,
      memoryMiB: 32_768,
      architecture: 'x86_64',
      cpuManufacturer: 'Intel',
      threadsPerCore: 2,
      burstable: false,
      bareMetal: false,
      hypervisor: 'nitro',
      networkInterfaces: 4,
      disks: { count: 1, sizeGB: 474 },
      accelerators: [],
    });
    expect(instanceType('c7g.metal')).to.include({
      bareMetal: true,
      architecture: 'arm64',
      hypervisor: undefined,
    });
    expect(instanceType('t3.small')).to.include({ burstable: true, memoryMiB: 2048 });
    expect(() => instanceType('m6id.huge')).to.throw(RangeError, /m6id\.huge/);
  });

  it('tells GPUs and Neuron devices, and which part of a GPU a fractional type has [8.1] [8.5]', () => {
    const [a10g] = instanceType('g5.12xlarge').accelerators;
    expect(a10g).to.include({ kind: 'gpu', manufacturer: 'NVIDIA', name: 'A10G', count: 4, share: 1 });
    const shares = ['large', 'xlarge', '2xlarge', '4xlarge'].map(
      (size) => instanceType(`g6f.${size}`).accelerators[0]?.share,
    );
    expect(shares).to.deep.equal([0.125, 0.125, 0.25, 0.5]);
    expect(instanceType('inf2.xlarge').accelerators[0]).to.include({
      kind: 'neuron',
      cores: 2,
      coreVersion: 2,
    });
  });

  it('has whole numbers of everything, in a table of less than 60 KB', async () => {
    for (const type of instanceTypes().values()) {
      for (const value of [type.vCpus, type.memoryMiB, type.networkInterfaces, type.ebsMbps]) {
        expect(Number.isInteger(value) && value > 0, type.name).to.equal(true);
      }
      expect(type.networkGbps, type.name).to.be.above(0);
      for (const { name, count, memoryMiB } of type.accelerators) {
        expect(name !== '' && count > 0 && memoryMiB > 0, type.name).to.equal(true);
      }
    }
    expect((await stat('local/ec2/instance-type-table.generated.ts')).size).to.be.below(60_000);
  });
});
