import { expect } from 'chai';
import fc from 'fast-check';
import { compareKeys } from '../../../local/s3/key-encoding.js';
import {
  decodeToken,
  encodeToken,
  isBeyond,
  listPage,
  type Bookmark,
  type ListedItem,
} from '../../../local/s3/list-page.js';

async function* from(keys: readonly string[], bookmark?: Bookmark): AsyncGenerator<ListedItem> {
  await Promise.resolve();
  for (const key of [...keys].sort(compareKeys)) if (isBeyond(key, bookmark)) yield { kind: 'object', key };
}

async function pages(keys: readonly string[], delimiter: string, maxKeys: number): Promise<string[][]> {
  const found: string[][] = [];
  let bookmark: Bookmark | undefined;
  do {
    const page = await listPage(from(keys, bookmark), { prefix: '', delimiter, maxKeys });
    found.push([...page.objects.map((item) => item.key), ...page.commonPrefixes]);
    bookmark = page.next === undefined ? undefined : decodeToken(encodeToken(page.next));
  } while (bookmark !== undefined);
  return found;
}

describe(listPage.name, () => {
  const keys = ['a', 'b/1', 'b/2', 'b0', 'c/1', 'd'];

  it('groups what lies behind a delimiter', async () => {
    const page = await listPage(from(keys), { prefix: '', delimiter: '/', maxKeys: 10 });
    expect(page.objects.map((item) => item.key)).to.deep.equal(['a', 'b0', 'd']);
    expect(page.commonPrefixes).to.deep.equal(['b/', 'c/']);
    expect(page).to.not.have.property('next');
  });

  it('never tells a common prefix on two pages', async () => {
    expect(await pages(keys, '/', 2)).to.deep.equal([['a', 'b/'], ['b0', 'c/'], ['d']]);
  });

  it('tells no further page where the last one is just full', async () => {
    expect(await pages(['a', 'b'], '', 2)).to.deep.equal([['a', 'b']]);
  });

  it('is empty and complete for a maximum of none', async () => {
    const page = await listPage(from(keys), { prefix: '', delimiter: '', maxKeys: 0 });
    expect(page).to.deep.equal({ objects: [], commonPrefixes: [] });
  });

  it('tells each key once over all pages, whatever their size', async () => {
    const some = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom('a', 'b', '/', '\u{1F600}'), minLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 4 }), async (given, size) => {
        expect((await pages(given, '', size)).flat()).to.deep.equal([...given].sort(compareKeys));
        const grouped = (await pages(given, '/', size)).flat();
        expect(grouped).to.have.members([
          ...new Set(given.map((text) => (text.includes('/') ? text.slice(0, text.indexOf('/') + 1) : text))),
        ]);
      }),
    );
  });
});

describe(decodeToken.name, () => {
  for (const token of ['', 'x', 'e30', Buffer.from('["a"]').toString('base64url')]) {
    it(`takes '${token}' for no token`, () => expect(decodeToken(token)).to.equal(undefined));
  }
});
