import { expect } from 'chai';
import { readNeeds } from '../../../../src/request/read-needs.js';
import { directiveCases } from './directive-cases.js';

const NAMED = 'issue 6: anything else is refused by name';

for (const name of ['conda', 'penv', 'clusterOptions', 'pod', 'scratch', 'constructor', 'toString'])
  directiveCases(name, {
    served: [],
    refused: [
      {
        written: `${name} 'x'`,
        source: NAMED,
        others: { [name]: 'x' },
        code: 'DIRECTIVE_UNSUPPORTED',
        says: new RegExp(
          `not supported by the awsecs executor \\(\\) Remove ${name} from the process\\. Supported are container, cpus, memory, accelerator, arch, array, .*time\\.`,
        ),
      },
    ],
  });

directiveCases('machinetype', {
  served: [],
  refused: [
    {
      written: "machinetype 'm5.large'",
      source: NAMED,
      others: { machinetype: 'm5.large' },
      code: 'DIRECTIVE_UNSUPPORTED',
      says: /Remove machinetype from the process\. Did you mean machineType\? Supported are/,
    },
  ],
});

describe(readNeeds.name, () => {
  it('tells every problem of every directive at once, each with its path, and no notice then', () => {
    const others = {
      disk: { request: -1, type: 'x' },
      time: 99 * 86_400_000,
      conda: 'x',
      queue: '',
      secret: ['A'],
      containerOptions: '-e A=1 --shm-size 1g',
    };
    const { needs, problems, notices } = readNeeds({
      name: 'X',
      directives: { cpus: 999, memory: -1, others },
    });
    expect(needs).to.equal(undefined);
    expect(notices).to.deep.equal([]);
    expect(problems.map(({ code, path }) => `${code ?? ''} ${path}`)).to.deep.equal([
      'CONTAINER_MISSING process X, directive container',
      'RESOURCES_UNSATISFIABLE process X, directive cpus',
      'DIRECTIVE_INVALID process X, directive memory',
      'DIRECTIVE_INVALID process X, directive disk',
      'DIRECTIVE_INVALID process X, directive disk',
      'DIRECTIVE_INVALID process X, directive queue',
      'DIRECTIVE_INVALID process X, directive containerOptions',
      'DIRECTIVE_UNSUPPORTED process X, directive conda',
    ]);
    for (const { message, fix } of problems) {
      expect(message).to.match(/\w+ \w+/);
      expect(fix).to.match(/\w+ \S+/);
    }
  });

  it('gives a notice for each directive of which one is due, once', () => {
    const others = { array: 3, time: 99 * 86_400_000 };
    const { notices } = readNeeds({ name: 'X', container: 'ubuntu', directives: { memory: 0, others } });
    expect(notices.map((notice) => notice.split(':')[0])).to.deep.equal([
      'Process X, directive memory',
      'Process X, directive array',
      'Process X, directive time',
    ]);
  });
});
