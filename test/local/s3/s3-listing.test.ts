import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type _Object,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { S3Service } from '../../../local/s3/s3-service.js';
import { failureOf, runS3, type RunningS3 } from './running-s3.js';

const keyOf = (item: _Object): string => item.Key ?? '';

describe(`${S3Service.name}: listing`, () => {
  let s3: RunningS3;
  let client: S3Client;

  beforeEach(async () => {
    s3 = await runS3();
    ({ client } = s3);
    for (const Key of ['a', 'd/1', 'd/2', 'd/e/3', 'd0', 'f/4']) {
      await client.send(new PutObjectCommand({ Bucket: 'bbb', Key, Body: Key }));
    }
  });

  afterEach(() => s3.close());

  const list = async (input: object = {}): Promise<{ keys: string[]; prefixes: string[]; count: number }> => {
    const answer = await client.send(new ListObjectsV2Command({ Bucket: 'bbb', ...input }));
    return {
      keys: (answer.Contents ?? []).map(keyOf),
      prefixes: (answer.CommonPrefixes ?? []).map((item) => item.Prefix ?? ''),
      count: answer.KeyCount ?? -1,
    };
  };

  it('tells size, ETag and time of what tasks wrote, the same as HEAD does [S3-7]', async () => {
    await mkdir(join(s3.root, 'bbb/task'));
    await writeFile(join(s3.root, 'bbb/task/out'), 'hello');
    const answer = await client.send(new ListObjectsV2Command({ Bucket: 'bbb', Prefix: 'task/' }));
    expect(answer.Contents).to.have.length(1);
    expect(answer.Contents?.[0]).to.include({ Key: 'task/out', Size: 5, StorageClass: 'STANDARD' });
    const head = await client.send(new HeadObjectCommand({ Bucket: 'bbb', Key: 'task/out' }));
    expect(answer.Contents?.[0]?.ETag).to.match(/^"[0-9a-f]{32}-1"$/);
    expect(answer.Contents?.[0]?.ETag).to.equal(head.ETag);
    expect(answer.Contents?.[0]?.LastModified).to.deep.equal(head.LastModified);
  });

  it('tells the MD5 of what was put, also when its memory is gone [S3-5]', async () => {
    const md5 = createHash('md5').update('a').digest('hex');
    const before = await client.send(new ListObjectsV2Command({ Bucket: 'bbb', MaxKeys: 1 }));
    expect(before.Contents?.[0]?.ETag).to.equal(`"${md5}"`);
    const restarted = await s3.restart();
    const after = await restarted.send(new ListObjectsV2Command({ Bucket: 'bbb', MaxKeys: 1 }));
    expect(after.Contents?.[0]?.ETag).to.equal(`"${md5}"`);
  });

  it('narrows by a prefix that is no whole segment', async () => {
    expect((await list({ Prefix: 'd' })).keys).to.deep.equal(['d/1', 'd/2', 'd/e/3', 'd0']);
    expect((await list({ Prefix: 'd/e/' })).keys).to.deep.equal(['d/e/3']);
    expect((await list({ Prefix: 'none/x' })).keys).to.deep.equal([]);
  });

  it('groups by a delimiter, a slash or any other', async () => {
    expect(await list({ Delimiter: '/' })).to.deep.equal({
      keys: ['a', 'd0'],
      prefixes: ['d/', 'f/'],
      count: 4,
    });
    expect(await list({ Delimiter: '/', Prefix: 'd/' })).to.deep.equal({
      keys: ['d/1', 'd/2'],
      prefixes: ['d/e/'],
      count: 3,
    });
    expect((await list({ Delimiter: '/e' })).prefixes).to.deep.equal(['d/e']);
  });

  it('tells no common prefix for a folder without objects', async () => {
    await mkdir(join(s3.root, 'bbb/hollow/inner'), { recursive: true });
    expect((await list({ Delimiter: '/' })).prefixes).to.deep.equal(['d/', 'f/']);
  });

  it('starts after a key, which need not exist', async () => {
    expect((await list({ StartAfter: 'd/2' })).keys).to.deep.equal(['d/e/3', 'd0', 'f/4']);
    expect((await list({ StartAfter: 'd/15' })).keys[0]).to.equal('d/2');
  });

  for (const [Delimiter, MaxKeys] of [
    [undefined, 1],
    [undefined, 4],
    ['/', 1],
    ['/', 3],
  ] as const) {
    it(`pages by ${MaxKeys} with delimiter ${String(Delimiter)} without loss or repeat [S3-2]`, async () => {
      const whole = await list({ Delimiter });
      const keys: string[] = [];
      const prefixes: string[] = [];
      const input = { Bucket: 'bbb', MaxKeys, ...(Delimiter === undefined ? {} : { Delimiter }) };
      for await (const page of paginateListObjectsV2({ client }, input)) {
        expect(page.KeyCount).to.be.at.most(MaxKeys);
        keys.push(...(page.Contents ?? []).map(keyOf));
        prefixes.push(...(page.CommonPrefixes ?? []).map((item) => item.Prefix ?? ''));
      }
      expect({ keys, prefixes }).to.deep.equal({ keys: whole.keys, prefixes: whole.prefixes });
    });
  }

  it('refuses a token that is not its own, an encoding it does not know, and a page size that is no number', async () => {
    expect(await failureOf(list({ ContinuationToken: 'x' }))).to.include({ name: 'InvalidArgument' });
    expect(await failureOf(list({ EncodingType: 'hex' }))).to.include({ name: 'InvalidArgument' });
    expect(await failureOf(list({ MaxKeys: -1 }))).to.include({ name: 'InvalidArgument' });
  });

  it('deletes many at once and tells which', async () => {
    const Objects = ['a', 'd/1', 'none'].map((Key) => ({ Key }));
    const answer = await client.send(new DeleteObjectsCommand({ Bucket: 'bbb', Delete: { Objects } }));
    expect(answer.Deleted?.map((item) => item.Key)).to.deep.equal(['a', 'd/1', 'none']);
    const quiet = { Objects: [{ Key: 'd/2' }], Quiet: true };
    const silent = await client.send(new DeleteObjectsCommand({ Bucket: 'bbb', Delete: quiet }));
    expect(silent.Deleted).to.equal(undefined);
    expect((await list()).keys).to.deep.equal(['d/e/3', 'd0', 'f/4']);
  });

  it('deletes the version null, and tells of any other that there is none [S3-25]', async () => {
    const Objects = [
      { Key: 'a', VersionId: 'null' },
      { Key: 'd0', VersionId: '1' },
    ];
    const answer = await client.send(new DeleteObjectsCommand({ Bucket: 'bbb', Delete: { Objects } }));
    expect(answer.Deleted).to.deep.equal([{ Key: 'a', VersionId: 'null' }]);
    expect(answer.Errors?.[0]).to.include({ Key: 'd0', VersionId: '1', Code: 'InvalidArgument' });
    expect((await list()).keys).to.deep.equal(['d/1', 'd/2', 'd/e/3', 'd0', 'f/4']);
  });
});

