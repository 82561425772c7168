import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { casesOf, failureOf, keysOf, mebibyte, put, someBytes, textOf } from './s3-case.js';

interface Started {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

async function start(client: S3Client, Bucket: string, Key: string, more: object = {}): Promise<Started> {
  const answer = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return { Bucket, Key, UploadId: answer.UploadId ?? '' };
}

async function part(
  client: S3Client,
  upload: Started,
  PartNumber: number,
  Body: Uint8Array | string,
): Promise<{ PartNumber: number; ETag: string }> {
  const answer = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
  return { PartNumber, ETag: answer.ETag ?? '' };
}

const complete = (
  client: S3Client,
  upload: Started,
  Parts: readonly { PartNumber: number; ETag: string }[],
  more: object = {},
): Promise<{ ETag?: string | undefined }> =>
  client.send(
    new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [...Parts] }, ...more }),
  );

function md5(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('md5');
  for (const bytes of parts) hash.update(bytes);
  return hash.digest();
}

export const multipartCases = casesOf('uploads in parts', [
  {
    title: 'joins 64 MiB sent in parts of 8 MiB at once, under the MD5 of their MD5s [S3-13]',
    run: async (client, Bucket) => {
      const contents = Array.from({ length: 8 }, (_, index) => someBytes(8 * mebibyte, index + 1));
      const upload = await start(client, Bucket, 'big', { ContentType: 'text/x', Metadata: { a: 'b' } });
      const parts = await Promise.all(contents.map((bytes, index) => part(client, upload, index + 1, bytes)));
      const { ETag } = await complete(client, upload, parts);
      expect(ETag).to.equal(`"${md5(...contents.map((bytes) => md5(bytes))).toString('hex')}-8"`);
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'big' }));
      expect(answer).to.deep.include({
        ETag,
        ContentLength: 64 * mebibyte,
        ContentType: 'text/x',
        Metadata: { a: 'b' },
      });
      const hash = createHash('sha256');
      for await (const chunk of answer.Body as AsyncIterable<Uint8Array>) hash.update(chunk);
      const sent = createHash('sha256');
      for (const bytes of contents) sent.update(bytes);
      expect(hash.digest('hex')).to.equal(sent.digest('hex'));
    },
  },
  {
    title: 'shows nothing of an upload until it is complete',
    run: async (client, Bucket) => {
      const upload = await start(client, Bucket, 'k');
      const only = await part(client, upload, 1, 'one');
      expect(await keysOf(client, Bucket)).to.deep.equal([]);
      await complete(client, upload, [only]);
      expect(await textOf(client, Bucket, 'k')).to.equal('one');
      const again = client.send(new ListPartsCommand(upload));
      expect(await failureOf(again)).to.deep.equal({ name: 'NoSuchUpload', status: 404 });
    },
  },
  {
    title: 'takes the last of two parts of one number, and only the parts that are named',
    run: async (client, Bucket) => {
      const upload = await start(client, Bucket, 'k');
      const first = someBytes(5 * mebibyte, 7);
      await part(client, upload, 1, 'will be replaced');
      const named = [await part(client, upload, 1, first), await part(client, upload, 9, 'end')];
      await part(client, upload, 4, 'left out');
      await complete(client, upload, named);
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
      expect(head.ContentLength).to.equal(5 * mebibyte + 3);
    },
  },
  {
    title: 'refuses parts out of order, parts never sent, and parts of another ETag',
    notOn: { moto: 'it sorts the parts itself' },
    run: async (client, Bucket) => {
      const upload = await start(client, Bucket, 'k');
      const one = await part(client, upload, 1, someBytes(5 * mebibyte));
      const two = await part(client, upload, 2, someBytes(5 * mebibyte, 2));
      const code = async (parts: readonly { PartNumber: number; ETag: string }[]): Promise<string> =>
        (await failureOf(complete(client, upload, parts))).name;
      expect(await code([two, one])).to.equal('InvalidPartOrder');
      expect(await code([one, { PartNumber: 3, ETag: two.ETag }])).to.equal('InvalidPart');
      expect(await code([one, { PartNumber: 2, ETag: one.ETag }])).to.equal('InvalidPart');
      await complete(client, upload, [one, two]);
    },
  },
  {
    title: 'refuses a part below 5 MiB that is not the last [S3-13]',
    run: async (client, Bucket) => {
      const upload = await start(client, Bucket, 'k');
      const parts = [await part(client, upload, 1, 'small'), await part(client, upload, 2, 'last')];
      expect(await failureOf(complete(client, upload, parts))).to.deep.equal({
        name: 'EntityTooSmall',
        status: 400,
      });
    },
  },
  {
    title: 'forgets an aborted upload with its parts',
    notOn: { moto: 'it answers 500 to a part of an aborted upload' },
    run: async (client, Bucket) => {
      const upload = await start(client, Bucket, 'k');
      await part(client, upload, 1, 'one');
      await client.send(new AbortMultipartUploadCommand(upload));
      expect((await failureOf(part(client, upload, 2, 'two'))).name).to.equal('NoSuchUpload');
      const left = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      expect(left.Uploads ?? []).to.deep.equal([]);
    },
  },
  {
    title: 'lists parts in pages',
    run: async (client, Bucket) => {
      const upload = await start(client, Bucket, 'k');
      for (const number of [3, 1, 2]) await part(client, upload, number, `part ${number}`);
      const first = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
      expect(first.Parts?.map((item) => item.PartNumber)).to.deep.equal([1, 2]);
      expect(first.IsTruncated).to.equal(true);
      const marker = { PartNumberMarker: first.NextPartNumberMarker ?? '' };
      const second = await client.send(new ListPartsCommand({ ...upload, ...marker }));
      expect(second.Parts?.map((item) => [item.PartNumber, item.Size])).to.deep.equal([[3, 6]]);
      expect(second.IsTruncated).to.equal(false);
    },
  },
  {
    title: 'lists uploads under way by key and prefix',
    notOn: { moto: 'it lists them in the order of their creation' },
    run: async (client, Bucket) => {
      for (const key of ['b', 'a/2', 'a/1']) await start(client, Bucket, key);
      const all = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      expect(all.Uploads?.map((item) => item.Key)).to.deep.equal(['a/1', 'a/2', 'b']);
      const some = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'a/' }));
      expect(some.Uploads?.map((item) => item.Key)).to.deep.equal(['a/1', 'a/2']);
    },
  },
  {
    title: 'completes with If-None-Match only where nothing is, and may be tried again [S3-13]',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', 'there');
      const upload = await start(client, Bucket, 'k');
      const only = await part(client, upload, 1, 'new');
      const refused = complete(client, upload, [only], { IfNoneMatch: '*' });
      expect(await failureOf(refused)).to.deep.equal({ name: 'PreconditionFailed', status: 412 });
      expect(await textOf(client, Bucket, 'k')).to.equal('there');
      await complete(client, upload, [only]);
      expect(await textOf(client, Bucket, 'k')).to.equal('new');
    },
  },
  {
    title: 'takes parts from another object, whole and by range [S3-13]',
    run: async (client, Bucket) => {
      const content = someBytes(6 * mebibyte);
      await put(client, Bucket, 'from here', content);
      const upload = await start(client, Bucket, 'k');
      const copy = async (
        PartNumber: number,
        more: object,
      ): Promise<{ PartNumber: number; ETag: string }> => {
        const CopySource = `${Bucket}/${encodeURIComponent('from here')}`;
        const answer = await client.send(
          new UploadPartCopyCommand({ ...upload, PartNumber, CopySource, ...more }),
        );
        return { PartNumber, ETag: answer.CopyPartResult?.ETag ?? '' };
      };
      const parts = [await copy(1, {}), await copy(2, { CopySourceRange: 'bytes=10-19' })];
      await complete(client, upload, parts);
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=-10' }));
      const tail = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
      expect(tail.equals(content.subarray(10, 20))).to.equal(true);
      expect(answer.ContentRange).to.contain(`/${6 * mebibyte + 10}`);
    },
  },
  {
    title: 'serves an object by the parts it came in',
    notOn: { moto: 'it serves the whole object' },
    run: async (client, Bucket) => {
      const upload = await start(client, Bucket, 'k');
      const parts = [
        await part(client, upload, 1, someBytes(5 * mebibyte)),
        await part(client, upload, 2, 'tail'),
      ];
      await complete(client, upload, parts);
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'k', PartNumber: 2 }));
      expect(await answer.Body?.transformToString()).to.equal('tail');
      expect(answer).to.include({ PartsCount: 2, ContentLength: 4 });
    },
  },
]);
