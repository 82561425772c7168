import type { ClosureCode, Operation, Step } from './closure-tree.js';
import { SUPPORTED_IN_CLOSURES, type ClosureGround } from './closure-ground.js';
import { OperationParser } from './operation-parser.js';
import type { Span } from './source-text.js';
import { isMark, type Token } from './token.js';
import type { TokenStream } from './token-stream.js';

/** Operators of one closure: more than anyone writes, few enough for every recursion over them. */
const MOST_OPERATORS = 500;

const REFUSED_WORDS: ReadonlyMap<string, string> = new Map([
  ['assert', 'assertions'],
  ['for', 'loops with for'],
  ['switch', 'conditions with switch'],
  ['throw', 'exceptions'],
  ['try', 'exception handling with try'],
  ['while', 'loops with while'],
]);

/**
 * Reads a closure, of which `open` is the brace that comes next.
 * @throws ScriptError at the first thing in it that is not in the language.
 */
export function parseClosure(tokens: TokenStream): ClosureCode {
  const open = tokens.next();
  return tokens.closure(open, () => new ClosureParser(tokens).parse(open));
}

class ClosureParser {
  private operators = 0;
  private sleeps: Span | undefined;
  private locals = new Set<string>();

  constructor(private readonly tokens: TokenStream) {}

  parse(open: Token): ClosureCode {
    this.skipTerminators();
    this.refuseParameters();
    if (this.tokens.accept('->') !== undefined) this.skipTerminators();
    const steps = this.steps(open);
    if (steps.length === 0)
      this.tokens.refuse(
        open.span,
        'the closure is empty',
        'Write a value in it, e.g. { 2.GB * task.attempt }',
      );
    return { steps, span: this.tokens.spanFrom(open.span.start), sleeps: this.sleeps };
  }

  private refuseParameters(): void {
    const [first, second] = [
      this.tokens.peek(),
      this.tokens.peek().kind === 'name' ? this.tokens.peek(1) : undefined,
    ];
    if (second === undefined || !(isMark(second, '->') || isMark(second, ','))) return;
    this.tokens.refuse(
      first.span,
      'parameters of a closure are not supported',
      'Directives get none: remove them',
    );
  }

  /** Statements up to the brace that closes `open`, which is taken. */
  private steps(open: Token): Step[] {
    const steps: Step[] = [];
    for (;;) {
      this.skipTerminators();
      const token = this.tokens.peek();
      if (token.kind === 'end') this.tokens.refuse(open.span, 'the closure is not closed', 'Close it with }');
      if (this.tokens.accept('}') !== undefined) return steps;
      const step = this.step();
      steps.push(step);
      if (step.kind !== 'if') this.expectEnd();
    }
  }

  private step(): Step {
    const token = this.tokens.peek();
    if (token.kind !== 'name') return { kind: 'value', value: this.expression() };
    const refused = REFUSED_WORDS.get(token.name);
    if (refused !== undefined)
      this.tokens.refuse(token.span, `${refused} are not supported in a closure`, SUPPORTED_IN_CLOSURES);
    if (token.name === 'def') return this.definition();
    if (token.name === 'if') return this.condition(token);
    if (token.name === 'return') return this.returned();
    const next = this.tokens.peek(1);
    if (isMark(next, '=')) return this.assignment(token);
    if (next.kind === 'name' && token.name !== 'new' && !['in', 'as'].includes(next.name))
      this.tokens.refuse(
        next.span,
        `unexpected ${this.tokens.describe(next)}`,
        'Declare a value with def name = value',
      );
    return { kind: 'value', value: this.expression() };
  }

  private definition(): Step {
    this.tokens.next();
    const token = this.tokens.next();
    if (token.kind !== 'name' || this.tokens.accept('=') === undefined)
      return this.tokens.refuse(
        token.span,
        'a definition lacks its name or its value',
        'Write def name = value',
      );
    const { name, span } = token;
    if (this.locals.has(name) || this.tokens.offered.has(name))
      this.tokens.refuse(span, `${name} is defined already`, 'Choose another name');
    this.tokens.skipNewlines();
    const value = this.expression();
    this.locals.add(name);
    return { kind: 'set', name, value };
  }

  private assignment({ name, span }: Token & { kind: 'name' }): Step {
    if (!this.locals.has(name))
      this.tokens.refuse(span, `${name} is not defined in the closure`, `Write def ${name} = value`);
    this.tokens.next();
    this.tokens.next();
    this.tokens.skipNewlines();
    return { kind: 'set', name, value: this.expression() };
  }

  private returned(): Step {
    this.tokens.next();
    return { kind: 'return', value: this.atEnd() ? undefined : this.expression() };
  }

  private condition(word: Token): Step {
    this.tokens.next();
    this.count(word.span);
    const open = this.tokens.accept('(');
    if (open === undefined)
      this.tokens.refuse(word.span, 'the condition of if is missing', 'Write if (condition) { ... }');
    this.tokens.skipNewlines();
    const condition = this.expression();
    this.tokens.skipNewlines();
    if (this.tokens.accept(')') === undefined)
      this.tokens.refuse(word.span, 'the condition of if is not closed', 'Write if (condition) { ... }');
    const yes = this.branch();
    const after = this.pastTerminators();
    if (after.kind !== 'name' || after.name !== 'else') return { kind: 'if', condition, yes, no: [] };
    this.skipTerminators();
    this.tokens.next();
    return { kind: 'if', condition, yes, no: this.branch() };
  }

  /** Statements in braces, or one without. What is defined in them is known only there. */
  private branch(): Step[] {
    const outside = this.locals;
    this.locals = new Set(outside);
    this.tokens.skipNewlines();
    const open = this.tokens.accept('{');
    const steps = open === undefined ? [this.single()] : this.tokens.nested(open, () => this.steps(open));
    this.locals = outside;
    return steps;
  }

  private single(): Step {
    const step = this.step();
    if (step.kind !== 'if' && !this.atElse()) this.expectEnd();
    return step;
  }

  private expression(): Operation {
    return new OperationParser(this.ground()).parse();
  }

  private ground(): ClosureGround {
    return {
      tokens: this.tokens,
      locals: this.locals,
      count: (span) => this.count(span),
      slept: (span) => {
        this.sleeps ??= span;
      },
    };
  }

  private count(span: Span): void {
    this.operators += 1;
    if (this.operators > MOST_OPERATORS)
      this.tokens.refuse(span, `the closure has more than ${MOST_OPERATORS} operators`, 'Make it shorter');
  }

  private skipTerminators(): void {
    while (this.tokens.peek().kind === 'newline' || isMark(this.tokens.peek(), ';')) this.tokens.next();
  }

  private pastTerminators(): Token {
    let distance = 0;
    while (this.tokens.peek(distance).kind === 'newline' || isMark(this.tokens.peek(distance), ';'))
      distance++;
    return this.tokens.peek(distance);
  }

  private atEnd(): boolean {
    const token = this.tokens.peek();
    return token.kind === 'newline' || token.kind === 'end' || isMark(token, ';') || isMark(token, '}');
  }

  private atElse(): boolean {
    const token = this.tokens.peek();
    return token.kind === 'name' && token.name === 'else';
  }

  private expectEnd(): void {
    if (this.atEnd()) return;
    const token = this.tokens.peek();
    this.tokens.refuse(token.span, `unexpected ${this.tokens.describe(token)}`, SUPPORTED_IN_CLOSURES);
  }
}
