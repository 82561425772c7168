import { isRead, type Reading } from './reading.js';
import type { SettingType } from './known-settings.js';
import { parseDuration } from './units.js';

const checks: Readonly<Record<SettingType, (value: unknown) => string | undefined>> = {
  string: (value) =>
    typeof value === 'string' && value.trim() !== '' ? undefined : 'must be a string that is not empty',
  boolean: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  count: (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
      ? undefined
      : 'must be a whole number, 1 or more',
  duration: (value) => problemOf(atLeastOneMillisecond(parseDuration(value))),
  'http-url': (value) =>
    typeof value === 'string' && isHttpUrl(value)
      ? undefined
      : 'must be an address that starts with http:// or https://',
};

/** What is wrong with `value` as a setting of `type`; `undefined` when nothing is. */
export function checkSettingValue(type: SettingType, value: unknown): string | undefined {
  return checks[type](value);
}

function atLeastOneMillisecond(reading: Reading<number>): Reading<number> {
  return isRead(reading) && reading.value === 0 ? { problem: 'must be longer than 0' } : reading;
}

function problemOf(reading: Reading<unknown>): string | undefined {
  return isRead(reading) ? undefined : reading.problem;
}

function isHttpUrl(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value);
}
