import type { Reading } from './reading.js';

const MEMORY = /^(\d+(?:\.\d+)?)\s*([KMGTPEZ]?)B?$/i;
/** Of an amount written for people: those that may be written stop at PB. */
const SHOWN_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB'] as const;
const MEMORY_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;
const MEMORY_LETTERS = 'KMGTPEZ';
const MEMORY_HELP =
  "write an amount with a unit such as '4 GB' or '500 MB' (B, KB, MB, GB, TB, PB; 1 KB is 1024 B)";

const DURATION = /^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$/i;
const DURATION_PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/gi;
const DURATION_HELP = "write an amount with a unit such as '30 s', '10 min' or '1h 30m' (ms, s, min, h, d)";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Milliseconds of a day. */
export const DAY_MS = 24 * HOUR;

/** Milliseconds of every spelling that Nextflow knows. */
const DURATION_UNITS: ReadonlyMap<string, number> = new Map([
  ...['ms', 'milli', 'millis'].map((unit) => [unit, 1] as const),
  ...['s', 'sec', 'second', 'seconds'].map((unit) => [unit, SECOND] as const),
  ...['m', 'min', 'minute', 'minutes'].map((unit) => [unit, MINUTE] as const),
  ...['h', 'hour', 'hours'].map((unit) => [unit, HOUR] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, DAY_MS] as const),
]);

const DURATION_SCALE = [
  ['d', DAY_MS],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
  ['ms', 1],
] as const;

/** Whether Nextflow knows it as the unit of an amount, as in `4.GB` or `90.min`; those of memory in any case of letters. */
export function isUnit(name: string): boolean {
  return DURATION_UNITS.has(name) || /^[KMGTPEZ]?B$/i.test(name);
}

/** Bytes of an amount of memory as Nextflow writes it; a bare number is bytes. Fractions of a byte are cut. */
export function parseMemory(value: unknown): Reading<number> {
  if (typeof value === 'number') return wholeNumber(value, 'bytes', MEMORY_HELP);
  const match = typeof value === 'string' ? MEMORY.exec(value.trim()) : null;
  if (match === null) return { problem: `is no amount of memory; ${MEMORY_HELP}` };
  const [, amount = '', letter = ''] = match;
  if (letter === '' && amount.includes('.'))
    return { problem: `is no whole number of bytes; ${MEMORY_HELP}` };
  const power = letter === '' ? 0 : MEMORY_LETTERS.indexOf(letter.toUpperCase()) + 1;
  return wholeNumber(Math.floor(Number(amount) * 1024 ** power), 'bytes', MEMORY_HELP);
}

/** Milliseconds of a duration as Nextflow writes it; a bare number is milliseconds. Fractions of one are cut. */
export function parseDuration(value: unknown): Reading<number> {
  if (typeof value === 'number') return wholeNumber(value, 'milliseconds', DURATION_HELP);
  if (typeof value !== 'string' || !DURATION.test(value.trim()))
    return { problem: `is no duration; ${DURATION_HELP}` };
  let total = 0;
  for (const [, amount = '', unit = ''] of value.matchAll(DURATION_PART)) {
    const scale = DURATION_UNITS.get(unit);
    if (scale === undefined) return { problem: `has the unknown unit of time '${unit}'; ${DURATION_HELP}` };
    const part = Number(amount) * scale;
    // 1.001 s is 1001 ms, not the 1000.999… that binary fractions make of it.
    total += amount.includes('.') ? Number(part.toPrecision(15)) : part;
  }
  return wholeNumber(Math.floor(total), 'milliseconds', DURATION_HELP);
}

/** Writes bytes, 0 or more, with the largest unit that keeps them exact. */
export function formatMemory(bytes: number): string {
  let amount = bytes;
  let power = 0;
  while (amount > 0 && amount % 1024 === 0 && power < MEMORY_UNITS.length - 1) {
    amount /= 1024;
    power++;
  }
  return `${amount} ${MEMORY_UNITS[power] ?? 'B'}`;
}

/** Writes bytes as Nextflow prints them, with one decimal at most, e.g. `1.5 GB`. */
export function shortMemory(bytes: number): string {
  const size = Math.abs(bytes);
  const power = size < 1 ? 0 : Math.min(Math.floor(Math.log2(size) / 10), SHOWN_UNITS.length - 1);
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${SHOWN_UNITS[power] ?? 'B'}`;
}

/** Writes milliseconds, 0 or more, exactly, e.g. `1h 30m`. */
export function formatDuration(milliseconds: number): string {
  const parts: string[] = [];
  let rest = milliseconds;
  for (const [unit, scale] of DURATION_SCALE) {
    const count = Math.floor(rest / scale);
    rest -= count * scale;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.length === 0 ? '0ms' : parts.join(' ');
}

function wholeNumber(value: number, unit: string, help: string): Reading<number> {
  if (Number.isSafeInteger(value) && value >= 0) return { value };
  return { problem: `must be a whole number of ${unit}, from 0 to ${Number.MAX_SAFE_INTEGER}; ${help}` };
}
