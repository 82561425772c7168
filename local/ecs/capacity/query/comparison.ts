import { type QueryTarget, type SubjectReader } from './query-target.js';
import { QueryError } from './query-error.js';

export type Predicate = (target: QueryTarget) => boolean;

/** Operators by each of their spellings; a name is one operator whatever its sign. */
export const operators: Readonly<Record<string, string>> = {
  '==': 'equals',
  equals: 'equals',
  '!=': 'not_equals',
  not_equals: 'not_equals',
  '>': 'greater_than',
  greater_than: 'greater_than',
  '>=': 'greater_than_equal',
  greater_than_equal: 'greater_than_equal',
  '<': 'less_than',
  less_than: 'less_than',
  '<=': 'less_than_equal',
  less_than_equal: 'less_than_equal',
  exists: 'exists',
  '!exists': 'not_exists',
  not_exists: 'not_exists',
  in: 'in',
  '!in': 'not_in',
  not_in: 'not_in',
  '=~': 'matches',
  matches: 'matches',
  '!~': 'not_matches',
  not_matches: 'not_matches',
};

const orders: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  greater_than: (left, right) => left > right,
  greater_than_equal: (left, right) => left >= right,
  less_than: (left, right) => left < right,
  less_than_equal: (left, right) => left <= right,
};

/** One `subject operator argument`. A negation holds for whatever its opposite does not, a missing subject included. */
export function comparison(
  subject: string,
  read: SubjectReader,
  operator: string,
  values: readonly string[],
): Predicate {
  if (operator.startsWith('not_')) {
    const opposite = comparison(subject, read, operator.slice('not_'.length), values);
    return (target) => !opposite(target);
  }
  if (operator === 'exists') return (target) => read(target).length > 0;
  if (operator === 'matches') {
    const pattern = patternOf(values[0] ?? '');
    return (target) => read(target).some((value) => pattern.test(value));
  }
  const order = orders[operator];
  if (order !== undefined) return ordered(subject, read, order, values[0] ?? '');
  const wanted = new Set(subject === 'registeredAt' ? values.map((value) => String(dateOf(value))) : values);
  return (target) => read(target).some((value) => wanted.has(value));
}

function ordered(
  subject: string,
  read: SubjectReader,
  order: (left: number, right: number) => boolean,
  value: string,
): Predicate {
  const limit =
    subject === 'registeredAt'
      ? dateOf(value)
      : subject === 'runningTasksCount' && /^\d+$/.test(value)
        ? Number(value)
        : undefined;
  if (limit === undefined) {
    throw new QueryError(`'${subject}' cannot be compared with '${value}' by order`);
  }
  return (target) => read(target).some((text) => order(Number(text), limit));
}

/** `2018-06-18`, with a time and a zone where wanted; without a zone it is UTC. */
function dateOf(text: string): number {
  const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  const at =
    date === null ? NaN : Date.parse(date[1] !== undefined && date[2] === undefined ? `${text}Z` : text);
  if (Number.isNaN(at)) throw new QueryError(`'${text}' is no date such as 2018-06-18T22:28:28Z`);
  return at;
}

/**
 * A whole-value pattern. AWS's are Java's regular expressions; what JavaScript reads otherwise or not at all is
 * refused. So is a group that is repeated: with repetition or alternatives inside, such a pattern could hold up
 * everybody for minutes.
 */
function patternOf(text: string): RegExp {
  if (/\)[*+{]/.test(text)) {
    throw new QueryError(`the pattern '${text}' repeats a group, which is not served here`);
  }
  try {
    return new RegExp(`^(?:${text})$`, 'u');
  } catch {
    throw new QueryError(`'${text}' is no regular expression`);
  }
}
