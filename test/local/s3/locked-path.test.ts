import { chmod, chown, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { withAccess } from '../../../local/s3/locked-path.js';
import { asPlainUser } from '../as-plain-user.js';
import { failureOf, runS3, type RunningS3 } from './running-s3.js';

describe(withAccess.name, () => {
  let s3: RunningS3;
  let client: S3Client;

  beforeEach(async () => {
    s3 = await runS3();
    ({ client } = s3);
    // What the SDK loads on its first call, it may not be able to load as another user.
    await keys();
    for (const path of ['a/file', 'closed/file', 'closed/deep/file', 'fixed/file']) {
      await mkdir(dirname(file(path)), { recursive: true });
      await writeFile(file(path), path);
    }
  });
  afterEach(() => s3.close());

  const file = (path: string): string => join(s3.root, 'bbb', path);
  const asTask = <T>(action: () => Promise<T>): Promise<T> => asPlainUser(dirname(s3.root), action);
  const of = (Key: string): { Bucket: string; Key: string } => ({ Bucket: 'bbb', Key });
  const keys = async (Prefix = ''): Promise<string[]> => {
    const answer = await client.send(new ListObjectsV2Command({ Bucket: 'bbb', Prefix }));
    return (answer.Contents ?? []).map((item) => item.Key ?? '');
  };
  const get = async (key: string): Promise<string> => {
    const answer = await client.send(new GetObjectCommand(of(key)));
    return (await answer.Body?.transformToString()) ?? '';
  };

  for (const mode of [0o000, 0o444, 0o555]) {
    it(`lists, reads, writes and deletes in folders a task has set to ${mode.toString(8)} [S3-8]`, async () => {
      for (const path of ['closed/deep', 'closed', 'fixed']) await chmod(file(path), mode);
      await asTask(async () => {
        expect(await keys()).to.deep.equal(['a/file', 'closed/deep/file', 'closed/file', 'fixed/file']);
        expect(await get('closed/deep/file')).to.equal('closed/deep/file');
        await client.send(new PutObjectCommand({ ...of('fixed/new/one'), Body: 'x' }));
        await client.send(new DeleteObjectCommand(of('closed/deep/file')));
        expect(await keys()).to.deep.equal(['a/file', 'closed/file', 'fixed/file', 'fixed/new/one']);
      });
    });
  }

  it('reads a file a task has set to 000, leaving the rights of others as they were', async () => {
    await chmod(file('a/file'), 0o000);
    await asTask(async () => {
      expect(await keys('a/')).to.deep.equal(['a/file']);
      expect(await get('a/file')).to.equal('a/file');
    });
    expect((await lstat(file('a/file'))).mode & 0o777).to.equal(0o600);
  });

  it('lists a locked file without opening it', async () => {
    await chmod(file('a/file'), 0o000);
    await asTask(() => keys('a/'));
    expect((await lstat(file('a/file'))).mode & 0o777).to.equal(0o000);
  });

  it('puts below a locked file, which becomes the object of a folder', async () => {
    await chmod(file('a/file'), 0o000);
    await chmod(file('a'), 0o555);
    await asTask(async () => {
      await client.send(new PutObjectCommand({ ...of('a/file/below'), Body: 'x' }));
      expect(await keys('a/')).to.deep.equal(['a/file', 'a/file/below']);
      expect(await get('a/file')).to.equal('a/file');
    });
  });

  it('deletes a bucket of locked empty folders', async () => {
    for (const path of ['a', 'closed', 'fixed']) {
      for (const key of await keys(path)) await client.send(new DeleteObjectCommand(of(key)));
    }
    await mkdir(file('hollow/inner'), { recursive: true });
    await chmod(file('hollow'), 0o000);
    await asTask(() => client.send(new DeleteBucketCommand({ Bucket: 'bbb' })));
  });

  it("answers 403 for another user's locked file, and lists the page all the same", async function () {
    // Only root can give a file away.
    if (process.geteuid?.() !== 0) this.skip();
    await chmod(file('a/file'), 0o600);
    await chmod(file('closed'), 0o700);
    await asTask(async () => {
      process.seteuid?.(0);
      for (const path of ['a/file', 'closed']) await chown(file(path), 0, -1);
      process.seteuid?.(65_534);
      const failure = await failureOf(client.send(new GetObjectCommand(of('a/file'))));
      expect(failure).to.include({ name: 'AccessDenied', status: 403 });
      expect(failure.message).to.contain("'bbb/a/file' is locked");
      const inside = await failureOf(client.send(new HeadObjectCommand(of('closed/file'))));
      expect(inside.status).to.equal(403);
      expect(await keys()).to.deep.equal(['a/file', 'fixed/file']);
    });
    expect(await readFile(file('a/file'), 'utf8')).to.equal('a/file');
  });
});
