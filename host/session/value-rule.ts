import type { Problem } from '../../spi/index.js';
import { nearestName } from '../lang/nearest-name.js';
import { describeFound, isPlainMap } from './plain-value.js';

/** What is wrong with a value that stands at `path`; nothing where it fits. */
export type ValueCheck = (value: unknown, path: string) => readonly Problem[];

/** What a program may write under one name. */
export interface ValueRule {
  readonly check: ValueCheck;
  /** A value as it stands in a program. */
  readonly example: string;
  readonly required?: true;
}

/** What may stand under which name. */
export type ValueRules<Names extends string> = Readonly<Record<Names, ValueRule>>;

/**
 * Everything wrong with named values that came from a program whose types nobody checked: names that are unknown or
 * missing and values of other kinds. What is undefined counts as absent.
 * @param what What the object is, for messages, e.g. `options`.
 */
export function problemsOfValues<Names extends string>(
  values: unknown,
  rules: ValueRules<Names>,
  what: string,
): Problem[] {
  if (!isObject(values)) {
    const [first, rule] = Object.entries<ValueRule>(rules)[0] ?? ['', { example: '' }];
    const fix = `Write it like: { ${first}: ${rule.example} }`;
    return [{ path: what, found: describeFound(values), message: 'must be an object', fix }];
  }
  const known = Object.entries<ValueRule>(rules).flatMap(([name, rule]) => [
    ...problemsOf(values[name], name, rule),
  ]);
  return [...known, ...strangers(values, Object.keys(rules), what)];
}

function problemsOf(value: unknown, name: string, { check, example, required }: ValueRule): Problem[] {
  const fix = `Write it like: ${name}: ${example}`;
  if (value !== undefined) {
    const end = required === true ? '' : ', or leave it out';
    return check(value, name).map((problem) => ({ fix: `${fix}${end}`, ...problem }));
  }
  return required === true ? [{ path: name, message: 'is missing', fix }] : [];
}

function strangers(
  values: Readonly<Record<string, unknown>>,
  known: readonly string[],
  what: string,
): Problem[] {
  return Object.keys(values)
    .filter((name) => !known.includes(name) && values[name] !== undefined)
    .map((name) => {
      const nearest = nearestName(name, known);
      const fix = nearest === undefined ? 'Leave it out.' : `Did you mean ${nearest}?`;
      return { path: name, message: `is unknown; the ${what} are ${known.join(', ')}`, fix };
    });
}

/** A check for one kind of value; `takes` says which, after "must be". */
export function kind(takes: string, fits: (value: unknown) => boolean): ValueCheck {
  return (value, path) =>
    fits(value) ? [] : [{ path, found: describeFound(value), message: `must be ${takes}` }];
}

/** A check for a list of at least `least` members that `member` finds nothing wrong with. */
export function listOf(takes: string, member: ValueCheck, least: 0 | 1): ValueCheck {
  const isList = kind(takes, (value) => Array.isArray(value) && value.length >= least);
  return (value, path) => {
    const problems = isList(value, path);
    if (problems.length > 0 || !Array.isArray(value)) return problems;
    // By index: a list may have holes.
    return Array.from<unknown>(value).flatMap((inner, index) => member(inner, `${path}[${index}]`));
  };
}

export const text = kind(
  'a text that is not empty',
  (value) => typeof value === 'string' && value.trim() !== '',
);
export const callable = kind('a function', (value) => typeof value === 'function');
export const plainMap = kind('a plain object', isPlainMap);
export const abortSignal = kind(
  'an AbortSignal',
  (value) => typeof at(value, 'aborted') === 'boolean' && lacking(value, LISTENING).length === 0,
);

const LISTENING = ['addEventListener', 'removeEventListener'] as const;

/** A check for an object with functions of these names. */
export function having(names: readonly string[]): ValueCheck {
  return kind(
    `an object with the functions ${names.join(', ')}`,
    (value) => lacking(value, names).length === 0,
  );
}

/** A check for an object where these names hold functions or nothing. */
export function mayHave(names: readonly string[]): ValueCheck {
  return kind(
    `an object with some of the functions ${names.join(', ')}`,
    (value) => isObject(value) && lacking(value, names).every((name) => value[name] === undefined),
  );
}

/** Whether a value is an object that could have named values, of a class or not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lacking(value: unknown, names: readonly string[]): string[] {
  return names.filter((name) => typeof at(value, name) !== 'function');
}

function at(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
