import { isUrl } from '../../spi/index.js';
import { isRead, type Reading } from './reading.js';
import type { KnownSetting, SettingRange, SettingType } from './known-settings.js';
import { formatDuration, formatMemory, parseDuration, parseMemory } from './units.js';

/** What a value of the setting is, in words; completes "must be …". */
export function takenBy({ type, range, form }: KnownSetting): string {
  switch (type) {
    case 'string':
      return form?.takes ?? 'a string that is not empty';
    case 'character':
      return form?.takes ?? 'one character';
    case 'names':
      return 'names with commas between them, or a list of such';
    case 'boolean':
      return '`true` or `false`';
    case 'count':
      return range === undefined ? 'a whole number' : `a whole number, ${countRange(range)}`;
    case 'duration': {
      const bounds = range && ` from ${formatDuration(range.min)} to ${formatDuration(range.max)}`;
      return `a duration${bounds ?? ''}, in milliseconds or with a unit`;
    }
    case 'memory': {
      const bounds = range && ` from ${formatMemory(range.min)} to ${formatMemory(range.max)}`;
      return `an amount of memory${bounds ?? ''}, in bytes or with a unit`;
    }
    case 'id':
      return 'a whole number, 0 or more';
    case 'string-or-false':
      return 'a string that is not empty, or `false`';
    case 'switch-or-names':
      return '`true`, `false`, a string that is not empty, or a list of such';
    case 'http-url':
      return 'an address that starts with http:// or https:// and holds no user name';
  }
}

/** What is wrong with `value` as the setting's value; `undefined` when nothing is. */
export function checkSettingValue(setting: KnownSetting, value: unknown): string | undefined {
  const reading = inPlainUnits(setting, value);
  // What the units themselves say against a duration is more than what it should have been.
  if (!isRead(reading)) return reading.problem;
  return fits(setting, reading.value) ? undefined : `must be ${takenBy(setting)}`;
}

/** A duration in milliseconds, memory in bytes, anything else as it is. */
export function inPlainUnits({ type }: Pick<KnownSetting, 'type'>, value: unknown): Reading<unknown> {
  if (type === 'duration') return parseDuration(value);
  return type === 'memory' ? parseMemory(value) : { value };
}

const isText = (value: unknown): boolean => typeof value === 'string' && /\S/.test(value);

const isName = (value: unknown): boolean => typeof value === 'string' && /[^,\s]/.test(value);

const isOfType: Readonly<Record<SettingType, (value: unknown) => boolean>> = {
  string: isText,
  boolean: (value) => typeof value === 'boolean',
  count: Number.isSafeInteger,
  duration: Number.isSafeInteger,
  memory: Number.isSafeInteger,
  id: (value) =>
    typeof value === 'string'
      ? /^[0-9]{1,15}$/.test(value)
      : Number.isSafeInteger(value) && Number(value) >= 0,
  character: (value) => typeof value === 'string' && value.length === 1,
  names: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isName) : isName(value)),
  'string-or-false': (value) => value === false || isText(value),
  'switch-or-names': (value) =>
    typeof value === 'boolean' || (Array.isArray(value) ? value.every(isText) : isText(value)),
  'http-url': (value) => typeof value === 'string' && isHttpUrl(value),
};

function fits({ type, range, form }: KnownSetting, value: unknown): boolean {
  if (!isOfType[type](value)) return false;
  if (typeof value === 'number' && range !== undefined) return value >= range.min && value <= range.max;
  return typeof value !== 'string' || form === undefined || new RegExp(form.pattern, 'u').test(value);
}

function countRange({ min, max }: SettingRange): string {
  return max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
}

/** Scheme, host, port and path; a name or password before the host has no place in a file people share. */
const HTTP_URL = /^https?:\/\/(?:[^\s/?#@:%\\[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:\/[^\s?#]*)?$/u;

function isHttpUrl(value: string): boolean {
  return HTTP_URL.test(value) && isUrl(value);
}
