import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { shellQuote } from '../../../host/task/shell-quote.js';

describe('shellQuote', () => {
  it('gives words the shell expands to exactly the text', () => {
    const texts = fc.sample(fc.string({ unit: 'grapheme' }), { numRuns: 200, seed: 7 });
    const nasty = ["it's", '$(touch x)', '`x`', 'a\nb', '"', '\\', "'", '', '!', '*'];
    const all = [...nasty, ...texts].map((text) => text.replaceAll('\0', ''));
    const script = all.map((text) => `printf '%s\\0' ${shellQuote(text)}`).join('\n');
    const printed = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).to.deep.equal(all);
  });

  it('refuses a NUL', () => {
    expect(() => shellQuote('a\0b')).to.throw(RangeError, 'NUL');
  });
});
