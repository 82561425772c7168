const SHORTEST_MS = 500;
const TASKS_PER_CALL = 100;
/** DescribeTasks refills at 20 a second for the whole account; rounds take at most half of that. */
const CALLS_PER_SECOND = 10;

/**
 * Milliseconds to the next poll round: short after a change, growing by half with every quiet round up to
 * `longest`, and never so short that the rounds of many tasks eat the account's read bucket.
 */
export function pollDelay(quietRounds: number, watched: number, longest: number): number {
  const affordable = (Math.ceil(watched / TASKS_PER_CALL) / CALLS_PER_SECOND) * 1000;
  const shortest = Math.max(SHORTEST_MS, affordable);
  return Math.max(affordable, Math.min(longest, shortest * 1.5 ** Math.min(quietRounds, 30)));
}
