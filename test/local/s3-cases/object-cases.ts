import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { casesOf, failureOf, keysOf, mebibyte, put, someBytes, textOf } from './s3-case.js';

export const objectCases = casesOf('objects', [
  {
    title: 'gives back what was put, with its MD5 as ETag',
    run: async (client, Bucket) => {
      const etag = await put(client, Bucket, 'k', 'hello');
      expect(etag).to.equal(`"${createHash('md5').update('hello').digest('hex')}"`);
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
      expect(answer).to.include({ ETag: etag, ContentLength: 5 });
      expect(await answer.Body?.transformToString()).to.equal('hello');
    },
  },
  {
    title: 'takes a stream of known length',
    run: async (client, Bucket) => {
      const content = someBytes(3 * mebibyte + 17);
      const Body = Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]);
      await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength: content.length }));
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
      const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
      expect(bytes.equals(content)).to.equal(true);
    },
  },
  {
    title: 'keeps an empty object',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'empty', '');
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'empty' }));
      expect(head).to.include({ ContentLength: 0, ETag: '"d41d8cd98f00b204e9800998ecf8427e"' });
      expect(await textOf(client, Bucket, 'empty')).to.equal('');
    },
  },
  {
    title: 'replaces an object by the next put',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', 'a longer text');
      await put(client, Bucket, 'k', 'short');
      expect(await textOf(client, Bucket, 'k')).to.equal('short');
    },
  },
  {
    title: 'keeps content headers and user metadata, and forgets them with the next put',
    run: async (client, Bucket) => {
      const kept = {
        ContentType: 'text/csv',
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment; filename="a b.csv"',
        ContentEncoding: 'gzip',
        ContentLanguage: 'de',
        Metadata: { owner: 'me', 'long-name': 'a, b; c=d' },
      };
      await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...kept }));
      expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).to.deep.include(kept);
      await put(client, Bucket, 'k', 'y');
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
      expect(head.Metadata).to.deep.equal({});
      expect(head.CacheControl).to.equal(undefined);
    },
  },
  {
    title: 'lets a read set headers of its answer',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', 'x');
      const answer = await client.send(
        new GetObjectCommand({
          Bucket,
          Key: 'k',
          ResponseContentType: 'text/html',
          ResponseContentDisposition: 'inline',
        }),
      );
      await answer.Body?.transformToString();
      expect(answer).to.include({ ContentType: 'text/html', ContentDisposition: 'inline' });
    },
  },
  {
    title: 'tells a missing key, a missing bucket and HEAD of a missing key apart',
    run: async (client, Bucket) => {
      const get = client.send(new GetObjectCommand({ Bucket, Key: 'none' }));
      expect(await failureOf(get)).to.deep.equal({ name: 'NoSuchKey', status: 404 });
      const head = client.send(new HeadObjectCommand({ Bucket, Key: 'none' }));
      expect(await failureOf(head)).to.deep.equal({ name: 'NotFound', status: 404 });
      const elsewhere = put(client, `${Bucket}-not-there`, 'k');
      expect(await failureOf(elsewhere)).to.deep.equal({ name: 'NoSuchBucket', status: 404 });
    },
  },
  {
    title: 'deletes, and deletes again what is not there',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'a/b/c');
      for (let time = 0; time < 2; time++)
        await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/b/c' }));
      expect(await keysOf(client, Bucket)).to.deep.equal([]);
    },
  },
  {
    title: 'keeps 1,000 small puts sent at once',
    run: async (client, Bucket) => {
      const keys = Array.from({ length: 1000 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
      await Promise.all(keys.map((key) => put(client, Bucket, key)));
      expect(await keysOf(client, Bucket)).to.deep.equal(keys);
      expect(await textOf(client, Bucket, 'many/0999')).to.equal('many/0999');
    },
  },
  {
    title: 'serves the first bytes, some bytes, the last bytes and all the rest of an object',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', '0123456789');
      const ranges: readonly [string, string, string][] = [
        ['bytes=0-0', '0', 'bytes 0-0/10'],
        ['bytes=2-4', '234', 'bytes 2-4/10'],
        ['bytes=7-', '789', 'bytes 7-9/10'],
        ['bytes=-3', '789', 'bytes 7-9/10'],
        ['bytes=5-99', '56789', 'bytes 5-9/10'],
      ];
      for (const [Range, text, ContentRange] of ranges) {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range }));
        expect(await answer.Body?.transformToString()).to.equal(text);
        expect(answer).to.include({ ContentRange, ContentLength: text.length });
        expect(answer.$metadata.httpStatusCode).to.equal(206);
      }
    },
  },
  {
    title: 'refuses a range past the end with 416',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', '0123456789');
      const past = client.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=10-' }));
      expect(await failureOf(past)).to.deep.equal({ name: 'InvalidRange', status: 416 });
    },
  },
  {
    title: 'serves the whole object where several ranges are asked for',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', '0123456789');
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=0-1,4-5' }));
      expect(await answer.Body?.transformToString()).to.equal('0123456789');
    },
  },
]);
