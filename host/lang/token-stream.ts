import { Lexer } from './lexer.js';
import { faultAt, ScriptError } from './script-error.js';
import type { SourceText, Span } from './source-text.js';
import { isMark, type Token } from './token.js';

/** Brackets and blocks that may stand inside each other; far beyond what people write, well within the stack. */
const MAX_DEPTH = 100;

/** The tokens of one file with as much lookahead as asked for. */
export class TokenStream {
  private readonly lexer: Lexer;
  private readonly ahead: Token[] = [];
  private depth = 0;
  private lastEnd = 0;

  constructor(readonly source: SourceText) {
    this.lexer = new Lexer(source);
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
        return 'the end of the file';
      case 'string':
        return 'a string';
      case 'name':
      case 'number':
      case 'mark':
        return `'${this.source.quote(token.span)}'`;
    }
  }
}
