import { isUrl } from '../../spi/index.js';
import { isRead, type Reading } from './reading.js';
import type { KnownSetting, SettingRange, SettingType } from './known-settings.js';
import { formatDuration, parseDuration } from './units.js';

/** What a value of the setting is, in words; completes "must be …". */
export function takenBy({ type, range, form }: KnownSetting): string {
  switch (type) {
    case 'string':
      return form?.takes ?? 'a string that is not empty';
    case 'boolean':
      return '`true` or `false`';
    case 'count':
      return range === undefined ? 'a whole number' : `a whole number, ${countRange(range)}`;
    case 'duration': {
      const bounds = range && ` from ${formatDuration(range.min)} to ${formatDuration(range.max)}`;
      return `a duration${bounds ?? ''}, in milliseconds or with a unit`;
    }
    case 'http-url':
      return 'an address that starts with http:// or https:// and holds no user name';
  }
}

/** What is wrong with `value` as the setting's value; `undefined` when nothing is. */
export function checkSettingValue(setting: KnownSetting, value: unknown): string | undefined {
  const reading: Reading<unknown> = setting.type === 'duration' ? parseDuration(value) : { value };
  // What the units themselves say against a duration is more than what it should have been.
  if (!isRead(reading)) return reading.problem;
  return fits(setting, reading.value) ? undefined : `must be ${takenBy(setting)}`;
}

const isOfType: Readonly<Record<SettingType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string' && /\S/.test(value),
  boolean: (value) => typeof value === 'boolean',
  count: Number.isSafeInteger,
  duration: Number.isSafeInteger,
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
