import { appendFile } from 'node:fs/promises';
import { expect } from 'chai';
import { assembleLogs } from '../../../host/logs/open-logs.js';
import type { LogOptions, OpenedLogs } from '../../../host/logs/logs-api.js';
import { ExecutorError, type TaskLogPart } from '../../../spi/index.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import {
  begun,
  ended,
  HistoryFolder,
  linesOf,
  refused,
  runEnded,
  submitted,
} from '../history/history-folder.js';
import { refusalOf } from '../refusal-of.js';
import { FakeFiles, FakeLog, line } from './fake-log.js';

describe('the logs of tasks', () => {
  let folder: HistoryFolder;
  let clock: FakeClock;
  let files: FakeFiles;
  let logs: Map<string, FakeLog>;
  let notices: string[];
  let alive: boolean;
  let ending: AbortController;

  beforeEach(async () => {
    folder = await HistoryFolder.create();
    clock = new FakeClock();
    files = new FakeFiles();
    logs = new Map();
    notices = [];
    alive = true;
    ending = new AbortController();
  });

  afterEach(() => folder.remove());

  /** A log that the backend kept of attempt `number`. */
  function keep(number: number, ...parts: (TaskLogPart | Error)[]): FakeLog {
    const log = new FakeLog(`fake/${number}`, parts);
    logs.set(`fake/${number}`, log);
    return log;
  }

  function open(changes: Partial<LogOptions> = {}): Promise<OpenedLogs> {
    const options: LogOptions = {
      history: folder.path,
      cwd: '/somewhere',
      all: false,
      follow: false,
      configFiles: [],
      builtInPlugins: [],
      clock,
      random: () => 0.5,
      isAlive: () => alive,
      tell: (notice) => notices.push(notice),
      signal: ending.signal,
      ...changes,
    };
    const executor = { openLog: (nativeId: string) => logs.get(nativeId) as FakeLog };
    const close = (): Promise<void> => {
      files.close();
      return Promise.resolve();
    };
    return assembleLogs(options, () => Promise.resolve({ files, executor: () => executor, close }));
  }

  async function read(changes: Partial<LogOptions> = {}): Promise<string[]> {
    const texts: string[] = [];
    const opened = await open(changes);
    for await (const { attempt, text } of opened.lines()) texts.push(`${attempt.name}: ${text}`);
    return texts;
  }

  const part = (state: TaskLogPart['state'], ...lines: TaskLogPart['lines']): TaskLogPart => ({
    lines,
    state,
  });
  /** Lets what is read come to its next pause, or to its end. */
  const pause = async (reading: Promise<unknown>): Promise<void> => {
    const state = { over: false };
    const end = (): void => void (state.over = true);
    reading.then(end, end);
    do await settle();
    while (clock.timers === 0 && !state.over);
  };
  /** As {@link pause}, so many times, each pause waited out. */
  const pass = async (reading: Promise<unknown>, pauses: number): Promise<void> => {
    for (let turn = 0; turn < pauses; turn++) {
      await pause(reading);
      await clock.advance(2000);
    }
  };

  it('are put in the order of their times, part by part', async () => {
    await folder.write(begun(0), [submitted(1), submitted(2), ended(1), ended(2), runEnded(9)]);
    keep(1, part('more', line(1, 'a'), line(4, 'd')), part('ended', line(5, 'e')));
    keep(2, part('more', line(2, 'b')), part('more'), part('ended', line(3, 'c'), line(6, 'f')));
    expect(await read({ lines: 'all' })).to.deep.equal([
      'HELLO (1): a',
      'HELLO (2): b',
      'HELLO (2): c',
      'HELLO (1): d',
      'HELLO (1): e',
      'HELLO (2): f',
    ]);
  });

  it('are opened only once the merge has come to the submission of their task', async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => index + 1);
    await folder.write(begun(0), [...numbers.map((number) => submitted(number)), runEnded(300)]);
    for (const number of numbers) keep(number, part('ended', line(number + 0.5, 'x')));
    const opened = await open({ lines: 'all' });
    const lines = opened.lines();
    await lines.next();
    expect([...logs.values()].filter(({ reads }) => reads > 0)).to.have.length.at.most(32);
    let count = 1;
    while ((await lines.next()).done !== true) count += 1;
    expect(count).to.equal(200);
  });

  const six = [1, 2, 3, 4, 5, 6].map((second) => line(second, String(second)));

  it('are cut to the last lines of each where so many are wanted', async () => {
    await folder.write(begun(0), [submitted(1), submitted(2), runEnded(9)]);
    keep(1, part('more', ...six.slice(0, 4)), part('ended', ...six.slice(4)));
    keep(2, part('ended', line(5.5, 'alone')));
    expect(await read({ lines: 2 })).to.deep.equal(['HELLO (1): 5', 'HELLO (2): alone', 'HELLO (1): 6']);
    expect(notices).to.deep.equal([]);
  });

  it('are whole for one task, and the last ten lines of each for several, which is said', async () => {
    const many = Array.from({ length: 25 }, (_, index) => line(index + 3, String(index)));
    await folder.write(begun(0), [submitted(1), submitted(2, { name: 'BYE', process: 'BYE' }), runEnded(90)]);
    keep(1, part('ended', ...many));
    keep(2, part('ended'));
    expect(await read({ what: 'HELLO' })).to.have.length(25);
    expect(notices).to.deep.equal([]);
    keep(1, part('ended', ...many));
    expect(await read()).to.have.length(10);
    expect(notices).to.include('The last 10 lines of each task are shown; -n all shows every line.');
  });

  it('leave out what was printed before a moment', async () => {
    await folder.write(begun(0), [submitted(1), runEnded(9)]);
    keep(1, part('more', ...six.slice(0, 3)), part('ended', ...six.slice(3)));
    expect(await read({ since: line(5, '').time })).to.deep.equal(['HELLO (1): 5', 'HELLO (1): 6']);
  });

  it('are those of the last attempts, or of all', async () => {
    const again = { name: 'HELLO (1)' };
    const records = [
      submitted(1),
      ended(1, { action: 'resubmitted' }),
      submitted(2, again),
      ended(2),
      runEnded(9),
    ];
    await folder.write(begun(0), records);
    keep(1, part('ended', line(1, 'first')));
    keep(2, part('ended', line(2, 'second')));
    expect(await read()).to.deep.equal(['HELLO (1): second']);
    expect(notices).to.deep.equal(['1 earlier attempt is not shown; -all shows them.']);
    keep(1, part('ended', line(1, 'first')));
    keep(2, part('ended', line(2, 'second')));
    expect(await read({ all: true })).to.deep.equal(['HELLO (1): first', 'HELLO (1): second']);
  });

  describe('that the backend has not', () => {
    const out = `${submitted(1).workDir}/.command.out`;
    const err = `${submitted(1).workDir}/.command.err`;

    beforeEach(async () => {
      await folder.write(begun(0), [submitted(1), ended(1), runEnded(9)]);
      files.texts.set(out, 'hello\nwörld').set(err, 'oops\n');
    });

    const whole = ['HELLO (1): hello', 'HELLO (1): wörld', 'HELLO (1): oops'];

    it('come from the work dir where the executor keeps none, which is said', async () => {
      expect(await read()).to.deep.equal(whole);
      expect(notices).to.deep.equal([
        'Executor fake keeps no logs: shown are the files of work dirs, standard output before standard error.',
      ]);
    });

    it('come from the work dir where the log is empty or gone', async () => {
      keep(1, part('waiting'));
      expect(await read()).to.deep.equal(whole);
      expect(notices).to.have.length(1);
      expect(notices[0]).to.match(
        /^Task HELLO \(1\) \(00\/000001\): its log at log of fake\/1 is empty or gone\./,
      );
    });

    it('come from the work dir where the log cannot be read', async () => {
      keep(
        1,
        part('more', line(1, 'half')),
        new ExecutorError('No: denied. Ask.', { code: 'ACCESS_DENIED' }),
      );
      expect(await read()).to.deep.equal(['HELLO (1): half', ...whole]);
      expect(notices[0]).to.include('cannot be read: No: denied. Ask. Shown are the files of its work dir.');
    });

    it('are asked for again where that may help', async () => {
      const storm = new ExecutorError('Throttled.', { code: 'THROTTLED', recoverable: true });
      keep(1, storm, storm, part('ended', line(1, 'kept')));
      const reading = read();
      await pass(reading, 2);
      expect(await reading).to.deep.equal(['HELLO (1): kept']);
      expect(notices).to.deep.equal(['No answer yet from where the logs are: waiting for a while longer.']);
      expect(clock.timers).to.equal(0);
    });

    it('are given up for what the work dir has where nothing else comes for eight seconds', async () => {
      const storm = new ExecutorError('Throttled.', { code: 'THROTTLED', recoverable: true });
      keep(1, ...Array.from({ length: 9 }, () => storm));
      const reading = read();
      await pass(reading, 4);
      expect(await reading).to.deep.equal(whole);
      expect(notices).to.deep.equal([
        'No answer yet from where the logs are: waiting for a while longer.',
        'The logs that executor fake keeps cannot be read: no answer came within 8 s (Throttled). Shown are the files of work dirs.',
      ]);
      expect(clock.timers).to.equal(0);
    });

    it('are nothing where the task printed nothing, which is said', async () => {
      files.texts.clear();
      keep(1, part('ended'));
      expect(await read()).to.deep.equal([]);
      expect(notices).to.deep.equal(['Task HELLO (1) (00/000001): it printed nothing.']);
    });

    it('are refused where the work dir of the only task cannot be read either', async () => {
      files.failure = new Error('the bucket is gone');
      const error = await refusalOf(read());
      expect(error.code).to.equal('LOGS_UNREADABLE');
      expect(error.message).to.match(
        /^Cannot read the log of task HELLO \(1\) \(00\/000001\): the files of its work dir s3:\S+: the bucket is gone\. /,
      );
    });
  });

  it('are spoken of five times at most, and then counted', async () => {
    const numbers = Array.from({ length: 8 }, (_, index) => index + 1);
    await folder.write(begun(0), [...numbers.map((number) => submitted(number)), runEnded(9)]);
    for (const number of numbers) keep(number, part('ended'));
    await read();
    expect(notices).to.have.length(6);
    expect(notices.at(-1)).to.equal('3 more tasks printed nothing.');
  });

  it('of tasks that were never submitted are none', async () => {
    await folder.write(begun(0), []);
    const opened = await open();
    expect(opened).to.include({ attempts: 0, several: false, title: 'run happy_curie' });
    expect(await read()).to.deep.equal([]);
  });

  it('of a task that no backend accepted are refused, and so are those of a run that ended without one', async () => {
    await folder.write(begun(0), [submitted(1), refused(2, { process: 'BYE' })]);
    const one = await refusalOf(open({ what: '00/000002' }));
    expect(one.code).to.equal('TASK_NEVER_SUBMITTED');
    expect(one.message).to.match(
      /^Cannot show logs of task HELLO \(2\) \(00\/000002\) of run happy_curie: nothing of it was ever submitted\. /,
    );
    expect((await open({ what: 'BYE' })).attempts, 'another attempt may come').to.equal(0);
    await folder.write(begun(1), [refused(2), runEnded(9)]);
    for (const what of ['00/000002', 'HELLO', undefined]) {
      const error = await refusalOf(open(what === undefined ? {} : { what }));
      expect(error.message).to.include('nothing of it was ever submitted, and the run has ended.');
    }
  });

  describe('that are followed', () => {
    it('go on until the task ends', async () => {
      const file = await folder.write(begun(0), [submitted(1)]);
      keep(
        1,
        // Of a task that the backend does not know yet.
        part('ended', line(1, 'a')),
        part('waiting'),
        part('waiting', line(2, 'b')),
        part('ended', line(3, 'c')),
      );
      const reading = read({ what: 'fake/1', follow: true });
      await pause(reading);
      await appendFile(file, linesOf([ended(1)]));
      await pass(reading, 4);
      expect(await reading).to.deep.equal(['HELLO (1): a', 'HELLO (1): b', 'HELLO (1): c']);
      expect(clock.timers).to.equal(0);
    });

    it('take up tasks that begin meanwhile, and end with the run', async () => {
      const file = await folder.write(begun(0), [submitted(1)]);
      keep(1, part('waiting', line(1, 'a')), part('ended'));
      keep(2, part('ended', line(2, 'b')));
      const reading = read({ follow: true });
      await pause(reading);
      keep(3, part('ended', line(3, 'c')));
      await appendFile(file, linesOf([ended(1), submitted(2), submitted(3, { process: 'BYE' })]));
      await pass(reading, 1);
      await pause(reading);
      await appendFile(file, linesOf([ended(2), ended(3), runEnded(5)]));
      await pass(reading, 1);
      expect(await reading).to.have.members(['HELLO (1): a', 'HELLO (2): b', 'HELLO (3): c']);
    });

    it('end where the process of the run is gone and its tasks are over', async () => {
      await folder.write(begun(0), [submitted(1)]);
      keep(1, part('waiting', line(1, 'a')), part('waiting', line(2, 'b')), part('ended'));
      alive = false;
      const reading = read({ follow: true });
      await pass(reading, 3);
      expect(await reading).to.deep.equal(['HELLO (1): a', 'HELLO (1): b']);
    });

    it('are not waited for long where the task is over and its log does not end', async () => {
      await folder.write(begun(0), [submitted(1), ended(1), runEnded(3)]);
      const log = keep(1, part('waiting', line(1, 'a')), part('waiting', line(2, 'late')));
      const reading = read({ follow: true });
      await pass(reading, 17);
      expect(await reading).to.deep.equal(['HELLO (1): a', 'HELLO (1): late']);
      expect(log.reads).to.equal(17);
    });

    it('show the last lines, then everything that comes', async () => {
      const file = await folder.write(begun(0), [submitted(1)]);
      keep(1, part('waiting', ...six), part('ended', line(7, '7'), line(8, '8'), line(9, '9')));
      const reading = read({ what: 'fake/1', follow: true, lines: 1 });
      await pause(reading);
      await appendFile(file, linesOf([ended(1)]));
      await pass(reading, 1);
      expect(await reading).to.deep.equal(['6', '7', '8', '9'].map((text) => `HELLO (1): ${text}`));
    });

    it('end at once when it is asked for', async () => {
      await folder.write(begun(0), [submitted(1)]);
      keep(1, part('waiting', line(1, 'a')), part('waiting'));
      const reading = read({ follow: true });
      await pause(reading);
      ending.abort();
      expect(await reading).to.deep.equal(['HELLO (1): a']);
      expect(clock.timers).to.equal(0);
    });

    it('grow with the files of a work dir', async () => {
      const file = await folder.write(begun(0), [submitted(1)]);
      const out = `${submitted(1).workDir}/.command.out`;
      files.texts.set(out, 'one\nhal');
      const reading = read({ follow: true });
      await pause(reading);
      files.texts.set(out, 'one\nhalf\ntail');
      await pass(reading, 1);
      await pause(reading);
      await appendFile(file, linesOf([ended(1), runEnded(4)]));
      await pass(reading, 1);
      expect(await reading).to.deep.equal(['one', 'half', 'tail'].map((text) => `HELLO (1): ${text}`));
    });
  });

  it('let go of what they were read from', async () => {
    await folder.write(begun(0), [submitted(1), runEnded(2)]);
    const opened = await open();
    await opened.close();
    expect(files.closed).to.equal(1);
  });
});
