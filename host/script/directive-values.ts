import type { DirectiveValue } from '../../spi/index.js';
import { isRead, type Reading } from '../config/reading.js';
import { parseDuration, parseMemory } from '../config/units.js';

type DirectiveMap = Readonly<Record<string, DirectiveValue>>;
type Reader = (value: DirectiveValue) => Reading<DirectiveValue>;

/** A string that is not blank. */
export function text(value: DirectiveValue): Reading<string> {
  if (typeof value === 'string' && value.trim() !== '') return { value };
  return { problem: 'must be a string that is not empty' };
}

/** `true` or `false`. */
export function flag(value: DirectiveValue): Reading<boolean> {
  return typeof value === 'boolean' ? { value } : { problem: 'must be true or false' };
}

/** A number of CPUs, fractions allowed. */
export function cpus(value: DirectiveValue): Reading<number> {
  if (typeof value === 'number' && value > 0) return { value };
  return { problem: 'must be a number greater than 0, such as cpus 2' };
}

/** A whole number, 1 or more. */
export function count(value: DirectiveValue): Reading<number> {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return { value };
  return { problem: 'must be a whole number, 1 or more' };
}

/** An amount of memory, in bytes; 0 is none. */
export function memory(value: DirectiveValue): Reading<number> {
  const bytes = parseMemory(value);
  return isRead(bytes) && bytes.value === 0 ? { problem: 'must be more than 0 bytes' } : bytes;
}

/** A duration, in milliseconds. */
export function time(value: DirectiveValue): Reading<number> {
  const milliseconds = parseDuration(value);
  if (!isRead(milliseconds)) return milliseconds;
  return milliseconds.value === 0 ? { problem: 'must be longer than 0' } : milliseconds;
}

/** An amount of disk, or a map with the amount under `request`; kept as written. */
export function disk(value: DirectiveValue): Reading<DirectiveValue> {
  if (!isMap(value)) return keep(value, memory);
  const request = value['request'] ?? null;
  if (request === null) return { problem: "must give an amount: disk '500 GB', or disk request: '500 GB'" };
  const amount = memory(request);
  return isRead(amount) ? scalarMap(value) : { problem: `request: ${amount.problem}` };
}

/** A number of GPUs, or a map with the number under `request` or `limit`; kept as written. */
export function accelerator(value: DirectiveValue): Reading<DirectiveValue> {
  if (!isMap(value)) return count(value);
  if (!('request' in value) && !('limit' in value)) {
    return { problem: "must give a number: accelerator 1, type: '...'" };
  }
  for (const [name, entry] of Object.entries(value)) {
    const reading: Reading<DirectiveValue> =
      name === 'request' || name === 'limit' ? count(entry) : text(entry);
    if (!isRead(reading)) return { problem: `${name}: ${reading.problem}` };
  }
  return { value };
}

/** Upper limits by resource; kept as written. */
export function resourceLimits(value: DirectiveValue): Reading<DirectiveValue> {
  const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
    ['cpus', cpus],
    ['memory', memory],
    ['disk', memory],
    ['time', time],
  ]);
  if (!isMap(value)) return { problem: `must be named values: ${[...readers.keys()].join(', ')}` };
  for (const [name, entry] of Object.entries(value)) {
    const reading = readers.get(name)?.(entry);
    if (reading === undefined)
      return { problem: `${name}: no such limit; known are ${[...readers.keys()].join(', ')}` };
    if (!isRead(reading)) return { problem: `${name}: ${reading.problem}` };
  }
  return { value };
}

/** A string, or named values. */
export function textOrMap(value: DirectiveValue): Reading<DirectiveValue> {
  if (isMap(value)) return scalarMap(value);
  return isRead(text(value)) ? { value } : { problem: 'must be a string that is not empty, or named values' };
}

/** A string, or a list of strings. */
export function textOrList(value: DirectiveValue): Reading<DirectiveValue> {
  const items = isList(value) ? value : [value];
  const fits = items.length > 0 && items.every((item) => isRead(text(item)));
  return fits ? { value } : { problem: 'must be a string that is not empty, or a list of such strings' };
}

/** Named values, each a string, a number, true or false. */
export function scalarMap(value: DirectiveValue): Reading<DirectiveValue> {
  if (!isMap(value)) return { problem: 'must be named values, such as name: value' };
  for (const [name, entry] of Object.entries(value)) {
    if (entry === null || typeof entry === 'object') {
      return { problem: `${name}: must be a string, a number, true or false` };
    }
  }
  return { value };
}

/** Whether `value` holds names. */
export function isMap(value: DirectiveValue): value is DirectiveMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether `value` is a list. */
export function isList(value: DirectiveValue): value is readonly DirectiveValue[] {
  return Array.isArray(value);
}

function keep(value: DirectiveValue, reader: Reader): Reading<DirectiveValue> {
  const reading = reader(value);
  return isRead(reading) ? { value } : reading;
}
