import { expect } from 'chai';
import { openSession } from '../../../host/session/open-session.js';
import { requireSessionOptions } from '../../../host/session/session-options.js';
import { isExecutorError, type ExecutorError } from '../../../spi/index.js';
import { refusalOf } from '../refusal-of.js';

const plugins = ['nf-name'];

/** What is said to options that a program without types hands in. */
function refusal(options: unknown): ExecutorError {
  try {
    requireSessionOptions(options);
  } catch (error) {
    if (isExecutorError(error)) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

class Listener {
  submitted(): void {
    // Told, and content with that.
  }
}

describe(requireSessionOptions.name, () => {
  it('takes every option as its type says', () => {
    const all = {
      plugins: ['nf-name@^1.2', './plugin.json'],
      cwd: '/tmp',
      workDir: 's3://my-bucket/work',
      config: [{ aws: {} }, Object.create(null)],
      executors: ['one'],
      processes: [{ process: 'HELLO', executor: 'one', cpus: 2 }],
      sessionId: 'any',
      runName: 'any',
      environment: process.env,
      describeWorkDir: String,
      observer: new Listener(),
      logger: console,
      clock: { now: Date.now, after: setTimeout },
      random: Math.random,
      signal: new AbortController().signal,
    };
    expect(() => requireSessionOptions(all)).to.not.throw();
  });

  it('takes what is undefined for absent, and lists that may be empty', () => {
    const options = { plugins, workDir: undefined, config: [], processes: [], unknown: undefined };
    expect(() => requireSessionOptions(options)).to.not.throw();
  });

  for (const [options, path, message, found] of [
    [undefined, 'options', 'must be an object', 'undefined'],
    [null, 'options', 'must be an object', 'null'],
    [[], 'options', 'must be an object', '[]'],
    [{}, 'plugins', 'is missing', undefined],
    [{ plugins: 'x' }, 'plugins', 'must be a list of ids and paths, one at least', "'x'"],
    [{ plugins: 3 }, 'plugins', 'must be a list of ids and paths, one at least', '3'],
    [{ plugins: [] }, 'plugins', 'must be a list of ids and paths, one at least', '[]'],
    [{ plugins: ['a', 1] }, 'plugins[1]', 'must be a text that is not empty', '1'],
    [{ plugins: new Array(1) }, 'plugins[0]', 'must be a text that is not empty', 'undefined'],
    [{ plugins, cwd: ' ' }, 'cwd', 'must be a text that is not empty', "' '"],
    [{ plugins, workDir: 3 }, 'workDir', 'must be a text that is not empty', '3'],
    [{ plugins, workDir: '' }, 'workDir', 'must be a text that is not empty', "''"],
    [{ plugins, config: 'x' }, 'config', 'must be a plain object of settings, or a list of them', "'x'"],
    [{ plugins, config: null }, 'config', 'must be a plain object of settings, or a list of them', 'null'],
    [{ plugins, config: [{}, null] }, 'config[1]', 'must be a plain object', 'null'],
    [{ plugins, config: [[]] }, 'config[0]', 'must be a plain object', '[]'],
    [
      { plugins, config: new Map() },
      'config',
      'must be a plain object of settings, or a list of them',
      'an object of class Map',
    ],
    [{ plugins, executors: 'x' }, 'executors', 'must be a list of names, one at least', "'x'"],
    [{ plugins, executors: [] }, 'executors', 'must be a list of names, one at least', '[]'],
    [{ plugins, executors: [1] }, 'executors[0]', 'must be a text that is not empty', '1'],
    [{ plugins, processes: {} }, 'processes', 'must be a list of processes', '[:]'],
    [
      { plugins, processes: [null] },
      'processes[0]',
      'must be an object with the name of a process and its directives',
      'null',
    ],
    [{ plugins, processes: [{}] }, 'processes[0].process', 'is missing', undefined],
    [
      { plugins, processes: [{ process: Symbol('A') }] },
      'processes[0].process',
      'must be a text that is not empty',
      'a symbol',
    ],
    [
      { plugins, processes: [{ process: 'A', executor: 3 }] },
      'processes[0].executor',
      'must be a text that is not empty',
      '3',
    ],
    [{ plugins, sessionId: 3 }, 'sessionId', 'must be a text', '3'],
    [{ plugins, runName: {} }, 'runName', 'must be a text', '[:]'],
    [
      { plugins, environment: 'TOWER_ACCESS_TOKEN' },
      'environment',
      'must be an object of texts by the names of variables',
      "'TOWER_ACCESS_TOKEN'",
    ],
    [{ plugins, describeWorkDir: 1 }, 'describeWorkDir', 'must be a function', '1'],
    [
      { plugins, observer: 3 },
      'observer',
      'must be an object with some of the functions cached, submitted, running, retried, resubmitted, completed',
      '3',
    ],
    [
      { plugins, observer: { running: 1 } },
      'observer',
      'must be an object with some of the functions cached, submitted, running, retried, resubmitted, completed',
      '[running: 1]',
    ],
    [
      { plugins, logger: { info: String } },
      'logger',
      'must be an object with the functions debug, info, warn, error',
      'an object',
    ],
    [{ plugins, clock: {} }, 'clock', 'must be an object with the functions now, after', '[:]'],
    [{ plugins, random: 1 }, 'random', 'must be a function', '1'],
    [{ plugins, signal: {} }, 'signal', 'must be an AbortSignal', '[:]'],
    [
      { plugins, signal: new AbortController() },
      'signal',
      'must be an AbortSignal',
      'an object of class AbortController',
    ],
  ] as const) {
    it(`refuses ${path} that is ${found ?? 'absent'}`, () => {
      const { problems, code, name } = refusal(options);
      expect({ code, name }).to.deep.equal({ code: 'SESSION_INVALID', name: 'ConfigError' });
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ path, message });
      expect(problems[0]?.found).to.equal(found);
      expect(problems[0]?.fix).to.match(/^Write it like: /);
    });
  }

  it('names the option that an unknown one most likely means', () => {
    const { problems } = refusal({ plugin: [], nonsense: 1 });
    expect(problems.map(({ path, fix }) => [path, fix])).to.deep.equal([
      ['plugins', "Write it like: plugins: ['nf-name']"],
      ['plugin', 'Did you mean plugins?'],
      ['nonsense', 'Leave it out.'],
    ]);
    expect(problems[1]?.message).to.match(/^is unknown; the options are plugins, cwd, /);
  });

  it('lists everything at once', () => {
    const { problems, message } = refusal({ plugins: 3, random: 1, clock: {}, executors: [1, 2] });
    expect(problems.map(({ path }) => path)).to.deep.equal([
      'plugins',
      'executors[0]',
      'executors[1]',
      'clock',
      'random',
    ]);
    expect(message).to.match(
      /^Cannot open a session: 5 things about its options are wrong\. Correct what is listed\.\n/,
    );
  });

  it('says that an optional one may be left out', () => {
    expect(refusal({ plugins, random: 1 }).problems[0]?.fix).to.equal(
      'Write it like: random: () => 0.5, or leave it out',
    );
  });

  it('comes before a session looks at anything else', async () => {
    expect((await refusalOf(openSession(undefined as never))).code).to.equal('SESSION_INVALID');
    const options = { plugins: ['nf-absent'], signal: {} } as never;
    expect((await refusalOf(openSession(options))).problems.map(({ path }) => path)).to.deep.equal([
      'signal',
    ]);
  });
});
