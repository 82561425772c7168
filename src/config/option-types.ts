import { isUrl, type ConfigValue } from '../../spi/index.js';
import { isScope } from './config-reader.js';
import { parseTimeSpan, TIME_SPAN } from './time-span.js';

/** Values of one kind are read alike; the engine's own table of settings uses the same words. */
export type OptionKind =
  'string' | 'string-list' | 'string-map' | 'choice' | 'boolean' | 'count' | 'duration' | 'http-url';

/** Bounds of a number, both included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What a setting may hold, in words and as JSON Schema. */
export interface OptionType<T> {
  readonly kind: OptionKind;
  /** e.g. `a string`; completes "must be …". */
  readonly expected: string;
  readonly schema: object;
  /** Of a number; milliseconds for a duration. */
  readonly range?: Range;
  /** The value, or undefined where the type does not fit. Lists are frozen. */
  readonly read: (value: ConfigValue) => T | undefined;
  /** Of a map that does not fit: the names of the entries to blame; none where it is the whole. */
  readonly wrongEntries?: (value: ConfigValue) => readonly string[];
}

/** Text that is not blank, or text of a certain form. */
export function text(expected = 'a string that is not empty', pattern = '\\S'): OptionType<string> {
  // Ajv and editors read a schema's pattern by these very rules, so that both always agree.
  const form = new RegExp(pattern, 'u');
  return {
    kind: 'string',
    expected,
    schema: { type: 'string', pattern },
    read: (value) => (typeof value === 'string' && form.test(value) ? value : undefined),
  };
}

/** One string, or a list of 1 to `most` of them; order is kept. */
export function textList(most: number, expected: string, pattern: string): OptionType<readonly string[]> {
  const one = text(expected, pattern);
  return {
    kind: 'string-list',
    expected,
    schema: { anyOf: [one.schema, { type: 'array', items: one.schema, minItems: 1, maxItems: most }] },
    read: (value) => {
      const list = Array.isArray(value) ? (value as readonly ConfigValue[]) : [value];
      if (list.length === 0 || list.length > most) return undefined;
      const items = list.map((item) => one.read(item));
      return items.every((item) => item !== undefined) ? Object.freeze(items) : undefined;
    },
  };
}

/** Texts by name, at most `most` of them. Frozen. */
export function textMap(
  most: number,
  expected: string,
  namePattern: string,
  pattern: string,
): OptionType<Readonly<Record<string, string>>> {
  const names = new RegExp(namePattern, 'u');
  const one = text(expected, pattern);
  const wrongEntries = (value: ConfigValue): string[] =>
    Object.entries(isScope(value) ? value : {})
      .filter(([name, item]) => !names.test(name) || one.read(item) === undefined)
      .map(([name]) => name);
  return {
    kind: 'string-map',
    expected,
    schema: {
      type: 'object',
      propertyNames: { pattern: namePattern },
      additionalProperties: one.schema,
      maxProperties: most,
    },
    read: (value) => {
      if (!isScope(value) || Object.keys(value).length > most || wrongEntries(value).length > 0)
        return undefined;
      return Object.freeze({ ...value }) as Readonly<Record<string, string>>;
    },
    wrongEntries,
  };
}

export function flag(): OptionType<boolean> {
  return {
    kind: 'boolean',
    expected: '`true` or `false`',
    schema: { type: 'boolean' },
    read: (value) => (typeof value === 'boolean' ? value : undefined),
  };
}

export function wholeNumber(min: number, max: number): OptionType<number> {
  const bounds = max === Number.MAX_SAFE_INTEGER ? `, ${min} or more` : ` from ${min} to ${max}`;
  return {
    kind: 'count',
    expected: `a whole number${bounds}`,
    schema: { type: 'integer', minimum: min, maximum: max },
    range: { min, max },
    read: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? value
        : undefined,
  };
}

/** A span of time. The engine hands it over in milliseconds, however it was written. */
export function duration(min: number, max: number, expected: string): OptionType<number> {
  return { ...wholeNumber(min, max), kind: 'duration', expected };
}

/** A span of time that the engine does not know of: in milliseconds, or as Nextflow writes it. */
export function ownDuration(min: number, max: number, expected: string): OptionType<number> {
  const number = duration(min, max, expected);
  return {
    ...number,
    schema: { anyOf: [number.schema, { type: 'string', pattern: TIME_SPAN }] },
    read: (value) => number.read(typeof value === 'string' ? (parseTimeSpan(value) ?? null) : value),
  };
}

export function oneOf<const T extends string>(...choices: readonly T[]): OptionType<T> {
  return {
    kind: 'choice',
    expected: `one of ${choices.map((choice) => `'${choice}'`).join(', ')}`,
    schema: { type: 'string', enum: choices },
    read: (value) => choices.find((choice) => choice === value),
  };
}

/** Scheme, host, port and path; a name or password before the host has no place in a file people share. */
const HTTP_URL = '^https?://(?:[^\\s/?#@:%\\\\\\[\\]]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?(?:/[^\\s?#]*)?$';

export function httpUrl(): OptionType<string> {
  const form = text('an address that starts with http:// or https:// and holds no user name', HTTP_URL);
  return {
    ...form,
    kind: 'http-url',
    schema: { ...form.schema, format: 'uri' },
    read: (value) => {
      const url = form.read(value);
      return url !== undefined && isUrl(url) ? url : undefined;
    },
  };
}
