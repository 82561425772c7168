import type { ConfigMap, ConfigValue } from '../../spi/index.js';

/** Whether a value can be a setting's or a directive's: in a program written in JavaScript nobody checked the types. */
export function isPlainValue(value: unknown): value is ConfigValue {
  if (Array.isArray(value)) return value.every(isPlainValue);
  if (isPlainMap(value)) return Object.values(value).every(isPlainValue);
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whether a value is an object without a class. */
export function isPlainMap(value: unknown): value is ConfigMap {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What a value that is not plain must be, as the end of a sentence, and what it is. */
export function describeForeign(value: unknown): string {
  const what = typeof value === 'object' ? 'object that is, or holds, something else' : typeof value;
  return `must be a string, number, true, false, null, list or plain object, and is a${what.startsWith('o') ? 'n' : ''} ${what}`;
}
