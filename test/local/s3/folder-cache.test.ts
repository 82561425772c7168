import { mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DataRoot } from '../../../local/s3/data-root.js';
import { FolderCache } from '../../../local/s3/folder-cache.js';

/** Long after whatever a test does to its files. */
const later = Number.MAX_SAFE_INTEGER;

describe(FolderCache.name, () => {
  let folder: string;
  let root: DataRoot;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-awsecs-folders-')));
    root = new DataRoot(folder);
    await mkdir(join(folder, 'bbb/sub'), { recursive: true });
    for (const name of ['c', 'a', 'sub!']) await writeFile(join(folder, 'bbb', name), name);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const orders = async (cache: FolderCache, ...names: string[]): Promise<string[]> =>
    (await cache.read(names)).entries.map((entry) => entry.order);

  it('gives entries in the order of keys, a folder also as the object it may hold', async () => {
    const cache = new FolderCache(root, () => later);
    expect(await orders(cache, 'bbb')).to.deep.equal(['a', 'c', 'sub', 'sub!', 'sub/']);
  });

  it('reads a folder that was left alone once [S3-20]', async () => {
    const cache = new FolderCache(root, () => later);
    expect(await cache.read(['bbb'])).to.equal(await cache.read(['bbb']));
  });

  it('reads it again after a name came or went [S3-20]', async () => {
    const cache = new FolderCache(root, () => later);
    await cache.read(['bbb']);
    await writeFile(join(folder, 'bbb/b'), 'new');
    await utimes(join(folder, 'bbb'), 1_800_000_000, 1_800_000_000);
    expect(await orders(cache, 'bbb')).to.include('b');
    await rm(join(folder, 'bbb/a'));
    await utimes(join(folder, 'bbb'), 1_800_000_001, 1_800_000_001);
    expect(await orders(cache, 'bbb')).to.not.include('a');
  });

  it('keeps no folder changed so lately that its time may not tell the next change', async () => {
    const cache = new FolderCache(root, () => 0);
    const first = await cache.read(['bbb']);
    const second = await cache.read(['bbb']);
    expect(second).to.not.equal(first);
    expect(second).to.deep.equal(first);
  });

  it('keeps no folder whose long names lie in folders of their own', async () => {
    const cache = new FolderCache(root, () => later);
    await mkdir(join(folder, 'bbb', `%+${'x'.repeat(253)}`));
    expect(await cache.read(['bbb'])).to.not.equal(await cache.read(['bbb']));
  });

  it('lets the folder that was not used for longest go above its limit', async () => {
    for (const name of ['one', 'two', 'three']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'x'), '');
    }
    const cache = new FolderCache(root, () => later, 4);
    const [one, two] = [await cache.read(['one']), await cache.read(['two'])];
    expect(await cache.read(['one'])).to.equal(one);
    await cache.read(['three']);
    expect(await cache.read(['one'])).to.equal(one);
    expect(await cache.read(['two'])).to.not.equal(two);
    // Four entries and the folder itself are more than four.
    expect(await cache.read(['bbb'])).to.not.equal(await cache.read(['bbb']));
    expect(await cache.read(['one'])).to.equal(one);
  });

  it('asks where a link leads anew each time: that changes without its folder', async () => {
    await symlink('nowhere', join(folder, 'bbb/link'));
    const entries = (await new FolderCache(root, () => later).read(['bbb'])).entries;
    const links = entries.filter((entry) => entry.order.startsWith('link'));
    expect(links.map((entry) => [entry.order, entry.kind])).to.deep.equal([
      ['link', 'link-object'],
      ['link/', 'link-folder'],
    ]);
  });

  it('is empty for what is not there', async () => {
    expect(await orders(new FolderCache(root, () => later), 'none')).to.deep.equal([]);
  });
});
