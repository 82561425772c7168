import { printableLine } from './printable.js';
import { redact } from './redact.js';
import type { ConfigValue } from './session.js';

/** Characters of a value that a message shows. */
const LONGEST = 120;
const DEEPEST = 3;
const HIDDEN = 'a value that is not shown, as it may be a secret';

/** Names whose values are secrets whatever they hold. */
const SECRET_NAME = /secret|passw|token|credential|private|(?:api|access|licen[cs]e).?key/i;

/**
 * What makes a value a secret, or may, beside what {@link redact} takes out of any text: too little to take words out of
 * a sentence, enough not to show a value.
 */
const SUSPICIOUS: readonly RegExp[] = [
  // A secret access key: 40 characters of base64, never of one kind only.
  /(?<![\w/+])(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+])/,
  /-----BEGIN /,
  /:\/\/[^/\s@]*@/,
  /(?:secret|passw\w*|token|credentials?|(?:api|access)[_-]?key)["']?\s*[=:]/i,
];

/**
 * A value found, for a message: as the user would write it, on one line, cut where it is long. What looks like
 * a secret, by its own shape or by the name it stands under, is not shown.
 */
export function describeValue(value: ConfigValue): string {
  const text = written(value, 0);
  // Never half of a character that takes two units.
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function written(value: ConfigValue, depth: number): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isList(value)) return listed(value, depth);
  const entries = Object.entries(value);
  if (depth >= DEEPEST && entries.length > 0) return '[…]';
  if (entries.length === 0) return '[:]';
  return bracketed(entries, ([name, inner]) => {
    const shown = SECRET_NAME.test(name) ? HIDDEN : written(inner, depth + 1);
    return `${/^\w+$/.test(name) ? name : quoted(name)}: ${shown}`;
  });
}

function listed(items: readonly ConfigValue[], depth: number): string {
  if (depth >= DEEPEST && items.length > 0) return '[…]';
  return bracketed(items, (item) => written(item, depth + 1));
}

/** No more than can be shown is written: a value may be of any size. */
function bracketed<T>(items: readonly T[], write: (item: T) => string): string {
  const shown = items.slice(0, LONGEST).map(write);
  return `[${shown.join(', ')}${items.length > shown.length ? ', …' : ''}]`;
}

function quoted(text: string): string {
  if (redact(text) !== text || SUSPICIOUS.some((shape) => shape.test(text))) return HIDDEN;
  return `'${printableLine(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))}'`;
}

function isList(value: object): value is readonly ConfigValue[] {
  return Array.isArray(value);
}
