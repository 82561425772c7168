import { expect } from 'chai';
import { isRead } from '../../../host/config/reading.js';
import { directives, findDirective, inProcess, refusedDirectives } from '../../../host/script/directives.js';
import { parsePipeline } from '../../../host/script/pipeline-reader.js';
import type { DirectiveValue } from '../../../spi/index.js';

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
    ['disk', '500 GB', '500 GB'],
    [
      'disk',
      { request: '1 GB', encrypted: true, iops: 3000 },
      { request: '1 GB', encrypted: true, iops: 3000 },
    ],
    ['accelerator', 1, 1],
    ['accelerator', { limit: 2, type: 'x' }, { limit: 2, type: 'x' }],
    ['time', '2h', 7_200_000],
    ['maxSubmitAwait', '30 min', 1_800_000],
    ['time', 1000, 1000],
    ['arch', 'arm64', 'arm64'],
    ['containerOptions', { 'shm-size': '1g' }, { 'shm-size': '1g' }],
    ['resourceLabels', {}, {}],
    [
      'resourceLimits',
      { cpus: 1, memory: '1 GB', disk: '1 GB', time: '1h' },
      { cpus: 1, memory: '1 GB', disk: '1 GB', time: '1h' },
    ],
    ['secret', 'A', 'A'],
    ['secret', ['A', 'B'], ['A', 'B']],
    ['queue', 'spot', 'spot'],
    ['queue', ['spot', 'on-demand'], ['spot', 'on-demand']],
    ['array', 100, 100],
  ];
  for (const [name, value, expected] of accepted) {
    it(`accepts ${name} ${JSON.stringify(value)}`, () =>
      expect(read(name, value)).to.equal(JSON.stringify(expected)));
  }

  const refused: [name: string, value: DirectiveValue, expected: string][] = [
    ['container', '', 'must be a string that is not empty'],
    ['container', false, 'must be a string that is not empty'],
    ['executor', ['a'], 'must be a string that is not empty'],
    ['debug', 'true', 'must be true or false'],
    ['cpus', 0, 'must be a number greater than 0'],
    ['cpus', '2', 'must be a number greater than 0'],
    ['memory', '0 GB', 'must be more than 0 bytes'],
    ['memory', 'big', 'is no amount of memory'],
    ['disk', 'big', 'is no amount of memory'],
    ['disk', { type: 'gp3' }, 'must give an amount'],
    ['disk', { request: 'big' }, 'request: is no amount of memory'],
    ['disk', { request: '1 GB', type: ['a'] }, 'type: must be a string, a number, true or false'],
    ['accelerator', 0, 'must be a whole number, 1 or more'],
    ['accelerator', 1.5, 'must be a whole number, 1 or more'],
    ['accelerator', { type: 'x' }, 'must give a number'],
    ['accelerator', { request: 1, type: 5 }, 'type: must be a string'],
    ['accelerator', { limit: 0 }, 'limit: must be a whole number'],
    ['time', '0 s', 'must be longer than 0'],
    ['time', 'soon', 'is no duration'],
    ['maxSubmitAwait', 0, 'must be longer than 0'],
    ['arch', ['x'], 'must be a string that is not empty, or named values'],
    ['resourceLabels', 'x', 'must be named values'],
    ['resourceLabels', { a: null }, 'a: must be a string, a number, true or false'],
    ['resourceLimits', 5, 'must be named values: cpus, memory, disk, time'],
    ['resourceLimits', { gpus: 1 }, 'gpus: no such limit'],
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

  it('are not refused at the same time', () => {
    expect(directives.filter(({ name }) => refusedDirectives.has(name))).to.deep.equal([]);
  });
});
