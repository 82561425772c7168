import { expect } from 'chai';
import { ConfigError } from '../../../spi/index.js';
import { builtInPrices } from '../../../src/trace/built-in-prices.js';
import { PriceBook } from '../../../src/trace/price-book.js';
import { awsEcsConfig } from '../aws-builders.js';
import { failureOf } from '../settle-with.js';
import { stubPriceFile } from '../stub-ports.js';

const TABLE = '{ "date": "2026-11-26", "region": "eu-west-1", "types": { "m6i.large": 0.1 } }';

describe(PriceBook.name, () => {
  it('holds our own prices and reads nothing where the user names no table', async () => {
    const file = stubPriceFile();
    const book = new PriceBook(awsEcsConfig(), file);
    await book.load();
    expect(book.table).to.equal(builtInPrices);
    expect(file.read.callCount).to.equal(0);
  });

  it('holds the user’s prices alone once they are read', async () => {
    const file = stubPriceFile(TABLE);
    const book = new PriceBook(awsEcsConfig({ priceTable: 'my/prices.json' }), file);
    expect(book.table).to.equal(builtInPrices);
    await book.load();
    expect(book.table.region).to.equal('eu-west-1');
    expect([...book.table.families]).to.deep.equal([]);
    expect(file.read.args).to.deep.equal([['my/prices.json']]);
  });

  for (const [code, words] of [
    ['ENOENT', 'there is no such file'],
    ['EISDIR', 'it is a folder'],
    ['EACCES', 'reading it is not allowed'],
    ['EIO', 'EIO'],
  ] as const) {
    it(`refuses a table that cannot be read (${code})`, async () => {
      const file = stubPriceFile();
      file.read.rejects(Object.assign(new Error(`${code}: no`), { code }));
      const error = await failureOf(new PriceBook(awsEcsConfig({ priceTable: 'p.json' }), file).load());
      expect(error).to.be.instanceOf(ConfigError).and.have.property('code', 'PRICE_TABLE_INVALID');
      expect((error as Error).message)
        .to.contain(`cannot be read: ${words}`)
        .and.contain("'p.json'");
    });
  }

  it('refuses a table with all that is wrong with it', async () => {
    const book = new PriceBook(awsEcsConfig({ priceTable: 'p.json' }), stubPriceFile('{ "date": 1 }'));
    const error = (await failureOf(book.load())) as ConfigError;
    expect(error.problems.map(({ path }) => path)).to.deep.equal([
      'aws.ecs.priceTable, date',
      'aws.ecs.priceTable, region',
    ]);
    expect(book.table).to.equal(builtInPrices);
  });
});
