import { expect } from 'chai';
import * as fc from 'fast-check';
import { cellOf, timestamp } from '../../../host/trace/trace-cell.js';
import type { ColumnType, TraceValue } from '../../../host/trace/trace-column.js';

const tabs = { raw: false, separator: '\t' };
const raw = { raw: true, separator: '\t' };

describe(cellOf.name, () => {
  const at = new Date(2026, 10, 6, 1, 2, 3, 4).getTime();
  const table: readonly (readonly [ColumnType, TraceValue, string, string])[] = [
    ['text', 'HELLO (1)', 'HELLO (1)', 'HELLO (1)'],
    ['text', undefined, '-', '-'],
    ['text', '', '-', '-'],
    ['text', 0, '0', '0'],
    ['text', 'a\tb\nc\u001B[1m', 'a\\tb\\nc\\u001B[1m', 'a\\tb\\nc\\u001B[1m'],
    ['count', 2.5, '2.5', '2.5'],
    ['count', Number.NaN, '-', '-'],
    ['time', at, '2026-11-06 01:02:03.004', String(at)],
    ['time', 1e99, '-', '1e+99'],
    ['duration', 0, '0ms', '0'],
    ['duration', 999, '999ms', '999'],
    ['duration', 1000, '1s', '1000'],
    ['duration', 1250, '1.3s', '1250'],
    ['duration', 59_949, '59.9s', '59949'],
    ['duration', 63_000, '1m 3s', '63000'],
    ['duration', 3_600_000, '1h', '3600000'],
    ['duration', 90_061_000, '1d 1h 1m 1s', '90061000'],
    ['duration', -5, '0ms', '-5'],
    ['memory', 0, '0', '0'],
    ['memory', 1023, '1023 B', '1023'],
    ['memory', 1024, '1 KB', '1024'],
    ['memory', 1_258_291, '1.2 MB', '1258291'],
    ['memory', 4 * 1024 ** 3, '4 GB', '4294967296'],
    ['percent', 98.7, '98.7%', '98.7'],
    ['percent', 0, '0.0%', '0'],
    ['money', 0.0123, '$0.0123', '0.0123'],
    ['money', 0.00004, '$0.000040', '0.00004'],
    ['money', 12, '$12.0000', '12'],
    ['money', 0, '$0.0000', '0'],
    ['money', 1e-9, '$0.000000', '0'],
    ['duration', 'soon', 'soon', 'soon'],
    ['text', {} as never, '-', '-'],
  ];
  for (const [type, value, shown, plain] of table) {
    it(`writes ${type} ${JSON.stringify(value)} as ${shown}, and raw as ${plain}`, () => {
      expect(cellOf(value, type, tabs)).to.equal(shown);
      expect(cellOf(value, type, raw)).to.equal(plain);
    });
  }

  it('takes the separator for no part of a value', () => {
    expect(cellOf('a,b', 'text', { raw: false, separator: ',' })).to.equal('a\\u002Cb');
    expect(cellOf('a|b', 'text', { raw: false, separator: '|' })).to.equal('a\\u007Cb');
  });

  it('never breaks a table, whatever a value holds', () => {
    const separator = fc.constantFrom('\t', ',', ';', '|', '~', '^');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), separator, (value, by) => {
        const cell = cellOf(value, 'text', { raw: false, separator: by });
        expect(cell).to.not.match(/[\r\n\u2028\u0085]/);
        expect(cell.includes(by)).to.equal(false);
        expect(cell).to.not.equal('');
      }),
    );
  });
});

describe(timestamp.name, () => {
  it('is the date and the milliseconds of the day, here', () => {
    expect(timestamp(new Date(2026, 0, 9, 1, 2, 3, 4).getTime())).to.equal('20260109-3723004');
  });
});
