import { expect } from 'chai';
import { findResumePoint, type ResumePoint } from '../../../host/resume/resume-point.js';
import { begun, HistoryFolder, runEnded, submitted } from '../history/history-folder.js';
import { refusalOf } from '../refusal-of.js';

const ids = [1, 2, 3, 4].map((digit) => `0a1b2c3${digit}-0000-4000-8000-000000000001`);

describe(findResumePoint.name, () => {
  let folder: HistoryFolder;

  beforeEach(async () => {
    folder = await HistoryFolder.create();
  });

  afterEach(() => folder.remove());

  function find(wanted: string, scriptPath = 'main.nf'): Promise<ResumePoint | undefined> {
    return findResumePoint(folder.history, { wanted, scriptPath, cwd: '/home/me' });
  }

  async function runs(): Promise<void> {
    const [one = '', two = '', three = '', four = ''] = ids;
    await folder.write(begun(1, { sessionId: one, runName: 'wise_curie' }), [submitted(1)]);
    await folder.write(begun(2, { sessionId: two, runName: 'calm_bohr' }), [submitted(2), runEnded(3)]);
    await folder.write(begun(4, { sessionId: three, scriptPath: 'other.nf', runName: 'keen_volta' }), [
      submitted(3),
    ]);
    await folder.write(begun(5, { sessionId: four, runName: 'glad_noether' }), [runEnded(5)]);
  }

  const cases: [title: string, wanted: string, script: string, runName: string][] = [
    ['the newest run of the script that did something', 'last', 'main.nf', 'calm_bohr'],
    ['the same script by another path', 'last', '/home/me/main.nf', 'calm_bohr'],
    ['a run by its name, whatever its script', 'keen_volta', 'main.nf', 'keen_volta'],
    ['a run by the beginning of its session id', '0A1B2C31', 'main.nf', 'wise_curie'],
    ['a run by its session id', ids[0] ?? '', 'main.nf', 'wise_curie'],
  ];
  for (const [title, wanted, script, runName] of cases)
    it(`finds ${title}`, async () => {
      await runs();
      const point = await find(wanted, script);
      expect(point?.run?.runName).to.equal(runName);
      expect(point?.sessionId).to.equal(point?.run?.sessionId);
    });

  it('takes a run that did nothing where there is no other', async () => {
    await folder.write(begun(5, { runName: 'glad_noether' }), [runEnded(5)]);
    expect((await find('last'))?.run?.runName).to.equal('glad_noether');
  });

  it('finds nothing where the script was never run', async () => {
    await runs();
    expect(await find('last', 'third.nf')).to.equal(undefined);
  });

  it('needs no history for a session id in full, and writes it small', async () => {
    const id = '0AF1C2D3-AAAA-4BBB-8CCC-DDDDEEEEFFFF';
    expect(await find(id)).to.deep.equal({ sessionId: id.toLowerCase() });
  });

  it('refuses a name that no run has, and lists those there are', async () => {
    await runs();
    const refusal = await refusalOf(find('calm_bore'));
    expect(refusal.code).to.equal('RUN_UNKNOWN');
    expect(refusal.message).to.include('glad_noether').and.include('Did you mean calm_bohr?');
  });

  it('refuses any name where there is no history', async () => {
    expect((await refusalOf(find('calm_bohr'))).code).to.equal('HISTORY_EMPTY');
  });
});
