import { expect } from 'chai';
import { RunLog } from '../../../host/housekeeping/run-log.js';
import { all, begun, ended, HistoryFolder, refused, runEnded, submitted } from '../history/history-folder.js';

describe(RunLog.name, () => {
  let folder: HistoryFolder;
  beforeEach(async () => (folder = await HistoryFolder.create()));
  afterEach(() => folder.remove());

  const log = (names: readonly string[] = []): RunLog =>
    new RunLog({
      history: folder.path,
      wish: { names },
      isAlive: ({ pid }) => pid === 1,
      tell: (notice) => folder.notices.push(notice),
    });

  it('has the runs from the oldest on, with how each went', async () => {
    const ends = ['succeeded', 'failed', 'aborted', 'broken'] as const;
    for (const [at, status] of ends.entries())
      await folder.write(begun(at), [{ event: 'run-ended', time: 0, status, duration: 7 }]);
    await folder.write(begun(10, { pid: 1 }), []);
    await folder.write(begun(11, { pid: 2 }), []);
    const runs = await log().runs();
    expect(runs.map(({ status }) => status)).to.deep.equal([
      'OK',
      'ERR',
      'ABORTED',
      'BROKEN',
      'RUNNING',
      'KILLED',
    ]);
    expect(runs.map(({ duration }) => duration)).to.deep.equal([7, 7, 7, 7, undefined, undefined]);
  });

  it('has every attempt with what became of it', async () => {
    const { hash, name, process, executor, workDir } = submitted(6);
    await folder.write(begun(1), [
      submitted(1),
      { event: 'cached', time: 5, hash, name, process, executor, workDir },
      submitted(2),
      submitted(3),
      ended(2, { kind: 'failed', exitStatus: 1, action: 'retried' }),
      ended(1),
      ended(3, { kind: 'killed', action: 'aborted' }),
      refused(4),
      submitted(5),
      runEnded(9),
    ]);
    const tasks = await all(log(['last']).tasks());
    expect(tasks.map((task) => [task.name, task.status])).to.deep.equal([
      ['HELLO (6)', 'CACHED'],
      ['HELLO (2)', 'FAILED'],
      ['HELLO (1)', 'COMPLETED'],
      ['HELLO (3)', 'ABORTED'],
      ['HELLO (4)', 'FAILED'],
      ['HELLO (5)', 'UNKNOWN'],
    ]);
  });

  it('says of what is under way that it was submitted, while its run lives', async () => {
    await folder.write(begun(1, { pid: 1 }), [submitted(1)]);
    expect((await all(log(['last']).tasks())).map(({ status }) => status)).to.deep.equal(['SUBMITTED']);
  });
});
