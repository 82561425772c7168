import type { DirectiveValue } from '../../spi/index.js';
import { isRead, type Reading } from '../config/reading.js';
import { parseDuration, parseMemory } from '../config/units.js';

/** Named values, as a directive or an executor writes them. */
export type DirectiveMap = Readonly<Record<string, DirectiveValue>>;

/** Reads a value as it was written into the one an executor gets, in plain units. */
export type ValueReader = (value: DirectiveValue) => Reading<DirectiveValue>;

/** A string that is not blank. */
export function text(value: DirectiveValue): Reading<string> {
  if (typeof value === 'string' && value.trim() !== '') return { value };
  return { problem: 'must be a string that is not empty' };
}

/** `true` or `false`. */
export function flag(value: DirectiveValue): Reading<boolean> {
  return typeof value === 'boolean' ? { value } : { problem: 'must be true or false' };
}

/** An image's name, or `false` for none. */
export function image(value: DirectiveValue): Reading<string | false> {
  if (value === false) return { value };
  return isRead(text(value)) ? text(value) : { problem: 'must be the name of an image, or false for none' };
}

/** A number of something that can be had in parts. */
export function amount(value: DirectiveValue): Reading<number> {
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return { value };
  return { problem: 'must be a number greater than 0' };
}

/** A whole number, 1 or more. */
export function count(value: DirectiveValue): Reading<number> {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return { value };
  return { problem: 'must be a whole number, 1 or more' };
}

/** An amount of memory or disk, in bytes; 0 is none. */
export function bytes(value: DirectiveValue): Reading<number> {
  const read = parseMemory(value);
  return isRead(read) && read.value === 0 ? { problem: 'must be more than 0 bytes' } : read;
}

/** A duration, in milliseconds. */
export function time(value: DirectiveValue): Reading<number> {
  const milliseconds = parseDuration(value);
  if (!isRead(milliseconds)) return milliseconds;
  return milliseconds.value === 0 ? { problem: 'must be longer than 0' } : milliseconds;
}

/** A string or a list of strings, kept as written. */
export function textOrList(value: DirectiveValue): Reading<DirectiveValue> {
  const items = toList(value);
  const fits = items.length > 0 && items.every((item) => isRead(text(item)));
  return fits ? { value } : { problem: 'must be a string that is not empty, or a list of such strings' };
}

/** A string or a list of strings, as a list. */
export function textList(value: DirectiveValue): Reading<readonly DirectiveValue[]> {
  const read = textOrList(value);
  return isRead(read) ? { value: [...new Set(toList(read.value))] } : read;
}

/** As {@link textList}, where commas set several in one string apart: the names themselves have none. */
export function nameList(value: DirectiveValue): Reading<readonly DirectiveValue[]> {
  const names = toList(value).flatMap<DirectiveValue>((item) =>
    typeof item === 'string' ? item.split(',').map((name) => name.trim()) : [item],
  );
  return textList(names);
}

/** Named values, each a string, a number, true or false. */
export function scalarMap(value: DirectiveValue): Reading<DirectiveMap> {
  if (!isMap(value)) return { problem: 'must be named values, such as name: value' };
  const wrong = Object.entries(value).find(([, entry]) => !isScalar(entry));
  return wrong === undefined ? { value } : { problem: `${wrong[0]}: must be ${SCALAR}` };
}

/** Options of a command line: a string, or named values that are scalars or lists of them; kept as written. */
export function commandOptions(value: DirectiveValue): Reading<DirectiveValue> {
  if (!isMap(value)) {
    return isRead(text(value))
      ? { value }
      : { problem: 'must be a string that is not empty, or named values' };
  }
  const wrong = Object.entries(value).find(([, entry]) => {
    const items = toList(entry);
    return items.length === 0 || !items.every(isScalar);
  });
  return wrong === undefined
    ? { value }
    : { problem: `${wrong[0]}: must be ${SCALAR}, or a list of such values` };
}

const SCALAR = 'a string, a number, true or false';

function isScalar(value: DirectiveValue): boolean {
  return value !== null && typeof value !== 'object';
}

/** Whether `value` holds names. */
export function isMap(value: DirectiveValue): value is DirectiveMap {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** The members of a list; of anything else, the value itself. */
export function toList(value: DirectiveValue): readonly DirectiveValue[] {
  return isList(value) ? value : [value];
}

function isList(value: DirectiveValue): value is readonly DirectiveValue[] {
  return Array.isArray(value);
}
