import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import type { TaskLine } from '../../../host/logs/log-cursor.js';
import type { LogOptions, OpenedLogs } from '../../../host/logs/logs-api.js';
import { PreconditionError } from '../../../spi/index.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

function lineOf(name: string, text: string, hash = 'abcdef01'.padEnd(32, '0')): TaskLine {
  const attempt = {
    hash,
    name,
    process: name,
    attempt: 1,
    executor: 'fake',
    workDir: 's3://my-bucket/work/ab',
  };
  return { time: 0, text, attempt };
}

describe('nf-awsecs logs', () => {
  let context: FakeContext;
  let services: FakeServices;
  let closed: number;

  beforeEach(() => {
    context = new FakeContext({}, '/home/me');
    services = new FakeServices();
    closed = 0;
  });

  /** What is found brings these lines, and then does what the test says. */
  function finds(
    lines: readonly TaskLine[],
    changes: Partial<OpenedLogs> = {},
    then?: () => Promise<void>,
  ): void {
    services.logs = () =>
      Promise.resolve({
        title: 'process HELLO of run happy_curie',
        attempts: lines.length,
        several: lines.length > 1,
        lines: async function* () {
          yield* lines;
          await then?.();
        },
        close: () => {
          closed += 1;
          return Promise.resolve();
        },
        ...changes,
      });
  }

  const run = (...args: string[]): Promise<number> => runCommandLine(['logs', ...args], context, services);
  const asked = (): LogOptions => {
    const [request] = services.logRequests;
    if (request === undefined) throw new Error('nothing was asked for');
    return request;
  };

  it('asks for the last run of this folder where nothing is said', async () => {
    finds([]);
    expect(await run()).to.equal(0);
    expect(asked()).to.include({
      history: '/home/me/.nf-awsecs/history',
      cwd: '/home/me',
      all: false,
      follow: false,
    });
    expect(asked()).to.not.have.any.keys('what', 'run', 'lines', 'since');
    expect(asked().builtInPlugins).to.deep.equal(['/package/plugin.json']);
    expect(asked().configFiles).to.deep.equal([]);
  });

  for (const [line, what] of [
    [
      ['ab/cdef01', '-f', '-n', '5', '-since', '10m', '-a', '-run', 'last', '-c', 'my.config'],
      'Nextflow’s way',
    ],
    [
      ['ab/cdef01', '--follow', '--tail=5', '--since=10m', '--all', '--run=last', '--config=my.config'],
      'with two dashes',
    ],
  ] as const) {
    it(`asks for what its options say, ${what}`, async () => {
      finds([]);
      expect(await run(...line)).to.equal(0);
      expect(asked()).to.include({ what: 'ab/cdef01', run: 'last', all: true, follow: true, lines: 5 });
      expect(asked().since).to.equal(context.clock.now() - 600_000);
      expect(asked().configFiles).to.deep.equal(['my.config']);
    });
  }

  it('takes a name with spaces, and -n all', async () => {
    finds([]);
    await run('HELLO (1)', '-n', 'all');
    expect(asked()).to.include({ what: 'HELLO (1)', lines: 'all' });
  });

  it('refuses values that are none, all of them at once', async () => {
    expect(await run('-n', 'ten', '-since', 'yesterday', '-folow')).to.equal(2);
    expect(context.stderr.text)
      .to.include('Option -n must be a whole number, or all (found: ten).')
      .and.include('Option -since must be a duration')
      .and.include('Unknown option -folow. Did you mean -follow?');
    expect(services.logRequests).to.deep.equal([]);
  });

  it('refuses a second thing to look for', async () => {
    expect(await run('HELLO', '(1)')).to.equal(2);
    expect(context.stderr.text).to.include('Unexpected argument (1).');
  });

  it('prints the lines of one task as they stand', async () => {
    finds([lineOf('HELLO', 'a\tb \u001b[1mc')]);
    expect(await run('HELLO')).to.equal(0);
    expect(context.stdout.text).to.equal('a\tb \u001b[1mc\n');
    expect(context.stderr.text).to.equal('');
    expect(closed).to.equal(1);
  });

  it('prints those of several behind their names, and tells what they are on standard error', async () => {
    finds([lineOf('HELLO (1)', 'a'), lineOf('BAD', 'b')]);
    await run();
    expect(context.stdout.text).to.equal('[HELLO (1)] a\n[BAD] b\n');
    expect(context.stderr.text).to.equal('Logs of process HELLO of run happy_curie: 2 tasks.\n');
  });

  it('tells attempts apart by their hashes where all are shown', async () => {
    finds([lineOf('HELLO', 'a'), lineOf('HELLO', 'b', '12'.padEnd(32, '3'))]);
    await run('-all');
    expect(context.stdout.text).to.equal('[HELLO ab/cdef01] a\n[HELLO 12/333333] b\n');
  });

  it('paints names on a terminal alone, each its own', async () => {
    context = new FakeContext({}, '/home/me', true);
    finds([lineOf('A', 'a'), lineOf('B', 'b'), lineOf('A', 'c')]);
    await run();
    const [first, second, third] = context.stdout.lines;
    expect(first).to.equal('\u001b[36m[A]\u001b[39m a');
    expect(second).to.equal('\u001b[33m[B]\u001b[39m b');
    expect(third).to.equal('\u001b[36m[A]\u001b[39m c');
  });

  it('says that nothing was submitted yet', async () => {
    finds([], { attempts: 0 });
    expect(await run()).to.equal(0);
    expect(context.stderr.text).to.include('no task was submitted yet');
  });

  it('says what is to be known on standard error', async () => {
    finds([lineOf('HELLO', 'a')], {}, () => {
      asked().tell('Its log is gone.');
      return Promise.resolve();
    });
    await run();
    expect(context.stderr.text).to.equal('Its log is gone.\n');
  });

  it('ends with 1 and the reason where there is nothing of that name', async () => {
    services.logs = () => Promise.reject(new PreconditionError('Cannot find "X".', { code: 'TASK_UNKNOWN' }));
    expect(await run('X')).to.equal(1);
    expect(context.stderr.text).to.equal(
      'ERROR: Cannot find "X".\n[TASK_UNKNOWN] Read more: nf-awsecs help TASK_UNKNOWN\n',
    );
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`ends quietly on ${signal} with ${code}`, async () => {
      finds([lineOf('HELLO', 'a')], {}, () => new Promise(() => undefined));
      const ending = run('-f');
      await settle();
      context.signal(signal);
      expect(await ending).to.equal(code);
      expect(context.stdout.text).to.equal('a\n');
      expect(context.stderr.text).to.equal('');
      expect(asked().signal.aborted).to.equal(true);
      expect(closed).to.equal(1);
      expect(context.listeners).to.equal(0);
    });
  }

  it('ends silently once nobody reads', async () => {
    context.stdout.closesAfter = 1;
    let asked = 0;
    finds([], {
      lines: async function* () {
        for (; asked < 100; asked++) yield await Promise.resolve(lineOf('HELLO', String(asked)));
      },
    });
    expect(await run('HELLO')).to.equal(0);
    expect(asked).to.be.at.most(2);
    expect(context.stdout.text).to.equal('0\n');
    expect(closed).to.equal(1);
  });

  it('waits for a slow reader before it takes another line', async () => {
    let taken = (): void => undefined;
    context.stdout.taking = new Promise((resolve) => (taken = resolve));
    finds([lineOf('A', 'a'), lineOf('B', 'b')]);
    const ending = run();
    await settle();
    expect(context.stdout.text).to.equal('[A] a\n');
    taken();
    await ending;
    expect(context.stdout.text).to.equal('[A] a\n[B] b\n');
  });

  it('knows which runs live: those of this machine by their process, others always', async () => {
    finds([]);
    await run();
    const { isAlive } = asked();
    expect(isAlive({ pid: 4711, host: 'desk' })).to.equal(true);
    expect(isAlive({ pid: 4712, host: 'desk' })).to.equal(false);
    expect(isAlive({ pid: 4712, host: 'elsewhere' })).to.equal(true);
  });
});

describe('nf-awsecs run, for its logs', () => {
  it('keeps its history in this folder, and names the command for its logs', async () => {
    const context = new FakeContext({}, '/home/me');
    const services = new FakeServices();
    // A script that is there.
    await runCommandLine(['run', process.argv[1] ?? '', '-w', 's3://my-bucket/work'], context, services);
    const [{ options } = { options: undefined }] = services.runs;
    expect(options?.history).to.include({ folder: '/home/me/.nf-awsecs/history' });
    expect(options?.owner).to.include({ program: 'nf-awsecs 0.1.0', pid: 4711, host: 'desk' });
    expect(options?.describeLogs?.('ab/cdef01')).to.equal('nf-awsecs logs ab/cdef01');
  });

  it('says where the files of its own cloud stay', async () => {
    const context = new FakeContext({}, '/home/me');
    const services = new FakeServices();
    await runCommandLine(
      ['run', process.argv[1] ?? '', '-w', 's3://my-bucket/work', '-local'],
      context,
      services,
    );
    expect(services.runs[0]?.options.history?.localFiles).to.equal('.nf-awsecs/local/s3');
  });
});