describe(`${S3Service.name}: buckets`, () => {
  let s3: RunningS3;

  afterEach(() => s3.close());

  it('creates, finds, lists and deletes them', async () => {
    s3 = await runS3();
    const of = { Bucket: 'second.bucket' };
    await s3.client.send(new CreateBucketCommand(of));
    const found = await s3.client.send(new HeadBucketCommand(of));
    expect(found.BucketRegion).to.equal('us-east-1');
    await s3.client.send(new DeleteBucketCommand(of));
    expect(await failureOf(s3.client.send(new HeadBucketCommand(of)))).to.include({ status: 404 });
    expect(await failureOf(s3.client.send(new DeleteBucketCommand(of)))).to.include({ name: 'NoSuchBucket' });
  });

  it('lists those whose names are buckets', async () => {
    s3 = await runS3();
    await s3.client.send(new CreateBucketCommand({ Bucket: 'abc' }));
    await mkdir(join(s3.root, 'Not_A_Bucket'));
    const answer = await s3.client.send(new ListBucketsCommand({}));
    expect(answer.Buckets?.map((bucket) => bucket.Name)).to.deep.equal(['abc', 'bbb']);
    expect(answer.Owner?.ID).to.equal('123456789012');
  });

  it('refuses to delete one that holds objects, not one with empty folders', async () => {
    s3 = await runS3();
    await s3.client.send(new PutObjectCommand({ Bucket: 'bbb', Key: 'k', Body: 'x' }));
    const failure = await failureOf(s3.client.send(new DeleteBucketCommand({ Bucket: 'bbb' })));
    expect(failure).to.include({ name: 'BucketNotEmpty', status: 409 });
    await s3.client.send(new CreateBucketCommand({ Bucket: 'hollow' }));
    await mkdir(join(s3.root, 'hollow/a/b'), { recursive: true });
    await s3.client.send(new DeleteBucketCommand({ Bucket: 'hollow' }));
  });

  it('refuses names S3 does not take', async () => {
    s3 = await runS3();
    for (const Bucket of ['AB', 'a', '127.0.0.1', 'a..b']) {
      const failure = await failureOf(s3.client.send(new CreateBucketCommand({ Bucket })));
      expect(failure).to.include({ name: 'InvalidBucketName' });
    }
  });

  it('holds to its region', async () => {
    s3 = await runS3('eu-west-1');
    const { client } = s3;
    const where = await client.send(new GetBucketLocationCommand({ Bucket: 'bbb' }));
    expect(where.LocationConstraint).to.equal('eu-west-1');
    const elsewhere = { LocationConstraint: 'eu-west-3' } as const;
    const create = new CreateBucketCommand({ Bucket: 'abc', CreateBucketConfiguration: elsewhere });
    expect(await failureOf(client.send(create))).to.include({ name: 'IllegalLocationConstraintException' });
    const again = new CreateBucketCommand({
      Bucket: 'bbb',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    expect(await failureOf(client.send(again))).to.include({ name: 'BucketAlreadyOwnedByYou', status: 409 });
  });
});
