import { access, chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { removeTree } from '../../local/remove-tree.js';
import { asPlainUser } from './as-plain-user.js';

describe(removeTree.name, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-remove-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const exists = (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );

  for (const mode of [0o000, 0o444, 0o555]) {
    it(`removes folders a task has set to ${mode.toString(8)}, one in the other`, async () => {
      const tree = join(folder, 'tree');
      await mkdir(join(tree, 'a/b'), { recursive: true });
      await writeFile(join(tree, 'a/b/file'), 'x');
      for (const path of ['a/b/file', 'a/b', 'a', '']) await chmod(join(tree, path), mode);
      await asPlainUser(folder, () => removeTree(tree));
      expect(await exists(tree)).to.equal(false);
    });
  }

  it('removes links, and leaves alone what they lead to', async () => {
    const outside = join(folder, 'outside');
    await mkdir(outside, { mode: 0o500 });
    await mkdir(join(folder, 'tree/locked'), { recursive: true });
    await symlink(outside, join(folder, 'tree/locked/link'));
    await chmod(join(folder, 'tree/locked'), 0o500);
    await asPlainUser(folder, () => removeTree(join(folder, 'tree')));
    expect(await exists(join(folder, 'tree'))).to.equal(false);
    expect(await exists(outside)).to.equal(true);
  });

  it('finds nothing wrong with nothing', async () => {
    await removeTree(join(folder, 'none'));
  });
});
