import { endElement, parseCallArguments, type ReadWhole } from './bracketed.js';
import { SUPPORTED_IN_CLOSURES, type ClosureGround } from './closure-ground.js';
import type { Operation } from './closure-tree.js';
import { parseMapKey } from './map-key.js';
import { requireMethod, requireProperty } from './member-check.js';
import { parseNamed } from './named-operand.js';
import { isMark, type Token } from './token.js';

/** Reads values in closures with all that hangs on them by dots and brackets. */
export class OperandParser {
  constructor(
    private readonly ground: ClosureGround,
    /** Reads a whole expression. */
    private readonly whole: ReadWhole,
  ) {}

  parse(): Operation {
    let operand = this.primary();
    for (let more = this.suffix(operand); more !== undefined; more = this.suffix(operand)) {
      this.ground.count(more.span);
      operand = more;
    }
    return operand.kind === 'offered' ? this.refuseAlone(operand) : operand;
  }

  private primary(): Operation {
    const { tokens } = this.ground;
    const token = tokens.peek();
    switch (token.kind) {
      case 'number':
        tokens.next();
        return { kind: 'literal', value: token.value, span: token.span };
      case 'string':
        tokens.next();
        return this.text(token);
      case 'name':
        return parseNamed(this.ground, token, this.whole);
      case 'mark':
        if (token.mark === '(') return tokens.nested(token, () => this.parenthesised(token));
        if (token.mark === '[') return tokens.nested(token, () => this.listOrMap(token));
        if (token.mark === '{')
          return tokens.refuse(token.span, 'a closure in a closure is not supported', SUPPORTED_IN_CLOSURES);
        return tokens.refuse(token.span, `a value is missing before '${token.mark}'`, SUPPORTED_IN_CLOSURES);
      case 'newline':
      case 'end':
        return tokens.refuse(
          token.span,
          `a value is missing before ${tokens.describe(token)}`,
          SUPPORTED_IN_CLOSURES,
        );
    }
  }

  private text(token: Token & { kind: 'string' }): Operation {
    const { span, parts: written } = token;
    if (written === undefined) return { kind: 'literal', value: token.value, span };
    const parts = written.map((part) => {
      if (typeof part === 'string') return part;
      this.ground.count(span);
      const place = { start: part[0]?.span.start ?? span.start, end: part.at(-1)?.span.end ?? span.end - 1 };
      const inner = this.ground.tokens.within(part, place);
      const value = this.whole(inner);
      const after = inner.peek();
      if (after.kind === 'end') return value;
      return inner.refuse(
        after.span,
        `unexpected ${inner.describe(after)} in a string`,
        'Write one expression in ${...}',
      );
    });
    return { kind: 'text', parts, span };
  }

  private parenthesised(open: Token): Operation {
    const { tokens } = this.ground;
    tokens.next();
    tokens.skipNewlines();
    const value = this.whole(tokens);
    tokens.skipNewlines();
    if (tokens.accept(')') === undefined)
      tokens.refuse(open.span, 'the parenthesis is not closed', 'Close it with )');
    return value;
  }

  private listOrMap(open: Token): Operation {
    const { tokens } = this.ground;
    tokens.next();
    tokens.skipNewlines();
    const items: Operation[] = [];
    const entries: [string, Operation][] = [];
    if (isMark(tokens.peek(), ':') && isMark(tokens.peek(1), ']')) {
      tokens.next();
      tokens.next();
      return { kind: 'map', entries, span: open.span };
    }
    while (tokens.accept(']') === undefined) {
      const { span } = tokens.peek();
      const key = parseMapKey(
        tokens,
        entries.map(([name]) => name),
      );
      const value = this.whole(tokens);
      if (key === undefined) items.push(value);
      else entries.push([key.text, value]);
      if (items.length > 0 && entries.length > 0)
        tokens.refuse(
          span,
          'a list and a map are mixed between the same brackets',
          'Give every element a key, or none',
        );
      endElement(this.ground.tokens, open, ']');
    }
    return entries.length > 0
      ? { kind: 'map', entries, span: open.span }
      : { kind: 'list', items, span: open.span };
  }

  private refuseAlone({ span }: Operation): never {
    return this.ground.tokens.refuse(span, 'one of its properties must be named', 'Write e.g. task.attempt');
  }

  /** What hangs on `target`: a property, a method or an element. */
  private suffix(target: Operation): Operation | undefined {
    const { tokens } = this.ground;
    const dot = tokens.acceptPastNewlines('.') ?? tokens.acceptPastNewlines('?.');
    if (dot !== undefined) return this.member(target, isMark(dot, '?.'));
    const token = tokens.peek();
    if (isMark(token, '('))
      tokens.refuse(token.span, 'a call of a value is not supported', SUPPORTED_IN_CLOSURES);
    if (!isMark(token, '[')) return undefined;
    tokens.next();
    return tokens.nested(token, () => {
      tokens.skipNewlines();
      const index = this.whole(tokens);
      tokens.skipNewlines();
      if (tokens.accept(']') === undefined)
        tokens.refuse(token.span, 'the index is not closed', 'Close it with ]');
      return { kind: 'index', target, index, span: token.span };
    });
  }

  private member(target: Operation, safe: boolean): Operation {
    const { tokens } = this.ground;
    const word = tokens.next();
    if (word.kind !== 'name')
      return tokens.refuse(
        word.span,
        `a name is missing before ${tokens.describe(word)}`,
        SUPPORTED_IN_CLOSURES,
      );
    const { name, span } = word;
    if (isMark(tokens.peek(), '{'))
      tokens.refuse(tokens.peek().span, 'a closure in a closure is not supported', SUPPORTED_IN_CLOSURES);
    if (isMark(tokens.peek(), '(')) {
      requireMethod(tokens, target, name, span);
      return { kind: 'method', target, name, args: parseCallArguments(tokens, this.whole), safe, span };
    }
    requireProperty(tokens, target, name, span);
    return { kind: 'property', target, name, safe, span };
  }
}
