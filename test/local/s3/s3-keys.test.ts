import { lstat, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { ObjectFiles } from '../../../local/s3/object-files.js';
import { failureOf, runS3, type RunningS3 } from './running-s3.js';

describe(ObjectFiles.name, () => {
  let s3: RunningS3;
  let client: S3Client;

  beforeEach(async () => {
    s3 = await runS3();
    ({ client } = s3);
  });

  afterEach(() => s3.close());

  const put = (Key: string, Body = Key): Promise<object> =>
    client.send(new PutObjectCommand({ Bucket: 'bbb', Key, Body }));
  const get = async (Key: string): Promise<string> => {
    const answer = await client.send(new GetObjectCommand({ Bucket: 'bbb', Key }));
    return (await answer.Body?.transformToString()) ?? '';
  };
  const remove = (Key: string): Promise<object> =>
    client.send(new DeleteObjectCommand({ Bucket: 'bbb', Key }));
  const keys = async (): Promise<string[]> => {
    const answer = await client.send(new ListObjectsV2Command({ Bucket: 'bbb', EncodingType: 'url' }));
    return (answer.Contents ?? []).map((item) => decodeURIComponent(item.Key ?? ''));
  };
  const file = (path: string): string => join(s3.root, 'bbb', path);

  const awkward = [
    '/a',
    '/a//b/../c/./d/',
    ' a b+c&<>"\'é.txt',
    'a\rb\nc\td',
    `long/${'x'.repeat(300)}/y`,
    `long/${'x'.repeat(260)}`,
    `long/${'x'.repeat(249)}z`,
    'mark/%=',
    'mark/%@',
    'slash/',
  ];
  for (const key of awkward) {
    it(`stores, lists, reads and deletes ${JSON.stringify(key.slice(0, 30))}`, async () => {
      await put(key);
      expect(await get(key)).to.equal(key);
      expect(await keys()).to.deep.equal([key]);
      await remove(key);
      expect(await readdir(file(''))).to.deep.equal([]);
    });
  }

  it('lists all of them together in the order of their bytes', async () => {
    for (const key of awkward) await put(key);
    const ordered = [...awkward].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await keys()).to.deep.equal(ordered);
  });

  it('keeps an object beside the objects below it, whichever came first', async () => {
    await put('k');
    await put('k/x');
    await put('k!');
    await put('l/x');
    await put('l');
    expect(await keys()).to.deep.equal(['k', 'k!', 'k/x', 'l', 'l/x']);
    for (const key of ['k', 'k/x', 'l', 'l/x']) expect(await get(key)).to.equal(key);
    await remove('k');
    await put('l', 'replaced');
    expect(await get('l')).to.equal('replaced');
    expect(await keys()).to.deep.equal(['k!', 'k/x', 'l', 'l/x']);
  });

  it('puts a plain file where a task left an empty folder', async () => {
    await mkdir(file('k'));
    await put('k', 'now a file');
    expect(await readFile(file('k'), 'utf8')).to.equal('now a file');
  });

  it('takes no key above 1024 bytes', async () => {
    expect(await failureOf(put('é'.repeat(513)))).to.include({ name: 'KeyTooLongError', status: 400 });
  });

  it('follows links a task made, to /fusion/s3 and relative', async () => {
    await mkdir(file('work'));
    await mkdir(file('data'));
    await writeFile(file('data/in.txt'), 'input');
    await symlink('/fusion/s3/bbb/data/in.txt', file('work/absolute'));
    await symlink('../data/in.txt', file('work/relative'));
    await symlink(join(s3.root, 'bbb/data'), file('work/folder'));
    for (const key of ['work/absolute', 'work/relative', 'work/folder/in.txt']) {
      expect(await get(key)).to.equal('input');
    }
    expect(await keys()).to.deep.equal([
      'data/in.txt',
      'work/absolute',
      'work/folder/in.txt',
      'work/relative',
    ]);
  });

  it('serves nothing through a link that leads out', async () => {
    await writeFile(join(s3.root, '../secret'), 'secret');
    await symlink(join(s3.root, '../secret'), file('absolute'));
    await symlink('../../secret', file('relative'));
    await symlink('/fusion/s3/../../secret', file('disguised'));
    await symlink('..', file('up'));
    await symlink('/etc', file('etc'));
    for (const key of ['absolute', 'relative', 'disguised', 'etc/passwd']) {
      expect(await failureOf(get(key))).to.include({ name: 'AccessDenied', status: 403 });
    }
    expect(await failureOf(put('etc/nf-awsecs'))).to.include({ name: 'AccessDenied' });
    expect(await failureOf(remove('etc/passwd'))).to.include({ name: 'AccessDenied' });
    expect((await keys()).filter((key) => !key.startsWith('up/'))).to.deep.equal([]);
  });

  it('survives dead links and links that go round in circles', async () => {
    await mkdir(file('a'));
    await symlink('nowhere', file('dead'));
    await symlink('loop', file('loop'));
    await symlink('/fusion/s3/bbb', file('a/root'));
    await put('a/x');
    expect(await failureOf(get('dead'))).to.include({ name: 'NoSuchKey' });
    expect(await failureOf(get('loop'))).to.include({ name: 'AccessDenied' });
    expect(await keys()).to.deep.equal(['a/x']);
  });

  it('replaces and deletes a link itself, never what it leads to', async () => {
    await writeFile(file('target'), 'precious');
    await symlink('target', file('one'));
    await symlink('target', file('two'));
    await put('one', 'new');
    await remove('two');
    expect(await readFile(file('target'), 'utf8')).to.equal('precious');
    expect((await lstat(file('one'))).isFile()).to.equal(true);
    expect(await keys()).to.deep.equal(['one', 'target']);
  });

  it('shows no file whose name is a mark of the encoding but no key', async () => {
    await writeFile(file('%=plain'), 'x');
    expect(await keys()).to.deep.equal([]);
  });

  it('keeps every one of many puts that need each other as folder and file', async () => {
    const all = ['p', 'p/q', 'p/q/r', 'p/q/s', 'p/t'];
    await Promise.all(all.map((key) => put(key)));
    expect(await keys()).to.deep.equal(all);
  });
});
