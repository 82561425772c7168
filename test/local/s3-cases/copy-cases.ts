import {
  CopyObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { casesOf, failureOf, put, textOf } from './s3-case.js';

async function tagsOf(client: S3Client, Bucket: string, Key: string): Promise<Record<string, string>> {
  const answer = await client.send(new GetObjectTaggingCommand({ Bucket, Key }));
  return Object.fromEntries((answer.TagSet ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

const sourceOf = (bucket: string, key: string): string => `${bucket}/${encodeURIComponent(key)}`;

export const copyCases = casesOf('copies and tags', [
  {
    title: 'copies content, content type, metadata and tags [S3-15]',
    run: async (client, Bucket) => {
      const kept = { ContentType: 'text/csv', Metadata: { a: 'b' } };
      await client.send(new PutObjectCommand({ Bucket, Key: 'from', Body: 'text', Tagging: 'x=1', ...kept }));
      const answer = await client.send(
        new CopyObjectCommand({ Bucket, Key: 'to', CopySource: sourceOf(Bucket, 'from') }),
      );
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'to' }));
      expect(head).to.deep.include(kept);
      expect(head.ETag).to.equal(answer.CopyObjectResult?.ETag);
      expect(await textOf(client, Bucket, 'to')).to.equal('text');
      expect(await tagsOf(client, Bucket, 'to')).to.deep.equal({ x: '1' });
    },
  },
  {
    title: 'copies from a key of marks and unicode',
    run: async (client, Bucket) => {
      const from = 'ä+b c%20&?=#/\u{1F600}//x';
      await put(client, Bucket, from, 'odd');
      await client.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: sourceOf(Bucket, from) }));
      expect(await textOf(client, Bucket, 'to')).to.equal('odd');
    },
  },
  {
    title: 'replaces metadata and tags in a copy where told to',
    run: async (client, Bucket) => {
      const old = { Body: 'x', Metadata: { old: '1' }, Tagging: 'old=1' };
      await client.send(new PutObjectCommand({ Bucket, Key: 'from', ...old }));
      const copy = new CopyObjectCommand({
        Bucket,
        Key: 'to',
        CopySource: sourceOf(Bucket, 'from'),
        MetadataDirective: 'REPLACE',
        Metadata: { new: '2' },
        TaggingDirective: 'REPLACE',
        Tagging: 'new=2',
      });
      await client.send(copy);
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'to' }));
      expect(head.Metadata).to.deep.equal({ new: '2' });
      expect(await tagsOf(client, Bucket, 'to')).to.deep.equal({ new: '2' });
    },
  },
  {
    title: 'refuses a copy onto itself that changes nothing, and takes one that does [S3-15]',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', 'x');
      const self = { Bucket, Key: 'k', CopySource: sourceOf(Bucket, 'k') };
      const idle = client.send(new CopyObjectCommand(self));
      expect(await failureOf(idle)).to.deep.equal({ name: 'InvalidRequest', status: 400 });
      const change = { MetadataDirective: 'REPLACE', Metadata: { a: 'b' } } as const;
      await client.send(new CopyObjectCommand({ ...self, ...change }));
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
      expect(head.Metadata).to.deep.equal({ a: 'b' });
    },
  },
  {
    title: 'copies only where the conditions on the source hold [S3-15]',
    notOn: { moto: 'it heeds no If-Match on the source' },
    run: async (client, Bucket) => {
      const etag = await put(client, Bucket, 'from', 'x');
      const copy = (condition: object): Promise<unknown> =>
        client.send(
          new CopyObjectCommand({ Bucket, Key: 'to', CopySource: sourceOf(Bucket, 'from'), ...condition }),
        );
      await copy({ CopySourceIfMatch: etag });
      for (const condition of [{ CopySourceIfMatch: '"other"' }, { CopySourceIfNoneMatch: etag }]) {
        expect(await failureOf(copy(condition))).to.deep.equal({ name: 'PreconditionFailed', status: 412 });
      }
    },
  },
  {
    title: 'refuses to copy what is not there',
    run: async (client, Bucket) => {
      const copy = new CopyObjectCommand({ Bucket, Key: 'to', CopySource: sourceOf(Bucket, 'none') });
      expect(await failureOf(client.send(copy))).to.deep.equal({ name: 'NoSuchKey', status: 404 });
    },
  },
  {
    title: 'keeps tags, tells their number with a read, replaces and removes them [S3-16]',
    run: async (client, Bucket) => {
      const tagged = { Bucket, Key: 'k', Body: 'x', Tagging: 'a=1&b%20c=d%2Fe' };
      await client.send(new PutObjectCommand(tagged));
      expect(await tagsOf(client, Bucket, 'k')).to.deep.equal({ a: '1', 'b c': 'd/e' });
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
      await answer.Body?.transformToString();
      expect(answer.TagCount).to.equal(2);
      const Tagging = { TagSet: [{ Key: 'new', Value: '<&>'.replace(/[<&>]/g, '+') }] };
      await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging }));
      expect(await tagsOf(client, Bucket, 'k')).to.deep.equal({ new: '+++' });
      await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'k' }));
      expect(await tagsOf(client, Bucket, 'k')).to.deep.equal({});
    },
  },
  {
    title: 'refuses more than ten tags, two of one key, and tags of AWS itself [S3-16]',
    notOn: { moto: 'it takes two tags of one key' },
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k');
      const tag = async (TagSet: { Key: string; Value: string }[]): Promise<string> =>
        (await failureOf(client.send(new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging: { TagSet } }))))
          .name;
      const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
      expect(await tag(many)).to.equal('BadRequest');
      expect(
        await tag([
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ]),
      ).to.equal('InvalidTag');
      expect(await tag([{ Key: 'aws:x', Value: '1' }])).to.equal('InvalidTag');
    },
  },
]);
