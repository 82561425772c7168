import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { processMark } from '../../../local/process-mark.js';
import { lockFolder } from '../../../local/state/folder-lock.js';

describe('lockFolder', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'nf-lock-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('gives a folder to one at a time', async () => {
    const taken = await Promise.all([lockFolder(folder), lockFolder(folder), lockFolder(folder)]);
    expect(taken.filter((lock) => lock !== undefined)).to.have.length(1);
    await taken.find((lock) => lock !== undefined)?.release();
    expect(await readdir(folder)).to.deep.equal([]);
    const again = await lockFolder(folder);
    expect(again).to.not.equal(undefined);
    await again?.release();
  });

  it('takes over what a dead process left', async () => {
    const mark = { ...(await processMark(process.pid)), started: 'long ago' };
    await writeFile(join(folder, 'owner.json'), JSON.stringify(mark));
    expect(await lockFolder(folder)).to.not.equal(undefined);
  });

  it('takes over a mark that says nothing', async () => {
    await writeFile(join(folder, 'owner.json'), 'no mark');
    expect(await lockFolder(folder)).to.not.equal(undefined);
  });
});
