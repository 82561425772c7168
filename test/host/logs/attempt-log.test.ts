import { expect } from 'chai';
import { Answering } from '../../../host/logs/answering.js';
import { AttemptLog, type AttemptLogGround } from '../../../host/logs/attempt-log.js';
import { LogNotices } from '../../../host/logs/log-notices.js';
import { WorkDirLog } from '../../../host/logs/work-dir-log.js';
import { ExecutorError } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { hashOf, submitted } from '../history/history-folder.js';
import { refusalOf } from '../refusal-of.js';
import { FakeFiles, FakeLog, line } from './fake-log.js';

const down = new ExecutorError('ECONNREFUSED.', { code: 'STORAGE_FAILED', recoverable: true });
const denied = new ExecutorError('AccessDenied.', { code: 'ACCESS_DENIED' });
const WHO = 'Task HELLO (1) (00/000001)';

describe(AttemptLog.name, () => {
  let clock: FakeClock;
  let files: FakeFiles;
  let told: string[];
  let notices: LogNotices;
  let answers: AttemptLogGround['answers'];
  let over: boolean;

  beforeEach(() => {
    clock = new FakeClock();
    files = new FakeFiles();
    told = [];
    notices = new LogNotices((notice) => told.push(notice));
    over = true;
    const ground = { clock, signal: new AbortController().signal, patience: 7000, onWait: () => undefined };
    answers = { kept: new Answering(ground), files: new Answering(ground) };
  });

  const outOf = (number: number): string => `${submitted(number).workDir}/.command.out`;

  function logOf(number: number, changes: Partial<AttemptLogGround> = {}): AttemptLog {
    const { name, process, attempt, executor, workDir } = submitted(number);
    const isOver = (): boolean => over;
    return new AttemptLog({
      attempt: { hash: hashOf(number), name, process, attempt, executor, workDir },
      kept: undefined,
      files: new WorkDirLog(workDir, files, { isOver, lineTime: () => 1 }),
      ...{ isOver, notices, answers },
      ...{ ownCloud: false, alone: false, follow: false, since: false },
      ...changes,
    });
  }

  async function textsOf(log: AttemptLog): Promise<string[]> {
    const texts: string[] = [];
    for (;;) {
      const { lines, state } = await log.read();
      texts.push(...lines.map(({ text }) => text));
      if (state !== 'more') return texts;
    }
  }

  const keeping = (...parts: ConstructorParameters<typeof FakeLog>[1]): FakeLog => new FakeLog('1', parts);

  it('of a running task without output is nothing yet', async () => {
    over = false;
    await textsOf(logOf(1));
    await textsOf(logOf(1, { kept: keeping({ lines: [], state: 'waiting' }) }));
    await textsOf(logOf(2, { follow: true }));
    expect(told).to.deep.equal([`${WHO}: it printed nothing yet.`]);
  });

  it('tells a task that printed nothing from one of which nothing is left', async () => {
    await textsOf(logOf(1, { ownCloud: true }));
    await textsOf(logOf(2));
    files.texts.set(outOf(1), '').set(outOf(2), '');
    await textsOf(logOf(1, { ownCloud: true }));
    expect(told).to.deep.equal([
      `${WHO}: what it printed went with the cloud of its run: its work dir has no .command.out or .command.err.`,
      'Task HELLO (2) (00/000002): what it printed is not kept: its work dir has no .command.out or .command.err.',
      `${WHO}: it printed nothing.`,
    ]);
  });

  it('says once that files have no times where only what came since is wanted', async () => {
    files.texts.set(outOf(1), 'a\n').set(outOf(2), 'b\n');
    for (const number of [1, 2]) await textsOf(logOf(number, { since: true }));
    expect(told).to.have.length(1);
    expect(told[0]).to.match(/^-since cannot be applied to the files of work dirs/);
    const kept = keeping({ lines: [line(1, 'a')], state: 'ended' });
    await textsOf(logOf(3, { since: true, kept }));
    expect(told).to.have.length(1);
  });

  it('says of many logs that are refused alike one, and counts the others', async () => {
    for (const number of [1, 2, 3]) {
      files.texts.set(outOf(number), 'x\n');
      expect(await textsOf(logOf(number, { kept: keeping(denied) }))).to.deep.equal(['x']);
    }
    notices.close();
    expect(told).to.deep.equal([
      `${WHO}: its log at log of 1 cannot be read: AccessDenied. Shown are the files of its work dir.`,
      '2 more logs could not be read.',
    ]);
  });

  it('is one error where nothing answers, and nobody waits for it twice', async () => {
    files.failure = down;
    const [one, other] = [1, 2].map((number) =>
      refusalOf(textsOf(logOf(number, { kept: keeping(down, down, down, down, down) }))),
    );
    await clock.advance(14_000);
    const error = await one;
    expect(error).to.include({ code: 'LOGS_UNREADABLE', recoverable: true });
    expect(error?.message).to.match(
      /^Cannot read the log of task HELLO \(1\) \(00\/000001\): its log at log of 1: no answer came within 7 s \(ECONNREFUSED\); nor the files of its work dir s3:\S+: no answer came within 7 s \(ECONNREFUSED\)\. /,
    );
    expect(await other).to.include({ code: 'LOGS_UNREADABLE' });
    expect((await refusalOf(textsOf(logOf(3, { kept: keeping(down) })))).code).to.equal('LOGS_UNREADABLE');
    expect(told).to.deep.equal([]);
    expect(clock.timers).to.equal(0);
  });

  it('is left out where others can be read, and is an error where there is no other', async () => {
    files.failure = denied;
    expect(await textsOf(logOf(1, { kept: keeping(denied) }))).to.deep.equal([]);
    expect(told[0]).to.match(
      /^Task HELLO \(1\) \(00\/000001\): cannot be read: its log at log of 1: AccessDenied; nor the files of its work dir s3:\S+: AccessDenied\.$/,
    );
    const alone = logOf(1, { kept: keeping(denied), alone: true });
    expect(await refusalOf(textsOf(alone))).to.include({ code: 'LOGS_UNREADABLE', recoverable: false });
    expect(told).to.have.length(1);
  });
});
