import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Journal } from '../../../local/state/journal.js';
import { FakeClock } from '../../support/fake-clock.js';

describe('Journal', () => {
  let folder: string;
  let clock: FakeClock;
  let said: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-journal-'));
    clock = new FakeClock();
    said = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (slack?: number): Promise<Journal> =>
    Journal.open(folder, {
      clock,
      log: (line) => said.push(line),
      ...(slack === undefined ? {} : { slack }),
    });
  const text = (): Promise<string> => readFile(join(folder, 'journal'), 'utf8');

  it('finds every record again, by kind and in the order of the first note', async () => {
    const first = await open();
    first.note('task', 'b', () => ({ status: 'RUNNING' }));
    first.note('task', 'a', () => 1);
    first.note('cluster', 'c', () => ['x', null, true]);
    first.note('task', 'b', () => ({ status: 'STOPPED' }));
    await first.close();
    const second = await open();
    expect([...second.all('task')]).to.deep.equal([
      ['b', { status: 'STOPPED' }],
      ['a', 1],
    ]);
    expect([...second.all('cluster')]).to.deep.equal([['c', ['x', null, true]]]);
    expect([...second.all('other')]).to.deep.equal([]);
    await second.close();
  });

  it('forgets what was dropped, also of an earlier start', async () => {
    const first = await open();
    first.note('task', 'a', () => 1);
    first.note('task', 'b', () => 2);
    await first.close();
    const second = await open();
    second.drop('task', 'a');
    second.drop('task', 'unknown');
    await second.close();
    const third = await open();
    expect([...third.all('task').keys()]).to.deep.equal(['b']);
    await third.close();
  });

  it('writes many changes of one record once, with its latest value', async () => {
    const journal = await open();
    let asked = 0;
    const value = { count: 0 };
    for (let change = 1; change <= 100; change++) {
      value.count = change;
      journal.note('task', 'a', () => {
        asked++;
        return { ...value };
      });
    }
    expect(asked).to.equal(0);
    await clock.advance(200);
    await journal.close();
    expect(asked).to.equal(1);
    expect((await text()).trimEnd().split('\n').slice(1)).to.deep.equal(['["task","a",{"count":100}]']);
  });

  it('writes by itself after a moment, for a cloud that is killed', async () => {
    const journal = await open();
    journal.note('task', 'a', () => 1);
    await clock.advance(199);
    expect(await text()).to.not.include('task');
    await clock.advance(1);
    while (!(await text()).includes('["task","a",1]')) await new Promise<void>((done) => setImmediate(done));
    await journal.close();
  });

  it('leaves out a line that was cut, says so, and goes on', async () => {
    const first = await open();
    first.note('task', 'a', () => 1);
    await first.close();
    await appendFile(join(folder, 'journal'), '["task","b",{"sta');
    const second = await open();
    expect([...second.all('task').keys()]).to.deep.equal(['a']);
    expect(said.join()).to.match(/journal: 1 lines? say/);
    second.note('task', 'c', () => 3);
    await second.close();
    const third = await open();
    expect([...third.all('task').keys()]).to.deep.equal(['a', 'c']);
    await third.close();
  });

  it('refuses the file of another version with what to do', async () => {
    await writeFile(join(folder, 'journal'), '{"version":99}\n');
    let message = '';
    await open().catch((error: unknown) => (message = (error as Error).message));
    expect(message).to.match(/cannot be read.*version.*Move the file away/s);
  });

  it('writes the file anew once what was overtaken outweighs what is left', async () => {
    const journal = await open(1000);
    for (let round = 0; round < 50; round++) {
      journal.note('task', 'a', () => ({ round, filler: 'x'.repeat(100) }));
      journal.note('task', 'kept', () => 'kept');
      if (round === 0) journal.note('task', 'gone', () => 'gone');
      else journal.drop('task', 'gone');
      await journal.close();
    }
    expect((await text()).length).to.be.below(1500);
    const again = await open();
    expect([...again.all('task').keys()]).to.deep.equal(['a', 'kept']);
    expect(again.all('task').get('a')).to.include({ round: 49 });
    await again.close();
  });

  it('tells once of a file it cannot write, and goes on', async () => {
    const journal = await open();
    await rm(folder, { recursive: true });
    for (const key of ['a', 'b']) {
      journal.note('task', key, () => 1);
      await journal.close();
    }
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/could not be written: ENOENT/);
    await rm(folder, { recursive: true, force: true });
    folder = await mkdtemp(join(tmpdir(), 'nf-journal-'));
  });
});
