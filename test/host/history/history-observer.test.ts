import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ObserverGround } from '../../../host/engine/open-observers.js';
import type { TaskAttempt } from '../../../host/engine/live-task.js';
import type { RunInfo, RunResult } from '../../../host/engine/run-api.js';
import type { RunObserver } from '../../../host/engine/run-observer.js';
import type { TaskOrder } from '../../../host/engine/task-order.js';
import { historyFileName, historyFiles } from '../../../host/history/history-files.js';
import { openHistory } from '../../../host/history/history-observer.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { taskRun } from '../../support/task-run-builder.js';
import { systemOwner } from '../../../host/session/system-sources.js';
import { MemoryStore } from '../engine/memory-store.js';
import { all, begun, HistoryFolder } from './history-folder.js';

const info: RunInfo = {
  runName: 'happy_curie',
  sessionId: '0a1b2c3d-0000-4000-8000-000000000001',
  scriptPath: 'main.nf',
  workDir: 's3://my-bucket/work',
  executors: ['fake'],
};
const order = {} as TaskOrder;
const done: RunResult = {
  status: 'succeeded',
  duration: 2000,
  cached: 0,
  succeeded: 1,
  failed: 0,
  aborted: 0,
  ignored: 0,
  retried: 0,
  resubmitted: 0,
  unfinished: [],
};

function attempt(id: number, nativeId: string | undefined = `fake/${id}`): TaskAttempt {
  return {
    run: taskRun({ id }),
    executor: { name: 'fake' },
    handler: { nativeId },
    begun: true,
  } as TaskAttempt;
}

