export const DAY_MS = 86_400_000;

/** Milliseconds of the units that Nextflow knows, in all their spellings. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ...['ms', 'milli', 'millis'].map((unit) => [unit, 1] as const),
  ...['s', 'sec', 'second', 'seconds'].map((unit) => [unit, 1_000] as const),
  ...['m', 'min', 'minute', 'minutes'].map((unit) => [unit, 60_000] as const),
  ...['h', 'hour', 'hours'].map((unit) => [unit, 3_600_000] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, DAY_MS] as const),
]);

const AMOUNT = '[0-9]{1,9}(?:\\.[0-9]{1,9})?';
const UNIT = [...UNITS.keys()].join('|');
/** A span of time as Nextflow writes it, e.g. `30 min` or `1d 12h`. */
export const TIME_SPAN = `^\\s*(?:${AMOUNT}\\s*(?:${UNIT})\\s*)+$`;

const span = new RegExp(TIME_SPAN, 'u');
const part = new RegExp(`(${AMOUNT})\\s*([a-z]+)`, 'gu');

/** Milliseconds of a span of time, fractions of one cut; undefined where the text is none. */
export function parseTimeSpan(text: string): number | undefined {
  if (!span.test(text)) return undefined;
  let total = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(part)) {
    // 1.001 s is 1001 ms, not the 1000.999… that binary fractions make of it.
    total += Number((Number(amount) * (UNITS.get(unit) ?? 0)).toPrecision(15));
  }
  return Math.floor(total);
}

const SCALE = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** A span of time for people, cut to its two largest units, e.g. `1 d 12 h`. */
export function timeSpanText(ms: number): string {
  const largest = SCALE.findIndex(([, scale]) => ms >= scale);
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, scale] of largest < 0 ? [] : SCALE.slice(largest, largest + 2)) {
    const count = Math.floor(rest / scale);
    rest -= count * scale;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.length === 0 ? '0 ms' : parts.join(' ');
}
