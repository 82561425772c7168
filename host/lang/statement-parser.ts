import { parseArguments } from './argument-parser.js';
import { parseClosureValue, parseExpression } from './expression-parser.js';
import type { SourceText } from './source-text.js';
import { formatPath, type Call, type Name, type Statement } from './syntax-tree.js';
import { isMark, type Token } from './token.js';
import { TokenStream } from './token-stream.js';

/** What one kind of file does not allow although people write it, so that it is refused by its own name. */
export interface Dialect {
  /** What is supported in such a file; a sentence without its full stop. */
  readonly supported: string;
  /** First words of statements, with what to call the statement. */
  readonly refusedWords: ReadonlyMap<string, string>;
  /** Names of sections (`input:`), with what to call them. */
  readonly refusedLabels: ReadonlyMap<string, string>;
  /** The words that open blocks; after any other word a brace opens a closure. Absent: every word does. */
  readonly blockWords?: ReadonlySet<string>;
  /** What closures may look into: the names of its members by its own. */
  readonly offered?: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Reads a whole file into statements.
 * @throws ScriptError at the first thing that is not in the supported language.
 */
export function parseStatements(source: SourceText, dialect: Dialect): readonly Statement[] {
  return new StatementParser(new TokenStream(source, dialect.offered), dialect).parseFile();
}

class StatementParser {
  constructor(
    private readonly tokens: TokenStream,
    private readonly dialect: Dialect,
  ) {}

  parseFile(): Statement[] {
    return this.parseUntil(undefined);
  }

