import { expect } from 'chai';
import type { Problem } from '../../../spi/index.js';
import { readPriceTable } from '../../../src/trace/read-price-table.js';

const good = { date: '2026-11-26', region: 'eu-west-1', families: { m6i: 0.107 } };

function problemsOf(table: unknown): readonly Problem[] {
  const reading = readPriceTable(typeof table === 'string' ? table : JSON.stringify(table));
  return reading.ok ? [] : reading.problems;
}

/** The paths and messages of what is wrong with a table. */
function faults(table: unknown): string[] {
  return problemsOf(table).map(({ path, message }) => `${path}: ${message}`);
}

/** What to do about it. */
function fixes(table: unknown): string[] {
  return problemsOf(table).map(({ fix = '' }) => fix);
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

  for (const text of ['[]', '3', 'null', '"x"']) {
    it(`takes ${text} for no table`, () => {
      expect(faults(text)).to.deep.equal(['aws.ecs.priceTable: must be a JSON object']);
    });
  }

  it('tells why a file is no JSON, and where', () => {
    expect(faults('')).to.deep.equal(['aws.ecs.priceTable: is no JSON: Unexpected end of JSON input']);
    const [trailing] = faults('{\n  "date": "2026-11-26",\n}\n');
    expect(trailing).to.match(/^aws\.ecs\.priceTable: is no JSON: Expected .*, line 3, column 1$/);
    expect(faults("{ 'date': 1 }")[0]).to.match(/, line 1, column 3$/);
    const [quoting] = faults('{\n"date":\nx}');
    expect(quoting)
      .to.match(/is no JSON: Unexpected token/)
      .and.not.match(/\n/);
    expect(fixes('{')).to.deep.equal([
      'Correct the file: names in double quotes, no comma before a closing bracket, no comments.',
    ]);
  });

  for (const [title, change, fix] of [
    ['a region that is missing', { region: undefined }, 'Add e.g. "region": "us-east-1".'],
    ['a region that is none', { region: 'Ireland' }, 'Write e.g. "region": "us-east-1".'],
    ['a day that is a number', { date: 20261126 }, 'Write e.g. "date": "2026-11-26".'],
    ['a price that is missing', { families: { m6i: {} } }, 'Add it, e.g. "onDemand": 0.107.'],
    ['a price in quotes', { families: { m6i: '0.1' } }, 'Write it without quotes.'],
    [
      'a price with its currency',
      { families: { m6i: '$0.1' } },
      'Write a number without quotes, e.g. 0.107.',
    ],
    ['an empty price', { families: { m6i: ' ' } }, 'Write a number without quotes, e.g. 0.107.'],
    ['no price', { families: { m6i: null } }, 'Write a number without quotes, e.g. 0.107.'],
    ['a negative price', { families: { m6i: -1 } }, 'Write it without the minus; 0 is what costs nothing.'],
    ['a price too high', { families: { m6i: 10_001 } }, 'Write the dollars of one hour.'],
    ['a fee of per cents', { feeShare: 12 }, 'Write a share, e.g. 0.12 for 12 %.'],
  ] as const) {
    it(`says what to do about ${title}`, () => {
      expect(fixes({ ...good, ...change })).to.deep.equal([fix]);
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
          fix: 'Write e.g. "date": "2026-11-26".',
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
          fix: 'Write a number without quotes, e.g. 0.107.',
        },
      ],
    });
  });
});
