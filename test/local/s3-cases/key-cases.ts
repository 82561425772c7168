import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { casesOf, failureOf, keysOf, put, textOf, type S3Case } from './s3-case.js';

/** Keys that file systems, URLs or XML would each read in a way of their own. */
const awkward: readonly (readonly [string, string])[] = [
  ['with empty segments', 'a//b'],
  ['that begins with a slash', '/a'],
  ['that ends with a slash', 'folder/'],
  ['of dots', 'a/./b/../../c'],
  ['that is two dots', '..'],
  ['with plus, percent, space and their escapes', 'a+b %20 %2F +%2B.txt'],
  ['with marks of URLs', "q?x=1&y=2#z;=@:!$'()*,[]"],
  ['with marks of XML', '<a href="b">&amp;\'</a>'],
  ['of umlauts, Chinese and emoji', 'grüße/数据/\u{1F9EC}.fa'],
  ['with a backslash, a caret and a tilde', 'a\\b^c~d|e`f'],
  ['of 1024 bytes in one segment', 'x'.repeat(1024)],
  ['of 1024 bytes of two-byte characters', 'é'.repeat(512)],
];

function storing([what, key]: readonly [string, string]): S3Case {
  return {
    title: `stores, lists, reads and deletes a key ${what}`,
    run: async (client, Bucket) => {
      await put(client, Bucket, key);
      expect(await textOf(client, Bucket, key)).to.equal(key);
      expect(await keysOf(client, Bucket)).to.deep.equal([key]);
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
      expect(await keysOf(client, Bucket)).to.deep.equal([]);
    },
  };
}

export const keyCases = casesOf('keys', [
  ...awkward.map(storing),
  {
    title: 'lists keys in the order of their bytes in UTF-8',
    run: async (client, Bucket) => {
      const keys = ['a', 'a!', 'a/', 'a/b', 'a0', 'b', '\uFF5E', '\u{1F600}', 'A', '~'];
      await Promise.all(keys.map((key) => put(client, Bucket, key)));
      const ordered = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await keysOf(client, Bucket)).to.deep.equal(ordered);
    },
  },
  {
    title: 'keeps an object beside those below it, whichever came first',
    run: async (client, Bucket) => {
      for (const key of ['k', 'k/x', 'l/x', 'l', 'k/x/y']) await put(client, Bucket, key);
      expect(await keysOf(client, Bucket)).to.deep.equal(['k', 'k/x', 'k/x/y', 'l', 'l/x']);
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      expect(await textOf(client, Bucket, 'k/x')).to.equal('k/x');
      expect(await textOf(client, Bucket, 'l')).to.equal('l');
    },
  },
  {
    title: 'refuses a key above 1024 bytes',
    notOn: { moto: 'it counts characters, not bytes' },
    run: async (client, Bucket) => {
      expect(await failureOf(put(client, Bucket, 'é'.repeat(513)))).to.deep.equal({
        name: 'KeyTooLongError',
        status: 400,
      });
    },
  },
]);
