import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { casesOf, failureOf, put } from './s3-case.js';

/** Run by clients of us-east-1. */
export const bucketCases = casesOf('buckets', [
  {
    title: 'creates, finds, lists and deletes a bucket',
    run: async (client, bucket) => {
      const of = { Bucket: `${bucket}-b` };
      await client.send(new CreateBucketCommand(of));
      expect((await client.send(new HeadBucketCommand(of))).BucketRegion).to.equal('us-east-1');
      expect((await client.send(new GetBucketLocationCommand(of))).LocationConstraint ?? '').to.equal('');
      const { Buckets } = await client.send(new ListBucketsCommand({}));
      expect(Buckets?.map((item) => item.Name)).to.include(of.Bucket);
      await client.send(new DeleteBucketCommand(of));
      expect((await failureOf(client.send(new HeadBucketCommand(of)))).status).to.equal(404);
    },
  },
  {
    title: 'refuses to delete a bucket that holds objects',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k');
      const failure = await failureOf(client.send(new DeleteBucketCommand({ Bucket })));
      expect(failure).to.deep.equal({ name: 'BucketNotEmpty', status: 409 });
    },
  },
  {
    title: 'keeps the tags of a bucket, and tells where there are none [S3-23]',
    run: async (client, Bucket) => {
      const read = (): Promise<{ TagSet?: unknown }> => client.send(new GetBucketTaggingCommand({ Bucket }));
      expect(await failureOf(read())).to.deep.equal({ name: 'NoSuchTagSet', status: 404 });
      const TagSet = [{ Key: 'team', Value: 'a b' }];
      await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
      expect((await read()).TagSet).to.deep.equal(TagSet);
      await client.send(new DeleteBucketTaggingCommand({ Bucket }));
      expect((await failureOf(read())).name).to.equal('NoSuchTagSet');
    },
  },
  {
    title: 'keeps no versions unless told to: each object is its version null [S3-25]',
    run: async (client, Bucket) => {
      const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
      expect(Status).to.equal(undefined);
      for (const key of ['a', 'b', 'b']) await put(client, Bucket, key);
      const answer = await client.send(new ListObjectVersionsCommand({ Bucket }));
      const told = answer.Versions?.map((item) => [item.Key, item.VersionId, item.IsLatest]);
      expect(told).to.deep.equal([
        ['a', 'null', true],
        ['b', 'null', true],
      ]);
    },
  },
]);
