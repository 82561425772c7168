import { parseDuration, parseMemory } from '../config/units.js';
import { isRead, type Reading } from '../config/reading.js';
import { Duration, isAmount, MemoryUnit } from './amounts.js';
import { EvaluationFault } from './evaluation-fault.js';
import { isList, isTrue, kindOf, textOf, type Value } from './value.js';

type Conversion = (value: Value) => Value;

/** The types of `value as Type`, by every name they go by. */
const conversions: ReadonlyMap<string, Conversion> = new Map([
  ...['int', 'Integer', 'long', 'Long', 'short', 'Short', 'BigInteger'].map((name): [string, Conversion] => [
    name,
    toWhole,
  ]),
  ...['double', 'Double', 'float', 'Float', 'BigDecimal', 'Number'].map((name): [string, Conversion] => [
    name,
    toNumber,
  ]),
  ['String', textOf],
  ['boolean', isTrue],
  ['Boolean', isTrue],
  ['List', toList],
  ['MemoryUnit', toMemory],
  ['nextflow.util.MemoryUnit', toMemory],
  ['Duration', toDuration],
  ['nextflow.util.Duration', toDuration],
]);

/** Names of the types that `as` knows. */
export const typeNames: readonly string[] = [...conversions.keys()];

/** The value of `value as type`; null stays null. @throws EvaluationFault where there is none. */
export function convert(value: Value, type: string): Value {
  if (value === null) return null;
  const conversion = conversions.get(type);
  if (conversion === undefined) throw new EvaluationFault(`there is no type ${type}`, typesAdvice());
  return conversion(value);
}

/** Which types there are, for advice. */
export function typesAdvice(): string {
  return `Types after as are ${typeNames.join(', ')}`;
}

/** A number without its decimals. */
export function toWhole(value: Value): number {
  return Math.trunc(toNumber(value));
}

/** A number, or the number that a text writes. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && isNumberText(value)) return Number(value.trim());
  const shown = typeof value === 'string' ? `the string '${value.slice(0, 40)}'` : kindOf(value);
  throw new EvaluationFault(
    `${shown} is no number`,
    'Convert what is written as a decimal number, e.g. 12.5',
  );
}

/** Whether a text writes a decimal number. */
export function isNumberText(text: string): boolean {
  return /^\s*[+-]?\d{1,300}(?:\.\d{1,300})?\s*$/.test(text);
}

/** An amount of memory: one, a text with a unit, or a number of bytes. */
export function toMemory(value: Value): MemoryUnit {
  return value instanceof MemoryUnit ? value : new MemoryUnit(amountOf(value, parseMemory));
}

/** A duration: one, a text with a unit, or a number of milliseconds. */
export function toDuration(value: Value): Duration {
  return value instanceof Duration ? value : new Duration(amountOf(value, parseDuration));
}

function amountOf(value: Value, parse: (value: unknown) => Reading<number>): number {
  const read: Reading<number> = isAmount(value) ? { problem: 'has a unit of another kind' } : parse(value);
  if (isRead(read)) return read.value;
  throw new EvaluationFault(
    `${kindOf(value)} cannot be converted: it ${read.problem}`,
    "Write e.g. '4 GB' or '2h'",
  );
}

function toList(value: Value): Value {
  if (isList(value)) return value;
  throw new EvaluationFault(`${kindOf(value)} is no list`, 'Write one in brackets');
}
