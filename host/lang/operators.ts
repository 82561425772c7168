import { amountLike, isAmount, measureOf, type Amount } from './amounts.js';
import type { BinaryOperator } from './closure-tree.js';
import { EvaluationFault } from './evaluation-fault.js';
import { Pattern } from './pattern.js';
import {
  areEqual,
  boundedItems,
  boundedText,
  compare,
  isList,
  isMap,
  isTrue,
  kindOf,
  requireItems,
  requireLength,
  textOf,
  type Value,
} from './value.js';

/** The operators whose two sides are always both worked out: all but `&&` and `||`. */
export type EagerOperator = Exclude<BinaryOperator, '&&' | '||'>;

const operators: Readonly<Record<EagerOperator, (left: Value, right: Value) => Value>> = {
  '**': (left, right) => onNumbers('**', left, right, (a, b) => a ** b),
  '*': multiply,
  '/': divide,
  '%': (left, right) => {
    if (right === 0) throw divisionByZero();
    return onNumbers('%', left, right, (a, b) => a % b);
  },
  '+': add,
  '-': subtract,
  '..': (from, to) => range('..', from, to, false),
  '..<': (from, to) => range('..<', from, to, true),
  '<': (left, right) => compare(left, right) < 0,
  '<=': (left, right) => compare(left, right) <= 0,
  '>': (left, right) => compare(left, right) > 0,
  '>=': (left, right) => compare(left, right) >= 0,
  '<=>': (left, right) => Math.sign(compare(left, right)),
  '==': areEqual,
  '!=': (left, right) => !areEqual(left, right),
  in: isIn,
  '!in': (left, right) => !isIn(left, right),
  '=~': (text, pattern) => matching('=~', text, pattern, 'anywhere'),
  '==~': (text, pattern) => matching('==~', text, pattern, 'whole'),
};

/**
 * The value of `left operator right`.
 * @throws EvaluationFault where the operator does not take such values, or the result would be too large.
 */
export function applyOperator(operator: EagerOperator, left: Value, right: Value): Value {
  return operators[operator](left, right);
}

/** The value of `-operand`, `+operand` or `!operand`. @throws EvaluationFault where it has none. */
export function applyUnary(operator: '-' | '+' | '!', operand: Value): Value {
  if (operator === '!') return !isTrue(operand);
  const sign = operator === '-' ? -1 : 1;
  if (typeof operand === 'number') return sign * operand;
  if (isAmount(operand)) return amountLike(operand, sign * measureOf(operand));
  throw new EvaluationFault(
    `the operator '${operator}' does not take ${kindOf(operand)}`,
    'Write a number after it',
  );
}

/** A number that can be kept. @throws EvaluationFault where `value` is none. */
export function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new EvaluationFault('the result is no number that can be kept', 'Keep numbers below 1e308');
}

export function divisionByZero(): EvaluationFault {
  return new EvaluationFault('division by zero', 'Divide by something that is not 0');
}

function refuse(operator: string, left: Value, right: Value): EvaluationFault {
  return new EvaluationFault(
    `the operator '${operator}' does not take ${kindOf(left)} and ${kindOf(right)}`,
    'Convert one of them, e.g. with `as int`, or check that it is not null first',
  );
}

function onNumbers(
  operator: string,
  left: Value,
  right: Value,
  work: (a: number, b: number) => number,
): number {
  if (typeof left !== 'number' || typeof right !== 'number') throw refuse(operator, left, right);
  return finite(work(left, right));
}

function sameKind(left: Value, right: Value): left is Amount {
  return isAmount(left) && isAmount(right) && left.constructor === right.constructor;
}

function scaled(amount: Amount, measure: number): Amount {
  return amountLike(amount, finite(measure));
}

function add(left: Value, right: Value): Value {
  if (typeof left === 'string' || typeof right === 'string') return boundedText(textOf(left) + textOf(right));
  if (sameKind(left, right) && isAmount(right)) return scaled(left, measureOf(left) + measureOf(right));
  if (isList(left)) return boundedItems([...left, ...(isList(right) ? right : [right])]);
  if (isMap(left) && isMap(right)) return boundedItems(new Map([...left, ...right]));
  return onNumbers('+', left, right, (a, b) => a + b);
}

function subtract(left: Value, right: Value): Value {
  if (sameKind(left, right) && isAmount(right)) return scaled(left, measureOf(left) - measureOf(right));
  if (typeof left === 'string' && typeof right === 'string') return withoutFirst(left, right);
  if (isList(left)) {
    const others = isList(right) ? right : [right];
    requireItems(others.length && (left.length * others.length) / LIST_WORK);
    return boundedItems(left.filter((item) => !others.some((other) => areEqual(item, other))));
  }
  return onNumbers('-', left, right, (a, b) => a - b);
}

/** Comparisons of elements that cost as much as one element of a list. */
const LIST_WORK = 100;

function withoutFirst(text: string, part: string): string {
  const at = text.indexOf(part);
  return at < 0 ? text : text.slice(0, at) + text.slice(at + part.length);
}

function multiply(left: Value, right: Value): Value {
  if (isAmount(left) && typeof right === 'number') return scaled(left, measureOf(left) * right);
  if (typeof left === 'number' && isAmount(right)) return scaled(right, left * measureOf(right));
  if ((typeof left === 'string' || isList(left)) && typeof right === 'number') {
    const times = Math.trunc(right);
    if (times < 0)
      throw new EvaluationFault('nothing can be repeated a negative number of times', 'Write 0 or more');
    if (typeof left !== 'string') return repeated(left, times);
    requireLength(left.length * times);
    return left.repeat(left === '' ? 0 : times);
  }
  return onNumbers('*', left, right, (a, b) => a * b);
}

function repeated(items: readonly Value[], times: number): Value {
  requireItems(items.length * times);
  return boundedItems(items.length === 0 ? [] : Array.from({ length: times }, () => items).flat());
}

function divide(left: Value, right: Value): Value {
  if ((isAmount(right) ? measureOf(right) : right) === 0) throw divisionByZero();
  if (sameKind(left, right) && isAmount(right)) return finite(measureOf(left) / measureOf(right));
  if (isAmount(left) && typeof right === 'number') return scaled(left, measureOf(left) / right);
  return onNumbers('/', left, right, (a, b) => a / b);
}

function range(operator: string, from: Value, to: Value, open: boolean): Value {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) throw refuse(operator, from, to);
  const [first, last] = [Number(from), Number(to)];
  const count = Math.abs(last - first) + (open ? 0 : 1);
  requireItems(count);
  // Groovy counts down where the end is the smaller one.
  const step = last < first ? -1 : 1;
  return boundedItems(Array.from({ length: count }, (_, index) => first + step * index));
}

function isIn(item: Value, container: Value): boolean {
  if (isList(container)) return container.some((other) => areEqual(item, other));
  if (isMap(container)) return typeof item === 'string' && container.has(item);
  if (container === null) return item === null;
  if (typeof container === 'string' && typeof item === 'string') return container === item;
  throw new EvaluationFault(
    `${kindOf(container)} holds nothing that could be in it`,
    'Write a list or a range after in, e.g. in [137, 143] or in 130..145',
  );
}

function matching(operator: string, text: Value, pattern: Value, how: 'anywhere' | 'whole'): boolean {
  if (text === null) return false;
  if (typeof pattern !== 'string' || (typeof text === 'object' && !isAmount(text)))
    throw refuse(operator, text, pattern);
  return Pattern.of(pattern).matches(textOf(text), how);
}
