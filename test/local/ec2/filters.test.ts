import { expect } from 'chai';
import fc from 'fast-check';
import { AwsError } from '../../../local/http/aws-error.js';
import { applyFilters } from '../../../local/ec2/filters.js';

const names = { name: (text: string) => [text] };

describe(applyFilters.name, () => {
  const cases: readonly [string, readonly string[]][] = [
    ['a*', ['a', 'ab', 'a.b', 'a*']],
    ['a?b', ['a.b']],
    ['a.b', ['a.b']],
    ['a\\*', ['a*']],
    ['b', []],
  ];
  for (const [value, expected] of cases) {
    it(`keeps ${expected.join(' ') || 'nothing'} for ${value}`, () => {
      const kept = applyFilters(['a', 'ab', 'a.b', 'a*'], [{ name: 'name', values: [value] }], names);
      expect(kept).to.deep.equal(expected);
    });
  }

  it('keeps everything where there is no filter', () => {
    expect(applyFilters(['a', 'b'], [], names)).to.deep.equal(['a', 'b']);
  });

  it('takes any text without wildcards for itself alone', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[*?\\]/.test(value));
    fc.assert(
      fc.property(text, (value) => {
        expect(applyFilters([value, `${value}x`], [{ name: 'name', values: [value] }], names)).to.deep.equal([
          value,
        ]);
      }),
    );
  });

  it('refuses a filter that is only a property every object has', () => {
    const filter = { name: 'constructor', values: ['x'] };
    expect(() => applyFilters(['a'], [filter], names)).to.throw(
      AwsError,
      "The filter 'constructor' is invalid",
    );
  });
});
