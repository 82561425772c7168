import { expect } from 'chai';
import { functionValue } from '../../../host/script/dynamic-value.js';
import { checkConfiguration } from '../../../host/config/load-config.js';
import { readConfig } from '../../../host/config/config-reader.js';
import { defaultFailurePolicy } from '../../../host/script/failure-policy.js';
import { parsePipeline } from '../../../host/script/pipeline-reader.js';
import { firstAttempt, ProcessDynamics } from '../../../host/script/process-dynamics.js';
import { resolveProcess, type ResolvedProcess } from '../../../host/script/resolve-process.js';
import type { PreviousAttempt, TaskContext } from '../../../host/script/task-context.js';
import { ConfigError, isExecutorError, type DirectiveValue, type TaskOutcome } from '../../../spi/index.js';

const GB = 1024 ** 3;
const HOUR = 3_600_000;

function resolve(head: string, configuration = ''): ResolvedProcess {
  const { processes } = parsePipeline(`process A {\n${head}\n'x'\n}\nworkflow { A() }`, 'main.nf');
  const declaration = processes.get('A');
  if (declaration === undefined) throw new Error('no process A');
  const { config, closures, problems } = checkConfiguration(
    { root: readConfig(configuration, 'nextflow.config').root, problems: [] },
    { scopes: [] },
  );
  expect(problems).to.deep.equal([]);
  return resolveProcess(declaration, config, closures);
}

function problems(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (!isExecutorError(error)) throw error;
    return error.problems.map(({ path, found, message, fix }) => `${path}: ${message} [${found}] ${fix}`);
  }
  throw new Error('expected problems');
}

function outcome(fields: Partial<TaskOutcome> = {}): TaskOutcome {
  return {
    kind: 'failed',
    exitStatus: 137,
    reason: 'It failed',
    evidence: {},
    retry: { class: 'counted' },
    ...fields,
  };
}

function retry(attempt: number, previous: Partial<PreviousAttempt> = {}): TaskContext {
  const errorCount = attempt - 1;
  return {
    ...firstAttempt('A'),
    name: 'A (3)',
    index: 3,
    attempt,
    errorCount,
    processErrors: errorCount + 5,
    previous: { outcome: outcome(), ...previous },
  };
}

function valueFor(head: string, context: TaskContext, name = 'containerOptions'): DirectiveValue | undefined {
  return resolve(head).dynamics?.definitionFor(context).directives.others[name];
}

