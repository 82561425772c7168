/** Milliseconds. */
export function minutes(count: number): number {
  return count * 60_000;
}
