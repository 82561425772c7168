import type { BinaryOperator, Operation } from './closure-tree.js';
import { typeNames, typesAdvice } from './conversion.js';
import { EvaluationFault } from './evaluation-fault.js';
import { nearestName } from './nearest-name.js';
import type { ClosureGround } from './closure-ground.js';
import { OperandParser } from './operand-parser.js';
import { Pattern } from './pattern.js';
import { isMark, type Token } from './token.js';

/** How tightly operators bind, as in Groovy (https://groovy-lang.org/operators.html#_operator_precedence). */
const PRECEDENCE: ReadonlyMap<string, number> = new Map<BinaryOperator | 'as', number>([
  ['||', 1],
  ['&&', 2],
  ['=~', 3],
  ['==~', 3],
  ['==', 4],
  ['!=', 4],
  ['<=>', 4],
  ['<', 5],
  ['<=', 5],
  ['>', 5],
  ['>=', 5],
  ['in', 5],
  ['!in', 5],
  ['as', 5],
  ['..', 6],
  ['..<', 6],
  ['+', 7],
  ['-', 7],
  ['*', 8],
  ['/', 8],
  ['%', 8],
  ['**', 10],
]);
const ABOVE_SIGNS = 10;

/** Operators that may begin a line: no statement begins with them. */
const LEADING: ReadonlySet<string> = new Set([
  '||',
  '&&',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '=~',
  '==~',
  '**',
  '%',
]);

/** Reads expressions in closures, operators and all. */
export class OperationParser {
  private readonly operands: OperandParser;

  constructor(private readonly ground: ClosureGround) {
    this.operands = new OperandParser(ground, (tokens) => new OperationParser({ ...ground, tokens }).parse());
  }

  /** @throws ScriptError at the first thing that is not in the language. */
  parse(): Operation {
    const { tokens } = this.ground;
    const condition = this.binary(1);
    const mark = tokens.acceptPastNewlines('?:') ?? tokens.acceptPastNewlines('?');
    if (mark === undefined) return condition;
    // Before what follows is read: a long chain of them must not be read to its end.
    this.ground.count(mark.span);
    tokens.skipNewlines();
    if (isMark(mark, '?:'))
      return { kind: 'elvis', value: condition, otherwise: this.parse(), span: condition.span };
    const yes = this.parse();
    if (tokens.acceptPastNewlines(':') === undefined)
      tokens.refuse(mark.span, "a condition with ? lacks its ':'", 'Write condition ? value : other');
    tokens.skipNewlines();
    return { kind: 'conditional', condition, yes, no: this.parse(), span: condition.span };
  }

  private binary(least: number): Operation {
    let left = this.unary(least);
    for (;;) {
      const operator = this.operatorNext();
      const precedence = PRECEDENCE.get(operator ?? '') ?? 0;
      if (operator === undefined || precedence < least) return left;
      const { span } = this.takeOperator(operator);
      left = this.counted(
        operator === 'as' ? this.cast(left) : this.joined(operator, left, this.binary(precedence + 1), span),
      );
    }
  }

  private joined(
    operator: BinaryOperator,
    left: Operation,
    right: Operation,
    span: Operation['span'],
  ): Operation {
    if ((operator === '=~' || operator === '==~') && right.kind === 'literal') this.checkPattern(right);
    return { kind: 'binary', operator, left, right, span };
  }

  private checkPattern({ value, span }: Operation & { kind: 'literal' }): void {
    try {
      if (typeof value === 'string') Pattern.of(value);
    } catch (error) {
      if (!(error instanceof EvaluationFault)) throw error;
      this.ground.tokens.refuse(span, error.message, error.advice);
    }
  }

  private unary(least: number): Operation {
    const { tokens } = this.ground;
    const token = tokens.peek();
    if (token.kind !== 'mark' || !isUnary(token.mark)) return this.operands.parse();
    const operator = token.mark;
    tokens.next();
    this.ground.count(token.span);
    // `-2 ** 2` is -(2 ** 2), and `!a in b` is (!a) in b.
    const operand = operator === '!' ? this.unary(least) : this.binary(Math.max(least, ABOVE_SIGNS));
    return { kind: 'unary', operator, operand, span: token.span };
  }

  private cast(value: Operation): Operation {
    const { tokens } = this.ground;
    const start = tokens.peek().span.start;
    const words = [tokens.next()];
    while (isMark(tokens.peek(), '.') && tokens.peek(1).kind === 'name') {
      tokens.next();
      words.push(tokens.next());
    }
    const type = words.map((word) => (word.kind === 'name' ? word.name : '?')).join('.');
    if (typeNames.includes(type)) return { kind: 'cast', value, type, span: value.span };
    const nearest = nearestName(type, typeNames);
    const advice = nearest === undefined ? typesAdvice() : `Did you mean ${nearest}?`;
    return tokens.refuse(tokens.spanFrom(start), `the type ${type} after as is not supported`, advice);
  }

  private operatorNext(): BinaryOperator | 'as' | undefined {
    const { tokens } = this.ground;
    const token = tokens.peek();
    const leading = token.kind === 'newline' ? tokens.peekPastNewlines() : undefined;
    const written = operatorOf(leading ?? token);
    if (leading !== undefined) return written !== undefined && LEADING.has(written) ? written : undefined;
    if (written !== undefined || !isMark(token, '!')) return written;
    const next = tokens.peek(1);
    return next.kind === 'name' && next.name === 'in' ? '!in' : undefined;
  }

  private takeOperator(operator: string): Token {
    const { tokens } = this.ground;
    tokens.skipNewlines();
    const token = tokens.next();
    if (operator === '!in') tokens.next();
    tokens.skipNewlines();
    return token;
  }

  private counted(operation: Operation): Operation {
    this.ground.count(operation.span);
    return operation;
  }
}

function isUnary(mark: string): mark is '-' | '+' | '!' {
  return mark === '-' || mark === '+' || mark === '!';
}

function operatorOf(token: Token): BinaryOperator | 'as' | undefined {
  const word = token.kind === 'mark' ? token.mark : token.kind === 'name' ? token.name : '';
  return isOperator(word) ? word : undefined;
}

function isOperator(word: string): word is BinaryOperator | 'as' {
  return PRECEDENCE.has(word) && word !== '!in';
}
