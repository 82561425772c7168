import { goesBy, type PastRun } from '../history/run-history.js';

/** Which runs of a folder somebody means. Each is named as `RunHistory.find` takes it; several narrow the choice. */
export interface RunWish {
  /** These runs; all where there is none. */
  readonly names: readonly string[];
  /** Runs that began before this one. */
  readonly before?: string;
  /** Runs that began after this one. */
  readonly after?: string;
  /** All runs but this one. */
  readonly but?: string;
}

/** The runs that are meant, or the names that no run goes by. */
export type RunChoice =
  | { readonly kind: 'runs'; readonly runs: readonly PastRun[] }
  | { readonly kind: 'unknown'; readonly names: readonly [string, ...string[]] };

/** @param runs all there are, oldest first; those chosen stay in this order. */
export function chooseRuns(runs: readonly PastRun[], wish: RunWish): RunChoice {
  const { names, before, after, but } = wish;
  const asked = [...names, ...[before, after, but].filter((name) => name !== undefined)];
  const [unknown, ...others] = asked.filter((name) => placesOf(runs, name).length === 0);
  if (unknown !== undefined) return { kind: 'unknown', names: [unknown, ...others] };
  const named = new Set(names.flatMap((name) => placesOf(runs, name)));
  const left = new Set(but === undefined ? [] : placesOf(runs, but));
  // A session may have several runs: what lies between them is neither before nor after it.
  const from = after === undefined ? -1 : Math.max(...placesOf(runs, after));
  const to = before === undefined ? runs.length : Math.min(...placesOf(runs, before));
  const chosen = runs.filter(
    (_, place) => place > from && place < to && !left.has(place) && (names.length === 0 || named.has(place)),
  );
  return { kind: 'runs', runs: chosen };
}

function placesOf(runs: readonly PastRun[], name: string): readonly number[] {
  if (name === 'last') return runs.length === 0 ? [] : [runs.length - 1];
  return runs.flatMap((run, place) => (goesBy(run, name) ? [place] : []));
}
