import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { isRead } from '../../../host/config/reading.js';
import { directives, findDirective, inProcess, refusedDirectives } from '../../../host/script/directives.js';
import { parsePipeline } from '../../../host/script/pipeline-reader.js';
import type { DirectiveValue } from '../../../spi/index.js';

const GB = 1024 ** 3;

function read(name: string, value: DirectiveValue): string {
  const lookup = findDirective(name);
  if ('problem' in lookup) return lookup.problem;
  const reading = lookup.directive.read(value);
  return isRead(reading) ? JSON.stringify(reading.value) : reading.problem;
}

describe(findDirective.name, () => {
  const accepted: [name: string, value: DirectiveValue, expected: DirectiveValue][] = [
    ['container', 'ubuntu:latest', 'ubuntu:latest'],
    ['debug', false, false],
    ['cpus', 0.5, 0.5],
    ['memory', '4 GB', 4294967296],
    ['memory', 1024, 1024],
    ['container', false, false],
    ['disk', '500 GB', { request: 500 * GB }],
    ['disk', 1024, { request: 1024 }],
    [
      'disk',
      {
        request: '1 GB',
        type: 'gp3',
        iops: 3000,
        throughput: 250,
        encrypted: true,
        filesystem: 'xfs',
        mountPath: '/scratch',
      },
      {
        request: GB,
        type: 'gp3',
        iops: 3000,
        throughput: 250,
        encrypted: true,
        filesystem: 'xfs',
        mountPath: '/scratch',
      },
    ],
    ['disk', { request: '1 GB', type: null }, { request: GB }],
    ['accelerator', 1, { request: 1 }],
    ['accelerator', 0.25, { request: 0.25 }],
    ['accelerator', { request: 1, limit: 2 }, { request: 1 }],
    ['accelerator', { limit: 2, type: 'x' }, { request: 2, type: 'x' }],
    ['machineType', 'r6i.2xlarge', ['r6i.2xlarge']],
    ['machineType', 'm5.*, c6i.large,m5.*', ['m5.*', 'c6i.large']],
    ['machineType', ['m5.*', 'c6i.large'], ['m5.*', 'c6i.large']],
    ['time', '2h', 7_200_000],
    ['maxSubmitAwait', '30 min', 1_800_000],
    ['time', 1000, 1000],
    ['time', '1d 2h', 93_600_000],
    ['arch', 'arm64', { name: 'arm64' }],
    ['arch', { name: 'linux/x86_64', target: 'haswell' }, { name: 'linux/x86_64', target: 'haswell' }],
    ['containerOptions', '--cap-add SYS_PTRACE', '--cap-add SYS_PTRACE'],
    [
      'containerOptions',
      { user: 1000, init: true, env: ['A=1', 'B=2'] },
      { user: 1000, init: true, env: ['A=1', 'B=2'] },
    ],
    ['resourceLabels', {}, {}],
    ['resourceLabels', { team: 'x', n: 1 }, { team: 'x', n: 1 }],
    [
      'resourceLimits',
      { cpus: 1, memory: '1 GB', disk: '1 GB', time: '1h' },
      { cpus: 1, memory: GB, disk: GB, time: 3_600_000 },
    ],
    ['secret', 'A', ['A']],
    ['secret', ['A', 'B', 'A'], ['A', 'B']],
    ['queue', 'spot', 'spot'],
    ['queue', ['spot', 'on-demand'], ['spot', 'on-demand']],
    ['array', 100, 100],
  ];
  for (const [name, value, expected] of accepted) {
    it(`accepts ${name} ${JSON.stringify(value)}, and what it makes of it`, () => {
      expect(read(name, value)).to.equal(JSON.stringify(expected));
      expect(read(name, expected)).to.equal(JSON.stringify(expected));
    });
  }

  const refused: [name: string, value: DirectiveValue, expected: string][] = [
    ['container', '', 'must be the name of an image, or false for none'],
    ['container', true, 'must be the name of an image, or false for none'],
    ['executor', ['a'], 'must be a string that is not empty'],
    ['debug', 'true', 'must be true or false'],
    ['cpus', 0, 'must be a number greater than 0'],
    ['cpus', '2', 'must be a number greater than 0'],
    ['cpus', Infinity, 'must be a number greater than 0'],
    ['memory', '0 GB', 'must be more than 0 bytes'],
    ['memory', 'big', 'is no amount of memory'],
    ['disk', 'big', 'is no amount of memory'],
    ['disk', { type: 'gp3' }, 'must give an amount'],
    ['disk', { request: 'big' }, 'request: is no amount of memory'],
    ['disk', ['1 GB'], 'is no amount of memory'],
    ['disk', { request: '1 GB', type: ['a'] }, 'type: must be a string that is not empty'],
    ['disk', { request: '1 GB', iops: 0 }, 'iops: must be a whole number, 1 or more'],
    ['disk', { request: '1 GB', encrypted: 'yes' }, 'encrypted: must be true or false'],
    ['disk', { request: '1 GB', size: 1 }, 'size: no such value; known are request, type, iops,'],
    ['disk', JSON.parse('{"__proto__": 1}') as DirectiveValue, '__proto__: no such value'],
    ['accelerator', 0, 'must be a number greater than 0'],
    ['accelerator', '1', 'must be a number greater than 0'],
    ['accelerator', { type: 'x' }, 'must give a number'],
    ['accelerator', { request: 1, type: 5 }, 'type: must be a string'],
    ['accelerator', { limit: 0 }, 'limit: must be a number greater than 0'],
    ['accelerator', { request: 1, runtime: 'x' }, 'runtime: no such value; known are request, limit, type'],
    ['machineType', '', 'must be a string that is not empty, or a list'],
    ['machineType', 'm5.large,', 'must be a string that is not empty, or a list'],
    ['machineType', ['m5.large', 1], 'must be a string that is not empty, or a list'],
    ['machineType', ['m5.large', ['c5.large']], 'must be a string that is not empty, or a list'],
    ['time', '0 s', 'must be longer than 0'],
    ['time', 'soon', 'is no duration'],
    ['maxSubmitAwait', 0, 'must be longer than 0'],
    ['arch', ['x'], 'must be a string that is not empty'],
    ['arch', { target: 'haswell' }, 'must give a name'],
    ['containerOptions', 5, 'must be a string that is not empty, or named values'],
    ['containerOptions', { env: [] }, 'env: must be a string, a number, true or false, or a list of such'],
    ['containerOptions', { env: ['A', null] }, 'env: must be a string, a number, true or false, or a list'],
    ['containerOptions', { env: { A: 1 } }, 'env: must be a string, a number, true or false, or a list'],
    ['resourceLabels', 'x', 'must be named values'],
    ['resourceLabels', { a: null }, 'a: must be a string, a number, true or false'],
    ['resourceLimits', 5, 'must be named values: cpus, memory, disk, time'],
    ['resourceLimits', { gpus: 1 }, 'gpus: no such value; known are cpus, memory, disk, time'],
    ['resourceLimits', { cpus: 0 }, 'cpus: must be a number greater than 0'],
    ['resourceLimits', { memory: 'x' }, 'memory: is no amount of memory'],
    ['secret', [], 'must be a string that is not empty, or a list'],
    ['secret', ['A', 1], 'must be a string that is not empty, or a list'],
    ['queue', [], 'must be a string that is not empty, or a list'],
    ['array', 0, 'must be a whole number, 1 or more'],
  ];
  for (const [name, value, expected] of refused) {
    it(`refuses ${name} ${JSON.stringify(value)}`, () =>
      expect(read(name, value)).to.match(new RegExp(`^${expected}`)));
  }

  for (const name of refusedDirectives) {
    it(`says that ${name} is not supported`, () =>
      expect(read(name, 1)).to.match(/ is not supported( yet)?$/));
  }
});

describe('the declared directives', () => {
  for (const directive of directives) {
    const { name, help } = directive;
    const example = inProcess(directive);
    it(`include ${name} with an example that can be read`, () => {
      const script = `process A {\n${example}\n'x'\n}\nworkflow { A() }`;
      expect(parsePipeline(script, 'main.nf').processes.get('A')?.directives).to.have.lengthOf(1);
      expect(example.startsWith(`${name} `)).to.equal(true);
      expect(help).to.match(/^[A-Z].*\.$/);
    });
  }

  it('that an executor gets are each described to its author', async () => {
    const page = await readFile(new URL('../../../../docs/writing-an-executor.md', import.meta.url), 'utf8');
    const described = [...page.matchAll(/^\| `(\w+)` +\| /gm)].map(([, name]) => name);
    const handedOver = directives.filter(({ owner }) => owner === 'executor').map(({ name }) => name);
    expect(described).to.include.members(handedOver);
  });

  it('are not refused at the same time', () => {
    expect(directives.filter(({ name }) => refusedDirectives.has(name))).to.deep.equal([]);
  });
});
