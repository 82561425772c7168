import { Lexer } from './lexer.js';
import { faultAt, ScriptError } from './script-error.js';
import type { SourceText, Span } from './source-text.js';
import { isMark, type Token } from './token.js';

/** Brackets and blocks that may stand inside each other; far beyond what people write, well within the stack. */
const MAX_DEPTH = 100;

/** Where tokens come from, one at a time; `end` again and again after the last. */
interface TokenSource {
  inClosure: boolean;
  next(): Token;
}

/** The tokens of one file with as much lookahead as asked for. */
export class TokenStream {
  private readonly ahead: Token[] = [];
  private depth = 0;
  private lastEnd = 0;
  private end = 'the end of the file';

  /** @param offered what closures may look into: the names of its members by its own. */
  constructor(
    readonly source: SourceText,
    readonly offered: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
    private readonly lexer: TokenSource = new Lexer(source),
  ) {}

  /** The tokens of an expression in a string, as a stream of their own. */
  within(tokens: readonly Token[], span: Span): TokenStream {
    const left = [...tokens];
    const end: Token = { kind: 'end', span: { start: span.end, end: span.end } };
    const inner = new TokenStream(this.source, this.offered, {
      inClosure: true,
      next: () => left.shift() ?? end,
    });
    inner.depth = this.depth + 1;
    inner.end = 'the end of the expression in the string';
    return inner;
  }

  /**
   * Reads a closure: what its braces enclose has another language. Nothing behind the opening brace may have been looked
   * at yet, and `read` looks at nothing behind the closing one.
   */
  closure<T>(open: Token, read: () => T): T {
    this.lexer.inClosure = true;
    const result = this.nested(open, read);
    this.lexer.inClosure = false;
    return result;
  }

  /** The token `distance` places ahead; 0 is the next one. */
  peek(distance = 0): Token {
    while (this.ahead.length <= distance) this.ahead.push(this.lexer.next());
    return this.ahead[distance] ?? this.lexer.next();
  }

  next(): Token {
    const token = this.peek();
    this.ahead.shift();
    this.lastEnd = token.span.end;
    return token;
  }

  /** Takes the next token where it is `mark`. */
  accept(mark: string): Token | undefined {
    return isMark(this.peek(), mark) ? this.next() : undefined;
  }

  skipNewlines(): void {
    while (this.peek().kind === 'newline') this.next();
  }

  /** The first token that is no end of line. Consumes nothing. */
  peekPastNewlines(): Token {
    let distance = 0;
    while (this.peek(distance).kind === 'newline') distance++;
    return this.peek(distance);
  }

  /** Takes the next token that is no end of line where it is `mark`, and the ends of lines before it. */
  acceptPastNewlines(mark: string): Token | undefined {
    if (!isMark(this.peekPastNewlines(), mark)) return undefined;
    this.skipNewlines();
    return this.next();
  }

  /** From `start` to the end of the token taken last. */
  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.lastEnd) };
  }

  /** Runs `read` one level deeper. */
  nested<T>(open: Token, read: () => T): T {
    if (this.depth >= MAX_DEPTH) {
      this.refuse(open.span, `more than ${MAX_DEPTH} levels of nesting`, 'Flatten the blocks, lists or maps');
    }
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  /** @throws ScriptError at `span`, always. */
  refuse(span: Span, message: string, advice: string): never {
    throw new ScriptError([faultAt(this.source, span, message, advice)]);
  }

  /** Names a token in a message. */
  describe(token: Token): string {
    switch (token.kind) {
      case 'newline':
        return 'the end of the line';
      case 'end':
        return this.end;
      case 'string':
        return 'a string';
      case 'name':
      case 'number':
      case 'mark':
        return `'${this.source.quote(token.span)}'`;
    }
  }
}
