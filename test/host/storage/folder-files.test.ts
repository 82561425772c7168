import { expect } from 'chai';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FolderFiles } from '../../../host/storage/folder-files.js';
import { all } from '../history/history-folder.js';

describe(FolderFiles.name, () => {
  let folder: string;
  let files: FolderFiles;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf-folder-'));
    files = new FolderFiles(join(folder, 's3'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(key: string, text = 'text'): Promise<void> {
    const path = join(folder, 's3', 'bucket', key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  const uris = async (prefix: string): Promise<string[]> =>
    (await all(files.list(prefix))).map(({ uri }) => uri);

  it('lists what is below a folder in the order of S3, with sizes', async () => {
    for (const key of ['w/ab/c/out', 'w/ab/c.d', 'w/ab/.command.run', 'w/abc', 'w/ab/c/sub/deep', 'x'])
      await write(key);
    expect(await uris('s3://bucket/w/ab/')).to.deep.equal([
      's3://bucket/w/ab/.command.run',
      's3://bucket/w/ab/c.d',
      's3://bucket/w/ab/c/out',
      's3://bucket/w/ab/c/sub/deep',
    ]);
    expect(await uris('s3://bucket/w/ab')).to.have.members([
      ...(await uris('s3://bucket/w/ab/')),
      's3://bucket/w/abc',
    ]);
    expect((await all(files.list('s3://bucket/x')))[0]).to.include({ uri: 's3://bucket/x', size: 4 });
  });

  it('has nothing where there is no folder', async () => {
    expect(await uris('s3://bucket/w/')).to.deep.equal([]);
    await files.removeAll(['s3://bucket/w/gone']);
  });

  it('removes files and the folders that are empty then, up to the bucket', async () => {
    await write('w/ab/c/out');
    await write('w/ab/c/sub/deep');
    await write('w/stays');
    await files.removeAll(await uris('s3://bucket/w/ab/'));
    expect(await readdir(join(folder, 's3', 'bucket', 'w'))).to.deep.equal(['stays']);
    await files.removeAll(['s3://bucket/w/stays']);
    expect(await readdir(join(folder, 's3'))).to.deep.equal(['bucket']);
  });

  it('follows no link, and removes the link alone', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'precious'), 'text');
    await write('w/ab/c/out');
    await symlink(elsewhere, join(folder, 's3', 'bucket', 'w', 'ab', 'c', 'link'));
    await symlink(elsewhere, join(folder, 's3', 'bucket', 'w', 'cd'));
    expect(await uris('s3://bucket/w/cd/')).to.deep.equal([]);
    await files.removeAll(['s3://bucket/w/cd/precious', ...(await uris('s3://bucket/w/ab/'))]);
    expect(await readdir(elsewhere)).to.deep.equal(['precious']);
    expect(await readdir(join(folder, 's3', 'bucket', 'w'))).to.deep.equal(['cd']);
  });
});
