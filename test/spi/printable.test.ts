import { expect } from 'chai';
import { printable, printableLine } from '../../spi/printable.js';

describe(printable.name, () => {
  it('keeps text, line breaks and tabs', () =>
    expect(printable("a\n\t'ü' 漢字 …")).to.equal("a\n\t'ü' 漢字 …"));

  it('writes what moves the cursor or turns the line as escapes', () =>
    expect(printable('\u001B[31mx\u0007\r\u202Ey')).to.equal('\\u001B[31mx\\u0007\\u000D\\u202Ey'));

  it('writes characters beyond four digits in braces', () =>
    expect(printable('\u{E0001}')).to.equal('\\u{E0001}'));
});

describe(printableLine.name, () => {
  it('writes line breaks and tabs as they are written in strings', () =>
    expect(printableLine('a\n\tb\u2028')).to.equal('a\\n\\tb\\u2028'));
});
