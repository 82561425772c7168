import type { Span } from '../call-rule.js';
import { unread } from './place.js';
import { type Reader } from './readers.js';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** 24 days: node's timers go no further, and no instance lives longer (facts §2d). */
const longest = 24 * 86_400_000;

const allowed = 'milliseconds, or a number with ms, s, m, h or d, of at most 24 days, are allowed';

/** A length of time: milliseconds, or a text such as `90s`, `2m`, `1.5h`. */
export const duration: Reader<number> = (value, at) => {
  const ms = milliseconds(value);
  return ms !== undefined && ms >= 0 && ms <= longest ? ms : at.refuse(value, allowed);
};

/** A length of time that may be negative, e.g. `-30s`. */
export const signedDuration: Reader<number> = (value, at) => {
  const back = typeof value === 'string' && value.startsWith('-');
  const ms = milliseconds(back ? value.slice(1) : value);
  return ms !== undefined && Math.abs(ms) <= longest
    ? back
      ? -ms
      : ms
    : at.refuse(value, `${allowed}, with or without a minus`);
};

/** A length of time, or a list of the least and the most. */
export const span: Reader<Span> = (value, at) => {
  if (!Array.isArray(value)) return duration(value, at);
  if (value.length !== 2)
    return at.refuse(value, 'a length of time or a list of two, the least and the most, is allowed');
  const least = duration(value[0], at.child(0));
  const most = duration(value[1], at.child(1));
  if (least === unread || most === unread) return unread;
  return least <= most ? [least, most] : at.refuse(value, 'the least must come before the most');
};

function milliseconds(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const [, amount, unit] = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(value) ?? [];
  return amount === undefined || unit === undefined
    ? undefined
    : Math.round(Number(amount) * (units[unit] ?? 0));
}
