/** A stretch of a source text, in UTF-16 units from its start; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something stands, as an editor counts: line and column from 1, columns in UTF-16 units. */
export interface SourceLocation {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Characters of a line that an excerpt shows; a longer line is cut around the place meant. */
const EXCERPT_WIDTH = 120;

/**
 * What never appears in a message: the value behind a name that sounds secret, set with or without an equals sign, to
 * the end of its line, text or list.
 */
const SECRET = new RegExp(
  String.raw`((?:(?:access|secret|private|api|licen[cs]e|encryption)_?key|secret|token|passw|passphrase|credential|licen[cs]e)` +
    String.raw`\w*['"]?(?:\s*[=:]\s*|[ \t]+(?=['"])))` +
    String.raw`('''[^]*?(?:'''|$)|"""[^]*?(?:"""|$)|\[[^\]]*|[^\r\n]+)`,
  'gi',
);
/** What stands before the host of an address. */
const USER_INFO = /(\w:\/\/)([^\s/?#'"]+)(?=@)/g;

/** The text of one file, with the way from offsets back to lines. */
export class SourceText {
  readonly text: string;
  /** The same text, of the same length, fit to be shown. */
  private readonly shown: string;
  private readonly lineStarts: readonly number[];

  /** A byte order mark at the start of `text` is dropped. */
  constructor(
    readonly path: string,
    text: string,
  ) {
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
    this.shown = [SECRET, USER_INFO].reduce(
      (shown, secret) =>
        shown.replaceAll(secret, (_, name: string, value: string) => name + value.replaceAll(/\S/g, '*')),
      this.text,
    );
    this.lineStarts = [0, ...Array.from(this.text.matchAll(/\r\n?|\n/g), (end) => end.index + end[0].length)];
  }

  locate(offset: number): SourceLocation {
    const line = this.lineAt(offset);
    return { path: this.path, line, column: offset - this.startOf(line) + 1 };
  }

  /** What stands in `span`, on one line and short enough for a message. */
  quote(span: Span): string {
    const first = this.shown.slice(span.start, span.end).split(/[\r\n]/, 1)[0] ?? '';
    const whole = first.length === span.end - span.start && first.length <= 40;
    return visible(whole ? first : `${first.slice(0, 40).trimEnd()}…`);
  }

  /** What stands in `span`, whole and on one line. */
  shownText(span: Span): string {
    return visible(this.shown.slice(span.start, span.end).replaceAll(/\s*[\r\n]\s*/g, ' '));
  }

  /** The line that holds `offset`, numbered, with a caret below the place. */
  excerpt(offset: number): string {
    const line = this.lineAt(offset);
    const content = this.contentOf(line);
    const column = offset - this.startOf(line);
    const from = column < EXCERPT_WIDTH - 10 ? 0 : column - EXCERPT_WIDTH / 2;
    // Tabs are kept, so that the caret stands under its place whatever width a terminal gives them.
    const lead = visible(content.slice(from, column)).replaceAll(/[^\t]/g, ' ');
    const gutter = String(line);
    return `${gutter} | ${visible(content.slice(from, from + EXCERPT_WIDTH))}\n${' '.repeat(gutter.length)} | ${lead}^`;
  }

  private contentOf(line: number): string {
    const next = this.lineStarts[line] ?? this.text.length;
    return this.shown.slice(this.startOf(line), next).replace(/[\r\n]+$/, '');
  }

  private startOf(line: number): number {
    return this.lineStarts[line - 1] ?? 0;
  }

  private lineAt(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/**
 * Control characters and marks of writing direction, tabs apart: shown as they are they would move the cursor, paint
 * the terminal or turn the line around.
 */
const INVISIBLE = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text with what nobody can see written as an escape, e.g. `\\u001B`. */
function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => {
    const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return digits.length <= 4 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
  });
}
