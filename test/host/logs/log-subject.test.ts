import { expect } from 'chai';
import { findSubject, type SubjectWish } from '../../../host/logs/log-subject.js';
import { isExecutorError } from '../../../spi/index.js';
import { all, begun, ended, hashOf, HistoryFolder, submitted } from '../history/history-folder.js';

const arn = 'arn:aws:ecs:us-east-1:123456789012:task/cluster/0123456789abcdef0123456789abcdef';
const task = { hash: 'abcdef01'.padEnd(32, '1') };

describe('what logs are asked for', () => {
  let folder: HistoryFolder;

  beforeEach(async () => {
    folder = await HistoryFolder.create();
    await folder.write(begun(1, { runName: 'older', sessionId: '11111111-0000-4000-8000-000000000001' }), [
      submitted(1, { name: 'OLD', process: 'OLD' }),
      submitted(2, { name: 'HELLO', process: 'HELLO' }),
    ]);
    await folder.write(begun(100, { runName: 'newer', sessionId: '22222222-0000-4000-8000-000000000001' }), [
      submitted(101, { ...task, nativeId: arn, workDir: `s3://my-bucket/work/ab/${task.hash.slice(2)}` }),
      ended(101, task),
      submitted(102, { hash: 'abcdef02'.padEnd(32, '1') }),
      submitted(103, { hash: '99aa'.padEnd(32, '1'), name: 'ADD', process: 'ADD' }),
    ]);
  });

  afterEach(() => folder.remove());

  async function found(wish: SubjectWish): Promise<string> {
    const { run, title, matches, one } = await findSubject(folder.history, wish);
    const names = (await all(folder.history.tasksOf(run))).filter(matches).map(({ name }) => name);
    return `${title}${one ? '!' : ''}: ${names.join(', ')}`;
  }

  async function refused(wish: SubjectWish): Promise<string> {
    try {
      return `found ${await found(wish)}`;
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      return `${error.code} ${error.message}`;
    }
  }

  const one = 'task HELLO (101) (ab/cdef01) of run newer!: HELLO (101)';
  const rows: readonly (readonly [says: string, wish: SubjectWish, is: string])[] = [
    ['nothing: the last run', {}, 'run newer: HELLO (101), HELLO (102), ADD'],
    ['last', { what: 'last' }, 'run newer: HELLO (101), HELLO (102), ADD'],
    ['the name of a run', { what: 'older' }, 'run older: OLD, HELLO'],
    ['a session id', { what: '11111111-0000-4000-8000-000000000001' }, 'run older: OLD, HELLO'],
    ['the beginning of a session id', { what: '11111111' }, 'run older: OLD, HELLO'],
    ['a short hash', { what: 'ab/cdef01' }, one],
    ['more of a hash, in capitals, without its slash', { what: 'ABCDEF011' }, one],
    ['a whole hash', { what: task.hash }, one],
    ['an ARN', { what: arn }, one],
    ['the id at the end of an ARN', { what: '0123456789abcdef0123456789abcdef' }, one],
    ['a work dir', { what: `s3://my-bucket/work/ab/${task.hash.slice(2)}/` }, one],
    ['the name of a task', { what: 'HELLO (102)' }, 'task HELLO (102) of run newer: HELLO (102)'],
    [
      'a process: of the newest run',
      { what: 'HELLO' },
      'process HELLO of run newer: HELLO (101), HELLO (102)',
    ],
    ['a process of an older run', { what: 'OLD' }, 'process OLD of run older: OLD'],
    ['a process of a run', { what: 'HELLO', run: 'older' }, 'process HELLO of run older: HELLO'],
    ['a process whose name could begin a hash', { what: 'ADD' }, 'process ADD of run newer: ADD'],
    ['a run by -run alone', { run: 'older' }, 'run older: OLD, HELLO'],
    ['a hash of an older run', { what: hashOf(1) }, 'task OLD (00/000001) of run older!: OLD'],
  ];
  for (const [says, wish, is] of rows) {
    it(`is ${says}`, async () => {
      expect(await found(wish)).to.equal(is);
    });
  }

  it('is told apart where a hash is too short, with what it may mean', async () => {
    expect(await refused({ what: 'ab/cd' })).to.match(
      /^TASK_AMBIGUOUS Cannot tell which task "ab\/cd" means: .* ab\/cdef01 \(HELLO \(101\)\), ab\/cdef02 \(HELLO \(102\)\)\. Give more of it\.$/,
    );
  });

  const wrong: readonly (readonly [says: string, wish: SubjectWish, is: RegExp])[] = [
    [
      'a slip of a name',
      { what: 'HELO' },
      /^TASK_UNKNOWN Cannot find "HELO": .* in any run in .* Did you mean HELLO\?$/,
    ],
    [
      'a name nothing is near',
      { what: 'ZZZZZZZZ' },
      /^TASK_UNKNOWN .*; there are HELLO \(101\), HELLO, HELLO \(102\), ADD, OLD\. Give a hash/,
    ],
    ['a process another run has', { what: 'OLD', run: 'newer' }, /^TASK_UNKNOWN .* is in run newer; /],
    ['three digits of a hash', { what: 'abc' }, /^TASK_UNKNOWN /],
    [
      'a run that is not',
      { what: 'HELLO', run: 'oldr' },
      /^RUN_UNKNOWN .*newest are newer, older\. Did you mean older\?$/,
    ],
    ['a run nothing is near', { run: 'happy_curie' }, /^RUN_UNKNOWN .* Give the name of a run/],
  ];
  for (const [says, wish, is] of wrong) {
    it(`is refused for ${says}`, async () => {
      expect(await refused(wish)).to.match(is);
    });
  }

  for (const wish of [{}, { what: 'HELLO' }, { run: 'older' }]) {
    it(`is refused where no run was made: ${JSON.stringify(wish)}`, async () => {
      await folder.remove();
      expect(await refused(wish)).to.match(/^HISTORY_EMPTY Cannot find a run: .* holds none\./);
    });
  }
});
