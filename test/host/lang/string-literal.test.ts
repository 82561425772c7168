import { expect } from 'chai';
import fc from 'fast-check';
import { SourceText } from '../../../host/lang/source-text.js';
import { readString } from '../../../host/lang/string-literal.js';
import { brief, refusal } from './refusal.js';

function value(literal: string): string {
  const { value: read, end } = readString(new SourceText('f', literal), 0);
  expect(end).to.equal(literal.length);
  return read;
}

/** Writes a text the way a careful author would. */
function quoted(text: string, quote: string): string {
  const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '"': '\\"', $: '\\$', '\r': '\\r' };
  const escaped = text.replaceAll(/[\\'"$\r]/g, (character) => escapes[character] ?? '');
  return quote + (quote.length === 1 ? escaped.replaceAll('\n', '\\n') : escaped) + quote;
}

describe(readString.name, () => {
  const table: [title: string, literal: string, expected: string][] = [
    ['single quotes', `'a "b" c'`, 'a "b" c'],
    ['double quotes', `"a 'b' c"`, "a 'b' c"],
    ['triple single quotes over lines', `'''a\n'b' ''c'''`, "a\n'b' ''c"],
    ['triple double quotes over lines', `"""a\n"b" ""c"""`, 'a\n"b" ""c'],
    ['empty strings of every form', `''`, ''],
    ['an empty triple-quoted string', `""""""`, ''],
    ["Groovy's escapes", `'\\b\\f\\n\\r\\s\\t\\\\\\'\\"\\$'`, '\b\f\n\r \t\\\'"$'],
    ['unicode escapes', `'\\u0041\\uuu00e9'`, 'Aé'],
    ['octal escapes', `'\\101\\0\\377\\477'`, 'A\0\u00ff\u00277'],
    ['a joined line', `'''a\\\n  b'''`, 'a  b'],
    ['CRLF as LF', `'''a\r\nb\rc'''`, 'a\nb\nc'],
    ['dollar signs in single quotes as they are', `'$HOME \${x}'`, '$HOME ${x}'],
    ['a dollar sign that starts no interpolation', `"5$ $1 $("`, '5$ $1 $('],
    ['an escaped dollar sign in double quotes', `"\\$HOME \\\${x}"`, '$HOME ${x}'],
  ];
  for (const [title, literal, expected] of table) {
    it(`reads ${title}`, () => expect(value(literal)).to.equal(expected));
  }

  const refused: [title: string, literal: string, expected: string][] = [
    [
      '$name in double quotes',
      `"ab $HOME/x"`,
      '1:5 the interpolation $HOME in a double-quoted string is not supported',
    ],
    [
      '${...} in double quotes',
      `"\${a.b}"`,
      '1:2 the interpolation ${a.b} in a double-quoted string is not supported',
    ],
    [
      '$name in triple double quotes',
      `"""\n$x"""`,
      '2:1 the interpolation $x in a double-quoted string is not supported',
    ],
    [
      'an interpolation that is not closed',
      `"\${a"`,
      '1:2 the interpolation ${a in a double-quoted string is not supported',
    ],
    ['an unknown escape', `'a\\d'`, '1:3 unknown escape \\d in a string'],
    ['an incomplete unicode escape', `'\\u12'`, '1:2 unknown escape \\u in a string'],
    ['a string that ends with its line', `'abc\n'`, '1:1 the string is not closed on its line'],
    ['a string that ends with the file', `"abc`, '1:1 the string is not closed on its line'],
    [
      'a triple-quoted string without an end',
      `'''abc\n''`,
      '1:1 the string is not closed before the end of the file',
    ],
    ['a string whose closing quote is escaped', `'abc\\'`, '1:1 the string is not closed on its line'],
    ['a string that ends in a backslash', `'abc\\`, '1:1 the string is not closed on its line'],
  ];
  for (const [title, literal, expected] of refused) {
    it(`refuses ${title}`, () => {
      const error = refusal(() => readString(new SourceText('f', literal), 0));
      expect(brief(error)).to.deep.equal([expected]);
    });
  }

  it('advises single quotes or an escape where it refuses an interpolation', () => {
    expect(refusal(() => readString(new SourceText('f', '"$x"'), 0)).message).to.contain(
      'Use single quotes, or write \\$ for a dollar sign.',
    );
  });

  it('reads back what was quoted and escaped, in all four forms', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom("'", '"', "'''", '"""'), (text, quote) => {
        expect(value(quoted(text, quote))).to.equal(text);
      }),
    );
  });
});