  /** Reads statements to the end of the file, or to the brace that closes `open`. */
  private parseUntil(open: Token | undefined): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      this.skipTerminators();
      const token = this.tokens.peek();
      if (token.kind === 'end') {
        if (open === undefined) return statements;
        this.tokens.refuse(open.span, 'the block is not closed', 'Close it with }');
      }
      if (isMark(token, '}')) {
        if (open === undefined) this.tokens.refuse(token.span, "'}' closes nothing", 'Remove it');
        this.tokens.next();
        return statements;
      }
      const statement = this.parseStatement();
      statements.push(statement);
      if (statement.kind !== 'label') this.expectTerminator(statement);
    }
  }

  private parseStatement(): Statement {
    const token = this.tokens.peek();
    // As a value it would be a closure, and its body would be blamed for the brace.
    if (isMark(token, '{'))
      this.tokens.refuse(
        token.span,
        'a brace opens nothing here',
        'Take it out, or write what it opens before it: name { ... }',
      );
    if (token.kind === 'mark') return this.parseValue();
    const next = this.tokens.peek(1);
    if (token.kind === 'name') {
      if (isMark(next, ':')) return this.parseLabel(token.name);
      const refused = this.dialect.refusedWords.get(token.name);
      if (refused !== undefined && !isMark(next, '=') && !isMark(next, '.')) this.refuse(token, refused);
      return this.parseNamed();
    }
    const isKey = isMark(next, '=') || isMark(next, '{') || isMark(next, '.');
    if (token.kind === 'string' && isKey) return this.parseNamed();
    return this.parseValue();
  }

  private parseValue(): Statement {
    const value = parseExpression(this.tokens);
    return { kind: 'value', value, span: value.span };
  }

  private parseLabel(name: string): Statement {
    const token = this.tokens.next();
    const refused = this.dialect.refusedLabels.get(name);
    if (refused !== undefined) this.refuse(token, refused);
    this.tokens.next();
    return { kind: 'label', name, span: token.span };
  }

  private parseNamed(): Statement {
    const { start } = this.tokens.peek().span;
    const path = this.parsePath();
    if (this.tokens.accept('=') !== undefined) {
      const value = parseExpression(this.tokens);
      return { kind: 'assignment', path, value, span: this.tokens.spanFrom(start) };
    }
    const block = this.parseBlock(path, start);
    return block ?? this.parsePipe(this.parseCall(path, start));
  }

  private parsePath(): Name[] {
    const path = [this.parsePathName()];
    while (this.tokens.accept('.') !== undefined) path.push(this.parsePathName());
    return path;
  }

  private parsePathName(): Name {
    const token = this.tokens.next();
    if (token.kind === 'name') return { text: token.name, span: token.span };
    if (token.kind === 'string') return { text: token.value, span: token.span };
    return this.tokens.refuse(
      token.span,
      `a name is missing before ${this.tokens.describe(token)}`,
      this.dialect.supported,
    );
  }

  private parseBlock(path: readonly Name[], start: number): Statement | undefined {
    const token = this.tokens.peek();
    let argument: Name | undefined;
    if (token.kind === 'name' && this.braceFollowsName()) {
      this.tokens.next();
      this.tokens.skipNewlines();
      argument = { text: token.name, span: token.span };
    }
    if (!isMark(this.tokens.peek(), '{')) return undefined;
    if (argument === undefined && this.dialect.blockWords?.has(formatPath(path)) === false)
      return this.parseClosureCall(path, start);
    const open = this.tokens.next();
    const body = this.tokens.nested(open, () => this.parseUntil(open));
    return { kind: 'block', path, argument, body, span: this.tokens.spanFrom(start) };
  }

  /** `memory { ... }`: a call whose one argument is a closure. */
  private parseClosureCall(path: readonly Name[], start: number): Statement {
    const positional = [parseClosureValue(this.tokens)];
    const span = this.tokens.spanFrom(start);
    return this.parsePipe({ kind: 'call', path, positional, named: [], bare: false, span });
  }

  private braceFollowsName(): boolean {
    let distance = 1;
    while (this.tokens.peek(distance).kind === 'newline') distance++;
    return isMark(this.tokens.peek(distance), '{');
  }

  private parseCall(path: readonly Name[], start: number): Call {
    const open = this.tokens.accept('(');
    if (open !== undefined) {
      const call = this.tokens.nested(open, () => parseArguments(this.tokens, open));
      return { kind: 'call', path, ...call, bare: false, span: this.tokens.spanFrom(start) };
    }
    if (this.atStatementEnd()) {
      return { kind: 'call', path, positional: [], named: [], bare: true, span: this.tokens.spanFrom(start) };
    }
    const call = parseArguments(this.tokens, undefined);
    return { kind: 'call', path, ...call, bare: false, span: this.tokens.spanFrom(start) };
  }

  private parsePipe(first: Call): Statement {
    const stages: Call[] = [];
    while (isMark(this.tokens.peekPastNewlines(), '|')) {
      this.tokens.skipNewlines();
      this.tokens.next();
      this.tokens.skipNewlines();
      const { start } = this.tokens.peek().span;
      stages.push(this.parseCall(this.parsePath(), start));
    }
    const [second, ...rest] = stages;
    if (second === undefined) return first;
    return { kind: 'pipe', stages: [first, second, ...rest], span: this.tokens.spanFrom(first.span.start) };
  }

  private skipTerminators(): void {
    while (this.tokens.peek().kind === 'newline' || isMark(this.tokens.peek(), ';')) this.tokens.next();
  }

  private atStatementEnd(): boolean {
    const token = this.tokens.peek();
    return (
      token.kind === 'newline' || token.kind === 'end' || [';', '}', '|'].some((mark) => isMark(token, mark))
    );
  }

  private expectTerminator(statement: Statement): void {
    const token = this.tokens.peek();
    if (this.atStatementEnd() && !isMark(token, '|')) return;
    if (isMark(token, '{'))
      this.tokens.refuse(token.span, 'a closure after a statement is not supported', this.dialect.supported);
    if (isMark(token, '.')) this.refuseMethod(statement, token);
    const advice = 'End the statement with a new line or a semicolon, or separate arguments with commas';
    this.tokens.refuse(token.span, `unexpected ${this.tokens.describe(token)} after the statement`, advice);
  }

  /** `NAME().view()`: what Nextflow also writes as a pipe is advised as one. */
  private refuseMethod(statement: Statement, dot: Token): void {
    const method = this.tokens.peek(1);
    if (method.kind !== 'name') return;
    const span = { start: dot.span.start, end: method.span.end };
    const called = statement.kind === 'call' ? `${formatPath(statement.path)}()` : 'NAME()';
    this.tokens.refuse(
      span,
      `the method .${method.name} of a call is not supported`,
      `Write it as a pipe: ${called} | ${method.name}`,
    );
  }

  private refuse(token: Token, what: string): never {
    return this.tokens.refuse(token.span, `${what} not supported`, this.dialect.supported);
  }
}
