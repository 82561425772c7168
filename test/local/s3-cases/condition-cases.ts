import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { casesOf, failureOf, keysOf, put, textOf } from './s3-case.js';

const failed = { name: 'PreconditionFailed', status: 412 } as const;

export const conditionCases = casesOf('conditions', [
  {
    title: 'answers 304 to a read whose ETag is still the same, and to one since whose time nothing changed',
    run: async (client, Bucket) => {
      const IfNoneMatch = await put(client, Bucket, 'k', 'x');
      const same = client.send(new GetObjectCommand({ Bucket, Key: 'k', IfNoneMatch }));
      expect((await failureOf(same)).status).to.equal(304);
      const { LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
      const since = client.send(new HeadObjectCommand({ Bucket, Key: 'k', IfModifiedSince: LastModified }));
      expect((await failureOf(since)).status).to.equal(304);
    },
  },
  {
    title: 'answers 412 to a read of another ETag than asked for',
    run: async (client, Bucket) => {
      const IfMatch = await put(client, Bucket, 'k', 'x');
      await client.send(new HeadObjectCommand({ Bucket, Key: 'k', IfMatch }));
      const other = client.send(new GetObjectCommand({ Bucket, Key: 'k', IfMatch: '"other"' }));
      expect(await failureOf(other)).to.deep.equal(failed);
    },
  },
  {
    title: 'lets one of many puts with If-None-Match create an object',
    run: async (client, Bucket) => {
      const puts = ['a', 'b', 'c', 'd', 'e'].map((Body) =>
        client.send(new PutObjectCommand({ Bucket, Key: 'lock', Body, IfNoneMatch: '*' })),
      );
      const settled = await Promise.allSettled(puts);
      expect(settled.filter((result) => result.status === 'fulfilled')).to.have.length(1);
      const won = settled.findIndex((result) => result.status === 'fulfilled');
      expect(await textOf(client, Bucket, 'lock')).to.equal(['a', 'b', 'c', 'd', 'e'][won]);
      const late = new PutObjectCommand({ Bucket, Key: 'lock', Body: 'late', IfNoneMatch: '*' });
      expect(await failureOf(client.send(late))).to.deep.equal(failed);
    },
  },
  {
    title: 'lets a put with If-Match replace only what it names',
    run: async (client, Bucket) => {
      const IfMatch = await put(client, Bucket, 'k', 'one');
      await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'two', IfMatch }));
      const stale = new PutObjectCommand({ Bucket, Key: 'k', Body: 'three', IfMatch });
      expect(await failureOf(client.send(stale))).to.deep.equal(failed);
      expect(await textOf(client, Bucket, 'k')).to.equal('two');
      const nothing = new PutObjectCommand({ Bucket, Key: 'none', Body: 'x', IfMatch });
      expect(await failureOf(client.send(nothing))).to.deep.equal({ name: 'NoSuchKey', status: 404 });
    },
  },
  {
    title: 'lets a delete with If-Match remove only what it names [S3-24]',
    notOn: { moto: "it takes '*' for an ETag" },
    run: async (client, Bucket) => {
      const IfMatch = await put(client, Bucket, 'k', 'one');
      await put(client, Bucket, 'k', 'two');
      const stale = new DeleteObjectCommand({ Bucket, Key: 'k', IfMatch });
      expect(await failureOf(client.send(stale))).to.deep.equal(failed);
      expect(await keysOf(client, Bucket)).to.deep.equal(['k']);
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', IfMatch: '*' }));
      expect(await keysOf(client, Bucket)).to.deep.equal([]);
    },
  },
]);