describe(ProcessDynamics.name, () => {
  it('grows what a task asks for with its attempts, from process and configuration alike', () => {
    const { definition, dynamics } = resolve(
      "memory { 6.GB * task.attempt }\nqueue { task.attempt > 1 ? 'on-demand' : 'spot' }\ncontainer { 'image:' + task.attempt }",
      'process { cpus = { 2 * task.attempt }; time = { 4.h * task.attempt }; memory = { 1.GB } }',
    );
    expect(definition).to.deep.equal({
      name: 'A',
      container: 'image:1',
      directives: { cpus: 2, memory: 6 * GB, others: { time: 4 * HOUR, queue: 'spot' } },
    });
    expect(dynamics?.definitionFor(retry(3))).to.deep.equal({
      name: 'A',
      container: 'image:3',
      directives: { cpus: 6, memory: 18 * GB, others: { time: 12 * HOUR, queue: 'on-demand' } },
    });
  });

  it('lets limits hold in every attempt, also for what other directives see', () => {
    const { definition, dynamics, notices } = resolve(
      "memory { 6.GB * task.attempt }\ncontainerOptions { '--label mem=' + task.memory.toGiga() }\nresourceLimits memory: 10.GB",
    );
    expect(definition.directives.memory).to.equal(6 * GB);
    expect(notices).to.deep.equal([]);
    expect(dynamics?.definitionFor(retry(2)).directives).to.deep.equal({
      memory: 10 * GB,
      others: { containerOptions: '--label mem=10' },
    });
  });

  it('lets labels of configuration and process add up, and null ask for nothing', () => {
    const { dynamics } = resolve(
      'resourceLabels { [attempt: task.attempt] }\nmemory { task.attempt > 1 ? null : 1.GB }',
      "process.resourceLabels = [team: 'x']",
    );
    expect(dynamics?.definitionFor(retry(2)).directives).to.deep.equal({
      others: { resourceLabels: { team: 'x', attempt: 2 } },
    });
  });

  const seen: [expression: string, expected: string][] = [
    ['task.exitStatus', '137'],
    ['task.process + task.name + task.index', 'AA (3)3'],
    ['task.errorCount', '6'],
    ['task.retryCount', '1'],
    ['task.previousException.message', 'It failed'],
    ['task.previousException.getMessage()', 'It failed'],
    ['task.previousException.class.simpleName', 'ProcessFailedException'],
    ['task.previousException.class.name', 'nextflow.exception.ProcessFailedException'],
    ['task.previousTrace.memory', '2 GB'],
    ['task.previousTrace.cpus', '1'],
    ['task.previousTrace.peak_rss', '512 MB'],
    ['task.previousTrace.realtime', '1m 30s'],
    ['task.previousTrace.duration', '1m 31s'],
    ['task.previousTrace.exit', '137'],
    ['task.previousTrace.zone', 'us-east-1a'],
    ['task.previousTrace.rss', 'null'],
    ['task.cpus', '1'],
    ['task.memory', 'null'],
    ['task.time', '2h'],
    ['task.disk', '50 GB'],
    ['task.arch', 'linux/arm64'],
    ['task.queue.size()', '2'],
    ['task.accelerator.request', '1'],
    ['task.errorStrategy + task.maxRetries + task.maxErrors', 'terminate1-1'],
  ];
  const beside = "time '2h'\ndisk '50 GB'\narch 'linux/arm64'\nqueue 'a', 'b'\naccelerator 1, type: 'a10g'\n";
  const previous: Partial<PreviousAttempt> = {
    definition: { name: 'A', directives: { memory: 2 * GB, others: {} } },
    trace: {
      task_id: 1,
      hash: 'h',
      process: 'A',
      name: 'A (3)',
      status: 'COMPLETED',
      exit: 137,
      attempt: 1,
      submit: 0,
      start: 1000,
      complete: 91_000,
      workdir: 's3://b/w',
      extra: { zone: 'us-east-1a', peak_rss: GB / 2 },
    },
  };
  for (const [expression, expected] of seen) {
    it(`shows ${expression} after a failure`, () => {
      const head = `${beside}containerOptions { task.attempt == 1 ? 'x' : '' + (${expression}) }`;
      expect(valueFor(head, retry(2, previous))).to.equal(expected);
    });
  }

  it('shows what is not known before a failure as Nextflow does', () => {
    const expression =
      '"${task.exitStatus} ${task.previousException} ${task.previousTrace} ${task.errorCount} ${task.retryCount}"';
    expect(resolve(`containerOptions { ${expression} }`).definition.directives.others).to.deep.equal({
      containerOptions: '2147483647 null null 0 0',
    });
    expect(
      valueFor(
        "containerOptions { '' + task.exitStatus }",
        retry(2, { outcome: { ...outcome(), exitStatus: 1 } }),
      ),
    ).to.equal('1');
  });

  it('says what a failure does to the run, as defaults and values have it', () => {
    expect(resolve('cpus 2').dynamics).to.equal(undefined);
    expect(resolve('cpus { 2 }').dynamics?.policyFor(retry(2))).to.deep.equal(defaultFailurePolicy);
    expect(
      resolve("errorStrategy 'RETRY'\nmaxRetries 3", 'process.maxErrors = 20').dynamics?.policyFor(retry(2)),
    ).to.deep.equal({
      strategy: 'retry',
      maxRetries: 3,
      maxErrors: 20,
      delayMs: 0,
    });
  });

  it('works the strategy out from the failure, with the wait it asks for', () => {
    const { dynamics } = resolve(
      "errorStrategy { if (task.exitStatus in 137..140) { sleep(Math.pow(2, task.attempt) * 200 as long); return 'retry' }\n 'finish' }\nmaxRetries { task.attempt + 1 }",
    );
    expect(dynamics?.policyFor(retry(2))).to.deep.equal({
      strategy: 'retry',
      maxRetries: 3,
      maxErrors: -1,
      delayMs: 800,
    });
    const other = retry(1, { outcome: outcome({ exitStatus: 1 }) });
    expect(dynamics?.policyFor(other)).to.deep.include({ strategy: 'finish', delayMs: 0 });
  });

  const refused: [title: string, head: string, configuration: string, expected: string[]][] = [
    [
      'a value that the directive does not take',
      "cpus { 'many' }",
      '',
      [
        "process A, directive cpus: must be a number greater than 0 ['many', worked out for attempt 1 by { 'many' }] Let it give what is written like: cpus 2",
      ],
    ],
    [
      'an amount of the wrong kind',
      '',
      'process.memory = { 2.h }',
      [
        "process.memory: is no amount of memory; write an amount with a unit such as '4 GB' or '500 MB' (B, KB, MB, GB, TB, PB; 1 KB is 1024 B) ['2h', worked out for attempt 1 by { 2.h }] Let it give what is written like: memory '4 GB'",
      ],
    ],
    [
      'an expression without a value, with its place',
      'memory { task.previousTrace.memory * 2 }',
      '',
      [
        'process A, directive memory: cannot be worked out for attempt 1: the property memory is asked of null (at main.nf:2:29) [{ task.previousTrace.memory * 2 }] Check that it is not null first, e.g. by task.attempt > 1.',
      ],
    ],
    [
      'a directive once that others look at',
      'memory { 1.GB / 0 }\ncpus { task.memory.toGiga() }',
      '',
      [
        'process A, directive memory: cannot be worked out for attempt 1: division by zero (at main.nf:2:15) [{ 1.GB / 0 }] Divide by something that is not 0.',
      ],
    ],
    [
      'directives that need each other',
      'memory { task.cpus * 1.GB }\ncpus { task.memory.toGiga() }',
      '',
      [
        'process A, directive cpus: cannot be worked out for attempt 1: task.memory needs task.cpus needs task.memory (at main.nf:3:13) [{ task.memory.toGiga() }] Let one of them stand without the other.',
        'process A, directive memory: cannot be worked out for attempt 1: task.cpus needs task.memory needs task.cpus (at main.nf:2:15) [{ task.cpus * 1.GB }] Let one of them stand without the other.',
      ],
    ],
    [
      'a strategy that there is none of, before any failure',
      "errorStrategy { task.exitStatus == 1 ? 'retrry' : 'ignore' }",
      '',
      [
        "process A, directive errorStrategy: must be one of 'terminate', 'finish', 'ignore', 'retry'; did you mean 'retry'? ['retrry', worked out for attempt 1 by { task.exitStatus == 1 ? 'retrry' : 'ignore' }] Let it give what is written like: errorStrategy 'retry'",
      ],
    ],
    [
      'an object of the engine for a value',
      'queue { task.attempt > 1 ? task.previousException : null }\nerrorStrategy { task.previousException }',
      '',
      [
        'process A, directive errorStrategy: cannot be worked out for attempt 1: task.previousException is no value of a directive (at main.nf:3:15) [{ task.previousException }] Name one of its properties.',
      ],
    ],
  ];
  for (const [title, head, configuration, expected] of refused) {
    it(`refuses ${title}`, () =>
      expect(problems(() => resolve(head, configuration)).sort()).to.deep.equal(expected));
  }

  it('takes a strategy that looks at anything a failure can hold', () => {
    const strategy =
      "{ task.previousTrace.peak_rss * 2 > 1.GB || task.previousException.message.contains('x') ? 'retry' : 'finish' }";
    expect(() => resolve(`errorStrategy ${strategy}`)).not.to.throw();
  });

  it('refuses values that are known when they are read', () => {
    expect(() => resolve("errorStrategy 'retrry'")).to.throw("did you mean 'retry'?");
    expect(() => resolve('maxRetries -1')).to.throw('must be a whole number, 0 or more');
    expect(() => resolve('maxErrors -2')).to.throw('must be a whole number, -1 or more');
    expect(resolve('maxErrors -1').dynamics?.policyFor(retry(1)).maxErrors).to.equal(-1);
  });

  it('names task and attempt where a later one cannot be made', () => {
    const { dynamics } = resolve('memory { 4.GB / (2 - task.attempt) }');
    const action = (): unknown => dynamics?.definitionFor(retry(2));
    expect(action).to.throw(
      ConfigError,
      'Cannot go on with attempt 2 of task A (3): a dynamic directive has no usable value.',
    );
    expect(problems(action)).to.deep.equal([
      'process A, directive memory: cannot be worked out for attempt 2: division by zero (at main.nf:2:15) [{ 4.GB / (2 - task.attempt) }] Divide by something that is not 0.',
    ]);
  });
});

describe(functionValue.name, () => {
  const isPlain = (value: unknown): value is DirectiveValue => typeof value !== 'function';
  const of = (give: (task: TaskContext) => unknown): ResolvedProcess =>
    resolveProcess(
      {
        name: 'A',
        script: '',
        outputs: [],
        outputsStdout: false,
        directives: [{ name: 'memory', value: functionValue(give, isPlain) }],
      },
      {},
    );

  it('asks a function of a program anew for every attempt', () => {
    const { definition, dynamics } = of(({ attempt }) => attempt * GB);
    expect(definition.directives.memory).to.equal(GB);
    expect(dynamics?.definitionFor(retry(3)).directives.memory).to.equal(3 * GB);
    expect(of(() => undefined).definition.directives).to.deep.equal({ others: {} });
  });

  it('refuses what a function throws, and what it returns that is no value', () => {
    const thrower = (): never => {
      throw new Error('too hot');
    };
    expect(problems(() => of(thrower))[0]).to.contain(
      "the function threw 'too hot' [a function] Correct the function.",
    );
    expect(problems(() => of(() => () => 1))[0]).to.contain('a value that no directive can have (function)');
  });
});
