import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile, readdir, appendFile, truncate, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  type ChecksumAlgorithm,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { S3Service } from '../../../local/s3/s3-service.js';
import { failureOf, runS3, type RunningS3 } from './running-s3.js';

describe(`${S3Service.name}: objects`, () => {
  let s3: RunningS3;
  let client: S3Client;

  beforeEach(async () => {
    s3 = await runS3();
    ({ client } = s3);
  });

  afterEach(() => s3.close());

  const put = (Key: string, Body: string | Readable = '', more: object = {}): Promise<object> =>
    client.send(new PutObjectCommand({ Bucket: 'bbb', Key, Body, ...more }));
  const get = async (Key: string, more: object = {}): Promise<string> => {
    const answer = await client.send(new GetObjectCommand({ Bucket: 'bbb', Key, ...more }));
    return (await answer.Body?.transformToString()) ?? '';
  };

  it('stores a put as the plain file a task reads [S3-1]', async () => {
    const answer = await put('work/ab/cd/.command.run', 'echo hi');
    expect(answer).to.have.property('ETag', `"${createHash('md5').update('echo hi').digest('hex')}"`);
    expect(await readFile(join(s3.root, 'bbb/work/ab/cd/.command.run'), 'utf8')).to.equal('echo hi');
    expect(s3.server.calls.count('s3', 'PutObject')).to.equal(1);
  });

  it('serves what a task wrote, with another ETag after every change, in the form of an upload in parts [S3-6]', async () => {
    await mkdir(join(s3.root, 'bbb/out'));
    await writeFile(join(s3.root, 'bbb/out/log'), 'one');
    expect(await get('out/log')).to.equal('one');
    const before = await client.send(new HeadObjectCommand({ Bucket: 'bbb', Key: 'out/log' }));
    await appendFile(join(s3.root, 'bbb/out/log'), ' two');
    const answer = await client.send(new HeadObjectCommand({ Bucket: 'bbb', Key: 'out/log' }));
    for (const { ETag } of [before, answer]) expect(ETag).to.match(/^"[0-9a-f]{32}-1"$/);
    expect(answer.ETag).to.not.equal(before.ETag);
    expect(answer.ContentLength).to.equal(7);
  });

  it('takes the framing off a streamed body', async () => {
    const parts = Array.from({ length: 40 }, (_, index) => `${index}`.repeat(8000));
    await put('big', Readable.from(parts.map((part) => Buffer.from(part))), {
      ContentLength: parts.join('').length,
    });
    expect(await get('big')).to.equal(parts.join(''));
    expect(await readFile(join(s3.root, 'bbb/big'), 'utf8')).to.equal(parts.join(''));
  });

  for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] satisfies ChecksumAlgorithm[]) {
    it(`checks the ${algorithm} an SDK computes, of a string and of a stream`, async () => {
      await put('text', 'hello', { ChecksumAlgorithm: algorithm });
      await put('stream', Readable.from([Buffer.from('hello')]), {
        ChecksumAlgorithm: algorithm,
        ContentLength: 5,
      });
      expect(await get('stream')).to.equal(await get('text'));
    });
  }

  it('refuses a body whose checksum or MD5 is wrong, and keeps what was there [S3-3]', async () => {
    await put('k', 'old');
    expect(await failureOf(put('k', 'new', { ChecksumCRC32: 'AAAAAA==' }))).to.include({
      name: 'BadDigest',
      status: 400,
    });
    const wrong = createHash('md5').update('other').digest('base64');
    expect(await failureOf(put('k', 'new', { ContentMD5: wrong }))).to.include({ name: 'BadDigest' });
    expect(await failureOf(put('k', 'new', { ContentMD5: 'x' }))).to.include({ name: 'InvalidDigest' });
    expect(await get('k')).to.equal('old');
    const uploads = join(s3.root, '../state/uploads');
    const left = await readdir(uploads, { recursive: true });
    expect(left.filter((name) => name.includes('/'))).to.deep.equal([]);
  });

  it('stores and serves an empty object', async () => {
    await put('empty', '', { ContentLength: 0 });
    expect(await get('empty')).to.equal('');
    const answer = await client.send(new HeadObjectCommand({ Bucket: 'bbb', Key: 'empty' }));
    expect(answer.ContentLength).to.equal(0);
  });

  it('serves ranges', async () => {
    await put('k', '0123456789');
    const part = await client.send(new GetObjectCommand({ Bucket: 'bbb', Key: 'k', Range: 'bytes=-3' }));
    expect(await part.Body?.transformToString()).to.equal('789');
    expect(part).to.include({ ContentRange: 'bytes 7-9/10', ContentLength: 3 });
    expect(await failureOf(get('k', { Range: 'bytes=10-' }))).to.include({
      name: 'InvalidRange',
      status: 416,
    });
  });

  it('answers conditional reads', async () => {
    await put('k', 'x');
    const etag = createHash('md5').update('x').digest('hex');
    expect(await failureOf(get('k', { IfNoneMatch: `"${etag}"` }))).to.include({ status: 304 });
    expect(await failureOf(get('k', { IfMatch: '"other"' }))).to.include({
      name: 'PreconditionFailed',
      status: 412,
    });
    expect(await get('k', { IfMatch: etag })).to.equal('x');
  });

  it('lets one of many conditional puts create the object [S3-4]', async () => {
    const puts = ['a', 'b', 'c', 'd'].map((body) => put('lock', body, { IfNoneMatch: '*' }));
    const states = (await Promise.allSettled(puts)).map((result) => result.status);
    expect(states.filter((state) => state === 'fulfilled')).to.have.length(1);
    expect(await failureOf(put('lock', 'e', { IfNoneMatch: '*' }))).to.include({
      name: 'PreconditionFailed',
      status: 412,
    });
    expect(await failureOf(put('none', 'e', { IfMatch: '"x"' }))).to.include({ name: 'NoSuchKey' });
  });

  it('gives back headers and metadata until a task rewrites the file', async () => {
    const kept = { ContentType: 'text/plain', CacheControl: 'no-cache', Metadata: { owner: 'me' } };
    await put('k', 'x', kept);
    const head = (): Promise<object> => client.send(new HeadObjectCommand({ Bucket: 'bbb', Key: 'k' }));
    expect(await head()).to.deep.include(kept);
    await writeFile(join(s3.root, 'bbb/k'), 'y');
    // A file system's clock may be too coarse to tell the put from the rewriting.
    await utimes(join(s3.root, 'bbb/k'), 1_700_000_000, 1_700_000_000);
    expect(await head()).to.deep.include({ ContentType: 'application/octet-stream', Metadata: {} });
    await put('k', 'y');
    expect(await head()).to.deep.include({ Metadata: {} });
  });

  it('gives a put that a task rewrote an ETag of its own, and no longer the MD5', async () => {
    await put('k', 'x');
    await writeFile(join(s3.root, 'bbb/k'), 'yz');
    const answer = await client.send(new HeadObjectCommand({ Bucket: 'bbb', Key: 'k' }));
    expect(answer.ETag).to.match(/-1"$/);
  });

  it('reads no file to tell of it', async () => {
    await writeFile(join(s3.root, 'bbb/huge'), '');
    await truncate(join(s3.root, 'bbb/huge'), 100 * 2 ** 30);
    const answer = await client.send(new HeadObjectCommand({ Bucket: 'bbb', Key: 'huge' }));
    expect(answer.ContentLength).to.equal(100 * 2 ** 30);
  });

  it('tells a missing key and a missing bucket apart', async () => {
    expect(await failureOf(get('none'))).to.include({ name: 'NoSuchKey', status: 404 });
    expect(await failureOf(get('none', { Bucket: 'nowhere' }))).to.include({
      name: 'NoSuchBucket',
      status: 404,
    });
    expect(await failureOf(put('k', 'x', { Bucket: 'nowhere' }))).to.include({ name: 'NoSuchBucket' });
    const head = client.send(new HeadObjectCommand({ Bucket: 'bbb', Key: 'none' }));
    expect(await failureOf(head)).to.include({ name: 'NotFound', status: 404 });
  });

  it('deletes, succeeds where nothing is, and leaves no empty folder', async () => {
    await put('a/b/c', 'x');
    for (let time = 0; time < 2; time++) {
      await client.send(new DeleteObjectCommand({ Bucket: 'bbb', Key: 'a/b/c' }));
    }
    expect(await readdir(join(s3.root, 'bbb'))).to.deep.equal([]);
  });

  it('refuses operations it has not by name', async () => {
    const of = { Bucket: 'bbb', Key: 'k' };
    const restore = await failureOf(client.send(new RestoreObjectCommand(of)));
    expect(restore).to.include({ name: 'NotImplemented', status: 501 });
    expect(restore.message).to.contain('RestoreObject');
    expect(s3.server.calls.count('s3', 'RestoreObject')).to.equal(1);
  });

  const refused: readonly [object, string, string][] = [
    [{ ServerSideEncryption: 'aws:kms' }, 'NotImplemented', 'x-amz-server-side-encryption'],
    [{ WebsiteRedirectLocation: '/x' }, 'NotImplemented', 'x-amz-website-redirect-location'],
    [{ StorageClass: 'GLACIER' }, 'NotImplemented', 'storage class GLACIER'],
    [{ StorageClass: 'CHEAP' }, 'InvalidStorageClass', 'not valid'],
    [{ ACL: 'public-read' }, 'AccessControlListNotSupported', 'does not allow ACLs'],
    [{ Metadata: { long: 'x'.repeat(2045) } }, 'MetadataTooLarge', 'maximum allowed metadata size'],
    [{ IfNoneMatch: '"etag"' }, 'NotImplemented', 'functionality that is not implemented'],
  ];
  for (const [option, name, said] of refused) {
    it(`refuses a put with ${JSON.stringify(option).slice(0, 50)} rather than ignore it`, async () => {
      const failure = await failureOf(put('k', 'x', option));
      expect(failure.name).to.equal(name);
      expect(failure.message).to.contain(said);
    });
  }

  it('takes what every object has anyway', async () => {
    await put('k', 'x', { ServerSideEncryption: 'AES256', StorageClass: 'STANDARD', ACL: 'private' });
    expect(await get('k', { ExpectedBucketOwner: '123456789012' })).to.equal('x');
    expect(await failureOf(get('k', { ExpectedBucketOwner: '999999999999' }))).to.include({
      name: 'AccessDenied',
    });
  });
});
