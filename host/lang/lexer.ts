import { faultAt, ScriptError } from './script-error.js';
import type { SourceText } from './source-text.js';
import { readString } from './string-literal.js';
import type { Token } from './token.js';

// A backslash before a line end joins the lines, as in Groovy.
const BLANK = /(?:[ \t\f]|\\(?:\r\n?|\n))+/y;
const NEWLINE = /\r\n?|\n/y;
const LINE_COMMENT = /\/\/[^\r\n]*/y;
const SHEBANG = /#![^\r\n]*/y;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d+(?:_+\d+)*(?:\.\d+(?:_+\d+)*)?(?:[eE][+-]?\d+)?/y;
const NUMBER_TAIL = /[\p{L}\p{N}_$]+/uy;
const MARK =
  /<=>|\*\*=|>>>|\.\.\.|\.\.<|==~|\*\*|\+\+|--|->|=>|==|=~|!=|<=|>=|<<|>>|&&|\|\||\?\.|\?:|\.\.|::|[-+*/%]=|[-+*/%<>!?&|^~@=.,:;()[\]{}]/y;

/**
 * Cuts a source text into tokens, one at a time: a fault is met only after everything before it was read,
 * so the first fault reported is the first in the text.
 */
export class Lexer {
  private offset: number;

  constructor(private readonly source: SourceText) {
    this.offset = this.match(SHEBANG, 0)?.length ?? 0;
  }

  /**
   * The next token; `end` again and again after the last.
   * @throws ScriptError at an unterminated string or comment, or at a character the language does not know.
   */
  next(): Token {
    this.skipBlanksAndComments();
    const start = this.offset;
    if (start >= this.source.text.length) return { kind: 'end', span: { start, end: start } };
    const newline = this.match(NEWLINE, start);
    if (newline !== undefined) return { kind: 'newline', span: this.take(newline.length) };
    const name = this.match(NAME, start);
    if (name !== undefined) return { kind: 'name', name, span: this.take(name.length) };
    const digits = this.match(NUMBER, start);
    if (digits !== undefined) return this.number(digits);
    const quote = this.source.text[start];
    if (quote === "'" || quote === '"') return this.string();
    const mark = this.match(MARK, start);
    if (mark !== undefined) return { kind: 'mark', mark, span: this.take(mark.length) };
    return this.fail(start, start + 1, `unexpected character ${this.nameCharacter(start)}`, 'Remove it');
  }

  private skipBlanksAndComments(): void {
    for (;;) {
      const skipped = this.match(BLANK, this.offset) ?? this.match(LINE_COMMENT, this.offset);
      if (skipped !== undefined) this.offset += skipped.length;
      else if (this.source.text.startsWith('/*', this.offset)) this.skipBlockComment();
      else return;
    }
  }

  private skipBlockComment(): void {
    const close = this.source.text.indexOf('*/', this.offset + 2);
    if (close < 0) this.fail(this.offset, this.offset + 2, 'the comment is not closed', 'Close it with */');
    this.offset = close + 2;
  }

  private number(digits: string): Token {
    const start = this.offset;
    const tail = this.match(NUMBER_TAIL, start + digits.length);
    const value = Number(digits.replaceAll('_', ''));
    const advice = 'Write a decimal number such as 8, 1_000 or 0.5, without a suffix';
    const end = start + digits.length + (tail?.length ?? 0);
    if (tail !== undefined) this.fail(start, end, `the number ${digits}${tail} is not supported`, advice);
    if (/^0\d/.test(digits)) this.fail(start, end, `the octal number ${digits} is not supported`, advice);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      this.fail(
        start,
        end,
        `the number ${digits} is too large to be kept exactly`,
        'Write at most 9007199254740991',
      );
    }
    return { kind: 'number', value, span: this.take(digits.length) };
  }

  private string(): Token {
    const start = this.offset;
    const { value, end } = readString(this.source, start);
    this.offset = end;
    return { kind: 'string', value, span: { start, end } };
  }

  private match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.source.text)?.[0];
  }

  private take(length: number): { start: number; end: number } {
    const start = this.offset;
    this.offset += length;
    return { start, end: this.offset };
  }

  private nameCharacter(at: number): string {
    const code = this.source.text.codePointAt(at) ?? 0;
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    return /[\p{C}\p{Z}]/u.test(String.fromCodePoint(code)) ? `U+${hex}` : `'${String.fromCodePoint(code)}'`;
  }

  private fail(start: number, end: number, message: string, advice: string): never {
    throw new ScriptError([faultAt(this.source, { start, end }, message, advice)]);
  }
}
