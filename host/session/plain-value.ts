import { describeValue, type ConfigMap, type ConfigValue } from '../../spi/index.js';

/** Levels of lists and objects in one value; nobody writes more by hand, and what nests without end stops here. */
const DEEPEST = 100;

/** What keeps a value from being plain. */
type Flaw = 'foreign' | 'circular' | 'deep';

/** Whether a value can be a setting's or a directive's: in a program written in JavaScript nobody checked the types. */
export function isPlainValue(value: unknown, above: readonly object[] = []): value is ConfigValue {
  return flawOf(value, above) === undefined;
}

/** Whether a value is an object without a class. */
export function isPlainMap(value: unknown): value is ConfigMap {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a value is a {@link isPlainMap} whose members can be looked at: it lies in none of itself, nor too deep. */
export function isPlainScope(value: unknown, above: readonly object[]): value is ConfigMap {
  return isPlainMap(value) && flawOfNesting(value, above) === undefined;
}

/**
 * What a value that is not plain must be, as the end of a sentence, and what it is.
 * @param above The objects that the value lies in.
 */
export function describeForeign(value: unknown, above: readonly object[] = []): string {
  const flaw = flawOf(value, above);
  if (flaw === 'circular') return 'contains itself, which no value may';
  if (flaw === 'deep') return `has more than ${DEEPEST} levels of lists and objects, more than are taken`;
  const what = typeof value === 'object' ? 'object that is, or holds, something else' : typeof value;
  return `must be a string, number, true, false, null, list or plain object, and is a${what.startsWith('o') ? 'n' : ''} ${what}`;
}

/** Any value for a message: as `describeValue` shows it where it is plain, else by its kind alone. */
export function describeFound(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (isPlainValue(value)) return describeValue(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (flawOf(value, []) === 'circular') return 'an object that contains itself';
  if (Array.isArray(value)) return 'a list';
  const { constructor: made } = value as { readonly constructor?: unknown };
  return typeof made === 'function' && made !== Object ? `an object of class ${made.name}` : 'an object';
}

function flawOfNesting(value: object, above: readonly object[]): Flaw | undefined {
  if (above.includes(value)) return 'circular';
  return above.length >= DEEPEST ? 'deep' : undefined;
}

function flawOf(value: unknown, above: readonly object[]): Flaw | undefined {
  if (!Array.isArray(value) && !isPlainMap(value)) {
    return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? undefined : 'foreign';
  }
  const nesting = flawOfNesting(value, above);
  if (nesting !== undefined) return nesting;
  const inside = [...above, value];
  for (const inner of Object.values<unknown>(value)) {
    const flaw = flawOf(inner, inside);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}
