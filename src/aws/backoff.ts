/** Milliseconds to wait before try `tries + 1`: doubles from 1 s to 30 s, spread by ±50 % so that clients part. */
export function backoffDelay(tries: number, random: () => number): number {
  const base = Math.min(30_000, 1_000 * 2 ** Math.max(0, tries - 1));
  return base * (0.5 + random());
}
