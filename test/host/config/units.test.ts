import { expect } from 'chai';
import fc from 'fast-check';
import { isRead } from '../../../host/config/reading.js';
import { formatDuration, formatMemory, parseDuration, parseMemory } from '../../../host/config/units.js';

const GB = 1024 ** 3;

describe(parseMemory.name, () => {
  const table: [value: unknown, bytes: number][] = [
    ['4 GB', 4 * GB],
    ['500 MB', 500 * 1024 ** 2],
    ['1.5 GB', 1.5 * GB],
    ['4GB', 4 * GB],
    ['4 G', 4 * GB],
    ['4 gb', 4 * GB],
    [' 2 TB ', 2 * 1024 ** 4],
    ['1 PB', 1024 ** 5],
    ['10 B', 10],
    ['10', 10],
    [1024, 1024],
    ['0.1 KB', 102],
    [0, 0],
  ];
  for (const [value, bytes] of table) {
    it(`reads ${JSON.stringify(value)}`, () => expect(parseMemory(value)).to.deep.equal({ value: bytes }));
  }

  for (const value of [
    '',
    'GB',
    '4 QB',
    '4 GiB',
    '-1 GB',
    '1.5 B',
    '1.5',
    '1..5 GB',
    '4 GB 2 MB',
    true,
    null,
    -1,
    0.5,
    NaN,
  ]) {
    it(`refuses ${JSON.stringify(value)} and says what to write`, () => {
      const reading = parseMemory(value);
      expect(isRead(reading) ? 'read' : reading.problem).to.contain(
        "write an amount with a unit such as '4 GB'",
      );
    });
  }

  it('refuses amounts that cannot be counted exactly', () => {
    expect(isRead(parseMemory('1 ZB'))).to.equal(false);
  });

  it('reads back what formatMemory writes', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(5), (count, power) => {
        const bytes = count * 1024 ** power;
        fc.pre(Number.isSafeInteger(bytes));
        expect(parseMemory(formatMemory(bytes))).to.deep.equal({ value: bytes });
      }),
    );
  });
});

describe(formatMemory.name, () => {
  it('takes the largest unit that keeps the amount exact', () => {
    expect([0, 1023, 1024, 1536 * 1024 ** 2, 4 * GB].map(formatMemory)).to.deep.equal([
      '0 B',
      '1023 B',
      '1 KB',
      '1536 MB',
      '4 GB',
    ]);
  });
});

describe(parseDuration.name, () => {
  const table: [value: unknown, milliseconds: number][] = [
    ['5 sec', 5000],
    ['10s', 10_000],
    ['1h 30m', 5_400_000],
    ['1h30m', 5_400_000],
    ['1day 6hours', 108_000_000],
    ['0.5 min', 30_000],
    ['1.5h', 5_400_000],
    ['1.001 s', 1001],
    ['0.0009 s', 0],
    ['0 sec', 0],
    ['100 ms', 100],
    ['2 days', 172_800_000],
    [' 1 s ', 1000],
    [1500, 1500],
  ];
  for (const [value, milliseconds] of table) {
    it(`reads ${JSON.stringify(value)}`, () => {
      expect(parseDuration(value)).to.deep.equal({ value: milliseconds });
    });
  }

  for (const value of [
    '',
    '5',
    'sec',
    '5 fortnights',
    '1:30:00',
    '-5 s',
    '5 s,',
    '1e3 s',
    '.5 s',
    '99999999999999999999 d',
    `${'9'.repeat(400)} s`,
    true,
    null,
    -1,
    0.5,
    Infinity,
  ]) {
    it(`refuses ${JSON.stringify(value)} and says what to write`, () => {
      const reading = parseDuration(value);
      expect(isRead(reading) ? 'read' : reading.problem).to.contain(
        "write an amount with a unit such as '30 s'",
      );
    });
  }

  it('names an unknown unit', () => {
    expect(parseDuration('2 h 5 weeks'))
      .to.have.property('problem')
      .that.matches(/^has the unknown unit of time 'weeks'/);
  });

  it('reads back what formatDuration writes', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).to.deep.equal({ value: milliseconds });
      }),
    );
  });
});

describe(formatDuration.name, () => {
  it('writes every unit that counts', () => {
    expect([0, 5, 61_000, 5_400_000, 90_061_001].map(formatDuration)).to.deep.equal([
      '0ms',
      '5ms',
      '1m 1s',
      '1h 30m',
      '1d 1h 1m 1s 1ms',
    ]);
  });
});
