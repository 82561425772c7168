import { expect } from 'chai';
import type { DirectiveValue, ProcessDefinition } from '../../../spi/index.js';
import { checkProcess, queueNames } from '../../../src/request/directives.js';

function process(changes: Partial<ProcessDefinition> = {}): ProcessDefinition {
  return { name: 'HELLO', container: 'ubuntu:latest', directives: { cpus: 2, others: {} }, ...changes };
}

describe(checkProcess.name, () => {
  it('finds nothing wrong with the quickstart’s process', () => {
    expect(checkProcess(process())).to.deep.equal([]);
  });

  it('wants a container', () => {
    expect(checkProcess({ name: 'HELLO', directives: { others: {} } })).to.deep.equal([
      {
        code: 'CONTAINER_MISSING',
        path: 'process HELLO, directive container',
        message: 'is required: every task on ECS runs in a container',
        fix: "add to the process: container 'ubuntu:latest'",
      },
    ]);
  });

  it('refuses every directive it does not map by name, all at once', () => {
    const others = { disk: '500 GB', accelerator: 1, machineType: 'r6i.2xlarge', queue: 'spot' };
    const problems = checkProcess(process({ directives: { cpus: 500, others } }));
    expect(problems.map(({ code, path }) => `${code ?? ''} ${path}`)).to.deep.equal([
      'RESOURCES_UNSATISFIABLE process HELLO, directive cpus',
      'DIRECTIVE_UNSUPPORTED process HELLO, directive disk',
      'DIRECTIVE_UNSUPPORTED process HELLO, directive accelerator',
      'DIRECTIVE_UNSUPPORTED process HELLO, directive machineType',
    ]);
  });

  const wrongQueues: readonly DirectiveValue[] = ['', 'a,', ['a', 1], [], 7, true, null, { name: 'a' }, ['']];
  for (const queue of wrongQueues) {
    it(`refuses queue ${JSON.stringify(queue)}`, () => {
      const [problem] = checkProcess(process({ directives: { others: { queue } } }));
      expect(problem).to.deep.include({ code: 'DIRECTIVE_INVALID', found: JSON.stringify(queue) });
    });
  }
});

describe(queueNames.name, () => {
  it('reads one name, a list, and names split by commas, in order', () => {
    expect(queueNames('spot')).to.deep.equal(['spot']);
    expect(queueNames('spot, on-demand')).to.deep.equal(['spot', 'on-demand']);
    expect(queueNames(['spot', 'a,b'])).to.deep.equal(['spot', 'a', 'b']);
    expect(queueNames(undefined)).to.deep.equal([]);
  });
});
