import { globMatcher } from '../glob.js';
import { invalidValue } from './invalid-value.js';
import type { Filter } from './query-parameters.js';

/** What each filter of a kind of resource looks at: a resource matches by any of the values. */
export type FilterTable<T> = Readonly<Record<string, (resource: T) => readonly string[]>>;

/**
 * Keeps what matches every filter, by any of its values.
 *
 * @throws AwsError InvalidParameterValue for a filter the table does not have
 */
export function applyFilters<T>(
  resources: readonly T[],
  filters: readonly Filter[],
  table: FilterTable<T>,
): readonly T[] {
  return filters.reduce((left, filter) => {
    const look = Object.hasOwn(table, filter.name) ? table[filter.name] : undefined;
    if (look === undefined) {
      throw invalidValue(
        `The filter '${filter.name}' is invalid. The local cloud knows: ${Object.keys(table).sort().join(', ')}.`,
      );
    }
    const wanted = filter.values.map(globMatcher);
    return left.filter((resource) =>
      look(resource).some((value) => wanted.some((matches) => matches(value))),
    );
  }, resources);
}
