import { faultAt, ScriptError } from './script-error.js';
import type { SourceText } from './source-text.js';
import type { StringPart, Token } from './token.js';

/** A string literal as read: its value, and the offset after its closing quote. */
export interface StringLiteral {
  readonly value: string;
  readonly end: number;
  /** What it consists of, where it holds expressions. */
  readonly parts?: readonly StringPart[];
}

/** An expression in a string, and the offset after it. */
export interface Interpolation {
  readonly tokens: readonly Token[];
  readonly end: number;
}

/** Reads the expression that a dollar sign at `at` opens. */
export type Interpolate = (at: number) => Interpolation;

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  s: ' ',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
  $: '$',
};

const ESCAPE_ADVICE =
  'Write \\\\ for a backslash; known are \\b \\f \\n \\r \\s \\t \\\\ \\\' \\" \\$ \\uXXXX and octal codes';

// Everything up to the next character that could mean something else than itself.
const PLAIN = /[^\\'"$\r\n]+/y;
const LINE_END = /\r\n?|\n/y;
const OCTAL = /[0-3]?[0-7]{1,2}/y;
const UNICODE = /u+([0-9a-fA-F]{4})/y;
const INTERPOLATION = /\$(?:\{|[\p{L}_])/uy;

/**
 * Reads the string that opens at `start`: single or double quotes, one or three of them, with Groovy's escapes.
 * @param interpolate reads expressions in it; without it they are refused.
 * @throws ScriptError at an unknown escape, at an interpolation, and at the opening quote when nothing closes it.
 */
export function readString(source: SourceText, start: number, interpolate?: Interpolate): StringLiteral {
  return new StringReader(source, start, interpolate).read();
}

const SLASHY = /\/((?:\\\/|[^/\r\n])+)\//y;

/**
 * Reads the slashy string that opens at `start`, in which only `\\/` is an escape; undefined where its line has no end of it.
 * @throws ScriptError at an interpolation.
 */
export function readSlashy(source: SourceText, start: number): StringLiteral | undefined {
  SLASHY.lastIndex = start;
  const match = SLASHY.exec(source.text);
  if (match === null) return undefined;
  const [whole, content = ''] = match;
  const dollar = content.search(/\$(?:\{|[\p{L}_])/u);
  if (dollar < 0) return { value: content.replaceAll('\\/', '/'), end: start + whole.length };
  const at = start + 1 + dollar;
  const message = 'an expression in a slashy string is not supported';
  throw new ScriptError([
    faultAt(source, { start: at, end: at + 2 }, message, 'Use single or double quotes'),
  ]);
}

/** A piece of a string: what it stands for, and how many characters of the source it takes. */
interface Part {
  readonly text: string;
  readonly length: number;
}

class StringReader {
  private readonly quote: string;
  private readonly delimiter: string;
  private offset: number;
  private readonly parts: StringPart[] = [];

  constructor(
    private readonly source: SourceText,
    private readonly start: number,
    private readonly interpolate: Interpolate | undefined,
  ) {
    this.quote = source.text.charAt(start);
    const triple = this.quote.repeat(3);
    this.delimiter = source.text.startsWith(triple, start) ? triple : this.quote;
    this.offset = start + this.delimiter.length;
  }

  read(): StringLiteral {
    const { text } = this.source;
    let value = '';
    while (!text.startsWith(this.delimiter, this.offset)) {
      if (this.offset >= text.length) this.failUnclosed();
      const inner = this.expression();
      if (inner !== undefined) {
        this.parts.push(value, inner.tokens);
        value = '';
        this.offset = inner.end;
        continue;
      }
      const part = this.nextPart();
      value += part.text;
      this.offset += part.length;
    }
    const end = this.offset + this.delimiter.length;
    return this.parts.length === 0 ? { value, end } : { value: '', end, parts: [...this.parts, value] };
  }

  private expression(): Interpolation | undefined {
    if (this.interpolate === undefined || this.quote !== '"') return undefined;
    return this.match(INTERPOLATION, this.offset) === undefined ? undefined : this.interpolate(this.offset);
  }

  private nextPart(): Part {
    const plain = this.match(PLAIN, this.offset)?.[0];
    if (plain !== undefined) return { text: plain, length: plain.length };
    const lineEnd = this.match(LINE_END, this.offset)?.[0];
    if (lineEnd !== undefined) {
      if (this.delimiter.length === 1) this.failUnclosed();
      // A script must not depend on the line ends of the editor that saved it.
      return { text: '\n', length: lineEnd.length };
    }
    if (this.source.text[this.offset] === '\\') return this.escape();
    if (this.quote === '"') this.refuseInterpolation();
    return { text: this.source.text.charAt(this.offset), length: 1 };
  }

  private escape(): Part {
    const at = this.offset + 1;
    if (at >= this.source.text.length) this.failUnclosed();
    const joined = this.match(LINE_END, at)?.[0];
    if (joined !== undefined) return { text: '', length: 1 + joined.length };
    const unicode = this.match(UNICODE, at);
    if (unicode !== undefined) return { text: characterOf(unicode[1], 16), length: 1 + unicode[0].length };
    const octal = this.match(OCTAL, at)?.[0];
    if (octal !== undefined) return { text: characterOf(octal, 8), length: 1 + octal.length };
    const letter = String.fromCodePoint(this.source.text.codePointAt(at) ?? 0);
    const simple = Object.hasOwn(SIMPLE_ESCAPES, letter) ? SIMPLE_ESCAPES[letter] : undefined;
    if (simple !== undefined) return { text: simple, length: 2 };
    const message = `unknown escape \\${letter.trim()} in a string`;
    return this.fail(this.offset, at + letter.length, message, ESCAPE_ADVICE);
  }

  private refuseInterpolation(): void {
    const found = this.match(INTERPOLATION, this.offset)?.[0];
    if (found === undefined) return;
    const rest = /^\$(?:\{[^}"\r\n]*\}?|[\p{L}\p{N}_.]+)/u.exec(
      this.source.text.slice(this.offset, this.offset + 60),
    );
    const end = this.offset + (rest?.[0].length ?? found.length);
    this.fail(
      this.offset,
      end,
      `the interpolation ${this.source.quote({ start: this.offset, end })} in a double-quoted string is not supported`,
      'Use single quotes, or write \\$ for a dollar sign',
    );
  }

  private match(pattern: RegExp, at: number): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.source.text) ?? undefined;
  }

  private failUnclosed(): never {
    const where = this.delimiter.length === 1 ? 'on its line' : 'before the end of the file';
    const message = `the string is not closed ${where}`;
    const advice =
      this.delimiter.length === 1
        ? `Close it with ${this.quote}, or use ${this.quote.repeat(3)} for text of several lines`
        : `Close it with ${this.delimiter}`;
    this.fail(this.start, this.start + this.delimiter.length, message, advice);
  }

  private fail(start: number, end: number, message: string, advice: string): never {
    throw new ScriptError([faultAt(this.source, { start, end }, message, advice)]);
  }
}

function characterOf(digits: string | undefined, radix: number): string {
  return String.fromCharCode(parseInt(digits ?? '', radix));
}
