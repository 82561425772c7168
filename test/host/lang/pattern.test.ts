import { expect } from 'chai';
import fc from 'fast-check';
import { EvaluationFault } from '../../../host/lang/evaluation-fault.js';
import { Pattern } from '../../../host/lang/pattern.js';

/** Patterns of what is supported, as JavaScript takes them too. */
const patterns = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '1', '^', '$', '\\b'),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
  pattern: fc
    .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '|')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) =>
      parts
        .map(([atom, suffix]) => (/^(?:\^|\$|\\b)$/.test(atom) && suffix !== '|' ? atom : atom + suffix))
        .join(''),
    ),
})).pattern;

describe(Pattern.name, () => {
  it('matches what JavaScript matches', () => {
    fc.assert(
      fc.property(patterns, fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ') }), (pattern, text) => {
        const own = Pattern.of(pattern);
        expect(own.matches(text, 'anywhere')).to.equal(new RegExp(pattern).test(text));
        expect(own.matches(text, 'whole')).to.equal(new RegExp(`^(?:${pattern})$`).test(text));
      }),
      { numRuns: 400 },
    );
  });

  it('takes any text as a pattern or refuses it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab(|)[]^$*+?{},\\d1:i-')) }),
        (pattern) => {
          try {
            Pattern.of(pattern).matches('aab1', 'anywhere');
          } catch (error) {
            expect(error).to.be.instanceOf(EvaluationFault);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is not slowed by what would take JavaScript for ever', () => {
    expect(Pattern.of('(a+)+b').matches('a'.repeat(5000), 'whole')).to.equal(false);
    expect(Pattern.of('(.*)*x').matches('a'.repeat(5000), 'anywhere')).to.equal(false);
  });

  it('ignores case where (?i) stands first', () => {
    expect(Pattern.of('(?i)out of [m-n]').matches('OUT OF M', 'whole')).to.equal(true);
    expect(Pattern.of('a').matches('A', 'whole')).to.equal(false);
  });

  const refused: [pattern: string, why: string][] = [
    ['(?=a)', 'a group with (? that is not (?: is not supported'],
    ['a**', 'a quantifier follows a quantifier'],
    ['*', "nothing stands before '*'"],
    ['a)', "a ')' closes nothing"],
    ['[a', 'a set of characters with [ is not closed'],
    ['[b-a]', 'a range of characters is out of order'],
    ['[a&&b]', 'a set inside a set of characters is not supported'],
    ['\\1', 'the escape \\1 is not supported'],
    ['\\', 'the escape \\ is not supported'],
    ['a{2,1}', 'the quantifier {2,1} is out of order, or more than 1000'],
    ['(a{1000}){1000}', 'it is too large'],
    ['((){1000}){1000}', 'it is too large'],
  ];
  for (const [pattern, why] of refused) {
    it(`refuses ${pattern}`, () => expect(() => Pattern.of(pattern)).to.throw(EvaluationFault, why));
  }

  it('refuses a text too long for so large a pattern', () => {
    const pattern = Pattern.of('(a|b|c|d){300}');
    expect(() => pattern.matches('a'.repeat(100_000), 'whole')).to.throw('too long for so large a pattern');
  });
});
