import { faultAt, ScriptError } from './script-error.js';
import type { SourceText } from './source-text.js';
import { readSlashy, readString, type Interpolation } from './string-literal.js';
import { isMark, type Token } from './token.js';

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

/** Strings with expressions that may stand inside each other. */
const MAX_DEPTH = 10;

/** Words after which a value follows. */
const BEFORE_A_VALUE: ReadonlySet<string> = new Set(['in', 'return', 'else']);

/**
 * Cuts a source text into tokens, one at a time: a fault is met only after everything before it was read,
 * so the first fault reported is the first in the text.
 */
export class Lexer {
  /** Whether a closure is being read: only there do strings hold expressions, and slashes are quotes. */
  inClosure = false;
  private offset: number;
  /** Whether a value stands before: a slash after it divides. */
  private afterValue = false;

  /** @param from where to begin, in a string that lies in `depth` others; the start of the file where absent. */
  constructor(
    private readonly source: SourceText,
    from?: number,
    private readonly depth = 0,
  ) {
    this.offset = from ?? this.match(SHEBANG, 0)?.length ?? 0;
  }

  /**
   * The next token; `end` again and again after the last.
   * @throws ScriptError at an unterminated string or comment, or at a character the language does not know.
   */
  next(): Token {
    const token = this.read();
    this.afterValue =
      token.kind === 'name'
        ? !BEFORE_A_VALUE.has(token.name)
        : ['string', 'number'].includes(token.kind) || [')', ']', '}'].some((mark) => isMark(token, mark));
    return token;
  }

  private read(): Token {
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
    const slashy = quote === '/' && this.inClosure && !this.afterValue ? this.slashy() : undefined;
    if (slashy !== undefined) return slashy;
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
    const interpolate = this.inClosure ? (at: number) => this.interpolation(at) : undefined;
    const { value, end, parts } = readString(this.source, start, interpolate);
    this.offset = end;
    const span = { start, end };
    return parts === undefined ? { kind: 'string', value, span } : { kind: 'string', value: '', span, parts };
  }

  private slashy(): Token | undefined {
    const start = this.offset;
    const read = readSlashy(this.source, start);
    if (read === undefined) return undefined;
    this.offset = read.end;
    return { kind: 'string', value: read.value, span: { start, end: read.end } };
  }

  /** The tokens of `${...}` or `$a.b` at `at`. */
  private interpolation(at: number): Interpolation {
    const braced = this.source.text.startsWith('${', at);
    const start = at + (braced ? 2 : 1);
    if (this.depth >= MAX_DEPTH) {
      const advice = 'Give the inner ones names with def first';
      this.fail(at, start, `more than ${MAX_DEPTH} strings with expressions inside each other`, advice);
    }
    const inner = new Lexer(this.source, start, this.depth + 1);
    inner.inClosure = true;
    if (!braced) return inner.path();
    const tokens: Token[] = [];
    for (let open = 1; ;) {
      const token = inner.next();
      if (token.kind === 'end')
        this.fail(at, start, 'the expression in the string is not closed', 'Close it with }');
      if (isMark(token, '{')) open += 1;
      if (isMark(token, '}')) open -= 1;
      if (open === 0) return { tokens, end: token.span.end };
      tokens.push(token);
    }
  }

  /** Names with dots between them, as far as they reach. */
  private path(): Interpolation {
    const tokens = [this.read()];
    while (/^\.[\p{L}_]/u.test(this.source.text.slice(this.offset, this.offset + 3)))
      tokens.push(this.read(), this.read());
    return { tokens, end: this.offset };
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
