import type { ConfigValue } from '../../spi/index.js';

/** What a setting may hold, in words and as JSON Schema. */
interface OptionType<T> {
  /** e.g. `a string`; completes "must be …". */
  readonly expected: string;
  readonly schema: object;
  /** The value, or undefined where the type does not fit. */
  readonly read: (value: ConfigValue) => T | undefined;
}

/** One setting, declared once: parsing, defaults, docs/config.md and plugin.json all come from here. */
export interface Option<T> extends OptionType<T> {
  readonly help: string;
  /** A value to show in messages and docs, as the user would write it. */
  readonly example: string;
  readonly required: boolean;
  readonly fallback: T;
}

interface Declaration {
  readonly help: string;
  readonly example: string;
}

export function required<T>(type: OptionType<T>, declaration: Declaration): Option<T> {
  // A required option's fallback is never seen: its absence is a problem that stops the run.
  return { ...type, ...declaration, required: true, fallback: undefined as T };
}

export function optional<T, F extends T | undefined>(
  type: OptionType<T>,
  fallback: F,
  declaration: Declaration,
): Option<T | F> {
  return { ...type, ...declaration, required: false, fallback };
}

export function text(
  expected = 'a string that is not empty',
  accepts: (value: string) => boolean = () => true,
): OptionType<string> {
  return {
    expected,
    schema: { type: 'string', minLength: 1 },
    read: (value) => (typeof value === 'string' && value !== '' && accepts(value) ? value : undefined),
  };
}

/** One string, or a list of them; order is kept. */
export function textList(
  most: number,
  expected: string,
  accepts: (value: string) => boolean = () => true,
): OptionType<readonly string[]> {
  const one = text(expected, accepts);
  return {
    expected,
    schema: { anyOf: [one.schema, { type: 'array', items: one.schema, minItems: 1, maxItems: most }] },
    read: (value) => {
      const list = Array.isArray(value) ? (value as readonly ConfigValue[]) : [value];
      const items = list.map((item) => one.read(item));
      return items.length > 0 && items.length <= most && items.every((item) => item !== undefined)
        ? items
        : undefined;
    },
  };
}

export function flag(): OptionType<boolean> {
  return {
    expected: '`true` or `false`',
    schema: { type: 'boolean' },
    read: (value) => (typeof value === 'boolean' ? value : undefined),
  };
}

export function wholeNumber(min: number, max: number): OptionType<number> {
  return {
    expected: `a whole number from ${min} to ${max}`,
    schema: { type: 'integer', minimum: min, maximum: max },
    read: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? value
        : undefined,
  };
}

export function oneOf<const T extends string>(...choices: readonly T[]): OptionType<T> {
  return {
    expected: `one of ${choices.map((choice) => `'${choice}'`).join(', ')}`,
    schema: { enum: choices },
    read: (value) => choices.find((choice) => choice === value),
  };
}
