import { expect } from 'chai';
import { misfit, usableMemory } from '../../../local/ecs/cluster/capacity-fit.js';
import { provider } from './ecs-fixture.js';

describe(misfit.name, () => {
  const bounded = provider({ vCpuCount: { min: 1, max: 8 }, memoryMiB: { min: 1, max: 32_768 } });
  const needs = (cpu: number, memoryMiB: number, gpus = 0): Parameters<typeof misfit>[0] => ({
    cpu,
    memoryMiB,
    gpus,
  });

  it('names what no instance of the provider has', () => {
    expect(misfit(needs(8192, 16_384), bounded)).to.equal(undefined);
    expect(misfit(needs(8193, 16_384), bounded)).to.equal('RESOURCE:CPU');
    expect(misfit(needs(1024, 32_768), bounded)).to.equal('RESOURCE:MEMORY');
    expect(misfit(needs(1024, usableMemory(32_768)), bounded)).to.equal(undefined);
    expect(misfit(needs(1024, 1024, 1), bounded)).to.equal('RESOURCE:GPU');
    expect(misfit(needs(1024, 1024, 1), provider({ allowedInstanceTypes: ['g5.*'] }))).to.equal(undefined);
  });

  it('has a largest instance where the provider sets no bounds', () => {
    expect(misfit(needs(196_608, 1_000_000), provider())).to.equal(undefined);
    expect(misfit(needs(196_609, 1024), provider())).to.equal('RESOURCE:CPU');
    expect(misfit(needs(1024, 1_572_864), provider())).to.equal('RESOURCE:MEMORY');
  });
});
