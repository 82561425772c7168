import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { historyFileName, historyFiles } from '../../../host/history/history-files.js';
import { isSuperseded } from '../../../host/history/past-attempt.js';
import { all, begun, ended, hashOf, HistoryFolder, linesOf, runEnded, submitted } from './history-folder.js';

describe('the history of runs, read', () => {
  let folder: HistoryFolder;

  beforeEach(async () => {
    folder = await HistoryFolder.create();
  });

  afterEach(() => folder.remove());

  const names = async (name: string): Promise<string[]> =>
    (await all(folder.history.find(name))).map(({ begun }) => begun.runName);

  it('lists runs from the newest to the oldest, with their ends', async () => {
    await folder.write(begun(1, { runName: 'first' }), [runEnded(2)]);
    await folder.write(begun(3, { runName: 'second' }), [submitted(1)]);
    const runs = await all(folder.history.runs());
    expect(runs.map(({ begun, ended }) => [begun.runName, ended?.status])).to.deep.equal([
      ['second', undefined],
      ['first', 'succeeded'],
    ]);
  });

  it('is empty where there is no folder', async () => {
    await folder.remove();
    expect(await all(folder.history.runs())).to.deep.equal([]);
    expect(folder.notices).to.deep.equal([]);
  });

  it('finds runs by name, by session id and its beginning, and the last', async () => {
    await folder.write(begun(1, { runName: 'first', sessionId: 'aaaaaaaa-1111-4000-8000-000000000001' }), []);
    await folder.write(begun(2, { runName: 'again', sessionId: 'aaaaaaaa-1111-4000-8000-000000000001' }), []);
    await folder.write(begun(3, { runName: 'first', sessionId: 'bbbbbbbb-1111-4000-8000-000000000001' }), []);
    expect(await names('first')).to.deep.equal(['first', 'first']);
    expect(await names('AAAAAAAA-1111')).to.deep.equal(['again', 'first']);
    expect(await names('aaaaaaaa-1111-4000-8000-000000000001')).to.deep.equal(['again', 'first']);
    expect(await names('last')).to.deep.equal(['first']);
    expect(await names('aaaaaaa'), 'too short to be a session id').to.deep.equal([]);
    expect(await names('absent')).to.deep.equal([]);
  });

  it('puts attempts together: those that ended in that order, then those under way', async () => {
    const lost = submitted(3);
    const resubmitted = ended(1, { kind: 'interrupted', action: 'resubmitted' });
    const records = [submitted(1), submitted(2), lost, ended(2, { exitStatus: 7 }), resubmitted];
    await folder.write(begun(1), records);
    const [run] = await all(folder.history.runs());
    expect(run).to.not.equal(undefined);
    if (run === undefined) return;
    const attempts = await all(folder.history.tasksOf(run));
    expect(attempts.map(({ hash, end }) => [hash, end?.action, end?.exitStatus])).to.deep.equal([
      [hashOf(2), 'completed', 7],
      [hashOf(1), 'resubmitted', 0],
      [hashOf(3), undefined, undefined],
    ]);
    expect(attempts.map(isSuperseded)).to.deep.equal([false, true, false]);
    expect(attempts[2]).to.include({ name: lost.name, nativeId: lost.nativeId, submittedAt: lost.time });
  });

  it('knows attempts that the backend never accepted', async () => {
    const { hash, name, process: of, attempt: number, executor, workDir } = submitted(1);
    const facts = { hash, name, process: of, attempt: number, executor, workDir };
    const refused = ended(1, { kind: 'not-submitted', action: 'failed', unsubmitted: facts });
    await folder.write(begun(1), [refused]);
    const [run] = await all(folder.history.runs());
    if (run === undefined) throw new Error('the run is not there');
    const [attempt] = await all(folder.history.tasksOf(run));
    expect(attempt?.submittedAt).to.equal(undefined);
    expect(attempt).to.include({ name: 'HELLO (1)' });
  });

  it('passes over a last line that was cut, and reads it once it is whole', async () => {
    const next = linesOf([submitted(2)]);
    const file = await folder.write(begun(1), [submitted(1)], next.slice(0, 40));
    const [run] = await all(folder.history.runs());
    if (run === undefined) throw new Error('the run is not there');
    expect(await all(folder.history.tasksOf(run))).to.have.length(1);
    await appendFile(file, next.slice(40));
    expect(await all(folder.history.tasksOf(run))).to.have.length(2);
    expect(folder.notices).to.deep.equal([]);
  });

  for (let cut = 0; cut <= 12; cut++) {
    it(`reads what is whole of a file cut at ${cut} of 12 parts`, async () => {
      const text = linesOf([begun(1), submitted(1), submitted(2), ended(1), runEnded(4)]);
      const kept = text.slice(0, Math.floor((text.length * cut) / 12));
      await writeFile(join(folder.path, historyFileName(begun(1))), kept);
      const whole = kept.split('\n').length - 1;
      const runs = await all(folder.history.runs());
      expect(runs).to.have.length(whole > 0 ? 1 : 0);
      const [run] = runs;
      if (run === undefined) return;
      expect(await all(folder.history.records(run))).to.have.length(whole);
      expect(run.ended?.status).to.equal(whole === 5 ? 'succeeded' : undefined);
      expect(folder.notices).to.deep.equal([]);
    });
  }

  it('tells of a torn line once, and reads the others', async () => {
    const torn = `{"event":"submitted","time":1}\n${linesOf([submitted(2)])}not even JSON\n`;
    await folder.write(begun(1), [submitted(1)], torn);
    const [run] = await all(folder.history.runs());
    if (run === undefined) throw new Error('the run is not there');
    expect(await all(folder.history.tasksOf(run))).to.have.length(2);
    expect(folder.notices).to.have.length(1);
    expect(folder.notices[0]).to.match(
      /^The history 20260101T000001000Z-happy_curie-0a1b2c3d\.jsonl has a line that/,
    );
  });

  it('lets events of other versions and members it does not know be', async () => {
    const foreign = '{"event":"paused","time":1}\n';
    const richer = `${JSON.stringify({ ...submitted(1), colour: 'red' })}\n`;
    await folder.write(begun(1), [], foreign + richer);
    const [run] = await all(folder.history.runs());
    if (run === undefined) throw new Error('the run is not there');
    expect(await all(folder.history.tasksOf(run))).to.have.length(1);
    expect(folder.notices).to.deep.equal([]);
  });

  it('tells of a file that begins with no run, and leaves files of other names alone', async () => {
    const file = await folder.write(begun(1), []);
    await writeFile(file, linesOf([submitted(1)]));
    await writeFile(join(folder.path, 'notes.txt'), 'mine');
    expect(await all(folder.history.runs())).to.deep.equal([]);
    expect(folder.notices).to.have.length(1);
    expect(folder.notices[0]).to.include('does not begin with a run');
    expect(await historyFiles(folder.path)).to.deep.equal([file]);
  });

  it('reads a hundred thousand tasks without holding them', async function () {
    this.timeout(20_000);
    const tasks = 100_000;
    const file = await folder.write(begun(1), []);
    for (let task = 1; task <= tasks; task += 2000) {
      const numbers = Array.from({ length: 2000 }, (_, index) => task + index);
      await appendFile(file, linesOf(numbers.flatMap((number) => [submitted(number), ended(number)])));
    }
    const [run] = await all(folder.history.runs());
    if (run === undefined) throw new Error('the run is not there');
    let count = 0;
    let most = 0;
    const before = process.memoryUsage().heapUsed;
    for await (const attempt of folder.history.tasksOf(run)) {
      count += 1;
      if (attempt.end === undefined) throw new Error('an attempt without its end');
      if (count % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
    expect(count).to.equal(tasks);
    // All of them take more than 50 MB; what is seen is garbage not yet collected.
    expect(most / 1e6, 'MB').to.be.below(45);
  });
});
