import * as fc from 'fast-check';
import type { DirectiveValue, ProcessDefinition } from '../../spi/index.js';
import { fleetNames } from './fleet.js';
import { secrets } from './request-ground.js';

const GIB = 1024 ** 3;

/** A record in which each entry may be missing. */
function some(
  entries: Readonly<Record<string, fc.Arbitrary<DirectiveValue>>>,
): fc.Arbitrary<Record<string, DirectiveValue>> {
  return fc.record({ ...entries }, { requiredKeys: [] }) as fc.Arbitrary<Record<string, DirectiveValue>>;
}

const images = fc.constantFrom(
  'ubuntu:latest',
  'quay.io/biocontainers/samtools:1.17--h00cdaf9_0',
  '123456789012.dkr.ecr.us-east-1.amazonaws.com/a/b_c/d-e.f:tag',
  `wave.seqera.io/wt/0123abcd/library/ubuntu@sha256:${'a'.repeat(64)}`,
);

const disk = fc
  .record({
    request: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.constant(16_384)).map((gib) => gib * GIB),
    more: some({
      type: fc.constantFrom('gp3', 'gp2', 'st1', 'io2'),
      encrypted: fc.boolean(),
      filesystem: fc.constantFrom('xfs', 'ext4', 'ext3'),
      mountPath: fc.constantFrom('/scratch', '/data/big'),
    }),
  })
  .map(({ request, more }) => ({ request, ...more }));

const accelerator = fc.record(
  {
    request: fc.constantFrom(1, 1, 1, 2, 4, 8, 0.25, 0.5),
    type: fc.constantFrom('nvidia-tesla-t4', 'a10g', 'l4', 'h100'),
  },
  { requiredKeys: ['request'] },
);

const containerOptions = fc
  .array(
    fc.constantFrom(
      '--user 1000:1000',
      '--cap-add SYS_PTRACE',
      '--ulimit nofile=1024:2048',
      '--tmpfs /run:size=64m',
      '--init',
      '--read-only',
      '-e GREETING="hello world"',
      '--workdir /tmp',
      '--privileged',
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((options) => [...new Set(options)].join(' '));

const others = some({
  queue: fc.oneof(
    fc.constantFrom(...fleetNames),
    fc.subarray([...fleetNames], { minLength: 1, maxLength: 3 }),
  ),
  disk,
  accelerator,
  machineType: fc.subarray(['m6i.2xlarge', 'c6i.*', 'r6i.2xlarge', 'g5.xlarge', 'c7g.large'], {
    minLength: 1,
    maxLength: 2,
  }),
  arch: fc.constantFrom({ name: 'linux/amd64' }, { name: 'linux/arm64' }, { name: 'x86_64' }),
  time: fc.integer({ min: 60_000, max: 20 * 86_400_000 }),
  maxSubmitAwait: fc.integer({ min: 1_000, max: 86_400_000 }),
  containerOptions,
  resourceLabels: fc.dictionary(
    fc.stringMatching(/^[A-Za-z][\w.:/=+@-]{0,30}$/),
    fc.oneof(fc.stringMatching(/^[\w .:/=+@-]{0,40}$/), fc.integer(), fc.boolean()),
    { maxKeys: 6 },
  ),
  secret: fc.subarray(Object.keys(secrets), { minLength: 1 }),
  array: fc.integer({ min: 1, max: 1000 }),
});

/** Processes as a host hands them over; most can run in the fleet, some ask for what it cannot give. */
export const anyProcess: fc.Arbitrary<ProcessDefinition> = fc
  .record({
    container: images,
    cpus: fc.option(fc.constantFrom(0.25, 1, 2, 4, 8, 16, 96), { nil: undefined }),
    memory: fc.option(fc.constantFrom(0, GIB / 2, 2 * GIB, 16 * GIB, 64 * GIB, 300 * GIB), {
      nil: undefined,
    }),
    // One or two of them at a time: all at once hardly ever go together.
    others: others.chain((all) =>
      fc
        .subarray(Object.keys(all), { maxLength: 3 })
        .map((names) => Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))),
    ),
  })
  .map(({ container, cpus, memory, others: named }) => ({
    name: 'ANY',
    container,
    directives: {
      ...(cpus !== undefined && { cpus }),
      ...(memory !== undefined && { memory }),
      others: named,
    },
  }));
