import { DAY_MS, shortMemory } from '../config/units.js';

/** An amount of memory or disk, as `2.GB` or `'2 GB' as MemoryUnit`. */
export class MemoryUnit {
  constructor(readonly bytes: number) {}
}

/** A span of time, as `2.h` or `'1h 30m' as Duration`. */
export class Duration {
  constructor(readonly millis: number) {}
}

/** What can be added to, scaled and compared with its own kind. */
export type Amount = MemoryUnit | Duration;

/** Whether `value` is an amount with a unit. */
export function isAmount(value: unknown): value is Amount {
  return value instanceof MemoryUnit || value instanceof Duration;
}

/** In its smallest unit: bytes or milliseconds. */
export function measureOf(amount: Amount): number {
  return amount instanceof MemoryUnit ? amount.bytes : amount.millis;
}

/** An amount of the kind of `model`, of which no part of the smallest unit is left over. */
export function amountLike(model: Amount, measure: number): Amount {
  // Binary fractions would make 1199.9999… of 1.2 s: what a person reckons in decimals stays as it is.
  const whole = Math.floor(Number(measure.toPrecision(15)));
  return model instanceof MemoryUnit ? new MemoryUnit(whole) : new Duration(whole);
}

const TIME_UNITS = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** As Nextflow prints it: `1h 30m`; below a second in milliseconds. */
function timeText(millis: number): string {
  if (Math.abs(millis) < 1000) return `${millis}ms`;
  const parts: string[] = [];
  let rest = Math.abs(millis);
  for (const [unit, scale] of TIME_UNITS) {
    // Parts of a second stand as its decimal.
    const count = unit === 's' ? Math.round(rest / 100) / 10 : Math.floor(rest / scale);
    rest -= count * scale;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return `${millis < 0 ? '-' : ''}${parts.join(' ')}`;
}

/** An amount as a text, as a string with `${...}` shows it. */
export function amountText(amount: Amount): string {
  return amount instanceof MemoryUnit ? shortMemory(amount.bytes) : timeText(amount.millis);
}
