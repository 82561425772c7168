import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'chai';

interface Row {
  readonly id: string;
  readonly confidence: string;
  readonly modelled: string;
}

async function ledger(): Promise<Row[]> {
  const page = await readFile('local/RULES.md', 'utf8');
  return page
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => /^[A-Z]+-\d+$/.test(cells[1] ?? ''))
    .map((cells) => ({ id: cells[1] ?? '', confidence: cells[3] ?? '', modelled: cells[4] ?? '' }));
}

/** Text of every test of the local cloud, by the name a row uses. */
async function tests(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of await readdir('test/local', { recursive: true })) {
    if (!path.endsWith('.test.ts')) continue;
    const text = await readFile(join('test/local', path), 'utf8');
    const name = basename(path, '.test.ts');
    files.set(name, (files.get(name) ?? '') + text);
  }
  return files;
}

describe('the ledger local/RULES.md', () => {
  it('names a test that exists for every fact it calls modelled', async () => {
    const files = await tests();
    const wrong = (await ledger())
      .filter(({ modelled }) => !modelled.startsWith('**not'))
      .filter(({ modelled }) => {
        const [file = '', ...title] = modelled.split(': ');
        const wanted = title.join(': ').replace(/^refuses (?=[a-z]+)/, '');
        return wanted === '' || files.get(file)?.includes(wanted) !== true;
      });
    expect(wrong.map(({ id, modelled }) => `${id}: ${modelled}`)).to.deep.equal([]);
  });

  it('gives every fact one id and a confidence', async () => {
    const rows = await ledger();
    expect(rows.length).to.be.at.least(50);
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
    for (const { id, confidence } of rows) expect(confidence, id).to.match(/^[HML?]/);
  });
});
