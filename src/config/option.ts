import type { OptionType } from './option-types.js';

/** One setting, declared once: parsing, defaults, messages, docs/config.md and plugin.json all come from here. */
export interface Option<T> extends OptionType<T> {
  readonly help: string;
  /** A value to show in messages and docs, as the user would write it. */
  readonly example: string;
  readonly required: boolean;
  readonly fallback: T;
  /** What holds where the setting is absent and there is no value to fall back to, for the docs. */
  readonly unset?: string;
  /** The value never appears in a message. */
  readonly secret?: true;
}

type Declaration = Pick<Option<unknown>, 'help' | 'example' | 'unset' | 'secret'>;

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

/** The values that a set of declared settings gives. */
export type OptionValues<Options extends Readonly<Record<string, Option<unknown>>>> = {
  readonly [Name in keyof Options]: Options[Name] extends Option<infer T> ? T : never;
};