describe('the history of a run, written', () => {
  let folder: HistoryFolder;
  let logger: RecordingLogger;
  let clock: FakeClock;

  beforeEach(async () => {
    folder = await HistoryFolder.create();
    logger = new RecordingLogger();
    clock = new FakeClock();
  });

  afterEach(async () => {
    await chmod(folder.path, 0o700);
    await folder.remove();
  });

  function open(path = folder.path, run: Partial<ObserverGround['options']> = {}): RunObserver {
    const history = { folder: path };
    const owner = { ...systemOwner('nf-awsecs 0.1.0'), pid: 4711, host: 'desk' };
    const options = { history, owner, clock, logger, configFiles: ['big.config'], ...run };
    const config = {
      aws: { region: 'eu-west-1', secretKey: 'not-to-be-kept', accessKey: 'AKIANOTTOBEKEPT' },
    };
    const observer = openHistory({ options, config, store: new MemoryStore() } as unknown as ObserverGround);
    if (observer === undefined) throw new Error('no history is kept');
    return observer;
  }

  const only = async (): Promise<string> => readFile((await historyFiles(folder.path))[0] ?? '', 'utf8');

  it('is not kept where the program does not ask for it', () => {
    const ground = { options: { clock, logger }, config: {}, store: new MemoryStore() };
    expect(openHistory(ground as unknown as ObserverGround)).to.equal(undefined);
  });

  it('holds a run from its beginning to its end', async () => {
    const observer = open();
    await observer.began(info, new Map());
    observer.submitted(order, attempt(1));
    await clock.advance(1000);
    const outcome = {
      kind: 'failed',
      exitStatus: 3,
      reason: 'no',
      evidence: {},
      retry: { class: 'counted' },
    } as const;
    observer.ended({ order, attempt: attempt(1), outcome, action: 'failed' });
    await observer.close({ ...done, status: 'failed' });
    const [run] = await all(folder.history.runs());
    if (run === undefined) throw new Error('the run is not there');
    expect(run.begun).to.deep.equal({
      event: 'run-begun',
      time: Date.UTC(2026, 0, 1),
      ...info,
      program: 'nf-awsecs 0.1.0',
      configFiles: ['big.config'],
      region: 'eu-west-1',
      pid: 4711,
      host: 'desk',
    });
    expect(run.ended).to.deep.equal({
      event: 'run-ended',
      time: clock.now(),
      status: 'failed',
      duration: 2000,
    });
    const [task] = await all(folder.history.tasksOf(run));
    expect(task).to.deep.equal({
      hash: taskRun({ id: 1 }).hash,
      name: 'HELLO (1)',
      process: 'HELLO',
      attempt: 1,
      executor: 'fake',
      nativeId: 'fake/1',
      workDir: taskRun({ id: 1 }).workDir,
      submittedAt: Date.UTC(2026, 0, 1),
      end: { time: clock.now(), kind: 'failed', exitStatus: 3, action: 'failed' },
    });
    expect(logger.entries).to.deep.equal([]);
  });

  it('holds no setting that it does not name', async () => {
    const observer = open(folder.path, { environment: { TOWER_ACCESS_TOKEN: 'not-to-be-kept' } });
    await observer.began(info, new Map());
    await observer.close(done);
    expect(await only()).to.not.match(/not-to-be-kept|AKIA/);
  });

  it('is whole on the disk before the run goes on, and is its owner’s alone', async () => {
    const inner = join(folder.path, 'history');
    const observer = open(inner);
    await observer.began(info, new Map());
    const [file = ''] = await historyFiles(inner);
    expect(await readFile(file, 'utf8')).to.match(/^\{.*\}\n$/);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect((await stat(inner)).mode & 0o777).to.equal(0o700);
    await observer.close(done);
  });

  it('keeps a run that broke, and attempts that never were submitted', async () => {
    const observer = open();
    await observer.began(info, new Map());
    const outcome = { kind: 'not-submitted', reason: 'no', evidence: {}, retry: { class: 'never' } } as const;
    observer.ended({ order, attempt: attempt(1, ''), outcome, action: 'failed' });
    await clock.advance(500);
    await observer.close(undefined);
    const [run] = await all(folder.history.runs());
    if (run === undefined) throw new Error('the run is not there');
    expect(run.ended).to.include({ status: 'broken', duration: 500 });
    expect(await all(folder.history.tasksOf(run))).to.have.length(1);
  });

  it('keeps two runs of one folder apart, whatever their names and moments', async () => {
    const one = open();
    const other = open();
    await Promise.all([
      one.began(info, new Map()),
      other.began({ ...info, sessionId: 'ffffffff-0000-4000-8000-000000000001' }, new Map()),
    ]);
    for (let id = 1; id <= 500; id++) {
      one.submitted(order, attempt(id));
      other.submitted(order, attempt(id + 1000));
    }
    await Promise.all([one.close(done), other.close(done)]);
    const runs = await all(folder.history.runs());
    expect(runs).to.have.length(2);
    for (const run of runs) {
      const tasks = await all(folder.history.tasksOf(run));
      expect(tasks).to.have.length(500);
      const first = run.begun.sessionId.startsWith('ffff') ? 1001 : 1;
      const ids = tasks.map(({ nativeId = '' }) => Number(nativeId.replace('fake/', '')));
      expect(ids).to.deep.equal(Array.from({ length: 500 }, (_, index) => first + index));
    }
    expect(folder.notices).to.deep.equal([]);
  });

  it('keeps the newest thousand runs', async () => {
    const old = Array.from({ length: 1003 }, (_, second) => historyFileName(begun(second - 5000)));
    await Promise.all(old.map((name) => writeFile(join(folder.path, name), '')));
    const observer = open();
    await observer.began(info, new Map());
    await observer.close(done);
    const names = (await readdir(folder.path)).sort();
    expect(names).to.have.length(1000);
    expect(names[0]).to.equal(old[4]);
    expect(names.at(-1)).to.match(/^20260101T000000000Z-happy_curie/);
  });

  it('says once that it cannot be kept, and stops no run', async () => {
    await mkdir(join(folder.path, 'blocked'));
    await writeFile(join(folder.path, 'blocked', 'history'), 'a file where the folder should be');
    const observer = open(join(folder.path, 'blocked', 'history'));
    await observer.began(info, new Map());
    observer.submitted(order, attempt(1));
    await observer.close(done);
    const warnings = logger.entries.filter(({ level }) => level === 'warn');
    expect(warnings).to.have.length(1);
    expect(warnings[0]?.message).to.match(
      /^The history of this run cannot be kept in .*EEXIST.* The run goes on/,
    );
  });

  it('makes no path of a name that is none', () => {
    const name = historyFileName({ time: 0, runName: '../../etc/passwd', sessionId: '../..' });
    expect(name).to.equal('19700101T000000000Z-run-00000000.jsonl');
  });
});
