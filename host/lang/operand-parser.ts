import { isUnit } from '../config/units.js';
import type { Operation } from './closure-tree.js';
import { findConstant, findFunction, functionNames, owners } from './function-table.js';
import { methodNames } from './method-table.js';
import { nearestName } from './nearest-name.js';
import type { Span } from './source-text.js';
import { isMark, type Token } from './token.js';
import type { TokenStream } from './token-stream.js';

/** What is supported in closures, for advice. */
export const SUPPORTED_IN_CLOSURES =
  'Supported in closures are task.<name>, values, operators, conditions, def, if, return, Math and the methods in docs/directives.md';

/** What the parsers of one closure share. */
export interface ClosureGround {
  readonly tokens: TokenStream;
  /** Names that `def` has declared where the parser stands. */
  readonly locals: ReadonlySet<string>;
  /** Counts an operator; refuses one too many. */
  readonly count: (span: Span) => void;
  /** Notes a `sleep(...)`. */
  readonly slept: (span: Span) => void;
}

/** Reads values in closures with all that hangs on them by dots and brackets. */
export class OperandParser {
  constructor(
    private readonly ground: ClosureGround,
    /** Reads a whole expression. */
    private readonly whole: (tokens: TokenStream) => Operation,
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
        return this.named(token);
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
      const place = { start: part[0]?.span.start ?? span.start, end: part.at(-1)?.span.end ?? span.end };
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
      const key = this.key(entries);
      const value = this.whole(tokens);
      if (key === undefined) items.push(value);
      else entries.push([key, value]);
      if (items.length > 0 && entries.length > 0)
        tokens.refuse(
          span,
          'a list and a map are mixed between the same brackets',
          'Give every element a key, or none',
        );
      this.separator(open, ']');
    }
    return entries.length > 0
      ? { kind: 'map', entries, span: open.span }
      : { kind: 'list', items, span: open.span };
  }

  private key(earlier: readonly (readonly [string, Operation])[]): string | undefined {
    const { tokens } = this.ground;
    const token = tokens.peek();
    if ((token.kind !== 'name' && token.kind !== 'string') || !isMark(tokens.peek(1), ':')) return undefined;
    const key = token.kind === 'name' ? token.name : token.value;
    if (token.kind === 'string' && token.parts !== undefined)
      tokens.refuse(token.span, 'a key with an expression in it is not supported', 'Write the key itself');
    if (earlier.some(([name]) => name === key))
      tokens.refuse(token.span, `the key ${key} is given twice`, 'Keep one of them');
    tokens.next();
    tokens.next();
    tokens.skipNewlines();
    return key;
  }

  private separator(open: Token, close: string): void {
    const { tokens } = this.ground;
    tokens.skipNewlines();
    const token = tokens.peek();
    if (tokens.accept(',') !== undefined) tokens.skipNewlines();
    else if (token.kind === 'end' || isMark(token, '}'))
      tokens.refuse(open.span, `the ${tokens.describe(open)} is not closed`, `Close it with ${close}`);
    else if (!isMark(token, close))
      tokens.refuse(
        token.span,
        `unexpected ${tokens.describe(token)}`,
        'Separate what stands between brackets with commas',
      );
  }

  private args(): Operation[] {
    const { tokens } = this.ground;
    const open = tokens.next();
    return tokens.nested(open, () => {
      const args: Operation[] = [];
      tokens.skipNewlines();
      while (tokens.accept(')') === undefined) {
        args.push(this.whole(tokens));
        this.separator(open, ')');
      }
      return args;
    });
  }

  private named(token: Token & { kind: 'name' }): Operation {
    const { tokens, locals } = this.ground;
    const { name } = token;
    tokens.next();
    const called = isMark(tokens.peek(), '(');
    if (name === 'true' || name === 'false')
      return { kind: 'literal', value: name === 'true', span: token.span };
    if (name === 'null') return { kind: 'literal', value: null, span: token.span };
    if (name === 'sleep' && called) return this.sleep(token);
    if (locals.has(name) && !called) return { kind: 'local', name, span: token.span };
    if (owners.has(name)) return this.owned(token);
    if (tokens.offered.has(name) && !called) return { kind: 'offered', name, span: token.span };
    return this.refuseName(token, called);
  }

  private sleep({ span }: Token): Operation {
    this.ground.slept(span);
    const args = this.args();
    if (args.length !== 1)
      this.ground.tokens.refuse(span, 'sleep takes one argument, milliseconds', 'Write e.g. sleep(2000)');
    return { kind: 'function', owner: '', name: 'sleep', args, span };
  }

  /** `Math.pow(...)`, `Integer.MAX_VALUE`. */
  private owned(token: Token & { kind: 'name' }): Operation {
    const { tokens } = this.ground;
    const owner = token.name;
    const member = tokens.accept('.') === undefined ? undefined : tokens.next();
    const name = member?.kind === 'name' ? member.name : '';
    const span = tokens.spanFrom(token.span.start);
    const known = functionNames.filter((one) => one.startsWith(`${owner}.`));
    if (!isMark(tokens.peek(), '(')) {
      if (findConstant(owner, name) !== undefined) return { kind: 'constant', owner, name, span };
    } else {
      const found = findFunction(owner, name);
      if (found !== undefined) {
        const args = this.args();
        if (args.length === found.takes) return { kind: 'function', owner, name, args, span };
        tokens.refuse(
          span,
          `${owner}.${name}() does not take ${args.length} arguments`,
          `Give it ${found.takes}`,
        );
      }
    }
    const written = name === '' ? owner : `${owner}.${name}`;
    return tokens.refuse(span, `${written} is not supported here`, `There are ${known.join(', ')}`);
  }

  private refuseName({ name, span }: Token & { kind: 'name' }, called: boolean): never {
    const { tokens, locals } = this.ground;
    if (name === 'new')
      tokens.refuse(
        span,
        'making objects with new is not supported',
        "Write e.g. MemoryUnit.of('4 GB') or 4.GB",
      );
    const what = called
      ? `the function ${name}() is not supported in a closure`
      : `${name} is not known in a closure`;
    const nearest = called ? undefined : nearestName(name, [...locals, ...tokens.offered.keys(), ...owners]);
    return tokens.refuse(
      span,
      what,
      nearest === undefined ? SUPPORTED_IN_CLOSURES : `Did you mean ${nearest}?`,
    );
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
      this.requireMethod(target, name, span);
      return { kind: 'method', target, name, args: this.args(), safe, span };
    }
    this.requireProperty(target, name, span);
    return { kind: 'property', target, name, safe, span };
  }

  private requireMethod(target: Operation, name: string, span: Span): void {
    const { tokens } = this.ground;
    if (target.kind === 'offered')
      tokens.refuse(span, `${target.name} has no method ${name}()`, `Write e.g. ${target.name}.attempt`);
    if (methodNames.has(name) || name === 'equals' || /^get\p{Lu}/u.test(name)) return;
    const nearest = nearestName(name, methodNames);
    const advice =
      nearest === undefined ? `Methods are ${[...methodNames].join(', ')}` : `Did you mean ${nearest}()?`;
    tokens.refuse(span, `the method ${name}() is not supported in a closure`, advice);
  }

  private requireProperty(target: Operation, name: string, span: Span): void {
    const { tokens } = this.ground;
    if (target.kind === 'literal' && typeof target.value === 'number' && !isUnit(name)) {
      const advice =
        'Write an amount with a unit such as 4.GB (B, KB, MB, GB, TB, PB) or 90.min (ms, s, min, h, d)';
      tokens.refuse(span, `the property .${name} of a number is not supported`, advice);
    }
    const members = target.kind === 'offered' ? tokens.offered.get(target.name) : undefined;
    if (target.kind !== 'offered' || members?.has(name) !== false) return;
    const nearest = nearestName(name, members);
    const advice =
      nearest === undefined ? `It has ${[...members].join(', ')}` : `Did you mean ${target.name}.${nearest}?`;
    tokens.refuse(span, `${target.name} has no property ${name}`, advice);
  }
}
