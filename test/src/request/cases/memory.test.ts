import { directiveCases } from './directive-cases.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const LEAST = 'facts §1a container min memory 6 MiB';

directiveCases('memory', {
  served: [
    { written: 'nothing', source: 'docs/directives.md: 2 GB', overrides: { memory: '2048' } },
    { written: "memory '4 GB'", source: 'quickstart: MiB', memory: 4 * GIB, overrides: { memory: '4096' } },
    {
      written: "memory '5 GB' with 1 cpu",
      source: 'facts §1a: no combinations as on Fargate',
      memory: 5 * GIB,
      cpus: 0.25,
      overrides: { memory: '5120', cpu: '256' },
    },
    { written: "memory '6 MB'", source: LEAST, memory: 6 * MIB, overrides: { memory: '6' } },
    {
      written: 'a byte above 4 GB, rounded up',
      source: 'issue 6: rounding never shrinks',
      memory: 4 * GIB + 1,
      overrides: { memory: '4097' },
    },
    {
      written: "memory '24 TB'",
      source: 'facts §1a: any value; placement knows the instances',
      memory: 24 * 1024 * GIB,
      overrides: { memory: '25165824' },
    },
    {
      written: "memory '0 B', floored",
      source: LEAST,
      memory: 0,
      overrides: { memory: '6' },
      notice: /^Process HELLO, directive memory: 0 bytes are less than a container needs: tasks get 6 MiB\.$/,
    },
    {
      written: "memory '1 B', floored",
      source: LEAST,
      memory: 1,
      overrides: { memory: '6' },
      notice: /1 bytes are less/,
    },
    {
      written: "memory '5 MB', floored",
      source: LEAST,
      memory: 5 * MIB,
      overrides: { memory: '6' },
      notice: /tasks get 6 MiB/,
    },
  ],
  refused: [
    {
      written: "memory '33 TB'",
      source: 'EC2: u7inh-32tb has the most',
      memory: 33 * 1024 * GIB,
      code: 'RESOURCES_UNSATISFIABLE',
      says: /no instance type of EC2 has more than 32 TiB/,
    },
    {
      written: 'less than no memory',
      source: 'spi: any engine may hand it over',
      memory: -1,
      code: 'DIRECTIVE_INVALID',
      says: /0 bytes or more \(-1\) .*memory '4 GB'/,
    },
    {
      written: 'memory that is no number',
      source: 'spi: any engine may hand it over',
      memory: Number.NaN,
      code: 'DIRECTIVE_INVALID',
      says: /NaN/,
    },
    {
      written: 'memory without end',
      source: 'spi: any engine may hand it over',
      memory: Infinity,
      code: 'DIRECTIVE_INVALID',
      says: /Infinity/,
    },
  ],
});
