import { expect } from 'chai';
import { describeValue, type DirectiveValue, type ProcessDefinition } from '../../../spi/index.js';
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
        fix: "Add to the process: container 'ubuntu:latest'",
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

  it('takes maxSubmitAwait in milliseconds, as the engine hands it over, and nothing else', () => {
    const taken = (maxSubmitAwait: DirectiveValue): (string | undefined)[] =>
      checkProcess(process({ directives: { others: { maxSubmitAwait } } })).map(({ code }) => code);
    expect(taken(1_800_000)).to.deep.equal([]);
    for (const wrong of [0, -1, 1.5, '30 min', null, true, [1], { a: 1 }])
      expect(taken(wrong), JSON.stringify(wrong)).to.deep.equal(['DIRECTIVE_INVALID']);
  });

  it('refuses directives by names that every object has', () => {
    const others = JSON.parse('{"constructor": 1, "toString": 1, "__proto__": 1}') as Record<string, number>;
    expect(checkProcess(process({ directives: { others } })).map(({ code }) => code)).to.deep.equal([
      'DIRECTIVE_UNSUPPORTED',
      'DIRECTIVE_UNSUPPORTED',
      'DIRECTIVE_UNSUPPORTED',
    ]);
  });

  it('says of everything it refuses where it stands and what to do', () => {
    const others = { disk: '500 GB', queue: '' };
    const problems = checkProcess({ name: 'HELLO', container: 'a b', directives: { cpus: 500, others } });
    expect(problems.map(({ path }) => path)).to.deep.equal(
      ['container', 'cpus', 'disk', 'queue'].map((name) => `process HELLO, directive ${name}`),
    );
    for (const { path, message, fix } of problems) {
      expect(message, path).to.match(/\w+ \w+/);
      if (!path.endsWith('queue')) expect(fix, path).to.match(/\w+ \w+/);
    }
  });

  const goodImages = [
    'ubuntu',
    'ubuntu:latest',
    'quay.io/biocontainers/samtools:1.17--h00cdaf9_0',
    'Registry.example.com:5000/org/tool:V1.2',
    'Registry.example.com/org/tool',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/a/b_c/d-e.f:tag',
    `wave.seqera.io/wt/0123abcd/library/ubuntu@sha256:${'a'.repeat(64)}`,
    'x'.repeat(255),
  ];
  for (const container of goodImages) {
    it(`takes image ${container.slice(0, 60)}`, () =>
      expect(checkProcess(process({ container }))).to.deep.equal([]));
  }

  const wrongImages = [
    '',
    ' ',
    'ubuntu latest',
    'Ubuntu',
    'org/Tool:1',
    'ubuntu:',
    'a@sha256:12',
    'x'.repeat(256),
  ];
  for (const container of wrongImages) {
    it(`refuses image '${container.slice(0, 20)}' of ${container.length} characters`, () => {
      const problems = checkProcess(process({ container }));
      expect(problems.map(({ code, path, found }) => ({ code, path, found }))).to.deep.equal([
        {
          code: 'CONTAINER_INVALID',
          path: 'process HELLO, directive container',
          found: describeValue(container),
        },
      ]);
    });
  }

  const wrongQueues: readonly DirectiveValue[] = ['', 'a,', ['a', 1], [], 7, true, null, { name: 'a' }, ['']];
  for (const queue of wrongQueues) {
    it(`refuses queue ${JSON.stringify(queue)}`, () => {
      const [problem] = checkProcess(process({ directives: { others: { queue } } }));
      expect(problem).to.deep.include({ code: 'DIRECTIVE_INVALID', found: describeValue(queue) });
    });
  }
});

describe(queueNames.name, () => {
  it('reads one name, a list, and names split by commas, in order', () => {
    expect(queueNames('spot')).to.deep.equal(['spot']);
    expect(queueNames('spot, on-demand')).to.deep.equal(['spot', 'on-demand']);
    expect(queueNames(['spot', 'a,b'])).to.deep.equal(['spot', 'a', 'b']);
    expect(queueNames(undefined)).to.deep.equal([]);
    expect(queueNames(['spot', 7])).to.deep.equal(['spot']);
  });
});
