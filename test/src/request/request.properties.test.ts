import { expect } from 'chai';
import * as fc from 'fast-check';
import { RequestError, type DirectiveValue } from '../../../spi/index.js';
import { contentHash } from '../../../src/definitions/content-hash.js';
import { readNeeds } from '../../../src/request/read-needs.js';
import { runTaskInput, type RunTaskRequest } from '../../../src/request/run-task.js';
import { taskDefinition } from '../../../src/request/task-definition.js';
import type { TaskNeeds } from '../../../src/request/task-needs.js';
import { taskRun } from '../../support/task-run-builder.js';
import { awsEcsConfig, CLUSTER_ARN, placement } from '../aws-builders.js';

const GIB = 1024 ** 3;
const secrets = Object.fromEntries(
  ['A', 'B', 'C'].map((name) => [name, `arn:aws:ssm:r:1:parameter/${name}`]),
);

interface Asked {
  readonly cpus: number;
  readonly memory: number;
  readonly others: Readonly<Record<string, DirectiveValue>>;
}

/** Directives whose value RunTask carries: any of them may change without a definition of its own. */
const carried: fc.Arbitrary<Asked> = fc.record({
  cpus: fc.double({ min: 0.125, max: 192, noNaN: true }),
  memory: fc.integer({ min: 6 * 1024 ** 2, max: 24 * 1024 * GIB }),
  others: fc.record(
    {
      queue: fc.constantFrom('spot', 'on-demand'),
      machineType: fc.constantFrom('m5.large', 'c6i.*'),
      time: fc.integer({ min: 1000, max: 86_400_000 }),
      maxSubmitAwait: fc.integer({ min: 1, max: 86_400_000 }),
      array: fc.integer({ min: 1, max: 9 }),
      resourceLabels: fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.stringMatching(/^[\w .:/=+@-]{0,20}$/),
        { maxKeys: 5 },
      ),
    },
    { requiredKeys: [] },
  ),
});

/** Values of directives that only a definition can hold: each of them is another content. */
const held: Readonly<Record<string, readonly DirectiveValue[]>> = {
  arch: ['amd64', 'arm64'],
  accelerator: [1, 2, 0.5],
  secret: [['A'], ['B'], ['A', 'B']],
  containerOptions: [
    '--init',
    '--read-only',
    '-u 1',
    '-u 2',
    '-e A1=1',
    '-e A1=2',
    '-w /a',
    '-t',
    '-i',
    '--label a=1',
    '--stop-timeout 9',
    '--ulimit core=0',
    '--tmpfs /a:size=1m',
    '--tmpfs /a:size=2m',
    '--device /dev/a',
    '--cap-add BPF',
    '--sysctl kernel.sem=1',
  ],
};

/** One value of some of the held directives, by the place it has in the list above. */
const pick = fc.record(
  Object.fromEntries(Object.entries(held).map(([name, values]) => [name, fc.constantFrom(...values)])),
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, DirectiveValue>>;

function needsOf(
  { cpus, memory, others }: Asked,
  more: Readonly<Record<string, DirectiveValue>> = {},
): TaskNeeds {
  const { needs, problems } = readNeeds({
    name: 'X',
    container: 'ubuntu',
    directives: { cpus, memory, others: { ...others, ...more } },
  });
  if (needs === undefined) throw new Error(JSON.stringify(problems));
  return needs;
}

function hashOf(needs: TaskNeeds): string {
  const config = awsEcsConfig({ secrets, fusionPrivileged: false });
  const request = { needs, entryPoint: [], network: { mode: 'host' }, region: 'us-east-1' } as const;
  return contentHash(taskDefinition({ ...request, storage: { kind: 'instance' } }, config));
}

const bare: Asked = { cpus: 1, memory: GIB, others: {} };

describe('requests of directives', () => {
  it('ask for what was asked at least, and for less than one unit more', () => {
    const gib = fc.double({ min: 2 ** -30, max: 16_384, noNaN: true });
    fc.assert(
      fc.property(carried, gib, (asked, size) => {
        const { cpu, memory, disk } = needsOf(asked, { disk: { request: size * GIB } });
        // A billionth of a cpu is what the rounding of floats may take.
        expect(cpu / 1024).to.be.at.least(asked.cpus - 1e-9);
        expect(cpu - asked.cpus * 1024).to.be.lessThan(1);
        expect(memory * 1024 ** 2).to.be.at.least(asked.memory);
        expect(memory - asked.memory / 1024 ** 2).to.be.lessThan(1);
        expect(disk?.gib)
          .to.be.at.least(size)
          .and.lessThan(size + 1);
      }),
    );
  });

  it('share a definition whatever RunTask carries', () => {
    fc.assert(
      fc.property(carried, carried, pick, (one, other, more) => {
        expect(hashOf(needsOf(one, more))).to.equal(hashOf(needsOf(other, more)));
      }),
    );
  });

  it('have a definition of their own for whatever it holds', () => {
    fc.assert(
      fc.property(carried, pick, pick, (asked, one, other) => {
        const filled = (given: object): string =>
          JSON.stringify(Object.entries({ arch: 'amd64', ...given }).sort());
        const same = filled(one) === filled(other);
        expect(hashOf(needsOf(asked, one)) === hashOf(needsOf(asked, other))).to.equal(same);
      }),
    );
  });

  it('share a definition whatever the order in which options are written', () => {
    const options = [
      '--init',
      '-u 1',
      '-e A=1',
      '-e B=2',
      '--cap-add BPF',
      '--cap-add SYS_PTRACE',
      '--device /dev/a',
      '--device /dev/b',
      '--ulimit core=0',
      '--ulimit nproc=9',
      '--label a=1',
      '--label b=2',
      '--sysctl kernel.sem=1',
      '--sysctl kernel.shmmax=1',
      '--tmpfs /a:size=1m',
      '--tmpfs /b:size=1m',
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(options, { minLength: options.length }), (shuffled) => {
        const hash = (list: readonly string[]): string =>
          hashOf(needsOf(bare, { containerOptions: list.join(' ') }));
        expect(hash(shuffled)).to.equal(hash(options));
      }),
    );
  });

  it('never send overrides that RunTask refuses as too long', () => {
    const environment = fc.dictionary(fc.stringMatching(/^[A-Z]{1,8}$/), fc.string({ maxLength: 4000 }), {
      maxKeys: 6,
    });
    const request: Omit<RunTaskRequest, 'needs'> = {
      clusterArn: CLUSTER_ARN,
      definitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/nf-ubuntu:1',
      placement: placement(),
      network: { mode: 'host' },
      publicIp: false,
      resources: { cpu: '1024', memory: '1024' },
      tags: {},
      session: { id: 'session-1', runName: 'happy_curie' },
      clientToken: 'token',
      n: 0,
    };
    fc.assert(
      fc.property(carried, environment, (asked, variables) => {
        const task = taskRun({ launch: { entryPoint: [], command: ['true'], environment: variables } });
        const send = (): number =>
          JSON.stringify(runTaskInput(task, { ...request, needs: needsOf(asked) }).overrides).length;
        const written = Object.values(variables).join('').length;
        let length = 0;
        try {
          length = send();
        } catch (error) {
          expect(error).to.be.instanceOf(RequestError).with.property('code', 'OVERRIDES_TOO_LONG');
        }
        expect(length).to.be.at.most(8192);
        if (written > 8192) expect(length).to.equal(0);
        if (written < 1000) expect(length).to.be.greaterThan(0);
      }),
    );
  });
});
