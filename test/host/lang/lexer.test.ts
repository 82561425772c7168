import { expect } from 'chai';
import fc from 'fast-check';
import { Lexer } from '../../../host/lang/lexer.js';
import { ScriptError } from '../../../host/lang/script-error.js';
import { SourceText } from '../../../host/lang/source-text.js';
import type { Token } from '../../../host/lang/token.js';
import { brief, refusal } from './refusal.js';

function tokenize(text: string): Token[] {
  const lexer = new Lexer(new SourceText('f', text));
  const tokens: Token[] = [];
  for (let token = lexer.next(); token.kind !== 'end'; token = lexer.next()) tokens.push(token);
  return tokens;
}

/** Kind and content of every token: `name:a`, `number:1`, `;`. */
function words(text: string): string[] {
  return tokenize(text).map((token) => {
    if (token.kind === 'mark') return token.mark;
    if (token.kind === 'name') return `name:${token.name}`;
    return token.kind === 'string' || token.kind === 'number' ? `${token.kind}:${token.value}` : token.kind;
  });
}

describe(Lexer.name, () => {
  const table: [title: string, text: string, expected: string[]][] = [
    [
      'names with dollar signs, digits and letters of any script',
      '$awsecs a1_b größe',
      ['name:$awsecs', 'name:a1_b', 'name:größe'],
    ],
    ['whole numbers with underscores', '1_000 8', ['number:1000', 'number:8']],
    ['decimals and exponents', '1.5 2e3 1.25e-1', ['number:1.5', 'number:2000', 'number:0.125']],
    ['a range apart from a decimal', '1..3', ['number:1', '..', 'number:3']],
    ['a property of a number apart from a decimal', '4.GB', ['number:4', '.', 'name:GB']],
    ['the longest operator that fits', 'a <=> b ?: c', ['name:a', '<=>', 'name:b', '?:', 'name:c']],
    [
      'every end of line once',
      'a\r\nb\rc\n',
      ['name:a', 'newline', 'name:b', 'newline', 'name:c', 'newline'],
    ],
    ['nothing of comments', 'a // b\nc /* d\ne */ f', ['name:a', 'newline', 'name:c', 'name:f']],
    ['nothing of a shebang line', '#!/usr/bin/env nextflow\na', ['newline', 'name:a']],
    ['lines joined by a backslash', 'a \\\n b', ['name:a', 'name:b']],
    ['no comment in a string', "'http://x' '/* y'", ['string:http://x', 'string:/* y']],
  ];
  for (const [title, text, expected] of table) {
    it(`reads ${title}`, () => expect(words(text)).to.deep.equal(expected));
  }

  const refused: [title: string, text: string, expected: string][] = [
    ['an unclosed comment at its opening', 'a\n  /* b\nc', '2:3 the comment is not closed'],
    ['a shebang that is not at the start', ' #!x', "1:2 unexpected character '#'"],
    ['a control character by its code', 'a\u0000', '1:2 unexpected character U+0000'],
    ['a number with a suffix', 'a 10L', '1:3 the number 10L is not supported'],
    ['a hexadecimal number', '0xFF', '1:1 the number 0xFF is not supported'],
    ['an octal number', '017', '1:1 the octal number 017 is not supported'],
    ['a number with an underscore at its end', '1_', '1:1 the number 1_ is not supported'],
    [
      'a number that would lose digits',
      '9007199254740993',
      '1:1 the number 9007199254740993 is too large to be kept exactly',
    ],
    ['a number past every limit', '1e999', '1:1 the number 1e999 is too large to be kept exactly'],
  ];
  for (const [title, text, expected] of refused) {
    it(`refuses ${title}`, () => expect(brief(refusal(() => tokenize(text)))).to.deep.equal([expected]));
  }

  it('keeps giving the end after the last token', () => {
    const lexer = new Lexer(new SourceText('f', ''));
    expect([lexer.next().kind, lexer.next().kind]).to.deep.equal(['end', 'end']);
  });

  it('cuts any text into tokens that follow each other, or refuses it at a place in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        try {
          let end = 0;
          for (const { span } of tokenize(text)) {
            expect(span.start).to.be.at.least(end);
            expect(span.end).to.be.greaterThan(span.start).and.at.most(text.length);
            end = span.end;
          }
        } catch (error) {
          if (!(error instanceof ScriptError)) throw error;
          const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
          expect(error.line).to.be.within(1, lines.length);
          expect(error.column).to.be.within(1, (lines[error.line - 1] ?? '').length + 2);
        }
      }),
      { numRuns: 500 },
    );
  });
});
