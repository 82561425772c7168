/** How often CloudWatch Logs answers less than it could (facts §6b: pages may be partial or empty while more exist). */
export interface PagingHabits {
  /** A number in [0, 1); a seeded one makes the habits the same in every run. */
  readonly random: () => number;
  /** Chance, 0 to 1, that a page holds no event although more exist. */
  readonly empty: number;
  /** Chance, 0 to 1, that a page holds only part of what it could. */
  readonly partial: number;
}

/** Pages as full as they can be. */
export const fullPages: PagingHabits = { random: () => 0, empty: 0, partial: 0 };

/** Often enough that a reader who stops at the first empty page is found out; AWS tells no rates: unknown. */
export const awsPaging = (random: () => number): PagingHabits => ({ random, empty: 0.1, partial: 0.25 });

/** Blank pages in a row at most, so that a reader gets on whatever the dice say. */
const mostBlanks = 3;

/** How many of the `fitting` events a page gets; `blanks` empty pages have gone before it. */
export function pageSize(habits: PagingHabits, fitting: number, blanks: number): number {
  if (fitting === 0) return 0;
  if (habits.empty > 0 && blanks < mostBlanks && habits.random() < habits.empty) return 0;
  if (habits.partial > 0 && habits.random() < habits.partial) {
    return Math.max(1, Math.floor(fitting * habits.random()));
  }
  return fitting;
}
