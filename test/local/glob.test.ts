import { expect } from 'chai';
import fc from 'fast-check';
import { globMatcher } from '../../local/glob.js';

/** The definition itself, in exponential time: fit for short texts only. */
function oracle(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [head, rest] = [pattern.slice(0, 1), pattern.slice(1)];
  if (head === '*') return oracle(rest, text) || (text !== '' && oracle(pattern, text.slice(1)));
  if (text === '') return false;
  if (head === '\\' && /^[*?\\]/.test(rest))
    return text.startsWith(rest.slice(0, 1)) && oracle(rest.slice(1), text.slice(1));
  return (head === '?' || text.startsWith(head)) && oracle(rest, text.slice(1));
}

describe(globMatcher.name, () => {
  it('agrees with the plain definition of its wildcards [EC2-2]', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (wanted, given) => {
        expect(globMatcher(wanted)(given)).to.equal(oracle(wanted, given));
      }),
      { numRuns: 3000 },
    );
  });

  it('counts a character outside the basic plane as one, and a line break as any other', () => {
    expect(globMatcher('a?b')('a😀b')).to.equal(true);
    expect(globMatcher('a?b*')('a\nb\n')).to.equal(true);
    expect(globMatcher('?')('😀😀')).to.equal(false);
  });

  it('answers a hostile pattern at once', () => {
    const before = performance.now();
    expect(globMatcher(`${'*a'.repeat(1000)}x`)('a'.repeat(1000))).to.equal(false);
    expect(globMatcher(`${'*'.repeat(50_000)}x`)('a'.repeat(255))).to.equal(false);
    expect(performance.now() - before).to.be.below(2000);
  });
});
