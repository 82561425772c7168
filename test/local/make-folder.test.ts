import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder } from '../../local/make-folder.js';

describe(makeFolder.name, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-make-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const failure = (path: string): Promise<unknown> => makeFolder(path).catch((error: unknown) => error);

  it('makes a folder and those above it, at once or several times over', async () => {
    const path = join(folder, 'a/b/c');
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a/b/d'))]);
    await makeFolder(path);
    expect((await stat(path)).isDirectory()).to.equal(true);
  });

  it('fails where a file is in the way', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await failure(join(folder, 'file'))).to.have.property('code', 'EEXIST');
    expect(await failure(join(folder, 'file/below'))).to.have.property('code', 'ENOTDIR');
  });

  it('fails, and soon, where a file system has no folders to make', async function () {
    if (process.platform !== 'linux') this.skip();
    expect(await failure('/proc/nope')).to.have.property('code', 'ENOENT');
    expect(await failure('/proc/nope/below/it')).to.have.property('code', 'ENOENT');
  });
});
