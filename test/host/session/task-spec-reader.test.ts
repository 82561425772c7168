import { expect } from 'chai';
import type { TaskSession, TaskSpec } from '../../../host/session/session-api.js';
import { TaskSpecReader } from '../../../host/session/task-spec-reader.js';
import { refusalOf } from '../refusal-of.js';
import { SessionHarness } from './session-harness.js';

const hello: TaskSpec = { process: 'HELLO', container: 'ubuntu:latest', script: 'true' };

const circle: Record<string, unknown> = {};
circle['self'] = circle;

describe(TaskSpecReader.name, () => {
  let harness: SessionHarness;
  let session: TaskSession;

  beforeEach(async () => {
    harness = await SessionHarness.create();
    session = await harness.open();
  });

  afterEach(async () => {
    await harness.remove();
  });

  /** What a program in JavaScript may hand in. */
  const refused = async (fields: object): Promise<string[]> => {
    const error = await refusalOf(session.run({ ...hello, ...fields }));
    expect(error.code).to.equal('TASK_INVALID');
    expect(harness.backend.accepted).to.deep.equal([]);
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  for (const [what, fields, expected] of [
    ['a directive that nobody knows', { memroy: '1 GB' }, 'directive memroy: unknown directive memroy'],
    ['a directive this engine does not serve', { publishDir: 'x' }, 'is not supported yet'],
    ['a value that is wrong', { cpus: 0 }, 'directive cpus: must be a number greater than 0'],
    [
      'a value that is none',
      { queue: Symbol('x') },
      'directive queue: must be a string, number, true, false, null, list or plain object, and is a symbol',
    ],
    [
      'a value of a class',
      { arch: new Date(0) },
      'directive arch: must be a string, number, true, false, null, list or plain object, and is an object that',
    ],
    ['debug, which prints', { debug: true }, 'directive debug: is for pipelines'],
    ['a strategy of runs', { errorStrategy: 'ignore' }, 'directive errorStrategy: is for pipelines'],
    ['another one', { errorStrategy: 'Finish' }, 'directive errorStrategy: is for pipelines'],
    ['an empty script', { script: ' \n' }, 'script: must be a text that is not empty'],
    ['a name that is none', { name: '' }, 'name: must be a text that is not empty'],
    ['more output than is held', { stdoutBytes: 10 * 1024 ** 2 + 1 }, 'stdoutBytes: must be a whole number'],
    ['an environment that is none', { environment: { A: 1 } }, 'environment: must be an object of texts'],
    ['a variable no shell holds', { environment: { 'a-b': '' } }, 'env.a-b: must be letters'],
    ['an executor of another session', { executor: 'other' }, 'executor: is no executor of this session'],
    ['an executor of no name', { executor: Object.create(null) as unknown }, 'executor: is no executor of'],
    ['a process that is no text', { process: Symbol('A') }, 'process: must be a name of letters'],
    ['an object with no way to be a text', { process: Object.create(null) as unknown }, 'process: must be'],
    ['a directive that contains itself', { arch: circle }, 'directive arch: contains itself'],
    ['an environment that contains itself', { environment: circle }, 'environment: must be an object of'],
    ['a process without a name', { process: '1st' }, 'process: must be a name of letters'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const problems = await refused(fields);
      expect(problems.join('\n')).to.contain(expected);
      expect(problems).to.have.length(1);
    });
  }

  it('lists everything wrong with a task at once, what its executor says included', async () => {
    harness.backend.check = () => [{ path: 'process HELLO, directive disk', message: 'is not served' }];
    expect(await refused({ script: '', stdoutBytes: -1, disk: '1 GB' })).to.have.length(3);
  });

  it('asks a function for the value of the first attempt before anything is launched', async () => {
    expect(
      await refused({ memory: ({ attempt }: { attempt: number }) => `${attempt} apples` }),
    ).to.deep.equal([
      "process HELLO, directive memory: is no amount of memory; write an amount with a unit such as '4 GB' or '500 MB' (B, KB, MB, GB, TB, PB; 1 KB is 1024 B)",
    ]);
    expect(await refused({ executor: undefined, cpus: () => Promise.resolve(2) })).to.have.length(1);
  });

  for (const [what, spec, found] of [
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a text', 'echo hello', "'echo hello'"],
    ['a list', [hello], 'a list'],
  ] as const) {
    it(`refuses ${what} for a task`, async () => {
      const { code, problems } = await refusalOf(session.run(spec as never));
      expect(code).to.equal('TASK_INVALID');
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({
        path: 'task',
        message: 'must be an object with a process, a script and directives',
      });
      if (found !== 'a list') expect(problems[0]?.found).to.equal(found);
    });
  }

  for (const [what, options, path] of [
    ['null', null, 'options'],
    ['a signal that is none', { signal: 3 }, 'signal'],
    ['an option nobody knows', { signl: new AbortController().signal }, 'signl'],
  ] as const) {
    it(`refuses ${what} for how a task is run, with what is wrong with the task`, async () => {
      const error = await refusalOf(session.run({ ...hello, cpus: 0 }, options as never));
      expect(error.code).to.equal('TASK_INVALID');
      expect(error.problems.map((problem) => problem.path)).to.deep.equal([
        path,
        'process HELLO, directive cpus',
      ]);
      expect(harness.backend.accepted).to.deep.equal([]);
    });
  }

  it('names a process that cannot be announced', async () => {
    const error = await refusalOf(harness.open({ processes: [{ process: 'A', arch: circle as never }] }));
    expect(error.problems[0]?.message).to.match(/^contains itself/);
  });

  it('hands directives over in the shapes of a pipeline', async () => {
    void session.run({
      ...hello,
      disk: '500 GB',
      accelerator: { limit: 0.25, type: 'l4' },
      machineType: 'r6i.2xlarge',
      arch: 'linux/arm64',
      secret: 'A',
      time: '2h',
      maxSubmitAwait: '30 min',
    });
    await harness.clock.advance(0);
    expect(harness.backend.accepted[0]?.directives.others).to.deep.equal({
      disk: { request: 500 * 1024 ** 3 },
      accelerator: { request: 0.25, type: 'l4' },
      machineType: ['r6i.2xlarge'],
      arch: { name: 'linux/arm64' },
      secret: ['A'],
      time: 7_200_000,
      maxSubmitAwait: 1_800_000,
    });
  });

  it('cuts tasks to their limits and says so once for all of a process', async () => {
    const limited = await harness.open({ config: { process: { resourceLimits: { cpus: 2 } } } });
    for (const cpus of [4, 8]) void limited.run({ ...hello, cpus });
    await harness.clock.advance(0);
    expect(harness.backend.accepted.map(({ directives }) => directives)).to.deep.equal([
      { cpus: 2, others: {} },
      { cpus: 2, others: {} },
    ]);
    expect(harness.logger.messages('info')).to.deep.equal([
      'Process HELLO asks for more than its resourceLimits: cut cpus from 4 to 2.',
    ]);
  });

  it('takes what is undefined for absent', async () => {
    void session.run({ ...hello, ...({ cpus: undefined, name: undefined } as object) });
    await harness.clock.advance(0);
    expect(harness.backend.accepted[0]?.directives).to.deep.equal({ others: {} });
  });
});
