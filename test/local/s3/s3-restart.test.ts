import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { S3Service } from '../../../local/s3/s3-service.js';
import { failureOf, runS3, type RunningS3 } from './running-s3.js';

describe(`${S3Service.name}: after a restart`, () => {
  let s3: RunningS3;
  let client: S3Client;
  const of = { Bucket: 'bbb', Key: 'k' } as const;

  beforeEach(async () => {
    s3 = await runS3();
    ({ client } = s3);
  });
  afterEach(() => s3.close());

  const state = (...names: string[]): string => join(s3.root, '../state', ...names);

  it('knows metadata, tags, checksum, storage class and ETag of what was put [S3-5] [S3-16]', async () => {
    await client.send(
      new PutObjectCommand({
        ...of,
        Body: 'x',
        Metadata: { a: 'b' },
        Tagging: 't=1',
        ChecksumAlgorithm: 'SHA256',
        StorageClass: 'STANDARD_IA',
      }),
    );
    const head = async (from: S3Client): Promise<object> => {
      const answer = await from.send(new HeadObjectCommand({ ...of, ChecksumMode: 'ENABLED' }));
      return { ...answer, $metadata: undefined };
    };
    const before = await head(client);
    const restarted = await s3.restart();
    const after = await head(restarted);
    expect(after).to.deep.equal(before);
    expect(after).to.deep.include({ Metadata: { a: 'b' }, TagCount: 1, StorageClass: 'STANDARD_IA' });
    const list = await restarted.send(new ListObjectsV2Command({ Bucket: 'bbb' }));
    expect(list.Contents?.[0]).to.deep.include({
      ChecksumAlgorithm: ['SHA256'],
      StorageClass: 'STANDARD_IA',
    });
  });

  it('knows region and tags of buckets [S3-23]', async () => {
    const Bucket = 'elsewhere';
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-3' } as const;
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const Tagging = { TagSet: [{ Key: 'team', Value: 'x' }] };
    await client.send(new PutBucketTaggingCommand({ Bucket: 'bbb', Tagging }));
    const restarted = await s3.restart();
    const location = await restarted.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).to.equal('eu-west-3');
    expect(await failureOf(restarted.send(new PutObjectCommand({ Bucket, Key: 'k' })))).to.include({
      name: 'AuthorizationHeaderMalformed',
    });
    const { TagSet } = await restarted.send(new GetBucketTaggingCommand({ Bucket: 'bbb' }));
    expect(TagSet).to.deep.equal(Tagging.TagSet);
  });

  it('goes on with an upload in parts [S3-13]', async () => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...of, Metadata: { a: 'b' }, Tagging: 't=1' }),
    );
    const { ETag } = await client.send(new UploadPartCommand({ ...of, UploadId, PartNumber: 1, Body: 'x' }));
    const restarted = await s3.restart();
    const parts = await restarted.send(new ListPartsCommand({ ...of, UploadId }));
    expect(parts.Parts?.[0]).to.include({ PartNumber: 1, Size: 1, ETag });
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await restarted.send(new CompleteMultipartUploadCommand({ ...of, UploadId, MultipartUpload }));
    const head = await restarted.send(new HeadObjectCommand(of));
    expect(head).to.deep.include({ Metadata: { a: 'b' }, TagCount: 1, ContentLength: 1 });
    expect(await readdir(state('multipart/bbb'))).to.deep.equal([]);
  });

  it('mixes up no uploads where a seed gives the same ids again', async () => {
    // The servers of these tests draw the same request ids after each start.
    const first = await client.send(new CreateMultipartUploadCommand(of));
    const restarted = await s3.restart();
    const second = await restarted.send(new CreateMultipartUploadCommand({ ...of, Key: 'other' }));
    expect(second.UploadId).to.not.equal(first.UploadId);
    const uploads = await restarted.send(new ListMultipartUploadsCommand({ Bucket: 'bbb' }));
    expect(uploads.Uploads?.map((item) => item.Key)).to.deep.equal(['k', 'other']);
  });

  it('passes over records that are no records, as a crash leaves them', async () => {
    await client.send(new PutObjectCommand({ ...of, Body: 'x', Metadata: { a: 'b' } }));
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(of));
    const [record = ''] = await readdir(state('attributes/bbb'));
    await writeFile(state('attributes/bbb', record), '{"size":1,"mti');
    await writeFile(state('multipart/bbb', UploadId ?? '', 'upload.json'), '');
    const restarted = await s3.restart();
    const head = await restarted.send(new HeadObjectCommand(of));
    expect(head).to.deep.include({ Metadata: {}, ContentLength: 1 });
    const uploads = await restarted.send(new ListMultipartUploadsCommand({ Bucket: 'bbb' }));
    expect(uploads.Uploads ?? []).to.deep.equal([]);
  });

  it('keeps tags on what a task wrote, until the task rewrites it [S3-16]', async () => {
    await mkdir(join(s3.root, 'bbb'), { recursive: true });
    await writeFile(join(s3.root, 'bbb/k'), 'of a task');
    const { ETag } = await client.send(new HeadObjectCommand(of));
    await client.send(
      new PutObjectTaggingCommand({ ...of, Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } }),
    );
    const restarted = await s3.restart();
    expect(await restarted.send(new HeadObjectCommand(of))).to.include({ ETag, TagCount: 1 });
    await appendFile(join(s3.root, 'bbb/k'), ', and more');
    const { TagSet } = await restarted.send(new GetObjectTaggingCommand(of));
    expect(TagSet).to.deep.equal([]);
  });

  it('keeps nothing of a bucket that was deleted, nor of uploads into it', async () => {
    const Bucket = 'gone';
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(
      new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } }),
    );
    await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    await client.send(new CreateBucketCommand({ Bucket }));
    const read = client.send(new GetBucketTaggingCommand({ Bucket }));
    expect(await failureOf(read)).to.include({ name: 'NoSuchTagSet' });
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(uploads.Uploads ?? []).to.deep.equal([]);
  });
});
