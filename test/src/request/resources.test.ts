import { expect } from 'chai';
import * as fc from 'fast-check';
import type { TaskDirectives } from '../../../spi/index.js';
import { cpuUnits, memoryMib, resourceProblem } from '../../../src/request/resources.js';

const GIB = 1024 ** 3;

function resources(cpus?: number, memory?: number): { cpu: number; memory: number } {
  const directives: TaskDirectives = {
    others: {},
    ...(cpus !== undefined && { cpus }),
    ...(memory !== undefined && { memory }),
  };
  return { cpu: cpuUnits(directives), memory: memoryMib(directives) };
}

describe('cpu and memory of a task', () => {
  const cases = [
    { name: 'the quickstart’s HELLO', cpus: 2, memory: 4 * GIB, expected: { cpu: 2048, memory: 4096 } },
    { name: 'nothing asked', expected: { cpu: 1024, memory: 2048 } },
    { name: 'less than ECS’s least', cpus: 0.01, memory: 1, expected: { cpu: 128, memory: 6 } },
    { name: 'no memory at all', cpus: 1, memory: 0, expected: { cpu: 1024, memory: 6 } },
    {
      name: 'a fraction of a unit',
      cpus: 1.0001,
      memory: 4 * GIB + 1,
      expected: { cpu: 1025, memory: 4097 },
    },
    {
      name: 'a float that is not quite 0.3',
      cpus: 0.1 * 3,
      memory: GIB,
      expected: { cpu: 308, memory: 1024 },
    },
    { name: 'a float that is not quite 1', cpus: 0.1 + 0.7 + 0.2, expected: { cpu: 1024, memory: 2048 } },
    { name: 'the most cpu', cpus: 192, memory: GIB, expected: { cpu: 196608, memory: 1024 } },
  ];
  for (const { name, cpus, memory, expected } of cases) {
    it(`maps ${name}`, () => expect(resources(cpus, memory)).to.deep.equal(expected));
  }

  it('refuses more cpu than a task can have, naming what was found', () => {
    const problem = resourceProblem('HELLO', { cpus: 193, others: {} });
    expect(problem).to.include({ code: 'RESOURCES_UNSATISFIABLE', found: '193' });
    expect(problem?.message).to.include('at most 192 vCPUs');
    expect(problem?.path).to.equal('process HELLO, directive cpus');
    expect(resourceProblem('HELLO', { cpus: 192, others: {} })).to.equal(undefined);
  });

  it('never shrinks what was asked, and adds less than one unit', () => {
    const cpu = fc.double({ min: 0.125, max: 192, noNaN: true });
    const memory = fc.integer({ min: 6 * 1024 ** 2, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(cpu, memory, (cpus, bytes) => {
        const given = resources(cpus, bytes);
        const { cpu: units, memory: mib } = given;
        // A billionth of a cpu is what the rounding of floats may take.
        expect(units / 1024).to.be.at.least(cpus - 1e-9);
        expect(units - cpus * 1024).to.be.lessThan(1);
        expect(mib * 1024 ** 2).to.be.at.least(bytes);
        expect(mib * 1024 ** 2 - bytes).to.be.lessThan(1024 ** 2);
      }),
    );
  });
});
