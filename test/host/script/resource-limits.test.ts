import { expect } from 'chai';
import { limitResources } from '../../../host/script/resource-limits.js';
import type { DirectiveValue } from '../../../spi/index.js';

const limited = (values: Readonly<Record<string, DirectiveValue>>): unknown => {
  const { values: kept, cuts } = limitResources(new Map(Object.entries(values)));
  return { ...Object.fromEntries(kept), cuts };
};

describe(limitResources.name, () => {
  it('changes nothing without limits', () => {
    expect(limited({ cpus: 192 })).to.deep.equal({ cpus: 192, cuts: [] });
  });

  it('leaves what is within its limit, or without one, or not asked for', () => {
    const resourceLimits = { cpus: 4, memory: 1024 };
    expect(limited({ cpus: 4, time: 5, resourceLimits })).to.deep.equal({
      cpus: 4,
      time: 5,
      resourceLimits,
      cuts: [],
    });
  });

  it('cuts each to its own limit', () => {
    const resourceLimits = { cpus: 0.5, memory: 1024, disk: 2048, time: 1000 };
    const asked = { cpus: 1, memory: 1025, disk: { request: 4096, type: 'gp3' }, time: 1001 };
    expect(limited({ ...asked, resourceLimits })).to.deep.equal({
      cpus: 0.5,
      memory: 1024,
      disk: { request: 2048, type: 'gp3' },
      time: 1000,
      resourceLimits,
      cuts: [
        'cpus from 1 to 0.5',
        'memory from 1025 B to 1 KB',
        'disk from 4 KB to 2 KB',
        'time from 1s 1ms to 1s',
      ],
    });
  });
});
