import {
  DeleteObjectsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { casesOf, keysOf, put, type S3Case } from './s3-case.js';

const names = ['a', 'd/1', 'd/2', 'd/e/3', 'd0', 'f/4', 'g/h/5', 'z'];

async function filled(client: S3Client, Bucket: string): Promise<void> {
  await Promise.all(names.map((key) => put(client, Bucket, key)));
}

const keys = (contents: readonly { Key?: string | undefined }[] | undefined): string[] =>
  (contents ?? []).map((item) => item.Key ?? '');
const prefixes = (groups: readonly { Prefix?: string | undefined }[] | undefined): string[] =>
  (groups ?? []).map((item) => item.Prefix ?? '');

export const listingCases = casesOf('listings', [
  {
    title: 'lists by a prefix, which need be no whole segment',
    run: async (client, Bucket) => {
      await filled(client, Bucket);
      const answer = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'd' }));
      expect(keys(answer.Contents)).to.deep.equal(['d/1', 'd/2', 'd/e/3', 'd0']);
      expect(answer).to.include({ KeyCount: 4, IsTruncated: false, Prefix: 'd' });
    },
  },
  {
    title: 'groups by a delimiter below a prefix',
    run: async (client, Bucket) => {
      await filled(client, Bucket);
      const root = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
      expect(keys(root.Contents)).to.deep.equal(['a', 'd0', 'z']);
      expect(prefixes(root.CommonPrefixes)).to.deep.equal(['d/', 'f/', 'g/']);
      const below = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', Prefix: 'd/' }));
      expect(keys(below.Contents)).to.deep.equal(['d/1', 'd/2']);
      expect(prefixes(below.CommonPrefixes)).to.deep.equal(['d/e/']);
    },
  },
  ...[1, 2, 3, 5].map((MaxKeys): S3Case => ({
    title: `tells each key and common prefix once over pages of ${MaxKeys} with a delimiter`,
    run: async (client, Bucket) => {
      await filled(client, Bucket);
      const found: string[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket, Delimiter: '/', MaxKeys })) {
        expect(page.KeyCount).to.be.within(1, MaxKeys);
        found.push(...keys(page.Contents), ...prefixes(page.CommonPrefixes));
      }
      expect(found).to.have.members(['a', 'd0', 'z', 'd/', 'f/', 'g/']);
    },
  })),
  {
    title: 'starts after a key that need not exist',
    run: async (client, Bucket) => {
      await filled(client, Bucket);
      const answer = await client.send(new ListObjectsV2Command({ Bucket, StartAfter: 'd/15' }));
      expect(keys(answer.Contents)).to.deep.equal(['d/2', 'd/e/3', 'd0', 'f/4', 'g/h/5', 'z']);
    },
  },
  {
    title: 'tells owners only where asked',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k');
      const plain = await client.send(new ListObjectsV2Command({ Bucket }));
      expect(plain.Contents?.[0]?.Owner).to.equal(undefined);
      const owned = await client.send(new ListObjectsV2Command({ Bucket, FetchOwner: true }));
      expect(owned.Contents?.[0]?.Owner?.ID).to.be.a('string').with.length.above(0);
    },
  },
  {
    title: 'is empty and complete for no keys at most',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k');
      const answer = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
      expect(answer.Contents ?? []).to.deep.equal([]);
      expect(answer.IsTruncated).to.equal(false);
    },
  },
  {
    title: 'pages the first version of listing by markers, with a delimiter [S3-19]',
    notOn: { moto: 'it tells a common prefix again after the marker that names it' },
    run: async (client, Bucket) => {
      await filled(client, Bucket);
      const found: string[] = [];
      let Marker: string | undefined;
      for (let pages = 0; pages < 10; pages++) {
        const page: Awaited<ReturnType<typeof list>> = await list(client, {
          Bucket,
          Delimiter: '/',
          MaxKeys: 2,
          Marker,
        });
        found.push(...keys(page.Contents), ...prefixes(page.CommonPrefixes));
        if (page.IsTruncated !== true) break;
        Marker = page.NextMarker;
      }
      expect(found).to.have.members(['a', 'd0', 'z', 'd/', 'f/', 'g/']);
    },
  },
  {
    title: 'shows a put in the very next listing, and a delete too [S3-20]',
    run: async (client, Bucket) => {
      for (let round = 0; round < 5; round++) {
        await put(client, Bucket, `k${round}`);
        expect(await keysOf(client, Bucket)).to.have.length(round + 1);
      }
      const Objects = [{ Key: 'k0' }, { Key: 'k1' }];
      await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      expect(await keysOf(client, Bucket)).to.deep.equal(['k2', 'k3', 'k4']);
    },
  },
  {
    title: 'deletes many at once, also what is not there, and tells which unless it is to be quiet [S3-18]',
    notOn: { moto: 'it does not heed Quiet' },
    run: async (client, Bucket) => {
      await filled(client, Bucket);
      const odd = '<&>"\' ü.txt';
      await put(client, Bucket, odd);
      const Objects = ['a', odd, 'none'].map((Key) => ({ Key }));
      const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      expect(keys(answer.Deleted)).to.have.members(['a', odd, 'none']);
      expect(answer.Errors ?? []).to.deep.equal([]);
      const rest = names.filter((name) => name !== 'a').map((Key) => ({ Key }));
      const quiet = await client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: rest, Quiet: true } }),
      );
      expect(quiet.Deleted ?? []).to.deep.equal([]);
      expect(await keysOf(client, Bucket)).to.deep.equal([]);
    },
  },
]);

function list(
  client: S3Client,
  { Marker, ...input }: { Bucket: string; Delimiter: string; MaxKeys: number; Marker: string | undefined },
): Promise<{
  readonly Contents?: readonly { Key?: string | undefined }[] | undefined;
  readonly CommonPrefixes?: readonly { Prefix?: string | undefined }[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly NextMarker?: string | undefined;
}> {
  return client.send(new ListObjectsCommand({ ...input, ...(Marker === undefined ? {} : { Marker }) }));
}
