import { expect } from 'chai';
import { readPriceTable } from '../../../src/trace/read-price-table.js';

const good = { date: '2026-11-26', region: 'eu-west-1', families: { m6i: 0.107 } };

/** The paths and messages of what is wrong with a table. */
function faults(table: unknown): string[] {
  const reading = readPriceTable(typeof table === 'string' ? table : JSON.stringify(table));
  return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe(readPriceTable.name, () => {
  it('reads prices as numbers and as objects, for families and types', () => {
    const text = JSON.stringify({
      date: '2026-11-26',
      region: 'us-gov-west-1',
      feeShare: 0.1,
      families: { m6i: 0.107, 'c7i-flex': { onDemand: 0.09, spot: 0.03, fee: 0.01 } },
      types: { 'p6-b200.48xlarge': { onDemand: 113 }, 'c7i.metal-24xl': 0 },
    });
    expect(readPriceTable(text)).to.deep.equal({
      ok: true,
      table: {
        date: '2026-11-26',
        region: 'us-gov-west-1',
        feeShare: 0.1,
        families: new Map([
          ['m6i', { onDemand: 0.107 }],
          ['c7i-flex', { onDemand: 0.09, spot: 0.03, fee: 0.01 }],
        ]),
        types: new Map([
          ['p6-b200.48xlarge', { onDemand: 113 }],
          ['c7i.metal-24xl', { onDemand: 0 }],
        ]),
      },
    });
  });

  it('needs day, region and a price, and takes 12 % for the fee', () => {
    const reading = readPriceTable(JSON.stringify(good));
    expect(reading.ok && reading.table.feeShare).to.equal(0.12);
    expect(faults({ families: { m6i: 1 } })).to.deep.equal([
      'aws.ecs.priceTable, date: must be a day, as 2026-11-26: the one the prices were looked up on',
      'aws.ecs.priceTable, region: must be an AWS region, as us-east-1',
    ]);
    expect(faults({ ...good, families: {} })).to.deep.equal(['aws.ecs.priceTable: holds no price']);
  });

  for (const text of ['', '{', '[]', '3', 'null', '"x"']) {
    it(`takes ${text === '' ? 'an empty file' : text} for no table`, () => {
      expect(faults(text)).to.deep.equal(['aws.ecs.priceTable: must be a JSON object']);
    });
  }

  for (const [title, change, fault] of [
    ['a name it does not know', { familys: {} }, 'familys: is not known'],
    ['a day that is none', { date: '2026-13-01' }, 'date: must be a day'],
    ['a day in other words', { date: '26.11.2026' }, 'date: must be a day'],
    ['a zone for a region', { region: 'eu-west-1a' }, 'region: must be an AWS region'],
    ['a fee of per cents', { feeShare: 12 }, 'feeShare: must be a share from 0 to 1'],
    ['a list of families', { families: [] }, 'families: must be an object of prices by name'],
    ['a type among families', { families: { 'm6i.large': 1 } }, 'families.m6i.large: must be named after'],
    ['a family among types', { types: { m6i: 1 } }, 'types.m6i: must be named after'],
    ['a price in quotes', { families: { m6i: '1' } }, 'families.m6i: must be dollars an hour'],
    ['a price below nothing', { families: { m6i: -1 } }, 'families.m6i: must be dollars an hour'],
    ['a price that is no price', { families: { m6i: 10_001 } }, 'families.m6i: must be dollars an hour'],
    ['null for a price', { types: { 'm6i.large': null } }, 'types.m6i.large: must be dollars an hour'],
    ['no on-demand price', { families: { m6i: { spot: 1 } } }, 'families.m6i.onDemand: must be dollars'],
    [
      'a spot price in quotes',
      { families: { m6i: { onDemand: 1, spot: '' } } },
      'families.m6i.spot: must be',
    ],
    ['a fee below nothing', { families: { m6i: { onDemand: 1, fee: -1 } } }, 'families.m6i.fee: must be'],
    ['a slip in a price', { families: { m6i: { ondemand: 1 } } }, 'families.m6i.ondemand: is not known'],
  ] as const) {
    it(`refuses ${title}`, () => {
      expect(faults({ ...good, ...change }).join('\n')).to.contain(`aws.ecs.priceTable, ${fault}`);
    });
  }

  it('tells everything at once, with what was found and what to do', () => {
    const reading = readPriceTable(
      JSON.stringify({ ...good, date: 7, familie: {}, families: { m6i: { onDemand: 'x', spott: 1 } } }),
    );
    expect(reading).to.deep.equal({
      ok: false,
      problems: [
        { path: 'aws.ecs.priceTable, familie', message: 'is not known', fix: 'Did you mean families?' },
        {
          path: 'aws.ecs.priceTable, date',
          message: 'must be a day, as 2026-11-26: the one the prices were looked up on',
          found: '7',
          fix: 'Write it between quotes under "date".',
        },
        {
          path: 'aws.ecs.priceTable, families.m6i.spott',
          message: 'is not known',
          fix: 'Did you mean spot?',
        },
        {
          path: 'aws.ecs.priceTable, families.m6i.onDemand',
          message: 'must be dollars an hour, a number from 0 to 10000',
          found: "'x'",
          fix: 'Write it without quotes.',
        },
      ],
    });
  });
});
