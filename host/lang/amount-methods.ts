import { DAY_MS, isUnit } from '../config/units.js';
import { Duration, MemoryUnit, type Amount } from './amounts.js';
import { toDuration, toMemory } from './conversion.js';
import { EvaluationFault } from './evaluation-fault.js';
import { wholeQuotient } from './function-table.js';
import type { Method } from './method-table.js';
import { finite } from './operators.js';
import { compare, kindOf, textOf, type Value } from './value.js';

const MEMORY: readonly (readonly [name: string, scale: number])[] = [
  ['Bytes', 1],
  ['Kilo', 1024],
  ['Mega', 1024 ** 2],
  ['Giga', 1024 ** 3],
];
const TIME: readonly (readonly [name: string, scale: number])[] = [
  ['Millis', 1],
  ['Seconds', 1000],
  ['Minutes', 60_000],
  ['Hours', 3_600_000],
  ['Days', DAY_MS],
];

const plain = <T>(work: (target: T) => Value): Method<T> => ({
  takes: [0, 0],
  call: (target) => work(target),
});

/** `toGiga()` and `getGiga()`: whole units, as Nextflow gives them. */
function inUnits<T extends Amount>(
  units: readonly (readonly [string, number])[],
  measure: (amount: T) => number,
): [string, Method<T>][] {
  return units.flatMap(([name, scale]) =>
    ['to', 'get'].map((verb): [string, Method<T>] => [
      verb + name,
      plain((amount) => Math.floor(measure(amount) / scale)),
    ]),
  );
}

function inNamedUnit(amount: MemoryUnit, [unit]: readonly Value[]): number {
  const one = typeof unit === 'string' && /^[KMGTPEZ]?B$/.test(unit) ? toMemory(`1 ${unit}`) : undefined;
  if (one !== undefined) return Math.floor(amount.bytes / one.bytes);
  throw new EvaluationFault('toUnit takes the name of a unit of memory', "Write e.g. toUnit('MB')");
}

/** What an amount of memory can be asked. */
export const memoryMethods: ReadonlyMap<string, Method<MemoryUnit>> = new Map<string, Method<MemoryUnit>>([
  ...inUnits<MemoryUnit>(MEMORY, ({ bytes }) => bytes),
  ['toUnit', { takes: [1, 1], call: inNamedUnit }],
  ['compareTo', { takes: [1, 1], call: (amount, [other = null]) => Math.sign(compare(amount, other)) }],
  ['toString', plain(textOf)],
]);

/** What a duration can be asked. */
export const durationMethods: ReadonlyMap<string, Method<Duration>> = new Map<string, Method<Duration>>([
  ...inUnits<Duration>(TIME, ({ millis }) => millis),
  ['compareTo', { takes: [1, 1], call: (amount, [other = null]) => Math.sign(compare(amount, other)) }],
  ['toString', plain(textOf)],
]);

/** What a number can be asked. */
export const numberMethods: ReadonlyMap<string, Method<number>> = new Map<string, Method<number>>([
  ['abs', plain<number>(Math.abs)],
  ['round', plain<number>(Math.round)],
  ['intdiv', { takes: [1, 1], call: (value, [divisor]) => wholeQuotient(value, requireNumber(divisor)) }],
  ...['toInteger', 'toLong', 'intValue', 'longValue'].map((name): [string, Method<number>] => [
    name,
    plain<number>(Math.trunc),
  ]),
  ...['toFloat', 'toDouble', 'toBigDecimal', 'doubleValue'].map((name): [string, Method<number>] => [
    name,
    plain<number>((value) => value),
  ]),
  ['compareTo', { takes: [1, 1], call: (value, [other = null]) => Math.sign(compare(value, other)) }],
  ['toString', plain<number>(textOf)],
]);

/** The amount that `value.unit` is, e.g. `2.GB`; undefined where `unit` is none. */
export function amountOf(value: number, unit: string): Amount | undefined {
  if (!isUnit(unit)) return undefined;
  const [text, sign] = [String(Math.abs(finite(value))), value < 0 ? -1 : 1];
  if (text.includes('e'))
    throw new EvaluationFault(`${text} is too large or too small for an amount`, 'Use another unit');
  // Units of memory end with B, those of time never do.
  return /b$/i.test(unit)
    ? new MemoryUnit(sign * toMemory(`${text} ${unit}`).bytes)
    : new Duration(sign * toDuration(`${text} ${unit}`).millis);
}

function requireNumber(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  throw new EvaluationFault(`intdiv takes a number, not ${kindOf(value ?? null)}`, 'Write a number');
}
